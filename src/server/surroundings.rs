//! What surrounds a document on disk: configuration and lock files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::documents::Address;
use super::proto::from;
use super::workspace::EditorSettings;
use crate::config::discover::{self, Project, Told};
use crate::config::{Config, ConfigFault, Layer, Layers, Piece, dialect_of_metadata};
use crate::findings::Finding;
use crate::lock::Lock;
use crate::log;
use crate::record::Day;
use crate::rules::config::finding;
use crate::rules::unused_suppression::ended;
use crate::rules::{bibliography_missing, by_name, level};
use crate::syntax::{Dialect, Document, FrontMatter};
use crate::text::{SourceFile, Span};

/// What surrounds a document is to be read.
#[derive(Debug)]
pub(super) struct Preparation {
    pub(super) address: Address,
    /// Which opening of the document this is about.
    pub(super) opening: u64,
    /// Its file, if it has one.
    pub(super) path: Option<PathBuf>,
    /// Its workspace folder.
    pub(super) folder: Option<PathBuf>,
    pub(super) settings: EditorSettings,
    /// Today, where that is known: entries of `[[ignore]]` may end.
    pub(super) today: Option<Day>,
    /// The state of folders, settings and files that this is about.
    pub(super) revision: u64,
    /// What was read last time.
    pub(super) previous: Option<Arc<Surroundings>>,
}

/// What surrounds a document was read.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) address: Address,
    pub(super) opening: u64,
    pub(super) revision: u64,
    /// What it is now; `None` where nothing changed.
    pub(super) surroundings: Option<Surroundings>,
}

/// Findings in files that are not open: configuration and lock.
pub(super) type FileFindings = BTreeMap<Address, Arc<Vec<Finding>>>;

/// What surrounds a document.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    layers: Layers,
    /// The settings, where the document's own metadata says nothing.
    config: Arc<Config>,
    /// The lock, and the state of its file when it was read.
    lock: Option<Arc<Lock>>,
    lock_stamp: Option<Stamp>,
    /// The document's path as seen from its project's root, if it has a file.
    project_path: Option<Arc<str>>,
    excluded: bool,
    /// Whether the document may be one of the files of a manuscript.
    is_part: bool,
    /// Where its project begins.
    root: Option<PathBuf>,
    /// What its project says of bibliographies.
    told: Told,
    /// Where these files are, and where a nearer one would be.
    folders: BTreeSet<PathBuf>,
    /// What is wrong in the files; a file without fault is there with none.
    faults: FileFindings,
    /// What is wrong in the editor's settings and the environment.
    notes: BTreeSet<String>,
}

/// What tells one state of a file from another without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    path: PathBuf,
    changed: Option<SystemTime>,
    length: u64,
}

impl Stamp {
    /// When the file was last changed, where the system tells.
    pub(super) fn changed(&self) -> Option<SystemTime> {
        self.changed
    }
}

impl Surroundings {
    /// The lock file, where one can be read.
    pub(super) fn lock(&self) -> Option<&Arc<Lock>> {
        self.lock.as_ref()
    }

    /// Where the document's project begins, if it has one.
    pub(super) fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// What the project says of bibliographies.
    pub(super) fn told(&self) -> &Told {
        &self.told
    }

    /// The settings, where a document's own metadata says nothing.
    pub(super) fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// Where the lock file is, if there is one.
    pub(super) fn lock_path(&self) -> Option<&Path> {
        self.lock_stamp.as_ref().map(|stamp| &*stamp.path)
    }

    /// The configuration files in use, those with the last word last.
    pub(super) fn config_files(&self) -> Vec<Arc<str>> {
        let files = self.layers.pieces().iter().filter_map(|piece| piece.file.as_ref());
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        files.map(|file| super::documents::shown(&whole(Path::new(&*file.path)))).collect()
    }

    /// The document's path as seen from its project's root, if it has a file.
    pub(super) fn project_path(&self) -> Option<&Arc<str>> {
        self.project_path.as_ref()
    }

    /// Whether the project leaves the document out.
    pub(super) fn is_excluded(&self) -> bool {
        self.excluded
    }

    /// Whether the document may be one of the files of a manuscript.
    pub(super) fn is_part(&self) -> bool {
        self.is_part
    }

    /// Where configuration and lock are, and where nearer ones would be.
    pub(super) fn folders(&self) -> &BTreeSet<PathBuf> {
        &self.folders
    }

    /// What is wrong in configuration and lock files, a file without fault included.
    pub(super) fn faults(&self) -> &FileFindings {
        &self.faults
    }

    /// What is wrong in settings that have no file.
    pub(super) fn notes(&self) -> &BTreeSet<String> {
        &self.notes
    }

    /// How a document is to be read: as its metadata `front` asks, else its settings, else as was guessed before,
    /// else as its name and text suggest. A guess looks through the whole text, which is too much for every keystroke.
    pub(super) fn dialect(
        &self,
        path: &str,
        text: &str,
        front: Option<&FrontMatter>,
        guessed: Option<Dialect>,
    ) -> Dialect {
        let asked = front.and_then(|front| dialect_of_metadata(&front.tree));
        asked.or(self.config.dialect).or(guessed).unwrap_or_else(|| Dialect::detect(path, text))
    }

    /// The settings for a document, with those in its metadata, and what is wrong with these.
    pub(super) fn config_for(&self, document: &Document) -> (Arc<Config>, Vec<Finding>) {
        if document.front_matter.as_ref().is_none_or(|front| front.tree.get("ibid").is_none()) {
            return (Arc::clone(&self.config), Vec::new());
        }
        let laid = self.layers.config_for(document);
        let faults = laid.faults.iter().map(|fault| finding(fault, &document.file)).collect();
        (Arc::new(laid.config), faults)
    }

    /// Those of a document whose own could not be read: it is left out, because nobody knows what they forbid.
    pub(super) fn unread(address: &Address, what: &str) -> Self {
        let note = format!("{address} is not checked: reading its configuration and lock broke off: {what}");
        Self { excluded: true, notes: BTreeSet::from([note]), ..Self::default() }
    }

    /// Notes the bibliographies that the project names and that are not there.
    fn note_missing(&mut self) {
        let Some(level) = by_name("bibliography-missing").and_then(|rule| level(rule, &self.config)) else { return };
        for named in &self.told.named {
            let (Some(path), Some(declared)) = (&named.path, &named.declared) else { continue };
            // A book's first chapter says it of itself.
            let is_manuscript = discover::is_manuscript(Path::new(&*declared.file.path));
            if is_manuscript || path.metadata().is_ok() {
                continue;
            }
            let mut found = bibliography_missing::finding(declared, "there is no such file");
            found.severity = found.severity.min(level);
            let faults = self.faults.entry(address_of(Path::new(&*declared.file.path))).or_default();
            Arc::make_mut(faults).push(found);
        }
    }

    /// Logs which files were read.
    fn log(&self) {
        let files = self.layers.pieces().iter().filter_map(|piece| piece.file.as_ref());
        for file in files.map(|file| log::Shown::path(Path::new(&*file.path))) {
            log::event(&log::Event::Read { what: "configuration", file });
        }
        if let (Some(stamp), Some(_)) = (&self.lock_stamp, &self.lock) {
            log::event(&log::Event::Read { what: "lock", file: log::Shown::path(&stamp.path) });
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        let same_faults = || {
            self.faults.len() == other.faults.len()
                && self
                    .faults
                    .iter()
                    .zip(&other.faults)
                    .all(|((at, these), (there, those))| at == there && super::session::same(these, those))
        };
        let same_pieces = || {
            let (these, those) = (self.layers.pieces(), other.layers.pieces());
            these.len() == those.len() && these.iter().zip(those).all(|(a, b)| a.layer == b.layer && a.tree == b.tree)
        };
        self.config == other.config
            && self.lock_stamp == other.lock_stamp
            && self.project_path == other.project_path
            && self.excluded == other.excluded
            && self.is_part == other.is_part
            && self.root == other.root
            && self.told == other.told
            && self.folders == other.folders
            && self.notes == other.notes
            && same_faults()
            && same_pieces()
    }
}

/// Reads what surrounds a document.
pub(super) fn prepare(preparation: Preparation) -> Prepared {
    let Preparation { address, opening, path, folder, settings, today, revision, previous } = preparation;
    let project = match (&path, &folder) {
        (Some(path), _) => Some(discover::project_for(path)),
        (None, Some(folder)) => Some(discover::project_of_folder(folder)),
        (None, None) => None,
    };
    let mut surroundings = read(project.as_ref(), &settings, today, previous.as_deref());
    if let (Some(path), Some(project)) = (&path, &project) {
        let project_path = project.path_of(path);
        surroundings.excluded = surroundings.config.excludes(&project_path);
        surroundings.is_part = discover::is_part(path, project, &surroundings.config);
        surroundings.project_path = Some(project_path.into());
        surroundings.folders.extend(discover::folders(path, &project.root));
    }
    if let Some(project) = &project {
        let folder = path.as_deref().and_then(Path::parent).unwrap_or(&project.root);
        surroundings.told = discover::told(folder, project);
        surroundings.note_missing();
    }
    let unchanged = previous.is_some_and(|previous| previous.is_like(&surroundings));
    if !unchanged {
        surroundings.log();
    }
    Prepared { address, opening, revision, surroundings: (!unchanged).then_some(surroundings) }
}

fn read(
    project: Option<&Project>,
    settings: &EditorSettings,
    today: Option<Day>,
    previous: Option<&Surroundings>,
) -> Surroundings {
    let (mut layers, mut faults) = super::user_layers();
    for (layer, tree) in [(Layer::Editor, &settings.user), (Layer::EditorWorkspace, &settings.workspace)] {
        if let Some(tree) = tree {
            layers.push(Piece { layer, file: None, folder: None, tree: Arc::new(tree.clone()), troubles: Vec::new() });
        }
    }
    if let Some(project) = project {
        project.pieces.iter().cloned().for_each(|piece| layers.push(piece));
        faults.extend(project.faults.iter().cloned());
    }
    let laid = layers.config();
    faults.extend(laid.faults);

    let mut by_file: BTreeMap<Address, Vec<Finding>> = BTreeMap::new();
    for file in layers.pieces().iter().filter_map(|piece| piece.file.as_ref()) {
        by_file.entry(address_of(Path::new(&*file.path))).or_default();
    }
    let files = layers.pieces().iter().filter_map(|piece| piece.file.as_ref()).map(|file| PathBuf::from(&*file.path));
    let files = files.chain(project.map(|project| project.lock_path.clone()));
    let folders = files.filter_map(|file| Some(std::path::absolute(file).ok()?.parent()?.to_owned())).collect();
    let mut notes = BTreeSet::new();
    for fault in &faults {
        match &fault.file {
            Some(file) => {
                let found = finding(fault, file);
                by_file.entry(address_of(Path::new(&*file.path))).or_default().push(found);
            }
            None => {
                notes.insert(match &fault.help {
                    Some(help) => format!("settings: {} {help}", fault.message),
                    None => format!("settings: {}", fault.message),
                });
            }
        }
    }
    for found in today.map(|today| ended(&laid.config, today)).unwrap_or_default() {
        by_file.entry(address_of(Path::new(&*found.file.path))).or_default().push(found);
    }
    let lock_path = project.map(|project| project.lock_path.as_path());
    let (stamp, lock) = match lock_path.and_then(|path| Some((path, stamp(path)?))) {
        None => (None, None),
        Some((path, now)) => {
            let before = previous.filter(|previous| previous.lock_stamp.as_ref() == Some(&now));
            let address = address_of(path);
            let lock = match before {
                Some(before) => {
                    by_file
                        .insert(address.clone(), before.faults.get(&address).map(|f| f.to_vec()).unwrap_or_default());
                    before.lock.clone()
                }
                None => match read_lock(path) {
                    Ok(lock) => {
                        by_file.insert(address, Vec::new());
                        Some(Arc::new(lock))
                    }
                    Err(found) => {
                        by_file.insert(address, vec![*found]);
                        None
                    }
                },
            };
            (Some(now), lock)
        }
    };
    Surroundings {
        layers,
        config: Arc::new(laid.config),
        lock,
        lock_stamp: stamp,
        project_path: None,
        excluded: false,
        is_part: false,
        root: project.map(|project| project.root.clone()),
        told: Told::default(),
        folders,
        faults: by_file.into_iter().map(|(address, found)| (address, Arc::new(found))).collect(),
        notes,
    }
}

/// Reads a lock file; where that fails, what to say of it.
fn read_lock(path: &Path) -> Result<Lock, Box<Finding>> {
    let why = match discover::read_text(path, discover::FILE_LIMIT) {
        Err(fault) => fault.to_string(),
        Ok(text) => match Lock::read(&text) {
            Ok(lock) => return Ok(lock),
            Err(fault) => fault.to_string(),
        },
    };
    let file = Arc::new(SourceFile::new(discover::shown(path), ""));
    let fault = ConfigFault {
        file: Some(Arc::clone(&file)),
        span: Span::empty(0),
        message: format!("The lock file was not used: {why}"),
        help: Some("It is kept as it is. `ibid lock` writes it anew.".into()),
        fatal: true,
    };
    Err(Box::new(finding(&fault, &file)))
}

/// The state of a file; `None` where none is.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    let about = std::fs::metadata(path).ok()?;
    Some(Stamp { path: path.to_owned(), changed: about.modified().ok(), length: about.len() })
}

fn address_of(path: &Path) -> Address {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    from::address_of(&path)
}
