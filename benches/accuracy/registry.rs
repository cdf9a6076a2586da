//! What registries know of the identifiers that references name.

use std::collections::HashMap;
use std::sync::Arc;

use ibid::record::{Absent, Day, Identifier, Knowledge, Known, Records, Source, View};

use super::chance::Chance;
use super::crossref;
use super::references::Reference;
use super::works::Stock;

/// The day of all look-ups.
pub(crate) const TODAY: Day = Day(20_780);

/// Both sources' records of some works, Crossref's alone of others, PubMed's alone of the rest; of what no work has, that
/// nobody knows it.
pub(crate) fn records(references: &[&Reference], stock: &Stock, chance: &mut Chance) -> Records {
    let mut records = Records::default();
    let mut views: HashMap<usize, [Arc<Known>; 2]> = HashMap::new();
    for reference in references {
        let doi = reference.named.doi.as_ref().map(|doi| (Identifier::from_doi(doi), stock.by_doi.get(doi)));
        let pmid = reference.named.pmid.as_ref();
        let pmid = pmid.and_then(|pmid| Some((Identifier::from_pmid(pmid)?, stock.by_pmid.get(pmid))));
        for (at, (id, work)) in [doi, pmid].into_iter().enumerate().filter_map(|(at, named)| Some((at, named?))) {
            let knowledge = match work {
                Some(work) => {
                    let needs_issue = reference.kind.is_some_and(|kind| kind.found_by.contains(&"issue-differs"));
                    let known = views.entry(*work).or_insert_with(|| known(*work, stock, needs_issue, chance));
                    Knowledge::Known(Arc::clone(&known[at]))
                }
                None => {
                    let authority = if at == 0 { "Crossref, doi.org" } else { "PubMed" };
                    Knowledge::Absent(Absent { authority: authority.into(), asked: TODAY })
                }
            };
            records.put(id, knowledge);
        }
    }
    records
}

/// What is known under the DOI, and under the PMID, of which PubMed always has the record. Crossref's copy alone may lack the
/// issue, which nobody can miss then.
fn known(work: usize, stock: &Stock, needs_issue: bool, chance: &mut Chance) -> [Arc<Known>; 2] {
    let work = &stock.works[work];
    let crossref = View::of(Source::Crossref, crossref::copy(work, chance), TODAY);
    let pubmed = View::of(Source::PubMed, work.record.clone(), TODAY);
    let (of_doi, of_pmid) = match chance.below(4) {
        0 if !needs_issue => (vec![crossref], vec![pubmed]),
        1 => (vec![pubmed.clone()], vec![pubmed]),
        _ => (vec![crossref.clone(), pubmed.clone()], vec![crossref, pubmed]),
    };
    // Who has no record was asked and said so.
    let lacking = |views: &[View]| {
        let has = |source| views.iter().any(|view| view.source == source);
        [Source::Crossref, Source::PubMed].into_iter().filter(|source| !has(*source)).collect()
    };
    let known = |views: Vec<View>| {
        Arc::new(Known { agency: Some("Crossref".into()), lacking: lacking(&views), views, ..Known::default() })
    };
    [known(of_doi), known(of_pmid)]
}
