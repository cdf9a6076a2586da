//! DOIs.

use super::crossref::{self, first_question, its_view};
use super::second::beside_crossref;
use super::{Evidence, Next, SWITCHED_OFF, ask, exists, known, view};
use crate::record::{Absent, Identifier, Knowledge, Known, Source};
use crate::resolve::question::{Answer, Question};
use crate::sources::datacite;

/// Crossref is asked first, doi.org only for what it lacks or does not answer, DataCite for what is DataCite's. *Absent*
/// needs two denials: the agency service says that the DOI does not exist, and the handle service says so too. A DOI
/// that may be Crossref's without Crossref having answered is unchecked, since its notices are unknown.
pub(super) fn next(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    if let Some(known) = evidence.standing()
        && let Some(target) = &known.alias_of
    {
        // What is known of an alias is what is known of its target.
        let target_known = known_itself(target, evidence);
        return if matches!(target_known, Next::Done(_)) { target_known } else { Next::Follow(target.clone()) };
    }
    known_itself(id, evidence)
}

fn known_itself(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    if let Some(view) = its_view(id, evidence) {
        let alias_of = (view.record.id != *id).then(|| view.record.id.clone());
        let first = Known { agency: Some("Crossref".into()), alias_of, views: vec![view.clone()], ..Known::default() };
        return beside_crossref(first, &view, evidence);
    }
    if let Some(standing) = evidence.standing() {
        return match standing.agency.as_deref() {
            Some("DataCite") => at_datacite(id, evidence),
            _ => Next::Done(Knowledge::Known(standing.clone())),
        };
    }
    if let Some(inquiry) = crossref::to_ask(id, evidence) {
        return ask(inquiry);
    }
    if !evidence.may_ask(Source::DoiOrg) {
        return unchecked(id, evidence, Source::DoiOrg, SWITCHED_OFF);
    }
    if id.is_short_doi() { short(id, evidence) } else { registered(id, evidence) }
}

/// A short DOI is a handle; what it stands for is what matters.
fn short(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    match evidence.said(Question::DoiHandle, id) {
        None => ask((Question::DoiHandle, id.clone())),
        Some(Err(what)) => unchecked(id, evidence, Source::DoiOrg, what),
        Some(Ok(Answer::AliasOf(long))) => Next::Follow(long.clone()),
        Some(Ok(Answer::Exists)) => {
            undecided(id, evidence, Source::DoiOrg, "does not say which DOI this short one stands for")
        }
        // The agency service knows no short DOIs, and one denial is not enough.
        Some(Ok(_)) => undecided(id, evidence, Source::DoiOrg, "does not know this short DOI"),
    }
}

/// A DOI that Crossref lacks or did not answer for.
fn registered(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    let answer = match evidence.said(Question::DoiAgency, id) {
        None => return ask((Question::DoiAgency, id.clone())),
        Some(Err(what)) => return unchecked(id, evidence, Source::DoiOrg, what),
        Some(Ok(answer)) => answer,
    };
    let denied = matches!(evidence.said(Question::DoiHandle, id), Some(Ok(Answer::Denies)));
    match answer {
        Answer::Agency(agency) if agency == "Crossref" => at_crossref(id, evidence),
        Answer::Agency(agency) if agency == "DataCite" => at_datacite(id, evidence),
        Answer::Agency(agency) => exists(Some(agency.clone())),
        Answer::Denies if denied => {
            Next::Done(Knowledge::Absent(Absent { authority: denied_by(id, evidence), asked: evidence.today }))
        }
        Answer::Malformed if denied => undecided(id, evidence, Source::DoiOrg, "does not take it for a DOI"),
        Answer::Denies | Answer::Malformed => by_handle(id, evidence),
        _ if denied => unchecked(id, evidence, Source::DoiOrg, "did not say who registered it"),
        _ => by_handle(id, evidence),
    }
}

/// No agency is named; the handle may exist all the same. Then it may be Crossref's, whose list may be incomplete: only
/// Crossref's word on it alone tells that there are no notices to miss.
fn by_handle(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    match evidence.said(Question::DoiHandle, id) {
        None => return ask((Question::DoiHandle, id.clone())),
        Some(Err(what)) => return unchecked(id, evidence, Source::DoiOrg, what),
        Some(Ok(Answer::AliasOf(other))) => return Next::Follow(other.clone()),
        Some(Ok(_)) => {}
    }
    if first_question(id).is_none() {
        return exists(None);
    }
    if !evidence.may_ask(Source::Crossref) {
        return unchecked(id, evidence, Source::Crossref, SWITCHED_OFF);
    }
    match (crossref::failure(id, evidence), evidence.said(Question::CrossrefAlone, id)) {
        (Some(what), _) => unchecked(id, evidence, Source::Crossref, what),
        (None, None) => ask((Question::CrossrefAlone, id.clone())),
        (None, Some(_)) => exists(None),
    }
}

/// The agency is Crossref, but there is no record yet.
fn at_crossref(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    if !evidence.may_ask(Source::Crossref) {
        return unchecked(id, evidence, Source::Crossref, SWITCHED_OFF);
    }
    if let Some(what) = crossref::failure(id, evidence) {
        return unchecked(id, evidence, Source::Crossref, what);
    }
    if evidence.said(Question::CrossrefAlone, id).is_none() {
        return ask((Question::CrossrefAlone, id.clone()));
    }
    match evidence.said(Question::DoiHandle, id) {
        // It may have been merged into another DOI, which its handle then names.
        None => ask((Question::DoiHandle, id.clone())),
        Some(Ok(Answer::AliasOf(other))) => Next::Follow(other.clone()),
        // A contradiction, which is likelier to pass than to last: it is asked about again in the next run.
        Some(_) => unchecked(id, evidence, Source::Crossref, "has no record of it, though it is registered there"),
    }
}

/// The agency is DataCite.
fn at_datacite(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    let agency = Some("DataCite".to_owned());
    if let Some(view) = evidence.young_view(Source::DataCite) {
        return known(Known { agency, views: vec![view], ..Known::default() });
    }
    if evidence.lately_lacked(Source::DataCite) || !evidence.may_ask(Source::DataCite) || !datacite::batchable(id) {
        return exists(agency);
    }
    match evidence.said(Question::DataciteList, id) {
        None => ask((Question::DataciteList, id.clone())),
        Some(Err(what)) => unchecked(id, evidence, Source::DataCite, what),
        Some(Ok(Answer::Record(record))) => {
            let views = vec![view(Source::DataCite, record, evidence)];
            let alias_of = (record.id != *id).then(|| record.id.clone());
            known(Known { agency, alias_of, views, ..Known::default() })
        }
        Some(Ok(_)) => known(Known { agency, lacking: vec![Source::DataCite], ..Known::default() }),
    }
}

/// Unchecked because of `source`; where Crossref failed before, that is the first reason.
fn unchecked(id: &Identifier, evidence: &Evidence<'_>, source: Source, what: &str) -> Next {
    match crossref::failure(id, evidence) {
        Some(failed) => super::unchecked(Source::Crossref, failed),
        None => super::unchecked(source, what),
    }
}

/// Open, though `source` answered, and will be for a while; where Crossref failed before, asking again may settle it.
fn undecided(id: &Identifier, evidence: &Evidence<'_>, source: Source, what: &str) -> Next {
    match crossref::failure(id, evidence) {
        Some(failed) => super::unchecked(Source::Crossref, failed),
        None => super::undecided(source, what),
    }
}

fn denied_by(id: &Identifier, evidence: &Evidence<'_>) -> String {
    if crossref::lacks(id, evidence) { "Crossref, doi.org".into() } else { "doi.org".into() }
}
