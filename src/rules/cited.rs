//! The works that a manuscript cites: one work, one finding, however many identifiers and places it has.

use std::collections::HashSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::bibliography::Library;
use crate::record::{Identifier, Known, Record, Records, View};
use crate::syntax::tree::{Node, Value};
use crate::syntax::{Document, Occurrence, Place};
use crate::text::Span;

/// A known work and where the manuscript cites it.
pub struct CitedWork<'a> {
    /// The identifier as first cited.
    pub id: &'a Identifier,
    /// Where, in order; at least one.
    pub occurrences: Vec<&'a Occurrence>,
    /// What is known of each of its cited identifiers, in order; at least one.
    pub known: Vec<&'a Known>,
}

impl<'a> CitedWork<'a> {
    /// What sources say of it under all its cited identifiers: a notice filed under one is about the work.
    pub fn views(&self) -> impl Iterator<Item = &'a View> {
        self.known.iter().flat_map(|known| &known.views)
    }
}

/// The known works that a manuscript cites, in order of their first places.
#[derive(Default)]
pub struct CitedWorks<'a> {
    works: Vec<CitedWork<'a>>,
    /// Which work an identifier names, as cited or by another of the work's identifiers.
    by_id: FxHashMap<&'a Identifier, usize>,
    /// Every identifier in the text, known or not.
    cited: FxHashSet<&'a Identifier>,
    /// Every identifier in the text, and of what it cites by key, in order.
    in_order: Vec<&'a Occurrence>,
}

impl<'a> CitedWorks<'a> {
    /// Collects the works that `document` cites by identifier or by key, but for identifiers being typed and the manuscript's own.
    #[must_use]
    pub fn of(
        document: &'a Document,
        library: &'a Library,
        records: &'a Records,
        in_flux: &HashSet<Identifier>,
    ) -> Self {
        let mut in_order: Vec<&Occurrence> = library.identifiers(document).collect();
        if !library.cited.is_empty() {
            in_order.sort_by_key(|found| found.span.start);
        }
        let mut cited = Self::default();
        for occurrence in in_order.iter().copied() {
            cited.cited.insert(&occurrence.id);
            if in_flux.contains(&occurrence.id) || is_own(document, occurrence) {
                continue;
            }
            match (records.get(&occurrence.id).known(), cited.by_id.get(&occurrence.id)) {
                (Some(known), _) => cited.add(occurrence, known),
                (None, Some(&at)) => cited.works[at].occurrences.push(occurrence),
                (None, None) => {}
            }
        }
        cited.in_order = in_order;
        cited
    }

    fn add(&mut self, occurrence: &'a Occurrence, known: &'a Known) {
        let others = || known.alias_of.iter().chain(known.views.iter().flat_map(|view| names(&view.record)));
        let named = std::iter::once(&occurrence.id).chain(others()).find_map(|id| self.by_id.get(id).copied());
        let at = named.unwrap_or(self.works.len());
        match self.works.get_mut(at) {
            Some(work) => {
                // An entry may have several identifiers of its work at one citation.
                if work.occurrences.last().is_none_or(|last| last.span != occurrence.span) {
                    work.occurrences.push(occurrence);
                }
                if work.known.iter().any(|before| std::ptr::eq(*before, known)) {
                    return;
                }
                work.known.push(known);
            }
            None => {
                self.works.push(CitedWork { id: &occurrence.id, occurrences: vec![occurrence], known: vec![known] });
            }
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
        self.in_order[from..].iter().copied().take_while(move |found| found.span.end <= span.end)
    }
}

fn names(record: &Record) -> impl Iterator<Item = &Identifier> {
    std::iter::once(&record.id).chain(&record.same_as)
}

/// Where front matter names the manuscript itself: pandoc, Quarto, MyST and the templates of journals.
const OWN: [&[&str]; 11] = [
    &["doi"],
    &["pmid"],
    &["pmcid"],
    &["arxiv"],
    &["identifier"],
    &["identifiers"],
    &["article", "doi"],
    &["article-doi"],
    &["article_doi"],
    &["citation", "doi"],
    &["citation", "url"],
];

/// Whether an identifier in the metadata is no citation: it is the manuscript's own, or stands in the configuration or in
/// a comment.
pub(super) fn is_own(document: &Document, place: &Occurrence) -> bool {
    if place.place != Place::FrontMatter {
        return false;
    }
    let Some(front) = &document.front_matter else { return true };
    let (keys, _) = way_to(&front.tree, place.span);
    let starts_with =
        |own: &[&str]| own.len() <= keys.len() && own.iter().zip(&keys).all(|(own, key)| own.eq_ignore_ascii_case(key));
    keys.is_empty() || starts_with(&["ibid"]) || OWN.into_iter().any(starts_with)
}

/// The keys of the tables, from the outermost, whose values hold `span`, and the innermost value that does.
pub(super) fn way_to(tree: &Node, span: Span) -> (Vec<&str>, &Node) {
    let mut keys = Vec::new();
    let mut innermost = tree;
    loop {
        let inner = match &innermost.value {
            Value::Table(rows) => rows.iter().find(|(_, _, value)| value.span.covers(span)).map(|(key, _, value)| {
                keys.push(key.as_str());
                value
            }),
            Value::List(items) => items.iter().find(|item| item.span.covers(span)),
            _ => None,
        };
        match inner {
            Some(inner) => innermost = inner,
            None => return (keys, innermost),
        }
    }
}
