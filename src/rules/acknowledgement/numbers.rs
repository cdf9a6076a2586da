//! Numbers that stand for references: `[12]`, `[3–5, 9]`, `^12^`, `<sup>12</sup>`, `(12)`.

use rustc_hash::FxHashMap;

use crate::syntax::ReferenceList;
use crate::text::Span;

/// The longest range that is taken at its word: `[1-200]`.
const LONGEST: u32 = 200;

/// The brackets that hold numbers; a backslash before a bracket is an escape of Word's export.
const BRACKETS: [(&str, &str); 5] = [("\\[", "\\]"), ("[", "]"), ("<sup>", "</sup>"), ("^", "^"), ("(", ")")];

/// The number of an item: as written, or its place in a list whose items are all written alike (`1.`, `1.`).
pub(super) fn of_item(text: &str, list: &ReferenceList, item: Span) -> Option<u32> {
    let at = list.items.iter().position(|other| *other == item)?;
    let number = written(item.of(text))?;
    let lazy = list.items.len() > 1 && list.items.iter().all(|other| written(other.of(text)) == Some(number));
    if lazy { Some(number + u32::try_from(at).ok()?) } else { Some(number) }
}

/// The number that an item begins with: `12.`, `12)`, `[12]`, `\[12\]`.
pub(super) fn written(item: &str) -> Option<u32> {
    let inner = item.trim_start_matches([' ', '>', '\\', '[', '(']);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let ends = inner[digits..].trim_start_matches('\\').starts_with(['.', ')', ']']);
    inner[..digits].parse().ok().filter(|_| ends)
}

/// Where each number is cited in a text, and whether it is the only one there.
pub(in crate::rules) type Marks = FxHashMap<u32, Vec<(Span, bool)>>;

/// The marks of a text by their numbers. A long text has thousands, so they are read once for all works.
pub(in crate::rules) fn marks(text: &str) -> Marks {
    let mut marks = Marks::default();
    for (span, mut numbers) in all(text) {
        numbers.sort_unstable();
        numbers.dedup();
        let is_alone = numbers.len() == 1;
        numbers.into_iter().for_each(|number| marks.entry(number).or_default().push((span, is_alone)));
    }
    marks
}

/// Whether a sentence has marks of other numbers than `number`; a year in brackets is none.
pub(super) fn others(sentence: &str, number: u32) -> bool {
    all(sentence).iter().any(|(_, numbers)| numbers.iter().any(|other| *other != number && *other < 1_000))
}

/// The marks in `text`, with their numbers.
fn all(text: &str) -> Vec<(Span, Vec<u32>)> {
    let mut marks = Vec::new();
    for (open, close) in BRACKETS {
        for at in memchr::memmem::find_iter(text.as_bytes(), open) {
            let inner = &text[at + open.len()..];
            let Some(length) = inner.bytes().take(60).position(|b| !allowed(b)) else { continue };
            let followed = inner[length..].strip_prefix(close);
            let Some(behind) = followed.filter(|behind| !behind.starts_with(['(', ':'])) else { continue };
            let numbers = expand(&inner[..length]);
            if !numbers.is_empty() {
                marks.push((Span::new(at, text.len() - behind.len()), numbers));
            }
        }
    }
    marks
}

/// Digits, separators and blanks; the bytes above ASCII are those of a dash.
fn allowed(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b',' | b';' | b'-' | b' ') || byte >= 0x80
}

/// The numbers of a mark's inside: `3–5, 9` is 3, 4, 5, 9. None where it holds anything else.
fn expand(inner: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    for part in inner.split([',', ';']) {
        let ends: Vec<&str> =
            part.split(['-', '–', '—', '‑', '−']).map(str::trim).filter(|end| !end.is_empty()).collect();
        let parsed: Option<Vec<u32>> = ends.iter().map(|end| end.parse().ok()).collect();
        match parsed.as_deref() {
            Some([one]) => numbers.push(*one),
            Some([from, to]) if from < to && to - from <= LONGEST => numbers.extend(*from..=*to),
            _ => return Vec::new(),
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_hold_numbers_and_ranges() {
        let found = |text: &str| {
            marks(text)
                .remove(&4)
                .into_iter()
                .flatten()
                .map(|(span, alone)| (span.of(text).to_owned(), alone))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("a [4] b ^4^ c <sup>4</sup> d (4)").len(), 4);
        assert_eq!(found("as said [1, 3–5]"), [("[1, 3–5]".to_owned(), false)]);
        assert_eq!(found("as said \\[3--5\\]"), [("\\[3--5\\]".to_owned(), false)]);
        assert!(found("as said [14] and [4](https://example.org) and 4 and [4a]").is_empty());
    }

    #[test]
    fn an_item_has_its_own_number_or_its_place() {
        let list = |text: &str| {
            let mut from = 0;
            let items = text.lines().map(|line| {
                from += line.len() + 1;
                Span::new(from - line.len() - 1, from - 1)
            });
            ReferenceList { heading: None, span: Span::new(0, text.len()), items: items.collect(), numbers: Vec::new() }
        };
        for (text, expected) in
            [("1. a\n2. b\n", 2), ("1. a\n1. b\n", 2), ("[7] a\n[8] b\n", 8), ("\\[7\\] a\n\\[9\\] b\n", 9)]
        {
            let list = list(text);
            assert_eq!(of_item(text, &list, list.items[1]), Some(expected), "{text}");
        }
    }
}
