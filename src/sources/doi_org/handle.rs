//! The handle service: `/api/handles/10.1000/a`.

use serde_json::Value;

use crate::record::{Identifier, Source, is_hidden};
use crate::sources::{Class, DecodeFault, Request, body, encode};

/// What the handle service says of one DOI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandleAnswer {
    /// It exists.
    Exists,
    /// It exists and stands for another DOI, as short DOIs do.
    AliasOf(Identifier),
    /// It does not exist.
    Missing,
}

/// Asks whether the handle exists and what it stands for.
#[must_use]
pub fn handle(id: &Identifier) -> Request {
    let path = format!("/api/handles/{}", encode::path(&id.doi().unwrap_or_default()));
    Request { source: Source::DoiOrg, class: Class::Single, path, form: None, ids: vec![id.clone()] }
}

/// Reads the answer of HTTP status `status`. Only status 404 with response code 100 for this very handle is a denial.
///
/// # Errors
///
/// The body is no answer about this handle.
pub fn decode_handle(status: u16, id: &Identifier, body: &[u8]) -> Result<HandleAnswer, DecodeFault> {
    let value = body::json(body)?;
    let handle = value.get("handle").and_then(Value::as_str).unwrap_or_default();
    if !id.doi().is_some_and(|doi| handle.eq_ignore_ascii_case(&doi)) {
        return Err(DecodeFault::Foreign("an answer about something else".into()));
    }
    match (status, value.get("responseCode").and_then(Value::as_u64)) {
        (404, Some(100)) => Ok(HandleAnswer::Missing),
        // 1: success; 200: the handle exists without the values asked for.
        (200, Some(1 | 200)) => {
            Ok(alias(&value).filter(|other| other != id).map_or(HandleAnswer::Exists, HandleAnswer::AliasOf))
        }
        (_, Some(code)) => Err(DecodeFault::Foreign(format!("response code {code}"))),
        (_, None) => Err(DecodeFault::Foreign("no response code".into())),
    }
}

fn alias(value: &Value) -> Option<Identifier> {
    let values = value.get("values")?.as_array()?;
    let alias = values.iter().find(|entry| entry.get("type").and_then(Value::as_str) == Some("HS_ALIAS"))?;
    let doi = alias.get("data")?.get("value")?.as_str()?.trim();
    (doi.starts_with("10.") && doi.contains('/') && !doi.chars().any(|c| is_hidden(c) || c.is_whitespace()))
        .then(|| Identifier::from_doi(doi))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(status: u16, doi: &str, body: &str) -> Result<HandleAnswer, DecodeFault> {
        decode_handle(status, &Identifier::from_doi(doi), body.as_bytes())
    }

    #[test]
    fn a_short_doi_names_its_long_one() {
        let body = r#"{"responseCode":1,"handle":"10/ggzqng","values":[{"index":1,"type":"HS_ALIAS",
            "data":{"format":"string","value":"10.1016/S0140-6736(20)31180-6"},"ttl":86400}]}"#;
        let long = Identifier::from_doi("10.1016/s0140-6736(20)31180-6");
        assert_eq!(decode(200, "10/ggzqng", body), Ok(HandleAnswer::AliasOf(long)));
    }

    #[test]
    fn existence() {
        let body = r#"{"responseCode":1,"handle":"10.1000/A","values":[{"type":"URL","data":{"value":"x"}}]}"#;
        assert_eq!(decode(200, "10.1000/a", body), Ok(HandleAnswer::Exists));
        assert_eq!(decode(200, "10.1000/a", r#"{"responseCode":200,"handle":"10.1000/a"}"#), Ok(HandleAnswer::Exists));
    }

    #[test]
    fn only_a_whole_denial_is_one() {
        let denial = r#"{"responseCode":100,"handle":"10.1000/a"}"#;
        assert_eq!(decode(404, "10.1000/a", denial), Ok(HandleAnswer::Missing));
        assert!(decode(200, "10.1000/a", denial).is_err());
        assert!(decode(404, "10.1000/b", denial).is_err());
        assert!(decode(404, "10.1000/a", "<html><h1>DOI Not Found</h1></html>").is_err());
        assert!(decode(404, "10.1000/a", "").is_err());
        assert!(decode(500, "10.1000/a", r#"{"responseCode":2,"handle":"10.1000/a"}"#).is_err());
        assert!(decode(404, "10.1000/a", r#"{"responseCode":100}"#).is_err());
    }
}
