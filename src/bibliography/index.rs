//! What the entries of a file are found by, when somebody types a part of it.

use std::sync::OnceLock;

use super::{Bibliography, Entry};
use crate::record::Record;

/// What one entry is found by, in small letters without accents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The key.
    pub key: Box<str>,
    /// Names of people, years and words of the title, separated by blanks.
    pub words: Box<str>,
}

/// The index of a file, made when it is first asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Index(OnceLock<Vec<Sought>>);

/// How many people of a work are found by their names.
const PEOPLE: usize = 12;

impl Bibliography {
    /// What each entry is found by, in their order. The first call reads all entries, which takes some 5 µs each.
    #[must_use]
    pub fn index(&self) -> &[Sought] {
        self.index_of_words.0.get_or_init(|| self.entries.iter().map(|entry| self.sought(entry)).collect())
    }

    fn sought(&self, entry: &Entry) -> Sought {
        let Record { title, authors, editors, dates, .. } = self.record(entry);
        let mut words = String::new();
        for person in authors.iter().chain(&editors).take(PEOPLE) {
            words.push_str(person.name.family());
            words.push(' ');
        }
        if let Some(year) = dates.year() {
            words.push_str(&format!("{year} "));
        }
        words.push_str(title.as_deref().unwrap_or_default());
        Sought { key: folded(&entry.key).into(), words: folded(&words).into() }
    }
}

/// A text as it is compared: in small letters, without accents.
#[must_use]
pub fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd().filter(|ch| !unicode_normalization::char::is_combining_mark(*ch)).flat_map(char::to_lowercase).collect()
}
