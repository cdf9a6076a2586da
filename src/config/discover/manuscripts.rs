//! Which files below a folder are manuscripts.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// Extensions of manuscripts, in lower case.
const MANUSCRIPTS: [&str; 5] = ["md", "markdown", "qmd", "rmd", "mdx"];

/// Whether a file's name is that of a manuscript.
#[must_use]
pub fn is_manuscript(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| MANUSCRIPTS.contains(&extension.to_ascii_lowercase().as_str()))
}

/// The manuscripts below a folder in the order of their paths, but for what version control leaves out and hidden ones;
/// and what could not be looked into.
#[must_use]
pub fn manuscripts_below(folder: &Path) -> (Vec<PathBuf>, Vec<ignore::Error>) {
    let (mut files, mut closed) = (Vec::new(), Vec::new());
    for entry in WalkBuilder::new(folder).sort_by_file_path(Path::cmp).build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && is_manuscript(entry.path()) => {
                files.push(entry.into_path());
            }
            Ok(_) => {}
            Err(error) => closed.push(error),
        }
    }
    (files, closed)
}
