//! Watches configuration and lock files for clients that do not: Neovim on Linux announces no change.
//!
//! Single folders are watched, never what is below them: a project may lie in a home folder or above a data set.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use notify::{Event as Change, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::backend::Mailbox;
use super::message::Event;
use crate::config::discover::CONFIG_NAME;

/// How long files must rest before their change is told: programs write them in several steps.
const REST: Duration = Duration::from_millis(100);
/// How many steps are waited for at most, in files that never rest.
const STEPS: usize = 100;

/// Watches folders on a thread of its own, which starts when it is first needed.
pub(super) struct Watcher {
    mailbox: Mailbox,
    orders: Option<Sender<Order>>,
}

/// What reaches the thread.
enum Order {
    /// Watch these folders and no others.
    Watch(BTreeSet<PathBuf>),
    /// A configuration or lock file in one of them changed.
    Changed,
}

impl Watcher {
    /// Changes are posted to `mailbox`.
    pub(super) fn new(mailbox: Mailbox) -> Self {
        Self { mailbox, orders: None }
    }

    /// Watches these folders and no others.
    pub(super) fn watch(&mut self, folders: BTreeSet<PathBuf>) {
        if self.orders.is_none() {
            let (sender, orders) = mpsc::channel();
            let mailbox = self.mailbox.clone();
            let changes = sender.clone();
            let work = move || match notify::recommended_watcher(move |change| told(&change, &changes)) {
                Ok(inner) => Watch { mailbox, inner, watched: BTreeSet::new(), failed: false }.work(&orders),
                // Files are looked at when a document is saved, as without the watch.
                Err(error) => note(&mailbox, &error.to_string()),
            };
            drop(std::thread::Builder::new().name("watch".into()).spawn(work));
            self.orders = Some(sender);
        }
        if let Some(orders) = &self.orders {
            drop(orders.send(Order::Watch(folders)));
        }
    }
}

/// The ends of the names of files that may be configuration, lock or bibliography.
const ENDS: [&str; 13] = [
    CONFIG_NAME,
    ".json",
    ".bib",
    ".bibtex",
    ".biblatex",
    ".ris",
    ".nbib",
    ".medline",
    ".csljson",
    ".cslyaml",
    ".yml",
    ".yaml",
    ".txt",
];

fn is_of_interest(name: &str) -> bool {
    ENDS.iter().any(|end| name.ends_with(end))
}

/// Passes on a change of a file that matters.
fn told(change: &notify::Result<Change>, to: &Sender<Order>) {
    let matters = match change {
        Ok(change) if change.kind.is_access() => false,
        Ok(change) => {
            let mut names = change.paths.iter().filter_map(|path| path.file_name());
            change.need_rescan() || names.any(|name| is_of_interest(&name.to_string_lossy()))
        }
        // Something was missed.
        Err(_) => true,
    };
    if matters {
        drop(to.send(Order::Changed));
    }
}

fn note(mailbox: &Mailbox, why: &str) {
    let what = "changes of ibid.toml, ibid-lock.json and bibliographies are seen only when a document is saved";
    drop(mailbox.post(Event::Note(format!("{what}, because watching their folders failed: {why}"))));
}

/// What the thread owns.
struct Watch {
    mailbox: Mailbox,
    inner: RecommendedWatcher,
    watched: BTreeSet<PathBuf>,
    /// Whether a failure was told.
    failed: bool,
}

impl Watch {
    fn work(mut self, orders: &Receiver<Order>) {
        while let Some(step) = next_step(orders) {
            // What changed before its folder was watched was not seen.
            let news = step.watch.is_some_and(|folders| self.watch(folders));
            if (news || step.changed) && self.mailbox.post(Event::FilesChanged).is_err() {
                return;
            }
        }
    }

    /// Whether folders came to those that are watched.
    fn watch(&mut self, folders: BTreeSet<PathBuf>) -> bool {
        for gone in self.watched.difference(&folders) {
            // A folder that is no more need not be left.
            drop(self.inner.unwatch(gone));
        }
        self.watched.retain(|folder| folders.contains(folder));
        let mut news = false;
        for folder in folders {
            if self.watched.contains(&folder) || !folder.is_dir() {
                continue;
            }
            match self.inner.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.watched.insert(folder);
                    news = true;
                }
                Err(error) if !self.failed => {
                    self.failed = true;
                    note(&self.mailbox, &error.to_string());
                }
                Err(_) => {}
            }
        }
        news
    }
}

/// What happened until the files rested.
#[derive(Debug, Default, PartialEq, Eq)]
struct Step {
    watch: Option<BTreeSet<PathBuf>>,
    changed: bool,
}

/// Waits for an order, and gathers those that follow closely; `None` when nobody gives any more.
fn next_step(orders: &Receiver<Order>) -> Option<Step> {
    let mut step = Step::default();
    let mut order = orders.recv().ok()?;
    for _ in 1..STEPS {
        step.take(order);
        if !step.changed {
            return Some(step);
        }
        match orders.recv_timeout(REST) {
            Ok(next) => order = next,
            Err(_) => return Some(step),
        }
    }
    step.take(order);
    Some(step)
}

impl Step {
    fn take(&mut self, order: Order) {
        match order {
            Order::Watch(folders) => self.watch = Some(folders),
            Order::Changed => self.changed = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::backend::Letter;

    #[test]
    fn a_burst_is_one_change() {
        let (sender, orders) = mpsc::channel();
        for _ in 0..50 {
            sender.send(Order::Changed).expect("somebody listens");
        }
        let folders = BTreeSet::from([PathBuf::from("/paper")]);
        sender.send(Order::Watch(folders.clone())).expect("somebody listens");
        drop(sender);
        assert_eq!(next_step(&orders), Some(Step { watch: Some(folders), changed: true }));
        assert_eq!(next_step(&orders), None);
    }

    #[test]
    fn files_that_never_rest_are_told_all_the_same() {
        let (sender, orders) = mpsc::channel();
        for _ in 0..STEPS + 1 {
            sender.send(Order::Changed).expect("somebody listens");
        }
        assert_eq!(next_step(&orders), Some(Step { watch: None, changed: true }));
        assert!(next_step(&orders).is_some(), "the rest is told later");
    }

    #[test]
    fn only_changes_of_configuration_and_lock_matter() {
        use notify::event::{AccessKind, EventKind, ModifyKind, RenameMode};
        let is_told = |kind, path: &str| {
            let (sender, orders) = mpsc::channel();
            told(&Ok(Change::new(kind).add_path(PathBuf::from(path))), &sender);
            orders.try_recv().is_ok()
        };
        let (written, read) = (EventKind::Modify(ModifyKind::Any), EventKind::Access(AccessKind::Read));
        assert!(is_told(written, "/paper/ibid.toml") && is_told(written, "/paper/ibid-lock.json"));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        assert!(is_told(renamed, "/paper/ibid-lock.json"), "as whoever writes it whole does");
        assert!(!is_told(written, "/paper/paper.md") && !is_told(read, "/paper/ibid.toml"));
    }

    #[test]
    fn a_change_in_a_watched_folder_is_told() {
        let place = tempfile::tempdir().expect("a folder");
        let (mailbox, letters) = Mailbox::new();
        let mut watcher = Watcher::new(mailbox);
        let changed = || match letters.recv_timeout(Duration::from_secs(60)) {
            Ok(Letter::Event(Event::FilesChanged)) => {}
            _ => panic!("a change"),
        };
        watcher.watch(BTreeSet::from([place.path().to_owned(), place.path().join("missing")]));
        // What changed before is not known.
        changed();
        std::fs::write(place.path().join(CONFIG_NAME), "").expect("a file");
        changed();
    }
}
