//! Paths as configuration means them: seen from a folder.

use std::path::Path;

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

    #[test]
    fn a_path_is_seen_from_a_folder() {
        let seen = |folder: &str, path: &str| seen_from(Path::new(folder), Path::new(path));
        assert_eq!(seen("/lab/paper", "/lab/paper/drafts/a.md"), "drafts/a.md");
        assert_eq!(seen("/lab/paper", "/lab/ibid.toml"), "../ibid.toml");
        assert_eq!(seen("/lab/paper", "/lab/paper2/a.md"), "../paper2/a.md");
        assert_eq!(seen("/lab", "/lab"), "");
    }
}
