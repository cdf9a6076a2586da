//! Suppressions: `<!-- ibid-ignore RULE[, RULE]: reason -->` and its other spellings.

use crate::text::Span;

/// What a suppression reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// These bytes: a block, a list item, a table row, or a line.
    Span(Span),
    /// The whole file.
    File,
}

/// A suppression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The comment.
    pub span: Span,
    /// Rules and groups named, with their spans.
    pub rules: Vec<(String, Span)>,
    /// The reason; `None` where the comment gives none, which is a fault.
    pub reason: Option<String>,
    /// What it reaches.
    pub reach: Reach,
}
