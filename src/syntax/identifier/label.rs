//! What stands between a label and the identifier that it announces.

use super::{Candidate, FARTHEST};
use crate::syntax::boundary;

/// How many bytes may stand between a label and its identifier.
const WIDEST: usize = 60;

/// The longest word that is told from others.
const LONGEST: usize = 24;

/// What stands between a label and what follows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap {
    /// Where the value begins.
    pub(super) value: usize,
    /// A colon or the like says that a value follows.
    pub(super) mark: bool,
    /// Brackets, tags or the border of a cell are between: label and value are not one token.
    pub(super) broken: bool,
    /// Nothing at all is between.
    pub(super) glued: bool,
    /// A line ends between.
    pub(super) line_end: bool,
}

/// Passes what may stand behind a label that ends at `from`: blanks, one line end, colons, emphasis, brackets, tags.
pub(super) fn gap(text: &str, from: usize, candidate: Candidate) -> Gap {
    let mut gap = Gap { value: from, glued: true, ..Gap::default() };
    let rest = &text[from..boundary::floor(text, candidate.limit.min(from + FARTHEST))];
    let mut skip_until = 0;
    let mut width = 0;
    for (at, ch) in rest.char_indices() {
        gap.value = from + at;
        if at < skip_until {
            continue;
        }
        match ch {
            ' ' | '\t' | '\r' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}' | '\u{200b}' | '\u{feff}' => {}
            '*' | '_' => {}
            '\n' if !gap.line_end => gap.line_end = true,
            '>' if gap.line_end => {}
            ':' | '：' | '=' | '#' | '№' | '-' | '–' => gap.mark = true,
            '.' if rest[at + 1..].starts_with([' ', ':', '\u{a0}']) => gap.mark = true,
            '[' | ']' | '(' | ')' | '（' | '"' | '“' | '\'' | '{' | '\\' => gap.broken = true,
            '<' => match tag(&rest[at..]) {
                Some(length) => {
                    skip_until = at + length;
                    gap.broken = true;
                    gap.glued = false;
                    continue;
                }
                None => return gap,
            },
            '&' if rest[at..].starts_with("&nbsp;") => {
                skip_until = at + "&nbsp;".len();
                gap.glued = false;
            }
            _ => return gap,
        }
        gap.glued = false;
        width += ch.len_utf8();
        if width > WIDEST {
            return gap;
        }
    }
    gap.value = from + rest.len();
    gap
}

/// The length of the tag of HTML that `rest` begins with; an address in angle brackets is none.
fn tag(rest: &str) -> Option<usize> {
    let name = rest[1..].trim_start_matches('/');
    let letters = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let known = ["a", "b", "i", "em", "strong", "span", "u", "td", "th", "dd", "dt", "sup"];
    if !known.iter().any(|tag| name[..letters].eq_ignore_ascii_case(tag)) {
        return None;
    }
    let end = rest.find(['>', '\n'])?;
    rest[end..].starts_with('>').then_some(end + 1)
}

/// Whether a word begins at `at`: neither letter, digit nor what makes a name or a citation key stands before.
pub(super) fn starts_word(text: &str, at: usize, candidate: Candidate) -> bool {
    let before = text[candidate.floor.min(at)..at].chars().next_back();
    !before.is_some_and(|ch| ch.is_alphanumeric() || matches!(ch, '@' | '$' | '{' | '\\'))
}

/// Whether the word that ends at `at` ends there.
pub(super) fn ends_word(text: &str, at: usize) -> bool {
    !text[at..].chars().next().is_some_and(|ch| ch.is_alphanumeric() || ch == '_')
}

/// Where a token begins whose label begins at `at`: emphasis that opens before it and closes behind it belongs to it.
pub(super) fn token_start(text: &str, at: usize, label_end: usize, candidate: Candidate) -> usize {
    let behind = text[label_end..].trim_start_matches(':');
    let closing = behind.len() - behind.trim_start_matches(['*', '_']).len();
    let before = &text[candidate.floor.min(at)..at];
    let opening = before.len() - before.trim_end_matches(['*', '_']).len();
    at - opening.min(closing)
}

/// The length of the word that `rest` begins with, if it is one of `words` in any case.
pub(super) fn word_of(rest: &str, words: &[&str]) -> Option<usize> {
    let letters = rest.bytes().take(LONGEST).take_while(u8::is_ascii_alphabetic).count();
    words.iter().any(|word| rest[..letters].eq_ignore_ascii_case(word)).then_some(letters)
}
