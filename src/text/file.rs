//! The text of one file, with its lines.

use std::sync::Arc;

use super::LineIndex;

/// One version of the text of one file: what every span of a finding points into.
#[derive(Debug)]
pub struct SourceFile {
    /// The path as shown to people: `/` as separator, relative to the working directory where below it.
    pub path: Arc<str>,
    /// The text, complete, as in the file (a byte order mark included).
    pub text: Arc<str>,
    /// Where its lines begin.
    pub lines: LineIndex,
}

impl SourceFile {
    /// Takes a text and indexes its lines.
    #[must_use]
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let lines = LineIndex::new(&text);
        Self { path: path.into(), text, lines }
    }
}
