//! Threads that analyse snapshots.

use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::backend::Mailbox;
use super::books::{Books, Drafts, Fetched, Fetching, Shelf};
use super::documents::{Address, Edition};
use super::indexing::Indexing;
use super::locking::Locking;
use super::message::{Event, Ticket};
use super::progress::Standing;
use super::schedule::Touched;
use super::surroundings::{self, Preparation, Prepared, Surroundings};
use super::tracing::{KeyIndex, Tracing};
use crate::analysis::{Snapshot, lint};
use crate::bibliography::{self, Format, Library, bibtex};
use crate::findings::Finding;
use crate::log;
use crate::record::{Day, Identifier, Records};
use crate::reference::{Candidates, Judgements};
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
    /// Its bibliographies then.
    pub(super) library: Option<Arc<Library>>,
    /// How its references were judged then.
    pub(super) judgements: Arc<Judgements>,
    /// What a search found for its references without an identifier.
    pub(super) candidates: Arc<Candidates>,
    /// Its bibliographies, where they were read, and their edition.
    pub(super) shelf: Option<Arc<Shelf>>,
    pub(super) shelf_edition: u64,
    /// Bibliographies that stand in the editor.
    pub(super) drafts: Arc<Drafts>,
    /// How it is written, where it is a bibliography.
    pub(super) format: Option<Format>,
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
    /// Identifiers that were typed just now.
    pub(super) fresh: HashSet<Identifier>,
    /// The edition of the bibliographies that were looked at.
    pub(super) shelf_edition: u64,
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
        let text = read.as_ref().map_or_else(|| self.buffer.text(), |read| read.file.text.clone());
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

    /// The document, with its bibliographies, and the keys that are being typed in it; or a bibliography, as one.
    fn read(&self) -> (Arc<Document>, Arc<Library>, HashSet<String>) {
        let Some(format) = self.format else {
            let document = self.document();
            let typed = self.touched.keys(&document);
            let library = self.library(&document, &typed);
            return (document, library, typed);
        };
        let own = self.library.as_ref().and_then(|library| library.own.as_ref());
        let (before, own) = match (&self.before, own) {
            (Some((_, before)), Some(own)) => (before, own),
            _ => {
                let own = bibliography::read(self.file(), format);
                let found = own.all_identifiers();
                let (document, library) = Library::of_file(own, found);
                return (document, library, HashSet::new());
            }
        };
        if self.parsed().is_some() {
            let library = self.library.clone().unwrap_or_default();
            return (Arc::clone(before), library, HashSet::new());
        }
        let (file, applied) = before.file.edited(self.buffer.text());
        let new = match format {
            Format::Bibtex => bibtex::edited(own, Arc::new(file), applied),
            _ => bibliography::read(Arc::new(file), format),
        };
        let found = new.identifiers_after(own, &before.identifiers, applied);
        let (document, library) = Library::of_file(new, found);
        (document, library, HashSet::new())
    }

    fn file(&self) -> Arc<SourceFile> {
        let project_path = self.surroundings.project_path().unwrap_or(&self.path);
        let file = SourceFile::new(Arc::clone(&self.path), self.buffer.text());
        Arc::new(file.in_project(Arc::clone(project_path)))
    }

    /// Its bibliographies. Until they are read there may be any.
    pub(super) fn library(&self, document: &Document, typed: &HashSet<String>) -> Arc<Library> {
        let Some(shelf) = &self.shelf else {
            let inline = bibliography::inline(document);
            return Arc::new(Library { inline, is_partial: true, ..Library::default() }.cited_by(document, typed));
        };
        let front = |document: &Document| document.front_matter.as_ref().map(Arc::as_ptr);
        let same = self.before.as_ref().filter(|(_, before)| front(before) == front(document));
        let before = same.and(self.library.as_deref());
        let library = shelf.library(document, &self.drafts, before);
        let before = self.before.as_ref().map(|(_, before)| &**before).zip(self.library.as_deref());
        Arc::new(library.cited_after(document, typed, before))
    }

    /// Analyses it.
    pub(super) fn run(self) -> Analysed {
        let (document, library, typed) = self.read();
        let mut flux = self.touched.flux(&document);
        // What is being typed in a bibliography is being typed wherever it is cited.
        if self.format.is_none() {
            flux.in_flux.extend(self.drafts.in_flux.iter().cloned());
            flux.fresh.extend(self.drafts.fresh.iter().cloned());
        }
        let (config, faults) = self.surroundings.config_for(&document);
        let snapshot = Snapshot {
            library,
            records: self.records,
            config,
            lock: self.surroundings.lock().cloned(),
            locked: false,
            today: Some(self.today),
            is_part: self.surroundings.is_part(),
            in_flux: Arc::new(flux.in_flux.clone()),
            typed: Arc::new(typed),
            judgements: self.judgements,
            candidates: self.candidates,
            document,
        };
        let mut findings = if self.surroundings.is_excluded() { Vec::new() } else { lint(&snapshot).findings };
        // What is wrong in another file of the project is told of that file.
        findings.retain(|finding| finding.file.path == snapshot.document.file.path);
        findings.extend(faults);
        let text = snapshot.document.text();
        findings.retain(|finding| self.touched.allows(finding, text, &flux));
        let fresh = flux.fresh;
        let (address, edition, shelf_edition) = (self.address, self.edition, self.shelf_edition);
        Analysed { address, edition, snapshot, findings, fresh, shelf_edition, took: Duration::ZERO }
    }
}

/// Something for a thread to do.
enum Work {
    Analyse(Box<Job>),
    Prepare(Box<Preparation>),
    Fetch(Box<Fetching>),
    Trace(Box<Tracing>),
    Lock(Box<Locking>),
}

/// What may be queued once.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Analyse(Address),
    Prepare(Address),
    Fetch(Address),
    Trace(Ticket),
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
    books: Books,
    keys: KeyIndex,
}

#[derive(Default)]
struct Queue {
    order: VecDeque<Key>,
    work: HashMap<Key, Work>,
    threads: usize,
    /// Whether the first thread works. The others take over only then: what the same thread gives back and takes again
    /// stays warm, and the system's allocator keeps a share of memory for each.
    is_first_busy: bool,
    idle: usize,
    closed: bool,
    /// Tells who reads manuscripts ahead to stop.
    ahead: Arc<AtomicBool>,
}

/// An analysis that takes longer is worth a line in the log.
const LONG: Duration = Duration::from_millis(30);

/// Two are enough for one writer: the document that is typed in, and another.
const THREADS: usize = 2;

impl Pool {
    /// A pool that reports to `mailbox`. Threads start when there is work for them.
    pub(super) fn new(mailbox: Mailbox) -> Self {
        Self {
            shared: Arc::new(Shared {
                queue: Mutex::default(),
                ready: Condvar::new(),
                mailbox,
                books: Books::default(),
                keys: KeyIndex::default(),
            }),
        }
    }

    pub(super) fn analyse(&self, job: Box<Job>) {
        self.submit(Key::Analyse(job.address.clone()), Work::Analyse(job));
    }

    pub(super) fn prepare(&self, preparation: Box<Preparation>) {
        self.submit(Key::Prepare(preparation.address.clone()), Work::Prepare(preparation));
    }

    pub(super) fn fetch(&self, fetching: Box<Fetching>) {
        self.submit(Key::Fetch(fetching.address.clone()), Work::Fetch(fetching));
    }

    pub(super) fn trace(&self, tracing: Box<Tracing>) {
        self.submit(Key::Trace(tracing.ticket), Work::Trace(tracing));
    }

    /// Reads manuscripts ahead, on a thread of its own: those of the pool are for what somebody waits for.
    pub(super) fn index(&self, indexing: Indexing) {
        let shared = Arc::clone(&self.shared);
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).ahead = Arc::clone(&indexing.stop);
        let work = move || {
            if let Err(what) = survive(|| indexing.run(&shared.keys, &shared.mailbox)) {
                let over = Event::Indexing(Standing::Over);
                let note = Event::Note(format!("reading the manuscripts ahead broke off: {what}"));
                drop(shared.mailbox.post(over).and_then(|()| shared.mailbox.post(note)));
            }
        };
        if std::thread::Builder::new().name("index".into()).spawn(work).is_err() {
            drop(self.shared.mailbox.post(Event::Indexing(Standing::Over)));
        }
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
            let is_first = queue.threads == 0;
            queue.threads += 1;
            let shared = Arc::clone(&self.shared);
            let started = std::thread::Builder::new().name("analysis".into()).spawn(move || shared.work(is_first));
            if started.is_err() {
                queue.threads -= 1;
            }
        }
        drop(queue);
        self.shared.ready.notify_all();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut queue = self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.closed = true;
        queue.ahead.store(true, Ordering::Relaxed);
        drop(queue);
        self.shared.ready.notify_all();
    }
}

impl Shared {
    fn work(&self, is_first: bool) {
        while let Some(work) = self.next(is_first) {
            if self.mailbox.post(run(work, &self.books, &self.keys)).is_err() {
                return;
            }
        }
    }

    /// The next piece of work; `None` when the pool is gone.
    fn next(&self, is_first: bool) -> Option<Work> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if is_first {
            queue.is_first_busy = false;
        }
        loop {
            if queue.closed {
                return None;
            }
            let may = is_first || queue.is_first_busy;
            if may && let Some(work) = queue.order.pop_front().and_then(|key| queue.work.remove(&key)) {
                queue.is_first_busy |= is_first;
                if is_first && !queue.order.is_empty() {
                    self.ready.notify_all();
                }
                return Some(work);
            }
            queue.idle += 1;
            queue = self.ready.wait(queue).unwrap_or_else(PoisonError::into_inner);
            queue.idle -= 1;
        }
    }
}

/// Does a piece of work; a panic in it is an event like any other.
fn run(work: Work, books: &Books, keys: &KeyIndex) -> Event {
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
        Work::Fetch(fetching) => {
            let (address, opening) = (fetching.address.clone(), fetching.opening);
            let document = Arc::clone(&fetching.document);
            let fetched = survive(|| books.fetch(*fetching)).unwrap_or_else(|_| Fetched {
                address,
                opening,
                shelf: Shelf::unread(&document),
                is_new: true,
            });
            Event::Fetched(Box::new(fetched))
        }
        Work::Trace(tracing) => {
            let (ticket, aim) = (tracing.ticket, tracing.aim.clone());
            let trace = survive(|| keys.trace(&tracing));
            Event::Traced(
                ticket,
                aim,
                trace.unwrap_or_else(|what| Err(format!("Looking for the key broke off: {what}"))),
            )
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
