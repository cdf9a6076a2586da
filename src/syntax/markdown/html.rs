//! Raw HTML: its comments, and the elements that hold code.

use std::ops::Range;

use memchr::memmem;

use super::{Zone, ZoneKind};
use crate::text::Span;

/// Elements whose text is no prose.
const CODE: [&str; 6] = ["code", "pre", "script", "style", "kbd", "samp"];

/// Zones of an HTML block: comments, code, and the rest.
pub(super) fn block(text: &str, range: Range<usize>, found: &mut Vec<Zone>) {
    let bytes = text.as_bytes();
    let mut at = range.start;
    let mut open = range.start;
    while let Some(next) = memchr::memchr(b'<', &bytes[at..range.end]).map(|next| next + at) {
        let rest = &text[next..range.end];
        let (kind, end) = if rest.starts_with("<!--") {
            let close = memmem::find(rest.as_bytes(), b"-->").map_or(range.end, |close| next + close + 3);
            (ZoneKind::Comment, close)
        } else if let Some(name) = code_element(rest) {
            (ZoneKind::Code, closing_tag(rest, name).map_or(range.end, |close| next + close))
        } else {
            at = next + 1;
            continue;
        };
        if open < next {
            found.push(Zone { kind: ZoneKind::Html, span: Span::new(open, next) });
        }
        found.push(Zone { kind, span: Span::new(next, end) });
        (at, open) = (end, end);
    }
    if open < range.end {
        found.push(Zone { kind: ZoneKind::Html, span: Span::new(open, range.end) });
    }
}

/// The name of the code element that `tag` opens.
fn code_element(tag: &str) -> Option<&'static str> {
    CODE.into_iter().find(|name| names(&tag.as_bytes()[1..], name))
}

/// Whether `inside`, what follows a tag's `<` or `</`, begins with the whole name.
fn names(inside: &[u8], name: &str) -> bool {
    inside.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
        && inside.get(name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
}

/// The byte of `text` behind `</name…`.
fn closing_tag(text: &str, name: &str) -> Option<usize> {
    let mut closers = memmem::find_iter(text.as_bytes(), b"</");
    closers.find(|&at| names(&text.as_bytes()[at + 2..], name)).map(|at| at + 2 + name.len())
}

/// Whether an inline tag opens a code element.
pub(super) fn opens_code(tag: &str) -> bool {
    code_element(tag).is_some() && !tag.ends_with("/>")
}

/// Whether an inline tag closes a code element.
pub(super) fn closes_code(tag: &str) -> bool {
    tag.strip_prefix("</").is_some_and(|inside| CODE.iter().any(|name| names(inside.as_bytes(), name)))
}
