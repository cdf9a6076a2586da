//! `ibid lock`: the records of what is cited, beside the manuscript.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::args::{self, Knowing, Paths};
use super::exit::Exit;
use super::files;
use super::knowledge::{self, Mode};
use super::manuscripts::{self, Manuscript};
use super::settings::{LockState, Project, Selection, Settings};
use super::terminal::Terminal;
use crate::analysis::{Cited, cited};
use crate::config::discover;
use crate::lock::{Abstracts, Extent, Lock, LockFault, LockItem};
use crate::record::{Identifier, Knowledge, Reason, Records};

/// Writes, refreshes or checks the lock files of the manuscripts.
pub(super) fn run(arguments: &args::Lock, shared: &args::Shared, terminal: Terminal) -> Exit {
    let settings = Settings::new(shared, false, Selection::default());
    let exact = arguments.paths.paths.is_empty();
    let whole = Paths { paths: vec![whole_project(&settings)], stdin_filename: None };
    let paths = if exact { &whole } else { &arguments.paths };
    let mut reading = manuscripts::read(paths, &settings, terminal);
    // What a file cites that could not be read is not known, so nothing is dropped then.
    let exact = reading.tell_faults(terminal) && exact;
    let mut exit = reading.exit;
    let mut by_lock: BTreeMap<PathBuf, Vec<Manuscript>> = BTreeMap::new();
    for manuscript in reading.manuscripts {
        by_lock.entry(manuscript.project.place.lock_path.clone()).or_default().push(manuscript);
    }
    for manuscripts in by_lock.into_values() {
        let job = Job { arguments, exact, settings: &settings, terminal };
        exit = exit.max(job.run(&manuscripts));
    }
    exit
}

/// The folder that a lock without named paths speaks for.
fn whole_project(settings: &Settings) -> PathBuf {
    let here = files::here();
    let root = settings.project(&here.join("manuscript.md")).place.root.clone();
    if root == here { PathBuf::from(".") } else { root }
}

/// One lock file's work.
struct Job<'a> {
    arguments: &'a args::Lock,
    exact: bool,
    settings: &'a Settings,
    terminal: Terminal,
}

impl Job<'_> {
    fn run(&self, manuscripts: &[Manuscript]) -> Exit {
        let Some(first) = manuscripts.first() else { return Exit::Fine };
        let project = &*first.project;
        let name = files::shown(&project.place.lock_path);
        if let (true, LockState::Unreadable(why, Some(LockFault::MergeMarks))) = (self.arguments.check, &project.lock) {
            self.terminal.complain(&format!("{name}: {why}.\nRun `ibid lock`."));
            return Exit::Findings;
        }
        let current = match self.current(project) {
            Ok(lock) => lock,
            Err(why) => {
                self.terminal
                    .complain(&format!("{name}: {why}. It is kept as it is; move it away to write a new one."));
                return Exit::Usage;
            }
        };
        for lost in &current.lost {
            self.terminal.complain(&format!("{name}: {} It is kept until it can be looked up anew.", lost.why));
        }
        let cited = cited(
            manuscripts.iter().map(|manuscript| (&*manuscript.document, &*manuscript.library, &*manuscript.config)),
        );
        if self.arguments.check {
            return self.check(&name, &current, &cited);
        }
        let (known, interrupted) = self.know(&cited, &current);
        let extent = if self.exact { Extent::Exact } else { Extent::Add };
        let abstracts = if self.arguments.abstracts.is_some() { Abstracts::Keep } else { Abstracts::Leave };
        let updated = current.update(&cited, &known, extent, abstracts);
        if let Err(error) = discover::replace(&project.place.lock_path, &updated.write()) {
            self.terminal.complain(&format!("{name}: cannot be written ({})", files::reason(&error)));
            return Exit::Usage;
        }
        let exit = self.tell(&name, &cited, &updated, &known);
        if interrupted { Exit::Interrupted } else { exit }
    }

    /// The lock as it is; one with merge marks is rebuilt from both sides.
    fn current(&self, project: &Project) -> Result<Lock, String> {
        match &project.lock {
            LockState::None => Ok(Lock::default()),
            LockState::Read(lock) => Ok(Lock::clone(lock)),
            LockState::Unreadable(_, Some(LockFault::MergeMarks)) => {
                let text = files::read(&project.place.lock_path).map_err(|_| "it cannot be read".to_owned())?;
                let rebuilt = Lock::rebuild(&text.text).map_err(|fault| fault.to_string())?;
                self.terminal.say("The lock file has merge marks; it is rebuilt from both sides and the manuscripts.");
                Ok(rebuilt)
            }
            LockState::Unreadable(why, _) => Err(why.clone()),
        }
    }

    /// Looks up what the lock lacks, or all of it where a refresh is asked for.
    fn know(&self, cited: &Cited, current: &Lock) -> (Records, bool) {
        let config = self.settings.process();
        let knowing = Knowing { offline: self.arguments.offline, locked: false };
        let mode = self.settings.careful(Mode::of(knowing, self.arguments.refresh), self.terminal);
        let refresh = self.arguments.refresh.is_some();
        let wanted: Vec<Identifier> =
            cited.iter().map(|(id, _)| id.clone()).filter(|id| refresh || !current.has(id)).collect();
        let (learnt, interrupted) = knowledge::know_these(&wanted, config, mode, self.terminal);
        (learnt.stands, interrupted)
    }

    /// Says what is missing and what nothing cites; changes nothing, asks nobody.
    fn check(&self, name: &str, current: &Lock, cited: &Cited) -> Exit {
        let (missing, mut strangers) = current.missing_and_strangers(cited);
        if !self.exact {
            strangers.clear();
        }
        for id in &missing {
            self.terminal.complain(&format!("{name}: lacks {id}"));
        }
        for id in &strangers {
            self.terminal.complain(&format!("{name}: has {id}, which nothing cites"));
        }
        if missing.is_empty() && strangers.is_empty() {
            return Exit::Fine;
        }
        self.terminal.complain("Run `ibid lock`.");
        Exit::Findings
    }

    fn tell(&self, name: &str, cited: &Cited, lock: &Lock, known: &Records) -> Exit {
        let mut exit = Exit::Fine;
        let mut unchecked = 0;
        for (id, _) in cited {
            if lock.absent.iter().any(|(absent, _)| absent == id) {
                self.terminal.complain(&format!("{name}: {id} is not registered"));
                exit = exit.max(Exit::Findings);
            } else if lock.item(id).is_some_and(LockItem::is_unread) {
                unchecked += 1;
                self.terminal.complain(&format!("{name}: {id} was not checked: {}", Reason::NotRead));
                exit = exit.max(Exit::Unchecked);
            } else if !lock.has(id) {
                unchecked += 1;
                if let Knowledge::Unchecked(reason) = known.get(id) {
                    self.terminal.complain(&format!("{name}: {id} was not checked: {reason}"));
                }
                exit = exit.max(Exit::Unchecked);
            }
        }
        let works = lock.items.len();
        let plural = if works == 1 { "" } else { "s" };
        let rest = if unchecked > 0 { format!(", {unchecked} not checked") } else { String::new() };
        self.terminal.say(&format!("{name}: {works} work{plural}, {} absent{rest}", lock.absent.len()));
        exit
    }
}
