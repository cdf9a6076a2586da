//! Entries without their opening brace: `@article key, title = {…}}`.

use super::head::{Head, blanks, is, is_name, word};
use super::piece::blanks_and_comments;
use crate::text::Span;

/// Types of entries that nobody has as a name. Behind any other word in running text must stand what cannot be prose.
const TYPES: [&str; 24] = [
    "article",
    "book",
    "booklet",
    "collection",
    "conference",
    "dataset",
    "inbook",
    "incollection",
    "inproceedings",
    "manual",
    "mastersthesis",
    "misc",
    "online",
    "patent",
    "periodical",
    "phdthesis",
    "preprint",
    "proceedings",
    "report",
    "software",
    "techreport",
    "thesis",
    "unpublished",
    "www",
];

/// Words behind an `@` that begin no entry.
const OTHERS: [&str; 3] = ["string", "comment", "preamble"];

impl Head {
    /// Reads the beginning of an entry at the `@` at `at` that lacks its brace. All text between entries may be there on
    /// purpose, so a field with its value must follow, alone or behind a key.
    pub(super) fn unopened(text: &str, at: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let from = at + 1;
        let end = from + word(bytes, from);
        let behind = blanks(bytes, end);
        if end == from || behind == end || !begins_line(bytes, at) {
            return None;
        }
        let kind = Span::new(from, end);
        let is_one_of = |words: &[&str]| words.iter().any(|word| is(kind.of(text), word));
        let is_type = is_one_of(&TYPES);
        let begins = has_field(bytes, behind, is_type) || has_key_and_field(bytes, behind, is_type);
        (begins && !is_one_of(&OTHERS)).then_some(Self { at, kind, inside: end, close: Some(b'}'), is_open: false })
    }
}

fn begins_line(bytes: &[u8], at: usize) -> bool {
    let indented = bytes[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
    indented.is_none_or(|byte| matches!(byte, b'\n' | b'\r')) || bytes[..at] == *"\u{feff}".as_bytes()
}

/// Whether a name, `=` and a value begin at `at`; any value behind a type, an enclosed one behind another word.
fn has_field(bytes: &[u8], at: usize, is_type: bool) -> bool {
    let name = name(bytes, at);
    let equals = blanks(bytes, at + name);
    let value = blanks(bytes, equals + 1);
    let is_value = |byte: &u8| matches!(byte, b'{' | b'"') || is_type && is_name(*byte);
    name > 0 && bytes.get(equals) == Some(&b'=') && bytes.get(value).is_some_and(is_value)
}

/// Whether a key begins at `at`, and a field behind a comma; behind a type also on a line of its own.
fn has_key_and_field(bytes: &[u8], at: usize, is_type: bool) -> bool {
    let end = at + name(bytes, at);
    let behind = blanks(bytes, end);
    match bytes.get(behind) {
        _ if end == at => false,
        Some(b',') => has_field(bytes, blanks_and_comments(bytes, behind + 1), is_type),
        _ => is_type && bytes[end..behind].contains(&b'\n') && has_field(bytes, behind, false),
    }
}

fn name(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|byte| is_name(**byte)).count()
}
