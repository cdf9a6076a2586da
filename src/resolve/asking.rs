//! One request after another, for what a person waits for and nobody remembers.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::runtime::Runtime;
use tokio::time::{Instant, sleep_until};

use super::failure::Failure;
use super::http::{Http, Reply, is_contact};
use super::key::Key;
use crate::config::{Resolve, SourceSettings};
use crate::record::{Missing, Source};
use crate::sources::{Class, DecodeFault, Request};

/// Between two requests to NCBI, which allows three a second (NBK25497), and to Crossref, where a contact is given.
const GAP: Duration = Duration::from_millis(340);
/// Between two lists of Crossref's where none is.
const GAP_OF_STRANGERS: Duration = Duration::from_secs(1);
/// The longest pause that a source may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// After so many failures in a row a source is not asked any more.
const FAILURES: u32 = 3;

/// Asks sources, one request after the other, none after `cancelled` is set.
pub(super) struct Asking<'a> {
    http: Http,
    sources: &'a BTreeMap<Source, SourceSettings>,
    contact: Option<&'a str>,
    cancelled: &'a AtomicBool,
    deadline: Instant,
    /// When each source may be asked again.
    next: RefCell<FxHashMap<Source, Instant>>,
    /// How often in a row each source failed, and how it did last.
    failed: RefCell<FxHashMap<Source, (u32, Missing)>>,
}

impl<'a> Asking<'a> {
    /// Runs `ask` to its end on this thread; `none` is what there is where nothing can be asked.
    pub(super) fn run<T>(
        resolve: &'a Resolve,
        sources: &'a BTreeMap<Source, SourceSettings>,
        cancelled: &'a AtomicBool,
        ask: impl AsyncFnOnce(Self) -> T,
        none: impl FnOnce(Missing) -> T,
    ) -> T {
        let runtime: std::io::Result<Runtime> = tokio::runtime::Builder::new_current_thread().enable_all().build();
        match runtime {
            Ok(runtime) => runtime.block_on(async { ask(Self::new(resolve, sources, cancelled)).await }),
            Err(error) => none(Missing::Unanswered(format!("nothing could be asked: {error}"))),
        }
    }

    fn new(resolve: &'a Resolve, sources: &'a BTreeMap<Source, SourceSettings>, cancelled: &'a AtomicBool) -> Self {
        Self {
            http: Http::new(resolve, sources, Key::from_environment()),
            sources,
            contact: resolve.mailto.as_deref().map(str::trim).filter(|contact| is_contact(contact)),
            cancelled,
            deadline: Instant::now() + resolve.budget,
            next: RefCell::default(),
            failed: RefCell::default(),
        }
    }

    /// The contact that goes with every request.
    pub(super) fn contact(&self) -> Option<&'a str> {
        self.contact
    }

    /// The body of a good answer, else why there is none. A request that failed is sent once more.
    pub(super) async fn body(&self, request: &Request, question: &'static str) -> Result<Vec<u8>, Missing> {
        let source = request.source;
        if !self.sources.get(&source).is_some_and(|settings| settings.enabled) {
            return Err(Missing::Unanswered(format!("{source} is switched off in the configuration")));
        }
        if let Some((FAILURES.., why)) = self.failed.borrow().get(&source) {
            return Err(why.clone());
        }
        let mut answer = self.send(request, question).await?;
        if matches!(&answer, Err(failure) if failure.is_passing()) {
            answer = self.send(request, question).await?;
        }
        let why = match answer {
            Ok(body) => {
                self.failed.borrow_mut().remove(&source);
                return Ok(body);
            }
            Err(Failure::Status(404)) => return Err(Missing::Unlisted(format!("{source} does not have this work"))),
            Err(failure) => Missing::Unanswered(format!("{source} {failure}")),
        };
        let mut failed = self.failed.borrow_mut();
        let often = failed.get(&source).map_or(0, |(often, _)| *often);
        failed.insert(source, (often + 1, why.clone()));
        Err(why)
    }

    async fn send(&self, request: &Request, question: &'static str) -> Result<Result<Vec<u8>, Failure>, Missing> {
        let source = request.source;
        let now = Instant::now();
        let start = self.next.borrow().get(&source).copied().unwrap_or(now).max(now);
        if start > self.deadline {
            return Err(Missing::Unanswered("the time for look-ups is over".into()));
        }
        sleep_until(start).await;
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Missing::Unanswered("the look-up was interrupted".into()));
        }
        let begun = Instant::now();
        let (reply, pace) = self.http.send(request, question).await;
        let gap = match (source, request.class) {
            (Source::Crossref, Class::List) if self.contact.is_none() => GAP_OF_STRANGERS,
            _ => GAP,
        };
        let pause = pace.retry_after.map_or(gap, |pause| pause.clamp(gap, LONGEST_PAUSE));
        self.next.borrow_mut().insert(source, begun + pause);
        Ok(reply.and_then(|Reply { status, body }| if status == 200 { Ok(body) } else { Err(Failure::Status(status)) }))
    }
}

/// Why a body that is none of what was asked for gives no list.
pub(super) fn told(source: Source, fault: DecodeFault) -> Missing {
    Missing::Unanswered(format!("{source} {}", Failure::Undecodable(fault)))
}
