//! arXiv's identifiers, which are DOIs of DataCite's.

use super::{Evidence, Next, SWITCHED_OFF, ask, exists, known, unchecked, view};
use crate::record::{Absent, Identifier, Knowledge, Known, Source};
use crate::resolve::question::{Answer, Question};

/// DataCite is asked first, arXiv for what it lacks or does not answer. *Absent* takes arXiv's empty answer about it alone,
/// and doi.org's denials of its DOI.
pub(super) fn next(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    let agency = || Some("DataCite".to_owned());
    if let Some(record) = evidence.record(Question::DataciteList, id) {
        let views = vec![view(Source::DataCite, record, evidence)];
        return known(Known { agency: agency(), views, ..Known::default() });
    }
    for question in [Question::ArxivList, Question::ArxivAlone] {
        if let Some(record) = evidence.record(question, id) {
            let lacks = matches!(evidence.said(Question::DataciteList, id), Some(Ok(_)));
            let lacking = if lacks { vec![Source::DataCite] } else { Vec::new() };
            let views = vec![view(Source::Arxiv, record, evidence)];
            return known(Known { agency: agency(), views, lacking, ..Known::default() });
        }
    }
    if let Some(standing) = evidence.standing() {
        let lacks_record = standing.views.is_empty() && !evidence.lately_lacked(Source::DataCite);
        return match evidence.said(Question::DataciteList, id) {
            None if lacks_record && evidence.may_ask(Source::DataCite) => ask((Question::DataciteList, id.clone())),
            _ => Next::Done(Knowledge::Known(standing.clone())),
        };
    }
    if evidence.may_ask(Source::DataCite) && evidence.said(Question::DataciteList, id).is_none() {
        return ask((Question::DataciteList, id.clone()));
    }
    let asks_arxiv = evidence.may_ask(Source::Arxiv);
    for question in [Question::ArxivList, Question::ArxivAlone] {
        match evidence.said(question, id) {
            None if asks_arxiv => return ask((question, id.clone())),
            Some(Err(what)) => return silent(id, evidence, Source::Arxiv, what),
            _ => {}
        }
    }
    if let Some(what) = evidence.failure(Question::DataciteList, id) {
        // It may have the record.
        if !denied_by_arxiv(id, evidence) {
            return unchecked(Source::DataCite, what);
        }
    }
    by_doi_org(id, evidence)
}

fn denied_by_arxiv(id: &Identifier, evidence: &Evidence<'_>) -> bool {
    matches!(evidence.said(Question::ArxivAlone, id), Some(Ok(Answer::Denies)))
}

/// No record came; whether it exists is for doi.org to say.
fn by_doi_org(id: &Identifier, evidence: &Evidence<'_>) -> Next {
    if !evidence.may_ask(Source::DoiOrg) {
        return silent(id, evidence, Source::DoiOrg, SWITCHED_OFF);
    }
    for question in [Question::DoiAgency, Question::DoiHandle] {
        match evidence.said(question, id) {
            None => return ask((question, id.clone())),
            Some(Err(what)) => return silent(id, evidence, Source::DoiOrg, what),
            Some(Ok(Answer::Agency(agency))) => return registered(id, agency, evidence),
            Some(Ok(_)) => {}
        }
    }
    let says = |question, answer: &Answer| matches!(evidence.said(question, id), Some(Ok(said)) if said == answer);
    if !says(Question::DoiHandle, &Answer::Denies) {
        return silent(id, evidence, Source::DataCite, "has no record of it, though its DOI exists");
    }
    if !says(Question::DoiAgency, &Answer::Denies) {
        return silent(id, evidence, Source::DoiOrg, "did not say who registered it");
    }
    if !denied_by_arxiv(id, evidence) {
        let what = if evidence.may_ask(Source::Arxiv) { "gave an answer that cannot be read" } else { SWITCHED_OFF };
        return silent(id, evidence, Source::Arxiv, what);
    }
    let asked = [
        (Source::DataCite, matches!(evidence.said(Question::DataciteList, id), Some(Ok(_)))),
        (Source::Arxiv, true),
        (Source::DoiOrg, true),
    ];
    let authority: Vec<String> =
        asked.iter().filter(|(_, asked)| *asked).map(|(source, _)| source.to_string()).collect();
    Next::Done(Knowledge::Absent(Absent { authority: authority.join(", "), asked: evidence.today }))
}

/// Registered, with a record that those who may be asked do not give.
fn registered(id: &Identifier, agency: &str, evidence: &Evidence<'_>) -> Next {
    match evidence.said(Question::DataciteList, id) {
        Some(Ok(_)) => {
            known(Known { agency: Some(agency.to_owned()), lacking: vec![Source::DataCite], ..Known::default() })
        }
        Some(Err(what)) => unchecked(Source::DataCite, what),
        None => exists(Some(agency.to_owned())),
    }
}

/// Unchecked because of `source`; where DataCite failed before, that is the first reason.
fn silent(id: &Identifier, evidence: &Evidence<'_>, source: Source, what: &str) -> Next {
    match evidence.failure(Question::DataciteList, id) {
        Some(failed) => unchecked(Source::DataCite, failed),
        None => unchecked(source, what),
    }
}
