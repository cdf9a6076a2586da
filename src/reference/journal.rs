//! The journal of a reference as written.

use std::ops::Range;

use super::container;
use super::judgement::Part;
use super::locator::Locator;
use super::words::{Word, floor, words};
use crate::record::{Record, WorkType};

/// How many words a journal's name has at most, as written.
const LONGEST_NAME: usize = 16;

/// The names of the recorded journals.
fn names(records: &[&Record]) -> impl Iterator<Item = container::Name> {
    let names =
        records.iter().flat_map(|record| [record.container_title.as_deref(), record.container_short.as_deref()]);
    names.flatten().map(container::Name::of)
}

/// How long a word of an abbreviated name may be: “Ecotoxicol.”
const ABBREVIATED: usize = 10;

/// Whether words are a recorded journal, and nothing else.
pub(super) fn is_name(words: &[Word], records: &[&Record]) -> bool {
    names(records).any(|name| name.is(words))
}

/// Whether a recorded journal is among words.
pub(super) fn is_in(words: &[Word], records: &[&Record]) -> bool {
    names(records).any(|name| name.is_in(words))
}

/// Whether a text begins with a recorded journal.
pub(super) fn begins(all: &[Word], records: &[&Record]) -> bool {
    names(records).any(|name| name.begins(all))
}

/// The journal, which stands behind the title.
pub(super) fn part(text: &str, title: &Range<usize>, locator: &Locator, records: &[&Record]) -> Part {
    let names =
        records.iter().flat_map(|record| [record.container_title.as_deref(), record.container_short.as_deref()]);
    let mut recorded: Vec<&str> = names.flatten().collect();
    recorded.dedup();
    let is_article = records.iter().all(|record| record.work_type == WorkType::Article);
    if recorded.is_empty() || !is_article {
        return Part::Open;
    }
    let begin = title.end + type_mark(&text[title.end..]);
    let first = locator.all.iter().map(|figure| figure.at.start).find(|start| *start >= title.end);
    // “Phys. Lett. B716”: the letter is the journal's.
    let has_letter = first.is_some_and(|first| {
        let figure = &text.as_bytes()[first..];
        figure[0].is_ascii_uppercase() && figure.get(1).is_some_and(u8::is_ascii_digit)
    });
    let end = first.map_or(text.len(), |first| first + usize::from(has_letter));
    let region = without_labels(&text[begin..end.max(begin)]);
    let all = words(region);
    // Most often it is written as some record has it.
    if recorded.iter().any(|name| is_run(&words(name), &all)) {
        return Part::Agrees;
    }
    let names: Vec<container::Name> = recorded.iter().map(|name| container::Name::of(name)).collect();
    if names.iter().any(|name| name.is_in(&all)) {
        return Part::Agrees;
    }
    // What is left of a title may come first: the name is what stands last.
    let written = last_sentence(region);
    let name = words(&region[written.clone()]);
    let at = match (name.first(), name.last()) {
        (Some(first), Some(last)) => written.start + first.at.start..written.start + last.at.end,
        _ => return Part::Open,
    };
    let is_name = region[at.start..].chars().next().is_some_and(char::is_uppercase) && name.len() <= LONGEST_NAME;
    // “Angew. Chem. 113 (2001) 2056; Angew. Chem. Int. Ed. 40 (2001) 2004” gives two places of one work.
    let behind = words(&text[title.end..]);
    if names.iter().any(|one| one.may_be(&name) || one.is_in(&behind)) {
        return Part::Open;
    }
    let is_language = |word: &Word| {
        matches!(
            &*word.key,
            "chinese" | "german" | "french" | "spanish" | "japanese" | "russian" | "article" | "abstract"
        )
    };
    // The name of a book is no journal's.
    let is_in_book = ["In:", " In ", "eds.", "editor"].iter().any(|mark| region.contains(mark));
    if !is_name || is_in_book || name.iter().any(is_language) || first.is_none() {
        return Part::Open;
    }
    Part::Differs(begin + at.start..begin + at.end)
}

/// Whether words stand in a row among others.
fn is_run(run: &[Word], all: &[Word]) -> bool {
    !run.is_empty() && all.windows(run.len()).any(|row| row.iter().zip(run).all(|(one, other)| one.key == other.key))
}

/// How many bytes the mark of a type of work takes behind a title: “[J]” (GB/T 7714).
fn type_mark(behind: &str) -> usize {
    let inner = behind.trim_start().strip_prefix('[');
    let end = inner.and_then(|inner| inner.find(']').map(|end| (inner, end)));
    match end {
        Some((inner, end))
            if (1..=4).contains(&end) && inner[..end].bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'/') =>
        {
            behind.len() - inner.len() + end + 1
        }
        _ => 0,
    }
}

/// Words before a number that are none of the journal's.
const BEFORE_NUMBERS: [&str; 22] = [
    "vol", "volume", "no", "nr", "issue", "pp", "p", "article", "art", "jan", "feb", "mar", "apr", "may", "jun", "jul",
    "aug", "sep", "sept", "oct", "nov", "dec",
];

fn without_labels(region: &str) -> &str {
    let words = words(region);
    let last = words.iter().rposition(|word| !BEFORE_NUMBERS.contains(&&*word.key));
    let end = last.and_then(|last| words.get(last + 1)).map_or(region.len(), |label| label.at.start);
    &region[..end]
}

/// What stands last in a text of sentences. A name may have full stops: “J. Clin. Oncol.”
fn last_sentence(region: &str) -> Range<usize> {
    let end = region.trim_end_matches(|ch: char| !ch.is_alphanumeric() && ch != ')').len();
    // A name has fewer bytes.
    let mut start = floor(region, end.saturating_sub(400));
    let from = start;
    for (at, mark) in region[from..end].match_indices([',', '.', '”', '’', '"', '\'', '?', '!', ';']) {
        let at = from + at;
        let before = words(&region[start..at]);
        let may_be_short = |word: &Word| {
            word.key.len() <= ABBREVIATED && region[start + word.at.start..].starts_with(char::is_uppercase)
        };
        let is_short = mark == "." && before.len() <= LONGEST_NAME && before.iter().all(may_be_short);
        let is_apostrophe = mark == "’" && region[at + mark.len()..].starts_with(char::is_alphabetic);
        if !is_short && !is_apostrophe || before.is_empty() {
            start = at + mark.len();
        }
    }
    start..end
}
