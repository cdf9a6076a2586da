//! How grave a finding is, and how sure.

use std::fmt;

/// How grave a finding is; a greater one is graver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Housekeeping, style, anything found by search.
    Hint,
    /// True, perhaps nothing to do.
    Info,
    /// As certain as an error, but of smaller harm or right in some cases.
    Warning,
    /// A registry contradicts existence or identity, an unacknowledged retraction, or the document cannot be built.
    Error,
}

impl Severity {
    /// All of them, mildest first.
    pub const ALL: [Self; 4] = [Self::Hint, Self::Info, Self::Warning, Self::Error];

    /// The word in configuration and output.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// Rests on one source, or on a guess that is said.
    Likely,
    /// An authority or the files themselves establish it.
    Certain,
}

impl Certainty {
    /// The word in output.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}
