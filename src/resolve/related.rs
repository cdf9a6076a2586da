//! The works that stand near a work: asked for when a person wants to see them, and not remembered.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::failure::Failure;
use super::http::{Http, Reply};
use super::key::Key;
use crate::config::{Resolve, SourceSettings};
use crate::record::{Identifier, Listing, Missing, Related, Source};
use crate::sources::pubmed::{self, LinkName};
use crate::sources::{DecodeFault, Request, crossref};

/// Between two requests to NCBI, which allows three a second (NBK25497); a request that failed is sent once more, after as
/// long.
const GAP: Duration = Duration::from_millis(340);

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
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let why = || Err(Missing::Unanswered(format!("nothing could be asked: {error}")));
            return Related { similar: why(), cited_by: why(), references: vec![why()] };
        }
    };
    let asking = Asking { http: Http::new(resolve, sources, Key::from_environment()), sources, cancelled };
    let email = resolve.mailto.as_deref();
    runtime.block_on(async {
        let similar = asking.linked(pmid, LinkName::Similar, email).await;
        let cited_by = asking.linked(pmid, LinkName::CitedBy, email).await;
        let cited = asking.linked(pmid, LinkName::References, email).await;
        let registered = asking.registered(doi, email).await;
        Related { similar, cited_by, references: vec![registered, cited] }
    })
}

struct Asking<'a> {
    http: Http,
    sources: &'a BTreeMap<Source, SourceSettings>,
    cancelled: &'a AtomicBool,
}

impl Asking<'_> {
    async fn linked(
        &self,
        pmid: Option<&Identifier>,
        links: LinkName,
        email: Option<&str>,
    ) -> Result<Listing, Missing> {
        let pmid =
            pmid.ok_or_else(|| Missing::Unlisted("PubMed lists works by PMID, and none is known of this work".into()))?;
        let body = self.body(&pubmed::elink(pmid, links, email)).await?;
        pubmed::decode_links(pmid, links, &body).map_err(|fault| told(Source::PubMed, fault))
    }

    async fn registered(&self, doi: Option<&Identifier>, mailto: Option<&str>) -> Result<Listing, Missing> {
        let doi = doi.ok_or_else(|| {
            Missing::Unlisted("Crossref lists references by DOI, and none is known of this work".into())
        })?;
        let body = self.body(&crossref::single(doi, mailto)).await?;
        crossref::decode_references(&body).map_err(|fault| told(Source::Crossref, fault))
    }

    /// The body of a good answer, else why there is none.
    async fn body(&self, request: &Request) -> Result<Vec<u8>, Missing> {
        let source = request.source;
        if !self.sources.get(&source).is_some_and(|settings| settings.enabled) {
            return Err(Missing::Unanswered(format!("{source} is switched off in the configuration")));
        }
        let mut answer = self.send(request).await?;
        if matches!(&answer, Err(failure) if failure.is_passing()) {
            answer = self.send(request).await?;
        }
        match answer {
            Ok(body) => Ok(body),
            Err(Failure::Status(404)) => Err(Missing::Unlisted(format!("{source} does not have this work"))),
            Err(failure) => Err(Missing::Unanswered(format!("{source} {failure}"))),
        }
    }

    async fn send(&self, request: &Request) -> Result<Result<Vec<u8>, Failure>, Missing> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Missing::Unanswered("the look-up was interrupted".into()));
        }
        if request.source == Source::PubMed {
            tokio::time::sleep(GAP).await;
        }
        let (reply, _) = self.http.send(request, "related").await;
        Ok(reply.and_then(|Reply { status, body }| if status == 200 { Ok(body) } else { Err(Failure::Status(status)) }))
    }
}

fn told(source: Source, fault: DecodeFault) -> Missing {
    Missing::Unanswered(format!("{source} {}", Failure::Undecodable(fault)))
}
