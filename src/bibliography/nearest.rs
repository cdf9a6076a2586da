//! Keys that may be meant by one that no entry has.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{Bibliography, Library};

/// How many keys are named.
const NAMED: usize = 3;
/// Keys less alike than this are not.
const ALIKE: f64 = 0.8;
/// So many answers are remembered.
const REMEMBERED: usize = 256;

/// Likeness, and the entry.
pub(super) type Alike = (f64, u32);

impl Library {
    /// The keys that are most like `key`, the most alike first.
    #[must_use]
    pub fn nearest(&self, key: &str) -> Vec<&str> {
        let mut alike: Vec<(f64, &str)> = Vec::new();
        for file in self.all() {
            alike.extend(file.nearest(key).iter().map(|(alike, at)| (*alike, &*file.entries[*at as usize].key)));
        }
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let mut named = FxHashSet::default();
        alike.into_iter().map(|(_, key)| key).filter(|key| named.insert(*key)).take(NAMED).collect()
    }
}

impl Bibliography {
    /// Whether a key stands anywhere in the file.
    pub(super) fn mentions(&self, key: &str) -> bool {
        let find = || memchr::memmem::find(self.text().as_bytes(), key.as_bytes()).is_some();
        self.memory.mentioned.or_find(key.into(), 16 * REMEMBERED, find)
    }

    fn nearest(&self, key: &str) -> Arc<[Alike]> {
        self.memory.alike.or_find(key.into(), REMEMBERED, || self.alike(key).into())
    }

    fn alike(&self, key: &str) -> Vec<Alike> {
        let folded = key.to_lowercase();
        let entries = (0..).zip(&self.entries);
        let alike = entries.map(|(at, entry)| (strsim::jaro_winkler(&folded, &entry.key.to_lowercase()), at));
        let mut alike: Vec<Alike> = alike.filter(|(alike, _)| *alike >= ALIKE).collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| self.key(a.1).cmp(self.key(b.1))));
        // Copies of an entry are named once.
        alike.dedup_by(|later, earlier| self.key(later.1) == self.key(earlier.1));
        alike.truncate(NAMED);
        alike
    }

    fn key(&self, at: u32) -> &str {
        &self.entries[at as usize].key
    }
}
