//! The settings of a run: the user's, then each project's, read once a folder.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::knowledge::Mode;
use super::libraries::{Libraries, once};
use super::terminal::Terminal;
use super::{args, files};
use crate::bibliography::Library;
use crate::config::{Config, ConfigFault, Layers, Unit, Units, discover};
use crate::findings::Finding;
use crate::lock::{Lock, LockFault};
use crate::log;
use crate::record::{Reason, Records};
use crate::rules::{self, RULES};
use crate::syntax::{Document, FrontMatter};
use crate::text::SourceFile;

/// `--select`, `--extend-select`, `--ignore`.
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    /// The only rules that run, where any is named.
    pub(super) select: Vec<String>,
    /// Rules that run as well.
    pub(super) extend: Vec<String>,
    /// Rules that do not run.
    pub(super) ignore: Vec<String>,
}

impl Selection {
    /// Whether every name is a rule, a group or `all`; else which is not, and what may be meant.
    pub(super) fn names_are_known(&self) -> Result<(), String> {
        for name in self.select.iter().chain(&self.extend).chain(&self.ignore) {
            if !crate::config::is_rule_or_group(name) {
                let nearest = rules::nearest(name).map(|near| format!(" Did you mean “{near}”?")).unwrap_or_default();
                return Err(format!("There is no rule or group “{name}”.{nearest} `ibid rule` lists all."));
            }
        }
        Ok(())
    }

    /// Lays the selection over a configuration. A rule that is selected though the configuration has it off
    /// runs at its default severity.
    fn over(&self, config: &mut Config) {
        if self.select.is_empty() && self.extend.is_empty() && self.ignore.is_empty() {
            return;
        }
        let named = |names: &[String], rule: &rules::Rule| {
            names.iter().any(|name| name == "all" || name == rule.name || name == rule.group.key())
        };
        let mut levels = Vec::new();
        for rule in RULES {
            let before = rules::level(rule, config);
            let selected = self.select.is_empty() || named(&self.select, rule);
            let level = match (selected, named(&self.extend, rule), named(&self.ignore, rule)) {
                (_, _, true) | (false, false, _) => None,
                (true, false, false) if self.select.is_empty() => before,
                _ => before.or(Some(rule.severity)),
            };
            levels.push((rule.name.to_owned(), level));
        }
        config.rules.extend(levels);
    }
}

/// A project: the configuration and the lock that hold for the manuscripts of a folder.
pub(super) struct Project {
    /// Where it is.
    pub(super) place: discover::Project,
    /// The settings where a manuscript's metadata says nothing.
    pub(super) config: Arc<Config>,
    /// What is wrong with its configuration.
    pub(super) faults: Vec<ConfigFault>,
    /// The lock.
    pub(super) lock: LockState,
    /// What the lock says, for looking up.
    locked: OnceLock<Arc<Records>>,
    layers: Layers,
    /// The manuscripts of several files that its files are parts of, where any are told.
    units: OnceLock<Option<Arc<Units>>>,
}

/// What became of a project's lock file.
pub(super) enum LockState {
    /// There is none.
    None,
    /// It was read.
    Read(Arc<Lock>),
    /// It is there and cannot be read: why, and its text where that could be had.
    Unreadable(String, Option<LockFault>),
}

impl Project {
    fn new(base: &Layers, place: discover::Project, selection: &Selection, isolated: bool) -> Self {
        let mut layers = base.clone();
        place.pieces.iter().cloned().for_each(|piece| layers.push(piece));
        let laid = layers.config();
        let mut config = laid.config;
        selection.over(&mut config);
        let mut faults = place.faults.clone();
        faults.extend(laid.faults);
        let lock = if isolated { LockState::None } else { read_lock(&place.lock_path) };
        if let Some((path, _)) = &place.config_file {
            log::event(&log::Event::Read { what: "configuration", file: log::Shown::path(path) });
        }
        if matches!(lock, LockState::Read(_)) {
            log::event(&log::Event::Read { what: "lock", file: log::Shown::path(&place.lock_path) });
        }
        Self { place, config: Arc::new(config), faults, lock, locked: OnceLock::new(), layers, units: OnceLock::new() }
    }

    /// Whether the configuration leaves a file out.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        self.config.excludes(&self.place.path_of(path))
    }

    /// What the lock says, for looking up; without one nothing.
    pub(super) fn locked(&self) -> &Arc<Records> {
        let records = || match self.readable_lock() {
            Some(lock) => lock.records(),
            None => Records::new(Reason::NotInLock),
        };
        self.locked.get_or_init(|| Arc::new(records()))
    }

    /// The lock, where one could be read.
    pub(super) fn readable_lock(&self) -> Option<&Arc<Lock>> {
        match &self.lock {
            LockState::Read(lock) => Some(lock),
            LockState::None | LockState::Unreadable(..) => None,
        }
    }
}

fn read_lock(path: &Path) -> LockState {
    if path.symlink_metadata().is_err() {
        return LockState::None;
    }
    match discover::read_text(path, discover::FILE_LIMIT) {
        Err(fault) => LockState::Unreadable(fault.to_string(), None),
        Ok(text) => match Lock::read(&text) {
            Ok(lock) => LockState::Read(Arc::new(lock)),
            Err(fault) => LockState::Unreadable(fault.to_string(), Some(fault)),
        },
    }
}

/// The settings of a run.
pub(super) struct Settings {
    base: Layers,
    faults: Vec<ConfigFault>,
    named: Option<PathBuf>,
    process: Config,
    isolated: bool,
    selection: Selection,
    projects: Mutex<HashMap<PathBuf, Arc<Project>>>,
    libraries: Libraries,
    /// Manuscripts of several files, by what tells of them.
    units: Mutex<HashMap<PathBuf, Arc<Units>>>,
}

impl Settings {
    /// Reads what is the user's own.
    pub(super) fn new(shared: &args::Shared, isolated: bool, selection: Selection) -> Self {
        let variable = |name: &str| std::env::var(name).ok();
        let (base, mut faults) = discover::user_layers(shared.config.as_deref(), &variable);
        let laid = base.config();
        faults.extend(laid.faults);
        let named = variable("IBID_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from);
        let named = shared.config.clone().or(named);
        let own = discover::user_file().filter(|path| path.exists());
        for file in own.iter().chain(&named) {
            log::event(&log::Event::Read { what: "configuration", file: log::Shown::path(file) });
        }
        Self {
            base,
            faults,
            named,
            process: laid.config,
            isolated,
            selection,
            projects: Mutex::default(),
            libraries: Libraries::default(),
            units: Mutex::default(),
        }
    }

    /// The file that `--config` or `IBID_CONFIG` names.
    pub(super) fn named(&self) -> Option<&Path> {
        self.named.as_deref()
    }

    /// The process keys: network, store.
    pub(super) fn process(&self) -> &Config {
        &self.process
    }

    /// Whether the project's own word counts for nothing.
    pub(super) fn isolated(&self) -> bool {
        self.isolated
    }

    /// The project of the manuscripts in `path`'s folder, read once.
    pub(super) fn project(&self, path: &Path) -> Arc<Project> {
        let folder = path.parent().unwrap_or(path).to_owned();
        let known = self.projects.lock().unwrap_or_else(PoisonError::into_inner).get(&folder).cloned();
        if let Some(project) = known {
            return project;
        }
        // Read outside the lock of the map: two threads may read the same folder once each, and agree.
        let place = if self.isolated {
            discover::Project::bare(discover::root_of_folder(&folder))
        } else {
            discover::project_for(path)
        };
        let project = Arc::new(Project::new(&self.base, place, &self.selection, self.isolated));
        let mut projects = self.projects.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(projects.entry(folder).or_insert(project))
    }

    /// Reads the bibliographies that a manuscript names in its metadata, while the rest of it is read elsewhere.
    pub(super) fn prefetch(&self, front: &FrontMatter, file: &Arc<SourceFile>, path: &Path, project: &Project) {
        if !self.isolated {
            self.libraries.prefetch(front, file, path, project);
        }
    }

    /// The bibliographies of one manuscript of `project`, at `path`.
    pub(super) fn library(&self, document: &Document, path: &Path, project: &Project) -> Arc<Library> {
        if self.isolated { Arc::default() } else { self.libraries.of(document, path, project) }
    }

    /// The manuscript of several files that the file of `project` at `path` is a part of, and its place among them.
    pub(super) fn unit(&self, path: &Path, project: &Project) -> Option<(Arc<Unit>, usize)> {
        let (place, config) = (&project.place, &*project.config);
        let units = project.units.get_or_init(|| {
            let teller = discover::teller(path.parent().unwrap_or(path), place, config)?;
            Some(once(&self.units, teller, |teller| Arc::new(discover::units(teller, place, config))))
        });
        discover::unit_of(path, place, config, units.as_ref()?)
    }

    /// The settings for one manuscript of `project`, and what is wrong with its metadata.
    pub(super) fn of_document(&self, project: &Project, document: &Document) -> (Arc<Config>, Vec<ConfigFault>) {
        let speaks = document.front_matter.as_ref().is_some_and(|block| block.tree.get("ibid").is_some());
        if self.isolated || !speaks {
            return (Arc::clone(&project.config), Vec::new());
        }
        let mut laid = project.layers.config_for(document);
        self.selection.over(&mut laid.config);
        (Arc::new(laid.config), laid.faults)
    }

    /// The projects met so far, in the order of their roots, each once.
    pub(super) fn projects(&self) -> Vec<Arc<Project>> {
        let projects = self.projects.lock().unwrap_or_else(PoisonError::into_inner);
        let by_root: BTreeMap<_, _> = projects.values().map(|project| (project.place.root.clone(), project)).collect();
        by_root.into_values().cloned().collect()
    }

    /// What is wrong with the configuration met so far: as findings where a file is to blame, in words elsewhere; and
    /// whether the run is pointless.
    pub(super) fn faults(&self) -> (Vec<Finding>, Vec<String>, bool) {
        let mut findings = Vec::new();
        let mut words = Vec::new();
        let mut fatal = false;
        let mut told = HashSet::new();
        let own = self.faults.clone();
        let theirs = self.projects().into_iter().flat_map(|project| project.faults.clone());
        for fault in own.into_iter().chain(theirs) {
            let place = fault.file.as_ref().map(|file| file.path.to_string());
            if !told.insert((place, fault.span, fault.message.clone())) {
                continue;
            }
            fatal |= fault.fatal;
            match &fault.file {
                Some(file) => findings.push(rules::config::finding(&fault, file)),
                None => {
                    words.push([Some(fault.message), fault.help].into_iter().flatten().collect::<Vec<_>>().join(" "));
                }
            }
        }
        (findings, words, fatal)
    }

    /// `mode`, or without the network where the configuration does not apply as written: it may have been meant to keep
    /// ibid off it.
    pub(super) fn careful(&self, mode: Mode, terminal: Terminal) -> Mode {
        match mode {
            Mode::Online { .. } if self.faults().2 => {
                terminal.say("The configuration has mistakes, so no registry is asked until they are mended.");
                Mode::Offline
            }
            mode => mode,
        }
    }

    /// Lock files met so far that cannot be read, each in words.
    pub(super) fn broken_locks(&self) -> Vec<String> {
        let broken = |project: Arc<Project>| match &project.lock {
            LockState::Unreadable(why, _) => {
                let name = files::shown(&project.place.lock_path);
                Some(format!("{name}: {why}. It is kept as it is and not used."))
            }
            LockState::None | LockState::Read(_) => None,
        };
        self.projects().into_iter().filter_map(broken).collect()
    }
}
