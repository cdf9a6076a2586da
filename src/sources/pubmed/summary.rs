//! The answer of esummary about one PMID.

use serde_json::Value;

use crate::record::Identifier;
use crate::sources::{DecodeFault, body};

/// What PubMed says of a PMID asked for alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SummaryAnswer {
    /// PubMed has it.
    Exists,
    /// PubMed has no record of that number.
    Denied,
}

/// What NCBI writes of a number without a record. Its other complaints are about its own state.
const DENIAL: &str = "cannot get document summary";

/// Reads the answer to [`esummary`](super::esummary).
///
/// # Errors
///
/// The body neither has the record nor denies this very PMID.
pub fn decode_summary(id: &Identifier, body: &[u8]) -> Result<SummaryAnswer, DecodeFault> {
    let value = body::json(body)?;
    let complaint = ["error", "ERROR"].iter().find_map(|name| value.get(name)).and_then(Value::as_str);
    if let Some(complaint) = complaint {
        return Err(body::own_error(complaint));
    }
    let result = value.get("result").ok_or_else(|| match value.get("esummaryresult") {
        Some(complaint) => body::own_error(complaint.get(0).and_then(Value::as_str).unwrap_or_default()),
        None => DecodeFault::Foreign("no summary".into()),
    })?;
    let summary = result.get(id.value()).ok_or_else(|| DecodeFault::Foreign("another summary".into()))?;
    if summary.get("uid").and_then(Value::as_str) != Some(id.value()) {
        return Err(DecodeFault::Foreign("another summary".into()));
    }
    match summary.get("error").map(|error| error.as_str().unwrap_or_default()) {
        Some(error) if error.trim().eq_ignore_ascii_case(DENIAL) => Ok(SummaryAnswer::Denied),
        Some(error) => Err(body::own_error(error)),
        None if summary.get("title").is_some_and(Value::is_string) => Ok(SummaryAnswer::Exists),
        None => Err(DecodeFault::Foreign("an empty summary".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(body: &str) -> Result<SummaryAnswer, DecodeFault> {
        decode_summary(&Identifier::from_pmid("9500320").expect("a PMID"), body.as_bytes())
    }

    fn of(result: &str) -> String {
        format!(r#"{{"header": {{"type": "esummary", "version": "0.3"}}, "result": {result}}}"#)
    }

    #[test]
    fn known_and_denied() {
        let known = of(r#"{"uids": ["9500320"], "9500320": {"uid": "9500320", "title": "A study.", "pubtype": []}}"#);
        assert_eq!(decoded(&known), Ok(SummaryAnswer::Exists));
        let denied =
            of(r#"{"uids": ["9500320"], "9500320": {"uid": "9500320", "error": "cannot get document summary"}}"#);
        assert_eq!(decoded(&denied), Ok(SummaryAnswer::Denied));
    }

    #[test]
    fn anything_else_is_a_fault() {
        for body in [
            of(r#"{"uids": ["1"], "1": {"uid": "1", "error": "cannot get document summary"}}"#),
            of(r#"{"uids": ["9500320"], "9500320": {"uid": "1", "error": "cannot get document summary"}}"#),
            of(r#"{"uids": ["9500320"], "9500320": {"uid": "9500320", "error": "backend unavailable"}}"#),
            of(r#"{"uids": ["9500320"], "9500320": {"uid": "9500320", "error": 7}}"#),
            of(r#"{"uids": ["9500320"], "9500320": {"uid": "9500320"}}"#),
            of(r#"{"uids": []}"#),
            of("[]"),
            r#"{"error": "API rate limit exceeded", "count": "11"}"#.into(),
            r#"{"header": {}, "esummaryresult": ["Empty id list - nothing todo"]}"#.into(),
            r#"{"esummaryresult": 3}"#.into(),
            "<eSummaryResult><ERROR>x</ERROR></eSummaryResult>".into(),
            "<html>".into(),
            String::new(),
            r#"{"result": {"9500320": {"uid": "95"#.into(),
        ] {
            assert!(decoded(&body).is_err(), "{body}");
        }
        assert_eq!(
            decoded(r#"{"error": "API rate limit exceeded", "api-key": "x", "count": "4", "limit": "3"}"#),
            Err(DecodeFault::Foreign("an error of its own: API rate limit exceeded".into()))
        );
    }
}
