//! The text of one file, with its lines.

use std::sync::Arc;

use super::{Applied, LineIndex, Text};

/// One version of the text of one file: what every span of a finding points into.
#[derive(Debug)]
pub struct SourceFile {
    /// The path as shown to people: `/` as separator, relative to the working directory where below it.
    pub path: Arc<str>,
    /// The path as seen from the project's root, with `/`: the same whatever the working directory.
    pub project_path: Arc<str>,
    /// The text, complete, as in the file (a byte order mark included).
    pub text: Text,
    /// Where its lines begin.
    pub lines: LineIndex,
}

impl SourceFile {
    /// Takes a text and indexes its lines. Where the project's root is not known, the path is taken to begin there.
    #[must_use]
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Text>) -> Self {
        let text = text.into();
        let lines = LineIndex::new(&text);
        let path = path.into();
        Self { project_path: Arc::clone(&path), path, text, lines }
    }

    /// The same file, at `project_path` as seen from its project's root.
    #[must_use]
    pub fn in_project(self, project_path: impl Into<Arc<str>>) -> Self {
        Self { project_path: project_path.into(), ..self }
    }

    /// The file with `text` in place of its own, and what differs.
    #[must_use]
    pub fn edited(&self, text: impl Into<Text>) -> (Self, Applied) {
        let text = text.into();
        let applied = Applied::between(&self.text, &text);
        let lines = self.lines.edited(&self.text, &text, applied);
        let (path, project_path) = (Arc::clone(&self.path), Arc::clone(&self.project_path));
        (Self { path, project_path, text, lines }, applied)
    }
}
