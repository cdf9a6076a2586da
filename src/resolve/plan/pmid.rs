//! PMIDs: PubMed's numbers.

use super::europepmc::instead_of;
use super::second::beside_pubmed;
use super::{Evidence, Next, SWITCHED_OFF, ask, unchecked, view};
use crate::record::{Absent, Identifier, Knowledge, Source};
use crate::resolve::question::{Answer, Question};

/// PubMed is asked, Europe PMC where it does not answer. *Absent* takes a complete answer without the record, and a denial of the number asked for alone.
pub(super) fn next(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    if let Some(record) = evidence.record(Question::PubmedRecords, id) {
        return beside_pubmed(view(Source::PubMed, record, evidence), evidence);
    }
    if let Some(view) = evidence.young_view(Source::PubMed) {
        return beside_pubmed(view, evidence);
    }
    if let Some(standing) = evidence.standing() {
        return Next::Done(Knowledge::Known(standing.clone()));
    }
    if !evidence.may_ask(Source::PubMed) {
        return instead_of(Source::PubMed, SWITCHED_OFF, id, evidence);
    }
    match evidence.said(Question::PubmedRecords, id) {
        None => ask((Question::PubmedRecords, id.clone())),
        Some(Err(what)) => instead_of(Source::PubMed, what, id, evidence),
        Some(Ok(answer)) => lacking(id, *answer == Answer::Lacks, evidence),
    }
}

/// The records that came are without it; `complete`: all that came could be read.
fn lacking(id: &Identifier, complete: bool, evidence: &Evidence<'_>) -> Next {
    match evidence.said(Question::PubmedSummary, id) {
        None => ask((Question::PubmedSummary, id.clone())),
        Some(Err(what)) => instead_of(Source::PubMed, what, id, evidence),
        Some(Ok(Answer::Denies)) if complete => {
            Next::Done(Knowledge::Absent(Absent { authority: "PubMed".into(), asked: evidence.today }))
        }
        Some(Ok(Answer::Denies)) => unchecked(Source::PubMed, "answered with records that cannot be read"),
        // A contradiction, which is likelier to pass than to last.
        Some(Ok(_)) => instead_of(Source::PubMed, "gave no record of it, though it has one", id, evidence),
    }
}
