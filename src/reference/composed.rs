//! An entry of a bibliography as a reference: its fields in one text.

use std::ops::Range;

use crate::bibliography::{Bibliography, Entry};
use crate::record::{Name, Record};
use crate::text::Span;

/// The fields of an entry, in the order of a reference in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composed {
    /// What they say, decoded.
    pub text: String,
    /// The fields in the text, and where each is written in the file.
    places: Vec<(Range<usize>, Span)>,
    /// Where the entry's key is.
    key: Option<Span>,
}

/// What the fields of all formats are called, by the part of a reference that they give.
const AUTHORS: &[&str] = &["author", "au", "a1", "fau"];
const TITLE: &[&str] = &["title", "ti", "t1"];
const CONTAINER: &[&str] =
    &["journal", "journaltitle", "container-title", "booktitle", "jo", "jf", "t2", "jt", "ta", "shortjournal"];
const YEAR: &[&str] = &["year", "date", "issued", "py", "y1", "dp", "da"];
const VOLUME: &[&str] = &["volume", "vl", "vi"];
const ISSUE: &[&str] = &["number", "issue", "is", "ip"];
const PAGES: &[&str] = &["pages", "page", "eid", "sp", "pg"];

impl Composed {
    /// Reads an entry.
    #[must_use]
    pub fn of(bibliography: &Bibliography, entry: &Entry) -> Self {
        let record = bibliography.record(entry);
        let mut composed = Self { key: Some(entry.key_span), ..Self::default() };
        let place = |names: &[&str]| place(bibliography, entry, names);
        composed.add("", people(&record), place(AUTHORS));
        composed.add(". ", record.title.clone(), place(TITLE));
        composed.add(". ", record.container_title.clone().or_else(|| record.container_short.clone()), place(CONTAINER));
        composed.add(". ", record.dates.year().map(|year| year.to_string()), place(YEAR));
        composed.add(";", record.volume.clone(), place(VOLUME));
        composed.add("(", record.issue.clone(), place(ISSUE));
        if record.issue.is_some() {
            composed.text.push(')');
        }
        composed.add(":", record.pages.clone().or_else(|| record.article_number.clone()), place(PAGES));
        composed.text.push('.');
        composed
    }

    /// Where some of its bytes are written: the whole value of the field, because that may have marks of its own.
    #[must_use]
    pub fn place(&self, at: &Range<usize>) -> Span {
        let field = self.places.iter().find(|(field, _)| field.start <= at.start && at.start < field.end);
        field.map(|(_, span)| *span).or(self.key).unwrap_or_else(|| Span::empty(0))
    }

    fn add(&mut self, before: &str, said: Option<String>, place: Option<Span>) {
        let Some(said) = said.filter(|said| !said.trim().is_empty()) else { return };
        if !self.text.is_empty() || before == "(" {
            self.text.push_str(before);
        }
        let start = self.text.len();
        self.text.push_str(said.trim());
        // What an entry inherits is written elsewhere.
        self.places.extend(place.map(|place| (start..self.text.len(), place)));
    }
}

fn people(record: &Record) -> Option<String> {
    let names = record.authors.iter().map(|author| match &author.name {
        Name::Group(group) => group.clone(),
        Name::Person { family, given: None, .. } => family.clone(),
        Name::Person { family, given: Some(given), .. } => format!("{family}, {given}"),
    });
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join("; "))
}

fn place(bibliography: &Bibliography, entry: &Entry, names: &[&str]) -> Option<Span> {
    let text = bibliography.text();
    let is_named = |name: &str| names.iter().any(|other| name.trim_matches('"').eq_ignore_ascii_case(other));
    entry.fields.iter().find(|field| is_named(field.name.of(text))).map(|field| field.value)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::bibliography::{Format, read};
    use crate::text::SourceFile;

    #[test]
    fn an_entry_reads_as_a_reference() {
        let source = "@article{doe, title = {On {Sleep} in M{\\\"u}nchen}, author = {Doe, Jane and Roe, Richard}, journal = {J Sleep}, year = 2010, volume = 12, number = {3}, pages = {145--150}}\n";
        let file = read(Arc::new(SourceFile::new("refs.bib", source)), Format::Bibtex);
        let composed = Composed::of(&file, &file.entries[0]);
        assert_eq!(composed.text, "Doe, Jane; Roe, Richard. On Sleep in München. J Sleep. 2010;12(3):145-150.");
        let at = composed.text.find("München").expect("there");
        assert_eq!(composed.place(&(at..at + 3)).of(source), "{On {Sleep} in M{\\\"u}nchen}");
        assert_eq!(composed.place(&(composed.text.len() - 1..composed.text.len())).of(source), "doe");
    }
}
