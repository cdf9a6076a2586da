//! Another title in the place of the recorded one.

use super::judgement::{Part, titles};
use super::words::{Word, words};
use crate::record::Record;

/// How many words that no record has make up another title.
const OTHER_TITLE: usize = 4;

/// Whether another title is written than any of the records'.
pub(super) fn find(text: &str, all: &[Word], records: &[&Record]) -> Part {
    let recorded: Vec<Word> =
        records.iter().flat_map(|record| titles(record)).flat_map(|title| words(&title)).collect();
    // A title in another language or script may be the same.
    let is_english = |record: &&&Record| record.language.as_deref().is_none_or(|language| language.starts_with("en"));
    if recorded.len() < 3 || !records.iter().all(|record| is_english(&record)) {
        return Part::Open;
    }
    let names = records.iter().flat_map(|record| {
        let people = record.authors.iter().chain(&record.editors).map(|contributor| contributor.name.family());
        people
            .chain(record.container_title.as_deref())
            .chain(record.container_short.as_deref())
            .chain(record.publisher.as_deref())
    });
    let known: Vec<Word> = names.flat_map(words).chain(recorded.iter().cloned()).collect();
    let is_known = |word: &&Word| REMARKS.contains(&&*word.key) || known.iter().any(|other| other.key == word.key);
    let lower: Vec<&Word> = all.iter().filter(|word| word.is_content() && is_lower(text, word)).collect();
    // In capitals a title is what has no commas.
    let row = || {
        all.chunk_by(|one, other| {
            text[one.at.end..other.at.start].chars().all(|ch| !matches!(ch, ',' | ';' | '.' | '('))
        })
    };
    let row = row().max_by_key(|row| row.iter().filter(|word| word.is_content()).count()).unwrap_or_default();
    let row: Vec<&Word> = row.iter().filter(|word| word.is_content()).collect();
    let content = if lower.len() >= row.len() { lower } else { row };
    let foreign: Vec<&&Word> = content.iter().filter(|word| !is_known(word)).collect();
    let shared =
        recorded.iter().filter(|word| word.is_content() && all.iter().any(|other| other.key == word.key)).count();
    let told = recorded.iter().filter(|word| word.is_content()).count();
    if foreign.len() < OTHER_TITLE
        || shared * 3 > told
        || all.iter().any(|word| matches!(&*word.key, "see" | "cf"))
        || in_other_tongue(&content_of(all, &content), &recorded)
        || has_other_letters(text, &content_of(all, &content), records)
        || !text.is_ascii() && recorded.iter().all(|word| word.key.is_ascii()) && is_foreign_script(text)
    {
        return Part::Open;
    }
    match (content.first(), content.last()) {
        (Some(first), Some(last)) => Part::Differs(first.at.start..last.at.end),
        _ => Part::Open,
    }
}

/// Words of references that are none of a title's.
const REMARKS: [&str; 14] = [
    "published",
    "online",
    "ahead",
    "print",
    "accepted",
    "manuscript",
    "available",
    "press",
    "preprint",
    "advance",
    "publication",
    "forthcoming",
    "accessed",
    "retrieved",
];
const ENGLISH: [&str; 10] = ["the", "of", "and", "for", "with", "to", "by", "from", "on", "between"];
const OTHER_TONGUES: [&str; 52] = [
    "der", "das", "und", "von", "bei", "im", "zur", "zum", "mit", "fur", "eine", "einer", "eines", "des", "den",
    "uber", "el", "los", "las", "del", "una", "para", "con", "por", "la", "le", "les", "du", "et", "dans", "chez",
    "sur", "aux", "une", "della", "delle", "degli", "di", "il", "per", "nel", "een", "van", "het", "voor", "da", "do",
    "dos", "em", "na", "de", "och",
];

/// The words from the first to the last of some of them.
fn content_of(all: &[Word], content: &[&Word]) -> Vec<Word> {
    let (Some(first), Some(last)) = (content.first(), content.last()) else { return Vec::new() };
    all.iter().filter(|word| (first.at.start..last.at.end).contains(&word.at.start)).cloned().collect()
}

/// Whether one of two texts is English and the other is not, by their little words.
fn in_other_tongue(written: &[Word], recorded: &[Word]) -> bool {
    let count = |words: &[Word], of: &[&str]| words.iter().filter(|word| of.contains(&&*word.key)).count();
    let tongue = |words: &[Word]| (count(words, &ENGLISH), count(words, &OTHER_TONGUES));
    let (one, other) = (tongue(written), tongue(recorded));
    one.0 == 0 && other.1 == 0 && (one.1 >= 2 || one.1 == 1 && other.0 >= 2)
        || other.1 >= 2 && other.0 == 0 && one.0 > 0
}

/// Whether one of two titles has accents as English titles seldom have, and the other has none.
fn has_other_letters(text: &str, written: &[Word], records: &[&Record]) -> bool {
    let accented = |text: &str| text.chars().any(|ch| matches!(ch, '\u{c0}'..='\u{24f}') && ch.is_alphabetic());
    let here = written.iter().filter(|word| accented(&text[word.at.clone()])).count();
    let of_title = |title: &str| {
        let said = words(title);
        let many = title.split_whitespace().filter(|word| accented(word)).count();
        let is_english = said.iter().any(|word| ENGLISH.contains(&&*word.key));
        here == 0 && (many >= 2 || many == 1 && !is_english) || many == 0 && here >= 2
    };
    records.iter().flat_map(|record| titles(record)).any(|title| of_title(&title))
}

/// Whether a word is written as words of a title are, not as names: in lower case.
fn is_lower(text: &str, word: &Word) -> bool {
    text[word.at.clone()].chars().next().is_some_and(char::is_lowercase)
}

pub(super) fn is_foreign_script(text: &str) -> bool {
    let letters = || text.chars().filter(|ch| ch.is_alphabetic());
    letters().filter(|ch| *ch > '\u{36f}').count() * 3 > letters().count()
}
