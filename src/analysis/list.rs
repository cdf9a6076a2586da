//! Everything found, with its state.

use super::Snapshot;
use crate::syntax::{Occurrence, Place};
use crate::text::Span;

/// One line of `ibid list`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// The contract's `kind`.
    pub kind: &'static str,
    /// The canonical identifier.
    pub value: String,
    /// As written.
    pub text: &'a str,
    /// The identifier itself, without label or `@`.
    pub span: Span,
    /// The contract's `state`.
    pub state: &'static str,
    /// Where it stands.
    pub place: Place,
}

/// Every identifier, in the order of the text.
#[must_use]
pub fn list(snapshot: &Snapshot) -> Vec<Listed<'_>> {
    let text = snapshot.document.text();
    let listed = |found: &Occurrence| Listed {
        kind: found.id.kind().prefix(),
        value: found.id.to_string(),
        text: found.span.of(text),
        span: found.span,
        state: snapshot.records.get(&found.id).state(),
        place: found.place,
    };
    snapshot.document.identifiers.iter().map(listed).collect()
}
