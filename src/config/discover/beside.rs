//! Where a file is that a manuscript names.

use std::path::{Path, PathBuf};

use super::{home, located};

/// The file that a manuscript at `manuscript` names as `written`: beside it, else in the folders above it up to `root`,
/// where a program that builds the project is started; behind a slash at its beginning it is seen from `root`, as Quarto
/// does. Where there is none, the path beside the manuscript.
#[must_use]
pub fn beside(written: &str, manuscript: &Path, root: &Path) -> PathBuf {
    if let Some(rest) = written.strip_prefix("~/")
        && let Some(home) = home()
    {
        return home.join(rest);
    }
    let there = |path: &PathBuf| path.metadata().is_ok();
    let absolute = Path::new(written);
    if absolute.is_absolute() {
        let from_root = written.strip_prefix('/').map(|rest| root.join(rest)).filter(there);
        return from_root.unwrap_or_else(|| absolute.to_owned());
    }
    let manuscript = located(manuscript);
    let folder = manuscript.parent().unwrap_or(root);
    let above = folder.ancestors().take_while(|folder| folder.starts_with(root));
    above.map(|folder| folder.join(written)).find(there).unwrap_or_else(|| folder.join(written))
}
