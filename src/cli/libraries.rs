//! The bibliographies of a run, each file read once.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::settings::Project;
use crate::bibliography::{Library, Named, Outcome, declared, declared_at, inline};
use crate::config::discover::{self, Told, beside};
use crate::syntax::{Document, FrontMatter};
use crate::text::SourceFile;

/// The bibliographies of a run.
#[derive(Default)]
pub(super) struct Libraries {
    read: Mutex<HashMap<PathBuf, Outcome>>,
    /// What projects say of bibliographies to the manuscripts of a folder.
    told: Mutex<HashMap<PathBuf, Arc<Told>>>,
}

impl Libraries {
    /// Reads those that a manuscript at `path` names in its metadata, while the rest of it is read elsewhere.
    pub(super) fn prefetch(&self, front: &FrontMatter, file: &Arc<SourceFile>, path: &Path, project: &Project) {
        let named = front.tree.get("bibliography").map(|node| declared_at(node, file)).unwrap_or_default();
        for declared in named.iter().filter(|declared| declared.is_file()) {
            // What became of it is kept.
            drop(self.outcome(&beside(&declared.path, path, &project.place.root)));
        }
    }

    fn outcome(&self, path: &Path) -> Outcome {
        once(&self.read, path.to_owned(), discover::read_bibliography)
    }

    /// Those that a manuscript at `path` and its project name, and what its metadata defines itself.
    pub(super) fn of(&self, document: &Document, path: &Path, project: &Project) -> Arc<Library> {
        let folder = path.parent().unwrap_or(path).to_owned();
        let told = once(&self.told, folder, |folder| Arc::new(discover::told(folder, &project.place)));
        let is_partial = told.is_partial || Library::may_have_more(document);
        let own = declared(document).into_iter().map(|declared| {
            let path = declared.is_file().then(|| beside(&declared.path, path, &project.place.root));
            Named { path, declared: Some(declared) }
        });
        let named = told.named.iter().cloned().chain(own);
        let outcome = |path: &Path| Some(self.outcome(path));
        Arc::new(Library::of(named, inline(document), is_partial, outcome).cited_by(document, &HashSet::new()))
    }
}

/// What is known of `key`, else what is found out now. That happens outside the lock of the map: two threads may find
/// out the same once each, and agree.
pub(super) fn once<V: Clone>(map: &Mutex<HashMap<PathBuf, V>>, key: PathBuf, find_out: impl FnOnce(&Path) -> V) -> V {
    let known = map.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    known.unwrap_or_else(|| {
        let found = find_out(&key);
        map.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(found).clone()
    })
}
