//! The row of numbers at the end of a reference: year, volume, issue, pages.

use std::ops::Range;

use smallvec::SmallVec;

use super::super::months::begins_as_month;
use super::joint::{Joint, joint};
use super::lexeme::{Kind, Lexed, year};

/// A number, or a range of two, with what stands around it.
#[derive(Clone, Debug)]
pub(super) struct Number {
    /// Its first lexeme, and its last.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) label: Option<Label>,
    /// Whether it may be the year.
    pub(super) is_year: bool,
}

/// What a word before a number says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Volume,
    Issue,
    Pages,
    /// Of a supplement or part, which numbers neither volume nor page.
    Other,
}

impl Number {
    /// Whether it is a range: “145–50”.
    pub(super) fn is_range(&self) -> bool {
        self.last > self.first
    }
}

/// The numbers of one row.
pub(super) type Row = SmallVec<[Number; 6]>;

/// Words that may stand in such a row.
const LABELS: [(&str, Label); 26] = [
    ("vol", Label::Volume),
    ("volume", Label::Volume),
    ("bd", Label::Volume),
    ("no", Label::Issue),
    ("nr", Label::Issue),
    ("num", Label::Issue),
    ("number", Label::Issue),
    ("iss", Label::Issue),
    ("issue", Label::Issue),
    ("p", Label::Pages),
    ("pp", Label::Pages),
    ("pg", Label::Pages),
    ("page", Label::Pages),
    ("pages", Label::Pages),
    ("art", Label::Pages),
    ("article", Label::Pages),
    ("suppl", Label::Other),
    ("supplement", Label::Other),
    ("supp", Label::Other),
    ("pt", Label::Other),
    ("part", Label::Other),
    ("ser", Label::Other),
    ("spring", Label::Other),
    ("summer", Label::Other),
    ("autumn", Label::Other),
    ("winter", Label::Other),
];

/// Where the row is that gives the place of the work: the last with more than one number, else the last at all.
pub(super) fn find(lexed: &Lexed<'_>, from: usize, until: usize) -> Option<Range<usize>> {
    let (mut best, mut only): (Option<Range<usize>>, Option<Range<usize>>) = (None, None);
    let mut at = from;
    while at < until {
        let (mut end, mut many) = (at, 0);
        while end < until && belongs(lexed, end, end == at) {
            many += usize::from(lexed.kind(end) == Some(Kind::Figure));
            end += 1;
        }
        match many {
            0 => {}
            1 => only = Some(at..end),
            _ => best = Some(at..end),
        }
        at = end.max(at + 1);
    }
    best.or(only)
}

fn belongs(lexed: &Lexed<'_>, index: usize, begins: bool) -> bool {
    match lexed.kind(index) {
        Some(Kind::Figure) => true,
        Some(Kind::Mark(_)) if begins => lexed.is_any_mark(index, &['(', '[']),
        Some(Kind::Mark(mark)) => {
            matches!(mark, '.' | ',' | ';' | ':' | '(' | ')' | '[' | ']' | '/' | '-') || is_dash(mark)
        }
        Some(Kind::Word) => label(lexed.written(index)).is_some() || is_month(lexed.written(index)),
        None => false,
    }
}

fn label(word: &str) -> Option<Label> {
    let is_short = word.len() <= 10;
    LABELS.iter().find(|(name, _)| is_short && name.eq_ignore_ascii_case(word)).map(|(_, label)| *label)
}

/// Whether a word is the name of a month, or begins so.
pub(super) fn is_month(word: &str) -> bool {
    word.starts_with(|ch: char| ch.is_ascii_uppercase())
        && word.len() <= 9
        && begins_as_month(&word.to_ascii_lowercase())
}

/// Whether a mark is a dash, but no hyphen.
pub(super) fn is_dash(mark: char) -> bool {
    matches!(mark, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The numbers of a row, without days and the numbers of parts. `None` where a date or another number with parts is among
/// them: then nobody knows what the others are.
pub(super) fn read(lexed: &Lexed<'_>, row: &Range<usize>) -> Option<Row> {
    let mut numbers = Row::new();
    let (mut said, mut is_behind_month) = (None, false);
    let mut at = row.start;
    while at < row.end {
        let first = at;
        at += 1;
        match lexed.kind(first) {
            Some(Kind::Word) => {
                is_behind_month = is_month(lexed.written(first));
                said = label(lexed.written(first)).filter(|_| !is_behind_month);
                continue;
            }
            Some(Kind::Mark('.')) => continue,
            // What an editor put in: “[cited 2012-03-05]”.
            Some(Kind::Mark('[')) => {
                at = (first..row.end).find(|index| lexed.is_mark(*index, ']')).unwrap_or(row.end);
                continue;
            }
            Some(Kind::Figure) => {}
            _ => {
                (said, is_behind_month) = (said.filter(|_| lexed.is_mark(first, '(')), false);
                continue;
            }
        }
        let last = end_of_range(lexed, first, row.end);
        at = last + 1;
        let joint = joint(lexed, first);
        if joint == Joint::Part {
            return None;
        }
        let is_day = lexed.written(first).len() <= 2
            && (is_behind_month || lexed.word(at).is_some_and(is_month) && at < row.end);
        is_behind_month = false;
        let label = if joint == Joint::Issue { Some(Label::Issue) } else { said.take() };
        if !is_day && joint != Joint::Addition && label != Some(Label::Other) {
            let may_be_year = label.is_none() && last == first && year(lexed.written(first)).is_some();
            numbers.push(Number { first, last, label, is_year: may_be_year });
        }
    }
    Some(numbers)
}

/// The last lexeme of the range that a number begins, or the number itself.
fn end_of_range(lexed: &Lexed<'_>, first: usize, until: usize) -> usize {
    let is_dash = |index: &usize| lexed.mark(*index).is_some_and(|mark| mark == '-' || is_dash(mark));
    let dashes = (first + 1..until).take_while(is_dash).count();
    let last = first + 1 + dashes;
    if dashes > 0 && last < until && lexed.figure(last).is_some() { last } else { first }
}
