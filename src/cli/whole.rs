//! Whether a run sees all of a project: only then can it be said that something is used nowhere.

use std::path::PathBuf;

use crate::config::discover::{self, OtherTexts, Project};
use crate::rules::unused_entry::may_cite;

/// The folders that a run checks as wholes.
pub(super) struct Whole(OtherTexts);

impl Whole {
    /// Those among the paths of a run.
    pub(super) fn of(paths: &[PathBuf]) -> Self {
        let here = [PathBuf::from(".")];
        let paths = if paths.is_empty() { &here } else { paths };
        let folders = paths.iter().filter(|path| path.is_dir()).map(|path| discover::located(path));
        Self(OtherTexts::below(folders.collect()))
    }

    /// Whether a project lies in them.
    pub(super) fn has(&self, project: &Project) -> bool {
        self.0.folders().iter().any(|folder| project.root.starts_with(folder))
    }

    /// Whether a text there that is no manuscript may cite a key.
    pub(super) fn may_cite(&self, key: &str) -> bool {
        self.0.any(|text| may_cite(text, key))
    }
}
