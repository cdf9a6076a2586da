//! Everything known at one moment, by identifier.

use rustc_hash::FxHashMap;

use super::{Identifier, Knowledge, Reason};

static UNSUPPORTED: Knowledge = Knowledge::Unsupported;

/// A map from identifier to knowledge; what is not in it is unchecked, or unsupported where no source
/// knows its kind.
#[derive(Clone, Debug)]
pub struct Records {
    known: FxHashMap<Identifier, Knowledge>,
    otherwise: Knowledge,
}

impl Default for Records {
    fn default() -> Self {
        Self::new(Reason::NotAsked)
    }
}

impl Records {
    /// No records; `reason` is why everything is unchecked.
    #[must_use]
    pub fn new(reason: Reason) -> Self {
        Self { known: FxHashMap::default(), otherwise: Knowledge::Unchecked(reason) }
    }

    /// What is known of `id`.
    #[must_use]
    pub fn get(&self, id: &Identifier) -> &Knowledge {
        let otherwise = if id.kind().is_supported() { &self.otherwise } else { &UNSUPPORTED };
        self.known.get(id).unwrap_or(otherwise)
    }

    /// Whether anything was put in for `id`.
    #[must_use]
    pub fn has(&self, id: &Identifier) -> bool {
        self.known.contains_key(id)
    }

    /// What is known of these alone.
    #[must_use]
    pub fn of<'a>(&self, ids: impl IntoIterator<Item = &'a Identifier>) -> Self {
        let known = ids.into_iter().filter_map(|id| self.known.get_key_value(id));
        let known = known.map(|(id, knowledge)| (id.clone(), knowledge.clone())).collect();
        Self { known, otherwise: self.otherwise.clone() }
    }

    /// Sets what is known of `id`.
    pub fn put(&mut self, id: Identifier, knowledge: Knowledge) {
        self.known.insert(id, knowledge);
    }

    /// Forgets `id`.
    pub fn remove(&mut self, id: &Identifier) {
        self.known.remove(id);
    }

    /// Forgets all but those that are to be kept.
    pub fn retain(&mut self, keep: impl Fn(&Identifier) -> bool) {
        self.known.retain(|id, _| keep(id));
    }

    /// How many identifiers something was put in for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether nothing was put in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Everything put in, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&Identifier, &Knowledge)> {
        self.known.iter()
    }
}
