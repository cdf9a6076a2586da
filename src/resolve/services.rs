//! How each question is put and its answer read: one file a source.

mod arxiv;
mod crossref;
mod datacite;
mod doi_org;
mod europepmc;
mod idconv;
mod pubmed;

use super::failure::Failure;
use super::question::{Answer, Question};
use crate::record::{Identifier, IdentifierKind, Record, Source};
use crate::sources::{Class, Request};

/// One answer for each of the identifiers asked about, in their order; or the body is no answer to the question.
type Read = Result<Vec<Answer>, Failure>;

/// How one question is put and its answer read.
pub(super) struct Service {
    /// Who is asked.
    pub(super) source: Source,
    /// Which of its budgets is drawn on.
    pub(super) class: Class,
    /// The most identifiers of one request.
    pub(super) most: usize,
    /// Which identifiers may share a request.
    pub(super) group: fn(&Identifier) -> Group,
    /// The request about these, all of one group, at most `most`; with the contact that the user gave.
    pub(super) request: fn(&[Identifier], Option<&str>) -> Request,
    /// Reads a body of this status as the answer to the question about these.
    pub(super) read: fn(&[Identifier], u16, &[u8]) -> Read,
    /// As long as one of these is out or waits, what is to be asked is gathered, so that it is one request and not ten.
    pub(super) behind: &'static [Question],
    /// The same, for what nobody waits for.
    pub(super) idly_behind: &'static [Question],
}

/// Identifiers of one group may be asked about together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// With all others.
    Any,
    /// With others of its kind.
    Of(IdentifierKind),
    /// With none.
    Alone,
}

impl Question {
    /// How it is put and read.
    pub(super) fn service(self) -> &'static Service {
        match self {
            Self::DoiHandle => &doi_org::HANDLE,
            Self::CrossrefAlone => &crossref::ALONE,
            Self::CrossrefList => &crossref::LIST,
            Self::PubmedRecords => &pubmed::RECORDS,
            Self::PubmedSummary => &pubmed::SUMMARY,
            Self::ConverterAlone => &idconv::ALONE,
            Self::ConverterList => &idconv::LIST,
            Self::DoiAgency => &doi_org::AGENCY,
            Self::DataciteList => &datacite::LIST,
            Self::ArxivAlone => &arxiv::ALONE,
            Self::ArxivList => &arxiv::LIST,
            Self::EuropepmcList => &europepmc::LIST,
            Self::PubmedSearch => &pubmed::SEARCH,
        }
    }
}

fn any(_: &Identifier) -> Group {
    Group::Any
}

fn alone(_: &Identifier) -> Group {
    Group::Alone
}

/// Whether the record is of this identifier, by its name or by another that the record itself lists.
pub(super) fn is_about(record: &Record, id: &Identifier) -> bool {
    record.id == *id || record.same_as.contains(id)
}
