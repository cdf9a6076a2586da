//! Inline footnotes, `^[text]`, as pandoc reads them.

use super::Zones;
use crate::text::Span;

/// The longest inline footnote looked for, in bytes, so that the search stays linear.
const LONGEST: usize = 5_000;

/// Every inline footnote in prose, outermost only.
pub(super) fn find(text: &str, zones: &Zones) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut notes = Vec::new();
    let mut behind = 0;
    for at in memchr::memchr_iter(b'^', bytes) {
        if at < behind
            || bytes.get(at + 1) != Some(&b'[')
            || zones.at(at).is_some()
            || at > 0 && matches!(bytes[at - 1], b'[' | b'\\')
        {
            continue;
        }
        let limit = bytes.len().min(at + LONGEST);
        let mut depth = 0_usize;
        let mut end = None;
        behind = limit;
        for here in memchr::memchr3_iter(b'[', b']', b'\n', &bytes[at + 1..limit]).map(|here| here + at + 1) {
            match bytes[here] {
                b'\n' if begins_with_blank_line(&bytes[here + 1..]) => {
                    behind = here;
                    break;
                }
                _ if bytes[here - 1] == b'\\' => {}
                b'[' => depth += 1,
                b']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                end = Some(here + 1);
                break;
            }
        }
        behind = end.unwrap_or(behind);
        notes.extend(end.map(|end| Span::new(at, end)));
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
