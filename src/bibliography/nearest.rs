//! Keys that may be meant by one that no entry has.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Bibliography, Library};

/// How many keys are named.
const NAMED: usize = 3;
/// Keys less alike than this are not.
const ALIKE: f64 = 0.8;
/// So many answers are remembered.
const REMEMBERED: usize = 256;

/// Likeness, and the entry.
type Alike = (f64, u32);

/// What was found for a key, because a manuscript is judged anew at every keystroke and a library may have many thousand
/// keys.
#[derive(Debug, Default)]
pub(super) struct Memory {
    alike: Mutex<FxHashMap<Box<str>, Arc<[Alike]>>>,
    mentioned: Mutex<FxHashMap<Box<str>, bool>>,
}

impl Clone for Memory {
    fn clone(&self) -> Self {
        Self::default()
    }
}

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
        let mut memory = self.memory.mentioned.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= 16 * REMEMBERED {
            memory.clear();
        }
        let find = || memchr::memmem::find(self.text().as_bytes(), key.as_bytes()).is_some();
        *memory.entry(key.into()).or_insert_with(find)
    }

    fn nearest(&self, key: &str) -> Arc<[Alike]> {
        let memory = || self.memory.alike.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = memory().get(key) {
            return Arc::clone(known);
        }
        let folded = key.to_lowercase();
        let entries = (0..).zip(&self.entries);
        let alike = entries.map(|(at, entry)| (strsim::jaro_winkler(&folded, &entry.key.to_lowercase()), at));
        let mut alike: Vec<Alike> = alike.filter(|(alike, _)| *alike >= ALIKE).collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| self.key(a.1).cmp(self.key(b.1))));
        // Copies of an entry are named once.
        alike.dedup_by(|later, earlier| self.key(later.1) == self.key(earlier.1));
        alike.truncate(NAMED);
        let alike: Arc<[Alike]> = alike.into();
        let mut memory = memory();
        if memory.len() >= REMEMBERED {
            memory.clear();
        }
        memory.insert(key.into(), Arc::clone(&alike));
        alike
    }

    fn key(&self, at: u32) -> &str {
        &self.entries[at as usize].key
    }
}
