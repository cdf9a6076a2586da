//! Works that a search found for references without an identifier.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::record::{Identifier, Known};

/// A work that may be the one that a reference means.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its identifier.
    pub id: Identifier,
    /// What is known of it, with at least one record.
    pub known: Arc<Known>,
}

/// Works that a search found, by the references that they were found for as these are written in their files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidates(FxHashMap<String, Candidate>);

impl Candidates {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one for the reference that is written so.
    #[must_use]
    pub fn get(&self, written: &str) -> Option<&Candidate> {
        self.0.get(written)
    }

    /// Takes in those of another search.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Takes one in.
    pub fn put(&mut self, written: String, candidate: Candidate) {
        self.0.insert(written, candidate);
    }
}
