//! The answer of esearch: the PMIDs that a search finds.

use serde_json::Value;

use crate::record::Identifier;
use crate::sources::{DecodeFault, body};

/// What a search finds. Only the record of a found PMID tells whether it has the DOI that was looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchAnswer {
    /// The PMIDs found, each once.
    pub found: Vec<Identifier>,
    /// Whether these are all: what a DOI lacks in an incomplete answer may be among the rest.
    pub complete: bool,
}

/// Reads the answer to [`esearch`](super::esearch).
///
/// # Errors
///
/// The body is no list of PMIDs, or that of a search by words: PubMed takes a phrase apart that it does not know, and
/// then finds strangers.
pub fn decode_search(body: &[u8]) -> Result<SearchAnswer, DecodeFault> {
    let result = result(body)?;
    let read_as = result.get("querytranslation").and_then(Value::as_str).unwrap_or_default();
    if read_as.to_ascii_lowercase().contains("[all fields]") {
        return Err(DecodeFault::Foreign("a search for words".into()));
    }
    answer(&result)
}

/// Reads the answer to [`find`](super::find), a search by words.
///
/// # Errors
///
/// The body is no list of PMIDs.
pub fn decode_find(body: &[u8]) -> Result<SearchAnswer, DecodeFault> {
    answer(&result(body)?)
}

/// What the service says of a search, unless it complains.
fn result(body: &[u8]) -> Result<Value, DecodeFault> {
    let mut value = body::json(body)?;
    let complaint = |value: &Value| {
        let words = ["ERROR", "error"].iter().find_map(|name| value.get(name));
        words.map(|words| body::own_error(words.as_str().unwrap_or_default()))
    };
    if let Some(fault) = complaint(&value) {
        return Err(fault);
    }
    let result = value.get_mut("esearchresult").map(Value::take);
    let result = result.ok_or_else(|| DecodeFault::Foreign("no search".into()))?;
    match complaint(&result) {
        Some(fault) => Err(fault),
        None => Ok(result),
    }
}

fn answer(result: &Value) -> Result<SearchAnswer, DecodeFault> {
    let list = result.get("idlist").and_then(Value::as_array);
    let list = list.ok_or_else(|| DecodeFault::Foreign("a search without a list".into()))?;
    let mut found: Vec<Identifier> = Vec::new();
    for id in list {
        let id = id.as_str().and_then(Identifier::from_pmid);
        let id = id.ok_or_else(|| DecodeFault::Foreign("a list of something else".into()))?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    let count = match result.get("count") {
        Some(Value::String(digits)) => digits.parse().ok(),
        Some(Value::Number(number)) => number.as_u64(),
        _ => None,
    };
    let complete = count.is_some_and(|count| usize::try_from(count).is_ok_and(|count| count == list.len()));
    Ok(SearchAnswer { found, complete })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(result: &str) -> Result<SearchAnswer, DecodeFault> {
        let body = format!(r#"{{"header": {{"type": "esearch", "version": "0.3"}}, "esearchresult": {result}}}"#);
        decode_search(body.as_bytes())
    }

    #[test]
    fn what_is_found() {
        let answer =
            decoded(r#"{"count": "2", "idlist": ["9500320", "36497410"], "querytranslation": "\"10.1/a\"[doi]"}"#);
        let answer = answer.expect("a list");
        assert_eq!(answer.found.iter().map(Identifier::value).collect::<Vec<_>>(), ["9500320", "36497410"]);
        assert!(answer.complete);
        let more = decoded(r#"{"count": "7", "idlist": ["9500320"]}"#).expect("a list");
        assert!(!more.complete);
        let none = r#"{"count": "0", "idlist": [], "errorlist": {"phrasesnotfound": ["10.1000/a"]},
            "warninglist": {"quotedphrasesnotfound": ["\"10.1000/a\"[doi]"], "outputmessages": ["No items found."]}}"#;
        assert_eq!(decoded(none), Ok(SearchAnswer { found: Vec::new(), complete: true }));
    }

    #[test]
    fn what_is_no_answer_is_a_fault() {
        for result in [
            r#"{"ERROR": "Search Backend failed: of its own accord"}"#,
            r#"{"count": "9", "idlist": ["1"], "querytranslation": "(10.1000[All Fields] OR a[All Fields])"}"#,
            r#"{"count": "1", "idlist": ["PMC1"]}"#,
            r#"{"count": "1", "idlist": [1]}"#,
            r#"{"count": "0"}"#,
            "null",
        ] {
            assert!(decoded(result).is_err(), "{result}");
        }
        for body in
            ["", "<html>", "{}", r#"{"error":"API rate limit exceeded","count":"11"}"#, r#"{"esearchresult": {"#]
        {
            assert!(decode_search(body.as_bytes()).is_err(), "{body}");
        }
    }
}
