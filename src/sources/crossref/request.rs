//! What Crossref is asked.

use crate::record::{Identifier, IdentifierKind, Source};
use crate::sources::encode;
use crate::sources::{Class, Request};

/// The most identifiers one list request asks about; fifty DOIs keep its address under 4 KB.
pub const BATCH: usize = 50;

/// Whether a list request can ask about it: the value of a filter ends at a comma, even an encoded one, and
/// Crossref serves no short DOIs.
#[must_use]
pub fn batchable(id: &Identifier) -> bool {
    id.kind() == IdentifierKind::Doi && !id.is_short_doi() && !id.value().contains(',')
}

/// Asks about several identifiers at once, each of them [`batchable`], at most [`BATCH`]; `mailto` is the contact
/// that Crossref asks for ("polite" use).
#[must_use]
pub fn batch(ids: &[Identifier], mailto: Option<&str>) -> Request {
    let filters: Vec<String> =
        ids.iter().filter_map(Identifier::doi).map(|doi| format!("doi:{}", encode::query(&doi))).collect();
    let mut path = format!("/works?filter={}&rows={}", filters.join(","), ids.len());
    if let Some(mailto) = mailto {
        path.push_str("&mailto=");
        path.push_str(&encode::query(mailto));
    }
    Request { source: Source::Crossref, class: Class::List, path, form: None, ids: ids.to_vec() }
}

/// What is asked of works that are only candidates.
const SELECTED: &str = "DOI,title,subtitle,author,issued,published-print,published-online,container-title,\
                        short-container-title,volume,issue,page,article-number,type,update-to";

/// Asks for works by what a reference says, at most so many, the likeliest first (“query.bibliographic”).
#[must_use]
pub fn search(words: &str, most: usize, mailto: Option<&str>) -> Request {
    let words = encode::query(words);
    let mut path = format!("/works?query.bibliographic={words}&rows={most}&select={SELECTED}");
    if let Some(mailto) = mailto {
        path.push_str("&mailto=");
        path.push_str(&encode::query(mailto));
    }
    Request { source: Source::Crossref, class: Class::List, path, form: None, ids: Vec::new() }
}

/// Asks about one identifier.
#[must_use]
pub fn single(id: &Identifier, mailto: Option<&str>) -> Request {
    let mut path = format!("/works/{}", encode::path(&id.doi().unwrap_or_default()));
    if let Some(mailto) = mailto {
        path.push_str("?mailto=");
        path.push_str(&encode::query(mailto));
    }
    Request { source: Source::Crossref, class: Class::Single, path, form: None, ids: vec![id.clone()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_one_filter_with_many_values() {
        let ids = [Identifier::from_doi("10.1000/A"), Identifier::from_doi("10.1002/(SICI)10<1::AID>3.0.CO;2-M")];
        let request = batch(&ids, Some("someone+ibid@example.org"));
        assert_eq!(
            request.path,
            "/works?filter=doi:10.1000/a,doi:10.1002/%28sici%2910%3C1::aid%3E3.0.co%3B2-m&rows=2\
             &mailto=someone%2Bibid%40example.org"
        );
        assert_eq!((request.class, request.ids.len()), (Class::List, 2));
    }

    #[test]
    fn a_comma_goes_alone() {
        let id = Identifier::from_doi("10.1000/a,b");
        assert!(!batchable(&id));
        assert_eq!(single(&id, None).path, "/works/10.1000/a%2Cb");
        assert!(!batchable(&Identifier::from_doi("10/abc")));
        assert!(!batchable(&Identifier::from_doi("10.48550/arXiv.1706.03762")));
    }
}
