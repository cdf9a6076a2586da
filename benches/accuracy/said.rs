//! What a reference says, before it is written in a style.

use ibid::record::Name;

use super::chance::Chance;
use super::works::Work;

/// First and last page, or the number of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pages {
    /// The first, or the only one.
    pub(crate) first: String,
    /// The last, in full.
    pub(crate) last: Option<String>,
}

/// What a reference says of a work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// The authors in order.
    pub(crate) authors: Vec<Name>,
    /// The title.
    pub(crate) title: String,
    /// The journal in full, as PubMed has it.
    pub(crate) journal: String,
    /// The journal's abbreviation without dots.
    pub(crate) short: String,
    /// The year.
    pub(crate) year: i32,
    /// The month of that year.
    pub(crate) month: Option<u8>,
    /// The volume.
    pub(crate) volume: String,
    /// The issue.
    pub(crate) issue: Option<String>,
    /// The pages.
    pub(crate) pages: Pages,
}

impl Said {
    /// What somebody says who has read the work: the year in print or the one online, a title in its own language or in English.
    pub(crate) fn of(work: &Work, chance: &mut Chance) -> Self {
        let record = &work.record;
        let dates = [record.dates.issued, record.dates.print, record.dates.online].into_iter().flatten();
        let dates: Vec<_> = dates.collect();
        let date = chance.of(&dates);
        let english = record.title.clone().unwrap_or_default();
        let title = match record.other_titles.first() {
            None => english,
            Some(own) => match chance.below(4) {
                0 => own.clone(),
                1 => format!("{own} [{english}]"),
                2 => format!("[{english}]"),
                _ => english,
            },
        };
        let journal = record.container_title.clone().unwrap_or_default();
        Self {
            authors: record.authors.iter().map(|author| author.name.clone()).collect(),
            title,
            short: record.container_short.clone().unwrap_or_else(|| journal.clone()),
            journal,
            year: date.year,
            month: date.month,
            volume: record.volume.clone().unwrap_or_default(),
            issue: record.issue.clone(),
            pages: work.pages.clone(),
        }
    }
}

impl Pages {
    /// Reads `187-94`, `S12-8`, `e104`; nothing else, since nobody knows how that is written.
    pub(crate) fn of(written: &str) -> Option<Self> {
        let (first, last) = match written.split_once('-') {
            Some((first, last)) => (first, Some(last)),
            None => (written, None),
        };
        let (letters, digits) = parted(first)?;
        let Some(last) = last else { return Some(Self { first: first.to_owned(), last: None }) };
        let (last_letters, last_digits) = parted(last)?;
        // What is left out of the last page stands in the first.
        let kept = digits.len().saturating_sub(last_digits.len());
        let last = format!("{letters}{}{last_digits}", &digits[..kept]);
        let is_range = last_letters.is_empty() || last_letters == letters;
        is_range.then(|| Self { first: first.to_owned(), last: (last != *first).then_some(last) })
    }

    /// The last page without the digits that it shares with the first: `94` of `187-194`.
    pub(crate) fn shortened(&self) -> Option<String> {
        let last = self.last.as_deref()?;
        if last.len() != self.first.len() {
            return Some(last.to_owned());
        }
        let shared = self.first.bytes().zip(last.bytes()).take_while(|(one, other)| one == other).count();
        last.get(shared..).filter(|rest| !rest.is_empty()).map(str::to_owned)
    }
}

/// At most two letters, and the digits behind them.
fn parted(page: &str) -> Option<(&str, &str)> {
    let letters = page.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = page.split_at(letters);
    let is_sound = letters.len() <= 2 && (1..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_sound.then_some((letters, digits))
}
