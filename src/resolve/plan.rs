//! What to ask next about one identifier, and what follows from what was said. Pure: this is where *absent* is decided.

mod arxiv;
mod crossref;
mod doi;
mod europepmc;
mod evidence;
mod pmcid;
mod pmid;
mod second;

pub(super) use evidence::{Before, Enabled, Evidence, Ledger, Said};
pub(super) use second::other_names;

use std::sync::Arc;

use super::question::Inquiry;
use crate::record::{Identifier, IdentifierKind, Knowledge, Known, Reason, Record, Source, View};

/// What follows from the evidence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Next {
    /// These are to be asked.
    Ask(Vec<Inquiry>),
    /// This is known; these are to be asked to know more.
    AskFurther {
        /// What is known.
        first: Knowledge,
        /// Of a second source.
        asks: Vec<Inquiry>,
    },
    /// It stands for this other identifier: learn about that one.
    Follow(Identifier),
    /// This is the answer.
    Done(Knowledge),
}

/// Decides what follows from what is known of `id`.
///
/// Who registers a kind is asked first, others only for what that one lacks or does not answer. *Absent* takes all that
/// could know it; a failure is never a denial. Where a work has a second source that is asked further, and its silence
/// takes nothing from what the first one said.
pub(super) fn decide(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    match id.kind() {
        IdentifierKind::Doi => doi::next(id, evidence),
        IdentifierKind::Arxiv => arxiv::next(id, evidence),
        IdentifierKind::Pmid => pmid::next(id, evidence),
        IdentifierKind::Pmcid => pmcid::next(id, evidence),
        IdentifierKind::Isbn | IdentifierKind::Trial | IdentifierKind::Url | IdentifierKind::Key => {
            Next::Done(Knowledge::Unsupported)
        }
    }
}

/// Whether anybody is to be asked about what was known before: because it is old, or to know more.
pub(super) fn is_to_ask(id: &Identifier, evidence: &Evidence<'_>) -> bool {
    evidence.before.due || evidence.standing().is_some() && !matches!(decide(id, evidence), Next::Done(_))
}

fn ask(inquiry: Inquiry) -> Next {
    Next::Ask(vec![inquiry])
}

fn known(known: Known) -> Next {
    Next::Done(Knowledge::Known(Arc::new(known)))
}

/// It exists; more is not known.
fn exists(agency: Option<String>) -> Next {
    known(Known { agency, ..Known::default() })
}

/// A record of today.
fn view(source: Source, record: &Arc<Record>, evidence: &Evidence<'_>) -> View {
    View {
        source,
        fetched: evidence.today,
        record: Arc::clone(record),
        notices_fetched: evidence.today,
        notices: record.notices.clone().into(),
        transcribed: false,
    }
}

/// Unchecked because of `source`.
fn unchecked(source: Source, what: &str) -> Next {
    Next::Done(Knowledge::Unchecked(Reason::NotAnswered { source, what: what.to_owned() }))
}

/// Open, though `source` answered, and will be for a while.
fn undecided(source: Source, what: &str) -> Next {
    Next::Done(Knowledge::Unchecked(Reason::Undecided { source, what: what.to_owned() }))
}

/// What a source that may not be asked is said to be.
const SWITCHED_OFF: &str = "is switched off";

#[cfg(test)]
mod tests;
