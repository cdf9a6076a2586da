//! elink: the works that PubMed links to a citation ("Entrez Link Descriptions", `pubmed`).

use serde_json::Value;

use super::request::{form, request};
use crate::record::{Identifier, Listed, Listing, Source};
use crate::sources::{Class, DecodeFault, Request, body};

/// Which works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkName {
    /// Works of like words and subjects, the likest first.
    Similar,
    /// Works in PubMed Central that cite it.
    CitedBy,
    /// Works that it cites, as far as PubMed Central knows.
    References,
}

impl LinkName {
    fn name(self) -> &'static str {
        match self {
            Self::Similar => "pubmed_pubmed",
            Self::CitedBy => "pubmed_pubmed_citedin",
            Self::References => "pubmed_pubmed_refs",
        }
    }
}

/// Asks for the works that are linked to a PMID; `email` is whom NCBI may write to.
#[must_use]
pub fn elink(id: &Identifier, links: LinkName, email: Option<&str>) -> Request {
    let fields = [("dbfrom", "pubmed"), ("id", id.value()), ("linkname", links.name()), ("retmode", "json")];
    let form = form(&fields, email);
    Request { form: Some(form), ..request(Class::Single, "/elink.fcgi", std::slice::from_ref(id)) }
}

/// Reads the answer to [`elink`]: the linked works, each once, without the work itself. No link is an answer.
///
/// # Errors
///
/// The body is no set of links of this PMID.
pub fn decode_links(id: &Identifier, links: LinkName, body: &[u8]) -> Result<Listing, DecodeFault> {
    let value = body::json(body)?;
    let complaint = |value: &Value| {
        let words = ["ERROR", "error"].iter().find_map(|name| value.get(name)).and_then(Value::as_str);
        words.filter(|words| !words.trim().is_empty()).map(body::own_error)
    };
    if let Some(fault) = complaint(&value) {
        return Err(fault);
    }
    let sets = value.get("linksets").and_then(Value::as_array);
    let sets = sets.ok_or_else(|| DecodeFault::Foreign("no set of links".into()))?;
    if let Some(fault) = sets.iter().find_map(complaint) {
        return Err(fault);
    }
    let is_ours = |set: &&Value| {
        let ids = set.get("ids").and_then(Value::as_array);
        ids.is_some_and(|ids| ids.iter().any(|other| pmid(other).as_ref() == Some(id)))
    };
    let set = sets.iter().find(is_ours).ok_or_else(|| DecodeFault::Foreign("links of another work".into()))?;
    let lists = set.get("linksetdbs").and_then(Value::as_array).into_iter().flatten();
    let mut lists = lists.filter(|list| list.get("linkname").and_then(Value::as_str) == Some(links.name()));
    let linked = lists.find_map(|list| list.get("links").and_then(Value::as_array)).into_iter().flatten();
    let mut seen = std::collections::HashSet::new();
    let linked = linked.filter_map(pmid).filter(|other| other != id && seen.insert(other.clone()));
    Ok(Listing { source: Source::PubMed, works: linked.map(|id| Listed { id: Some(id), written: None }).collect() })
}

/// A PMID as a string, a number, or an object with an `id`, as neighbours come with their scores.
fn pmid(value: &Value) -> Option<Identifier> {
    match value {
        Value::String(digits) => Identifier::from_pmid(digits),
        Value::Number(number) => Identifier::from_pmid(&number.to_string()),
        Value::Object(_) => value.get("id").filter(|id| !id.is_object()).and_then(pmid),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(digits: &str) -> Identifier {
        Identifier::from_pmid(digits).expect("a PMID")
    }

    fn decoded(body: &str) -> Result<Vec<String>, DecodeFault> {
        let listing = decode_links(&id("36497410"), LinkName::Similar, body.as_bytes())?;
        Ok(listing.works.iter().filter_map(|work| work.id.as_ref()).map(|id| id.value().to_owned()).collect())
    }

    #[test]
    fn a_request_names_the_links() {
        let request = elink(&id("36497410"), LinkName::CitedBy, None);
        assert_eq!(request.path, "/elink.fcgi");
        assert_eq!(
            request.form.as_deref(),
            Some("db=pubmed&dbfrom=pubmed&id=36497410&linkname=pubmed_pubmed_citedin&retmode=json&tool=ibid")
        );
    }

    #[test]
    fn links_of_the_name_that_was_asked_for() {
        let body = r#"{"header": {"type": "elink", "version": "0.3"}, "linksets": [{"dbfrom": "pubmed",
            "ids": ["36497410"], "linksetdbs": [
              {"dbto": "pubmed", "linkname": "pubmed_pubmed_reviews", "links": ["7"]},
              {"dbto": "pubmed", "linkname": "pubmed_pubmed", "links": ["36497410", "12", 13, {"id": "14", "score": 9}, "12", "x", null]}
            ]}]}"#;
        assert_eq!(decoded(body), Ok(vec!["12".into(), "13".into(), "14".into()]));
    }

    #[test]
    fn no_links_are_an_answer_and_other_works_none() {
        assert_eq!(decoded(r#"{"linksets": [{"dbfrom": "pubmed", "ids": ["36497410"]}]}"#), Ok(Vec::new()));
        for body in [
            r#"{"linksets": [{"dbfrom": "pubmed", "ids": ["12"], "linksetdbs": []}]}"#,
            r#"{"linksets": [{"dbfrom": "pubmed", "ERROR": "Unable to obtain query #1"}]}"#,
            r#"{"linksets": []}"#,
            r#"{"error": "API rate limit exceeded", "count": "11"}"#,
            "{}",
            "[]",
        ] {
            assert!(matches!(decoded(body), Err(DecodeFault::Foreign(_))), "{body}");
        }
        assert!(matches!(decoded(""), Err(DecodeFault::Malformed(_))));
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_a_fault(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode_links(&id("1"), LinkName::Similar, &body);
        }
    }
}
