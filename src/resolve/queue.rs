//! What waits to be asked.

/// How soon an answer is wanted; the later, the sooner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Priority {
    /// Some time: a refresh, a file that nobody looks at.
    Background,
    /// It is cited in an open document, or the command line waits for it.
    Open,
    /// Somebody looks at it.
    Visible,
}
