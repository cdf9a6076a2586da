//! The bibliographies of open manuscripts, each file read once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use super::documents::Address;
use super::surroundings::{Stamp, Surroundings, stamp};
use crate::bibliography::{Bibliography, Library, Named, Outcome, declared, inline};
use crate::config::discover::{beside, lying_about, read_bibliography};
use crate::record::Identifier;
use crate::syntax::{Dialect, Document};

/// A file that changed so lately may still be being written.
const FRESH: Duration = Duration::from_millis(300);
/// How often such a file is looked at again before it is read as it is.
const LOOKS: u32 = 8;
/// When it is looked at again.
pub(super) const PAUSE: Duration = Duration::from_millis(250);

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
    /// What they are now.
    pub(super) shelf: Shelf,
    /// Whether that is something else than before.
    pub(super) is_new: bool,
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
    /// What became of each file, and its state then; nothing of those that stand in the editor.
    read: BTreeMap<PathBuf, Option<Read>>,
    /// Which of them lie there unasked.
    lying: Vec<PathBuf>,
    /// Which program writes a file, where the project says so.
    managed: BTreeMap<PathBuf, String>,
    /// How often files were found that are still being written.
    looks: u32,
}

/// The state of a file, and what became of reading it then.
type Read = (Option<Stamp>, Outcome);

/// Bibliographies as they stand in the editor, saved or not.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub(super) files: BTreeMap<PathBuf, Arc<Bibliography>>,
    /// Identifiers that are being typed in them.
    pub(super) in_flux: HashSet<Identifier>,
    /// Those that were typed just now.
    pub(super) fresh: HashSet<Identifier>,
}

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

    /// Whether a file is still being written, or stood in the editor when this was read.
    pub(super) fn is_restless(&self) -> bool {
        self.looks > 0
    }

    /// Files that stood in the editor when this was read.
    pub(super) fn drafts(&self) -> impl Iterator<Item = &PathBuf> {
        self.read.iter().filter(|(_, read)| read.is_none()).map(|(path, _)| path)
    }

    /// The program that writes a file, where the project says so.
    pub(super) fn manager(&self, path: &Path) -> Option<&str> {
        self.managed.get(path).map(String::as_str)
    }

    /// The bibliographies of `document`, without what it cites. What stands in the editor counts before what is on disk;
    /// `before` is what they were when the same metadata was read.
    pub(super) fn library(&self, document: &Document, drafts: &Drafts, before: Option<&Library>) -> Library {
        let own = declared(document).into_iter().map(|declared| (self.own.get(&declared.path).cloned(), declared));
        let (read, unread): (Vec<_>, Vec<_>) = own.partition(|(path, _)| path.is_some());
        let own = read.into_iter().map(|(path, declared)| Named { path: path.flatten(), declared: Some(declared) });
        let is_partial = self.is_partial || !unread.is_empty() || Library::may_have_more(document);
        let inline = match before {
            Some(before) => before.inline.clone(),
            None => inline(document),
        };
        let outcome = |path: &Path| match (drafts.files.get(path), self.read.get(path)) {
            (Some(draft), _) => Some(Ok(Arc::clone(draft))),
            (None, Some(Some((_, outcome)))) => Some(outcome.clone()),
            (None, Some(None) | None) => None,
        };
        let mut library = Library::of(self.told.iter().cloned().chain(own), inline, is_partial, outcome);
        library.unasked = self.lying.iter().filter_map(|path| outcome(path)?.ok()).collect();
        library
    }

    fn is_like(&self, other: &Self) -> bool {
        let same = |(a, b): (&Option<Read>, &Option<Read>)| match (a, b) {
            (Some((_, Ok(a))), Some((_, Ok(b)))) => Arc::ptr_eq(a, b),
            (Some((_, Err(a))), Some((_, Err(b)))) => a == b,
            (None, None) => true,
            _ => false,
        };
        self.own == other.own
            && self.told == other.told
            && self.is_partial == other.is_partial
            && self.lying == other.lying
            && self.managed == other.managed
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
        let shelf = self.shelf(&fetching);
        let is_new = !fetching.previous.as_ref().is_some_and(|previous| previous.is_like(&shelf));
        Fetched { address: fetching.address, opening: fetching.opening, shelf, is_new }
    }

    fn shelf(&self, fetching: &Fetching) -> Shelf {
        let Fetching { path, document, surroundings, previous, drafts, .. } = fetching;
        let root = surroundings.root();
        let told = surroundings.told();
        let place = path.clone().or_else(|| root.map(|root| root.join("untitled")));
        let mut shelf = Shelf { is_partial: told.is_partial, managed: told.managed.clone(), ..Shelf::default() };
        shelf.told.clone_from(&told.named);
        for declared in declared(document) {
            let found = match (&place, root) {
                (Some(place), Some(root)) => declared.is_file().then(|| beside(&declared.path, place, root)),
                _ => None,
            };
            shelf.own.insert(declared.path, found);
        }
        let names_none = shelf.own.is_empty() && shelf.told.is_empty();
        if let (Some(place), Some(root)) = (&place, root) {
            if document.dialect == Dialect::Manubot {
                // Manubot looks for them itself.
                shelf.told.extend(lying_about(document, place, root).into_iter().map(Named::unasked));
            } else if names_none {
                shelf.lying = lying_about(document, place, root);
            }
        }
        let named =
            shelf.told.iter().filter_map(|named| named.path.clone()).chain(shelf.own.values().flatten().cloned());
        let paths: Vec<PathBuf> = named.chain(shelf.lying.iter().cloned()).collect();
        let looks = previous.as_ref().map_or(0, |previous| previous.looks);
        let mut is_restless = false;
        for path in paths {
            let before = previous.as_ref().and_then(|previous| previous.read.get(&path)?.as_ref());
            let read = if drafts.contains(&path) {
                None
            } else if let Some(before) = before.filter(|_| looks < LOOKS && is_being_written(&path)) {
                // A program that exports a bibliography may empty it first: whoever read that would miss every key.
                is_restless |= stamp(&path) != before.0;
                Some(before.clone())
            } else {
                Some(self.read(&path, before))
            };
            shelf.read.insert(path, read);
        }
        shelf.looks = if is_restless { looks + 1 } else { 0 };
        shelf
    }

    fn read(&self, path: &Path, before: Option<&Read>) -> Read {
        let now = stamp(path);
        // What could not be read is tried again: whether it may be is not told by its state.
        if let Some((stamp, Ok(held))) = before
            && *stamp == now
        {
            return (now, Ok(Arc::clone(held)));
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

/// Whether a file may still be being written: it changed just now, or is gone, perhaps only until the new one is in its
/// place.
fn is_being_written(path: &Path) -> bool {
    match stamp(path) {
        Some(stamp) => {
            let changed = stamp.changed();
            changed.is_some_and(|changed| SystemTime::now().duration_since(changed).is_ok_and(|age| age < FRESH))
        }
        None => true,
    }
}
