//! Edge: which configuration files there are, and where a project begins.
#![allow(clippy::disallowed_methods, reason = "an edge: looks for files, and reads them")]

mod beside;
mod manuscripts;
mod read;
mod replace;
mod told;
mod units;
mod whole;

use beside::named;
pub use beside::{beside, folders};
pub use manuscripts::{is_manuscript, manuscripts_below};
pub use read::{ReadFault, read_bibliography, read_text};
pub use replace::replace;
pub use told::{Told, lying_about, told};
pub use units::{is_part, teller, unit_of, units};
pub use whole::Whole;

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use etcetera::BaseStrategy as _;

use super::overlay::shortened;
use super::{ConfigFault, Layer, Layers, Piece, seen_from};
use crate::text::{SourceFile, Span};

/// The name of a project's configuration file.
pub const CONFIG_NAME: &str = "ibid.toml";
/// The name of the lock file.
pub const LOCK_NAME: &str = "ibid-lock.json";
/// The largest configuration file that is read, in bytes.
pub const CONFIG_LIMIT: u64 = 1 << 20;
/// The largest manuscript, bibliography, style or lock that is read, in bytes.
pub const FILE_LIMIT: u64 = 64 << 20;
/// How many files may extend one another.
const EXTENDS: usize = 8;

/// What the folder of a version control system has.
const ROOT_MARKS: [&str; 8] = [".git", ".hg", ".jj", ".svn", ".bzr", "_darcs", ".pijul", ".fslckout"];

/// Where a manuscript belongs. The same for all files of a folder.
#[derive(Clone, Debug)]
pub struct Project {
    /// The nearest `ibid.toml`, if it could be read.
    pub config_file: Option<(PathBuf, Arc<SourceFile>)>,
    /// The folder of the nearest `ibid.toml`, else the version-control root, else the manuscript's folder.
    pub root: PathBuf,
    /// Where the lock is, or would be: one a project, in `root`.
    pub lock_path: PathBuf,
    /// What it sets: the files it extends first, then itself.
    pub pieces: Vec<Piece>,
    /// What is wrong with the files themselves; what they say is judged by [`Layers::config`].
    pub faults: Vec<ConfigFault>,
}

impl Project {
    /// A project without configuration.
    #[must_use]
    pub fn bare(root: PathBuf) -> Self {
        let lock_path = root.join(LOCK_NAME);
        Self { config_file: None, root, lock_path, pieces: Vec::new(), faults: Vec::new() }
    }

    /// The path of a file as seen from the root, with `/`: the same whatever the working directory.
    #[must_use]
    pub fn path_of(&self, path: &Path) -> String {
        seen_from(&self.root, &located(path))
    }
}

/// Where the project of the manuscripts in `folder` begins.
#[must_use]
pub fn root_of_folder(folder: &Path) -> PathBuf {
    Search::from(folder).root()
}

/// The project of the manuscripts in `folder`: the search goes upward and stops at the version-control root
/// or the home folder. `folder` need not exist.
#[must_use]
pub fn project_of_folder(folder: &Path) -> Project {
    let search = Search::from(folder);
    let mut project = Project::bare(search.root());
    let Some(config) = search.config else { return project };
    let root = project.root.clone();
    let reach = search.version_root.map_or_else(|| Reach::Above(root.clone()), Reach::Inside);
    let mut reading = Reading { layer: Layer::Project, root, reach, seen: Vec::new(), faults: Vec::new() };
    reading.file(&config, None, &mut project.pieces);
    project.faults = reading.faults;
    project.config_file = project.pieces.last().and_then(|piece| piece.file.clone()).map(|file| (config, file));
    project
}

/// What stands above a folder.
struct Search {
    folder: PathBuf,
    /// The nearest `ibid.toml`.
    config: Option<PathBuf>,
    /// The folder of version control.
    version_root: Option<PathBuf>,
}

impl Search {
    fn from(folder: &Path) -> Self {
        let home = home();
        let mut search = Self { folder: located(folder), config: None, version_root: None };
        for above in search.folder.ancestors() {
            let candidate = above.join(CONFIG_NAME);
            if search.config.is_none() && candidate.symlink_metadata().is_ok() {
                search.config = Some(candidate);
            }
            if ROOT_MARKS.iter().any(|mark| above.join(mark).symlink_metadata().is_ok()) {
                search.version_root = Some(above.to_owned());
                break;
            }
            if home.as_deref() == Some(above) {
                break;
            }
        }
        search
    }

    fn root(&self) -> PathBuf {
        let beside = self.config.as_deref().and_then(Path::parent);
        beside.or(self.version_root.as_deref()).unwrap_or(&self.folder).to_owned()
    }
}

/// The absolute path of a file, without `.` and, where no symbolic link makes that another place, without `..`.
pub fn located(path: &Path) -> PathBuf {
    // The folder of a bare name is the working directory, and an empty path has no absolute one.
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if !absolute.components().any(|part| part == Component::ParentDir) {
        return absolute;
    }
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    match (absolute.canonicalize(), plain.canonicalize()) {
        (Ok(meant), Ok(found)) if meant != found => meant,
        _ => plain,
    }
}

/// The project of one manuscript.
#[must_use]
pub fn project_for(path: &Path) -> Project {
    let path = located(path);
    project_of_folder(path.parent().unwrap_or(&path))
}

/// What is the user's own: the user's file, the environment, and the file named by `--config` or `IBID_CONFIG`.
///
/// `named` is `--config`; `variable` reads the environment. A named file that is missing is a fault.
#[must_use]
pub fn user_layers(named: Option<&Path>, variable: &dyn Fn(&str) -> Option<String>) -> (Layers, Vec<ConfigFault>) {
    let mut layers = Layers::new(home());
    let mut faults = Vec::new();
    let mut add = |layer, path: &Path| {
        let root = path.parent().map(located).unwrap_or_default();
        let mut reading = Reading { layer, root, reach: Reach::All, seen: Vec::new(), faults: Vec::new() };
        let mut pieces = Vec::new();
        reading.file(path, None, &mut pieces);
        pieces.into_iter().for_each(|piece| layers.push(piece));
        faults.append(&mut reading.faults);
    };
    if let Some(path) = user_file().filter(|path| path.symlink_metadata().is_ok()) {
        add(Layer::User, &path);
    }
    let from_environment = variable("IBID_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from);
    if let Some(path) = named.map(Path::to_owned).or(from_environment) {
        add(Layer::Named, &path);
    }
    layers.push(Piece::environment(variable));
    (layers, faults)
}

/// Where the user's own file is, or would be: `ibid/ibid.toml` in the configuration folder.
#[must_use]
pub fn user_file() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.config_dir().join("ibid").join(CONFIG_NAME))
}

/// A path for people: with `/`, and relative to the working directory where below it.
#[must_use]
pub fn shown(path: &Path) -> String {
    let below = std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    let shown = below.as_deref().unwrap_or(path).to_string_lossy().into_owned();
    if cfg!(windows) { shown.replace('\\', "/") } else { shown }
}

fn home() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

/// Which files may be extended: a project may not reach out of itself.
enum Reach {
    /// Any, from the user's own file.
    All,
    /// Those in the version-control root.
    Inside(PathBuf),
    /// Where there is no such root: those in the folder, and the `ibid.toml` above it that the search would
    /// find without the one here.
    Above(PathBuf),
}

impl Reach {
    fn has(&self, real: &Path) -> bool {
        match self {
            Self::All => true,
            Self::Inside(root) => root.canonicalize().is_ok_and(|root| real.starts_with(root)),
            Self::Above(folder) => folder.canonicalize().is_ok_and(|folder| {
                let named = real.file_name().is_some_and(|name| name == CONFIG_NAME);
                real.starts_with(&folder) || named && real.parent().is_some_and(|above| folder.starts_with(above))
            }),
        }
    }
}

/// Reads one file and those it extends.
struct Reading {
    layer: Layer,
    /// Where paths in the project begin; for the user's own files their folder.
    root: PathBuf,
    reach: Reach,
    seen: Vec<PathBuf>,
    faults: Vec<ConfigFault>,
}

impl Reading {
    /// Reads `path` into `pieces`, behind what it extends. `asked` is the place that names it.
    fn file(&mut self, path: &Path, asked: Option<(&Arc<SourceFile>, Span)>, pieces: &mut Vec<Piece>) {
        let text = match read_text(path, CONFIG_LIMIT) {
            Ok(text) => text,
            Err(fault) => return self.fault(path, asked, &fault.to_string()),
        };
        let file = self.named(path, &text);
        let folder = path.parent().unwrap_or(path).to_owned();
        let piece = Piece::toml(self.layer, &file, &folder);
        self.seen.push(path.canonicalize().unwrap_or_else(|_| path.to_owned()));
        if let Some((extended, span)) = piece.tree.get("extend").and_then(|node| Some((node.as_str()?, node.span))) {
            self.extended(&folder.join(extended), (&file, span), pieces);
        }
        pieces.push(piece);
    }

    fn extended(&mut self, path: &Path, asked: (&Arc<SourceFile>, Span), pieces: &mut Vec<Piece>) {
        let Ok(real) = path.canonicalize() else {
            return self.fault(path, Some(asked), &ReadFault::Missing.to_string());
        };
        let fault = if self.seen.contains(&real) {
            "it extends itself"
        } else if self.seen.len() >= EXTENDS {
            "too many files extend one another"
        } else if !self.reach.has(&real) {
            "it is outside the project"
        } else {
            return self.file(&located(path), Some(asked), pieces);
        };
        self.fault(path, Some(asked), fault);
    }

    fn named(&self, path: &Path, text: &str) -> Arc<SourceFile> {
        Arc::new(SourceFile::new(shown(path), text).in_project(seen_from(&self.root, &located(path))))
    }

    fn fault(&mut self, path: &Path, asked: Option<(&Arc<SourceFile>, Span)>, why: &str) {
        let name = path.file_name().map_or_else(|| shown(path), |name| name.to_string_lossy().into_owned());
        let (file, span) = match asked {
            Some((file, span)) => (Arc::clone(file), span),
            None => (self.named(path, ""), Span::empty(0)),
        };
        self.faults.push(ConfigFault {
            file: Some(file),
            span,
            message: shortened(&format!("The configuration “{}” was not read: {why}.", shortened(&name, 30)), 100),
            help: Some(format!("The path is {}.", shown(path))),
            fatal: true,
        });
    }
}
