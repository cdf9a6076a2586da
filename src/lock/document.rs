//! The lock file's content.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::facts::is_unread;
use crate::record::{Absent, Identifier, Knowledge, Known, Reason, Records};

/// The version of the format that is written, and the latest that is read.
pub(super) const VERSION: u64 = 1;

/// One work of a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct LockItem {
    /// The canonical identifier.
    pub id: Identifier,
    /// What the lock knows. The notices of a record are those of its view.
    pub known: Known,
    /// Spellings used as citation keys in the manuscripts, the first one first.
    pub spellings: Vec<String>,
    /// Members that this version does not know, kept as they are.
    pub other: Map<String, Value>,
}

impl LockItem {
    /// An item without members that this version does not know.
    #[must_use]
    pub fn new(id: Identifier, known: Known, spellings: Vec<String>) -> Self {
        Self { id, known, spellings, other: Map::new() }
    }

    /// Whether it has a source or a notice that this version cannot read; it cannot speak for its work then.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        let left = self.other.get("custom").and_then(|custom| custom.get("ibid")?.as_object());
        left.is_some_and(is_unread)
    }
}

/// What is wrong with a lock file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockFault {
    /// It has merge marks.
    #[error("it has the marks of a merge that was not finished")]
    MergeMarks,
    /// One side of a merge that was not finished has a fault of its own.
    #[error("one side of its merge cannot be used: {0}")]
    Side(Box<Self>),
    /// It cannot be read; where and why.
    #[error("it cannot be read: {0}")]
    Broken(String),
    /// It is of a later version than this ibid reads.
    #[error("it is of version {0}, which a later ibid wrote; this one reads version {VERSION}")]
    Version(u64),
}

/// A lock file, read. Its lists are in the order of the file: [`Lock::new`] and [`Lock::read`] see to that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lock {
    /// Works, by identifier.
    pub items: Vec<LockItem>,
    /// Identifiers that every authority denied.
    pub absent: Vec<(Identifier, Absent)>,
    /// Items of a kind of identifier that only a later version knows, kept as they are.
    pub foreign: Vec<Value>,
    /// What could not be read: the rest stands.
    pub lost: Vec<Lost>,
}

/// An entry of a lock that could not be read. It is written as it is until a record replaces it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lost {
    /// Which entry, and why: one sentence.
    pub why: String,
    /// What it is about, if that much could be read.
    pub id: Option<Identifier>,
    /// The entry.
    pub value: Value,
    /// Whether it is of the list of items, not of what is absent.
    pub is_item: bool,
}

impl Lock {
    /// A lock of these works and denials.
    #[must_use]
    pub fn new(items: Vec<LockItem>, absent: Vec<(Identifier, Absent)>) -> Self {
        Self { items, absent, ..Self::default() }.sorted()
    }

    /// What it knows, for looking up, also by other identifiers of its works; all else is unchecked because it is not in the lock.
    #[must_use]
    pub fn records(&self) -> Records {
        let mut records = Records::new(Reason::NotInLock);
        for (id, absent) in &self.absent {
            records.put(id.clone(), Knowledge::Absent(absent.clone()));
        }
        for item in &self.items {
            if item.is_unread() {
                records.put(item.id.clone(), Knowledge::Unchecked(Reason::NotRead));
                continue;
            }
            let known = Arc::new(item.known.clone());
            records.put(item.id.clone(), Knowledge::Known(Arc::clone(&known)));
            let same = item.known.views.iter().flat_map(|view| &view.record.same_as);
            for other in item.known.alias_of.iter().chain(same) {
                if !self.has(other) {
                    records.put(other.clone(), Knowledge::Known(Arc::clone(&known)));
                }
            }
        }
        records
    }

    /// What it says of `id`, as far as this version can read it, if anything. [`Lock::records`] is for looking up.
    #[must_use]
    pub fn get(&self, id: &Identifier) -> Option<Knowledge> {
        if let Some(item) = self.item(id) {
            return Some(Knowledge::Known(Arc::new(item.known.clone())));
        }
        self.denial(id).cloned().map(Knowledge::Absent)
    }

    /// The item of `id`.
    #[must_use]
    pub fn item(&self, id: &Identifier) -> Option<&LockItem> {
        self.items.binary_search_by(|item| item.id.cmp(id)).ok().map(|at| &self.items[at])
    }

    /// Who denied `id`, if somebody did.
    #[must_use]
    pub fn denial(&self, id: &Identifier) -> Option<&Absent> {
        self.absent.binary_search_by(|(absent, _)| absent.cmp(id)).ok().map(|at| &self.absent[at].1)
    }

    /// Whether it has `id`, as an item or as absent.
    #[must_use]
    pub fn has(&self, id: &Identifier) -> bool {
        self.item(id).is_some() || self.denial(id).is_some()
    }

    /// In the order of the file, without repeats: of two that say the same identifier, the first stands, and
    /// what exists is not absent.
    #[must_use]
    pub(super) fn sorted(mut self) -> Self {
        self.items.sort_by(|a, b| a.id.cmp(&b.id));
        self.items.dedup_by(|later, first| later.id == first.id);
        self.absent.sort_by(|a, b| a.0.cmp(&b.0));
        self.absent.dedup_by(|later, first| later.0 == first.0);
        let place = |value: &Value| value.to_string();
        self.foreign.sort_by_cached_key(place);
        self.foreign.dedup();
        let items = &self.items;
        self.absent.retain(|(id, _)| items.binary_search_by(|item| item.id.cmp(id)).is_err());
        self
    }
}
