//! Where a part of a text stands in the file that writes it with quotation marks, escapes and line breaks.

use std::ops::Range;

use super::json::units;
use crate::text::Span;

/// The bytes of `source` that write the bytes `part` of `said`, which is written at `span`; all of `span` where that
/// cannot be told.
pub(super) fn place(said: &str, part: Range<usize>, source: &str, span: Span) -> Span {
    let written = span.of(source);
    let Some(wanted) = said.get(part.clone()) else { return span };
    // The same words may stand there before.
    let before = said[..part.start].matches(wanted).count();
    let base = span.range().start;
    if let Some((at, _)) = written.match_indices(wanted).nth(before) {
        return Span::new(base + at, base + at + wanted.len());
    }
    escaped(part, written).map_or(span, |range| Span::new(base + range.start, base + range.end))
}

/// The same by the escapes of JSON, which are those of YAML's double quotes too, where it is not a rare one.
fn escaped(part: Range<usize>, written: &str) -> Option<Range<usize>> {
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    let (mut at, mut start) = (0, None);
    for (character, range) in units(inner) {
        if at == part.start {
            start = Some(range.start);
        }
        at += character.len_utf8();
        if at == part.end {
            return Some(start? + 1..range.end + 1);
        }
    }
    None
}
