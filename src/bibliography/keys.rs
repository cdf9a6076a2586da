//! The keys of a file.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Entry;

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
