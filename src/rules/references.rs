//! The references of a manuscript, in its lists and elsewhere, or the entries of a bibliography, each held against the works
//! that its identifiers name.

pub(super) mod heard;
mod judged;
mod passage;
mod written;

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use smallvec::{SmallVec, smallvec};

use self::written::Written;
pub(super) use self::written::identifiers;
use super::Context;
use crate::findings::Related;
use crate::record::{IdentifierKind, Known, Record, View};
use crate::reference::{Judgement, Part, Recalling, Verdict, WorkRecords, judge, judge_passage};
use crate::syntax::Occurrence;
use crate::text::Span;

/// A reference as written, with the works that its identifiers name; at least one.
pub struct Reference<'a> {
    written: Written<'a>,
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
    /// Whether all who know it were heard.
    pub(super) is_heard: bool,
}

impl<'a> Reference<'a> {
    /// Its words.
    pub(super) fn text(&self, context: &Context<'_>) -> String {
        self.written.words(context)
    }

    /// Where some of its words are in the file, and how they are written, without marks.
    pub(super) fn part(&self, context: &Context<'_>, at: &Range<usize>) -> (Span, String) {
        self.written.part(context, at)
    }

    /// Where some of its words, or its beginning, are written, if that is in another file.
    pub(super) fn elsewhere(&self, at: Option<&Range<usize>>) -> Option<Related> {
        self.written.elsewhere(at)
    }

    /// Whether it is a reference beyond doubt: outside lists and bibliographies anything may stand before an identifier.
    pub(super) fn is_sure(&self) -> bool {
        match self.written {
            Written::Passage(passage) => {
                passage.is_of_one && self.works.iter().any(|work| work.judgement.title == Part::Agrees)
            }
            Written::Item(_) | Written::Entry(..) | Written::Cited(..) => true,
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
        Self { places: smallvec![place], known: smallvec![known], judgement: Judgement::default(), is_heard: true }
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

/// Every reference that names works of which there are records. Most identifiers of a long bibliography may be of unknown
/// works, so it is these that are gone through, not the entries.
pub(super) fn read<'a>(context: &Context<'a>) -> Vec<Reference<'a>> {
    let mut recalling = context.judgements.recalling();
    let (mut references, mut last) = (Vec::new(), None);
    let cited = context.library.cited.firsts().filter(|_| context.library.own.is_none());
    for place in context.document.identifiers.iter().chain(cited).filter(|place| may_name(place)) {
        if known(context, place).is_none() {
            continue;
        }
        let Some(written) = Written::around(context, place) else { continue };
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

/// A reference that names more works is a list of them.
const MANY: usize = 8;

fn reference<'a>(context: &Context<'a>, written: Written<'a>, recalling: &mut Recalling<'_>) -> Option<Reference<'a>> {
    let mut works: SmallVec<[NamedWork<'a>; 1]> = SmallVec::new();
    let mut unknown: SmallVec<[&Occurrence; 2]> = SmallVec::new();
    for place in written.identifiers(context).into_iter().filter(|place| may_name(place)) {
        // What is being typed may name anything.
        if context.in_flux.contains(&place.id) {
            return None;
        }
        let Some(known) = known(context, place) else {
            unknown.push(place);
            continue;
        };
        if works.len() > MANY {
            return None;
        }
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
    let words = OnceCell::new();
    for work in &mut works {
        work.is_heard = heard::is_heard_of(context, work);
        let records: WorkRecords = work.views().map(|view| Arc::clone(&view.record)).collect();
        work.judgement = recalling.of(&text, records, |records| {
            let records: SmallVec<[&Record; 2]> = records.iter().map(|record| &**record).collect();
            let words = words.get_or_init(|| written.words(context));
            let judgement = match written {
                Written::Passage(passage) => judge_passage(words, &records, passage.is_alone),
                Written::Item(_) | Written::Entry(..) | Written::Cited(..) => judge(words, &records),
            };
            judged::within(judgement, &text, words, &records)
        });
    }
    Some(Reference { written, works })
}

/// Whether an identifier is that of the work, as far as can be told by its kind.
fn may_name(place: &Occurrence) -> bool {
    use IdentifierKind::{Arxiv, Doi, Pmcid, Pmid};
    matches!(place.id.kind(), Doi | Pmid | Pmcid | Arxiv)
}
