//! ISBNs: by their label, and alone where five groups, a prefix and a check digit leave no doubt.

use super::announced::{self, Label};
use super::label::{ends_word, word_of};
use super::{Candidate, Haul, Setting, address, shape};
use crate::record::IdentifierKind;
use crate::syntax::Form;
use crate::text::Span;

pub(super) const WORDS: &[&str] = &["ISBN", "isbn", "Isbn", "978-", "979-"];

/// Reads the label or number at `at`.
pub(super) fn read(text: &str, at: usize, candidate: Candidate, haul: &mut Haul) {
    let limited = &text[..candidate.limit];
    if limited[at..].starts_with('9') {
        bare(text, at, candidate, haul);
        return;
    }
    let mut end = at + "ISBN".len();
    // ISBN-13, ISBN10, ISBN–13
    for number in ["-13", "-10", "–13", "–10", " 13", " 10", "13", "10"] {
        let behind = limited[end..].strip_prefix(number);
        if behind
            .is_some_and(|behind| behind.starts_with([':', ' ', ')', '*', '_', '=', '|', '\u{a0}', '：', '"', ']']))
        {
            end += number.len();
            break;
        }
    }
    let plural = limited[end..].starts_with('s') && ends_word(limited, end + 1);
    end += usize::from(plural);
    // “ISBN (print): …”, “ISBN number …”
    let behind = limited[end..].trim_start_matches([' ', '(']);
    let words =
        ["print", "online", "ebook", "electronic", "hardcover", "paperback", "hardback", "pdf", "epub", "no", "number"];
    if let Some(letters) = word_of(behind, &words) {
        let behind = &behind[letters..];
        end = limited.len() - behind.strip_prefix(')').unwrap_or(behind).len();
    }
    // “e-ISBN”, “eISBN”, “p-ISBN”
    let before = &text[candidate.floor.min(at)..at];
    let part = before.strip_suffix('-').unwrap_or(before);
    let medium =
        part.ends_with(['e', 'p', 'E', 'P']) && !part[..part.len() - 1].ends_with(|ch: char| ch.is_alphanumeric());
    let start = if medium { at - (before.len() - part.len()) - 1 } else { at };
    announced::read(text, Label { kind: IdentifierKind::Isbn, start, end, plural, firm: true }, candidate, haul);
}

/// An ISBN of thirteen digits in its five groups.
fn bare(text: &str, at: usize, candidate: Candidate, haul: &mut Haul) {
    let before = text[candidate.floor.min(at)..at].chars().next_back();
    let apart =
        before.is_none_or(|ch| !ch.is_alphanumeric() && !matches!(ch, '/' | '-' | '.' | '_' | '@' | '=' | '%' | '+'));
    if !apart || candidate.setting == Setting::Destination || address::around(text, at, candidate).is_some() {
        return;
    }
    let Some((length, id)) = shape::read(IdentifierKind::Isbn, &text[at..candidate.limit], false) else { return };
    let span = Span::new(at, at + length);
    let groups = span.of(text).split(['-', '‐', '‑', '–']).count();
    let behind = text[at + length..candidate.limit].chars().next();
    if groups == 5
        && !behind.is_some_and(|ch| {
            matches!(ch, '-' | '_' | '/' | '.') && text[at + length + 1..].starts_with(|ch: char| ch.is_alphanumeric())
        })
    {
        haul.add(id, span.of(text), span, span, Form::Bare);
    }
}
