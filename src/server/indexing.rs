//! Reading which keys the manuscripts of the workspace cite before anybody asks: in the background, after what is open.
//!
//! An answer never rests on it: files that have changed since are read when somebody asks.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::backend::Mailbox;
use super::message::Event;
use super::progress::{REPORTS, SLOW, Standing};
use super::tracing::{Homes, KeyIndex};
use crate::config::discover;

/// Folders to be read.
#[derive(Debug)]
pub(super) struct Indexing {
    pub(super) folders: Vec<PathBuf>,
    /// Files that are open, and so are read already.
    pub(super) open: BTreeSet<PathBuf>,
    /// Set by who wants no more of it.
    pub(super) stop: Arc<AtomicBool>,
    /// How long it is to take before it is shown how far it is.
    pub(super) quiet: Duration,
}

impl Indexing {
    /// Reads the manuscripts of these folders, quietly at first.
    pub(super) fn new(folders: Vec<PathBuf>, open: BTreeSet<PathBuf>, stop: Arc<AtomicBool>) -> Self {
        Self { folders, open, stop, quiet: SLOW }
    }

    /// Reads each manuscript, posts how far it is where that takes longer than a moment, and its end.
    pub(super) fn run(&self, keys: &KeyIndex, mailbox: &Mailbox) {
        let found = self.folders.iter().flat_map(|folder| discover::manuscripts_below(folder).0);
        let files: BTreeSet<PathBuf> = found.filter(|path| !self.open.contains(path)).collect();
        let (homes, mut next) = (Homes::default(), Instant::now() + self.quiet);
        for (done, path) in files.iter().enumerate() {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            if Instant::now() >= next {
                next = Instant::now() + REPORTS;
                if mailbox.post(Event::Indexing(Standing::At { done, of: files.len() })).is_err() {
                    return;
                }
            }
            keys.learn(path, &homes);
        }
        drop(mailbox.post(Event::Indexing(Standing::Over)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::backend::Letter;

    #[test]
    fn what_was_read_ahead_is_not_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["a.md", "b.qmd", "open.md"] {
            std::fs::write(folder.path().join(name), "As shown [@one].\n").expect("writes");
        }
        let run = |stop: bool| {
            let indexing = Indexing {
                quiet: Duration::ZERO,
                ..Indexing::new(
                    vec![folder.path().to_owned()],
                    BTreeSet::from([folder.path().join("open.md")]),
                    Arc::new(AtomicBool::new(stop)),
                )
            };
            let (mailbox, letters) = Mailbox::new();
            let keys = KeyIndex::default();
            indexing.run(&keys, &mailbox);
            mailbox.close();
            let standing = |letter| match letter {
                Letter::Event(Event::Indexing(standing)) => Some(standing),
                _ => None,
            };
            let told: Vec<_> =
                letters.iter().take_while(|letter| !matches!(letter, Letter::Last)).filter_map(standing).collect();
            (told, keys.known_files())
        };
        let (told, known) = run(false);
        assert_eq!((told.first(), told.last()), (Some(&Standing::At { done: 0, of: 2 }), Some(&Standing::Over)));
        assert_eq!(known, ["a.md", "b.qmd"].map(|name| folder.path().join(name)));
        assert_eq!(run(true), (vec![Standing::Over], Vec::new()));
    }
}
