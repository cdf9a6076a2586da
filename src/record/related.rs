//! Works that stand near a work, as services list them.

use std::fmt;

use super::{Identifier, Source};

/// A work in a list: at least one of its members is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its identifier.
    pub id: Option<Identifier>,
    /// What the list says of it in words, for people; plain text.
    pub written: Option<String>,
}

/// All works of a list, in the order of the service that gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Who gives it.
    pub source: Source,
    /// The works.
    pub works: Vec<Listed>,
}

/// Why there is no list, as a sentence for people without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The work has no identifier by which the service lists works.
    Unlisted(String),
    /// The service was not asked, or did not answer; it may another time.
    Unanswered(String),
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unlisted(why) | Self::Unanswered(why) => f.write_str(why),
        }
    }
}

/// Works that stand near a work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Works alike, the likest first.
    pub similar: Result<Listing, Missing>,
    /// Works that cite it.
    pub cited_by: Result<Listing, Missing>,
    /// Works that it cites: as each service that knows any lists them.
    pub references: Vec<Result<Listing, Missing>>,
}

impl Related {
    /// How many works of each list are looked up and shown.
    pub const MOST: usize = 20;

    /// The identifiers of the works that are shown, each once.
    #[must_use]
    pub fn shown(&self) -> Vec<Identifier> {
        let lists = [&self.similar, &self.cited_by].into_iter().chain(&self.references);
        let works = lists.filter_map(|list| list.as_ref().ok()).flat_map(|list| list.works.iter().take(Self::MOST));
        let mut ids: Vec<Identifier> = works.filter_map(|work| work.id.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether some list may be had another time.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        let mut lists = [&self.similar, &self.cited_by].into_iter().chain(&self.references);
        lists.any(|list| matches!(list, Err(Missing::Unanswered(_))))
    }
}
