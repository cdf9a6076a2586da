//! Seams: where a text may be parted and each part read alone.
//!
//! A seam is the first byte of a paragraph or heading that stands in no list, quote or footnote, begins at its line's
//! start and has a blank line before it, ended by a line feed. Such a line closes whatever was open, so the Markdown
//! before it has no say in what follows; and nothing that is looked for in a text reaches across two line feeds with
//! blanks between. What is looked for in future must not either, or must be found anew in the whole text as reference
//! lists are.

use std::ops::Range;

use super::Zones;

/// Those of the `candidates`, in order, at which the body of `text` from byte `body` on may be parted. Nothing is where
/// one of the `fences` is open, or inside a zone.
pub(super) fn sound(text: &str, body: usize, candidates: &[usize], fences: &[Range<usize>], zones: &Zones) -> Vec<u32> {
    let mut fences = fences.iter().peekable();
    let mut zones = zones.0.iter().peekable();
    let mut seams = Vec::with_capacity(candidates.len());
    for &at in candidates {
        while fences.next_if(|fence| fence.end <= at).is_some() {}
        while zones.next_if(|zone| zone.span.range().end <= at).is_some() {}
        let fenced = fences.peek().is_some_and(|fence| fence.start < at);
        let zoned = zones.peek().is_some_and(|zone| zone.span.range().start < at);
        if !fenced && !zoned && follows_blank_line(&text.as_bytes()[body..at]) {
            seams.push(u32::try_from(at).expect("texts are at most 4 GiB"));
        }
    }
    seams
}

/// Whether what follows `before` begins a line behind a blank one, or the text.
fn follows_blank_line(before: &[u8]) -> bool {
    let Some(line) = before.strip_suffix(b"\n") else { return before.is_empty() };
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let blanks = line.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
    matches!(line[..line.len() - blanks].last(), None | Some(b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_line_is_one_of_blanks() {
        for before in ["", "\n", "a\n\n", "a\r\n\r\n", "a\n \t\n", " \n"] {
            assert!(follows_blank_line(before.as_bytes()), "{before:?}");
        }
        for before in ["a\n", "a\n\n ", "a\n\u{a0}\n", "a", "a\n.\n"] {
            assert!(!follows_blank_line(before.as_bytes()), "{before:?}");
        }
    }
}
