//! Where a key stands in the workspace: to show every place, and to write another key in each.
//!
//! Which keys a manuscript has that is not open is remembered as long as its file stays as it is, and read anew else: no
//! client need tell of changes, and an answer is never about what was.

mod homes;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

pub(super) use self::homes::Homes;
use super::documents::Address;
use super::message::Ticket;
use super::proto::from;
use super::surroundings::{Stamp, stamp};
use crate::analysis::{rename, uses_of_key};
use crate::bibliography::{Bibliography, Format, Library, inline};
use crate::config::discover;
use crate::syntax::Document;
use crate::text::{SourceFile, Span};

/// A key is to be found in the workspace.
#[derive(Debug)]
pub(super) struct Tracing {
    pub(super) ticket: Ticket,
    pub(super) key: String,
    pub(super) aim: Aim,
    /// The bibliographies that define it; where none does, only the text it stands in is looked at.
    pub(super) sources: Vec<Source>,
    /// Where manuscripts are looked for.
    pub(super) folders: Vec<PathBuf>,
    /// What is open and read.
    pub(super) open: Vec<Opened>,
    /// Files that are open, read or not: what is on disk does not count.
    pub(super) open_paths: HashSet<PathBuf>,
    /// The document that it was asked in.
    pub(super) asked_in: Address,
}

/// Why it is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// To show its places, its entry with them if that is wanted.
    Show { entry: bool },
    /// To write another key in its place.
    Rename { to: String },
}

/// A bibliography that defines a key.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) path: Option<PathBuf>,
    pub(super) read: Arc<Bibliography>,
    /// The program that writes it, where the project says so.
    pub(super) manager: Option<String>,
}

/// A document that is open, as it stands in the editor.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub(super) address: Address,
    pub(super) path: Option<PathBuf>,
    pub(super) version: i32,
    pub(super) document: Arc<Document>,
    pub(super) library: Arc<Library>,
}

/// The places of a key in one file.
#[derive(Debug)]
pub(super) struct Traced {
    pub(super) address: Address,
    /// The version of an open document.
    pub(super) version: Option<i32>,
    pub(super) file: Arc<SourceFile>,
    pub(super) spans: Vec<Span>,
}

/// What became of it: the files that have the key, or why they may not be changed.
pub(super) type Trace = Result<Vec<Traced>, String>;

/// Which keys manuscripts have that are not open.
#[derive(Debug, Default)]
pub(super) struct KeyIndex(Mutex<HashMap<PathBuf, (Stamp, Keys)>>);

/// The places of a key in a manuscript that is not open.
struct Uses {
    file: Arc<SourceFile>,
    spans: Vec<Span>,
    /// Why the new key may not be written there, if the manuscript has it already.
    taken: Option<String>,
}

/// The keys that a manuscript cites.
type Keys = Arc<HashSet<Box<str>>>;

impl KeyIndex {
    /// Finds the key.
    ///
    /// # Errors
    /// Why it may not be changed.
    pub(super) fn trace(&self, tracing: &Tracing) -> Trace {
        let mut found = BTreeMap::new();
        let of_sources: HashSet<&Path> = tracing.sources.iter().filter_map(|source| source.path.as_deref()).collect();
        for open in &tracing.open {
            let is_asked = open.address == tracing.asked_in;
            if open.library.own.is_none() && (is_asked || tracing.shares(&open.library)) {
                let spans = uses_of_key(&open.document, &tracing.key);
                put(&mut found, open, spans);
            }
        }
        if !tracing.sources.is_empty() {
            self.closed(tracing, &of_sources, &mut found)?;
        }
        let entry = tracing.aim != Aim::Show { entry: false };
        for source in tracing.sources.iter().filter(|_| entry) {
            self.entries(tracing, source, &mut found)?;
        }
        found.retain(|_, traced| !traced.spans.is_empty());
        if let Aim::Rename { to } = &tracing.aim {
            tracing.may_be_renamed(to)?;
        }
        Ok(found.into_values().collect())
    }

    /// Looks at manuscripts that are not open and have one of the bibliographies.
    fn closed(
        &self,
        tracing: &Tracing,
        sources: &HashSet<&Path>,
        found: &mut BTreeMap<Address, Traced>,
    ) -> Result<(), String> {
        let all = tracing.folders.iter().flat_map(|folder| discover::manuscripts_below(folder).0);
        let mut files: Vec<PathBuf> = all.filter(|path| !tracing.open_paths.contains(path)).collect();
        files.sort_unstable();
        files.dedup();
        let homes = Homes::default();
        let read = |path: PathBuf| self.uses(&path, tracing, &homes, sources).transpose().map(|uses| (path, uses));
        let read: Vec<_> = files.into_par_iter().filter_map(read).collect();
        for (path, uses) in read {
            match uses {
                Ok(Uses { taken: Some(why), .. }) => return Err(why),
                Ok(Uses { file, spans, taken: None }) => {
                    let address = from::address_of(&path);
                    found.insert(address.clone(), Traced { address, version: None, file, spans });
                }
                // What cannot be read may have the key: then nothing is changed.
                Err(why) if matches!(tracing.aim, Aim::Rename { .. }) => {
                    return Err(format!("{} cannot be read: {why}. Nothing was changed.", discover::shown(&path)));
                }
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// The places of the key in the manuscript at `path`, if it has the key and one of the bibliographies.
    fn uses(
        &self,
        path: &Path,
        tracing: &Tracing,
        homes: &Homes,
        sources: &HashSet<&Path>,
    ) -> Result<Option<Uses>, String> {
        let Some(document) = self.has_key(path, tracing, homes)? else { return Ok(None) };
        let Some(own) = homes.bibliographies(&document, path, &tracing.key, sources) else { return Ok(None) };
        let others = own.iter().filter(|path| !sources.contains(&***path));
        let taken = tracing.new_key().and_then(|to| {
            let draft = |path: &PathBuf| tracing.draft(path).cloned();
            let mut others = others.filter_map(|path| draft(path).or_else(|| homes.read_bibliography(path)));
            taken_in(to, &document, others.find(|file| file.get(to).is_some()))
        });
        let spans = uses_of_key(&document, &tracing.key);
        Ok(Some(Uses { file: Arc::clone(&document.file), spans, taken }))
    }

    /// The manuscript at `path`, if it has the key, or that which is to be written in its place.
    fn has_key(&self, path: &Path, tracing: &Tracing, homes: &Homes) -> Result<Option<Document>, String> {
        let Some(now) = stamp(path) else { return Ok(None) };
        let is_in = |keys: &Keys| keys.contains(&*tracing.key) || tracing.new_key().is_some_and(|to| keys.contains(to));
        let known = self.known().get(path).filter(|(stamp, _)| *stamp == now).map(|(_, keys)| Arc::clone(keys));
        if known.is_some_and(|keys| !is_in(&keys)) {
            return Ok(None);
        }
        let read = self.read(path, now, homes)?;
        Ok(read.filter(|(_, keys)| is_in(keys)).map(|(document, _)| document))
    }

    /// Reads the manuscript at `path`, whose file is as `now`, and takes note of its keys; `None` where it is no text, which
    /// has no citation either.
    fn read(&self, path: &Path, now: Stamp, homes: &Homes) -> Result<Option<(Document, Keys)>, String> {
        let document = match discover::read_text(path, discover::FILE_LIMIT) {
            Ok(text) => homes.read(path, text),
            Err(discover::ReadFault::NotText(_) | discover::ReadFault::Missing) => return Ok(None),
            Err(fault) => return Err(fault.to_string()),
        };
        let text = document.text();
        let keys: HashSet<Box<str>> = document.citations.iter().map(|found| found.key(text).into()).collect();
        let keys = Arc::new(keys);
        self.known().insert(path.to_owned(), (now, Arc::clone(&keys)));
        Ok(Some((document, keys)))
    }

    /// Takes note of the keys of the manuscript at `path`, unless they are known. One that cannot be read is read again when
    /// somebody asks, and hears why it cannot.
    pub(super) fn learn(&self, path: &Path, homes: &Homes) {
        let Some(now) = stamp(path) else { return };
        let is_known = self.known().get(path).is_some_and(|(stamp, _)| *stamp == now);
        if !is_known {
            drop(self.read(path, now, homes));
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<PathBuf, (Stamp, Keys)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The manuscripts of which keys are known.
    #[cfg(test)]
    pub(super) fn known_files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = self.known().keys().cloned().collect();
        files.sort_unstable();
        files
    }

    /// The key in a bibliography: its entries', and where others name it.
    fn entries(&self, tracing: &Tracing, source: &Source, found: &mut BTreeMap<Address, Traced>) -> Result<(), String> {
        let open = tracing.in_editor(source);
        let file = tracing.newest(source);
        let spans = rename::places_in(file, &tracing.key);
        let rename = matches!(tracing.aim, Aim::Rename { .. });
        if let (true, Some(program)) = (rename, &source.manager) {
            let name = file.name();
            return Err(format!(
                "{name} is written by {program}: rename the key there. A change here is lost when it is next exported."
            ));
        }
        if spans.is_empty() && rename {
            return Err(format!(
                "{} does not write this key as a word of its own, so it cannot be changed.",
                file.name()
            ));
        }
        match (open, &source.path) {
            (Some(open), _) => put(found, open, spans),
            // What the metadata of the manuscript defines stands in its own text.
            (None, None) => {
                if let Some(open) = tracing.open.iter().find(|open| open.address == tracing.asked_in) {
                    put(found, open, spans);
                }
            }
            (None, Some(path)) => {
                let current = discover::read_text(path, discover::FILE_LIMIT);
                if rename && current.as_deref().ok() != Some(file.text()) {
                    return Err(format!("{} has changed meanwhile. Nothing was changed.", discover::shown(path)));
                }
                let address = from::address_of(path);
                let file = Arc::clone(&file.file);
                found.insert(address.clone(), Traced { address, version: None, file, spans });
            }
        }
        Ok(())
    }
}

impl Tracing {
    /// The key that is to be written, if that is another.
    fn new_key(&self) -> Option<&str> {
        match &self.aim {
            Aim::Rename { to } if *to != self.key => Some(to),
            Aim::Rename { .. } | Aim::Show { .. } => None,
        }
    }

    /// The bibliography at `path` as it stands in the editor.
    fn draft(&self, path: &Path) -> Option<&Arc<Bibliography>> {
        self.open.iter().find(|open| open.path.as_deref() == Some(path))?.library.own.as_ref()
    }

    fn in_editor(&self, source: &Source) -> Option<&Opened> {
        self.open.iter().find(|open| open.path.is_some() && open.path == source.path)
    }

    /// A bibliography as it stands in the editor, which may be newer than what the manuscript was held against.
    fn newest<'a>(&'a self, source: &'a Source) -> &'a Arc<Bibliography> {
        self.in_editor(source).and_then(|open| open.library.own.as_ref()).unwrap_or(&source.read)
    }

    /// Whether a library has one of the bibliographies.
    fn shares(&self, library: &Library) -> bool {
        let is_source = |file: &&Arc<Bibliography>| self.sources.iter().any(|source| is_same(file, &source.read));
        // Of those that only lie there one must be meant.
        let defines = |file: &&Arc<Bibliography>| file.get(&self.key).is_some();
        let is_clear = || library.unasked.iter().filter(defines).count() == 1;
        library.all().any(|file| is_source(&file)) || library.unasked.iter().any(|file| is_source(&file)) && is_clear()
    }

    /// Whether the key may become `to`.
    fn may_be_renamed(&self, to: &str) -> Result<(), String> {
        if to == self.key {
            return Ok(());
        }
        if let [first, second, ..] = &*self.sources {
            let (first, second) = (first.read.name(), second.read.name());
            return Err(format!(
                "“{}” is the key of an entry in {first} and in {second}. Nothing was changed.",
                self.key
            ));
        }
        let is_yaml = self.sources.iter().any(|source| source.read.format == Format::CslYaml);
        if is_yaml && (to.bytes().all(|b| b.is_ascii_digit() || b == b'.') || WORDS.contains(&&*to.to_lowercase())) {
            return Err(format!("“{to}” is no text in YAML, so it cannot be a key there. Nothing was changed."));
        }
        if self.sources.iter().any(|source| self.newest(source).is_of_one_entry(&self.key, to)) {
            return Err(format!("“{to}” is a key of the same entry already. Nothing was changed."));
        }
        let defined = |library: &Library| library.find(to).map(|(file, _)| file.name().to_owned());
        let shares = |open: &&Opened| open.address == self.asked_in || self.shares(&open.library);
        let libraries = self.open.iter().filter(shares).filter_map(|open| defined(&open.library));
        let sources = self.sources.iter().filter(|source| self.newest(source).get(to).is_some());
        let mut taken = libraries.chain(sources.map(|source| source.read.name().to_owned()));
        match taken.next() {
            Some(file) => Err(format!("“{to}” is the key of another entry in {file}. Nothing was changed.")),
            None => Ok(()),
        }
    }
}

/// Why a key may not become `to`, if one of the bibliographies of a manuscript, or its metadata, has that.
fn taken_in(to: &str, document: &Document, has: Option<Arc<Bibliography>>) -> Option<String> {
    let manuscript = &document.file.path;
    if let Some(file) = has {
        let name = file.name();
        return Some(format!(
            "“{to}” is the key of another entry in {name}, which {manuscript} has too. Nothing was changed."
        ));
    }
    inline(document)?.get(to)?;
    Some(format!("“{to}” is the key of another entry in the metadata of {manuscript}. Nothing was changed."))
}

/// What YAML reads as something else than text.
const WORDS: [&str; 8] = ["null", "true", "false", "yes", "no", "on", "off", "~"];

fn put(found: &mut BTreeMap<Address, Traced>, open: &Opened, spans: Vec<Span>) {
    let new = || Traced {
        address: open.address.clone(),
        version: Some(open.version),
        file: Arc::clone(&open.document.file),
        spans: Vec::new(),
    };
    let traced = found.entry(open.address.clone()).or_insert_with(new);
    traced.spans.extend(spans);
    traced.spans.sort_unstable();
    traced.spans.dedup();
}

fn is_same(one: &Arc<Bibliography>, other: &Arc<Bibliography>) -> bool {
    let path = |of: &Bibliography| std::path::absolute(&*of.file.path).ok();
    Arc::ptr_eq(one, other) || path(one).is_some_and(|one| Some(one) == path(other))
}
