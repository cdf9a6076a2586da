//! A work as RIS ("RIS Format Specifications", Research Information Systems): one tag a line.

use super::escape::plain;
use super::whole::{doi, id_of, title};
use super::words;
use crate::record::{IdentifierKind, Name, Record, WorkType};

/// One RIS record, with a line feed after each line.
#[must_use]
pub fn ris(record: &Record) -> String {
    let mut out = String::new();
    let mut field = |tag: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("{tag}  - {}\n", plain(value)));
        }
    };
    field("TY", kind(&record.work_type));
    for author in &record.authors {
        field("AU", &name(&author.name));
    }
    for editor in &record.editors {
        field("ED", &name(&editor.name));
    }
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    field("TI", &title(record).unwrap_or_default());
    for other in &record.other_titles {
        field("TT", other);
    }
    let container = if record.work_type == WorkType::Article { "JO" } else { "T2" };
    field(container, &text(&record.container_title));
    field("JA", &text(&record.container_short));
    field("PB", &text(&record.publisher));
    if let Some(year) = record.dates.year() {
        field("PY", &year.to_string());
    }
    if let Some(date) = record.dates.issued {
        let part = |part: Option<u8>| part.map_or_else(String::new, |part| format!("{part:02}"));
        field("DA", &format!("{}/{}/{}/", date.year, part(date.month), part(date.day)));
    }
    field("VL", &text(&record.volume));
    field("IS", &text(&record.issue));
    match record.pages.as_ref().map(|pages| pages.split_once(['-', '–']).unwrap_or((pages, ""))) {
        Some((first, last)) => {
            field("SP", first.trim());
            field("EP", last.trim());
        }
        None => field("C7", &text(&record.article_number)),
    }
    field("LA", &text(&record.language));
    field("AB", &words::prose(&text(&record.abstract_text)));
    for keyword in &record.keywords {
        field("KW", keyword);
    }
    for notice in record.notices.iter().filter(|notice| notice.kind.takes_back()) {
        let when = notice.date.map_or_else(String::new, |date| format!(" {}", words::date(date)));
        field("N1", &format!("{}{when}", notice.kind.to_string().to_uppercase()));
    }
    let id = |kind| id_of(record, kind).map_or("", |id| id.value());
    // As EndNote and those who follow it read them: the accession number at PubMed, and PubMed Central's.
    field("AN", id(IdentifierKind::Pmid));
    field("C2", id(IdentifierKind::Pmcid));
    field("SN", id(IdentifierKind::Isbn));
    field("DO", &doi(record).unwrap_or_default());
    field("UR", &record.id.link().unwrap_or_default());
    out.push_str("ER  - \n");
    out
}

fn kind(work_type: &WorkType) -> &'static str {
    match work_type {
        WorkType::Article => "JOUR",
        WorkType::Preprint => "UNPB",
        WorkType::Book => "BOOK",
        WorkType::Chapter => "CHAP",
        WorkType::ProceedingsPaper => "CPAPER",
        WorkType::Dissertation => "THES",
        WorkType::Dataset => "DATA",
        WorkType::Report => "RPRT",
        WorkType::PeerReview | WorkType::Other(_) => "GEN",
    }
}

/// "Family, Given, Suffix".
fn name(name: &Name) -> String {
    match name {
        Name::Person { family, given, suffix } => {
            let parts = [Some(family), given.as_ref(), suffix.as_ref()];
            parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
        }
        Name::Group(name) => name.clone(),
    }
}
