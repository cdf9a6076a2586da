//! What a work is about and of which kind it is: types, language, keywords, subject headings, statements.

use super::escape::cut;
use super::sheet::{Block, Extent, Span};
use super::{language, words};
use crate::record::{MeshHeading, OtherAbstract, Record, WorkType};

/// "Review · in French · version 2": what kind of publication, and what is unusual of it. Empty where nothing is known.
pub(super) fn kind(record: &Record, extent: Extent) -> String {
    let mut parts = types(record, extent.types);
    let language = record.language.as_deref().filter(|language| !language.trim().is_empty());
    match language.map(|code| (code, language::name(code))) {
        None | Some((_, Some("English"))) => {}
        Some((_, Some(name))) => parts.push(format!("in {name}")),
        Some((code, None)) => parts.push(format!("language: {code}")),
    }
    let version = record.version.as_deref().map(|version| version.trim_start_matches(['v', 'V']));
    if let Some(version) = version.filter(|version| !matches!(*version, "" | "1")) {
        parts.push(format!("version {version}"));
    }
    parts.join(" · ")
}

/// The source's own words for the kind, else that of ibid; at most `most`, those that say least left out first.
fn types(record: &Record, most: usize) -> Vec<String> {
    let own = words::work_type(&record.work_type);
    let mut types: Vec<String> = record.publication_types.clone();
    if types.is_empty() {
        return if own.is_empty() { types } else { vec![own] };
    }
    // That a preprint is one must not be lost behind another source's words.
    if record.work_type == WorkType::Preprint && !types.iter().any(|word| word.eq_ignore_ascii_case(&own)) {
        types.insert(0, own);
    }
    // Who paid, and in which language the abstract is, say less of a work than what it is.
    let is_kind = |word: &String| !word.starts_with("Research Support") && word != "English Abstract";
    types.sort_by_key(|word| !is_kind(word));
    if types.iter().filter(|word| is_kind(word)).count() > 1 {
        types.retain(|word| word != "Journal Article");
    }
    if types.len() > most {
        types.retain(is_kind);
    }
    types.truncate(most);
    types
}

/// Keywords, subject headings, and what the authors declare.
pub(super) fn subjects(record: &Record, extent: Extent) -> Vec<Block> {
    let headed = |head: &str, text: String| Block::Paragraph(vec![Span::strong(head), Span::text(format!(" {text}"))]);
    let mut blocks = Vec::new();
    if let Some(keywords) = listed(record.keywords.clone(), extent.keywords) {
        blocks.push(headed("Keywords:", keywords));
    }
    let mut mesh: Vec<&MeshHeading> = record.mesh.iter().collect();
    if mesh.len() > extent.mesh {
        mesh.sort_by_key(|heading| !is_main(heading));
    }
    let stars = mesh.iter().take(extent.mesh).any(|heading| is_main(heading));
    if let Some(headings) = listed(mesh.into_iter().map(heading).collect(), extent.mesh) {
        let head = if stars { "MeSH terms (* main topic):" } else { "MeSH terms:" };
        blocks.push(headed(head, headings));
    }
    if let Some(statement) = record.conflict_of_interest.as_ref().filter(|_| extent.statement > 0) {
        blocks.push(headed("Conflict of interest:", cut(without_head(statement), extent.statement)));
    }
    blocks
}

/// A declaration without the heading that journals put before it.
fn without_head(statement: &str) -> &str {
    let Some((head, rest)) = statement.split_once(':') else { return statement };
    let head = head.to_lowercase();
    let is_head = head.len() < 60 && ["conflict", "competing", "declaration"].iter().any(|word| head.starts_with(word));
    if is_head && !rest.trim().is_empty() { rest.trim_start() } else { statement }
}

/// Further abstracts under their names, each cut to the extent.
pub(super) fn other_abstracts(record: &Record, extent: Extent) -> Vec<Block> {
    let mut blocks = Vec::new();
    for OtherAbstract { label, text } in &record.other_abstracts {
        let name = language::name(label).map_or_else(|| label.clone(), |name| format!("Abstract in {name}"));
        blocks.push(Block::Paragraph(vec![Span::strong(name)]));
        blocks.extend(paragraphs(text, extent.other_abstract));
    }
    blocks
}

/// The paragraphs of an abstract (`**Head:** text`, `- item`), at most `most` characters of them.
pub(super) fn paragraphs(text: &str, most: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut left = most;
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        if left == 0 {
            break;
        }
        let length = paragraph.chars().count();
        blocks.push(paragraph_block(&cut(paragraph, left)));
        left = left.saturating_sub(length);
    }
    blocks
}

fn paragraph_block(paragraph: &str) -> Block {
    let (item, rest) = paragraph.strip_prefix("- ").map_or((false, paragraph), |rest| (true, rest));
    let head = rest.strip_prefix("**").and_then(|rest| rest.split_once("**"));
    let spans = match head {
        Some((head, rest)) if !head.is_empty() => vec![Span::strong(head), Span::text(rest)],
        _ => vec![Span::text(rest)],
    };
    if item { Block::Item(spans) } else { Block::Paragraph(spans) }
}

/// "a; b; c; and 4 more".
fn listed(mut words: Vec<String>, most: usize) -> Option<String> {
    if words.is_empty() || most == 0 {
        return None;
    }
    let all = words.len();
    words.truncate(most);
    let more = if all > most { format!("; and {} more", all - most) } else { String::new() };
    Some(words.join("; ") + &more)
}

fn is_main(heading: &MeshHeading) -> bool {
    heading.major || heading.qualifiers.iter().any(|(_, main)| *main)
}

/// "Neoplasms / mortality, radiotherapy*", the stars as PubMed sets them.
fn heading(heading: &MeshHeading) -> String {
    let star = |main: bool| if main { "*" } else { "" };
    let qualifiers: Vec<String> =
        heading.qualifiers.iter().map(|(qualifier, main)| format!("{qualifier}{}", star(*main))).collect();
    let descriptor = format!("{}{}", heading.descriptor, star(heading.major));
    if qualifiers.is_empty() { descriptor } else { format!("{descriptor} / {}", qualifiers.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Identifier;

    #[test]
    fn the_kind_says_what_is_unusual() {
        let record = Record {
            work_type: WorkType::Article,
            publication_types: vec!["Research Support, N.I.H.".into(), "Journal Article".into(), "Review".into()],
            language: Some("fre".into()),
            version: Some("v2".into()),
            ..Record::new(Identifier::from_doi("10.1000/a"))
        };
        assert_eq!(kind(&record, Extent::page(None)), "Review · Research Support, N.I.H. · in French · version 2");
        let short = Extent { types: 1, ..Extent::page(None) };
        assert_eq!(kind(&record, short), "Review · in French · version 2");
        let plain = Record { publication_types: vec![], language: Some("eng".into()), version: None, ..record.clone() };
        assert_eq!(kind(&plain, Extent::page(None)), "Journal article");
        let preprint = Record { work_type: WorkType::Preprint, ..record };
        assert!(kind(&preprint, Extent::page(None)).starts_with("Preprint · Review"));
    }

    #[test]
    fn a_declaration_has_one_heading() {
        assert_eq!(without_head("Conflict of interest: None."), "None.");
        assert_eq!(without_head("A.B. has received: fees."), "A.B. has received: fees.");
    }

    #[test]
    fn what_is_cut_is_counted() {
        let words = |n: usize| (1..=n).map(|n| n.to_string()).collect();
        assert_eq!(listed(words(3), 2).as_deref(), Some("1; 2; and 1 more"));
        assert_eq!(listed(words(2), 2).as_deref(), Some("1; 2"));
        assert_eq!(listed(words(0), 2), None);
    }
}
