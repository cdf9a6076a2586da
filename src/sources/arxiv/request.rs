//! What arXiv is asked.

use crate::record::{Identifier, Source};
use crate::sources::{Class, Request, encode};

/// The most identifiers one request asks about; a hundred keep its address under 2 KB.
pub const BATCH: usize = 100;

/// Asks for the newest version of several papers, at most [`BATCH`].
#[must_use]
pub fn batch(ids: &[Identifier]) -> Request {
    let list: Vec<String> = ids.iter().map(|id| encode::query(id.value())).collect();
    let path = format!("/query?id_list={}&max_results={}", list.join(","), ids.len());
    Request { source: Source::Arxiv, class: Class::List, path, form: None, ids: ids.to_vec() }
}

/// Asks for one version of a paper, from 1; titles and authors change between versions.
#[must_use]
pub fn version(id: &Identifier, number: u32) -> Request {
    let path = format!("/query?id_list={}v{number}&max_results=1", encode::query(id.value()));
    Request { source: Source::Arxiv, class: Class::Single, path, form: None, ids: vec![id.clone()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_and_a_version() {
        let ids = ["1706.03762v7", "math.GT/0309136"].map(|id| Identifier::from_arxiv(id).expect("an identifier"));
        assert_eq!(batch(&ids).path, "/query?id_list=1706.03762,math/0309136&max_results=2");
        assert_eq!(version(&ids[0], 2).path, "/query?id_list=1706.03762v2&max_results=1");
        let odd = Identifier::from_doi("10.48550/arXiv.a&b,c");
        assert_eq!(batch(&[odd]).path, "/query?id_list=a%26b%2Cc&max_results=1");
    }
}
