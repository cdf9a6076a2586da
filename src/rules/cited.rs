//! The works that a manuscript cites: one work, one finding, however many identifiers and places it has.

use std::collections::HashSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::record::{Identifier, Knowledge, Known, Records};
use crate::syntax::{Document, Occurrence, Place};
use crate::text::Span;

/// A known work and where the manuscript cites it.
pub struct CitedWork<'a> {
    /// The identifier as first cited.
    pub id: &'a Identifier,
    /// Where, in order; at least one.
    pub occurrences: Vec<&'a Occurrence>,
    /// What is known.
    pub known: &'a Known,
}

/// The known works that a manuscript cites, in order of their first places.
#[derive(Default)]
pub struct CitedWorks<'a> {
    works: Vec<CitedWork<'a>>,
    /// Which work an identifier names, as cited or by another of the work's identifiers.
    by_id: FxHashMap<&'a Identifier, usize>,
    /// Every identifier in the text, known or not.
    cited: FxHashSet<&'a Identifier>,
    in_order: &'a [Occurrence],
}

impl<'a> CitedWorks<'a> {
    /// Collects the works of `document`, but for identifiers being typed and the manuscript's own.
    #[must_use]
    pub fn of(document: &'a Document, records: &'a Records, in_flux: &HashSet<Identifier>) -> Self {
        let mut cited = Self { in_order: &document.identifiers, ..Self::default() };
        for occurrence in &document.identifiers {
            cited.cited.insert(&occurrence.id);
            if in_flux.contains(&occurrence.id) || is_own(document, occurrence) {
                continue;
            }
            match (cited.by_id.get(&occurrence.id), records.get(&occurrence.id)) {
                (Some(&at), _) => cited.works[at].occurrences.push(occurrence),
                (None, Knowledge::Known(known)) => cited.add(occurrence, known),
                _ => {}
            }
        }
        cited
    }

    fn add(&mut self, occurrence: &'a Occurrence, known: &'a Known) {
        let others = || known.alias_of.iter().chain(known.views.iter().flat_map(|view| names(&view.record)));
        let at = others().find_map(|id| self.by_id.get(id).copied()).unwrap_or(self.works.len());
        match self.works.get_mut(at) {
            Some(work) => work.occurrences.push(occurrence),
            None => self.works.push(CitedWork { id: &occurrence.id, occurrences: vec![occurrence], known }),
        }
        self.by_id.insert(&occurrence.id, at);
        for id in others() {
            self.by_id.entry(id).or_insert(at);
        }
    }

    /// The works, in order of their first places.
    pub fn iter(&self) -> impl Iterator<Item = &CitedWork<'a>> {
        self.works.iter()
    }

    /// The cited work that `id` names.
    #[must_use]
    pub fn get(&self, id: &Identifier) -> Option<&CitedWork<'a>> {
        self.by_id.get(id).map(|&at| &self.works[at])
    }

    /// Whether the manuscript cites `id`, known or not, or its work by another identifier.
    #[must_use]
    pub fn cites(&self, id: &Identifier) -> bool {
        self.cited.contains(id) || self.by_id.contains_key(id)
    }

    /// The identifiers that stand in `span`, known or not.
    pub fn within(&self, span: Span) -> impl Iterator<Item = &'a Occurrence> {
        let from = self.in_order.partition_point(|found| found.span.start < span.start);
        self.in_order[from..].iter().take_while(move |found| found.span.end <= span.end)
    }
}

fn names(record: &crate::record::Record) -> impl Iterator<Item = &Identifier> {
    std::iter::once(&record.id).chain(&record.same_as)
}

/// Whether a DOI is the manuscript's own: it stands in the metadata, and not among what is cited there.
pub(super) fn is_own(document: &Document, place: &Occurrence) -> bool {
    if place.place != Place::FrontMatter {
        return false;
    }
    let cited = |key| document.front_matter.as_ref().and_then(|front| front.tree.get(key));
    !["nocite", "references"].into_iter().filter_map(cited).any(|node| node.span.covers(place.span))
}
