//! What publishers and others announced about a work after it appeared.

use super::{Identifier, PartialDate};

/// The kind of a notice, from the gravest to the mildest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoticeKind {
    /// The work is retracted.
    Retracted,
    /// The work is removed from publication.
    Removed,
    /// The work is withdrawn.
    Withdrawn,
    /// The work is retracted and a corrected one is published in its place.
    RetractedAndRepublished,
    /// A part of the work is retracted.
    PartlyRetracted,
    /// The journal is concerned; not a retraction.
    ExpressionOfConcern,
    /// Correction, corrigendum, erratum, addendum, clarification.
    Corrected,
    /// A later version or edition is published.
    NewVersion,
}

/// Who told the source of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReportedBy {
    /// The publisher, through the registry.
    Publisher,
    /// The Retraction Watch database.
    RetractionWatch,
    /// Only a prefix of the title says so ("RETRACTED: …").
    Title,
    /// Somebody else, by name.
    Other(String),
}

/// One notice about a work, deduplicated by kind and the notice's own identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub kind: NoticeKind,
    /// The notice's own identifier, where it has one.
    pub notice: Option<Identifier>,
    /// When it appeared; the earliest date that a source gives.
    pub date: Option<PartialDate>,
    /// Who says so; sorted, without repeats.
    pub reported_by: Vec<ReportedBy>,
    /// Why, where the source gives a reason in words.
    pub reason: Option<String>,
}

/// What a notice says of another work: the other end of a [`Notice`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeAbout {
    /// What it says.
    pub kind: NoticeKind,
    /// The work it is about.
    pub work: Identifier,
    /// When it appeared.
    pub date: Option<PartialDate>,
}
