//! The keys of a file.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Bibliography, Entry, Format, bibtex};
use crate::text::Span;

/// A key with the number of the entry that it cites.
pub(super) type Keyed = (Arc<str>, u32);

/// Which entry each key cites.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The last entry of each key, and of each other key under which an entry is cited.
    index: FxHashMap<Arc<str>, u32>,
    /// Keys under which an entry is cited besides its own.
    others: Vec<Keyed>,
    /// Whether several entries have one key.
    pub(super) are_shared: bool,
}

impl Keys {
    /// Those of `entries`, and the `others` under which they are cited too. No such key takes the place of one that is an
    /// entry's own.
    pub(super) fn of(entries: &[Entry], others: Vec<Keyed>) -> Arc<Self> {
        let mut index = FxHashMap::with_capacity_and_hasher(entries.len() + others.len(), rustc_hash::FxBuildHasher);
        let mut are_shared = false;
        for (at, entry) in (0..).zip(entries) {
            are_shared |= index.insert(Arc::clone(&entry.key), at).is_some();
        }
        for (key, at) in &others {
            index.entry(Arc::clone(key)).or_insert(*at);
        }
        Arc::new(Self { index, others, are_shared })
    }

    /// The same, where these are those of the entries `before` an edit: few edits touch a key.
    pub(super) fn after(self: &Arc<Self>, before: &[Entry], entries: &[Entry], others: Vec<Keyed>) -> Arc<Self> {
        let is_same = |(a, b): (&Entry, &Entry)| Arc::ptr_eq(&a.key, &b.key) || a.key == b.key;
        let are_same =
            before.len() == entries.len() && self.others == others && before.iter().zip(entries).all(is_same);
        if are_same { Arc::clone(self) } else { Self::of(entries, others) }
    }

    /// The number of the entry that `key` cites.
    pub(super) fn get(&self, key: &str) -> Option<u32> {
        self.index.get(key).copied()
    }
}

impl Bibliography {
    /// Where the keys are written under which one of its entries is cited besides its own.
    #[must_use]
    pub fn other_keys(&self, entry: &Entry) -> Vec<Span> {
        let text = self.text();
        match self.format {
            Format::Bibtex => bibtex::other_keys(text, entry).collect(),
            Format::CslJson | Format::CslYaml => {
                let fields = entry.fields.iter().filter(|field| field.name.of(text) == "other-ids");
                fields.flat_map(|field| words(text, field.value)).collect()
            }
            Format::Nbib | Format::Ris => Vec::new(),
        }
    }

    /// Whether `key` cites this one of its entries by another key than its own.
    #[must_use]
    pub fn is_other_key(&self, key: &str, entry: &Entry) -> bool {
        *entry.key != *key && self.get(key).is_some_and(|cited| cited.span == entry.span)
    }

    /// Whether two keys cite one entry.
    #[must_use]
    pub fn is_of_one_entry(&self, one: &str, other: &str) -> bool {
        self.position(one).is_some_and(|at| self.position(other) == Some(at))
    }
}

/// The words of a text in quotation marks or without, or of a list of such.
fn words(text: &str, value: Span) -> impl Iterator<Item = Span> {
    let is_between = |ch: char| ch.is_whitespace() || matches!(ch, '"' | '\'' | '[' | ']' | ',');
    let words = value.of(text).split(is_between).filter(|word| !word.is_empty());
    words.map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + word.len())
    })
}
