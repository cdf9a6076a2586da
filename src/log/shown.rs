//! The name of a file in a line of the log.

use std::fmt::{self, Write as _};
use std::path::Path;

use crate::record::is_hidden;

/// A file's name as it is shown: below the working directory from there on, below the home folder from `~` on, on one
/// line and without blanks.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a>(Name<'a>);

#[derive(Clone, Copy, Debug)]
enum Name<'a> {
    Path(&'a Path),
    Word(&'a str),
}

impl<'a> Shown<'a> {
    /// The name of a file.
    #[must_use]
    pub fn path(path: &'a Path) -> Self {
        Self(Name::Path(path))
    }

    /// A word that a type of this room vouches for.
    pub(super) fn word(word: &'a str) -> Self {
        Self(Name::Word(word))
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = match self.0 {
            Name::Word(word) => return escaped(word, f),
            Name::Path(path) => path,
        };
        let here = std::env::current_dir().ok();
        let home = etcetera::home_dir().ok();
        let below = |folder: &Option<std::path::PathBuf>| path.strip_prefix(folder.as_ref()?).ok();
        match (below(&here), below(&home)) {
            (Some(rest), _) => escaped(&rest.to_string_lossy(), f),
            (None, Some(rest)) => {
                f.write_str("~/")?;
                escaped(&rest.to_string_lossy(), f)
            }
            (None, None) => escaped(&path.to_string_lossy(), f),
        }
    }
}

fn escaped(word: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for ch in word.chars() {
        match ch {
            _ if ch.is_whitespace() || is_hidden(ch) => write!(f, "\\u{{{:x}}}", u32::from(ch))?,
            _ => f.write_char(ch)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_on_its_line() {
        let shown = Shown::path(Path::new("/a b/c\n2026 ended\u{202e}x")).to_string();
        assert_eq!(shown, "/a\\u{20}b/c\\u{a}2026\\u{20}ended\\u{202e}x");
    }
}
