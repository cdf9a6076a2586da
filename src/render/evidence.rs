//! Where each fact came from, and how old it is.

use super::sheet::{Extent, Span};
use super::whole::Whole;
use super::words;
use crate::record::{Day, Field, View, WorkType};

/// A line for each view: what it gave, where details are wanted and others gave too; who, and of when.
pub(super) fn evidence(whole: &Whole<'_>, extent: Extent) -> Vec<Vec<Span>> {
    let views = whole.views.iter();
    let lines = views.map(|view| {
        let aged = aged(view, extent.today);
        let gave = if extent.details && whole.views.len() > 1 { gave(whole, view) } else { Vec::new() };
        match (gave.as_slice(), view.transcribed) {
            ([], true) => format!("Record transcribed by hand, not fetched: {aged}"),
            ([], false) => format!("{}: record of {aged}", view.source),
            (gave, true) => format!("{}: {}, transcribed by hand, not fetched: {aged}", begun(gave), view.source),
            (gave, false) => format!("{}: {}, record of {aged}", begun(gave), view.source),
        }
    });
    lines.map(|line| vec![Span::text(line)]).collect()
}

/// "2026-11-20 (3 days ago); notices of 2026-11-23 (today)".
fn aged(view: &View, today: Option<Day>) -> String {
    let fetched = words::age(view.fetched, today);
    if view.notices_fetched == view.fetched {
        fetched
    } else {
        format!("{fetched}; notices of {}", words::age(view.notices_fetched, today))
    }
}

fn gave(whole: &Whole<'_>, view: &View) -> Vec<&'static str> {
    let fields = whole.given_by.iter().filter(|(_, source)| *source == view.source);
    let mut gave: Vec<&str> = fields.map(|(field, _)| name(*field, &whole.record.work_type)).collect();
    if !view.notices.is_empty() {
        gave.push("notices");
    }
    gave
}

/// "Title, authors".
fn begun(words: &[&str]) -> String {
    let words = words.join(", ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a field is called.
pub(super) fn name(field: Field, work_type: &WorkType) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Authors => "authors",
        Field::Editors => "editors",
        Field::ContainerTitle if *work_type == WorkType::Article => "journal",
        Field::ContainerTitle => "where it appeared",
        Field::Publisher => "publisher",
        Field::Dates => "dates",
        Field::Volume => "volume",
        Field::Issue => "issue",
        Field::Pages => "pages",
        Field::Abstract => "abstract",
        Field::Keywords => "keywords",
        Field::Mesh => "MeSH terms",
        Field::ConflictOfInterest => "conflict of interest",
        Field::PublicationTypes => "publication types",
        Field::Language => "language",
        Field::WorkType => "kind",
        Field::FullText => "free full text",
    }
}
