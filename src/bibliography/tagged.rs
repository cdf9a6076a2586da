//! Lines that begin with a tag, as RIS and PubMed's format have them, and the lines that go on from the one before.

use crate::text::Span;

/// A tag with what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tagged {
    pub(super) tag: Span,
    /// What it says, with the lines that go on, without blanks around.
    pub(super) value: Span,
}

/// A line of such a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Tagged(Tagged),
    /// Goes on from the line before.
    More(Span),
    Blank,
}

/// The lines of `text` from byte `at`; `TY  - JOUR` is a tag with a value, `PMID- 1` too.
pub(super) fn lines(text: &str, mut at: usize) -> impl Iterator<Item = Line> {
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let start = at;
        at += length;
        at += if rest[length..].starts_with("\r\n") { 2 } else { usize::from(length < rest.len()) };
        Some(line(text, start, start + length))
    })
}

fn line(text: &str, start: usize, end: usize) -> Line {
    let said = &text[start..end];
    if said.trim_matches(['\u{feff}', ' ', '\t']).is_empty() {
        return Line::Blank;
    }
    match tag_length(said) {
        Some((tag, value)) => {
            let tag = Span::new(start, start + tag);
            Line::Tagged(Tagged { tag, value: trimmed(text, start + value, end) })
        }
        None => Line::More(trimmed(text, start, end)),
    }
}

/// The length of the tag at the start of a line, and where its value begins.
fn tag_length(line: &str) -> Option<(usize, usize)> {
    let bytes = line.as_bytes();
    let tag = bytes.iter().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()).count();
    let blanks = bytes[tag..].iter().take_while(|byte| **byte == b' ').count();
    let dash = tag + blanks;
    let is_tag = (2..=4).contains(&tag) && (blanks > 0 || tag == 4) && blanks <= 4 && bytes.get(dash) == Some(&b'-');
    (is_tag && matches!(bytes.get(dash + 1), None | Some(b' ' | b'\t'))).then_some((tag, dash + 1))
}

pub(super) fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let said = &text[start..end];
    let lead = said.len() - said.trim_start().len();
    let start = start + lead;
    Span::new(start, start + said.trim().len())
}

/// What a value says, in one line.
pub(super) fn said(text: &str, value: Span) -> String {
    value.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
