//! What stands at a place.

use super::Snapshot;
use crate::record::Knowledge;
use crate::syntax::Occurrence;

/// What stands at a place.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The identifier there.
    pub occurrence: &'a Occurrence,
    /// What is known of it.
    pub knowledge: &'a Knowledge,
}

/// The identifier whose token touches byte `offset`.
#[must_use]
pub fn target(snapshot: &Snapshot, offset: usize) -> Option<Target<'_>> {
    let occurrence = snapshot.document.identifier_at(offset)?;
    Some(Target { occurrence, knowledge: snapshot.records.get(&occurrence.id) })
}
