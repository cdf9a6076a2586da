//! Where manuscripts that are not open belong, and what bibliographies they have.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::bibliography::{Bibliography, declared};
use crate::config::dialect_of_metadata;
use crate::config::discover::{self, Told, beside, lying_about};
use crate::syntax::{Dialect, Document, parse_below, read_front_matter};
use crate::text::SourceFile;

/// The projects of manuscripts, by folder: where each begins, and what it says of bibliographies.
#[derive(Default)]
pub(in crate::server) struct Homes {
    of: Mutex<HashMap<PathBuf, Arc<Home>>>,
    /// Their bibliographies, so far as they were read; many manuscripts have the same.
    books: Mutex<HashMap<PathBuf, Option<Arc<Bibliography>>>>,
}

struct Home {
    root: PathBuf,
    told: Told,
    /// How manuscripts are read, where the configuration says it.
    dialect: Option<Dialect>,
}

impl Homes {
    fn of(&self, path: &Path) -> Arc<Home> {
        let folder = path.parent().unwrap_or(path);
        // Others wait meanwhile, most likely for the same folder.
        let mut homes = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        let home = homes.entry(folder.to_owned()).or_insert_with(|| {
            let project = discover::project_for(path);
            let (mut layers, _) = crate::server::user_layers();
            project.pieces.iter().cloned().for_each(|piece| layers.push(piece));
            let (told, dialect) = (discover::told(folder, &project), layers.config().config.dialect);
            Arc::new(Home { root: project.root, told, dialect })
        });
        Arc::clone(home)
    }

    /// Reads the text of a manuscript.
    pub(super) fn read(&self, path: &Path, text: String) -> Document {
        let shown = discover::shown(path);
        let front = read_front_matter(&text).map(Arc::new);
        let asked = front.as_ref().and_then(|front| dialect_of_metadata(&front.tree)).or(self.of(path).dialect);
        let dialect = asked.unwrap_or_else(|| Dialect::detect(&shown, &text));
        parse_below(Arc::new(SourceFile::new(shown, text)), front, dialect)
    }

    /// The bibliography at `path`, if it can be read.
    pub(super) fn read_bibliography(&self, path: &Path) -> Option<Arc<Bibliography>> {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        books.entry(path.to_owned()).or_insert_with(|| discover::read_bibliography(path).ok()).clone()
    }

    /// The bibliographies of a manuscript, if one of `sources`, which define `key`, is among them.
    pub(super) fn bibliographies(
        &self,
        document: &Document,
        path: &Path,
        key: &str,
        sources: &HashSet<&Path>,
    ) -> Option<Vec<PathBuf>> {
        let home = self.of(path);
        let Home { root, told, .. } = &*home;
        let own = declared(document);
        let own = own.iter().filter(|declared| declared.is_file()).map(|declared| beside(&declared.path, path, root));
        let mut named: Vec<PathBuf> = own.chain(told.named.iter().filter_map(|named| named.path.clone())).collect();
        if named.is_empty() {
            named = lying_about(document, path, root);
            // Of those that only lie there one must be meant.
            let others = named.iter().filter(|path| !sources.contains(&***path));
            if others.filter_map(|path| self.read_bibliography(path)).any(|other| other.get(key).is_some()) {
                return None;
            }
        }
        named.iter().any(|path| sources.contains(&**path)).then_some(named)
    }
}
