//! When the manuscripts of the workspace are read ahead: once the open documents are, where keys can be asked for.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Session;
use crate::server::documents::OpenDocument;
use crate::server::indexing::Indexing;
use crate::server::message::Effect;
use crate::server::progress::{Run, Standing};

/// The reading ahead.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// The folders that were read, or are.
    folders: Vec<PathBuf>,
    /// How often it began.
    runs: u64,
    /// How many of these have not ended.
    under_way: u64,
    /// Tells the one that is under way to stop.
    stop: Arc<AtomicBool>,
    /// Whether it is shown how far that is.
    is_shown: bool,
}

impl Session {
    /// Has the folders read that were not, if every open document is read and one of them has a bibliography: where none
    /// has, nobody asks for keys.
    pub(super) fn read_ahead(&mut self) {
        let folders = self.workspace.folders();
        if self.ahead.folders == folders || !self.documents.values().all(is_read) {
            return;
        }
        if !self.documents.values().any(has_bibliography) {
            return;
        }
        let folders = folders.to_vec();
        self.ahead.stop.store(true, Ordering::Relaxed);
        if std::mem::take(&mut self.ahead.is_shown) {
            self.effects.push(Effect::Progress { run: Run::Index(self.ahead.runs), standing: Standing::Over });
        }
        self.ahead.stop = Arc::default();
        self.ahead.folders.clone_from(&folders);
        self.ahead.runs += 1;
        self.ahead.under_way += 1;
        let open = self.documents.values().filter_map(|open| open.path.clone()).collect();
        let indexing = Indexing::new(folders, open, Arc::clone(&self.ahead.stop));
        self.effects.push(Effect::Index(Box::new(indexing)));
    }

    /// The reading is so far.
    pub(super) fn indexing(&mut self, standing: Standing) {
        if standing == Standing::Over {
            self.ahead.under_way = self.ahead.under_way.saturating_sub(1);
            if self.ahead.under_way > 0 {
                return;
            }
        }
        let is_shown = self.client.shows_progress && (self.ahead.is_shown || standing != Standing::Over);
        if is_shown {
            self.effects.push(Effect::Progress { run: Run::Index(self.ahead.runs), standing });
        }
        self.ahead.is_shown = is_shown && standing != Standing::Over;
    }

    /// The user wants the reading of this number to end.
    pub(super) fn stop_indexing(&mut self, run: u64) {
        if self.ahead.runs == run {
            self.ahead.stop.store(true, Ordering::Relaxed);
        }
    }
}

/// Whether a document and its bibliographies were read.
fn is_read(open: &OpenDocument) -> bool {
    let is_fetched = open.format.is_some() || !open.fetching && !open.fetch_wanted;
    open.analysed.is_some() && is_fetched
}

fn has_bibliography(open: &OpenDocument) -> bool {
    open.analysed.as_ref().is_some_and(|(_, snapshot)| {
        let library = &snapshot.library;
        library.own.is_some() || library.all().next().is_some()
    })
}
