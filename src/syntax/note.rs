//! Inline footnotes, `^[text]`, as pandoc reads them.

use super::Zones;
use crate::text::Span;

/// The longest inline footnote, in bytes.
const LONGEST: usize = 5_000;

/// Every inline footnote in prose, outermost only.
pub(super) fn find(text: &str, zones: &Zones) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut notes: Vec<Span> = Vec::new();
    if memchr::memmem::find(bytes, b"^[").is_none() {
        return notes;
    }
    // Brackets that are open, and whether they are a footnote's.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for at in memchr::memchr3_iter(b'[', b']', b'\n', bytes) {
        let before = |back: usize| at.checked_sub(back).map(|at| bytes[at]);
        match bytes[at] {
            b'\n' if begins_with_blank_line(&bytes[at + 1..]) => open.clear(),
            b'\n' => {}
            _ if before(1) == Some(b'\\') => {}
            b'[' => {
                let caret = before(1) == Some(b'^') && !matches!(before(2), Some(b'[' | b'\\'));
                open.push((at, caret && zones.at(at - 1).is_none()));
            }
            _ => {
                let Some((start, true)) = open.pop() else { continue };
                if at - start < LONGEST {
                    // Those inside are part of this one.
                    notes.truncate(notes.partition_point(|note| note.range().start < start));
                    notes.push(Span::new(start - 1, at + 1));
                }
            }
        }
    }
    notes
}

/// Whether the line that follows has only blanks.
fn begins_with_blank_line(bytes: &[u8]) -> bool {
    matches!(bytes.iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r')), Some(b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_balance() {
        for blank in ["\n\n", "\r\n\r\n", "\n \n"] {
            let text = format!("a^[see [b](c)] d^[open{blank}e] [^1] f^[g\\]h]");
            let found = find(&text, &Zones::default());
            assert_eq!(found.iter().map(|span| span.of(&text)).collect::<Vec<_>>(), ["^[see [b](c)]", "^[g\\]h]"]);
        }
        let text = "f^[g\\]h]";
        assert_eq!(find(text, &Zones::default()), [Span::new(1, 8)]);
    }
}
