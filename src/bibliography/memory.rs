//! What was found out of a file, because a manuscript is judged anew at every keystroke and a library may have many
//! thousand entries.

use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::nearest::Alike;
use super::{Bibliography, Entry};
use crate::syntax::Occurrence;

/// What was found out of a file that does not change. A copy, which may be about to change, remembers nothing.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Which entries have keys like one that none has.
    pub(super) alike: Remembered<Box<str>, Arc<[Alike]>>,
    /// Which keys stand anywhere in the text.
    pub(super) mentioned: Remembered<Box<str>, bool>,
    /// The identifiers of the works whose entries begin at a byte.
    own: Remembered<u32, Arc<[Occurrence]>>,
}

impl Clone for Memory {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Answers to questions of one kind.
#[derive(Debug)]
pub(super) struct Remembered<K, V>(Mutex<FxHashMap<K, V>>);

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone> Remembered<K, V> {
    /// The answer for `key`, worked out unless it is known; with `most` answers in memory it is emptied first.
    pub(super) fn or_find(&self, key: K, most: usize, find: impl FnOnce() -> V) -> V {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known().get(&key) {
            return value.clone();
        }
        // Others may ask meanwhile: at worst two find the same.
        let value = find();
        let mut known = known();
        if known.len() >= most {
            known.clear();
        }
        known.insert(key, value.clone());
        value
    }
}

impl Bibliography {
    /// The [`own_identifiers`](Self::own_identifiers) of one of these entries.
    pub(super) fn remembered(&self, entry: &Entry) -> Arc<[Occurrence]> {
        let find = || self.own_identifiers(entry).into();
        self.memory.own.or_find(entry.span.start, usize::MAX, find)
    }
}
