//! Findings as text. One file a format; all take the same [`Checked`].

mod concise;
mod human;
mod json;
mod summary;

use std::fmt;

use crate::findings::{Finding, Ignored, Severity};

pub use concise::{concise, statistics};
pub use human::{Look, human};
pub use json::{check_json, list_json};
pub use summary::{NO_BIBLIOGRAPHY, Summary};

/// Everything a run of `check` has to say.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Findings, in the order of their files and places.
    pub findings: Vec<Finding>,
    /// Findings that the project asks to ignore.
    pub ignored: Vec<Ignored>,
    /// The counts.
    pub summary: Summary,
}

/// What a terminal format shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The mildest severity shown.
    pub least: Severity,
    /// Whether ignored findings are shown.
    pub ignored: bool,
}

impl Checked {
    /// Adds what was found in manuscripts that follow those of this one.
    pub fn join(&mut self, next: Self) {
        self.findings.extend(next.findings);
        self.ignored.extend(next.ignored);
        self.summary.join(next.summary);
    }

    /// Both together, in order.
    #[must_use]
    pub fn joined(mut self, next: Self) -> Self {
        self.join(next);
        self
    }

    /// The findings that a terminal format shows.
    fn shown(&self, shown: Shown) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity >= shown.least)
    }

    /// The ignored findings that a terminal format shows.
    fn shown_ignored(&self, shown: Shown) -> impl Iterator<Item = &Ignored> {
        self.ignored.iter().filter(move |_| shown.ignored)
    }
}

/// Untrusted text with control and bidirectional characters as escapes, on one line.
pub(crate) struct Visible<'a>(pub(crate) &'a str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        if self.0.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return f.write_str(self.0);
        }
        let acts = |character: char| matches!(character, '\n' | '\r' | '\t') || crate::record::is_hidden(character);
        let mut rest = self.0;
        while let Some((at, character)) = rest.char_indices().find(|(_, character)| acts(*character)) {
            f.write_str(&rest[..at])?;
            match character {
                '\n' | '\r' | '\t' => f.write_char(' ')?,
                _ => write!(f, "\\u{{{:X}}}", u32::from(character))?,
            }
            rest = &rest[at + character.len_utf8()..];
        }
        f.write_str(rest)
    }
}
