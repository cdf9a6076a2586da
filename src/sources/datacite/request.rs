//! What DataCite is asked.

use crate::record::{Identifier, Source};
use crate::sources::{Class, Request, encode};

/// The most identifiers one list request asks about; fifty DOIs keep its address under 4 KB, and their records far
/// below what is read of a body.
pub const BATCH: usize = 50;

/// Whether it can be asked about: a DOI, or an arXiv identifier, which has one.
#[must_use]
pub fn batchable(id: &Identifier) -> bool {
    id.doi().is_some() && !id.is_short_doi()
}

/// Asks about several identifiers at once, each of them [`batchable`], at most [`BATCH`]: a search for any of their
/// DOIs as a phrase, in which a comma is a character like others.
#[must_use]
pub fn batch(ids: &[Identifier]) -> Request {
    let phrases: Vec<String> = ids.iter().filter_map(Identifier::doi).map(|doi| phrase(&doi)).collect();
    let query = encode::query(&format!("doi:({})", phrases.join(" OR ")));
    let path = format!("/dois?query={query}&page%5Bsize%5D={}", ids.len());
    Request { source: Source::DataCite, class: Class::List, path, form: None, ids: ids.to_vec() }
}

/// A phrase in DataCite's query language, where DOIs are in lower case.
fn phrase(doi: &str) -> String {
    format!("\"{}\"", doi.to_ascii_lowercase().replace('\\', "\\\\").replace('"', "\\\""))
}

/// Asks about one identifier.
#[must_use]
pub fn single(id: &Identifier) -> Request {
    let path = format!("/dois/{}", encode::path(&id.doi().unwrap_or_default()));
    Request { source: Source::DataCite, class: Class::Single, path, form: None, ids: vec![id.clone()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_one_search_for_phrases() {
        let ids = [Identifier::from_doi("10.5281/zenodo.1"), Identifier::from_doi("10.48550/arXiv.1706.03762v7")];
        let request = batch(&ids);
        assert_eq!(
            request.path,
            "/dois?query=doi:%28%2210.5281/zenodo.1%22%20OR%20%2210.48550/arxiv.1706.03762%22%29&page%5Bsize%5D=2"
        );
        assert_eq!((request.class, request.ids.len()), (Class::List, 2));
        let odd = batch(&[Identifier::from_doi("10.5281/a\"b,\\c")]);
        assert!(odd.path.contains("%2210.5281/a%5C%22b%2C%5C%5Cc%22"), "{}", odd.path);
    }

    #[test]
    fn what_has_no_doi_is_not_asked() {
        assert!(!batchable(&Identifier::from_doi("10/abc")));
        assert!(!batchable(&Identifier::from_pmid("1").expect("a PMID")));
        let id = Identifier::from_arxiv("hep-th/9901001v2").expect("an arXiv identifier");
        assert!(batchable(&id));
        assert_eq!(single(&id).path, "/dois/10.48550/arXiv.hep-th/9901001");
    }
}
