//! What Crossref said of a DOI.

use super::{Evidence, view};
use crate::record::{Identifier, IdentifierKind, Source, View};
use crate::resolve::question::{Answer, Inquiry, Question};
use crate::sources::crossref;

/// Crossref's view, of this run or young enough.
pub(super) fn its_view(doi: &Identifier, evidence: &Evidence<'_>) -> Option<View> {
    let record = [Question::CrossrefList, Question::CrossrefAlone]
        .into_iter()
        .find_map(|question| evidence.record(question, doi));
    record.map(|record| view(Source::Crossref, record, evidence)).or_else(|| evidence.young_view(Source::Crossref))
}

/// How Crossref is asked at first; arXiv's identifiers and short DOIs are not Crossref's.
pub(super) fn first_question(doi: &Identifier) -> Option<Question> {
    let candidate = doi.kind() == IdentifierKind::Doi && !doi.is_short_doi();
    candidate.then(|| if crossref::batchable(doi) { Question::CrossrefList } else { Question::CrossrefAlone })
}

/// The first question, if nothing was asked yet.
pub(super) fn to_ask(doi: &Identifier, evidence: &Evidence<'_>) -> Option<Inquiry> {
    let unasked = [Question::CrossrefList, Question::CrossrefAlone]
        .into_iter()
        .all(|question| evidence.said(question, doi).is_none());
    let question = first_question(doi).filter(|_| unasked && evidence.may_ask(Source::Crossref))?;
    Some((question, doi.clone()))
}

/// How it failed to answer.
pub(super) fn failure<'a>(doi: &Identifier, evidence: &Evidence<'a>) -> Option<&'a str> {
    [Question::CrossrefAlone, Question::CrossrefList].into_iter().find_map(|question| evidence.failure(question, doi))
}

/// Whether it said that it has none.
pub(super) fn lacks(doi: &Identifier, evidence: &Evidence<'_>) -> bool {
    [Question::CrossrefAlone, Question::CrossrefList]
        .into_iter()
        .any(|question| matches!(evidence.said(question, doi), Some(Ok(Answer::Lacks))))
}
