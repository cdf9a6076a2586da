//! Fields that are taken as written (biblatex's manual, "verbatim" and "uri"): DOIs, addresses, files. Programs escape
//! them all the same.

use std::ops::Range;

use super::{group_length, math, symbol};
use crate::text::Span;

/// A text without escapes, and where its bytes are written.
#[derive(Debug, Default)]
pub(in crate::bibliography::bibtex) struct Verbatim {
    pub(in crate::bibliography::bibtex) text: String,
    /// Of each byte of the text, where what it stands for begins and ends; nothing where every byte is written as is.
    places: Vec<(u32, u32)>,
}

impl Verbatim {
    /// Where a part of the text is written, in a source in which it begins at `base`.
    pub(in crate::bibliography::bibtex) fn place(&self, part: &Range<usize>, base: usize) -> Span {
        if self.places.is_empty() || part.is_empty() {
            return Span::new(base + part.start, base + part.end);
        }
        let (start, end) = (self.places[part.start].0 as usize, self.places[part.end - 1].1 as usize);
        Span::new(base + start, base + end.max(start))
    }

    fn push(&mut self, text: &str, at: usize, end: usize) {
        self.text.push_str(text);
        let (at, end) = (Span::new(at, end).start, Span::new(at, end).end);
        self.places.extend(std::iter::repeat_n((at, end), text.len()));
    }
}

/// Reads `source` as written, without what LaTeX needs to keep it so.
pub(in crate::bibliography::bibtex) fn verbatim(source: &str) -> Verbatim {
    let mut out = Verbatim::default();
    if !source.bytes().any(|byte| matches!(byte, b'\\' | b'{' | b'}' | b'$' | b'\n' | b'\r')) {
        source.clone_into(&mut out.text);
        return out;
    }
    let mut at = 0;
    while let Some(ch) = source[at..].chars().next() {
        let rest = &source[at + ch.len_utf8()..];
        let mut end = at + ch.len_utf8();
        match ch {
            '\\' => end = escaped(&mut out, rest, at),
            '{' | '}' | '\r' => {}
            '\n' => out.push(" ", at, end),
            '$' => match rest.find('$').filter(|length| (1..=12).contains(length)) {
                Some(length) => {
                    end += length + 1;
                    out.push(&math::readable(&rest[..length], 0).replace('∼', "~"), at, end);
                }
                None => out.push("$", at, end),
            },
            _ => out.push(&source[at..end], at, end),
        }
        at = end;
    }
    out
}

/// Reads what stands behind the backslash at `at`; gives where it ends.
fn escaped(out: &mut Verbatim, rest: &str, at: usize) -> usize {
    let behind = at + 1;
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let name = &rest[..letters];
    match rest.chars().next() {
        Some('~' | '^') if rest[1..].starts_with("{}") => {
            out.push(&rest[..1], at, behind + 3);
            behind + 3
        }
        Some(ch) if letters == 0 && ch.is_ascii_punctuation() => {
            out.push(&rest[..1], at, behind + 1);
            behind + 1
        }
        // The command that marks an address.
        _ if matches!(name, "url" | "path" | "nolinkurl") && rest[letters..].starts_with('{') => behind + letters,
        _ if name == "href" && rest[letters..].starts_with('{') => behind + letters,
        _ => match symbol::of(name).filter(|_| name.starts_with("text") || name == "sim" || name == "backslash") {
            Some(text) => {
                let text = if name == "sim" { "~" } else { text };
                let tail = &rest[letters..];
                let closed =
                    group_length(tail).filter(|length| *length == 2).or_else(|| tail.starts_with(' ').then_some(1));
                let end = behind + letters + closed.unwrap_or(0);
                out.push(text, at, end);
                end
            }
            None => {
                out.push("\\", at, behind);
                behind
            }
        },
    }
}
