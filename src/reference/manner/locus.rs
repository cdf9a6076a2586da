//! Where a work stands in its journal: what of year, volume and pages a reference gives, and in which order.

use std::ops::Range;

use super::Way;
use super::lexeme::Lexed;
use super::numbers::{self, Label, Number, Row};

/// Whether a reference has a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// It cannot be told.
    #[default]
    Unclear,
    /// It has it.
    There,
    /// It has it not.
    Lacking,
}

/// What the row of numbers says.
#[derive(Clone, Debug, Default)]
pub(super) struct Locus {
    /// The lexemes of the row.
    pub(super) row: Range<usize>,
    pub(super) year: Presence,
    /// The lexeme of the year, if it stands here.
    pub(super) year_at: Option<usize>,
    pub(super) volume: Presence,
    pub(super) pages: Presence,
    /// Where the year stands, if it stands here, with what is shown of it.
    pub(super) order: Option<(Way, Range<usize>)>,
    /// The pages, if they are a range.
    pub(super) range: Option<Number>,
    /// Whether it is as only journals have it: “12(3)”, “2010;12”.
    pub(super) is_of_journal: bool,
}

/// Reads the row of numbers among these lexemes. `has_year`: the year stands before the title.
pub(super) fn read(lexed: &Lexed<'_>, from: usize, until: usize, has_year: bool) -> Option<Locus> {
    let at = numbers::find(lexed, from, until)?;
    let mut row = numbers::read(lexed, &at)?;
    // Of many years none is that of the work.
    if row.iter().filter(|number| number.is_year).count() > 2 {
        return None;
    }
    let mut locus = Locus { row: at, ..Locus::default() };
    let year = if has_year { None } else { take_year(lexed, &mut row, &mut locus) };
    locus.year_at = year.as_ref().map(|year| year.first);
    locus.year = match &year {
        Some(_) => Presence::There,
        None if has_year => Presence::There,
        None if (from..lexed.len()).any(|index| lexed.figure(index).is_some_and(is_like_year)) => Presence::Unclear,
        None => Presence::Lacking,
    };
    let is_issue = |number: &Number| {
        number.label == Some(Label::Issue) || number.label.is_none() && lexed.is_mark(number.first.wrapping_sub(1), '(')
    };
    let has_issue = row.iter().any(is_issue);
    let is_at_issue = |number: &Number| lexed.is_mark(number.last + 1, '(') && has_issue;
    let rest: Vec<&Number> = row.iter().filter(|number| !is_issue(number)).collect();
    let is_behind_year = |number: &Number| {
        year.as_ref().is_some_and(|year| number.first == year.last + 2 && lexed.is_mark(year.last + 1, ';'))
    };
    locus.is_of_journal = rest.first().is_some_and(|first| is_at_issue(first) || is_behind_year(first));
    let (mut volume, mut pages) = (None, None);
    match &*rest {
        [] => {}
        [only] if only.label == Some(Label::Volume) => volume = Some(*only),
        [only] if only.is_range() || only.label == Some(Label::Pages) => pages = Some(*only),
        [only] if is_at_issue(only) || is_behind_year(only) && !lexed.is_mark(only.last + 1, ':') => {
            volume = Some(*only);
        }
        [_] => return Some(locus),
        [first, .., last] => (volume, pages) = (Some(*first), Some(*last)),
    }
    if volume.is_some_and(|volume| !is_like_volume(lexed.written(volume.first))) {
        return Some(locus);
    }
    let is_unclear = year.is_none() && locus.year != Presence::There && rest.len() < 2;
    let presence = |part: Option<&Number>| match part {
        Some(_) => Presence::There,
        None if is_unclear => Presence::Unclear,
        None => Presence::Lacking,
    };
    // Journals without volumes number their issues, and magazines go by the month.
    let has_other = has_issue || locus.row.clone().any(|index| lexed.word(index).is_some_and(numbers::is_month));
    // What is counted from the first page may have appeared before its volume.
    let is_count = pages.is_some_and(|pages| lexed.written(pages.first) == "1");
    locus.volume = if volume.is_none() && (has_other || is_count) { Presence::Unclear } else { presence(volume) };
    // “40 (345–370)”, “5(514)”: pages may stand where an issue does.
    let may_be_pages =
        |number: &Number| is_issue(number) && (number.is_range() || lexed.written(number.first).len() > 2);
    locus.pages = if pages.is_none() && row.iter().any(may_be_pages) { Presence::Unclear } else { presence(pages) };
    locus.range = pages.filter(|pages| pages.is_range()).cloned();
    if let (Some(year), Some(volume)) = (&year, volume) {
        locus.order = order(lexed, year, volume, pages);
    }
    Some(locus)
}

/// Where the year stands to volume and pages, and both as they are written.
fn order(lexed: &Lexed<'_>, year: &Number, volume: &Number, pages: Option<&Number>) -> Option<(Way, Range<usize>)> {
    if year.first < volume.first {
        return Some((Way::YearBehindJournal, lexed.span_of(year.first, volume.last)));
    }
    let pages = pages.filter(|pages| is_like_pages(lexed, pages))?;
    let bracket = usize::from(lexed.is_mark(year.last + 1, ')'));
    if year.first > pages.first {
        Some((Way::YearBehindPages, lexed.span_of(pages.first, year.last + bracket)))
    } else {
        Some((Way::YearBehindVolume, lexed.span_of(volume.first, year.last + bracket)))
    }
}

/// Takes the year out of a row, if it is beyond doubt.
fn take_year(lexed: &Lexed<'_>, row: &mut Row, locus: &mut Locus) -> Option<Number> {
    // “284(1855)”: an issue, where there is another year.
    let is_issue = |number: &Number| {
        let before = number.first.wrapping_sub(2);
        lexed.is_mark(number.first.wrapping_sub(1), '(')
            && row.iter().any(|other| other.last == before && !other.is_year)
            && row.iter().filter(|other| other.is_year).count() > 1
    };
    let is_bracketed = |number: &Number| {
        lexed.is_mark(number.first.wrapping_sub(1), '(')
            && lexed.is_any_mark(number.last + 1, &[')', ','])
            && !is_issue(number)
    };
    let is_before_volume = |number: &Number| lexed.is_mark(number.last + 1, ';');
    let candidates = |row: &Row| row.iter().filter(|number| number.is_year).count();
    let only = |row: &Row, is: &dyn Fn(&Number) -> bool| {
        let mut found = row.iter().enumerate().filter(|(_, number)| number.is_year && is(number));
        found.next().map(|(index, _)| index).filter(|_| found.next().is_none())
    };
    let index = only(row, &is_bracketed).or_else(|| only(row, &is_before_volume)).or_else(|| only(row, &|_| true));
    // “2010, 12, 1999”: what stands first and begins the row.
    let index = index.or_else(|| {
        let is_first = row.first().is_some_and(|first| first.is_year && first.first == locus.row.start);
        (is_first && candidates(row) > 1 && row.len() > 2).then_some(0)
    })?;
    Some(row.remove(index))
}

/// Whether a number may be that of a volume: “12”, “B716”, and no patent’s or report’s.
fn is_like_volume(figure: &str) -> bool {
    let digits = figure.bytes().filter(u8::is_ascii_digit).count();
    digits <= 4 && figure.len() <= digits + 2
}

/// Whether a number is that of pages and no issue’s.
fn is_like_pages(lexed: &Lexed<'_>, pages: &Number) -> bool {
    let figure = lexed.written(pages.first);
    pages.is_range()
        || pages.label == Some(Label::Pages)
        || figure.len() > 2
        || lexed.is_mark(pages.first.wrapping_sub(1), ':')
}

/// Whether a number has the four digits of a year, whatever stands around them.
fn is_like_year(figure: &str) -> bool {
    figure.bytes().filter(u8::is_ascii_digit).count() >= 4
}
