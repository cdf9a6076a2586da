//! Works that are looked for by words. Only here do titles leave the machine: where a person asks for it, or the
//! configuration allows it.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use super::asking::{Asking, told};
use super::failure::Failure;
use crate::config::{Resolve, SourceSettings};
use crate::record::{Identifier, Missing, Record, Source};
use crate::reference::Sought;
use crate::sources::{Request, crossref, pubmed};

/// Its name in the log.
const QUESTION: &str = "search";
/// How many candidates of Crossref's are looked at: the right one is among the first (the service's own comparison of
/// matchers).
const CANDIDATES: usize = 5;

/// What a search for a reference came to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Search {
    /// This record fits, and none of another work.
    Found(Box<Record>),
    /// Whoever was asked has nothing that fits.
    Nothing,
    /// Somebody could not be asked; why.
    Unanswered(Missing),
}

/// Asks Crossref and PubMed for works by words, as a person types them; of each at most so many, the likeliest first.
#[must_use]
pub fn search(
    words: &str,
    most: usize,
    resolve: &Resolve,
    sources: &BTreeMap<Source, SourceSettings>,
    cancelled: &AtomicBool,
) -> Vec<(Source, Result<Vec<Record>, Missing>)> {
    let ask = async |asking: Asking<'_>| {
        let registered = candidates(&asking, words, most).await;
        let indexed = indexed(&asking, words, most).await;
        vec![(Source::Crossref, registered), (Source::PubMed, indexed)]
    };
    let none = |why: Missing| vec![(Source::Crossref, Err(why.clone())), (Source::PubMed, Err(why))];
    Asking::run(resolve, sources, cancelled, ask, none)
}

/// Asks for the works of references without an identifier: Crossref for each, then PubMed by place for those of which
/// Crossref has nothing that `fits` the reference of that number. `progress` is told how many of how many are done.
#[must_use]
pub(super) fn seek(
    sought: &[Sought],
    fits: &dyn Fn(usize, &Record) -> bool,
    resolve: &Resolve,
    sources: &BTreeMap<Source, SourceSettings>,
    progress: &dyn Fn(usize, usize),
    cancelled: &AtomicBool,
) -> Vec<Search> {
    let ask = async |asking: Asking<'_>| {
        let mut found = Vec::with_capacity(sought.len());
        for (at, reference) in sought.iter().enumerate() {
            progress(at, sought.len());
            let answer = candidates(&asking, &reference.words, CANDIDATES).await;
            found.push(match answer.map(|records| only(records, |record| fits(at, record))) {
                Ok(Some(record)) => Search::Found(Box::new(record)),
                Ok(None) => Search::Nothing,
                Err(why) => Search::Unanswered(why),
            });
        }
        by_place(&asking, sought, fits, &mut found).await;
        progress(sought.len(), sought.len());
        found
    };
    let none = |why: Missing| sought.iter().map(|_| Search::Unanswered(why.clone())).collect();
    Asking::run(resolve, sources, cancelled, ask, none)
}

/// The body of a good answer. That a search is not found says nothing of any work.
async fn body(asking: &Asking<'_>, request: &Request) -> Result<Vec<u8>, Missing> {
    let source = request.source;
    asking.body(request, QUESTION).await.map_err(|why| match why {
        Missing::Unlisted(_) => Missing::Unanswered(format!("{source} {}", Failure::Status(404))),
        why @ Missing::Unanswered(_) => why,
    })
}

async fn candidates(asking: &Asking<'_>, words: &str, most: usize) -> Result<Vec<Record>, Missing> {
    let body = body(asking, &crossref::search(words, most, asking.contact())).await?;
    crossref::decode_list(&body).map_err(|fault| told(Source::Crossref, fault))
}

async fn indexed(asking: &Asking<'_>, words: &str, most: usize) -> Result<Vec<Record>, Missing> {
    let body = body(asking, &pubmed::find(words, most, asking.contact())).await?;
    let found = pubmed::decode_find(&body).map_err(|fault| told(Source::PubMed, fault))?.found;
    let mut records = articles(asking, &found).await?;
    records.sort_by_key(|record| found.iter().position(|id| *id == record.id));
    Ok(records)
}

/// Asks PubMed by place for those of which nothing was found.
async fn by_place(asking: &Asking<'_>, sought: &[Sought], fits: &dyn Fn(usize, &Record) -> bool, found: &mut [Search]) {
    let open = |at: &usize| !matches!(found[*at], Search::Found(_)) && sought[*at].place.is_some();
    let open: Vec<usize> = (0..sought.len()).filter(open).collect();
    for open in open.chunks(pubmed::CITATIONS) {
        let answer = async {
            let places: Vec<_> = open.iter().filter_map(|at| sought[*at].place.clone()).collect();
            let body = body(asking, &pubmed::ecitmatch(&places, asking.contact())).await?;
            let pmids = pubmed::decode_citmatch(&body, places.len()).map_err(|fault| told(Source::PubMed, fault))?;
            let ids: Vec<Identifier> = pmids.iter().flatten().cloned().collect();
            Ok((pmids, articles(asking, &ids).await?))
        };
        match answer.await {
            Ok((pmids, records)) => {
                for (at, pmid) in open.iter().zip(pmids) {
                    let is_meant = |record: &Record| Some(&record.id) == pmid.as_ref() && fits(*at, record);
                    if let Some(record) = records.iter().find(|record| is_meant(record)) {
                        found[*at] = Search::Found(Box::new(record.clone()));
                    }
                }
            }
            // That Crossref has nothing was its own answer.
            Err(why) => open.iter().for_each(|at| found[*at] = Search::Unanswered(Missing::clone(&why))),
        }
    }
}

async fn articles(asking: &Asking<'_>, pmids: &[Identifier]) -> Result<Vec<Record>, Missing> {
    if pmids.is_empty() {
        return Ok(Vec::new());
    }
    let body = body(asking, &pubmed::efetch(pmids, asking.contact())).await?;
    let set = pubmed::decode_set(&body).map_err(|fault| told(Source::PubMed, fault))?;
    Ok(set.records)
}

/// The first record that fits, unless another one fits that is of another work.
fn only(records: Vec<Record>, fits: impl Fn(&Record) -> bool) -> Option<Record> {
    let mut fitting = records.into_iter().filter(fits);
    let first = fitting.next()?;
    fitting.all(|other| other.is_named(&first.id) || first.is_named(&other.id)).then_some(first)
}
