//! Which files below a folder are manuscripts.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// Extensions of manuscripts, in lower case.
const MANUSCRIPTS: [&str; 5] = ["md", "markdown", "qmd", "rmd", "mdx"];

/// Extensions of other texts that may cite from a project's bibliographies: LaTeX, R Sweave, notebooks, Typst …, and
/// settings, which may list what nobody cites.
pub(super) const OTHER_TEXTS: [&str; 13] =
    ["tex", "ltx", "rnw", "ipynb", "typ", "org", "rst", "adoc", "lyx", "txt", "html", "yml", "yaml"];

/// Whether a file's name is that of a manuscript.
#[must_use]
pub fn is_manuscript(path: &Path) -> bool {
    has_extension(path, &MANUSCRIPTS)
}

pub(super) fn has_extension(path: &Path, among: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| among.contains(&extension.to_ascii_lowercase().as_str()))
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
