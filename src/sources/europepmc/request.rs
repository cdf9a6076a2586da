//! What Europe PMC is asked.

use crate::record::{Identifier, IdentifierKind, Source};
use crate::sources::{Class, Request, encode};

/// The most identifiers one request asks about; fifty DOIs keep its address under 5 KB.
pub const BATCH: usize = 50;

/// Whether it can be asked about: a PMID, a PMCID, or a DOI that its query language cannot mistake for something else.
#[must_use]
pub fn batchable(id: &Identifier) -> bool {
    match id.kind() {
        IdentifierKind::Pmid | IdentifierKind::Pmcid => true,
        _ => id.doi().is_some_and(|doi| !doi.contains(['"', '\\'])) && !id.is_short_doi(),
    }
}

/// Asks about several identifiers of any kind, each of them [`batchable`], at most [`BATCH`].
#[must_use]
pub fn batch(ids: &[Identifier]) -> Request {
    let clauses: Vec<String> = ids.iter().filter_map(clause).collect();
    let query = encode::query(&clauses.join(" OR "));
    // A DOI may stand in the records of an article, of its preprint and of what was published with it.
    let most = ids.len() * 5;
    let path = format!("/search?query={query}&resultType=core&format=json&pageSize={most}");
    Request { source: Source::EuropePmc, class: Class::List, path, form: None, ids: ids.to_vec() }
}

fn clause(id: &Identifier) -> Option<String> {
    Some(match id.kind() {
        IdentifierKind::Pmid => format!("(EXT_ID:{} AND SRC:MED)", id.value()),
        IdentifierKind::Pmcid => format!("PMCID:{}", id.value()),
        _ => format!("DOI:\"{}\"", id.doi()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_clause() {
        let ids = [
            Identifier::from_pmid("36497410").expect("a PMID"),
            Identifier::from_pmcid("PMC9736289").expect("a PMCID"),
            Identifier::from_doi("10.1016/S0140-6736(97)11096-0"),
        ];
        assert!(ids.iter().all(batchable));
        assert_eq!(
            batch(&ids).path,
            "/search?query=%28EXT_ID:36497410%20AND%20SRC:MED%29%20OR%20PMCID:PMC9736289%20OR%20\
             DOI:%2210.1016/s0140-6736%2897%2911096-0%22&resultType=core&format=json&pageSize=15"
        );
        for odd in ["10.1000/a\"b", "10.1000/a\\b", "10/abc"] {
            assert!(!batchable(&Identifier::from_doi(odd)), "{odd}");
        }
        assert!(!batchable(&Identifier::from_url("https://example.org")));
    }
}
