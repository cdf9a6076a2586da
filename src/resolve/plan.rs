//! What to ask next about one identifier, and what follows from what was said. Pure: this is where *absent* is decided.

use std::sync::Arc;

use crate::record::{Absent, Day, Identifier, IdentifierKind, Knowledge, Known, Reason, Record, Source, View};
use crate::sources::doi_org::{AgencyAnswer, HandleAnswer};
use crate::sources::{Class, crossref};

/// One kind of question; each draws on the budget of its own source and class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Step {
    /// doi.org, alone: does the handle exist, and what does it stand for?
    Handle,
    /// Crossref, alone.
    Single,
    /// Crossref, with others.
    List,
    /// doi.org, with others: who registered it?
    Agency,
}

impl Step {
    /// All of them, in the order in which they are considered.
    pub(super) const ALL: [Self; 4] = [Self::Handle, Self::Single, Self::List, Self::Agency];

    /// Who is asked.
    pub(super) fn source(self) -> Source {
        match self {
            Self::List | Self::Single => Source::Crossref,
            Self::Agency | Self::Handle => Source::DoiOrg,
        }
    }

    /// Which budget it draws on.
    pub(super) fn class(self) -> Class {
        match self {
            Self::List | Self::Agency => Class::List,
            Self::Single | Self::Handle => Class::Single,
        }
    }
}

/// What a source said to one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Said<T> {
    /// Not asked.
    #[default]
    Nothing,
    /// No usable answer; the end of a sentence that begins with the source's name.
    Failed(String),
    /// This.
    Answer(T),
}

/// Everything said about one identifier in this run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Crossref's record from a list; `None`: the list lacks it.
    pub listed: Said<Option<Arc<Record>>>,
    /// Crossref's record, asked for alone; `None`: it has none.
    pub single: Said<Option<Arc<Record>>>,
    /// The agency.
    pub agency: Said<AgencyAnswer>,
    /// The handle.
    pub handle: Said<HandleAnswer>,
}

/// One usable answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Crossref's record, or that it has none.
    Record(Option<Arc<Record>>),
    /// The agency.
    Agency(AgencyAnswer),
    /// The handle.
    Handle(HandleAnswer),
}

impl Evidence {
    /// Takes in an answer to `step`.
    pub(super) fn learn(&mut self, step: Step, answer: Answer) {
        match (step, answer) {
            (Step::Single, Answer::Record(record)) => self.single = Said::Answer(record),
            (_, Answer::Record(record)) => self.listed = Said::Answer(record),
            (_, Answer::Agency(agency)) => self.agency = Said::Answer(agency),
            (_, Answer::Handle(handle)) => self.handle = Said::Answer(handle),
        }
    }

    /// Takes in that `step` gave no usable answer.
    pub(super) fn fail(&mut self, step: Step, what: String) {
        match step {
            Step::List => self.listed = Said::Failed(what),
            Step::Single => self.single = Said::Failed(what),
            Step::Agency => self.agency = Said::Failed(what),
            Step::Handle => self.handle = Said::Failed(what),
        }
    }
}

/// Who may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Enabled {
    /// Crossref.
    pub crossref: bool,
    /// doi.org.
    pub doi_org: bool,
}

/// What follows from the evidence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Next {
    /// Ask this.
    Ask(Step),
    /// It stands for this other identifier: learn about that one.
    Follow(Identifier),
    /// This is the answer.
    Done(Knowledge),
}

/// Decides what follows from what was said about `id`.
///
/// Crossref is asked first, doi.org only for what it lacks or does not answer. *Absent* needs two denials: the agency
/// service says that the DOI does not exist, and the handle service says so too. A failure is never a denial; a DOI
/// that may be Crossref's without Crossref having answered is unchecked, since its notices are unknown.
pub(super) fn decide(id: &Identifier, evidence: &Evidence, enabled: Enabled, today: Day) -> Next {
    if !id.kind().is_supported() {
        return Next::Done(Knowledge::Unsupported);
    }
    if id.doi().is_none() {
        return Next::Done(Knowledge::Unchecked(Reason::NotAsked));
    }
    for said in [&evidence.listed, &evidence.single] {
        if let Said::Answer(Some(record)) = said {
            return Next::Done(Knowledge::Known(Arc::new(recorded(id, record, today))));
        }
    }
    if enabled.crossref
        && let Some(step) = first_question(id)
        && (&evidence.listed, &evidence.single) == (&Said::Nothing, &Said::Nothing)
    {
        return Next::Ask(step);
    }
    if !enabled.doi_org {
        return unchecked(evidence, Source::DoiOrg, "is switched off");
    }
    if id.is_short_doi() { short(evidence) } else { registered(id, evidence, enabled, today) }
}

/// How Crossref is asked about it at first; arXiv's identifiers and short DOIs are not Crossref's.
fn first_question(id: &Identifier) -> Option<Step> {
    let candidate = id.kind() == IdentifierKind::Doi && !id.is_short_doi();
    candidate.then(|| if crossref::batchable(id) { Step::List } else { Step::Single })
}

/// A short DOI is a handle; what it stands for is what matters.
fn short(evidence: &Evidence) -> Next {
    match &evidence.handle {
        Said::Nothing => Next::Ask(Step::Handle),
        Said::Failed(what) => unchecked(evidence, Source::DoiOrg, what),
        Said::Answer(HandleAnswer::AliasOf(long)) => Next::Follow(long.clone()),
        Said::Answer(HandleAnswer::Exists) => {
            undecided(evidence, Source::DoiOrg, "does not say which DOI this short one stands for")
        }
        // The agency service knows no short DOIs, and one denial is not enough.
        Said::Answer(HandleAnswer::Missing) => undecided(evidence, Source::DoiOrg, "does not know this short DOI"),
    }
}

/// A DOI that Crossref lacks or did not answer for.
fn registered(id: &Identifier, evidence: &Evidence, enabled: Enabled, today: Day) -> Next {
    match &evidence.agency {
        Said::Nothing => Next::Ask(Step::Agency),
        Said::Failed(what) => unchecked(evidence, Source::DoiOrg, what),
        Said::Answer(AgencyAnswer::Registered(agency)) if agency == "Crossref" => at_crossref(evidence, enabled),
        Said::Answer(AgencyAnswer::Registered(agency)) => exists(Some(agency.clone())),
        Said::Answer(AgencyAnswer::DoesNotExist) => match &evidence.handle {
            Said::Answer(HandleAnswer::Missing) => {
                Next::Done(Knowledge::Absent(Absent { authority: denied_by(evidence), asked: today }))
            }
            handle => by_handle(id, evidence, handle, enabled),
        },
        Said::Answer(AgencyAnswer::Invalid) => match &evidence.handle {
            Said::Answer(HandleAnswer::Missing) => undecided(evidence, Source::DoiOrg, "does not take it for a DOI"),
            handle => by_handle(id, evidence, handle, enabled),
        },
        Said::Answer(AgencyAnswer::Unknown) => match &evidence.handle {
            Said::Answer(HandleAnswer::Missing) => unchecked(evidence, Source::DoiOrg, "did not say who registered it"),
            handle => by_handle(id, evidence, handle, enabled),
        },
    }
}

/// No agency is named; the handle may exist all the same. Then it may be Crossref's, whose list may be incomplete: only
/// Crossref's word on it alone tells that there are no notices to miss.
fn by_handle(id: &Identifier, evidence: &Evidence, handle: &Said<HandleAnswer>, enabled: Enabled) -> Next {
    match handle {
        Said::Nothing => Next::Ask(Step::Handle),
        Said::Failed(what) => unchecked(evidence, Source::DoiOrg, what),
        Said::Answer(HandleAnswer::AliasOf(other)) => Next::Follow(other.clone()),
        Said::Answer(_) if first_question(id).is_none() => exists(None),
        Said::Answer(_) if !enabled.crossref => unchecked(evidence, Source::Crossref, "is switched off"),
        Said::Answer(_) => match (crossref_failed(evidence), &evidence.single) {
            (Some(what), _) => unchecked(evidence, Source::Crossref, what),
            (None, Said::Nothing) => Next::Ask(Step::Single),
            (None, _) => exists(None),
        },
    }
}

/// The agency is Crossref, but there is no record yet.
fn at_crossref(evidence: &Evidence, enabled: Enabled) -> Next {
    if !enabled.crossref {
        return unchecked(evidence, Source::Crossref, "is switched off");
    }
    match (crossref_failed(evidence), &evidence.single, &evidence.handle) {
        (Some(what), ..) => unchecked(evidence, Source::Crossref, what),
        (None, Said::Nothing, _) => Next::Ask(Step::Single),
        // It may have been merged into another DOI, which its handle then names.
        (None, _, Said::Nothing) => Next::Ask(Step::Handle),
        (None, _, Said::Answer(HandleAnswer::AliasOf(other))) => Next::Follow(other.clone()),
        // A contradiction, which is likelier to pass than to last: it is asked about again in the next run.
        (None, ..) => unchecked(evidence, Source::Crossref, "has no record of it, though it is registered there"),
    }
}

fn recorded(id: &Identifier, record: &Arc<Record>, today: Day) -> Known {
    let view = View {
        source: Source::Crossref,
        fetched: today,
        record: Arc::clone(record),
        notices_fetched: today,
        notices: record.notices.clone().into(),
        transcribed: false,
    };
    let alias_of = (record.id != *id).then(|| record.id.clone());
    Known { agency: Some("Crossref".into()), alias_of, views: vec![view] }
}

fn exists(agency: Option<String>) -> Next {
    Next::Done(Knowledge::Known(Arc::new(Known { agency, alias_of: None, views: Vec::new() })))
}

fn crossref_failed(evidence: &Evidence) -> Option<&str> {
    [&evidence.single, &evidence.listed].into_iter().find_map(|said| match said {
        Said::Failed(what) => Some(what.as_str()),
        _ => None,
    })
}

/// Unchecked because of `source`; where Crossref failed before, that is the first reason.
fn unchecked(evidence: &Evidence, source: Source, what: &str) -> Next {
    let (source, what) = crossref_failed(evidence).map_or((source, what), |failed| (Source::Crossref, failed));
    Next::Done(Knowledge::Unchecked(Reason::NotAnswered { source, what: what.to_owned() }))
}

/// Open, though `source` answered, and will be for a while; where Crossref failed before, asking again may settle it.
fn undecided(evidence: &Evidence, source: Source, what: &str) -> Next {
    if crossref_failed(evidence).is_some() {
        return unchecked(evidence, source, what);
    }
    Next::Done(Knowledge::Unchecked(Reason::Undecided { source, what: what.to_owned() }))
}

fn denied_by(evidence: &Evidence) -> String {
    let lacks = |said| matches!(said, &Said::Answer(None));
    if lacks(&evidence.listed) || lacks(&evidence.single) { "Crossref, doi.org".into() } else { "doi.org".into() }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
