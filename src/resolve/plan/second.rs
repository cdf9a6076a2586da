//! What a second source adds to what the first one said of a work.

use std::sync::Arc;

use super::{Evidence, Next, crossref, view};
use crate::record::{Identifier, IdentifierKind, Joined, Knowledge, Known, Record, Source, View, folded};
use crate::resolve::question::{Answer, Inquiry, Question};
use crate::sources::pubmed;

/// A second source's word.
enum Second {
    /// This.
    View(Box<View>),
    /// It has none.
    Lacks(Source),
    /// It has nothing to say, or could not be asked.
    Silent,
    /// It is to be asked.
    Ask(Vec<Inquiry>),
}

/// What is known of a work by Crossref's view, and what PubMed adds.
pub(super) fn beside_crossref(first: Known, crossref: &View, evidence: &Evidence<'_>) -> Next {
    joined(first, of_the_work(&crossref.record, pubmed(&crossref.record, evidence)))
}

/// What is known of a work by the view of PubMed, or of who stands in for it, and what Crossref adds.
pub(super) fn beside_pubmed(first: View, evidence: &Evidence<'_>) -> Next {
    let second = crossref(&first.record, evidence);
    let second = of_the_work(&first.record, second);
    joined(Known { views: vec![first], ..Known::default() }, second)
}

/// Leaves out a view that contradicts the first: a slip in an identifier must not bring in another work's retraction.
fn of_the_work(work: &Record, second: Second) -> Second {
    match second {
        Second::View(view) if Joined::is_contradicted(work, &view.record) => Second::Lacks(view.source),
        second => second,
    }
}

fn joined(mut first: Known, second: Second) -> Next {
    match second {
        Second::View(view) => {
            first.views.push(*view);
            first.views.sort_by_key(|view| view.source);
        }
        Second::Lacks(source) => first.lacking.push(source),
        Second::Silent => {}
        Second::Ask(asks) => return Next::AskFurther { first: Knowledge::Known(Arc::new(first)), asks },
    }
    super::known(first)
}

/// PubMed's word on a work of Crossref's: a search leads from DOIs to candidates, and a candidate's own record tells
/// whether it is the work.
fn pubmed(work: &Record, evidence: &Evidence<'_>) -> Second {
    let doi = &work.id;
    if let Some(view) = evidence.young_view(Source::PubMed) {
        return Second::View(Box::new(view));
    }
    if evidence.lately_lacked(Source::PubMed) || !evidence.may_ask(Source::PubMed) || !pubmed::searchable(doi) {
        return Second::Silent;
    }
    let (found, complete) = match evidence.said(Question::PubmedSearch, doi) {
        None => return Second::Ask(vec![(Question::PubmedSearch, doi.clone())]),
        Some(Ok(Answer::Among { found, complete })) => (found, *complete),
        Some(Ok(Answer::Lacks)) => return Second::Lacks(Source::PubMed),
        Some(_) => return Second::Silent,
    };
    let said: Vec<_> = found.iter().map(|pmid| (pmid, evidence.said(Question::PubmedRecords, pmid))).collect();
    let unasked: Vec<Inquiry> = said
        .iter()
        .filter(|(_, said)| said.is_none())
        .map(|(pmid, _)| (Question::PubmedRecords, (*pmid).clone()))
        .collect();
    if !unasked.is_empty() {
        return Second::Ask(unasked);
    }
    let has_doi = |record: &&Arc<Record>| record.same_as.contains(doi);
    let records: Vec<_> =
        found.iter().filter_map(|pmid| evidence.record(Question::PubmedRecords, pmid)).filter(has_doi).collect();
    let read = said.iter().all(|(_, said)| matches!(said, Some(Ok(Answer::Record(_) | Answer::Lacks))));
    match one_of(&records, work) {
        Some(record) => Second::View(Box::new(view(Source::PubMed, record, evidence))),
        // Several have this DOI, as an article and what was printed with it may: which of them is the work, none says.
        None if !records.is_empty() => Second::Silent,
        None if complete && read => Second::Lacks(Source::PubMed),
        None => Second::Silent,
    }
}

/// The only one of several records, or the only one with the work's title.
fn one_of<'r>(records: &[&'r Arc<Record>], work: &Record) -> Option<&'r Arc<Record>> {
    let only = |records: &[&'r Arc<Record>]| match records {
        [record] => Some(*record),
        _ => None,
    };
    only(records).or_else(|| {
        let title = |record: &Record| record.title.as_deref().map(folded);
        let same: Vec<_> = records.iter().copied().filter(|record| title(record) == title(work)).collect();
        only(&same)
    })
}

/// Crossref's word on a work of PubMed's, under the DOI that its record has.
fn crossref(work: &Record, evidence: &Evidence<'_>) -> Second {
    if let Some(view) = evidence.young_view(Source::Crossref) {
        return Second::View(Box::new(view));
    }
    let doi = work.same_as.iter().find(|id| id.kind() == IdentifierKind::Doi && !id.is_short_doi());
    let Some(doi) = doi.filter(|_| !evidence.lately_lacked(Source::Crossref)) else { return Second::Silent };
    if let Some(view) = crossref::its_view(doi, evidence) {
        return Second::View(Box::new(view));
    }
    match crossref::to_ask(doi, evidence) {
        Some(inquiry) => Second::Ask(vec![inquiry]),
        None if crossref::lacks(doi, evidence) => Second::Lacks(Source::Crossref),
        None => Second::Silent,
    }
}

/// The other identifiers under which a work is known by these views: those under which a source has it, and the PMCID
/// that PubMed gives. A DOI that PubMed alone gives is not among them, since whoever registers it has not said so.
pub(in crate::resolve) fn other_names<'k>(id: &'k Identifier, known: &'k Known) -> Vec<&'k Identifier> {
    let mut names: Vec<&Identifier> = Vec::new();
    for view in &known.views {
        let record = &view.record;
        match view.source {
            Source::Crossref => names.push(&record.id),
            Source::PubMed => {
                names.push(&record.id);
                names.extend(record.same_as.iter().filter(|id| id.kind() == IdentifierKind::Pmcid));
            }
            _ => {}
        }
    }
    names.retain(|name| *name != id);
    names
}
