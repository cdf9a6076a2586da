//! What a reference without an identifier is looked for by, and whether what was found is it.

use super::judgement::{Judgement, Part, judge, title_part, titles, years};
use super::locator::{self, Figure};
use super::people;
use super::words::{Word, is_near, words};
use crate::record::{Field, Record, WorkType};
use crate::sources::pubmed::CitedPlace;

/// What a reference is looked for by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// All that the reference says.
    pub text: String,
    /// Its words, at most [`LONGEST`](Self::LONGEST) bytes of them.
    pub words: String,
    /// The words that tell it from others, folded, for an index of words.
    pub telling: Vec<String>,
    /// Where it appeared, as far as it can be read without knowing the work; `None` where too little can.
    pub place: Option<CitedPlace>,
}

/// How many words a reference has at least.
const SHORTEST: usize = 7;
/// How many telling words are looked for.
const TELLING: usize = 16;
/// How many words of a journal's name are looked for.
const JOURNAL: usize = 8;

/// What no registry of articles has, or has in many editions: none of it is looked for.
const EXEMPT: [&str; 35] = [
    "http",
    "www.",
    "doi.org",
    "isbn",
    "thesis",
    "dissertation",
    "patent no",
    "us patent",
    "personal communication",
    "unpublished",
    "in press",
    "submitted to",
    "submitted for",
    "in preparation",
    "forthcoming",
    "accepted for publication",
    "available at",
    "available from",
    "available online",
    "accessed",
    "retrieved from",
    "computer software",
    "2nd ed.",
    "3rd ed.",
    "4th ed.",
    "5th ed.",
    "6th ed.",
    "edition",
    "eds.",
    "editors",
    "university press",
    "technical report",
    "working paper",
    "white paper",
    "annual report",
];

impl Sought {
    /// The longest words, in bytes: more tells nothing, and makes an address too long.
    pub const LONGEST: usize = 400;

    /// What a reference of these words is looked for by; `None` where it is not one of an article.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let begins_with_name = || {
            people::first_name(text).is_some_and(|(family, initials)| {
                !initials.is_empty() && family.split(' ').any(|word| word.starts_with(char::is_uppercase))
            })
        };
        let has_people = text.to_lowercase().contains("et al") || text.contains(['“', '"']) || begins_with_name();
        if has_people { Self::of_entry(text) } else { None }
    }

    /// The same of the fields of an entry in the order of a reference.
    #[must_use]
    pub fn of_entry(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        // “Synthesis” is no thesis.
        let begins_word = |at: usize| !lower[..at].ends_with(char::is_alphabetic);
        if EXEMPT.iter().any(|mark| lower.match_indices(mark).any(|(at, _)| begins_word(at))) {
            return None;
        }
        let all = words(text);
        let locator = locator::read(text, &all, 0..0);
        if all.len() < SHORTEST || locator.years.is_empty() {
            return None;
        }
        let mut telling: Vec<String> = Vec::new();
        for word in all.iter().filter(|word| word.is_content()) {
            if telling.len() < TELLING && !telling.contains(&word.key.to_string()) {
                telling.push(word.key.to_string());
            }
        }
        let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let end = super::words::floor(&spaced, Self::LONGEST);
        Some(Self { text: text.to_owned(), words: spaced[..end].to_owned(), telling, place: place(text, &locator) })
    }
}

/// Where a work appeared, guessed from the order of things.
fn place(text: &str, locator: &locator::Locator) -> Option<CitedPlace> {
    let (year, at) = locator.years.first()?;
    let (volume, page) = (locator.volume.as_ref()?, locator.page.as_ref()?);
    let start = |figure: &Figure| figure.at.start;
    let mut end = start(volume).min(start(page));
    // In styles that have the year behind the journal.
    if at.start < end && at.start * 2 > end {
        end = at.start;
    }
    let (family, initials) = people::first_name(text)?;
    Some(CitedPlace {
        journal: journal_before(&text[..end])?,
        year: year.to_string(),
        volume: volume.text.clone(),
        first_page: page.text.clone(),
        author: format!("{family} {initials}").trim().to_owned(),
    })
}

/// The name at the end of a text, back to the word that ends a title: one in lower case, or a long one, with a stop.
fn journal_before(text: &str) -> Option<String> {
    let mut name: Vec<&str> = Vec::new();
    let text = text.trim_end_matches(|ch: char| !ch.is_alphabetic());
    for word in text.split_whitespace().rev() {
        let ends = word.ends_with(['.', ',', '”', '"', '?', '!', ':', ';', '’']);
        let letters = word.trim_matches(|ch: char| !ch.is_alphanumeric());
        let is_of_title = letters.chars().count() > 5 || letters.starts_with(char::is_lowercase);
        if name.len() == JOURNAL || ends && is_of_title && !name.is_empty() {
            break;
        }
        name.push(letters);
    }
    name.retain(|word| !word.is_empty() && !matches!(*word, "vol" | "Vol" | "volume"));
    name.reverse();
    (!name.is_empty()).then(|| name.join(" "))
}

/// The fields in which a reference agrees with the records of a work that a search found; `None` where that is not enough for
/// it to be the one: title, first author and year must agree, and volume, page or journal, and nothing may differ.
#[must_use]
pub fn agreement(text: &str, records: &[&Record]) -> Option<Vec<Field>> {
    let is_article = |record: &&Record| matches!(record.work_type, WorkType::Article | WorkType::ProceedingsPaper);
    if records.is_empty() || records.iter().any(|record| record.is_notice()) || !records.iter().any(is_article) {
        return None;
    }
    if !has_year(text, records) || !has_title(text, records) || !begins_with_first_author(text, records) {
        return None;
    }
    let Judgement { title, first_author, authors, year, container, volume, issue, page, .. } = judge(text, records);
    let parts = [
        (Field::Title, title),
        (Field::Authors, first_author),
        (Field::Dates, year),
        (Field::ContainerTitle, container),
        (Field::Volume, volume),
        (Field::Issue, issue),
        (Field::Pages, page),
    ];
    if authors.differs() || parts.iter().any(|(_, part)| part.differs()) {
        return None;
    }
    let agreeing: Vec<Field> =
        parts.into_iter().filter(|(_, part)| *part == Part::Agrees).map(|(field, _)| field).collect();
    let has = |field: Field| agreeing.contains(&field);
    let is_placed = has(Field::Volume) || has(Field::Pages) || has(Field::ContainerTitle);
    (has(Field::Title) && has(Field::Authors) && has(Field::Dates) && is_placed).then_some(agreeing)
}

/// Whether the first name is that of a recorded first author, not of any.
fn begins_with_first_author(text: &str, records: &[&Record]) -> bool {
    let firsts = records.iter().filter_map(|record| record.authors.get(..1));
    people::begins_with_known(text, &people::Recorded::of(firsts))
}

/// Whether a recorded year is written: one year beside it may be another version.
fn has_year(text: &str, records: &[&Record]) -> bool {
    let all = words(text);
    let written = locator::read(text, &all, 0..0).years;
    records.iter().flat_map(|record| years(record)).any(|year| written.iter().any(|(written, _)| *written == year))
}

/// Whether a recorded title is written with the very same words, spelling aside: “part II”, “a protocol for” are other works.
fn has_title(text: &str, records: &[&Record]) -> bool {
    let all = words(text);
    let (_, Some(at)) = title_part(text, &all, records) else { return false };
    // What stands in the same sentence is of the title.
    let goes_on = |at: usize| !text[all[at - 1].at.end..all[at].at.start].contains(['.', ',', ';', '?', '(', '“', '"']);
    let start = (1..=at.start).rev().find(|at| !goes_on(*at)).unwrap_or(0);
    let end = (at.end..all.len()).find(|at| !goes_on(*at)).unwrap_or(all.len());
    let at = start..end;
    let tells =
        |word: &&Word| word.is_content() || word.key.bytes().any(|byte| byte.is_ascii_digit()) || is_number(word);
    let written: Vec<&Word> = all[at].iter().filter(tells).collect();
    let has_all = |one: &[&Word], other: &[&Word]| {
        let is_same =
            |one: &Word, other: &Word| one.key == other.key || one.is_content() && is_near(&one.key, &other.key);
        one.iter().all(|word| other.iter().any(|other| is_same(word, other)))
    };
    records.iter().flat_map(|record| titles(record)).any(|title| {
        let title = words(&title);
        let recorded: Vec<&Word> = title.iter().filter(tells).collect();
        has_all(&written, &recorded) && has_all(&recorded, &written)
    })
}

/// Whether a word is a number of a part, in Roman figures or as a letter.
fn is_number(word: &Word) -> bool {
    word.key.len() <= 4 && word.key.chars().all(|ch| matches!(ch, 'i' | 'v' | 'x')) || matches!(&*word.key, "b" | "c")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::example::article_without_subtitle;

    fn place(text: &str) -> String {
        let place = Sought::of(text).and_then(|sought| sought.place);
        let place = place.map(|CitedPlace { journal, year, volume, first_page, author }| {
            [journal, year, volume, first_page, author].join("|")
        });
        place.unwrap_or_default()
    }

    #[test]
    fn a_place_is_read_in_every_order() {
        for text in [
            "Doe JA, Roe R. Sleep loss and the response of ageing mice. J Sleep Res. 2010;12(3):145-50.",
            "Doe, J. A., & Roe, R. (2010). Sleep loss and the response of ageing mice. J. Sleep Res., 12(3), 145–150.",
            "Doe, J.A.; Roe, R. Sleep loss and the response of ageing mice. J. Sleep Res. 2010, 12, 145-150.",
            "J.A. Doe, R. Roe, Sleep loss and the response of ageing mice, J. Sleep Res. 12 (2010) 145–150.",
        ] {
            let expected = "J Sleep Res|2010|12|145|";
            assert!(
                place(text).starts_with(expected) && place(text).to_lowercase().contains("doe ja"),
                "{text}: {}",
                place(text)
            );
        }
    }

    #[test]
    fn what_is_no_article_is_not_looked_for() {
        for text in [
            "Doe JA. Sleep loss. Available at www.example.org. 2010;12:3.",
            "Doe JA. Sleep loss and the immune response of ageing mice. PhD thesis, University of Somewhere, 2010.",
            "Doe JA. The Handbook of Sleep and Its Disorders. 3rd ed. New York: Wiley; 2010.",
            "Doe JA. The Handbook of Sleep and Its Disorders. Oxford: Oxford University Press; 2010.",
            "Regulation (EU) 2016/679 of the European Parliament and of the Council of 27 April 2016",
            "Doe 2010.",
            "See the supplement.",
        ] {
            assert_eq!(Sought::of(text), None, "{text}");
        }
    }

    #[test]
    fn articles_are_looked_for_whatever_their_titles_are_of() {
        for text in [
            "Doe JA, Roe R. Synthesis of a peptide that was thought to be a hypothesis. J Pept Sci. 2010;12:145-50.",
            "Doe JA. Patent ductus arteriosus in an old man: a case report. J Case Rep. 2010;12:145.",
            "Doe J.A., Editorial guidelines of a conference report: a content analysis, J. Ed. 12 (2010) 145.",
        ] {
            assert!(Sought::of(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_candidate_agrees_in_enough_and_differs_in_nothing() {
        let record = article_without_subtitle();
        let agrees = |text: &str| agreement(text, &[&record]).is_some();
        assert!(agrees("Doe JA. Sleep loss and the immune response of ageing mice. J Sleep Res. 2010;12:145-50."));
        for text in [
            "Doe JA. Sleep loss and the immune response of ageing mice. J Sleep Res. 2010;13:145-50.",
            "Roe R. Sleep loss and the immune response of ageing mice. J Sleep Res. 2010;12:145-50.",
            "Doe JA. Sleep loss and the immune response of ageing mice. Conference talk. 2010.",
            "Doe JA. Sleep loss and exercise in old rats: a trial. J Sleep Res. 2010;12:145-50.",
            "Doe JA. J Sleep Res. 2010;12:145-50.",
            "Doe JA. Sleep loss and the immune response of ageing mice. J Sleep Res. 2011;12:145-50.",
            "Doe JA. Sleep loss and the immune response of ageing mice II. J Sleep Res. 2010;12.",
            "Doe JA. Sleep loss and the immune response of ageing mice and humans. J Sleep Res. 2010;12:145-50.",
            "Doe JA. A protocol for sleep loss and the immune response of ageing mice. J Sleep Res. 2010;12.",
        ] {
            assert!(!agrees(text), "{text}");
        }
    }
}
