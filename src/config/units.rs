//! Manuscripts of several files: which files form one, and in which order.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::PathGlob;

/// The files of one `[[manuscript]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManuscriptFiles {
    /// Those of the manuscript, in the order of its parts.
    pub files: Vec<PathGlob>,
    /// Those of its supplement, which has a reference list of its own.
    pub supplement: Vec<PathGlob>,
}

impl ManuscriptFiles {
    /// The manuscript and its supplement.
    fn parts(&self) -> [&[PathGlob]; 2] {
        [&self.files, &self.supplement]
    }

    /// Whether a file may be one of several that form a manuscript.
    #[must_use]
    pub fn may_join(&self, project_path: &str) -> bool {
        let part = if fit(&self.supplement, project_path) { &self.supplement } else { &self.files };
        let is_alone = || matches!(&**part, [only] if only.pattern().trim_start_matches("./") == project_path);
        fit(part, project_path) && !is_alone()
    }
}

fn fit(globs: &[PathGlob], project_path: &str) -> bool {
    globs.iter().any(|glob| glob.fits(project_path))
}

/// One manuscript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its files, in the order in which they are read.
    pub files: Vec<PathBuf>,
    /// Whether these are all. What is missing may cite anything.
    pub is_whole: bool,
}

impl Unit {
    /// Whether it is, or may be, more than one file.
    #[must_use]
    pub fn is_joined(&self) -> bool {
        self.files.len() > 1 || !self.is_whole
    }
}

/// The manuscripts of a project whose files are told.
#[derive(Debug, Default)]
pub struct Units {
    all: Vec<Arc<Unit>>,
    /// The manuscript of each file, and its place there.
    by_path: HashMap<PathBuf, (usize, usize)>,
}

impl Units {
    /// These. What several share may be cited by any of them, so none is whole.
    #[must_use]
    pub fn of(units: Vec<Unit>) -> Self {
        let mut all = units;
        let mut by_path = HashMap::new();
        let mut shared = Vec::new();
        for (at, unit) in all.iter().enumerate() {
            for (place, path) in unit.files.iter().enumerate() {
                let (first, _) = *by_path.entry(path.clone()).or_insert((at, place));
                if first != at {
                    shared.extend([first, at]);
                }
            }
        }
        shared.into_iter().for_each(|at| all[at].is_whole = false);
        Self { all: all.into_iter().map(Arc::new).collect(), by_path }
    }

    /// The manuscript that a file is a part of, and its place among the files.
    #[must_use]
    pub fn of_file(&self, path: &Path) -> Option<(&Arc<Unit>, usize)> {
        let (unit, place) = self.by_path.get(path)?;
        Some((&self.all[*unit], *place))
    }
}

/// The files of each manuscript and supplement that is configured: in the order of the patterns, and of those that fit
/// one, in the order of their paths. `paths` are seen from the project's root.
#[must_use]
pub fn configured<'p>(manuscripts: &[ManuscriptFiles], paths: &[&'p str]) -> Vec<Vec<&'p str>> {
    let mut sorted = paths.to_vec();
    sorted.sort_unstable();
    let mut units = Vec::new();
    for manuscript in manuscripts {
        let is_supplement = |path: &str| fit(&manuscript.supplement, path);
        for (part, is_own) in manuscript.parts().into_iter().zip([false, true]) {
            let mut left: Vec<&str> = sorted.iter().copied().filter(|path| is_supplement(path) == is_own).collect();
            let mut files = Vec::new();
            for glob in part {
                let (fitting, others) = left.into_iter().partition::<Vec<_>, _>(|path| glob.fits(path));
                files.extend(fitting);
                left = others;
            }
            units.push(files);
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    fn globs(patterns: &[&str]) -> Vec<PathGlob> {
        patterns.iter().map(|pattern| PathGlob::read(pattern, None, None).expect("a pattern")).collect()
    }

    fn manuscript(files: &[&str], supplement: &[&str]) -> ManuscriptFiles {
        ManuscriptFiles { files: globs(files), supplement: globs(supplement) }
    }

    const PATHS: [&str; 6] = ["refs.md", "content/b.md", "content/a.md", "intro.md", "content/s/x.md", "notes.md"];

    #[test]
    fn files_stand_in_the_order_of_patterns_and_paths() {
        let told = [manuscript(&["intro.md", "content/*.md", "**/refs.md", "intro.md"], &["content/s/*.md"])];
        let expected: [&[&str]; 2] = [&["intro.md", "content/a.md", "content/b.md", "refs.md"], &["content/s/x.md"]];
        assert_eq!(configured(&told, &PATHS), expected);
    }

    #[test]
    fn a_supplement_is_no_part_of_its_manuscript() {
        let told = [manuscript(&["content/**"], &["content/s"])];
        let expected: [&[&str]; 2] = [&["content/a.md", "content/b.md"], &["content/s/x.md"]];
        assert_eq!(configured(&told, &PATHS), expected);
        assert!(told[0].may_join("content/a.md") && told[0].may_join("content/s/x.md"));
        assert!(!told[0].may_join("intro.md"));
        let single = manuscript(&["./intro.md"], &["content/s/*.md"]);
        assert!(!single.may_join("intro.md"), "it is the whole manuscript");
    }

    #[test]
    fn what_two_manuscripts_share_makes_neither_whole() {
        let unit = |files: &[&str]| Unit { files: files.iter().map(PathBuf::from).collect(), is_whole: true };
        let units = Units::of(vec![unit(&["a", "refs"]), unit(&["b", "refs"]), unit(&["c", "d"]), unit(&["e"])]);
        let whole = |path: &str| units.of_file(Path::new(path)).map(|(unit, place)| (unit.is_whole, place));
        assert_eq!(whole("refs"), Some((false, 1)));
        assert_eq!(whole("b"), Some((false, 0)));
        assert_eq!(whole("d"), Some((true, 1)));
        assert_eq!(whole("e"), Some((true, 0)));
        let joined = |path: &str| units.of_file(Path::new(path)).is_some_and(|(unit, _)| unit.is_joined());
        assert!(joined("d") && joined("a") && !joined("e") && !joined("f"));
    }
}
