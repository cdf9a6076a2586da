//! The bibliographies of a run, each file read once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::files;
use super::settings::Project;
use crate::bibliography::{self, Bibliography, Library, Unread, declared, format_of, inline};
use crate::config::discover::{self, beside, may_name_more};
use crate::syntax::Document;
use crate::text::SourceFile;

/// What became of a file.
type Outcome = Result<Arc<Bibliography>, String>;

/// The bibliographies of a run.
#[derive(Default)]
pub(super) struct Libraries {
    read: Mutex<HashMap<PathBuf, Outcome>>,
}

impl Libraries {
    /// Those that a manuscript at `path` names, and what its metadata defines itself.
    pub(super) fn of(&self, document: &Document, path: &Path, project: &Project) -> Arc<Library> {
        let is_partial = project.place.names_bibliographies() || may_name_more(path, &project.place.root);
        let mut library = Library { inline: inline(document), is_partial, ..Library::default() };
        for declared in declared(document) {
            if !declared.is_file() {
                library.unread.push(Unread { declared, why: None });
                continue;
            }
            match self.read(&beside(&declared.path, path, &project.place.root)) {
                Ok(file) => library.files.push(file),
                Err(why) => library.unread.push(Unread { declared, why: Some(why) }),
            }
        }
        Arc::new(library)
    }

    fn read(&self, path: &Path) -> Outcome {
        let known = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        // Read outside the lock of the map: two threads may read the same file once each, and agree.
        known.unwrap_or_else(|| {
            let outcome = read(path);
            let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            read.entry(path.to_owned()).or_insert(outcome).clone()
        })
    }
}

fn read(path: &Path) -> Outcome {
    let text = discover::read_text(path, discover::FILE_LIMIT).map_err(|fault| fault.to_string())?;
    let shown = files::shown(path);
    let format = format_of(&shown, &text)
        .ok_or("it is no bibliography that ibid knows (BibTeX, CSL-JSON, CSL-YAML, RIS, NBIB)")?;
    Ok(Arc::new(bibliography::read(Arc::new(SourceFile::new(shown, text)), format)))
}
