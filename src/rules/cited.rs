//! The works that a manuscript cites: one work, one finding, however many identifiers and places it has.

use std::collections::HashSet;
use std::num::NonZeroU32;

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use crate::bibliography::Library;
use crate::record::{Absent, Identifier, Knowledge, Known, Record, Records, View};
use crate::syntax::tree::{Node, Value};
use crate::syntax::{Document, Occurrence, Place};
use crate::text::Span;

/// A known work and where the manuscript cites it.
pub struct CitedWork<'a> {
    /// The identifier as first cited.
    pub id: &'a Identifier,
    /// Where, in order; at least one.
    pub occurrences: SmallVec<[&'a Occurrence; 2]>,
    /// What is known of each of its cited identifiers, in order; at least one.
    pub known: SmallVec<[&'a Known; 1]>,
}

impl<'a> CitedWork<'a> {
    fn add(&mut self, occurrence: &'a Occurrence) {
        // An entry may have several identifiers of its work at one citation.
        if self.occurrences.last().is_none_or(|last| last.span != occurrence.span) {
            self.occurrences.push(occurrence);
        }
    }

    /// What sources say of it under all its cited identifiers: a notice filed under one is about the work.
    pub fn views(&self) -> impl Iterator<Item = &'a View> {
        self.known.iter().flat_map(|known| &known.views)
    }
}

/// An identifier that every authority denies, and where the manuscript has it.
pub struct Denied<'a> {
    /// The identifier.
    pub id: &'a Identifier,
    /// Who was asked, and when.
    pub absent: &'a Absent,
    /// Where, in order; at least one.
    pub occurrences: Vec<&'a Occurrence>,
}

/// The known works that a manuscript cites, in order of their first places.
#[derive(Default)]
pub struct CitedWorks<'a> {
    works: Vec<CitedWork<'a>>,
    denied: Vec<Denied<'a>>,
    /// Every identifier that is cited, known or not, and every other one of a known work.
    standings: FxHashMap<&'a Identifier, Standing<'a>>,
    /// Every identifier in the text, and of what it cites by key, in order.
    in_order: Vec<&'a Occurrence>,
}

/// What is known of an identifier.
#[derive(Default)]
struct Standing<'a> {
    /// Whether it stands in the text, or is that of a work that is cited by key.
    is_cited: bool,
    /// Whether it is being typed.
    in_flux: bool,
    /// Its work, until that has a place.
    unplaced: Option<&'a Known>,
    /// The number of the work that it names, as cited or by another of the work's identifiers.
    work: Option<Number>,
    /// Its number among those that are denied.
    denied: Option<Number>,
}

/// A place in a list, in few bytes, as there are many of them.
#[derive(Clone, Copy)]
struct Number(NonZeroU32);

impl Number {
    /// The place behind the last of so many.
    fn behind(count: usize) -> Self {
        let place = u32::try_from(count + 1).ok().and_then(NonZeroU32::new);
        Self(place.expect("a text of 4 GiB names fewer works"))
    }

    fn get(self) -> usize {
        self.0.get() as usize - 1
    }
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
        let mut this = Self::default();
        let Self { works, denied, standings, .. } = &mut this;
        standings.reserve(library.named(document).count());
        for occurrence in in_order.iter().copied() {
            let id = &occurrence.id;
            let standing = standings.entry(id).or_default();
            if !standing.is_cited {
                (standing.is_cited, standing.in_flux) = (true, in_flux.contains(id));
                match records.get(id) {
                    Knowledge::Known(known) => standing.unplaced = Some(known),
                    Knowledge::Absent(absent) if !standing.in_flux => {
                        standing.denied = Some(Number::behind(denied.len()));
                        denied.push(Denied { id, absent, occurrences: Vec::new() });
                    }
                    _ => {}
                }
            }
            if let Some(at) = standing.denied {
                denied[at.get()].occurrences.push(occurrence);
            }
            if standing.in_flux || is_own(document, occurrence) {
                continue;
            }
            match (standing.unplaced.take(), standing.work) {
                (Some(known), _) => place(works, standings, occurrence, known),
                (None, Some(at)) => works[at.get()].add(occurrence),
                (None, None) => {}
            }
        }
        this.in_order = in_order;
        this
    }

    /// The works, in order of their first places.
    pub fn iter(&self) -> impl Iterator<Item = &CitedWork<'a>> {
        self.works.iter()
    }

    /// The identifiers that every authority denies, but for those being typed, in order of their first places.
    pub fn denied(&self) -> impl Iterator<Item = &Denied<'a>> {
        self.denied.iter()
    }

    /// The cited work that `id` names.
    #[must_use]
    pub fn get(&self, id: &Identifier) -> Option<&CitedWork<'a>> {
        self.standings.get(id)?.work.map(|at| &self.works[at.get()])
    }

    /// Whether the manuscript cites `id`, known or not, or its work by another identifier.
    #[must_use]
    pub fn cites(&self, id: &Identifier) -> bool {
        self.standings.contains_key(id)
    }

    /// The identifiers that stand in `span`, known or not.
    pub fn within(&self, span: Span) -> impl Iterator<Item = &'a Occurrence> {
        let from = self.in_order.partition_point(|found| found.span.start < span.start);
        self.in_order[from..].iter().copied().take_while(move |found| found.span.end <= span.end)
    }
}

/// Gives a known work its first place under one of its identifiers.
fn place<'a>(
    works: &mut Vec<CitedWork<'a>>,
    standings: &mut FxHashMap<&'a Identifier, Standing<'a>>,
    occurrence: &'a Occurrence,
    known: &'a Known,
) {
    let others = || known.alias_of.iter().chain(known.views.iter().flat_map(|view| names(&view.record)));
    let named = std::iter::once(&occurrence.id).chain(others());
    let at = named.into_iter().find_map(|id| standings.get(id)?.work).unwrap_or_else(|| Number::behind(works.len()));
    match works.get_mut(at.get()) {
        Some(work) => {
            work.add(occurrence);
            // Two identifiers may share what is known.
            if !work.known.iter().any(|before| std::ptr::eq(*before, known)) {
                work.known.push(known);
            }
        }
        None => {
            works.push(CitedWork { id: &occurrence.id, occurrences: smallvec![occurrence], known: smallvec![known] });
        }
    }
    standings.entry(&occurrence.id).or_default().work = Some(at);
    for id in others() {
        standings.entry(id).or_default().work.get_or_insert(at);
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
