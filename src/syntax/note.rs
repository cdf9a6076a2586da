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
        for here in memchr::memchr3_iter(b'[', b']', b'\n', &bytes[at + 1..limit]).map(|here| here + at + 1) {
            match bytes[here] {
                _ if bytes[here - 1] == b'\\' => {}
                b'[' => depth += 1,
                b']' => depth -= 1,
                _ if bytes.get(here + 1) == Some(&b'\n') => break,
                _ => {}
            }
            if depth == 0 {
                end = Some(here + 1);
                break;
            }
        }
        behind = end.unwrap_or(limit);
        notes.extend(end.map(|end| Span::new(at, end)));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_balance() {
        let text = "a^[see [b](c)] d^[open\n\ne] [^1] f^[g\\]h]";
        let found = find(text, &Zones::default());
        assert_eq!(found.iter().map(|span| span.of(text)).collect::<Vec<_>>(), ["^[see [b](c)]"]);
        let text = "f^[g\\]h]";
        assert_eq!(find(text, &Zones::default()), [Span::new(1, 8)]);
    }
}
