//! Everything a question may look at, at one moment.

use std::collections::HashSet;
use std::sync::Arc;

use crate::bibliography::Library;
use crate::config::Config;
use crate::lock::Lock;
use crate::record::{Day, Identifier, Records};
use crate::reference::{Candidates, Judgements};
use crate::syntax::{Document, Occurrence};

/// Everything a question may look at, at one moment. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The manuscript.
    pub document: Arc<Document>,
    /// What is known.
    pub records: Arc<Records>,
    /// Its bibliographies.
    pub library: Arc<Library>,
    /// The settings for this manuscript.
    pub config: Arc<Config>,
    /// The lock, where one exists.
    pub lock: Option<Arc<Lock>>,
    /// Whether the lock alone decides (`--locked`).
    pub locked: bool,
    /// Today; `None` where there is no clock.
    pub today: Option<Day>,
    /// Whether it is one of the files of a manuscript: see [`joined`](super::joined).
    pub is_part: bool,
    /// Identifiers being typed.
    pub in_flux: Arc<HashSet<Identifier>>,
    /// Keys being typed.
    pub typed: Arc<HashSet<String>>,
    /// How its references were judged before.
    pub judgements: Arc<Judgements>,
    /// What a search found for references without an identifier.
    pub candidates: Arc<Candidates>,
}

impl Snapshot {
    /// Every identifier in the text and of the works that it cites by key, at least once.
    pub fn named(&self) -> impl Iterator<Item = &Identifier> + Clone {
        self.library.named(&self.document)
    }

    /// The identifiers in the text, and those of the works that it cites by key.
    pub fn identifiers(&self) -> impl Iterator<Item = &Occurrence> + Clone {
        self.library.identifiers(&self.document)
    }
}
