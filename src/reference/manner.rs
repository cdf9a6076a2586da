//! How a reference to an article is written, whatever it says: what the references of one list share.

mod abbreviations;
mod initials;
mod joint;
mod journal;
mod kind;
mod lexeme;
mod locus;
mod name;
mod names;
mod numbers;
mod pages;
mod way;

use std::ops::Range;

use smallvec::SmallVec;

use lexeme::Lexed;
use locus::Locus;
use names::Names;

pub use locus::Presence;
pub use way::{Habit, Way};

/// How many bytes a reference has at most; a longer item is a paragraph.
const LONGEST: usize = 1_500;
/// How many words stand at least between the names and the numbers: those of the title, and of the journal.
const FEWEST_WORDS: usize = 4;

/// How a reference is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// What can be told of it, of each habit once; nothing of what is no article in a journal.
    pub shown: SmallVec<[Shown; 8]>,
    /// What it has and lacks.
    pub parts: Parts,
    /// The bytes of its numbers, where what it lacks would stand.
    pub numbers: Range<usize>,
}

/// A way of writing, and where it is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The way.
    pub way: Way,
    /// Its bytes in the reference.
    pub at: Range<usize>,
}

/// What a reference to an article has and lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The year.
    pub year: Presence,
    /// The volume.
    pub volume: Presence,
    /// The pages, or the number of the article.
    pub pages: Presence,
    /// Whether it may lack some of them: what is in press does.
    pub may_lack: bool,
    /// Which year it gives.
    pub published: Option<i32>,
}

impl Parts {
    /// Whether they are those of an article in a journal.
    #[must_use]
    pub fn is_article(&self) -> bool {
        *self != Self::default()
    }
}

impl Manner {
    /// Reads a reference, `written` so, of which `prose` is the [words](super::prose). Nothing is told of what is no article
    /// in a journal, as far as can be seen.
    #[must_use]
    pub fn of(written: &str, prose: &str) -> Self {
        if prose.len() > LONGEST {
            return Self::default();
        }
        read(&Lexed::of(prose), written).unwrap_or_default()
    }

    /// The way that it has of a habit.
    #[must_use]
    pub fn way(&self, habit: Habit) -> Option<&Shown> {
        self.shown.iter().find(|shown| shown.way.habit() == habit)
    }
}

fn read(lexed: &Lexed<'_>, written: &str) -> Option<Manner> {
    if lexed.is_foreign {
        return None;
    }
    let names = names::read(lexed)?;
    let year = names::year_behind(lexed, names.end);
    let title = year.map_or(names.end, |(_, title)| title);
    if kind::is_other(lexed, title) {
        return None;
    }
    let end_of_work = end_of_work(lexed, title);
    let mut locus = locus::read(lexed, title, end_of_work, year.is_some())?;
    let words = (title..locus.row.start).filter(|index| lexed.word(*index).is_some()).count();
    if words < FEWEST_WORDS {
        return None;
    }
    let journal = journal::read(lexed, title, locus.row.start);
    let is_in_journal = locus.is_of_journal || journal.as_ref().is_some_and(|journal| journal.length.is_some());
    if locus.volume == Presence::Lacking && journal.as_ref().is_none_or(|journal| journal.is_of_chemists) {
        locus.volume = Presence::Unclear;
    }
    let all = [locus.year, locus.volume, locus.pages];
    let there = all.iter().filter(|part| **part == Presence::There).count();
    let mut manner = Manner::default();
    // Behind the numbers stand the publishers of books.
    let is_last = !(locus.row.end..end_of_work).any(|index| lexed.word(index).is_some());
    if is_last && (is_in_journal && there >= 2 || there == 3) {
        let is_sure = locus.is_of_journal || journal.as_ref().is_some_and(|journal| journal.is_sure);
        let may_lack = !is_sure || kind::is_coming(lexed, title);
        let written = year.map(|(index, _)| index).or(locus.year_at);
        let published = written.and_then(|index| lexeme::year(lexed.written(index)));
        let Locus { year, volume, pages, .. } = locus;
        manner.parts = Parts { year, volume, pages, may_lack, published };
        manner.numbers = trimmed(lexed, &locus.row);
    }
    if locus.volume == Presence::There && locus.pages == Presence::There {
        show_names(&mut manner, lexed, &names);
        if let Some((index, _)) = year {
            let bracket = lexed.is_any_mark(index - 1, &['(', '[']) && lexed.is_any_mark(index + 1, &[')', ']']);
            let beside = usize::from(bracket);
            manner.show(Way::YearBehindNames, lexed.span_of(index - beside, index + beside));
        } else if let Some((way, at)) = locus.order {
            manner.show(way, at);
        }
        if let Some(journal) = journal {
            manner.show_all([journal.length, journal.stops], &journal.at);
        }
        if let Some(range) = locus.range {
            let at = lexed.span_of(range.first, range.last);
            manner.show_all([pages::last(lexed, &range), pages::dash(lexed, &range)], &at);
        }
        if let Some((way, at)) = end(lexed, written, &locus.row) {
            manner.show(way, at);
        }
    }
    Some(manner)
}

impl Manner {
    fn show(&mut self, way: Way, at: Range<usize>) {
        self.shown.push(Shown { way, at });
    }

    fn show_all<const N: usize>(&mut self, ways: [Option<Way>; N], at: &Range<usize>) {
        self.shown.extend(ways.into_iter().flatten().map(|way| Shown { way, at: at.clone() }));
    }
}

fn show_names(manner: &mut Manner, lexed: &Lexed<'_>, names: &Names) {
    manner.show_all([names.order, names.given], &names.first);
    let Some(count) = names.count.and_then(|count| u16::try_from(count).ok()) else { return };
    match &names.et_al {
        Some(at) => manner.show(Way::EtAlBehind(count), at.clone()),
        None => manner.show(Way::AllNames(count), lexed.span_of(0, names.end - 1)),
    }
}

/// Where what is said of the work ends, and what is said of its copies begins.
fn end_of_work(lexed: &Lexed<'_>, from: usize) -> usize {
    let is = |index: usize, word: &str| lexed.is_word(index, word);
    let ends = |index: &usize| {
        let index = *index;
        ["doi", "pmid", "pmcid", "pubmed", "crossref", "epub", "accessed"].iter().any(|word| is(index, word))
            || is(index, "available") && ["from", "at", "online"].iter().any(|word| is(index + 1, word))
            || is(index, "published") && is(index + 1, "online")
            || is(index, "google") && is(index + 1, "scholar")
    };
    (from..lexed.len()).find(ends).unwrap_or(lexed.len())
}

/// The bytes of lexemes, without the marks around them.
fn trimmed(lexed: &Lexed<'_>, row: &Range<usize>) -> Range<usize> {
    let is_mark = |index: &usize| lexed.mark(*index).is_some();
    let (mut all, mut back) = (row.clone(), row.clone().rev());
    match (all.find(|index| !is_mark(index)), back.find(|index| !is_mark(index))) {
        (Some(first), Some(last)) => lexed.span_of(first, last),
        _ => lexed.at(row.start),
    }
}

/// Whether a full stop ends the reference. Behind an address or identifier many leave it out, so it is told only behind the
/// numbers.
fn end(lexed: &Lexed<'_>, written: &str, numbers: &Range<usize>) -> Option<(Way, Range<usize>)> {
    let last = numbers.clone().rev().find(|index| lexed.mark(*index).is_none())?;
    let behind = written.get(lexed.at(last).end..)?;
    let way = if behind.contains(['.', '．', '。']) { Way::Stop } else { Way::NoStop };
    (!behind.contains(char::is_alphanumeric)).then(|| (way, lexed.at(last)))
}

#[cfg(test)]
mod tests;
