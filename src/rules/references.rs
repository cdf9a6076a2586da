//! The references of a manuscript's lists, or the entries of a bibliography, each held against the works that its
//! identifiers name.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use smallvec::{SmallVec, smallvec};

use super::Context;
use crate::bibliography::{Bibliography, Entry, Format};
use crate::record::{IdentifierKind, Known, Record, RelationKind, View, WorkType};
use crate::reference::{Composed, Judgement, Part, Recalling, Verdict, WorkRecords, judge, prose};
use crate::syntax::Occurrence;
use crate::text::Span;

/// A reference as written, with the works that its identifiers name; at least one.
pub struct Reference<'a> {
    written: Written<'a>,
    /// In the order in which they are named.
    pub(super) works: SmallVec<[NamedWork<'a>; 1]>,
}

/// Where a reference is written.
#[derive(Clone, Copy)]
enum Written<'a> {
    /// In a list of the text.
    Item(Span),
    /// In a bibliography.
    Entry(&'a Bibliography, &'a Entry),
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
    /// Its words.
    pub(super) fn text(&self, context: &Context<'_>) -> String {
        self.written.words(context)
    }

    /// Where some of its words are in the file, and how they are written, without marks.
    pub(super) fn part(&self, context: &Context<'_>, at: &Range<usize>) -> (Span, String) {
        match self.written {
            Written::Item(item) => {
                let start = item.range().start;
                let span = Span::new(start + at.start, start + at.end);
                (span, span.of(context.document.text()).to_owned())
            }
            Written::Entry(file, entry) => {
                let composed = Composed::of(file, entry);
                let said = composed.text.get(at.clone()).unwrap_or_default().to_owned();
                (composed.place(at), said)
            }
        }
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

impl Written<'_> {
    fn span(self) -> Span {
        match self {
            Self::Item(span) => span,
            Self::Entry(_, entry) => entry.span,
        }
    }

    /// All that the words depend on. An entry that takes something from elsewhere in its file is not told by its own text.
    fn source<'t>(self, context: &Context<'t>) -> Cow<'t, str> {
        match self {
            Self::Entry(file, entry) if !stands_alone(file, entry) => Composed::of(file, entry).text.into(),
            _ => self.span().of(context.document.text()).into(),
        }
    }

    fn words(self, context: &Context<'_>) -> String {
        match self {
            Self::Item(span) => {
                let identifiers = identifiers(context, span).map(|found| found.token);
                prose(context.document.text(), span, identifiers)
            }
            Self::Entry(file, entry) => Composed::of(file, entry).text,
        }
    }
}

/// Whether an entry says itself all that it says: it inherits nothing, and uses no abbreviation but a month.
fn stands_alone(file: &Bibliography, entry: &Entry) -> bool {
    let text = file.text();
    file.format != Format::Bibtex
        || entry.fields.iter().all(|field| {
            let name = field.name.of(text);
            let inherits = INHERITING.iter().any(|inheriting| name.eq_ignore_ascii_case(inheriting));
            let is_month = name.eq_ignore_ascii_case("month");
            let value = field.value.of(text);
            !inherits
                && (is_month
                    || value.starts_with(|ch: char| matches!(ch, '{' | '"' | '0'..='9')) && !value.contains('#'))
        })
}

/// Fields by which an entry of BibTeX takes fields from another (biblatex's manual, "Special Fields").
const INHERITING: [&str; 2] = ["crossref", "xdata"];

/// Every reference that names works of which there are records. Most identifiers of a long bibliography may be of unknown
/// works, so it is these that are gone through, not the entries.
pub(super) fn read<'a>(context: &Context<'a>) -> Vec<Reference<'a>> {
    let mut recalling = context.judgements.recalling();
    let (mut references, mut last) = (Vec::new(), None);
    for place in context.document.identifiers.iter().filter(|place| may_name(place)) {
        if known(context, place).is_none() {
            continue;
        }
        let Some(written) = written(context, place) else { continue };
        if last.replace(written.span()) != Some(written.span()) {
            references.extend(reference(context, written, &mut recalling));
        }
    }
    references
}

/// What is known of an identifier, where there are records.
pub(super) fn known<'a>(context: &Context<'a>, place: &Occurrence) -> Option<&'a Known> {
    context.records.get(&place.id).known().filter(|known| !known.views.is_empty())
}

/// The reference that an identifier stands in.
fn written<'a>(context: &Context<'a>, place: &Occurrence) -> Option<Written<'a>> {
    let start = place.span.range().start;
    if let Some(own) = &context.library.own {
        return own.entry_at(start).map(|entry| Written::Entry(own, entry));
    }
    let list = context.document.lists.iter().find(|list| list.span.covers(place.span))?;
    let behind = list.items.partition_point(|item| item.range().start <= start);
    let item = list.items[..behind].last().filter(|item| item.covers(place.span))?;
    Some(Written::Item(*item))
}

/// The identifiers in an item.
pub(super) fn identifiers<'a>(context: &Context<'a>, item: Span) -> impl Iterator<Item = &'a Occurrence> {
    let all = &context.document.identifiers;
    let first = all.partition_point(|found| found.span.start < item.start);
    all[first..].iter().take_while(move |found| found.span.start < item.end)
}

fn reference<'a>(context: &Context<'a>, written: Written<'a>, recalling: &mut Recalling<'_>) -> Option<Reference<'a>> {
    let item = written.span();
    let mut works: SmallVec<[NamedWork<'a>; 1]> = SmallVec::new();
    let mut unknown: SmallVec<[&Occurrence; 2]> = SmallVec::new();
    for place in identifiers(context, item).filter(|place| may_name(place)) {
        // What is being typed may name anything.
        if context.in_flux.contains(&place.id) {
            return None;
        }
        let Some(known) = known(context, place) else {
            unknown.push(place);
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
    // Beside another identifier of its kind, of which nothing is known, it may be that of an erratum or of the data.
    let kinds =
        |work: &NamedWork<'_>, other: &Occurrence| work.places.iter().any(|own| own.id.kind() == other.id.kind());
    if works.is_empty() || works.len() == 1 && unknown.iter().any(|other| kinds(&works[0], other)) {
        return None;
    }
    let text = written.source(context);
    for work in &mut works {
        let records: WorkRecords = work.views().map(|view| Arc::clone(&view.record)).collect();
        work.judgement = recalling.of(&text, records, |records| {
            let records: SmallVec<[&Record; 2]> = records.iter().map(|record| &**record).collect();
            judged(item.of(context.document.text()), &written.words(context), &records)
        });
    }
    Some(Reference { written, works })
}

/// Whether an identifier is that of the work, as far as can be told by its kind.
fn may_name(place: &Occurrence) -> bool {
    use IdentifierKind::{Arxiv, Doi, Pmcid, Pmid};
    matches!(place.id.kind(), Doi | Pmid | Pmcid | Arxiv)
}

/// Words by which a reference says that it means the preprint.
const PREPRINTS: [&str; 6] = ["rxiv", "preprint", "Preprint", "Research Square", "SSRN", "OSF"];

/// Judges the words of a reference, `written` so, by records, as far as a work of their kind can be judged.
fn judged(written: &str, words: &str, records: &[&Record]) -> Judgement {
    let judgement = judge(words, records);
    let is = |kind: &WorkType| records.iter().any(|record| record.work_type == *kind);
    let is_told_as_preprint = PREPRINTS.iter().any(|word| written.contains(word));
    let has_versions = || {
        let is_version = |kind| matches!(kind, RelationKind::PreprintOf | RelationKind::HasPreprint);
        records.iter().flat_map(|record| &record.relations).any(|relation| is_version(relation.kind))
    };
    // A registry that lost letters cannot be held against anybody, and a notice has the words of the work that it is about.
    let is_broken = |record: &&Record| {
        let titles = record.title.iter().chain(&record.container_title).map(String::as_str);
        let mut names = titles.chain(record.authors.iter().map(|author| author.name.family()));
        names.any(|name| name.contains('\u{fffd}'))
    };
    if records.iter().any(|record| is_broken(record) || record.is_notice()) {
        return Judgement::default();
    }
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
        return judgement.of_title_and_people();
    }
    if is(&WorkType::ProceedingsPaper) {
        return Judgement { container: Part::Open, ..judgement };
    }
    let names_book = |record: &&Record| {
        let book = record.container_title.as_deref().unwrap_or_default().to_lowercase();
        record.work_type == WorkType::Chapter && !book.is_empty() && words.to_lowercase().contains(&book)
    };
    if records.iter().any(names_book) {
        // The book may be what is meant.
        return Judgement::default();
    }
    if is(&WorkType::Book) || is(&WorkType::Chapter) {
        // Editions and printings differ in everything but who wrote what.
        return Judgement { authors: Part::Open, ..judgement.of_title_and_people() };
    }
    // A figure, a data set, a review of a book: what is written may be the work that it belongs to.
    Judgement::default()
}
