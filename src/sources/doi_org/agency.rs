//! The agency service: `/doiRA/10.1000/a,10.1000/b`.

use serde_json::Value;

use crate::record::{Identifier, Source};
use crate::sources::{Class, DecodeFault, Request, body, encode};

/// The most identifiers one request asks about; fifty DOIs keep its address under 4 KB.
pub const BATCH: usize = 50;

/// What the agency service says of one DOI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgencyAnswer {
    /// Registered with this agency ("Crossref", "ISTIC").
    Registered(String),
    /// No agency knows it.
    DoesNotExist,
    /// It is no DOI.
    Invalid,
    /// The service does not say, or left it out.
    Unknown,
}

/// Asks which agencies registered the identifiers, at most [`BATCH`]. The list is separated by commas, so an
/// identifier with a comma must be asked about alone.
#[must_use]
pub fn agencies(ids: &[Identifier]) -> Request {
    let dois: Vec<String> = ids.iter().filter_map(Identifier::doi).map(|doi| encode::path(&doi)).collect();
    let path = format!("/doiRA/{}", dois.join(","));
    Request { source: Source::DoiOrg, class: Class::List, path, form: None, ids: ids.to_vec() }
}

/// Reads the answer: one for each of `ids`, in their order. An identifier that the answer lacks is unknown, not denied.
///
/// # Errors
///
/// The body is no list of answers.
pub fn decode_agencies(ids: &[Identifier], body: &[u8]) -> Result<Vec<AgencyAnswer>, DecodeFault> {
    let value = body::json(body)?;
    let answers = value.as_array().ok_or_else(|| DecodeFault::Foreign("no list of agencies".into()))?;
    let about = |answer: &Value, id: &Identifier| {
        let named = answer.get("DOI").and_then(Value::as_str).map(str::trim);
        named.zip(id.doi()).is_some_and(|(named, doi)| named.eq_ignore_ascii_case(&doi))
    };
    Ok(ids
        .iter()
        .enumerate()
        .map(|(at, id)| {
            let in_place = answers.get(at).filter(|answer| about(answer, id));
            in_place.or_else(|| answers.iter().find(|answer| about(answer, id))).map_or(AgencyAnswer::Unknown, answer)
        })
        .collect())
}

fn answer(answer: &Value) -> AgencyAnswer {
    let field = |name: &str| answer.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    match (field("RA"), field("status").map(squashed).as_deref()) {
        (Some(agency), _) if squashed(agency) != "unknown" => AgencyAnswer::Registered(tidy(agency)),
        (_, Some("doidoesnotexist")) => AgencyAnswer::DoesNotExist,
        (_, Some("invaliddoi")) => AgencyAnswer::Invalid,
        _ => AgencyAnswer::Unknown,
    }
}

/// The agency's own spelling: the service has written "CrossRef" and "Data Cite" too.
fn tidy(agency: &str) -> String {
    const SPELLINGS: [&str; 8] = ["Crossref", "DataCite", "mEDRA", "JaLC", "KISTI", "ISTIC", "Airiti", "EIDR"];
    let key = squashed(agency);
    if key == "op" {
        return "the Publications Office of the EU".into();
    }
    let known = SPELLINGS.iter().find(|spelling| squashed(spelling) == key);
    known.map_or_else(|| agency.chars().filter(|c| !c.is_control()).take(60).collect(), |spelling| (*spelling).into())
}

fn squashed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(dois: &[&str]) -> Vec<Identifier> {
        dois.iter().map(|doi| Identifier::from_doi(doi)).collect()
    }

    #[test]
    fn a_list_goes_in_the_path() {
        let request = agencies(&ids(&["10.1000/A(1)", "10.48550/arXiv.1706.03762"]));
        assert_eq!(request.path, "/doiRA/10.1000/a%281%29,10.48550/arXiv.1706.03762");
        assert_eq!(agencies(&ids(&["10.1000/a,b"])).path, "/doiRA/10.1000/a%2Cb");
    }

    #[test]
    fn answers_are_matched_by_doi() {
        let asked = ids(&["10.1000/a", "10.1000/b", "10.1000/c", "10.1000/d", "10.1000/e"]);
        let body = br#"[{"DOI":"10.1000/B","RA":"Data Cite"},{"DOI":"10.1000/A","RA":"CrossRef"},
            {"DOI":"10.1000/d","status":"DOI does not exist"},{"DOI":"10.1000/e","status":"Invalid DOI"}]"#;
        assert_eq!(
            decode_agencies(&asked, body),
            Ok(vec![
                AgencyAnswer::Registered("Crossref".into()),
                AgencyAnswer::Registered("DataCite".into()),
                AgencyAnswer::Unknown,
                AgencyAnswer::DoesNotExist,
                AgencyAnswer::Invalid,
            ])
        );
    }

    #[test]
    fn a_split_or_strange_answer_denies_nothing() {
        let split = br#"[{"DOI":"10.1000/a","status":"DOI does not exist"},{"DOI":"b","status":"Invalid DOI"}]"#;
        assert_eq!(decode_agencies(&ids(&["10.1000/a,b"]), split), Ok(vec![AgencyAnswer::Unknown]));
        assert_eq!(decode_agencies(&ids(&["10.1000/a"]), b"[null, 3, {\"DOI\": 4}]"), Ok(vec![AgencyAnswer::Unknown]));
        assert!(decode_agencies(&ids(&["10.1000/a"]), b"{}").is_err());
        assert_eq!(decode_agencies(&ids(&["10.1000/a"]), b"<html>"), Err(DecodeFault::WebPage));
    }
}
