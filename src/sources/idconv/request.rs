//! What the converter is asked.

use crate::record::{Identifier, IdentifierKind, Source};
use crate::sources::{Class, Request, encode};

/// The most PMCIDs or PMIDs of one request, as the service allows.
pub const BATCH: usize = 200;

/// The most DOIs of one request; they keep its address under 4 KB.
pub const BATCH_OF_DOIS: usize = 50;

/// Whether it can be asked about: a PMCID, a PMID or a DOI without a comma, which would end it.
#[must_use]
pub fn batchable(id: &Identifier) -> bool {
    match id.kind() {
        IdentifierKind::Pmcid | IdentifierKind::Pmid => true,
        IdentifierKind::Doi => !id.is_short_doi() && !id.value().contains(','),
        _ => false,
    }
}

/// Asks about several identifiers, each of them [`batchable`] and all of one kind, since the service refuses a mixed
/// list; at most [`BATCH`], or [`BATCH_OF_DOIS`]. `mailto` is the contact that NCBI asks for.
#[must_use]
pub fn batch(ids: &[Identifier], mailto: Option<&str>) -> Request {
    let kind = ids.first().map_or("pmcid", |id| id.kind().prefix());
    let values: Vec<String> = ids.iter().map(|id| encode::query(id.value())).collect();
    let mut path = format!("/api/v1/articles/?ids={}&idtype={kind}&format=json&tool=ibid", values.join(","));
    if let Some(mailto) = mailto {
        path.push_str("&email=");
        path.push_str(&encode::query(mailto));
    }
    Request { source: Source::IdConv, class: Class::List, path, form: None, ids: ids.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_of_one_kind() {
        let ids = ["PMC3531190", "PMC1762313"].map(|id| Identifier::from_pmcid(id).expect("a PMCID"));
        assert_eq!(
            batch(&ids, Some("a@example.org")).path,
            "/api/v1/articles/?ids=PMC3531190,PMC1762313&idtype=pmcid&format=json&tool=ibid&email=a%40example.org"
        );
        let ids = [Identifier::from_doi("10.1000/a&b")];
        assert_eq!(batch(&ids, None).path, "/api/v1/articles/?ids=10.1000/a%26b&idtype=doi&format=json&tool=ibid");
    }

    #[test]
    fn what_it_cannot_be_asked() {
        assert!(batchable(&Identifier::from_doi("10.1000/a")));
        assert!(!batchable(&Identifier::from_doi("10.1000/a,b")));
        assert!(!batchable(&Identifier::from_doi("10/abc")));
        assert!(!batchable(&Identifier::from_doi("10.48550/arXiv.1706.03762")));
    }
}
