//! A work as all its sources together have it, made ready to be shown.

use crate::record::{
    Field, Identifier, IdentifierKind, Joined, Known, Record, Source, UnitedNotice, View, WorkType, folded, united,
};

/// A work joined from its views, and what became of it.
pub(super) struct Whole<'a> {
    /// The joined record; its notices are in `events`.
    pub(super) record: Record,
    /// Who gave each field.
    pub(super) given_by: Vec<(Field, Source)>,
    /// Each notice once, gravest first.
    pub(super) events: Vec<UnitedNotice<'a>>,
    /// What it is made of, in their order.
    pub(super) views: &'a [View],
}

impl<'a> Whole<'a> {
    /// Joins what is known of a work; `None` where nobody's record was read.
    pub(super) fn of(known: &'a Known) -> Option<Self> {
        let Joined { mut record, given_by } = Joined::of(&known.views)?;
        if record.work_type == WorkType::Article {
            let pubmed = known.views.iter().find(|view| view.source == Source::PubMed);
            record.container_short = pubmed.and_then(|view| nlm_title(view, &record)).or(record.container_short);
        }
        Some(Self { record, given_by, events: events(known), views: &known.views })
    }

    /// Every identifier of the work with `id`, under which it was asked for: each once, in the order of their kinds.
    pub(super) fn ids(&self, id: &Identifier) -> Vec<Identifier> {
        let mut ids = vec![id.clone()];
        for other in std::iter::once(&self.record.id).chain(&self.record.same_as) {
            if !ids.contains(other) {
                ids.push(other.clone());
            }
        }
        ids.sort_by_key(Identifier::kind);
        ids
    }
}

/// A work as all its sources together have it, each of its notices once; `None` where nobody's record was read.
#[must_use]
pub fn whole(known: &Known) -> Option<Record> {
    let Whole { record, events, .. } = Whole::of(known)?;
    let notices = events.iter().map(UnitedNotice::notice).collect();
    Some(Record { notices, ..record })
}

/// What became of a work, each event once, gravest first.
pub(super) fn events(known: &Known) -> Vec<UnitedNotice<'_>> {
    if known.views.iter().all(|view| view.notices.is_empty()) {
        return Vec::new();
    }
    let mut events = united(&known.views);
    if known.views.iter().any(|view| view.record.is_notice()) {
        // "Retracted" in the title of a notice is what it says of another work.
        events.retain(|event| !event.only_in_title());
    }
    events
}

/// The identifier of a kind that a work has, a short DOI excepted.
pub(super) fn id_of(record: &Record, kind: IdentifierKind) -> Option<&Identifier> {
    std::iter::once(&record.id).chain(&record.same_as).find(|id| id.kind() == kind && !id.is_short_doi())
}

/// The DOI of a work: its own, else the one that arXiv's identifier has.
pub(super) fn doi(record: &Record) -> Option<String> {
    let id = id_of(record, IdentifierKind::Doi).or_else(|| id_of(record, IdentifierKind::Arxiv));
    id.and_then(Identifier::doi)
}

/// The title with its subtitle.
pub(super) fn title(record: &Record) -> Option<String> {
    match (&record.title, &record.subtitle) {
        (Some(title), Some(subtitle)) if !title.contains(subtitle.as_str()) => {
            let joint = if title.ends_with(['?', '!', '.', ':']) { "" } else { ":" };
            Some(format!("{title}{joint} {subtitle}"))
        }
        (Some(title), _) | (None, Some(title)) => Some(title.clone()),
        (None, None) => None,
    }
}

/// The abbreviation under which PubMed has the journal ("Cancers (Basel)"), where it speaks of the same one.
fn nlm_title(view: &View, record: &Record) -> Option<String> {
    // NLM adds the place to a title that several journals have: "Lancet (London, England)".
    let bare = |title: &str| {
        let title = folded(title.split(" (").next().unwrap_or(title));
        title.strip_prefix("the ").map_or(title.clone(), str::to_owned)
    };
    let (theirs, ours) = (bare(view.record.container_title.as_deref()?), bare(record.container_title.as_deref()?));
    let same = !ours.is_empty() && (theirs.starts_with(&ours) || ours.starts_with(&theirs));
    view.record.container_short.clone().filter(|_| same)
}
