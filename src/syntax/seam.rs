//! Seams: where a text may be parted and each part read alone.
//!
//! A seam is the first byte of a line that begins, without blanks, a paragraph or heading that stands in no list, quote
//! or footnote, an item of an outermost list, or a footnote. Such a line closes whatever was open, so the Markdown
//! before it has no say in what follows.
//!
//! Behind a blank line a seam is firm: nothing that is looked for in a text reaches across two line feeds with blanks
//! between. Elsewhere a label, a bracket or a dollar may reach across, though not farther than [`REACH`]; that it does
//! is a seam only of items and footnotes, whose long lists would else be read whole. What is looked for in future must
//! keep to this, or be found anew in the whole text as reference lists are.

use std::ops::Range;

use super::Zones;
use crate::text::Span;

/// How far what is looked for may reach where no blank line ends it, in bytes: as far as the longest inline footnote,
/// with a margin.
pub(super) const REACH: usize = 6_000;

/// Where a text may be parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seam {
    /// The first byte behind it.
    pub(super) at: u32,
    /// Whether nothing at all reaches across.
    pub(super) firm: bool,
}

/// What may be a seam, as the Markdown parser tells it.
#[derive(Clone, Copy)]
pub(super) struct Start {
    /// Its first byte.
    pub(super) at: usize,
    /// Whether it begins an item or a footnote.
    pub(super) entry: bool,
}

/// What nothing may be parted in: where a fence is open, zones, and inline footnotes; each in order.
pub(super) struct Whole<'a> {
    pub(super) fences: &'a [Range<usize>],
    pub(super) zones: &'a Zones,
    pub(super) notes: &'a [Span],
}

/// Those of the `starts`, in order, at which the body of `text` from byte `body` on may be parted.
pub(super) fn sound(text: &str, body: usize, starts: &[Start], whole: &Whole<'_>) -> Vec<Seam> {
    let mut fences = whole.fences.iter().peekable();
    let mut zones = whole.zones.0.iter().map(|zone| zone.span.range()).peekable();
    let mut notes = whole.notes.iter().map(|note| note.range()).peekable();
    let mut seams: Vec<Seam> = Vec::with_capacity(starts.len());
    for &Start { at, entry } in starts {
        while fences.next_if(|fence| fence.end <= at).is_some() {}
        while zones.next_if(|zone| zone.end <= at).is_some() {}
        while notes.next_if(|note| note.end <= at).is_some() {}
        let parts = fences.peek().is_some_and(|fence| fence.start < at)
            || zones.peek().is_some_and(|zone| zone.start < at)
            || notes.peek().is_some_and(|note| note.start < at);
        let bytes = &text.as_bytes()[body..];
        let Some(firm) = follows(&bytes[..at - body]).filter(|_| !parts) else { continue };
        let indented = bytes.get(at - body).is_none_or(|b| matches!(b, b' ' | b'\t'));
        if !indented
            && (firm || entry && !is_in_table(bytes, at - body))
            && seams.last().is_none_or(|last| (last.at as usize) < at)
        {
            seams.push(Seam { at: u32::try_from(at).expect("texts are at most 4 GiB"), firm });
        }
    }
    seams
}

/// Whether what follows `before` stands behind a blank line, or where the text begins; `None` where it begins no line.
fn follows(before: &[u8]) -> Option<bool> {
    let Some(line) = before.strip_suffix(b"\n") else { return before.is_empty().then_some(true) };
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let blanks = line.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
    Some(matches!(line[..line.len() - blanks].last(), None | Some(b'\n')))
}

/// Whether the line that begins at `at` and the one before may be rows of one table, which is looked for in lines of
/// any kind, and to its end.
fn is_in_table(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[at.saturating_sub(REACH)..at - 1];
    let line = memchr::memrchr(b'\n', before).map(|end| &before[end + 1..]);
    let behind = &bytes[at..];
    let behind = &behind[..memchr::memchr(b'\n', behind).unwrap_or(behind.len())];
    let has_bar = |line: &[u8]| memchr::memchr(b'|', line).is_some();
    // What begins so far away that it is not looked for is taken for a row.
    line.is_none_or(|line| line.len() >= REACH / 2 || has_bar(line)) && (has_bar(behind) || behind.len() >= REACH / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_line_is_one_of_blanks() {
        for before in ["", "\n", "a\n\n", "a\r\n\r\n", "a\n \t\n", " \n"] {
            assert_eq!(follows(before.as_bytes()), Some(true), "{before:?}");
        }
        for before in ["a\n", "a\n\u{a0}\n", "a\n.\n"] {
            assert_eq!(follows(before.as_bytes()), Some(false), "{before:?}");
        }
        for before in ["a", "a\n\n ", "a\r"] {
            assert_eq!(follows(before.as_bytes()), None, "{before:?}");
        }
    }
}
