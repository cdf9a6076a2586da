//! Lists of identifiers: `1, 2 and 3`, `[1](…); [2](…)`.

use super::label::word_of;
use super::{Candidate, Setting, shape};
use crate::record::IdentifierKind;
use crate::syntax::boundary;
use crate::text::Span;

/// The longest list that is read, in identifiers and in bytes.
const MOST: usize = 200;
const LONGEST: usize = 4_500;

/// How many bytes may stand between two of a list.
const WIDEST: usize = 500;

/// Words between two of a list.
const WORDS: [&str; 10] = ["and", "or", "und", "oder", "et", "y", "e", "en", "og", "och"];

/// What follows the identifier that ends at `end`, as far as it goes on as a list of the same kind. `spaced`: blanks
/// alone may divide it.
pub(super) fn behind(text: &str, end: usize, kind: IdentifierKind, spaced: bool, candidate: Candidate) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = end;
    while spans.len() < MOST && at - end < LONGEST {
        let Some(start) = next(text, at, spaced, candidate) else { break };
        let Some((length, _)) = shape::read(kind, &text[start..candidate.limit], spaced) else { break };
        at = start + length;
        spans.push(Span::new(start, at));
    }
    spans
}

/// The identifiers that `cell` consists of; none where it has anything else.
pub(super) fn whole(text: &str, cell: Span, kind: IdentifierKind) -> Vec<Span> {
    let candidate =
        Candidate { floor: cell.range().start, limit: cell.range().end, setting: Setting::Text, alone: false };
    let content = cell.of(text);
    let start = candidate.limit - content.trim_start_matches(OPENING).len();
    let Some((length, _)) = shape::read(kind, &text[start..candidate.limit], true) else { return Vec::new() };
    let mut spans = vec![Span::new(start, start + length)];
    spans.extend(behind(text, start + length, kind, true, candidate));
    let end = spans[spans.len() - 1].range().end;
    let rest = closed(&text[end..candidate.limit]);
    if rest.trim_matches([' ', '\t', ',', ';', '.']).is_empty() { spans } else { Vec::new() }
}

const OPENING: [char; 8] = ['[', '(', '*', '_', '"', '\'', '\\', '<'];

/// Where the next of a list begins behind `at`.
fn next(text: &str, at: usize, spaced: bool, candidate: Candidate) -> Option<usize> {
    let limit = boundary::floor(text, candidate.limit.min(at + WIDEST));
    let mut rest = closed(&text[at..limit]);
    let (mut divided, mut line_end, mut blank) = (false, false, false);
    loop {
        let ch = rest.chars().next()?;
        match ch {
            ',' | ';' | '、' | '，' | '；' | '&' | '/' | '+' if !divided => divided = true,
            ' ' | '\t' | '\r' | '\u{a0}' => blank = true,
            '\n' if !line_end => line_end = true,
            '>' | '-' | '*' if line_end && spaced => {}
            _ => match word_of(rest, &WORDS).filter(|_| blank || divided) {
                Some(letters) => {
                    divided = true;
                    rest = &rest[letters..];
                    continue;
                }
                None => break,
            },
        }
        rest = &rest[ch.len_utf8()..];
    }
    if !(divided || spaced && (blank || line_end)) {
        return None;
    }
    let value = rest.trim_start_matches(OPENING);
    Some(limit - value.len())
}

/// What follows the brackets and emphasis that close behind an identifier, and the destination of its link.
fn closed(rest: &str) -> &str {
    let mut rest = rest.trim_start_matches(['*', '_', '"', '\'', '\\', '.']);
    if let Some(link) = rest.strip_prefix("](") {
        match link.find([')', '\n']) {
            Some(close) if link[close..].starts_with(')') => rest = &link[close + 1..],
            _ => return rest,
        }
    }
    if let Some(attributes) = rest.strip_prefix('{')
        && let Some((inside, behind)) = attributes.split_once('}')
        && !inside.contains('\n')
    {
        rest = behind;
    }
    rest.trim_start_matches(['*', '_', ']', ')', '>', '"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str, spaced: bool) -> Vec<&str> {
        let candidate = Candidate { floor: 0, limit: text.len(), setting: Setting::Text, alone: false };
        let first = text.bytes().take_while(u8::is_ascii_digit).count();
        let spans = behind(text, first, IdentifierKind::Pmid, spaced, candidate);
        spans.into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn goes_on_over_separators() {
        assert_eq!(listed("1, 2; 3 and 4, und 5.", false), ["2", "3", "4", "5"]);
        assert_eq!(listed("1 2\n3\n\n4", true), ["2", "3"]);
        assert_eq!(listed("1](https://a.org), [2](https://b.org), x 3", true), ["2"]);
        assert_eq!(listed("1 2", false), Vec::<&str>::new());
        assert_eq!(listed("1. 2", false), Vec::<&str>::new());
        assert_eq!(listed("1, 2004-05-06", false), Vec::<&str>::new());
    }

    #[test]
    fn a_cell_is_read_whole_or_not_at_all() {
        let cell = |text: &'static str| {
            let spans = whole(text, Span::new(0, text.len()), IdentifierKind::Pmid);
            spans.into_iter().map(|span| span.of(text)).collect::<Vec<_>>()
        };
        assert_eq!(cell("**123**"), ["123"]);
        assert_eq!(cell("[123](https://a.org), 456"), ["123", "456"]);
        assert_eq!(cell("123 patients"), Vec::<&str>::new());
        assert_eq!(cell(""), Vec::<&str>::new());
    }
}
