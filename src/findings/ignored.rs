//! A finding that the project asks to ignore.

use super::Finding;

/// A finding that is ignored, and why.
#[derive(Clone, Debug)]
pub struct Ignored {
    /// The finding.
    pub finding: Finding,
    /// The reason given.
    pub reason: String,
}
