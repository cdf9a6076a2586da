//! A work as a BibTeX entry that classic BibTeX and biblatex read.

use super::whole::{doi, id_of, title};
use super::words;
use crate::record::{Contributor, Identifier, IdentifierKind, Name, Record, WorkType, is_hidden};

/// One entry, keyed `family2022`. Text is escaped for LaTeX; words with capitals inside keep them.
#[must_use]
pub fn bibtex(record: &Record) -> String {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut field = |name: &'static str, value: Option<String>| {
        fields.extend(value.filter(|value| !value.is_empty()).map(|value| (name, value)));
    };
    let text = |text: &Option<String>| text.as_deref().map(tex);
    field("author", names(&record.authors));
    field("editor", names(&record.editors));
    field("title", title(record).map(|title| protected(&title)));
    let container = match record.work_type {
        WorkType::Article => Some("journal"),
        WorkType::Chapter | WorkType::ProceedingsPaper => Some("booktitle"),
        _ => None,
    };
    if let Some(container) = container {
        field(container, text(&record.container_title));
    } else {
        field("howpublished", text(&record.container_title));
    }
    let publisher = match record.work_type {
        WorkType::Dissertation => "school",
        WorkType::Report => "institution",
        _ => "publisher",
    };
    field(publisher, text(&record.publisher));
    field("year", record.dates.year().map(|year| year.to_string()));
    field("volume", text(&record.volume));
    field("number", text(&record.issue));
    let pages = record.pages.as_ref().or(record.article_number.as_ref());
    field("pages", pages.map(|pages| tex(&pages.replace('–', "-").replace('-', "--").replace("----", "--"))));
    let back = record.notices.iter().find(|notice| notice.kind.takes_back());
    field(
        "note",
        back.map(|notice| {
            let when = notice.date.map_or_else(String::new, |date| format!(" {}", words::date(date)));
            format!("{}{when}", notice.kind.to_string().to_uppercase())
        }),
    );
    let id = |kind| id_of(record, kind).map(|id| id.value().to_owned());
    field("doi", doi(record).as_deref().map(verbatim));
    field("pmid", id(IdentifierKind::Pmid));
    field("pmcid", id(IdentifierKind::Pmcid));
    field("isbn", id(IdentifierKind::Isbn));
    if let Some(arxiv) = id(IdentifierKind::Arxiv) {
        field("eprint", Some(verbatim(&arxiv)));
        field("eprinttype", Some("arxiv".into()));
    }
    field("url", record.id.link());
    field("keywords", keywords(&record.keywords));
    field("abstract", text(&record.abstract_text.as_ref().map(|text| words::prose(text))));

    let mut out = format!("@{}{{{},\n", kind(&record.work_type), key(record));
    for (name, value) in fields {
        out.push_str(&format!("  {name} = {{{value}}},\n"));
    }
    if let Some(month) = record.dates.issued.and_then(|date| words::month(date.month?)) {
        out.push_str(&format!("  month = {},\n", month.to_lowercase()));
    }
    out.push_str("}\n");
    out
}

fn kind(work_type: &WorkType) -> &'static str {
    match work_type {
        WorkType::Article => "article",
        WorkType::Book => "book",
        WorkType::Chapter => "incollection",
        WorkType::ProceedingsPaper => "inproceedings",
        WorkType::Dissertation => "phdthesis",
        WorkType::Report => "techreport",
        WorkType::Preprint | WorkType::Dataset | WorkType::PeerReview | WorkType::Other(_) => "misc",
    }
}

/// `ghannam2022`: ASCII letters of the first author's name and the year; without a name letters of the identifier.
fn key(record: &Record) -> String {
    let letters = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).take(40).collect()
    };
    let who = record.authors.first().or(record.editors.first()).map(|person| letters(&person.name.folded_family()));
    let who = who.filter(|who| who.starts_with(|c: char| c.is_ascii_alphabetic()));
    let year = record.dates.year().map_or_else(String::new, |year| year.to_string());
    who.map_or_else(
        || format!("{}{}", record.id.kind().prefix(), letters(record.id.value())),
        |who| format!("{who}{year}"),
    )
}

fn names(people: &[Contributor]) -> Option<String> {
    let names: Vec<String> = people
        .iter()
        .map(|person| match &person.name {
            Name::Person { family, given, suffix } => {
                let parts = [Some(family), suffix.as_ref(), given.as_ref()];
                parts.into_iter().flatten().map(|part| name_part(part)).collect::<Vec<_>>().join(", ")
            }
            Name::Group(name) => format!("{{{}}}", tex(name)),
        })
        .collect();
    (!names.is_empty()).then(|| names.join(" and "))
}

/// Keywords are separated by commas, so one that has a comma has semicolons instead.
fn keywords(keywords: &[String]) -> Option<String> {
    let keywords: Vec<String> = keywords.iter().map(|keyword| tex(&keyword.replace(',', ";"))).collect();
    (!keywords.is_empty()).then(|| keywords.join(", "))
}

/// A comma or the word "and" inside a name would split it.
fn name_part(part: &str) -> String {
    let splits = part.contains(',') || part.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
    if splits { format!("{{{}}}", tex(part)) } else { tex(part) }
}

/// A title whose words with capitals after the first letter (DNA, mRNA) keep them; not one that is all in capitals,
/// which tell nothing.
fn protected(title: &str) -> String {
    let all_in_capitals = title.contains(' ') && title.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    if all_in_capitals {
        return tex(title);
    }
    let words = title.split(' ').map(|word| {
        let capitals = word.chars().skip(1).any(char::is_uppercase);
        if capitals { format!("{{{}}}", tex(word)) } else { tex(word) }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Text for LaTeX. BibTeX counts braces even where they are escaped, so they become commands.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_hidden(*c)) {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '%' | '&' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// A DOI as it is: the field is read verbatim. Braces, which would end it, and what acts unseen are percent-encoded.
fn verbatim(doi: &str) -> String {
    let clean = !doi.chars().any(|c| matches!(c, '{' | '}' | '\\') || is_hidden(c));
    if clean {
        doi.to_owned()
    } else {
        Identifier::from_doi(doi).link().unwrap_or_default().trim_start_matches("https://doi.org/").to_owned()
    }
}
