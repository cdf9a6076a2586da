//! How works stand to each other.

use super::Identifier;

/// How another work stands to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RelationKind {
    /// This work is a preprint of the other.
    PreprintOf,
    /// The other is a preprint of this work.
    HasPreprint,
    /// This work is a version of the other.
    VersionOf,
    /// The other is a version of this work.
    HasVersion,
    /// The other is a later version that replaces this one.
    ReplacedBy,
    /// The other is a translation of this work, or this one of the other.
    Translation,
    /// This work was published before, as the other.
    ReprintOf,
    /// This work was published again, as the other.
    HasReprint,
}

impl RelationKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::PreprintOf,
        Self::HasPreprint,
        Self::VersionOf,
        Self::HasVersion,
        Self::ReplacedBy,
        Self::Translation,
        Self::ReprintOf,
        Self::HasReprint,
    ];

    /// The key in store, lock and JSON.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::PreprintOf => "preprint-of",
            Self::HasPreprint => "has-preprint",
            Self::VersionOf => "version-of",
            Self::HasVersion => "has-version",
            Self::ReplacedBy => "replaced-by",
            Self::Translation => "translation",
            Self::ReprintOf => "reprint-of",
            Self::HasReprint => "has-reprint",
        }
    }

    /// The kind of a key in store, lock or JSON.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A link from a work to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// How they are related.
    pub kind: RelationKind,
    /// The other work.
    pub target: Identifier,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_round_trip() {
        for kind in RelationKind::ALL {
            assert_eq!(RelationKind::from_key(kind.key()), Some(kind));
        }
    }
}
