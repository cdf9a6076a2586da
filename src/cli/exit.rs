//! How a command ends.

use std::process::ExitCode;

/// The ways a command ends; where several hold, the one that stands first in precedence counts
/// (130 > 2 > 1 > 3 > 0).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// 0: nothing to say.
    #[default]
    Fine,
    /// 3: something stayed unchecked.
    Unchecked,
    /// 1: findings, or something is absent.
    Findings,
    /// 2: bad usage, configuration or path.
    Usage,
    /// 130: interrupted.
    Interrupted,
}

impl Exit {
    /// The status of the process.
    pub(super) fn status(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Unchecked => 3,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.status())
    }
}
