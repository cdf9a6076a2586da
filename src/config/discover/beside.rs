//! Where a file is that a manuscript names.

use std::path::{Component, Path, PathBuf};

use super::{CONFIG_NAME, ROOT_MARKS, home, located};

/// The file that a manuscript at `manuscript` names as `written`: beside it, else in the folders above it up to `root`,
/// where a program that builds the project is started; behind a slash at its beginning it is seen from `root`, as Quarto
/// does. Where nothing marks where the project begins, a path through the manuscript's own folder may begin farther up. Where
/// there is none, the path beside the manuscript.
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
    // Only what names the manuscript's own folder from farther up: `/tmp/refs.bib` may be anybody's.
    let is_seen_from_above = |folder: &&Path| {
        let own = absolute.parent().filter(|own| own.components().all(|part| matches!(part, Component::Normal(_))));
        own.is_some_and(|own| !own.as_os_str().is_empty() && root.starts_with(folder.join(own)))
    };
    let beyond = root.ancestors().skip(1).take(BEYOND).filter(is_seen_from_above);
    let is_marked = || ROOT_MARKS.iter().chain([&CONFIG_NAME]).any(|mark| root.join(mark).exists());
    let within = folders.iter().map(|folder| folder.join(written)).find(there);
    let found = within.or_else(|| beyond.map(|folder| folder.join(written)).find(|path| there(path) && !is_marked()));
    located(&found.unwrap_or(first))
}

/// How many folders above one that nothing marks as a project's are looked into: people unpack a part of a project, and
/// start the program that builds it from farther up.
const BEYOND: usize = 6;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_folders_above_unless_the_project_begins_below() {
        let folder = tempfile::tempdir().expect("a folder");
        let top = located(folder.path());
        let inner = top.join("tool/tests/cite");
        std::fs::create_dir_all(&inner).expect("makes folders");
        let named = "tool/tests/cite/refs.bib";
        std::fs::write(top.join(named), "@book{a, title = {B}}").expect("writes");
        let manuscript = inner.join("input.md");
        assert_eq!(beside(named, &manuscript, &inner), top.join(named), "nothing marks a project");
        assert_eq!(beside(named, &manuscript, &top), top.join(named));
        std::fs::write(top.join("refs.bib"), "").expect("writes");
        std::fs::create_dir(top.join("other")).expect("makes a folder");
        std::fs::write(top.join("other/refs.bib"), "").expect("writes");
        for theirs in ["refs.bib", "other/refs.bib", "../refs.bib"] {
            let (found, own) = (beside(theirs, &manuscript, &inner), located(&inner.join(theirs)));
            assert_eq!(found, own, "{theirs} above may be anybody's");
        }
        std::fs::create_dir(inner.join(".git")).expect("makes a folder");
        assert_eq!(beside(named, &manuscript, &inner), inner.join(named), "the project begins here");
        std::fs::write(inner.join("refs.bib"), "").expect("writes");
        assert_eq!(beside("refs.bib", &manuscript, &inner), inner.join("refs.bib"));
        assert_eq!(beside("none.bib", &manuscript, &inner), inner.join("none.bib"));
    }
}
