//! What one source says of one work.

use super::{Identifier, Name, Notice, NoticeAbout, PartialDate};

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
