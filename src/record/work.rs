//! What one source says of one work.

use super::{Identifier, Name, Notice, NoticeAbout, NoticeKind, PartialDate};

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

/// The dates a source gives; any may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The date of publication as the source sums it up.
    pub issued: Option<PartialDate>,
    /// In print.
    pub print: Option<PartialDate>,
    /// Online.
    pub online: Option<PartialDate>,
    /// Posted (preprints).
    pub posted: Option<PartialDate>,
}

impl Dates {
    /// The year to show.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        [self.issued, self.print, self.online, self.posted].into_iter().flatten().next().map(|date| date.year)
    }
}

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
}

impl RelationKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::PreprintOf, Self::HasPreprint, Self::VersionOf, Self::HasVersion, Self::ReplacedBy, Self::Translation];

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

/// One source's record of one work. All text is untrusted, but decoded: Unicode, no markup but as said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The identifier under which the source has it.
    pub id: Identifier,
    /// Other identifiers of the same work.
    pub same_as: Vec<Identifier>,
    /// What kind of work.
    pub work_type: WorkType,
    /// Title, plain text, without a "RETRACTED:" prefix.
    pub title: Option<String>,
    /// Subtitle, plain text.
    pub subtitle: Option<String>,
    /// Titles in other languages, plain text.
    pub other_titles: Vec<String>,
    /// Authors in order.
    pub authors: Vec<Name>,
    /// Editors in order.
    pub editors: Vec<Name>,
    /// Journal, book or proceedings.
    pub container_title: Option<String>,
    /// Its abbreviation, where it differs from the full title.
    pub container_short: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Dates.
    pub dates: Dates,
    /// Volume.
    pub volume: Option<String>,
    /// Issue.
    pub issue: Option<String>,
    /// Pages, as the source writes them.
    pub pages: Option<String>,
    /// Article number, where there are no pages.
    pub article_number: Option<String>,
    /// Abstract as Markdown paragraphs, section heads in bold; escaping is the renderer's task.
    pub abstract_text: Option<String>,
    /// Language, as the source has it (`en`).
    pub language: Option<String>,
    /// Notices about this work, gravest first.
    pub notices: Vec<Notice>,
    /// Works that this one is a notice about, with what it says of them.
    pub notice_about: Vec<NoticeAbout>,
    /// Related works.
    pub relations: Vec<Relation>,
}

impl Record {
    /// A record of which only the identifier is known.
    #[must_use]
    pub fn new(id: Identifier) -> Self {
        Self {
            id,
            same_as: Vec::new(),
            work_type: WorkType::Other(String::new()),
            title: None,
            subtitle: None,
            other_titles: Vec::new(),
            authors: Vec::new(),
            editors: Vec::new(),
            container_title: None,
            container_short: None,
            publisher: None,
            dates: Dates::default(),
            volume: None,
            issue: None,
            pages: None,
            article_number: None,
            abstract_text: None,
            language: None,
            notices: Vec::new(),
            notice_about: Vec::new(),
            relations: Vec::new(),
        }
    }

    /// Whether the work is itself a notice about another: a retraction notice, an erratum. A new version of a
    /// work is none.
    #[must_use]
    pub fn is_notice(&self) -> bool {
        self.notice_about.iter().any(|about| about.kind != NoticeKind::NewVersion)
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
        for kind in RelationKind::ALL {
            assert_eq!(RelationKind::from_key(kind.key()), Some(kind));
        }
    }
}
