//! What an entry of PubMed's format says of its work.

use super::{ids, people::people};
use crate::bibliography::{Bibliography, Entry, identify, tagged, written_date};
use crate::record::{Dates, Identifier, Record, WorkType, split_status};

/// What an entry says of its work.
#[must_use]
pub fn record(bibliography: &Bibliography, entry: &Entry) -> Record {
    let text = bibliography.text();
    let each = |tag: &str| -> Vec<String> {
        let own = entry.fields.iter().filter(|field| field.name.of(text) == tag);
        own.map(|field| tagged::said(text, field.value)).filter(|said| !said.is_empty()).collect()
    };
    let first = |tag: &str| each(tag).into_iter().next();
    let date = |tag: &str| first(tag).and_then(|said| written_date::read(&said));
    let types = each("PT");
    let work_type = work_type(&types);
    let (id, same_as) = identify::of_work(&ids(text, entry), &work_type, || Identifier::from_key(&entry.key));
    let (authors, editors) = people(text, entry);
    let container_title =
        first("JT").or_else(|| first("BTI").filter(|_| first("TI").is_some())).or_else(|| first("TA"));
    let vernacular = first("TT").map(|title| bare(&title));
    let title = first("TI").or_else(|| first("BTI")).map(|title| bare(&title)).filter(|title| title != "Not Available");
    let (title, other) = if title.is_some() { (title, vernacular) } else { (vernacular, None) };
    let mut keywords = each("OT");
    for keyword in &mut keywords {
        // A star marks what the authors hold to be the main ones.
        *keyword = keyword.trim_start_matches('*').to_owned();
    }
    Record {
        same_as,
        title: title.map(|title| split_status(&title).1.to_owned()),
        other_titles: other.into_iter().collect(),
        authors,
        editors,
        container_short: first("TA").filter(|short| Some(short) != container_title.as_ref()),
        container_title,
        publisher: first("PB"),
        dates: Dates { issued: date("DP"), online: date("DEP"), ..Dates::default() },
        volume: first("VI"),
        issue: first("IP"),
        pages: first("PG"),
        abstract_text: first("AB"),
        keywords,
        conflict_of_interest: first("COIS"),
        language: first("LA"),
        work_type,
        publication_types: types,
        ..Record::new(id)
    }
}

/// NLM closes a title with a full stop and puts a translation in brackets.
fn bare(title: &str) -> String {
    let stopless = |title: &str| {
        let is_plain = !title.ends_with("..") && !title.ends_with(|ch: char| ch != '.');
        let abbreviated = title.trim_end_matches('.').rsplit(' ').next().is_some_and(|word| word.contains('.'));
        if is_plain && !abbreviated { title.trim_end_matches('.').to_owned() } else { title.to_owned() }
    };
    let title = stopless(title.trim());
    match title.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) if !inner.contains(['[', ']']) => stopless(inner.trim()),
        _ => title,
    }
}

fn work_type(types: &[String]) -> WorkType {
    let has = |word: &str| types.iter().any(|own| own.eq_ignore_ascii_case(word));
    if has("Preprint") {
        WorkType::Preprint
    } else if has("Book Chapter") || has("Chapter") {
        WorkType::Chapter
    } else if has("Book") || has("Books") {
        WorkType::Book
    } else if has("Dataset") {
        WorkType::Dataset
    } else {
        // Of what journals print: letters, comments, trials.
        WorkType::Article
    }
}
