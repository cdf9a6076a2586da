//! What `list --output-format json` prints.

use serde::Serialize;

use super::parts::{Place, Range, places};
use super::{VERSION, print};
use crate::record::Records;
use crate::syntax::{Document, Occurrence};

/// One identifier found in a manuscript.
pub struct Listed<'a> {
    /// The manuscript.
    pub document: &'a Document,
    /// The identifier in it.
    pub occurrence: &'a Occurrence,
    /// What is known.
    pub records: &'a Records,
}

#[derive(Serialize)]
struct ListObject<'a> {
    version: u32,
    occurrences: Vec<OccurrenceObject<'a>>,
}

#[derive(Serialize)]
struct OccurrenceObject<'a> {
    path: &'a str,
    kind: &'a str,
    value: String,
    text: &'a str,
    range: Range,
    start: Place,
    end: Place,
    state: &'a str,
    #[serde(rename = "where")]
    place: &'a str,
}

/// The object, ending with a newline.
#[must_use]
pub fn list_json<'a>(listed: impl IntoIterator<Item = Listed<'a>>) -> String {
    let occurrences = listed.into_iter().map(|Listed { document, occurrence, records }| {
        let (start, end) = places(&document.file, occurrence.span);
        OccurrenceObject {
            path: &document.file.path,
            kind: occurrence.id.kind().prefix(),
            value: occurrence.id.to_string(),
            text: occurrence.span.of(document.text()),
            range: occurrence.span.into(),
            start,
            end,
            state: records.get(&occurrence.id).state(),
            place: occurrence.place.key(),
        }
    });
    print(&ListObject { version: VERSION, occurrences: occurrences.collect() })
}
