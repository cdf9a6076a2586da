//! Reference lists: where they are and where their items begin.

use crate::text::Span;

/// A reference list of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceList {
    /// Its heading's text, if it has one.
    pub heading: Option<Span>,
    /// All of it, without the heading.
    pub span: Span,
    /// Its items.
    pub items: Vec<Span>,
}
