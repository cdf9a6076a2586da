//! The works that stand near a work: asked for when a person wants to see them, and not remembered.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use super::asking::{Asking, told};
use crate::config::{Resolve, SourceSettings};
use crate::record::{Identifier, Listing, Missing, Related, Source};
use crate::sources::crossref;
use crate::sources::pubmed::{self, LinkName};

/// Asks PubMed for the works that are like a work, cite it, or are cited by it, and Crossref for those that it cites. At
/// most eight requests, one after the other; none after `cancelled` is set. A list that is not to be had says why.
#[must_use]
pub fn related(
    pmid: Option<&Identifier>,
    doi: Option<&Identifier>,
    resolve: &Resolve,
    sources: &BTreeMap<Source, SourceSettings>,
    cancelled: &AtomicBool,
) -> Related {
    let email = resolve.mailto.as_deref();
    let ask = async |asking: Asking<'_>| {
        let similar = linked(&asking, pmid, LinkName::Similar, email).await;
        let cited_by = linked(&asking, pmid, LinkName::CitedBy, email).await;
        let cited = linked(&asking, pmid, LinkName::References, email).await;
        let registered = registered(&asking, doi, email).await;
        Related { similar, cited_by, references: vec![registered, cited] }
    };
    let none =
        |why: Missing| Related { similar: Err(why.clone()), cited_by: Err(why.clone()), references: vec![Err(why)] };
    Asking::run(resolve, sources, cancelled, ask, none)
}

async fn linked(
    asking: &Asking<'_>,
    pmid: Option<&Identifier>,
    links: LinkName,
    email: Option<&str>,
) -> Result<Listing, Missing> {
    let pmid =
        pmid.ok_or_else(|| Missing::Unlisted("PubMed lists works by PMID, and none is known of this work".into()))?;
    let body = asking.body(&pubmed::elink(pmid, links, email), QUESTION).await?;
    pubmed::decode_links(pmid, links, &body).map_err(|fault| told(Source::PubMed, fault))
}

async fn registered(asking: &Asking<'_>, doi: Option<&Identifier>, mailto: Option<&str>) -> Result<Listing, Missing> {
    let doi = doi
        .ok_or_else(|| Missing::Unlisted("Crossref lists references by DOI, and none is known of this work".into()))?;
    let body = asking.body(&crossref::single(doi, mailto), QUESTION).await?;
    crossref::decode_references(&body).map_err(|fault| told(Source::Crossref, fault))
}

/// Its name in the log.
const QUESTION: &str = "related";
