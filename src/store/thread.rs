//! The handle and the thread behind it: one connection, one owner, work done in the order it was sent.

use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use super::place::StorePlace;
use super::rooms::{Rooms, StoreInfo};
use super::turns::{self, Turn, Wish};
use super::wording::Match;
use super::{unix_now, unix_now_ms};
use crate::log;
use crate::record::{Beginning, Begun, Identifier, Knowledge, Known, Source};

type Job = Box<dyn FnOnce(&mut Rooms) + Send>;

/// A handle to the record store; cheap to clone. Its methods wait for the store's thread, which may wait up to five
/// seconds for another process: not for a thread that must answer at once.
#[derive(Clone, Debug)]
pub struct Store {
    jobs: mpsc::Sender<Job>,
}

/// A store and what is to be said about it.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// Sentences for people: a damaged file, a place that cannot be written.
    pub notes: Vec<String>,
}

/// What the store holds of an identifier.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The identifier.
    pub id: Identifier,
    /// What is known; a denial that is too old is `Unchecked(Stale)`.
    pub knowledge: Knowledge,
    /// Whether it is time to ask again, for the record or for its notices.
    pub due: bool,
    /// Sources whose word on it is young: their record with its notices, or that they have none.
    pub young: Vec<Source>,
}

/// What happens to a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A sentence for people: a damaged file, a place that cannot be written.
    Note(String),
    /// It was opened; what was to be said about that was said.
    Ready,
    /// A file that another program held is open now, and may hold what memory was asked for in vain.
    Joined,
}

/// The longest pause between two tries to open a file that another program holds.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

impl Store {
    /// How long a file that another program holds is waited for.
    pub const WAIT: Duration = Duration::from_secs(5);

    /// So many works with one beginning are told at once.
    pub const MOST_BEGUN: usize = 200;

    /// Opens the store, and waits for it. Never fails: where the file cannot be used, memory remembers until the end,
    /// and the notes say so.
    #[must_use]
    pub fn open(place: &StorePlace) -> Opened {
        let (tell, told) = mpsc::channel();
        // When it is open, nobody listens any more.
        let store = Self::keep_open(place, Self::WAIT, move |news| drop(tell.send(news)));
        let note = |news| match news {
            News::Note(note) => Some(note),
            News::Ready | News::Joined => None,
        };
        Opened { store, notes: told.iter().map_while(note).collect() }
    }

    /// Opens the store beside, for a process that goes on: `tell` hears on the store's thread what happens to it, and
    /// must not block it. Memory remembers while another program holds the file for longer than `wait`; then it is
    /// tried again in longer and longer pauses.
    #[must_use]
    pub fn keep_open(place: &StorePlace, wait: Duration, tell: impl Fn(News) + Send + Sync + 'static) -> Self {
        let (jobs, inbox) = mpsc::channel();
        let tell = Arc::new(tell);
        let (place, teller) = (place.clone(), Arc::clone(&tell));
        let work = move || serve(&place, wait, &inbox, &*teller);
        if let Err(error) = std::thread::Builder::new().name("ibid-store".into()).spawn(work) {
            tell(News::Note(format!("The record store has no thread ({error}); nothing is remembered.")));
            tell(News::Ready);
        }
        Self { jobs }
    }

    /// What is known of each identifier at Unix second `now`, in the order asked. What the store does not hold is
    /// left out; a denial of more than a day ago is `Unchecked(Stale)`; an old record stands and tells its age.
    #[must_use]
    pub fn get(&self, ids: &[Identifier], now: u64) -> Vec<(Identifier, Knowledge)> {
        self.look_up(ids, now).into_iter().map(|found| (found.id, found.knowledge)).collect()
    }

    /// Like [`Store::get`], and whether each is due to be asked again.
    #[must_use]
    pub fn look_up(&self, ids: &[Identifier], now: u64) -> Vec<Found> {
        let ids = ids.to_vec();
        self.ask(move |rooms| rooms.look_up(&ids, now)).unwrap_or_default()
    }

    /// The works with a title whose identifiers begin so, as they stand at Unix second `now`; at most
    /// [`MOST_BEGUN`](Self::MOST_BEGUN).
    #[must_use]
    pub fn begun(&self, beginning: &Beginning, now: u64) -> Begun {
        let beginning = beginning.clone();
        self.ask(move |rooms| rooms.begun(&beginning, now)).unwrap_or_default()
    }

    /// The works with records that have the words, in title, names, journal, year or pages, the likeliest first; at most so
    /// many, as they stand at Unix second `now`. The first time takes as long as reading all records does.
    #[must_use]
    pub fn find(&self, words: &[String], which: Match, most: usize, now: u64) -> Vec<(Identifier, Arc<Known>)> {
        let words = words.to_vec();
        self.ask(move |rooms| rooms.find(&words, which, most, now)).unwrap_or_default()
    }

    /// Those of several keys, each made of a reference's words, for which the registries were asked since that Unix second.
    #[must_use]
    pub fn sought_since(&self, keys: &[String], since: u64) -> Vec<String> {
        let keys = keys.to_vec();
        self.ask(move |rooms| rooms.sought_since(&keys, since)).unwrap_or_default()
    }

    /// Notes that the registries were asked for what the keys stand for at Unix second `now`.
    pub fn note_sought(&self, keys: Vec<String>, now: u64) {
        self.send(move |rooms| rooms.note_sought(&keys, now));
    }

    /// Those of `ids` that are to be asked at Unix second `now`: not held, or held for too long.
    #[must_use]
    pub fn due(&self, ids: &[Identifier], now: u64) -> Vec<Identifier> {
        let found = self.look_up(ids, now);
        let fresh: rustc_hash::FxHashSet<_> = found.into_iter().filter(|found| !found.due).map(|f| f.id).collect();
        ids.iter().filter(|id| !fresh.contains(id)).cloned().collect()
    }

    /// Takes in answers of Unix second `now` from `reached` sources; a worse answer never replaces a better one.
    /// Returns what now stands for each identifier.
    #[allow(clippy::must_use_candidate, reason = "storing is the purpose, what stands a courtesy")]
    pub fn put(
        &self,
        answers: Vec<(Identifier, Knowledge)>,
        reached: &[Source],
        now: u64,
    ) -> Vec<(Identifier, Knowledge)> {
        let (kept, reached) = (answers.clone(), reached.to_vec());
        self.ask(move |rooms| rooms.put(&answers, &reached, now)).unwrap_or(kept)
    }

    /// When the source last answered, in Unix seconds.
    #[must_use]
    pub fn last_reached(&self, source: Source) -> Option<u64> {
        self.ask(move |rooms| rooms.last_reached(source)).flatten()
    }

    /// Whether the sentence of this key was said on this machine; asking changes nothing.
    #[must_use]
    pub fn was_said(&self, key: &str) -> bool {
        let key = key.to_owned();
        self.ask(move |rooms| rooms.was_said(&key)).unwrap_or(false)
    }

    /// Whether the sentence of this key was said before on this machine; from now on it was. For what is said once,
    /// such as what leaves the machine.
    #[must_use]
    pub fn said_before(&self, key: &str) -> bool {
        let key = key.to_owned();
        self.ask(move |rooms| rooms.said_before(&key, unix_now())).unwrap_or(false)
    }

    /// Forgets what was last established before this Unix second; returns how many identifiers.
    #[allow(clippy::must_use_candidate, reason = "forgetting is the purpose, the count a courtesy")]
    pub fn prune(&self, before: u64) -> u64 {
        self.ask(move |rooms| rooms.prune(before)).unwrap_or(0)
    }

    /// The store in figures.
    #[must_use]
    pub fn info(&self) -> StoreInfo {
        self.ask(Rooms::info).unwrap_or_default()
    }

    /// Like [`Store::look_up`], without waiting: `then` runs on the store's thread.
    pub(crate) fn look_up_then(&self, ids: Vec<Identifier>, now: u64, then: impl FnOnce(Vec<Found>) + Send + 'static) {
        self.send(move |rooms| then(rooms.look_up(&ids, now)));
    }

    /// Like [`Store::begun`], without waiting: `then` runs on the store's thread.
    pub(crate) fn begun_then(&self, beginning: Beginning, now: u64, then: impl FnOnce(Begun) + Send + 'static) {
        self.send(move |rooms| then(rooms.begun(&beginning, now)));
    }

    /// Like [`Store::put`], without waiting: `then` runs on the store's thread.
    pub(crate) fn put_then(
        &self,
        answers: Vec<(Identifier, Knowledge)>,
        reached: Vec<Source>,
        now: u64,
        then: impl FnOnce(Vec<(Identifier, Knowledge)>) + Send + 'static,
    ) {
        self.send(move |rooms| then(rooms.put(&answers, &reached, now)));
    }

    /// Asks, without waiting, whether something may be sent, among all processes that share the file; `then` runs on
    /// the store's thread.
    pub(crate) fn take_turn_then(&self, wish: Wish, then: impl FnOnce(Turn) + Send + 'static) {
        self.send(move |rooms| then(rooms.take_turn(&wish, unix_now_ms())));
    }

    /// A request is over; others of its budget wait for `pause`.
    pub(crate) fn end_turn(&self, slot: i64, budget: String, pause: Option<Duration>) {
        self.send(move |rooms| rooms.note(|db| turns::end(db, slot, &budget, pause, unix_now_ms())));
    }

    /// This holder goes on asking.
    pub(crate) fn renew_turns(&self, holder: String) {
        self.send(move |rooms| rooms.note(|db| turns::renew(db, &holder, unix_now_ms())));
    }

    /// This holder asks about `ids` no longer; what it learnt was put in before.
    pub(crate) fn release(&self, holder: String, ids: Vec<Identifier>) {
        self.send(move |rooms| rooms.note(|db| turns::release(db, &holder, &ids)));
    }

    /// This holder asks nothing any longer.
    pub(crate) fn withdraw(&self, holder: String) {
        self.send(move |rooms| rooms.note(|db| turns::withdraw(db, &holder, unix_now_ms())));
    }

    /// What the store holds of `ids` by now, and about which of them others ask; `then` runs on the store's thread.
    pub(crate) fn look_around_then(
        &self,
        holder: String,
        ids: Vec<Identifier>,
        then: impl FnOnce(Vec<Found>, Vec<Identifier>) + Send + 'static,
    ) {
        self.send(move |rooms| {
            // In this order: whoever ends a lease has put in what was learnt before.
            let asked = rooms.asked_by_others(&holder, &ids, unix_now_ms());
            then(rooms.look_up(&ids, unix_now()), asked);
        });
    }

    fn send(&self, job: impl FnOnce(&mut Rooms) + Send + 'static) {
        if let Err(mpsc::SendError(job)) = self.jobs.send(Box::new(job)) {
            // The thread could not be started, which was said: an empty store answers.
            job(&mut Rooms::open(&StorePlace::Memory, Self::WAIT));
        }
    }

    fn ask<T: Send + 'static>(&self, work: impl FnOnce(&mut Rooms) -> T + Send + 'static) -> Option<T> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.send(move |rooms| {
            let _ = answer.send(work(rooms));
        });
        answered.recv().ok()
    }
}

/// Opens the store and does what is sent, until nobody can send any more.
fn serve(place: &StorePlace, wait: Duration, inbox: &mpsc::Receiver<Job>, tell: &dyn Fn(News)) {
    let begun = Instant::now();
    let mut rooms = Rooms::open(place, wait);
    let mut told = rooms.tell_notes(0, tell);
    log::event(&log::Event::Store { file: rooms.path().map(log::Shown::path), notes: told, took: begun.elapsed() });
    tell(News::Ready);
    let (mut pause, mut next) = (wait, Instant::now() + wait);
    loop {
        let job = if rooms.is_locked_out() {
            inbox.recv_timeout(next.saturating_duration_since(Instant::now()))
        } else {
            inbox.recv().map_err(Into::into)
        };
        let mut joined = false;
        match job {
            Ok(job) => job(&mut rooms),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                joined = rooms.open_again();
                pause = (pause * 2).min(LONGEST_PAUSE);
                next = Instant::now() + pause;
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => return,
        }
        told = rooms.tell_notes(told, tell);
        if joined {
            tell(News::Joined);
        }
    }
}
