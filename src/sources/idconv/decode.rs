//! The converter's answers.

use serde_json::Value;

use crate::record::{Identifier, IdentifierKind};
use crate::sources::field::doi;
use crate::sources::{DecodeFault, body};

/// What the converter says of one identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdConvAnswer {
    /// The article is in PMC, under these names; the one asked about is among them.
    Found {
        /// Its number in PubMed, if it has one.
        pmid: Option<Identifier>,
        /// Its number in PMC.
        pmcid: Option<Identifier>,
        /// Its DOI, if it has one.
        doi: Option<Identifier>,
    },
    /// Not in PMC. Of a PMCID that denies it; of a PMID or a DOI it says no more.
    NotFound,
    /// Left out, only repeated, or refused for another reason.
    Nothing,
}

/// Reads the answer: one for each of `ids`, in their order.
///
/// # Errors
///
/// The body is no list of identifiers, or a complaint about the whole request.
pub fn decode(ids: &[Identifier], body: &[u8]) -> Result<Vec<IdConvAnswer>, DecodeFault> {
    let value = body::json(body)?;
    let Some(records) = value.get("records").and_then(Value::as_array) else {
        let complaint = value.get("status").and_then(Value::as_str) == Some("error");
        let what = if complaint { "a complaint about the request" } else { "no list of identifiers" };
        return Err(DecodeFault::Foreign(what.into()));
    };
    Ok(ids.iter().map(|id| answer(id, records)).collect())
}

fn answer(id: &Identifier, records: &[Value]) -> IdConvAnswer {
    records.iter().find(|record| is_about(record, id)).map_or(IdConvAnswer::Nothing, |record| read(record, id))
}

/// Whether a record answers the question about `id`.
fn is_about(record: &Value, id: &Identifier) -> bool {
    match record.get("requested-id") {
        Some(asked) => named(asked, id.kind()).as_ref() == Some(id),
        None => own(record, id.kind()).as_ref() == Some(id),
    }
}

fn read(record: &Value, id: &Identifier) -> IdConvAnswer {
    let word = |name: &str| record.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_ascii_lowercase();
    if word("status") == "error" || record.get("errmsg").is_some() {
        let reason = word("errmsg");
        let absent = reason.contains("not found in pmc") || reason == "invalid article id";
        return if absent { IdConvAnswer::NotFound } else { IdConvAnswer::Nothing };
    }
    let [pmid, pmcid, doi] =
        [IdentifierKind::Pmid, IdentifierKind::Pmcid, IdentifierKind::Doi].map(|kind| own(record, kind));
    // The question repeated without another word is no answer.
    let others = [&pmid, &pmcid, &doi].into_iter().flatten().any(|other| other != id);
    let said = others || record.get("versions").is_some();
    let itself = own(record, id.kind()).as_ref() == Some(id);
    if said && itself { IdConvAnswer::Found { pmid, pmcid, doi } } else { IdConvAnswer::Nothing }
}

/// The identifier of a kind that a record gives.
fn own(record: &Value, kind: IdentifierKind) -> Option<Identifier> {
    named(record.get(kind.prefix())?, kind)
}

fn named(value: &Value, kind: IdentifierKind) -> Option<Identifier> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    match kind {
        IdentifierKind::Pmid => Identifier::from_pmid(&text),
        IdentifierKind::Pmcid if text.starts_with(|c: char| c.is_ascii_digit()) => {
            Identifier::from_pmcid(&format!("PMC{text}"))
        }
        IdentifierKind::Pmcid => Identifier::from_pmcid(&text),
        IdentifierKind::Doi => doi(Some(value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pmcid(number: u32) -> Identifier {
        Identifier::from_pmcid(&format!("PMC{number}")).expect("a PMCID")
    }

    fn pmid(number: u32) -> Identifier {
        Identifier::from_pmid(&number.to_string()).expect("a PMID")
    }

    fn one(id: &Identifier, record: &Value) -> IdConvAnswer {
        let body = json!({"status": "ok", "records": [record]}).to_string();
        decode(std::slice::from_ref(id), body.as_bytes()).expect("answers").remove(0)
    }

    #[test]
    fn both_shapes() {
        let found = IdConvAnswer::Found {
            pmid: Some(pmid(23193287)),
            pmcid: Some(pmcid(3531190)),
            doi: Some(Identifier::from_doi("10.1093/nar/gks1195")),
        };
        let new = json!({"requested-id": "PMC3531190", "pmid": 23193287, "pmcid": "PMC3531190", "doi": "10.1093/nar/gks1195"});
        assert_eq!(one(&pmcid(3531190), &new), found);
        let old = json!({"pmcid": "PMC3531190", "pmid": "23193287", "doi": "10.1093/NAR/gks1195",
            "versions": [{"pmcid": "PMC3531190.1", "current": "true"}]});
        assert_eq!(one(&pmid(23193287), &old), found);
        let bare = json!({"requested-id": "3531190", "pmid": 23193287, "pmcid": "PMC3531190", "doi": null});
        let without_doi = IdConvAnswer::Found { pmid: Some(pmid(23193287)), pmcid: Some(pmcid(3531190)), doi: None };
        assert_eq!(one(&pmcid(3531190), &bare), without_doi);
    }

    #[test]
    fn only_its_own_words_deny() {
        let asked = pmcid(999);
        let refused =
            |reason: &str| json!({"requested-id": "PMC999", "pmcid": "PMC999", "status": "error", "errmsg": reason});
        assert_eq!(one(&asked, &refused("Identifier not found in PMC")), IdConvAnswer::NotFound);
        assert_eq!(one(&asked, &refused("Backend timed out")), IdConvAnswer::Nothing);
        let old = json!({"pmcid": "PMC999", "live": "false", "status": "error", "errmsg": "invalid article id"});
        assert_eq!(one(&asked, &old), IdConvAnswer::NotFound);
        assert_eq!(one(&pmcid(998), &old), IdConvAnswer::Nothing, "it speaks of another");
    }

    #[test]
    fn an_echo_says_nothing() {
        let doi = Identifier::from_doi("10.1000/a");
        assert_eq!(one(&doi, &json!({"doi": "10.1000/a", "requested-id": "10.1000/a"})), IdConvAnswer::Nothing);
        assert_eq!(one(&pmcid(1), &json!({"pmcid": "PMC1", "requested-id": "PMC1"})), IdConvAnswer::Nothing);
        let moved = json!({"pmcid": "PMC2", "pmid": 7, "requested-id": "PMC1"});
        assert_eq!(one(&pmcid(1), &moved), IdConvAnswer::Nothing);
        let without_others = json!({"pmcid": "PMC1", "versions": [{"pmcid": "PMC1.1"}]});
        assert!(matches!(one(&pmcid(1), &without_others), IdConvAnswer::Found { .. }));
    }

    #[test]
    fn each_identifier_has_its_answer() {
        let body = json!({"status": "ok", "records": [
            null, {"requested-id": "PMC2", "pmcid": "PMC2", "pmid": 12},
            {"requested-id": "PMC1", "status": "error", "errmsg": "Identifier not found in PMC"}, 7]});
        let answers = decode(&[pmcid(1), pmcid(2), pmcid(3)], body.to_string().as_bytes()).expect("answers");
        assert_eq!(answers[0], IdConvAnswer::NotFound);
        assert_eq!(answers[1], IdConvAnswer::Found { pmid: Some(pmid(12)), pmcid: Some(pmcid(2)), doi: None });
        assert_eq!(answers[2], IdConvAnswer::Nothing);
    }

    #[test]
    fn what_concerns_the_whole_request_is_a_fault() {
        let fault = |body: &str| decode(&[pmcid(1)], body.as_bytes()).expect_err(body);
        let mixed = r#"{"status":"error","message":"ID type mismatch","request":"idtype=doi"}"#;
        assert_eq!(fault(mixed), DecodeFault::Foreign("a complaint about the request".into()));
        assert_eq!(fault("{}"), DecodeFault::Foreign("no list of identifiers".into()));
        assert_eq!(fault("<html>"), DecodeFault::WebPage);
        assert_eq!(fault(r#"{"records":[{"pm"#), DecodeFault::Malformed("cut short".into()));
    }
}
