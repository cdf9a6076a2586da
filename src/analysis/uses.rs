//! Where a work, a number or a footnote is cited in one document.

use super::{Snapshot, Target, target};
use crate::record::Identifier;
use crate::syntax::Document;
use crate::text::Span;

/// The places that mean the same as what stands at byte `offset`, in order, with that one.
#[must_use]
pub fn highlights(snapshot: &Snapshot, offset: usize) -> Vec<Span> {
    let document = &snapshot.document;
    match target(snapshot, offset) {
        Some(Target::Key(citation, _)) => uses_of_key(document, citation.key(document.text())),
        Some(Target::Entry(shelved)) => vec![shelved.place()],
        Some(Target::OtherKey(_, key)) => vec![key],
        Some(Target::Identifier(occurrence)) => uses_of_identifier(document, &occurrence.id),
        Some(Target::Number(number)) => {
            let meets = |other: &&crate::syntax::NumberCitation| {
                other.list == number.list && other.first <= number.last && number.first <= other.last
            };
            document.numbers.iter().filter(meets).map(|other| other.span).collect()
        }
        Some(Target::Footnote(mark)) => {
            let label = mark.label.of(document.text());
            let same =
                document.footnotes.iter().filter(|other| other.label.of(document.text()).eq_ignore_ascii_case(label));
            same.map(|other| other.span).collect()
        }
        None => Vec::new(),
    }
}

/// Where a document has a key, without its marks. What points to a figure or an example of that name is none.
#[must_use]
pub fn uses_of_key(document: &Document, key: &str) -> Vec<Span> {
    let text = document.text();
    let means = |purpose| {
        !matches!(purpose, crate::syntax::CitationUse::ExampleLabel | crate::syntax::CitationUse::ExampleReference)
    };
    let found = document.citations.iter().filter(|found| found.key(text) == key && means(found.purpose));
    found.map(|found| found.span).collect()
}

fn uses_of_identifier(document: &Document, id: &Identifier) -> Vec<Span> {
    document.identifiers.iter().filter(|found| found.id == *id).map(|found| found.span).collect()
}
