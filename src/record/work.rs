//! What one source says of one work.

use super::{Contributor, Identifier, Notice, NoticeAbout, NoticeKind, PartialDate, Relation, WorkType};

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

/// A heading of the Medical Subject Headings under which a work stands (NLM, "MeshHeadingList").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeshHeading {
    /// The descriptor ("Neoplasms").
    pub descriptor: String,
    /// Its qualifiers ("radiotherapy"), each with whether it is a main topic of the work.
    pub qualifiers: Vec<(String, bool)>,
    /// Whether the descriptor itself is a main topic.
    pub major: bool,
}

/// A further abstract: in plain language, by the publisher, in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherAbstract {
    /// What it is, for people ("Plain language summary", "fra").
    pub label: String,
    /// As [`Record::abstract_text`].
    pub text: String,
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
    pub authors: Vec<Contributor>,
    /// Editors in order.
    pub editors: Vec<Contributor>,
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
    /// Further abstracts.
    pub other_abstracts: Vec<OtherAbstract>,
    /// Keywords, as the authors gave them.
    pub keywords: Vec<String>,
    /// Medical Subject Headings.
    pub mesh: Vec<MeshHeading>,
    /// What the authors declare of conflicting interests, plain text.
    pub conflict_of_interest: Option<String>,
    /// The kinds of publication in the source's own words ("Review", "Randomized Controlled Trial").
    pub publication_types: Vec<String>,
    /// Language, as the source has it (`en`, `eng`).
    pub language: Option<String>,
    /// Which version of the work this is, as the source has it (`2`, `v7`).
    pub version: Option<String>,
    /// An `https:` address that the record names as a free full text.
    pub full_text: Option<String>,
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
            other_abstracts: Vec::new(),
            keywords: Vec::new(),
            mesh: Vec::new(),
            conflict_of_interest: None,
            publication_types: Vec::new(),
            language: None,
            version: None,
            full_text: None,
            notices: Vec::new(),
            notice_about: Vec::new(),
            relations: Vec::new(),
        }
    }

    /// Whether `id` names the work: the source has it under that identifier, or lists it as another of the work's.
    #[must_use]
    pub fn is_named(&self, id: &Identifier) -> bool {
        self.id == *id || self.same_as.contains(id)
    }

    /// Whether the work is itself a notice about another: a retraction notice, an erratum. A new version of a
    /// work is none.
    #[must_use]
    pub fn is_notice(&self) -> bool {
        self.notice_about.iter().any(|about| about.kind != NoticeKind::NewVersion)
    }
}
