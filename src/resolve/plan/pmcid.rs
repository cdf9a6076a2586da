//! PMCIDs: articles in PubMed Central, which are known through their other names.

use super::europepmc::instead_of;
use super::second::beside_pubmed;
use super::{Evidence, Next, SWITCHED_OFF, ask, crossref, exists, known, unchecked, view};
use crate::record::{Absent, Identifier, IdentifierKind, Knowledge, Known, Source};
use crate::resolve::question::{Answer, Question};

/// The converter is asked for the work's other names, then PubMed for its record; Europe PMC where one of them does not
/// answer. *Absent* takes the converter's word on
/// it alone.
pub(super) fn next(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    if let Some(view) = evidence.young_view(Source::PubMed) {
        return beside_pubmed(view, evidence);
    }
    if let Some(standing) = evidence.standing() {
        return Next::Done(Knowledge::Known(standing.clone()));
    }
    if !evidence.may_ask(Source::IdConv) {
        return instead_of(Source::IdConv, SWITCHED_OFF, id, evidence);
    }
    match evidence.said(Question::ConverterList, id) {
        None => return ask((Question::ConverterList, id.clone())),
        Some(Err(what)) => return instead_of(Source::IdConv, what, id, evidence),
        Some(Ok(Answer::SameAs(names))) => return named(id, names, evidence),
        Some(Ok(_)) => {}
    }
    match evidence.said(Question::ConverterAlone, id) {
        None => ask((Question::ConverterAlone, id.clone())),
        Some(Err(what)) => instead_of(Source::IdConv, what, id, evidence),
        Some(Ok(Answer::SameAs(names))) => named(id, names, evidence),
        Some(Ok(Answer::Denies)) => {
            let authority = Source::IdConv.to_string();
            Next::Done(Knowledge::Absent(Absent { authority, asked: evidence.today }))
        }
        Some(Ok(_)) => instead_of(Source::IdConv, "did not say what it stands for", id, evidence),
    }
}

/// It exists, and its work has these names too.
fn named(id: &Identifier, names: &[Identifier], evidence: &Evidence<'_>) -> Next {
    let of = |kind| names.iter().find(|name| name.kind() == kind && *name != id);
    if let Some(pmid) = of(IdentifierKind::Pmid) {
        return by_pmid(id, pmid, evidence);
    }
    let Some(doi) = of(IdentifierKind::Doi) else { return exists(None) };
    if let Some(view) = crossref::its_view(doi, evidence) {
        return known(Known { views: vec![view], ..Known::default() });
    }
    match (crossref::to_ask(doi, evidence), crossref::failure(doi, evidence)) {
        (Some(inquiry), _) => ask(inquiry),
        (None, Some(what)) => unchecked(Source::Crossref, what),
        (None, None) => exists(None),
    }
}

fn by_pmid(id: &Identifier, pmid: &Identifier, evidence: &Evidence<'_>) -> Next {
    if !evidence.may_ask(Source::PubMed) {
        return instead_of(Source::PubMed, SWITCHED_OFF, id, evidence);
    }
    match evidence.said(Question::PubmedRecords, pmid) {
        None => ask((Question::PubmedRecords, pmid.clone())),
        Some(Err(what)) => instead_of(Source::PubMed, what, id, evidence),
        Some(Ok(Answer::Record(record))) => beside_pubmed(view(Source::PubMed, record, evidence), evidence),
        // A contradiction, which is likelier to pass than to last.
        Some(Ok(_)) => instead_of(Source::PubMed, "gave no record of it, though it has a number there", id, evidence),
    }
}
