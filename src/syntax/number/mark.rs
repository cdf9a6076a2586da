//! What may be a citation by number, by its looks.

use memchr::memmem;

use super::{NumberCitation, NumberSyntax};
use crate::syntax::markdown::Layout;
use crate::syntax::scan::span_at;
use crate::syntax::{ZoneKind, boundary};
use crate::text::Span;

/// The longest range that is taken at its word: `[1-200]`.
const LONGEST_RANGE: u32 = 200;

/// The longest words behind a number in brackets, in bytes: `[12, Table 2]`.
const LONGEST_LOCATOR: usize = 60;

/// How many digits a number has at most; more are a year.
const DIGITS: usize = 3;

/// What a raised number behind is a power of.
const UNITS: [&str; 10] = ["cm", "mm", "km", "nm", "dm", "µm", "μm", "kg", "ft", "px"];

/// Every row of numbers in prose that may cite, in order.
pub(in crate::syntax) fn find(text: &str, layout: &Layout) -> Vec<NumberCitation> {
    let bytes = text.as_bytes();
    let mut marks = Marks { text, layout, found: Vec::new() };
    for at in memchr::memchr3_iter(b'[', b'(', b'^', bytes) {
        let escaped = at > 0 && bytes[at - 1] == b'\\';
        let rest = &bytes[at + 1..];
        let is_number = rest.first().is_some_and(u8::is_ascii_digit);
        match (bytes[at], escaped) {
            (b'[', true) if is_number => marks.read(at - 1, at + 1, "\\]", NumberSyntax::Brackets),
            (b'[', false) if is_number => marks.read(at, at + 1, "]", NumberSyntax::Brackets),
            (b'(', false) if is_number => marks.read(at, at + 1, ")", NumberSyntax::Parentheses),
            (b'^', false) if is_number => marks.read(at, at + 1, "^", NumberSyntax::Superscript),
            (b'^', false) if rest.starts_with(b"\\[") => marks.read(at, at + 3, "\\]^", NumberSyntax::Superscript),
            (b'^', false) if rest.starts_with(b"[") => marks.read(at, at + 2, "]^", NumberSyntax::Superscript),
            _ => {}
        }
    }
    let known = marks.found.len();
    for at in memmem::find_iter(bytes, b"<sup>") {
        marks.read(at, at + 5, "</sup>", NumberSyntax::Superscript);
    }
    marks.raised_digits();
    if marks.found.len() > known {
        marks.found.sort_by_key(|mark| mark.span);
    }
    marks.found
}

struct Marks<'t> {
    text: &'t str,
    layout: &'t Layout,
    found: Vec<NumberCitation>,
}

impl Marks<'_> {
    /// Reads the row of numbers from `from` to `close`, whose brackets open at `at`.
    fn read(&mut self, at: usize, from: usize, close: &str, syntax: NumberSyntax) {
        let known = self.found.len();
        let end = self.row(from, close, syntax);
        let cluster = end.map(|end| Span::new(at, end));
        match cluster.filter(|cluster| self.may_cite(*cluster, syntax, self.found.len() - known)) {
            Some(cluster) => self.found[known..].iter_mut().for_each(|mark| mark.cluster = cluster),
            None => self.found.truncate(known),
        }
    }

    /// Reads numbers and ranges up to `close`; the byte behind it.
    fn row(&mut self, mut at: usize, close: &str, syntax: NumberSyntax) -> Option<usize> {
        let text = self.text;
        loop {
            at += blanks(&text[at..]);
            let start = at;
            let first = number(text, &mut at)?;
            let end = at;
            let mut last = first;
            let dash = at + blanks(&text[at..]);
            if matches!(text.as_bytes().get(dash), Some(b'-' | 0xe2)) {
                let behind = text[dash..].trim_start_matches(['-', '‐', '‑', '‒', '–', '—', '−']);
                at = text.len() - behind.len();
                at += blanks(behind);
                last = number(text, &mut at)?;
            }
            if first == 0 || last < first || last - first > LONGEST_RANGE {
                return None;
            }
            let span = Span::new(start, if last > first { at } else { end });
            self.found.push(NumberCitation { span, cluster: span, first, last, syntax, list: 0 });
            at += blanks(&text[at..]);
            if text[at..].starts_with(close) {
                return Some(at + close.len());
            }
            let separator = text[at..].chars().next().filter(|ch| matches!(ch, ',' | ';' | '，' | '、'))?;
            at += separator.len_utf8();
            let rest = &text[at + blanks(&text[at..])..];
            if syntax == NumberSyntax::Brackets && rest.starts_with(char::is_alphabetic) {
                let words = &rest[..boundary::floor(rest, LONGEST_LOCATOR)];
                let length = words.find(['[', ']', '\n', '@', '\\'])?;
                let end = text.len() - rest.len() + length;
                return text[end..].starts_with(close).then(|| end + close.len());
            }
        }
    }

    /// Whether what stands around `count` numbers in brackets speaks for citations.
    fn may_cite(&self, cluster: Span, syntax: NumberSyntax, count: usize) -> bool {
        let range = cluster.range();
        let (before, behind) = (&self.text[..range.start], &self.text[range.end..]);
        let zone = self.layout.zones.at(range.start).map(|zone| zone.kind);
        if !matches!(zone, None | Some(ZoneKind::Html)) || span_at(&self.layout.links, range.start).is_some() {
            return false;
        }
        let begins_line = before.trim_end_matches([' ', '\t', '>']).ends_with(['\n', '\r']) || before.is_empty();
        let last = before.chars().next_back().unwrap_or('\n');
        let next = behind.chars().next().unwrap_or('\n');
        let tail = &before[boundary::floor(before, before.len().saturating_sub(12))..];
        // An interval: “95% CI [2, 5]”.
        let interval = count == 2 && ["CI", "IQR", "KI", "range"].iter().any(|word| tail.contains(word));
        let word = tail.chars().rev().take_while(|ch| ch.is_alphanumeric()).count();
        match syntax {
            NumberSyntax::Brackets => {
                let linked = matches!(next, '(' | '{') || next == ':' && begins_line;
                // The element of a row: `x[1]`.
                let element = word == 1 || matches!(last, '_' | '$' | '!' | '^' | ')');
                !linked && !element && !interval && !next.is_alphanumeric()
            }
            NumberSyntax::Parentheses => !begins_line && !interval && (last.is_whitespace() || last == '.'),
            NumberSyntax::Superscript => {
                let unit = last.is_numeric() || word == 1 || word == 2 && UNITS.iter().any(|unit| tail.ends_with(unit));
                !begins_line && !unit && !next.is_alphanumeric() && last != '\\'
            }
        }
    }

    /// Reads rows of raised digits: `¹²`, `³,⁴`, `⁵⁻⁷`.
    fn raised_digits(&mut self) {
        let bytes = self.text.as_bytes();
        let mut behind = 0;
        for at in memchr::memchr2_iter(0xc2, 0xe2, bytes) {
            if at < behind || !self.text.is_char_boundary(at) || raised(&self.text[at..]).is_none() {
                continue;
            }
            let known = self.found.len();
            behind = self.raised_row(at);
            let cluster = Span::new(at, behind);
            let sound =
                self.found[known..].iter().all(|mark| mark.first > 0 && mark.first <= mark.last && mark.last < 1_000);
            if sound && self.may_cite(cluster, NumberSyntax::Superscript, self.found.len() - known) {
                self.found[known..].iter_mut().for_each(|mark| mark.cluster = cluster);
            } else {
                self.found.truncate(known);
            }
        }
    }

    /// The byte behind the row of raised digits that begins at `at`.
    fn raised_row(&mut self, mut at: usize) -> usize {
        let text = self.text;
        loop {
            let start = at;
            let first = raised_number(text, &mut at);
            let mut last = first;
            let dash = text[at..].chars().next().filter(|ch| matches!(ch, '⁻' | '-' | '–'));
            if let Some(dash) = dash.filter(|dash| raised(&text[at + dash.len_utf8()..]).is_some()) {
                at += dash.len_utf8();
                last = raised_number(text, &mut at);
            }
            let span = Span::new(start, at);
            let syntax = NumberSyntax::Superscript;
            self.found.push(NumberCitation { span, cluster: span, first, last, syntax, list: 0 });
            let separator = text[at..].chars().next().filter(|ch| matches!(ch, ',' | '˒' | '\'' | '⸴'));
            let Some(separator) = separator.filter(|ch| raised(&text[at + ch.len_utf8()..]).is_some()) else {
                return at;
            };
            at += separator.len_utf8();
        }
    }
}

/// How many bytes of blanks `rest` begins with; none of them ends a line.
fn blanks(rest: &str) -> usize {
    if rest.as_bytes().first().is_none_or(u8::is_ascii_graphic) {
        return 0;
    }
    rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']).len()
}

/// The number at `at`, which is moved behind it; `None` where none is, or a longer one than any item has.
fn number(text: &str, at: &mut usize) -> Option<u32> {
    let digits = text.as_bytes()[*at..].iter().take(DIGITS + 1).take_while(|b| b.is_ascii_digit()).count();
    let written = &text[*at..*at + digits];
    *at += digits;
    if digits > DIGITS { None } else { written.parse().ok() }
}

/// The raised digit that `rest` begins with.
fn raised(rest: &str) -> Option<(u32, usize)> {
    let ch = rest.chars().next()?;
    let digit = match ch {
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '\u{2070}' => 0,
        '\u{2074}'..='\u{2079}' => u32::from(ch) - 0x2070,
        _ => return None,
    };
    Some((digit, ch.len_utf8()))
}

/// The number in raised digits at `at`, which is moved behind it.
fn raised_number(text: &str, at: &mut usize) -> u32 {
    let mut number = 0_u32;
    while let Some((digit, length)) = raised(&text[*at..]) {
        number = number.saturating_mul(10).saturating_add(digit);
        *at += length;
    }
    number
}
