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
    let folders = folders(manuscript, root);
    let first = folders.first().map_or_else(|| root.join(written), |folder| folder.join(written));
    located(&folders.iter().map(|folder| folder.join(written)).find(there).unwrap_or(first))
}

/// The file that a file of the project in `folder` names as `written`.
#[must_use]
pub(super) fn named(written: &str, folder: &Path) -> PathBuf {
    match (written.strip_prefix("~/"), home()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => located(&folder.join(written)),
    }
}

/// The manuscript's folder and those above it up to `root`.
#[must_use]
pub fn folders(manuscript: &Path, root: &Path) -> Vec<PathBuf> {
    let manuscript = located(manuscript);
    let folder = manuscript.parent().unwrap_or(root);
    let above = folder.ancestors().skip(1).take_while(|folder| folder.starts_with(root));
    std::iter::once(folder).chain(above).map(Path::to_owned).collect()
}
