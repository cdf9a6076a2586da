//! The bibliographies of open manuscripts, each file read once.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use super::documents::Address;
use super::surroundings::{Stamp, Surroundings, stamp};
use crate::bibliography::{Bibliography, Library, Named, Outcome, declared, inline};
use crate::config::discover::{beside, lying_about, read_bibliography};
use crate::syntax::{Dialect, Document};

/// A file that changed so lately may still be being written.
const FRESH: Duration = Duration::from_millis(300);
/// How often such a file is looked at again before it is read as it is.
const LOOKS: usize = 20;
/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_millis(100);

/// The bibliographies of a manuscript are to be read.
#[derive(Debug)]
pub(super) struct Fetching {
    pub(super) address: Address,
    /// Which opening of the manuscript this is about.
    pub(super) opening: u64,
    /// Its file, if it has one.
    pub(super) path: Option<PathBuf>,
    pub(super) document: Arc<Document>,
    pub(super) surroundings: Arc<Surroundings>,
    /// What was read last time.
    pub(super) previous: Option<Arc<Shelf>>,
    /// Files that stand in the editor: what is on disk does not count.
    pub(super) drafts: Vec<PathBuf>,
}

/// The bibliographies of a manuscript were read.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) address: Address,
    pub(super) opening: u64,
    /// What they are now; `None` where nothing changed.
    pub(super) shelf: Option<Shelf>,
}

/// The bibliographies of a manuscript.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// Which file each path stands for that the manuscript's metadata names; none where it is no path.
    own: BTreeMap<String, Option<PathBuf>>,
    /// What its project names.
    told: Vec<Named>,
    /// Whether there may be more.
    is_partial: bool,
    /// What became of each file, and its state then.
    read: BTreeMap<PathBuf, Read>,
}

/// The state of a file, and what became of reading it then.
type Read = (Option<Stamp>, Outcome);

/// Bibliographies as they stand in the editor, saved or not.
pub(super) type Drafts = BTreeMap<PathBuf, Arc<Bibliography>>;

impl Shelf {
    /// Those of a manuscript whose own could not be read, because that broke off: there may be any.
    pub(super) fn unread(document: &Document) -> Self {
        let own = declared(document).into_iter().map(|declared| (declared.path, None)).collect();
        Self { own, is_partial: true, ..Self::default() }
    }

    /// Whether these are the bibliographies that `document` names.
    pub(super) fn is_of(&self, document: &Document) -> bool {
        let mut named: Vec<String> = declared(document).into_iter().map(|declared| declared.path).collect();
        named.sort_unstable();
        named.dedup();
        named.iter().eq(self.own.keys())
    }

    /// The files that are read, or would be if they were there.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.read.keys()
    }

    /// The bibliographies of `document`. What stands in the editor counts before what is on disk; `before` is what they
    /// were when the same metadata was read.
    pub(super) fn library(&self, document: &Document, drafts: &Drafts, before: Option<&Library>) -> Library {
        let own = declared(document).into_iter().map(|declared| (self.own.get(&declared.path).cloned(), declared));
        let (read, unread): (Vec<_>, Vec<_>) = own.partition(|(path, _)| path.is_some());
        let own = read.into_iter().map(|(path, declared)| Named { path: path.flatten(), declared: Some(declared) });
        let is_partial = self.is_partial || !unread.is_empty() || Library::may_have_more(document);
        let inline = match before {
            Some(before) => before.inline.clone(),
            None => inline(document),
        };
        let outcome = |path: &Path| match (drafts.get(path), self.read.get(path)) {
            (Some(draft), _) => Ok(Arc::clone(draft)),
            (None, Some((_, outcome))) => outcome.clone(),
            (None, None) => Err("it is not read yet".into()),
        };
        Library::of(self.told.iter().cloned().chain(own), inline, is_partial, outcome).cited_by(document)
    }

    fn is_like(&self, other: &Self) -> bool {
        let same = |(a, b): (&Read, &Read)| match (&a.1, &b.1) {
            (Ok(a), Ok(b)) => Arc::ptr_eq(a, b),
            (Err(a), Err(b)) => a == b,
            _ => false,
        };
        self.own == other.own
            && self.told == other.told
            && self.is_partial == other.is_partial
            && self.read.len() == other.read.len()
            && self.read.keys().eq(other.read.keys())
            && self.read.values().zip(other.read.values()).all(same)
    }
}

/// The files that some manuscript holds, so that several of one project share them.
#[derive(Debug, Default)]
pub(super) struct Books(Mutex<HashMap<PathBuf, (Stamp, Weak<Bibliography>)>>);

impl Books {
    /// Reads what of a manuscript's bibliographies is new.
    pub(super) fn fetch(&self, fetching: Fetching) -> Fetched {
        let unchanged = |shelf: &Shelf| fetching.previous.as_ref().is_some_and(|previous| previous.is_like(shelf));
        let shelf = Some(self.shelf(&fetching)).filter(|shelf| !unchanged(shelf));
        Fetched { address: fetching.address, opening: fetching.opening, shelf }
    }

    fn shelf(&self, fetching: &Fetching) -> Shelf {
        let Fetching { path, document, surroundings, previous, drafts, .. } = fetching;
        let root = surroundings.root();
        let place = path.clone().or_else(|| root.map(|root| root.join("untitled")));
        let mut shelf = Shelf { is_partial: surroundings.told().is_partial, ..Shelf::default() };
        shelf.told.clone_from(&surroundings.told().named);
        for declared in declared(document) {
            let found = match (&place, root) {
                (Some(place), Some(root)) => declared.is_file().then(|| beside(&declared.path, place, root)),
                _ => None,
            };
            shelf.own.insert(declared.path, found);
        }
        let names_none = shelf.own.is_empty() && shelf.told.is_empty();
        if let (Some(place), Some(root)) = (&place, root)
            && (names_none || document.dialect == Dialect::Manubot)
        {
            shelf.told.extend(lying_about(document, place, root).into_iter().map(Named::unasked));
            shelf.is_partial = true;
        }
        let named =
            shelf.told.iter().filter_map(|named| named.path.clone()).chain(shelf.own.values().flatten().cloned());
        let paths: Vec<PathBuf> = named.collect();
        for path in paths {
            let outcome = if drafts.contains(&path) {
                (None, Err("it is open in the editor".to_owned()))
            } else {
                self.read(&path, previous.as_ref().and_then(|previous| previous.read.get(&path)))
            };
            shelf.read.insert(path, outcome);
        }
        shelf
    }

    fn read(&self, path: &Path, before: Option<&Read>) -> Read {
        let mut now = stamp(path);
        if let Some((stamp, outcome)) = before
            && *stamp == now
        {
            return (now, outcome.clone());
        }
        if before.is_some_and(|(stamp, _)| stamp.is_some()) {
            // A program that exports a bibliography may empty it first: whoever read that would miss every key.
            now = rested(path, now);
        }
        let Some(stamp) = now else { return (None, read_bibliography(path)) };
        if let Some(held) = self.held(path, &stamp) {
            return (Some(stamp), Ok(held));
        }
        let outcome = read_bibliography(path);
        if let Ok(read) = &outcome {
            let mut books = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            books.retain(|_, (_, held)| held.strong_count() > 0);
            books.insert(path.to_owned(), (stamp.clone(), Arc::downgrade(read)));
        }
        (Some(stamp), outcome)
    }

    fn held(&self, path: &Path, stamp: &Stamp) -> Option<Arc<Bibliography>> {
        let books = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (as_of, held) = books.get(path)?;
        held.upgrade().filter(|_| as_of == stamp)
    }
}

/// The state of a file when it has rested, or when that was waited for long enough.
fn rested(path: &Path, mut now: Option<Stamp>) -> Option<Stamp> {
    for _ in 0..LOOKS {
        let is_fresh = match now.as_ref().and_then(Stamp::changed) {
            Some(changed) => SystemTime::now().duration_since(changed).is_ok_and(|age| age < FRESH),
            // It is gone: perhaps only until the new one is in its place.
            None => true,
        };
        if !is_fresh {
            break;
        }
        std::thread::sleep(PAUSE);
        now = stamp(path);
    }
    now
}
