//! What `list --output-format json` prints.

use serde::Serialize;

use super::parts::{Place, Range, places};
use super::{VERSION, print};
use crate::analysis::Listed;
use crate::text::SourceFile;

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
pub fn list_json<'a>(listed: impl IntoIterator<Item = (&'a SourceFile, Listed<'a>)>) -> String {
    let occurrences = listed.into_iter().map(|(file, listed)| {
        let (start, end) = places(file, listed.span);
        OccurrenceObject {
            path: &file.path,
            kind: listed.kind,
            value: listed.value,
            text: listed.text,
            range: listed.span.into(),
            start,
            end,
            state: listed.state,
            place: listed.place.key(),
        }
    });
    print(&ListObject { version: VERSION, occurrences: occurrences.collect() })
}
