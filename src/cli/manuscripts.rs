//! Reading the manuscripts of a run, each with the settings and the lock that hold for it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::args::Paths;
use super::exit::Exit;
use super::files::{self, Found, Unread};
use super::settings::{Project, Settings};
use super::terminal::Terminal;
use crate::analysis::Part;
use crate::bibliography::{self, Library, format_of};
use crate::config::{Config, dialect_of_metadata, discover};
use crate::findings::{Finding, Severity};
use crate::lock::Lock;
use crate::record::Identifier;
use crate::report::{self, Checked, Shown};
use crate::rules;
use crate::syntax::{self, Dialect, Document, FrontMatter};
use crate::text::{SourceFile, both, is_long};

/// A manuscript, read.
pub(super) struct Manuscript {
    /// What it says.
    pub(super) document: Arc<Document>,
    /// Its bibliographies.
    pub(super) library: Arc<Library>,
    /// The settings that hold for it.
    pub(super) config: Arc<Config>,
    /// The project it belongs to.
    pub(super) project: Arc<Project>,
}

impl Manuscript {
    /// Every identifier in its text and of the works that it cites by key, at least once.
    pub(super) fn named(&self) -> impl Iterator<Item = &Identifier> + Clone {
        self.library.named(&self.document)
    }

    /// The lock that speaks for it.
    pub(super) fn lock(&self) -> Option<&Arc<Lock>> {
        self.project.readable_lock()
    }
}

/// What reading gave.
pub(super) struct Reading<T = Manuscript> {
    /// The manuscripts, or what was made of them, in the order of their paths.
    pub(super) manuscripts: Vec<T>,
    /// Findings about files and configuration.
    pub(super) findings: Vec<Finding>,
    /// How reading ended.
    pub(super) exit: Exit,
}

impl<T> Reading<T> {
    /// Says on standard error what a command that prints no findings would pass by: files that cannot be read, and
    /// configuration that does not apply. Whether every file was read.
    pub(super) fn tell_faults(&mut self, terminal: Terminal) -> bool {
        let faults = Checked { findings: std::mem::take(&mut self.findings), ..Checked::default() };
        let told = report::concise(&faults, Shown { least: Severity::Hint, ignored: false });
        if !told.is_empty() {
            terminal.complain(told.trim_end());
        }
        let unread = faults.findings.iter().any(|finding| finding.rule == "unreadable-file");
        if unread {
            self.exit = self.exit.max(Exit::Usage);
        }
        !unread && self.exit == Exit::Fine
    }
}

/// One file's outcome.
enum Outcome<T> {
    Read(Box<T>, Vec<Finding>),
    Unreadable(Finding),
    Missing(String),
    Excluded,
}

/// Reads every manuscript that `paths` name.
pub(super) fn read(paths: &Paths, settings: &Settings, terminal: Terminal) -> Reading {
    read_each(paths, settings, terminal, &|_| {}, |manuscript| manuscript)
}

/// What may begin as soon as a text is read, while its bibliographies are.
type Foresee<'f> = &'f (dyn Fn(&Document) + Sync);

/// Reads every manuscript that `paths` name, and makes of each at once what is wanted of it, so that not all are held.
pub(super) fn read_each<T: Send>(
    paths: &Paths,
    settings: &Settings,
    terminal: Terminal,
    foresee: Foresee<'_>,
    make: impl Fn(Manuscript) -> T + Sync,
) -> Reading<T> {
    let mut reading = Reading { manuscripts: Vec::new(), findings: Vec::new(), exit: Exit::default() };
    let outcomes: Vec<Outcome<T>> = if paths.paths == [PathBuf::from("-")] {
        let name = paths.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("stdin.md"));
        vec![settle(files::read_stdin(&name), &name, settings, foresee, true).made(&make)]
    } else {
        let (found, exit) = files::find(&paths.paths, terminal);
        reading.exit = exit;
        found.par_iter().map(|file| one(file, settings, foresee).made(&make)).collect()
    };
    for outcome in outcomes {
        match outcome {
            Outcome::Read(manuscript, findings) => {
                reading.manuscripts.push(*manuscript);
                reading.findings.extend(findings);
            }
            Outcome::Unreadable(finding) => reading.findings.push(finding),
            Outcome::Missing(why) => {
                terminal.complain(&why);
                reading.exit = reading.exit.max(Exit::Usage);
            }
            Outcome::Excluded => {}
        }
    }
    let (findings, words, fatal) = settings.faults();
    reading.findings.splice(0..0, findings);
    words.iter().for_each(|word| terminal.complain(word));
    if fatal {
        reading.exit = reading.exit.max(Exit::Usage);
    }
    if reading.manuscripts.is_empty() && reading.findings.is_empty() && reading.exit == Exit::Fine {
        terminal.say("No manuscript found (.md, .markdown, .qmd, .Rmd, .mdx): nothing was checked.");
    }
    reading
}

impl Outcome<Manuscript> {
    fn made<T>(self, make: impl Fn(Manuscript) -> T) -> Outcome<T> {
        match self {
            Self::Read(manuscript, findings) => Outcome::Read(Box::new(make(*manuscript)), findings),
            Self::Unreadable(finding) => Outcome::Unreadable(finding),
            Self::Missing(why) => Outcome::Missing(why),
            Self::Excluded => Outcome::Excluded,
        }
    }
}

fn one(file: &Found, settings: &Settings, foresee: Foresee<'_>) -> Outcome<Manuscript> {
    if !file.named && settings.project(&file.path).excludes(&file.path) {
        return Outcome::Excluded;
    }
    settle(files::read(&file.path), &file.path, settings, foresee, file.named)
}

fn settle(
    text: Result<SourceFile, Unread>,
    path: &Path,
    settings: &Settings,
    foresee: Foresee<'_>,
    named: bool,
) -> Outcome<Manuscript> {
    let project = settings.project(path);
    let project_path = project.place.path_of(path);
    let unreadable = |why: &str| {
        let file = SourceFile::new(files::shown(path), "").in_project(project_path.clone());
        Outcome::Unreadable(rules::unreadable_file::finding(file, why))
    };
    match text {
        Ok(file) => {
            let file = Arc::new(file.in_project(project_path));
            let (manuscript, findings) = manuscript(file, path, project, settings, foresee);
            Outcome::Read(Box::new(manuscript), findings)
        }
        Err(Unread::NotUtf8 { at }) => unreadable(&format!("it is not UTF-8 (byte {at})")),
        Err(Unread::Io(error)) if named => {
            Outcome::Missing(format!("{}: cannot be read ({})", files::shown(path), files::reason(&error)))
        }
        Err(Unread::Io(error)) => unreadable(&files::reason(&error)),
    }
}

/// A file of a manuscript that was not to be checked; what it cites is cited all the same. `None` where it cannot be read.
pub(super) fn part(path: &Path, settings: &Settings) -> Option<Part> {
    let text = discover::read_text(path, discover::FILE_LIMIT).ok()?;
    let project = settings.project(path);
    let file = SourceFile::new(files::shown(path), text).in_project(project.place.path_of(path));
    let front = syntax::read_front_matter(&file.text).map(Arc::new);
    let dialect = dialect(front.as_deref(), &file, &project, settings);
    let mut document = syntax::parse_below(Arc::new(file), front, dialect);
    if settings.isolated() {
        document.directives.clear();
    }
    let (config, _) = settings.of_document(&project, &document);
    Some(Part { document: Arc::new(document), config })
}

fn dialect(front: Option<&FrontMatter>, file: &SourceFile, project: &Project, settings: &Settings) -> Dialect {
    let own = front.filter(|_| !settings.isolated()).and_then(|block| dialect_of_metadata(&block.tree));
    own.or(project.config.dialect).unwrap_or_else(|| Dialect::detect(&file.path, &file.text))
}

fn manuscript(
    file: Arc<SourceFile>,
    path: &Path,
    project: Arc<Project>,
    settings: &Settings,
    foresee: Foresee<'_>,
) -> (Manuscript, Vec<Finding>) {
    if let Some(format) = format_of(&file.path, &file.text) {
        let own = bibliography::read(file, format);
        let found = own.all_identifiers();
        let (document, library) = Library::of_file(own, found);
        let config = Arc::clone(&project.config);
        return (Manuscript { document, library, config, project }, Vec::new());
    }
    let front = syntax::read_front_matter(&file.text).map(Arc::new);
    let dialect = dialect(front.as_deref(), &file, &project, settings);
    let read = || syntax::parse_below(Arc::clone(&file), front.clone(), dialect);
    let mut document = match front.as_ref().filter(|_| is_long(&file.text)) {
        Some(front) => rayon::join(read, || settings.prefetch(front, &file, path, &project)).0,
        None => read(),
    };
    if settings.isolated() {
        document.directives.clear();
    }
    let (config, faults) = settings.of_document(&project, &document);
    let findings = faults.iter().map(|fault| rules::config::finding(fault, &document.file)).collect();
    let library = || settings.library(&document, path, &project);
    let (library, ()) = both(document.text(), library, || foresee(&document));
    (Manuscript { document: Arc::new(document), library, config, project }, findings)
}
