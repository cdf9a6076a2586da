//! A reference into which an error is brought.

use ibid::record::{Name, folded};

use super::chance::Chance;
use super::named::Named;
use super::said::Said;
use super::works::{Stock, Work};

/// A reference into which an error is brought.
pub(crate) struct Slip<'a> {
    /// What it says.
    pub(crate) said: Said,
    /// What it names.
    pub(crate) named: Named,
    /// The work that it means.
    pub(crate) work: &'a Work,
    /// Another work.
    pub(crate) other: &'a Work,
    /// All works.
    pub(crate) stock: &'a Stock,
    /// Where what is drawn comes from.
    pub(crate) chance: &'a mut Chance,
}

impl Slip<'_> {
    /// The first and the last year that PubMed has for the work, and the one that the reference has.
    pub(crate) fn years(&self) -> (i32, i32) {
        let dates = &self.work.record.dates;
        let recorded = [dates.issued, dates.print, dates.online].into_iter().flatten().map(|date| date.year);
        let years: Vec<i32> = recorded.chain([self.said.year]).collect();
        (years.iter().copied().min().unwrap_or_default(), years.iter().copied().max().unwrap_or_default())
    }

    /// Puts a person in the place of another, if that makes one whom the work has not.
    pub(crate) fn put_author(&mut self, at: usize, name: Name) -> Option<()> {
        let key = name.folded_family();
        let is_new = self.said.authors.iter().all(|author| author.folded_family() != key);
        let is_person = |name: &Name| matches!(name, Name::Person { .. });
        let place = self.said.authors.get_mut(at).filter(|place| is_person(place) && is_person(&name) && is_new)?;
        *place = name;
        Some(())
    }

    /// Puts words in the place of as many of the title, if they say something else.
    pub(crate) fn put_words(&mut self, at: usize, put: &[&str]) -> Option<()> {
        // What is translated has two titles, of which one stays.
        if !self.work.record.other_titles.is_empty() {
            return None;
        }
        let mut words: Vec<&str> = self.said.title.split(' ').collect();
        // Of a shorter title little would stay.
        if words.len() < 2 * put.len() {
            return None;
        }
        let replaced = words.get_mut(at..at + put.len())?;
        let is_other = |(one, other): (&&str, &&str)| folded(one) != folded(other);
        if !replaced.iter().zip(put).any(is_other) || !replaced.iter().any(|word| is_telling(word)) {
            return None;
        }
        replaced.copy_from_slice(put);
        self.said.title = words.join(" ");
        Some(())
    }
}

/// Words of four letters and more that no title is told by.
const LITTLE: [&str; 32] = [
    "with", "from", "that", "this", "their", "these", "those", "into", "among", "during", "using", "after", "before",
    "between", "under", "over", "within", "through", "without", "about", "against", "based", "versus", "while", "when",
    "which", "than", "upon", "toward", "towards", "does", "have",
];

/// Whether a word is of letters, and says something.
pub(crate) fn is_telling(word: &str) -> bool {
    let bare = word.trim_matches([',', ':', ';', '?', '(', ')']);
    bare.chars().count() >= 4 && bare.chars().all(char::is_alphabetic) && !LITTLE.contains(&bare)
}
