//! How an entry begins: `@article{`.

use crate::text::Span;

/// No word behind an `@` and no key is longer where it is looked for inside a value.
const LONGEST: usize = 300;

/// The beginning of an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// The `@`.
    pub(super) at: usize,
    /// The word behind it.
    pub(super) kind: Span,
    /// One past the opening brace or parenthesis; for a comment that has none, one past the word.
    pub(super) inside: usize,
    /// What closes it; nothing for a comment that has no brace.
    pub(super) close: Option<u8>,
    /// Whether its brace is there.
    pub(super) is_open: bool,
}

impl Head {
    /// Reads what begins with the `@` at `at`.
    pub(super) fn read(text: &str, at: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let from = blanks(bytes, at + 1);
        let word = word(bytes, from);
        if word == 0 {
            return None;
        }
        let kind = Span::new(from, from + word);
        let open = blanks(bytes, from + word);
        let head = |inside, close| Some(Self { at, kind, inside, close, is_open: true });
        match bytes.get(open) {
            Some(b'{') => head(open + 1, Some(b'}')),
            // An address in running text may have a remark in parentheses behind it.
            Some(b'(') if has_key(bytes, open + 1) || is(kind.of(text), "string") => head(open + 1, Some(b')')),
            _ if is(kind.of(text), "comment") => head(from + word, None),
            _ => None,
        }
    }

    /// What encloses it at the end, for people.
    pub(super) fn closer(&self) -> char {
        self.close.map_or('}', char::from)
    }
}

/// Whether a word is this one in any case.
pub(super) fn is(word: &str, wanted: &str) -> bool {
    word.eq_ignore_ascii_case(wanted)
}

/// Where the blanks that begin at `at` end.
pub(super) fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// Whether a byte may be part of a type's or a field's name.
pub(super) fn is_name(byte: u8) -> bool {
    !byte.is_ascii_whitespace()
        && !byte.is_ascii_control()
        && !matches!(byte, b'"' | b'#' | b'%' | b'\'' | b'(' | b')' | b',' | b'=' | b'{' | b'}' | b'\\' | b'@' | b'~')
}

/// How long the word at `at` is.
pub(super) fn word(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take(LONGEST).take_while(|byte| is_word(**byte)).count()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b':')
}

/// Whether a key and a comma begin at `at`.
fn has_key(bytes: &[u8], at: usize) -> bool {
    let line = |byte: &u8| matches!(byte, b' ' | b'\t');
    let lead = bytes[at..].iter().take_while(|byte| line(byte)).count();
    let key = &bytes[at + lead..];
    let length = key.iter().take(LONGEST).take_while(|byte| is_name(**byte)).count();
    let behind = key[length..].iter().find(|byte| !line(byte));
    behind == Some(&b',')
}

/// Whether the `@` at `at` begins a line and an entry with a key. Where a value seems to go on there, it was never closed.
pub(super) fn begins_entry(bytes: &[u8], at: usize) -> bool {
    let indented = bytes[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
    if indented.is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
        return false;
    }
    let rest = &bytes[at + 1..];
    let word = rest.iter().take(LONGEST).take_while(|byte| is_word(**byte)).count();
    let gap = rest[word..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let open = word + gap;
    if word == 0 || !matches!(rest.get(open), Some(b'{' | b'(')) {
        return false;
    }
    let own = [&b"string"[..], b"comment", b"preamble"].iter().any(|own| rest[..word].eq_ignore_ascii_case(own));
    own || has_key(rest, open + 1)
}
