//! Paths as configuration means them: seen from a folder.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

/// A pattern for paths, relative to the folder of the file that says it. `*` and `?` stay within a folder, `**` does
/// not; a pattern that fits a folder fits everything below it.
#[derive(Clone, Debug)]
pub struct PathGlob {
    pattern: String,
    matcher: GlobMatcher,
    /// The project's root and the folder that the pattern is relative to, where that is another.
    folder: Option<(PathBuf, PathBuf)>,
}

impl PathGlob {
    /// Reads a pattern; `None` where it is none. `root` is the project's, `folder` that of the file that says it;
    /// without them the pattern is relative to the project's root.
    #[must_use]
    pub fn read(pattern: &str, root: Option<&Path>, folder: Option<&Path>) -> Option<Self> {
        let plain = pattern.strip_prefix("./").unwrap_or(pattern).trim_end_matches('/');
        let matcher = GlobBuilder::new(plain).literal_separator(true).build().ok()?.compile_matcher();
        let folder = root.zip(folder).filter(|(root, folder)| root != folder);
        let folder = folder.map(|(root, folder)| (root.to_owned(), folder.to_owned()));
        Some(Self { pattern: pattern.to_owned(), matcher, folder })
    }

    /// The pattern as written.
    #[must_use]
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// Whether a file fits, whose path is given as seen from the project's root.
    #[must_use]
    pub fn fits(&self, project_path: &str) -> bool {
        let seen = self.folder.as_ref().map(|(root, folder)| seen_from(folder, &root.join(project_path)));
        let path = seen.as_deref().unwrap_or(project_path);
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        folders.filter(|folder| !folder.ends_with("..")).chain([path]).any(|part| self.matcher.is_match(part))
    }
}

impl PartialEq for PathGlob {
    fn eq(&self, other: &Self) -> bool {
        self.pattern == other.pattern && self.folder == other.folder
    }
}

impl Eq for PathGlob {}

/// `path` as seen from `folder`, with `/`; it begins with `../` where it is not below. Both are absolute.
#[must_use]
pub fn seen_from(folder: &Path, path: &Path) -> String {
    let common = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| "..".to_owned());
    let down = path.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, path: &str) -> bool {
        PathGlob::read(pattern, None, None).expect("a pattern").fits(path)
    }

    #[test]
    fn a_pattern_begins_at_its_folder() {
        assert!(fits("content/*.md", "content/a.md"));
        assert!(fits("./content/a.md", "content/a.md"));
        assert!(!fits("content/*.md", "paper/content/a.md"), "a tail is another file");
        assert!(!fits("a.md", "content/a.md"));
        assert!(fits("**/a.md", "content/a.md"));
        assert!(!fits("content/*.md", "content/old/a.md"));
        assert!(PathGlob::read("[", None, None).is_none());
    }

    #[test]
    fn a_folder_stands_for_what_is_below_it() {
        for pattern in ["content", "content/", "content/**", "content/old", "*/old"] {
            assert!(fits(pattern, "content/old/a.md"), "{pattern}");
        }
        assert!(!fits("old", "content/old/a.md"));
        assert!(!fits("content", "contents/a.md"));
    }

    #[test]
    fn a_pattern_of_another_folder_keeps_to_that() {
        let root = Some(Path::new("/lab/paper"));
        let of = |folder: &str, pattern: &str, path: &str| {
            PathGlob::read(pattern, root, Some(Path::new(folder))).expect("a pattern").fits(path)
        };
        assert!(of("/lab", "paper/drafts/*.md", "drafts/a.md"));
        assert!(of("/lab", "paper", "drafts/a.md"));
        assert!(!of("/lab", "drafts/*.md", "drafts/a.md"));
        assert!(of("/lab/paper/drafts", "*.md", "drafts/a.md"));
        assert!(!of("/lab/paper/drafts", "*.md", "a.md"));
        assert!(of("/lab/shared", "../paper/drafts/*.md", "drafts/a.md"));
        assert!(!of("/lab/shared", "*", "drafts/a.md"), "what is outside is not below");
    }

    #[test]
    fn a_path_is_seen_from_a_folder() {
        let seen = |folder: &str, path: &str| seen_from(Path::new(folder), Path::new(path));
        assert_eq!(seen("/lab/paper", "/lab/paper/drafts/a.md"), "drafts/a.md");
        assert_eq!(seen("/lab/paper", "/lab/ibid.toml"), "../ibid.toml");
        assert_eq!(seen("/lab/paper", "/lab/paper2/a.md"), "../paper2/a.md");
        assert_eq!(seen("/lab", "/lab"), "");
    }
}
