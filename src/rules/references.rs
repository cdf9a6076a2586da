//! The references of a manuscript's lists, each held against the works that its identifiers name.

use std::ops::Range;
use std::sync::Arc;

use smallvec::{SmallVec, smallvec};

use super::Context;
use crate::record::{IdentifierKind, Known, Record, RelationKind, View, WorkType};
use crate::reference::{Judgement, Part, Prose, Recalling, Verdict, WorkRecords, judge};
use crate::syntax::Occurrence;
use crate::text::Span;

/// A reference as written, with the works that its identifiers name; at least one.
pub struct Reference<'a> {
    /// Where it is.
    span: Span,
    /// In the order in which they are named.
    pub(super) works: SmallVec<[NamedWork<'a>; 1]>,
}

/// A work that a reference names.
pub(super) struct NamedWork<'a> {
    /// Its identifiers there; at least one.
    pub(super) places: SmallVec<[&'a Occurrence; 2]>,
    /// What is known of them.
    known: SmallVec<[&'a Known; 2]>,
    /// How the reference stands to it.
    pub(super) judgement: Judgement,
}

impl<'a> Reference<'a> {
    /// Where some of its text is in the file.
    pub(super) fn place(&self, at: &Range<usize>) -> Span {
        let start = self.span.range().start;
        Span::new(start + at.start, start + at.end)
    }

    /// Its words.
    pub(super) fn text(&self, context: &Context<'_>) -> String {
        prose(context, self.span).text
    }

    /// Some of its text as written.
    pub(super) fn written(&self, at: &Range<usize>, file: &'a str) -> &'a str {
        self.place(at).of(file)
    }

    /// The work that it is held against: the only one that it names, or the only one of which it has the title. Else nobody
    /// knows which is meant.
    pub(super) fn meant(&self) -> Option<&NamedWork<'a>> {
        if let [only] = &*self.works {
            return Some(only);
        }
        let mut fitting = self.works.iter().filter(|work| work.judgement.title == Part::Agrees);
        fitting.next().filter(|_| fitting.next().is_none())
    }
}

impl<'a> NamedWork<'a> {
    fn new(place: &'a Occurrence, known: &'a Known) -> Self {
        Self { places: smallvec![place], known: smallvec![known], judgement: Judgement::default() }
    }

    /// What sources say of it, each once.
    pub(super) fn views(&self) -> impl Iterator<Item = &'a View> + use<'a, '_> {
        let all = || self.known.iter().flat_map(|known| &known.views).enumerate();
        let is_before = move |at: usize, view: &View| all().take(at).any(|(_, other)| other.source == view.source);
        all().filter(move |(at, view)| !is_before(*at, view)).map(|(_, view)| view)
    }

    /// What the reference and the records come to.
    pub(super) fn verdict(&self) -> Verdict {
        self.judgement.verdict()
    }

    /// Whether another identifier names the same work.
    fn is_named(&self, place: &Occurrence, known: &Known) -> bool {
        let names = |views: &[View], of: &Occurrence| views.iter().any(|view| view.record.is_named(&of.id));
        self.places.iter().any(|own| own.id == place.id || names(&known.views, own))
            || self.known.iter().any(|own| names(&own.views, place))
    }
}

/// Every reference of a list that names works of which there are records.
pub(super) fn read<'a>(context: &Context<'a>) -> Vec<Reference<'a>> {
    let document = context.document;
    let items = document.lists.iter().flat_map(|list| &list.items);
    let mut recalling = context.judgements.recalling();
    items.filter_map(|item| reference(context, *item, &mut recalling)).collect()
}

/// The identifiers in an item.
fn identifiers<'a>(context: &Context<'a>, item: Span) -> impl Iterator<Item = &'a Occurrence> {
    let all = &context.document.identifiers;
    let first = all.partition_point(|found| found.span.start < item.start);
    all[first..].iter().take_while(move |found| found.span.start < item.end)
}

/// The words of an item.
fn prose(context: &Context<'_>, item: Span) -> Prose {
    Prose::of(context.document.text(), item, identifiers(context, item).map(|found| found.token))
}

fn reference<'a>(context: &Context<'a>, item: Span, recalling: &mut Recalling<'_>) -> Option<Reference<'a>> {
    let mut works: SmallVec<[NamedWork<'a>; 1]> = SmallVec::new();
    for place in identifiers(context, item).filter(|place| may_name(place)) {
        // What is being typed may name anything.
        if context.in_flux.contains(&place.id) {
            return None;
        }
        let Some(known) = context.records.get(&place.id).known().filter(|known| !known.views.is_empty()) else {
            continue;
        };
        match works.iter_mut().find(|work| work.is_named(place, known)) {
            Some(work) => {
                work.places.push(place);
                work.known.push(known);
            }
            None => works.push(NamedWork::new(place, known)),
        }
    }
    if works.is_empty() {
        return None;
    }
    let text = item.of(context.document.text());
    for work in &mut works {
        let records: WorkRecords = work.views().map(|view| Arc::clone(&view.record)).collect();
        work.judgement = recalling.of(text, records, |records| {
            let records: SmallVec<[&Record; 2]> = records.iter().map(|record| &**record).collect();
            judged(&prose(context, item).text, &records)
        });
    }
    Some(Reference { span: item, works })
}

/// Whether an identifier is that of the work, as far as can be told by its kind.
fn may_name(place: &Occurrence) -> bool {
    use IdentifierKind::{Arxiv, Doi, Pmcid, Pmid};
    matches!(place.id.kind(), Doi | Pmid | Pmcid | Arxiv)
}

/// Words by which a reference says that it means the preprint.
const PREPRINTS: [&str; 6] = ["rxiv", "preprint", "Preprint", "Research Square", "SSRN", "OSF"];

/// Judges a text by records, as far as a work of their kind can be judged.
fn judged(text: &str, records: &[&Record]) -> Judgement {
    let judgement = judge(text, records);
    let is = |kind: &WorkType| records.iter().any(|record| record.work_type == *kind);
    let is_told_as_preprint = PREPRINTS.iter().any(|word| text.contains(word));
    let has_versions = || {
        let is_version = |kind| matches!(kind, RelationKind::PreprintOf | RelationKind::HasPreprint);
        records.iter().flat_map(|record| &record.relations).any(|relation| is_version(relation.kind))
    };
    let is_translated = || {
        records.iter().flat_map(|record| &record.relations).any(|relation| relation.kind == RelationKind::Translation)
    };
    if is_translated() {
        return Judgement { title: Part::Open, first_author: Part::Open, authors: Part::Open, ..judgement };
    }
    if is(&WorkType::Article) && !is_told_as_preprint {
        return judgement;
    }
    if is(&WorkType::Preprint) || is(&WorkType::Article) && is_told_as_preprint || has_versions() {
        // Preprint and article share title and authors, and nothing else.
        return Judgement {
            year: Part::Open,
            container: Part::Open,
            volume: Part::Open,
            issue: Part::Open,
            page: Part::Open,
            ..judgement
        };
    }
    if is(&WorkType::ProceedingsPaper) {
        return Judgement { container: Part::Open, ..judgement };
    }
    if is(&WorkType::Book) || is(&WorkType::Chapter) {
        // Editions and printings differ in everything but who wrote what.
        return Judgement {
            authors: Part::Open,
            year: Part::Open,
            container: Part::Open,
            volume: Part::Open,
            issue: Part::Open,
            page: Part::Open,
            ..judgement
        };
    }
    // A figure, a data set, a review of a book: what is written may be the work that it belongs to.
    Judgement::default()
}
