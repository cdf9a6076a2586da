//! What kind of work a work is.

/// The type of a work, as far as ibid tells types apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WorkType {
    /// An article in a journal.
    Article,
    /// A preprint (Crossref `posted-content` of subtype `preprint`).
    Preprint,
    /// A book, monograph, edited book or reference book.
    Book,
    /// A chapter or reference entry.
    Chapter,
    /// A paper in proceedings.
    ProceedingsPaper,
    /// A thesis.
    Dissertation,
    /// A data set.
    Dataset,
    /// A report.
    Report,
    /// A peer review.
    PeerReview,
    /// Anything else, in the source's own word; empty where it has none.
    Other(String),
}

impl WorkType {
    /// The key in store, lock and JSON; for anything else the source's own word.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Article => "article",
            Self::Preprint => "preprint",
            Self::Book => "book",
            Self::Chapter => "chapter",
            Self::ProceedingsPaper => "proceedings-paper",
            Self::Dissertation => "dissertation",
            Self::Dataset => "dataset",
            Self::Report => "report",
            Self::PeerReview => "peer-review",
            Self::Other(word) => word,
        }
    }

    /// The type of a key in store, lock or JSON.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        match key {
            "article" => Self::Article,
            "preprint" => Self::Preprint,
            "book" => Self::Book,
            "chapter" => Self::Chapter,
            "proceedings-paper" => Self::ProceedingsPaper,
            "dissertation" => Self::Dissertation,
            "dataset" => Self::Dataset,
            "report" => Self::Report,
            "peer-review" => Self::PeerReview,
            word => Self::Other(word.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_round_trip() {
        for word in ["article", "preprint", "book", "chapter", "proceedings-paper", "dissertation", "dataset", "report"]
        {
            assert!(!matches!(WorkType::from_key(word), WorkType::Other(_)));
            assert_eq!(WorkType::from_key(word).key(), word);
        }
        assert_eq!(WorkType::from_key("standard").key(), "standard");
    }
}
