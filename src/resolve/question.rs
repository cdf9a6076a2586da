//! The questions that are put to sources, and the answers they give.

use std::sync::Arc;

use super::services::is_about;
use crate::record::{Identifier, Knowledge, Reason, Record, Source};
use crate::store::Found;

/// One kind of question to one source. In the order in which they are considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Question {
    /// doi.org, alone: does the handle exist, and what does it stand for?
    DoiHandle,
    /// Crossref, alone.
    CrossrefAlone,
    /// Crossref, with others.
    CrossrefList,
    /// PubMed: records, with others.
    PubmedRecords,
    /// PubMed, alone: does it have the number?
    PubmedSummary,
    /// The PMC identifier converter, alone.
    ConverterAlone,
    /// The PMC identifier converter, with others.
    ConverterList,
    /// doi.org, with others: who registered it?
    DoiAgency,
    /// DataCite, with others.
    DataciteList,
    /// arXiv, alone.
    ArxivAlone,
    /// arXiv, with others.
    ArxivList,
    /// Europe PMC, with others.
    EuropepmcList,
    /// PubMed: which numbers do these DOIs have?
    PubmedSearch,
}

impl Question {
    /// All of them, in order.
    pub(super) const ALL: [Self; 13] = [
        Self::DoiHandle,
        Self::CrossrefAlone,
        Self::CrossrefList,
        Self::PubmedRecords,
        Self::PubmedSummary,
        Self::ConverterAlone,
        Self::ConverterList,
        Self::DoiAgency,
        Self::DataciteList,
        Self::ArxivAlone,
        Self::ArxivList,
        Self::EuropepmcList,
        Self::PubmedSearch,
    ];
}

impl Question {
    /// Whether what the store holds answers it.
    pub(super) fn is_answered(self, found: &Found) -> bool {
        let by = |source| found.young.contains(&source);
        match &found.knowledge {
            Knowledge::Absent(_) | Knowledge::Unchecked(Reason::Undecided { .. }) => !found.due,
            Knowledge::Unchecked(_) | Knowledge::Unsupported => false,
            Knowledge::Known(_) => match self {
                Self::DoiHandle | Self::DoiAgency => !found.due,
                Self::CrossrefAlone | Self::CrossrefList => by(Source::Crossref),
                Self::PubmedRecords | Self::PubmedSummary | Self::PubmedSearch => by(Source::PubMed),
                Self::ConverterAlone | Self::ConverterList => by(Source::PubMed),
                Self::DataciteList => by(Source::DataCite),
                Self::ArxivAlone | Self::ArxivList => by(Source::Arxiv),
                Self::EuropepmcList => by(Source::EuropePmc),
            },
        }
    }

    /// The record of its source that the store holds, where a record is what it asks for.
    pub(super) fn answer_in(self, found: &Found) -> Option<Answer> {
        let asks_for_record = !matches!(
            self,
            Self::DoiHandle
                | Self::DoiAgency
                | Self::PubmedSummary
                | Self::PubmedSearch
                | Self::ConverterAlone
                | Self::ConverterList
        );
        let source = self.service().source;
        let known = found.knowledge.known().filter(|_| asks_for_record && found.young.contains(&source))?;
        let about = |record: &Record| is_about(record, &found.id);
        let view = known.views.iter().find(|view| view.source == source && about(&view.record))?;
        let mut record = (*view.record).clone();
        record.notices = view.notices.to_vec();
        Some(Answer::Record(Arc::new(record)))
    }
}

/// One question about one identifier.
pub(super) type Inquiry = (Question, Identifier);

/// One usable answer about one identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// This record, which is of the identifier by its own words.
    Record(Arc<Record>),
    /// An orderly answer without it; no denial.
    Lacks,
    /// It does not exist.
    Denies,
    /// It exists.
    Exists,
    /// It exists, and stands for this other one.
    AliasOf(Identifier),
    /// It exists, and its work has these names too.
    SameAs(Vec<Identifier>),
    /// This agency registered it.
    Agency(String),
    /// It is none of those that the source knows of.
    Malformed,
    /// The source says nothing of it.
    Unclear,
    /// Its record may be among those of these; `complete`: if it is not, the source has none.
    Among {
        /// What was found for this identifier and others together.
        found: Arc<[Identifier]>,
        /// Whether that is all.
        complete: bool,
    },
}
