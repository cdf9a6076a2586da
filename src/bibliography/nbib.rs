//! PubMed's own export (NLM, "MEDLINE/PubMed Data Element (Field) Descriptions"); ERIC writes the same.

mod people;
mod record;

pub use record::record;

use std::sync::Arc;

use super::identify::{self, Found};
use super::tagged::{Line, Tagged, lines};
use super::{Bibliography, Entry, EntryFault, Field, Fields, Format};
use crate::record::{Identifier, IdentifierKind};
use crate::syntax::Occurrence;
use crate::text::{SourceFile, Span};

/// Reads a file.
#[must_use]
pub fn read(file: Arc<SourceFile>) -> Bibliography {
    let text = file.text.clone();
    let mut reader = Reader { text: &text, entries: Vec::new(), faults: Vec::new(), is_apart: true };
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for line in lines(&text, start) {
        match line {
            Line::Tagged(tagged) => reader.tagged(tagged),
            Line::More(more) => reader.more(more),
            Line::Blank => reader.is_apart = true,
        }
    }
    let Reader { mut entries, faults, .. } = reader;
    for entry in &mut entries {
        give_key(&text, entry);
    }
    Bibliography::new(file, Format::Nbib, entries, faults)
}

/// PubMed's number with its prefix, as it is cited; else the best other identifier, else what its database calls it.
fn give_key(text: &str, entry: &mut Entry) {
    let number = entry.fields.iter().find(|field| field.name.of(text) == "PMID");
    if let Some((field, found)) = number.and_then(|field| Some((field, pmid(field.value.of(text))?))) {
        entry.key_span = field.value;
        entry.key = found.into_id().to_string().into();
        return;
    }
    let best = ids(text, entry).into_iter().min_by_key(Identifier::kind).map(|id| id.to_string());
    let own = || entry.fields.iter().find(|field| matches!(field.name.of(text), "OID" | "PMID"));
    entry.key = best.or_else(|| own().map(|field| field.value.of(text).to_owned())).unwrap_or_default().into();
}

fn pmid(said: &str) -> Option<Found> {
    identify::of_kind(IdentifierKind::Pmid, said)
}

/// The identifiers in an entry, in the order of the text.
#[must_use]
pub fn identifiers(bibliography: &Bibliography, entry: &Entry) -> Vec<Occurrence> {
    let mut all: Vec<Occurrence> = found(bibliography.text(), entry)
        .map(|(value, found)| {
            let base = value.range().start;
            found.occurrence(|range| Span::new(base + range.start, base + range.end))
        })
        .collect();
    all.sort_by_key(|occurrence| occurrence.span);
    all
}

fn ids(text: &str, entry: &Entry) -> Vec<Identifier> {
    found(text, entry).map(|(_, found)| found.into_id()).collect()
}

fn found<'a>(text: &'a str, entry: &'a Entry) -> impl Iterator<Item = (Span, Found)> + 'a {
    entry.fields.iter().flat_map(move |field| {
        let said = field.value.of(text);
        let found = match field.name.of(text) {
            "PMID" => pmid(said).into_iter().collect(),
            "PMC" => identify::of_kind(IdentifierKind::Pmcid, said).into_iter().collect(),
            "AID" | "LID" => article_id(said).into_iter().collect(),
            "ISBN" => identify::isbns(said),
            _ => Vec::new(),
        };
        found.into_iter().map(move |found| (field.value, found))
    })
}

/// `10.1000/abc [doi]`; ERIC writes an address.
fn article_id(said: &str) -> Option<Found> {
    match said.rsplit_once('[') {
        Some((value, kind)) if kind.trim_end_matches(']').eq_ignore_ascii_case("doi") => {
            identify::of_kind(IdentifierKind::Doi, value)
        }
        _ => identify::address(said),
    }
}

struct Reader<'a> {
    text: &'a str,
    entries: Vec<Entry>,
    faults: Vec<EntryFault>,
    /// The next tag begins an entry.
    is_apart: bool,
}

impl Reader<'_> {
    fn tagged(&mut self, line: Tagged) {
        let end = line.value.range().end.max(line.tag.range().end);
        let has_number = |entry: &Entry| entry.fields.iter().any(|field| field.name.of(self.text) == "PMID");
        let is_next = line.tag.of(self.text) == "PMID" && self.entries.last().is_some_and(has_number);
        if std::mem::take(&mut self.is_apart) || is_next {
            let start = line.tag.range().start;
            self.entries.push(Entry {
                key: "".into(),
                key_span: Span::empty(start),
                span: Span::new(start, end),
                kind: Span::empty(start),
                fields: Fields::from(Span::empty(start).start),
            });
        }
        let Some(entry) = self.entries.last_mut() else { return };
        if line.tag.of(self.text) == "PT" && entry.kind.is_empty() {
            entry.kind = line.value;
        }
        entry.span = Span::new(entry.span.range().start, end);
        entry.fields.push(Field { name: line.tag, value: line.value });
    }

    fn more(&mut self, more: Span) {
        let entry = self.entries.last_mut().filter(|_| !self.is_apart);
        let last = |entry: &Entry| entry.fields.last();
        let Some((entry, last)) = entry.and_then(|entry| last(entry).map(|last| (entry, last))) else {
            if self.faults.is_empty() {
                let message = "This line belongs to no entry: an entry begins with a line “PMID- …”.".to_owned();
                self.faults.push(EntryFault { span: more, message, lost: None });
            }
            return;
        };
        let start = if last.value.is_empty() { more.range().start } else { last.value.range().start };
        entry.fields.replace_last(Field { value: Span::new(start, more.range().end), ..last });
        entry.span = Span::new(entry.span.range().start, more.range().end);
    }
}

#[cfg(test)]
mod tests;
