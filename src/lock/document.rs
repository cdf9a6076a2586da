//! The lock file's content.

use crate::record::{Absent, Identifier, Known, Records};

/// One work of a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct LockItem {
    /// The canonical identifier.
    pub id: Identifier,
    /// What the lock knows.
    pub known: Known,
    /// Spellings used as citation keys in the manuscripts, the first one first.
    pub spellings: Vec<String>,
}

/// What is wrong with a lock file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockFault {
    /// It has merge marks.
    MergeMarks,
    /// It cannot be read; where and why.
    Broken(String),
    /// It is of a later version than this ibid reads.
    Version(u64),
}

/// A lock file, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lock {
    /// Works, by identifier.
    pub items: Vec<LockItem>,
    /// Identifiers that every authority denied.
    pub absent: Vec<(Identifier, Absent)>,
}

impl Lock {
    /// Reads a lock file.
    ///
    /// # Errors
    /// When nothing of it can be relied on; the caller keeps the file and names it.
    pub fn read(text: &str) -> Result<Self, LockFault> {
        let _ = text;
        Ok(Self::default())
    }

    /// Writes it: sorted, LF, one field a line, the same bytes for the same content.
    #[must_use]
    pub fn write(&self) -> String {
        String::new()
    }

    /// What it knows, for looking up.
    #[must_use]
    pub fn records(&self) -> Records {
        Records::default()
    }

    /// Whether it has `id`, as an item or as absent.
    #[must_use]
    pub fn has(&self, id: &Identifier) -> bool {
        self.items.iter().any(|item| item.id == *id) || self.absent.iter().any(|(absent, _)| absent == id)
    }
}
