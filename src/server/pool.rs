//! Threads that analyse snapshots.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::backend::Mailbox;
use super::documents::{Address, Edition};
use super::locking::Locking;
use super::message::{Event, Ticket};
use super::schedule::Touched;
use super::surroundings::{self, Preparation, Prepared, Surroundings};
use crate::analysis::{Snapshot, lint};
use crate::findings::Finding;
use crate::log;
use crate::record::{Day, Records};
use crate::syntax::{Dialect, Document, parse_below, read_front_matter};
use crate::text::{Buffer, SourceFile};

/// A document to be analysed.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) address: Address,
    pub(super) edition: Edition,
    /// The name that the text goes by in findings.
    pub(super) path: Arc<str>,
    pub(super) buffer: Buffer,
    /// The newest text that was read, of which edition it was.
    pub(super) before: Option<(Edition, Arc<Document>)>,
    /// How the text was read before; `None` to guess anew.
    pub(super) dialect: Option<Dialect>,
    pub(super) surroundings: Arc<Surroundings>,
    pub(super) records: Arc<Records>,
    pub(super) touched: Touched,
    pub(super) today: Day,
}

/// An analysed document.
#[derive(Debug)]
pub(super) struct Analysed {
    pub(super) address: Address,
    pub(super) edition: Edition,
    pub(super) snapshot: Snapshot,
    pub(super) findings: Vec<Finding>,
    /// How long it took.
    pub(super) took: Duration,
}

impl Job {
    /// This very text, read before.
    pub(super) fn parsed(&self) -> Option<&Arc<Document>> {
        self.before.as_ref().filter(|(edition, _)| *edition == self.edition).map(|(_, document)| document)
    }

    /// The document: as it was read before, with what has changed since read anew, or read whole.
    pub(super) fn document(&self) -> Arc<Document> {
        let read = match (self.parsed(), &self.before) {
            (Some(parsed), _) => Some(Arc::clone(parsed)),
            (None, Some((_, before))) => Some(Arc::new(before.edited(self.buffer.text()))),
            (None, None) => None,
        };
        let text = read.as_ref().map_or_else(|| self.buffer.text(), |read| Arc::clone(&read.file.text));
        let front = match &read {
            Some(read) => read.front_matter.clone(),
            None => read_front_matter(&text).map(Arc::new),
        };
        let dialect = self.surroundings.dialect(&self.path, &text, front.as_deref(), self.dialect);
        let project_path = self.surroundings.project_path().unwrap_or(&self.path);
        read.filter(|read| read.dialect == dialect && read.file.project_path == *project_path).unwrap_or_else(|| {
            let file = SourceFile::new(Arc::clone(&self.path), text).in_project(Arc::clone(project_path));
            Arc::new(parse_below(Arc::new(file), front, dialect))
        })
    }

    /// Analyses it.
    pub(super) fn run(self) -> Analysed {
        let document = self.document();
        let flux = self.touched.flux(&document);
        let (config, faults) = self.surroundings.config_for(&document);
        let snapshot = Snapshot {
            library: Arc::default(),
            records: self.records,
            config,
            lock: self.surroundings.lock().cloned(),
            locked: false,
            today: Some(self.today),
            in_flux: Arc::new(flux.in_flux.clone()),
            document,
        };
        let mut findings = if self.surroundings.is_excluded() { Vec::new() } else { lint(&snapshot).findings };
        findings.extend(faults);
        let text = snapshot.document.text();
        findings.retain(|finding| self.touched.allows(finding, text, &flux));
        Analysed { address: self.address, edition: self.edition, snapshot, findings, took: Duration::ZERO }
    }
}

/// Something for a thread to do.
enum Work {
    Analyse(Box<Job>),
    Prepare(Box<Preparation>),
    Lock(Box<Locking>),
}

/// What may be queued once.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Analyse(Address),
    Prepare(Address),
    Lock(Ticket),
}

/// Threads that analyse documents. Of one document at most one job is queued: the newest.
pub(super) struct Pool {
    shared: Arc<Shared>,
}

struct Shared {
    queue: Mutex<Queue>,
    ready: Condvar,
    mailbox: Mailbox,
}

#[derive(Default)]
struct Queue {
    order: VecDeque<Key>,
    work: HashMap<Key, Work>,
    threads: usize,
    idle: usize,
    closed: bool,
}

/// An analysis that takes longer is worth a line in the log.
const LONG: Duration = Duration::from_millis(30);

/// Two are enough for one writer: the document that is typed in, and another.
const THREADS: usize = 2;

impl Pool {
    /// A pool that reports to `mailbox`. Threads start when there is work for them.
    pub(super) fn new(mailbox: Mailbox) -> Self {
        Self { shared: Arc::new(Shared { queue: Mutex::default(), ready: Condvar::new(), mailbox }) }
    }

    pub(super) fn analyse(&self, job: Box<Job>) {
        self.submit(Key::Analyse(job.address.clone()), Work::Analyse(job));
    }

    pub(super) fn prepare(&self, preparation: Box<Preparation>) {
        self.submit(Key::Prepare(preparation.address.clone()), Work::Prepare(preparation));
    }

    pub(super) fn lock(&self, locking: Box<Locking>) {
        self.submit(Key::Lock(locking.ticket), Work::Lock(locking));
    }

    fn submit(&self, key: Key, work: Work) {
        let mut queue = self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.work.insert(key.clone(), work).is_none() {
            queue.order.push_back(key);
        }
        if queue.idle == 0 && queue.threads < THREADS {
            queue.threads += 1;
            let shared = Arc::clone(&self.shared);
            let started = std::thread::Builder::new().name("analysis".into()).spawn(move || shared.work());
            if started.is_err() {
                queue.threads -= 1;
            }
        }
        drop(queue);
        self.shared.ready.notify_one();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.shared.ready.notify_all();
    }
}

impl Shared {
    fn work(&self) {
        while let Some(work) = self.next() {
            if self.mailbox.post(run(work)).is_err() {
                return;
            }
        }
    }

    /// The next piece of work; `None` when the pool is gone.
    fn next(&self) -> Option<Work> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if queue.closed {
                return None;
            }
            if let Some(work) = queue.order.pop_front().and_then(|key| queue.work.remove(&key)) {
                return Some(work);
            }
            queue.idle += 1;
            queue = self.ready.wait(queue).unwrap_or_else(PoisonError::into_inner);
            queue.idle -= 1;
        }
    }
}

/// Does a piece of work; a panic in it is an event like any other.
fn run(work: Work) -> Event {
    match work {
        Work::Prepare(preparation) => {
            let Preparation { address, opening, revision, .. } = &*preparation;
            let (address, opening, revision) = (address.clone(), *opening, *revision);
            let prepared = survive(|| surroundings::prepare(*preparation)).unwrap_or_else(|what| {
                let surroundings = Some(Surroundings::unread(&address, &what));
                Prepared { address, opening, revision, surroundings }
            });
            Event::Prepared(Box::new(prepared))
        }
        Work::Lock(locking) => {
            let outcome = survive(|| locking.write());
            let outcome = outcome.unwrap_or_else(|what| Err(format!("Writing the lock broke off: {what}")));
            Event::Locked(locking.ticket, outcome)
        }
        Work::Analyse(job) => {
            let (address, edition, start) = (job.address.clone(), job.edition, Instant::now());
            match survive(|| job.run()) {
                Ok(analysed) => {
                    let took = start.elapsed();
                    if took > LONG {
                        let (bytes, findings) = (analysed.snapshot.document.text().len(), analysed.findings.len());
                        log::event(&log::Event::Analysed { bytes, findings, took });
                    }
                    Event::Analysed(Box::new(Analysed { took, ..analysed }))
                }
                Err(what) => Event::Failed { address, edition, what },
            }
        }
    }
}

/// What `work` returns, or what it says when it panics.
pub(super) fn survive<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
    })
}
