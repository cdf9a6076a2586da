//! How the name of a journal is written: in full, abbreviated, with full stops.

use std::ops::Range;

use super::Way;
use super::abbreviations::{is_abbreviated, is_in_full, is_of_periodical};
use super::lexeme::{Kind, Lexed};

/// How many words a name has at most.
const LONGEST: usize = 14;
/// Words in a name that are written small.
const SMALL: [&str; 24] = [
    "of", "the", "and", "in", "for", "on", "to", "a", "an", "at", "de", "la", "le", "les", "des", "du", "der", "die",
    "das", "und", "für", "et", "del", "y",
];

/// What can be told of a journal's name.
#[derive(Clone, Debug, Default)]
pub(super) struct Journal {
    /// Its bytes.
    pub(super) at: Range<usize>,
    /// In full or abbreviated.
    pub(super) length: Option<Way>,
    /// Abbreviated with full stops or without.
    pub(super) stops: Option<Way>,
    /// Whether it has a word that only periodicals have.
    pub(super) is_sure: bool,
    /// Whether it may be one of the chemists’ journals that have no volumes.
    pub(super) is_of_chemists: bool,
}

/// Reads the name that ends before the lexeme `end`. `None` where it cannot be told from what is before it.
pub(super) fn read(lexed: &Lexed<'_>, from: usize, end: usize) -> Option<Journal> {
    let mut last = end;
    while last > from && lexed.is_any_mark(last - 1, &['.', ',', ';', ':', '(', '[']) {
        last -= 1;
    }
    // “Cancers (Basel)”
    if last > from && lexed.is_mark(last - 1, ')') {
        last = (from..last).rev().find(|index| lexed.is_mark(*index, '('))?;
    }
    let (mut first, mut words) = (last, 0);
    while first > from && words <= LONGEST {
        let before = first - 1;
        match lexed.kind(before) {
            Some(Kind::Word) => words += 1,
            Some(Kind::Mark('&' | '-')) => {}
            Some(Kind::Mark('.')) if before > from && is_stop_of_word(lexed, before) => {}
            _ => break,
        }
        first = before;
    }
    let is_name = |word: &str| word.starts_with(char::is_uppercase) || SMALL.contains(&word);
    let all = || (first..last).filter_map(|index| Some((index, lexed.word(index)?)));
    let begins = lexed.word(first).is_some_and(|word| word.starts_with(char::is_uppercase));
    // The title stands before it.
    let is_behind_title = (from..first).filter(|index| lexed.word(*index).is_some()).count() >= 2;
    if !begins || !is_behind_title || !(2..=LONGEST).contains(&words) || !all().all(|(_, word)| is_name(word)) {
        return None;
    }
    let (mut short, mut full, mut with_stop, mut without) = (0, 0, 0, 0);
    for (index, word) in all() {
        full += usize::from(is_in_full(word));
        if is_abbreviated(word) {
            short += 1;
            let is_last = index + 1 == last || index + 2 == last && lexed.has_stop(index);
            match lexed.has_stop(index) {
                // Behind the last word it may end the sentence.
                true if is_last => {}
                false if is_last && lexed.is_mark(index + 1, '.') => {}
                true => with_stop += 1,
                false => without += 1,
            }
        }
    }
    let length = match (short, full) {
        (0, 0) => None,
        (0, _) => Some(Way::JournalInFull),
        (_, 0) => Some(Way::JournalAbbreviated),
        _ => None,
    };
    let stops = match (with_stop, without) {
        (0, 0) => None,
        (_, 0) => Some(Way::JournalWithStops),
        (0, _) => Some(Way::JournalWithoutStops),
        _ => None,
    };
    let stops = stops.filter(|_| length == Some(Way::JournalAbbreviated));
    let is_sure = all().any(|(_, word)| is_of_periodical(word));
    let is_of_chemists = all().any(|(_, word)| word.starts_with("Chem") || word == "Dalton" || word == "Perkin");
    Some(Journal { at: lexed.span_of(first, last - 1), length, stops, is_sure, is_of_chemists })
}

/// Whether a full stop belongs to the abbreviation before it.
fn is_stop_of_word(lexed: &Lexed<'_>, stop: usize) -> bool {
    let is_letter = |word: &str| word.len() == 1 && word.starts_with(char::is_uppercase);
    lexed.has_stop(stop - 1) && lexed.word(stop - 1).is_some_and(|word| is_abbreviated(word) || is_letter(word))
}
