//! Marks in brackets that an author leaves to fill in later: `[REF]`, `[citation needed]`, `[??]`, `[@todo]`.

mod quoted;

use self::quoted::is_quoted;
use super::markdown::Layout;
use super::scan::span_at;
use super::{Placeholder, boundary};
use crate::text::Span;

/// The longest mark in bytes.
const LONGEST: usize = 28;

/// Adds every mark in prose that is no link.
pub(super) fn find(text: &str, layout: &Layout, placeholders: &mut Vec<Placeholder>) {
    let bytes = text.as_bytes();
    for open in memchr::memchr_iter(b'[', bytes) {
        let first = bytes.get(open + 1).map(u8::to_ascii_lowercase);
        if !matches!(first, Some(b'r' | b'c' | b'?' | b'@' | b't' | b'x' | b'a' | b'i')) {
            continue;
        }
        let limit = boundary::floor(text, open + LONGEST);
        let Some(close) = memchr::memchr(b']', &bytes[open + 1..limit]).map(|close| close + open + 1) else { continue };
        let inner = text[open + 1..close].trim_end_matches('\\');
        if !is_mark(inner) {
            continue;
        }
        let escaped = open > 0 && bytes[open - 1] == b'\\';
        let start = open - usize::from(escaped);
        let linked = matches!(bytes.get(close + 1), Some(b'(' | b'[' | b':' | b'{')) && !escaped
            || start > 0 && matches!(bytes[start - 1], b']' | b'!' | b'[')
            || bytes.get(close + 1) == Some(&b']');
        if !linked && layout.zones.is_prose(open) && span_at(&layout.links, open).is_none() {
            placeholders.push(Placeholder { span: Span::new(start, close + 1) });
        }
    }
    for open in memchr::memmem::find_iter(bytes, b"(Author") {
        let mark = ["(Author, year)", "(Author, Year)", "(Author, YEAR)", "(Author year)", "(Author Year)"]
            .into_iter()
            .find(|mark| text[open..].starts_with(mark));
        if let Some(mark) = mark.filter(|_| layout.zones.is_prose(open)) {
            placeholders.push(Placeholder { span: Span::new(open, open + mark.len()) });
        }
    }
}

/// Leaves out those that the prose only quotes. In metadata and in tags, quotation marks belong to the notation.
pub(super) fn without_quoted(text: &str, layout: &Layout, placeholders: &mut Vec<Placeholder>) {
    let is_prose = |at: usize| layout.zones.at(at).is_none();
    placeholders.retain(|found| !(is_prose(found.span.range().start) && is_quoted(text, found.span)));
}

/// Whether the text between two brackets is such a mark.
fn is_mark(inner: &str) -> bool {
    let question = !inner.is_empty() && inner.bytes().all(|b| b == b'?') && inner.len() >= 2;
    let word = inner.to_ascii_lowercase();
    let marks = ["ref", "refs", "citation needed", "cite", "citation", "reference needed", "ref needed"];
    let keys = ["@todo", "@tbd", "@ref", "@???", "@??", "@citation", "@citation-needed", "@fixme"];
    question
        || keys.contains(&word.as_str())
        || marks.contains(&word.as_str()) && !matches!(inner, "cite" | "citation")
        || ["add ref", "add reference", "add citation", "insert ref", "insert citation"].contains(&word.as_str())
        || matches!(inner, "XXX" | "REFERENCE" | "Reference needed" | "TODO: ref" | "TODO: cite")
}
