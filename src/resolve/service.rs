//! The resolver: takes identifiers, answers with knowledge.

use std::collections::BTreeMap;

use super::queue::Priority;
use crate::config::{Resolve, SourceSettings};
use crate::record::{Identifier, Knowledge, Source};
use crate::store::Store;

/// What a resolver reports.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved {
    /// What is now known, from the store or from the sources.
    Answers(Vec<(Identifier, Knowledge)>),
    /// How far the present run is, in identifiers to ask about.
    Progress {
        /// Answered or given up.
        asked: usize,
        /// All of the run.
        total: usize,
    },
    /// Nothing is left to be done.
    Idle,
}

/// Asks the store first, then the sources. Methods return at once; reports come on a thread of the resolver's own.
/// Dropping it ends all requests.
#[derive(Debug)]
pub struct Resolver {
    store: Store,
}

impl Resolver {
    /// Starts a resolver; `report` is called for everything that becomes known.
    #[must_use]
    pub fn start(
        _resolve: &Resolve,
        _sources: &BTreeMap<Source, SourceSettings>,
        store: Store,
        _report: Box<dyn Fn(Resolved) + Send>,
    ) -> Self {
        Self { store }
    }

    /// Wants to know about `ids`. What is wanted already only rises in priority.
    pub fn submit(&self, ids: Vec<Identifier>, priority: Priority) {
        let _ = (&self.store, ids, priority);
    }

    /// Wants to know anew, however young the store's answers are: for `--refresh`.
    pub fn refresh(&self, ids: Vec<Identifier>, priority: Priority) {
        let _ = (&self.store, ids, priority);
    }

    /// No longer wants to know about `ids`.
    pub fn cancel(&self, ids: Vec<Identifier>) {
        let _ = (&self.store, ids);
    }

    /// Allows or forbids asking; what waits is unchecked when it is forbidden. The store is read all the same.
    pub fn set_online(&self, online: bool) {
        let _ = (&self.store, online);
    }
}
