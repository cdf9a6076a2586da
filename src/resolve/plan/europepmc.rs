//! Europe PMC, which stands in for NCBI.

use super::second::beside_pubmed;
use super::{Evidence, Next, ask, unchecked, view};
use crate::record::{Identifier, Source};
use crate::resolve::question::Question;

/// What NCBI's `source` did not say, which `what` tells, Europe PMC may. It gives records and denies nothing: without one
/// it is NCBI's silence that counts.
pub(super) fn instead_of(source: Source, what: &str, id: &Identifier, evidence: &Evidence<'_>) -> Next {
    if let Some(record) = evidence.record(Question::EuropepmcList, id) {
        return beside_pubmed(view(Source::EuropePmc, record, evidence), evidence);
    }
    if evidence.may_ask(Source::EuropePmc) && evidence.said(Question::EuropepmcList, id).is_none() {
        return ask((Question::EuropepmcList, id.clone()));
    }
    unchecked(source, what)
}
