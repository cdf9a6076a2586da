//! What the store's thread owns: the file, or memory in its place.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior, params};
use rustc_hash::FxHashSet;

use super::disk;
use super::held::Held;
use super::place::StorePlace;
use super::rows::{self, at, second};
use super::schema;
use super::shelf::{self, Shelf};
use super::thread::{Found, News, Store};
use super::turns::{self, Turn, Wish};
use super::unix_now;
use super::wording::{self, Match};
use crate::record::{Beginning, Begun, Day, Identifier, Knowledge, Known, Reason, Source};

/// How long a file that another program held is waited for when it is tried again.
const GLANCE: Duration = Duration::from_millis(50);

/// The record store in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreInfo {
    /// The file; `None` where only memory remembers.
    pub path: Option<PathBuf>,
    /// Its size with its logs, in bytes.
    pub bytes: u64,
    /// Identifiers known to exist.
    pub known: u64,
    /// Records.
    pub records: u64,
    /// Identifiers denied by every authority, aged denials included.
    pub absent: u64,
    /// When the oldest record was fetched.
    pub oldest: Option<Day>,
    /// When the newest record was fetched.
    pub newest: Option<Day>,
    /// When each source last answered, in Unix seconds.
    pub reached: Vec<(Source, u64)>,
    /// What was to be said about the store's state, from its opening until now.
    pub notes: Vec<String>,
}

/// The store's connections. Where the file cannot be written, memory takes the writes and the file is read below it.
pub(super) struct Rooms {
    writer: Connection,
    below: Option<Connection>,
    /// The file, while `writer` is it.
    path: Option<PathBuf>,
    /// The file, while another program holds it and memory stands in for it.
    locked_out: Option<PathBuf>,
    /// Whether the file's place belongs to ibid.
    ours: bool,
    notes: Vec<String>,
}

impl Rooms {
    /// Opens the store; a file that another program holds is waited for as long as `wait` says.
    pub(super) fn open(place: &StorePlace, wait: Duration) -> Self {
        let (mut opened, mut locked_out, mut notes) = (None, None, Vec::new());
        let ours = *place == StorePlace::User;
        match place {
            StorePlace::Memory => {}
            StorePlace::Unsupported(setting) => {
                // What stands before the colon is no secret; what follows may hold a password.
                let scheme = setting.split(':').next().unwrap_or_default();
                notes.push(format!("This ibid has no {scheme} store; what is looked up is forgotten at the end."));
            }
            StorePlace::User | StorePlace::Path(_) => match place.path() {
                None => notes.push("There is no cache folder; what is looked up is forgotten at the end.".into()),
                Some(path) => match disk::open(&path, ours, false, wait, &mut notes) {
                    Ok(disk) => opened = Some((path, disk)),
                    Err(unusable) if unusable.passes => {
                        notes.push(not_usable_yet(&path, &unusable.why));
                        locked_out = Some(path);
                    }
                    Err(unusable) => notes.push(not_usable(&path, &unusable.why)),
                },
            },
        }
        let (writer, below, path) = match opened {
            Some((path, disk)) if disk.writable => (disk.db, None, Some(path)),
            Some((path, disk)) => (memory(), Some(disk.db), Some(path)),
            None => (memory(), None, None),
        };
        Self { writer, below, path, locked_out, ours, notes }
    }

    /// The file; `None` where only memory remembers.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether another program holds the file.
    pub(super) fn is_locked_out(&self) -> bool {
        self.locked_out.is_some()
    }

    /// Tries again to open a file that another program held; whether it is open now. What memory learnt is moved to it.
    pub(super) fn open_again(&mut self) -> bool {
        let Some(path) = self.locked_out.take() else { return false };
        match disk::open(&path, self.ours, false, GLANCE, &mut self.notes) {
            Ok(disk) if disk.writable => {
                let stood_in = std::mem::replace(&mut self.writer, disk.db);
                self.notes.push(format!("The record store {} is open now.", path.display()));
                self.path = Some(path);
                self.with(|rooms| {
                    let change = rooms.writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
                    rows::take_over(&change, &stood_in, unix_now())?;
                    change.commit()
                });
                true
            }
            Ok(disk) => {
                (self.below, self.path) = (Some(disk.db), Some(path));
                true
            }
            Err(unusable) if unusable.passes => {
                self.locked_out = Some(path);
                false
            }
            Err(unusable) => {
                self.notes.push(not_usable(&path, &unusable.why));
                false
            }
        }
    }

    /// Tells the notes from number `from` on; how many there are now.
    pub(super) fn tell_notes(&self, from: usize, tell: &dyn Fn(News)) -> usize {
        self.notes[from..].iter().for_each(|note| tell(News::Note(note.clone())));
        self.notes.len()
    }

    /// What is held of each identifier, where anything is.
    pub(super) fn look_up(&mut self, ids: &[Identifier], now: u64) -> Vec<Found> {
        let found = self.with(|rooms| {
            // One transaction: SQLite takes and leaves the file's lock for every statement that stands alone.
            let _read = rooms.writer.unchecked_transaction()?;
            let _below = rooms.below.as_ref().map(Connection::unchecked_transaction).transpose()?;
            Shelves::of(&rooms.writer, rooms.below.as_ref())?.found(ids, now)
        });
        found.unwrap_or_default()
    }

    /// The works with a title whose identifiers begin so. Where the file is held by another program there may be more.
    pub(super) fn begun(&mut self, beginning: &Beginning, now: u64) -> Begun {
        let begun = self.with(|rooms| {
            let _read = rooms.writer.unchecked_transaction()?;
            let _below = rooms.below.as_ref().map(Connection::unchecked_transaction).transpose()?;
            let (mut ids, mut more) = (BTreeSet::new(), false);
            for db in std::iter::once(&rooms.writer).chain(&rooms.below) {
                let (found, goes_on) = shelf::begun(db, beginning, Store::MOST_BEGUN)?;
                more |= goes_on;
                ids.extend(found);
            }
            more |= ids.len() > Store::MOST_BEGUN;
            let mut shelves = Shelves::of(&rooms.writer, rooms.below.as_ref())?;
            let mut works = Vec::new();
            for id in ids.into_iter().take(Store::MOST_BEGUN) {
                let held = shelves.held(&id)?.map(|held| held.knowledge(now));
                if let Some(Knowledge::Known(known)) = held
                    && has_title(&known)
                {
                    works.push((id, known));
                }
            }
            Ok(Begun { works, more })
        });
        let begun = begun.unwrap_or(Begun { works: Vec::new(), more: true });
        Begun { more: begun.more || self.is_locked_out(), ..begun }
    }

    /// The works that have the words, the likeliest first, as they stand at Unix second `now`.
    pub(super) fn find(
        &mut self,
        words: &[String],
        which: Match,
        most: usize,
        now: u64,
    ) -> Vec<(Identifier, Arc<Known>)> {
        let found = self.with(|rooms| {
            while wording::is_behind(&rooms.writer)? {
                let change = rooms.writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
                wording::catch_up(&change)?;
                change.commit()?;
            }
            let mut ids = wording::find(&rooms.writer, words, which, most)?;
            if let Some(below) = &rooms.below {
                ids.extend(wording::find(below, words, which, most)?);
            }
            let mut shelves = Shelves::of(&rooms.writer, rooms.below.as_ref())?;
            let mut works: Vec<(Identifier, Arc<Known>)> = Vec::new();
            for id in ids {
                // A work is held under each of its identifiers.
                let names = |known: &Known| known.views.iter().any(|view| view.record.is_named(&id));
                if works.len() == most || works.iter().any(|(other, known)| *other == id || names(known)) {
                    continue;
                }
                if let Some(Knowledge::Known(known)) = shelves.held(&id)?.map(|held| held.knowledge(now)) {
                    works.push((id, known));
                }
            }
            Ok(works)
        });
        found.unwrap_or_default()
    }

    /// Those of several words that the registries were asked for since that Unix second.
    pub(super) fn sought_since(&mut self, words: &[String], since: u64) -> Vec<String> {
        let sought = self.with(|rooms| {
            let mut sought = Vec::new();
            for words in words {
                let below = rooms.below.as_ref().map_or(Ok(false), |db| wording::was_sought(db, words, since))?;
                if below || wording::was_sought(&rooms.writer, words, since)? {
                    sought.push(words.clone());
                }
            }
            Ok(sought)
        });
        sought.unwrap_or_default()
    }

    /// Notes that the registries were asked for words.
    pub(super) fn note_sought(&mut self, words: &[String], now: u64) {
        self.note(|db| wording::note_sought(db, words, now));
    }

    /// Takes answers in; returns what now stands for each identifier.
    pub(super) fn put(
        &mut self,
        answers: &[(Identifier, Knowledge)],
        reached: &[Source],
        now: u64,
    ) -> Vec<(Identifier, Knowledge)> {
        let stood = self.with(|rooms| {
            let change = rooms.writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut stood = Vec::with_capacity(answers.len());
            let mut shelves = Shelves::of(&change, rooms.below.as_ref())?;
            for (id, knowledge) in answers {
                let held = shelves.held(id)?;
                let stands = match Held::of(knowledge, now) {
                    Some(new) => {
                        let better = Held::better(held, new, now);
                        rows::hold(&change, id, &better)?;
                        better.knowledge(now)
                    }
                    // What could not be asked leaves what was held, be it old; an old denial is none.
                    None => match held.map(|held| held.knowledge(now)) {
                        Some(Knowledge::Unchecked(Reason::Stale)) | None => knowledge.clone(),
                        Some(old) => old,
                    },
                };
                stood.push((id.clone(), stands));
            }
            for source in reached {
                change.execute(
                    "INSERT OR REPLACE INTO reached (source, at) VALUES (?1, ?2)",
                    params![source.key(), at(now)],
                )?;
            }
            drop(shelves);
            change.commit()?;
            Ok(stood)
        });
        stood.unwrap_or_else(|| answers.to_vec())
    }

    /// Whether something may be sent at Unix millisecond `now`, among all processes that share the file. Where no
    /// count can be kept, everything may.
    pub(super) fn take_turn(&mut self, wish: &Wish, now: u64) -> Turn {
        let (sure, open): (Vec<_>, Vec<_>) = wish.ids.iter().cloned().partition(|id| wish.regardless.contains(id));
        let about: Vec<_> = open.iter().chain(wish.cases.values().flatten()).cloned().collect();
        let turn = self.with(|rooms| {
            // What is known and what others ask about are read at one moment: an answer that comes between the two
            // would be missed, and asked for again.
            let change = rooms.writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let found = Shelves::of(&change, rooms.below.as_ref())?.found(&about, now / 1_000)?.into_iter();
            let known: FxHashSet<_> = found.filter(|found| (wish.answered)(found)).map(|found| found.id).collect();
            let is_answered = |id: &&Identifier| {
                let by_cases = |cases: &Vec<Identifier>| cases.iter().all(|case| known.contains(case));
                known.contains(*id) || wish.cases.get(*id).is_some_and(by_cases)
            };
            let (answered, left): (Vec<_>, Vec<_>) = open.iter().partition(is_answered);
            let left: Vec<_> = left.into_iter().chain(&sure).cloned().collect();
            let mut turn = turns::take(&change, wish, &left, now)?;
            if let Turn::Go { taken, .. } = &mut turn {
                taken.extend(answered.into_iter().cloned());
            }
            change.commit()?;
            Ok(turn)
        });
        turn.unwrap_or_else(|| Turn::Go { slot: None, ids: wish.ids.clone(), taken: Vec::new() })
    }

    /// Writes down what becomes of leases and slots; what cannot be written ends by itself.
    pub(super) fn note(&mut self, work: impl Fn(&Connection) -> rusqlite::Result<()>) {
        let _ = self.change(work);
    }

    fn change<T>(&mut self, work: impl Fn(&Connection) -> rusqlite::Result<T>) -> Option<T> {
        self.with(|rooms| {
            let change = rooms.writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&change)?;
            change.commit()?;
            Ok(done)
        })
    }

    /// Those of `ids` that others ask about at Unix millisecond `now`.
    pub(super) fn asked_by_others(&mut self, holder: &str, ids: &[Identifier], now: u64) -> Vec<Identifier> {
        let asked = self.with(|rooms| {
            let mut asked = Vec::new();
            for id in ids {
                if turns::is_leased(&rooms.writer, id, holder, now)? {
                    asked.push(id.clone());
                }
            }
            Ok(asked)
        });
        asked.unwrap_or_default()
    }

    /// When the source last answered, in Unix seconds.
    pub(super) fn last_reached(&mut self, source: Source) -> Option<u64> {
        self.reached().into_iter().find(|(reached, _)| *reached == source).map(|(_, at)| at)
    }

    fn reached(&mut self) -> Vec<(Source, u64)> {
        let reached = self.with(|rooms| {
            let mut reached: Vec<(Source, u64)> = Vec::new();
            for db in std::iter::once(&rooms.writer).chain(&rooms.below) {
                let mut select = db.prepare("SELECT source, at FROM reached")?;
                let rows = select.query_map([], |row| Ok((row.get::<_, String>(0)?, second(row, 1)?)))?;
                for row in rows {
                    let (key, at) = row?;
                    let Some(source) = Source::from_key(&key) else { continue };
                    match reached.iter_mut().find(|(known, _)| *known == source) {
                        Some((_, latest)) => *latest = (*latest).max(at),
                        None => reached.push((source, at)),
                    }
                }
            }
            reached.sort_unstable();
            Ok(reached)
        });
        reached.unwrap_or_default()
    }

    /// Whether this was said on this machine.
    pub(super) fn was_said(&mut self, key: &str) -> bool {
        let said = self.with(|rooms| {
            let count = |db: &Connection| {
                db.query_row("SELECT count(*) FROM said WHERE key = ?1", [key], |row| row.get::<_, i64>(0))
            };
            let below = rooms.below.as_ref().map_or(Ok(0), count)?;
            Ok(below > 0 || count(&rooms.writer)? > 0)
        });
        said.unwrap_or(false)
    }

    /// Whether this was said before, on this machine; from now on it was.
    pub(super) fn said_before(&mut self, key: &str, now: u64) -> bool {
        let said = self.with(|rooms| {
            let known = "SELECT count(*) FROM said WHERE key = ?1";
            let below =
                rooms.below.as_ref().map_or(Ok(0), |db| db.query_row(known, [key], |row| row.get::<_, i64>(0)))?;
            let change = rooms.writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let new = change.execute("INSERT OR IGNORE INTO said (key, at) VALUES (?1, ?2)", params![key, at(now)])?;
            change.commit()?;
            Ok(below > 0 || new == 0)
        });
        said.unwrap_or(false)
    }

    /// Forgets what was last established before this second; returns how many identifiers.
    pub(super) fn prune(&mut self, before: u64) -> u64 {
        let pruned = self.with(|rooms| {
            let change = rooms.writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let pruned = rows::prune(&change, before)?;
            change.commit()?;
            Ok(pruned)
        });
        if pruned.is_some_and(|pruned| pruned > 0) {
            // Another process may be reading; then the room is reused instead of given back.
            let _ = self.writer.execute_batch("VACUUM");
        }
        pruned.unwrap_or(0)
    }

    pub(super) fn info(&mut self) -> StoreInfo {
        let figures = self.with(|rooms| {
            let db = rooms.below.as_ref().unwrap_or(&rooms.writer);
            let count = |table: &str| db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| second(row, 0));
            let day = |row: &rusqlite::Row<'_>, at: usize| {
                let second: Option<i64> = row.get(at)?;
                Ok::<_, rusqlite::Error>(second.map(|second| Day::from_unix(u64::try_from(second).unwrap_or(0))))
            };
            let (oldest, newest) = db.query_row("SELECT min(fetched), max(fetched) FROM record", [], |row| {
                Ok((day(row, 0)?, day(row, 1)?))
            })?;
            Ok(StoreInfo {
                known: count("known")?,
                records: count("record")?,
                absent: count("absent")?,
                oldest,
                newest,
                ..StoreInfo::default()
            })
        });
        let size = |path: &PathBuf| {
            let with = |ending: &str| {
                let mut name = path.clone().into_os_string();
                name.push(ending);
                std::fs::metadata(name).map_or(0, |file| file.len())
            };
            with("") + with("-wal")
        };
        StoreInfo {
            bytes: self.path.as_ref().map_or(0, size),
            reached: self.reached(),
            path: self.path.clone(),
            notes: self.notes.clone(),
            ..figures.unwrap_or_default()
        }
    }

    /// Does one piece of work. Damage is met with a fresh file, a file that cannot be written with memory, both once
    /// and said; what still fails is `None`.
    fn with<T>(&mut self, work: impl Fn(&mut Self) -> rusqlite::Result<T>) -> Option<T> {
        let error = match work(self) {
            Ok(done) => return Some(done),
            Err(error) => error,
        };
        // Busy for longer than the waiting time: this one answer is not kept, the next may be.
        if disk::is_busy(&error) || (self.path.is_none() && self.below.is_none()) {
            return None;
        }
        let path = self.path.clone();
        if let Some(path) = path.as_ref().filter(|_| disk::is_damage(&error)) {
            // The damaged file is closed before it is moved.
            self.writer = memory();
            self.below = None;
            match disk::open(path, self.ours, true, Store::WAIT, &mut self.notes) {
                Ok(disk) if disk.writable => self.writer = disk.db,
                Ok(disk) => self.below = Some(disk.db),
                Err(unusable) => {
                    self.notes.push(not_usable(path, &unusable.why));
                    self.path = None;
                }
            }
        } else if let Some(path) = path {
            self.notes.push(not_usable(&path, &disk::reason(&error)));
            self.below = Some(std::mem::replace(&mut self.writer, memory()));
            self.path = None;
        } else {
            self.below = None;
        }
        work(self).ok()
    }
}

/// What is held in the writer, else below it. An alias borrows the views of what it stands for.
/// What is read: the file that is written to, and the one below.
struct Shelves<'db> {
    writer: Shelf<'db>,
    below: Option<Shelf<'db>>,
}

impl<'db> Shelves<'db> {
    fn of(writer: &'db Connection, below: Option<&'db Connection>) -> rusqlite::Result<Self> {
        Ok(Self { writer: Shelf::of(writer)?, below: below.map(Shelf::of).transpose()? })
    }

    fn one(&mut self, id: &Identifier) -> rusqlite::Result<Option<Held>> {
        let found = readable(self.writer.held(id))?;
        match (found, &mut self.below) {
            (None, Some(below)) => readable(below.held(id)),
            (found, _) => Ok(found),
        }
    }

    /// What is held of `id`; an alias has what is held of what it stands for.
    fn held(&mut self, id: &Identifier) -> rusqlite::Result<Option<Held>> {
        let mut held = self.one(id)?;
        if let Some(Held::Known(known)) = &mut held
            && let Some(target) = &known.alias_of
            && let Some(Held::Known(long)) = self.one(target)?
        {
            (known.views, known.lacking) = (long.views, long.lacking);
            known.agency = long.agency.or(known.agency.take());
        }
        Ok(held)
    }

    /// What is found of those of `ids` of which anything is held, at Unix second `now`.
    fn found(&mut self, ids: &[Identifier], now: u64) -> rusqlite::Result<Vec<Found>> {
        let mut found = Vec::new();
        for id in ids {
            if let Some(held) = self.held(id)? {
                let (knowledge, due, young) = (held.knowledge(now), held.is_due(now), held.young(now));
                found.push(Found { id: id.clone(), knowledge, due, young });
            }
        }
        Ok(found)
    }
}

/// A row of the wrong type is a row that cannot be read: nothing is held.
fn readable(held: rusqlite::Result<Option<Held>>) -> rusqlite::Result<Option<Held>> {
    match held {
        Err(
            rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..),
        ) => Ok(None),
        held => held,
    }
}

fn has_title(known: &Known) -> bool {
    known.views.iter().any(|view| view.record.title.is_some())
}

fn memory() -> Connection {
    let mut db = Connection::open_in_memory().expect("SQLite opens a database in memory");
    schema::create(&mut db).expect("an empty database takes the tables");
    db
}

fn not_usable(path: &std::path::Path, why: &str) -> String {
    format!("The record store {} cannot be used: {why}. What is looked up is forgotten at the end.", path.display())
}

fn not_usable_yet(path: &std::path::Path, why: &str) -> String {
    format!(
        "The record store {} cannot be used yet: {why}. Meanwhile what is looked up is kept in memory.",
        path.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Absent, IdentifierKind, Record, View};

    const NOW: u64 = 1_795_400_000;

    fn titled(doi: &str, at: u64) -> (Identifier, Knowledge) {
        let mut record = Record::new(Identifier::from_doi(doi));
        record.title = Some("A title".into());
        let day = Day::from_unix(at);
        let view = View::of(Source::Crossref, record, day);
        let known = Known { agency: Some("Crossref".into()), views: vec![view], ..Known::default() };
        (Identifier::from_doi(doi), Knowledge::Known(Arc::new(known)))
    }

    #[test]
    fn works_begin_so_in_the_file_below_too() {
        let old = NOW - 40 * 86_400;
        let mut file = Rooms::open(&StorePlace::Memory, Duration::ZERO);
        file.put(&["10.1000/a", "10.1000/b", "10.1000/c"].map(|doi| titled(doi, old)), &[], old);
        let mut rooms = Rooms { below: Some(file.writer), ..Rooms::open(&StorePlace::Memory, Duration::ZERO) };
        let denial = Knowledge::Absent(Absent { authority: "doi.org".into(), asked: Day::from_unix(NOW) });
        let learnt = [titled("10.1000/a", NOW), (Identifier::from_doi("10.1000/c"), denial), titled("10.1000/d", NOW)];
        rooms.put(&learnt, &[], NOW);
        let beginning = Beginning::typed(IdentifierKind::Doi, "10.1000/").expect("a DOI may begin so");
        let begun = rooms.begun(&beginning, NOW);
        let found: Vec<_> = begun.works.iter().map(|(id, _)| id.value()).collect();
        assert_eq!((found, begun.more), (vec!["10.1000/a", "10.1000/b", "10.1000/d"], false), "what is newer counts");
    }

    #[test]
    fn works_that_begin_so_are_found_by_the_primary_key() {
        let db = memory();
        let plan = format!("EXPLAIN QUERY PLAN {}", shelf::BEGUN);
        let mut select = db.prepare(&plan).expect("a question");
        let steps = select.query_map(params!["doi:10.10", "doi:10.11", 200], |row| row.get::<_, String>(3));
        let steps: Vec<_> = steps.expect("a plan").map(|step| step.expect("a step")).collect();
        assert_eq!(steps[0], "SEARCH known USING PRIMARY KEY (id>? AND id<?)", "{steps:?}");
        assert!(!steps.iter().any(|step| step.contains("SCAN") || step.contains("B-TREE")), "{steps:?}");
    }
}
