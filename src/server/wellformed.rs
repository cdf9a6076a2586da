//! Which bodies are messages.

use std::borrow::Cow;

use serde_json::Value as Json;

/// Why a body is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It is no JSON.
    Unreadable,
    /// It is JSON, and no message of JSON-RPC 2.0. Batches are none: the protocol has none.
    NoMessage,
}

/// A request that takes no parameters.
const TAKES_NOTHING: &str = "ibid/status";

/// The message that `body` is.
///
/// # Errors
/// When it is none.
pub(super) fn message(body: &[u8]) -> Result<Cow<'_, [u8]>, Unfit> {
    let text = std::str::from_utf8(body).map_err(|_| Unfit::Unreadable)?;
    let (mut json, body) = match serde_json::from_str::<Json>(text) {
        Ok(json) => (json, Cow::Borrowed(body)),
        Err(_) => {
            let mended = with_whole_characters(body).ok_or(Unfit::Unreadable)?;
            (serde_json::from_slice(&mended).map_err(|_| Unfit::Unreadable)?, Cow::Owned(mended))
        }
    };
    if !is_message(&json) {
        return Err(Unfit::NoMessage);
    }
    // The machinery refuses parameters where none are taken, and some clients cannot leave them out.
    let takes_none = json.get("method").and_then(Json::as_str) == Some(TAKES_NOTHING);
    match json.as_object_mut().filter(|_| takes_none).and_then(|message| message.remove("params")) {
        Some(_) => Ok(Cow::Owned(json.to_string().into_bytes())),
        None => Ok(body),
    }
}

fn is_message(json: &Json) -> bool {
    if json.get("jsonrpc").and_then(Json::as_str) != Some("2.0") {
        return false;
    }
    let id = json.get("id");
    if id.is_some_and(|id| !(id.is_i64() || id.is_string() || id.is_null())) {
        return false;
    }
    match (json.get("method"), json.get("error")) {
        (Some(method), _) => method.is_string(),
        (None, Some(error)) if json.get("result").is_none() => {
            let (code, message) = (error.get("code"), error.get("message"));
            id.is_some() && code.is_some_and(Json::is_i64) && message.is_some_and(Json::is_string)
        }
        (None, _) => id.is_some() && json.get("result").is_some(),
    }
}

/// The same with U+FFFD in the place of each half of a character, as editors in JavaScript send it when an author
/// deletes the other half. Both count as one column. `None` where there is none.
fn with_whole_characters(body: &[u8]) -> Option<Vec<u8>> {
    let mut mended: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = body.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += found;
        match (escaped(body, at), escaped(body, at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at += 12,
            (Some(0xd800..=0xdfff), _) => {
                mended.get_or_insert_with(|| body.to_vec())[at..at + 6].copy_from_slice(b"\\ufffd");
                at += 6;
            }
            _ => at += 2,
        }
    }
    mended
}

/// The number in the `\uXXXX` at a place, if there is one.
fn escaped(body: &[u8], at: usize) -> Option<u32> {
    let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_where_none_are_taken_are_left_out() {
        let given = |params: &str| format!(r#"{{"jsonrpc":"2.0","id":1,"method":"ibid/status"{params}}}"#);
        for params in ["", r#","params":null"#, r#","params":{}"#, r#","params":{"verbose":true}"#] {
            let read = message(given(params).as_bytes()).expect("a message").into_owned();
            let read: Json = serde_json::from_slice(&read).expect("JSON");
            assert_eq!(read.get("params"), None, "{params}");
            assert_eq!(read.get("id"), Some(&1.into()));
        }
    }

    fn mended(text: &str) -> Option<String> {
        with_whole_characters(text.as_bytes()).map(|mended| String::from_utf8(mended).expect("it was UTF-8"))
    }

    #[test]
    fn messages_are_told_from_what_is_none() {
        for fine in [
            r#"{"jsonrpc":"2.0","method":"exit"}"#,
            r#"{"jsonrpc":"2.0","id":-1,"method":"shutdown","params":null}"#,
            r#"{"jsonrpc":"2.0","id":"a","result":null}"#,
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}"#,
            r#"{"jsonrpc":"2.0","id":1,"result":{},"error":null}"#,
        ] {
            assert_eq!(message(fine.as_bytes()), Ok(Cow::Borrowed(fine.as_bytes())));
        }
        for none in [
            "1",
            "[]",
            "{}",
            r#"["2.0","exit"]"#,
            r#"{"jsonrpc":"2.0"}"#,
            r#"{"jsonrpc":2.0,"method":"exit"}"#,
            r#"{"jsonrpc":"2.0","result":null}"#,
            r#"{"jsonrpc":"2.0","id":true,"method":"shutdown"}"#,
            r#"{"jsonrpc":"2.0","id":18446744073709551615,"method":"shutdown"}"#,
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":"x","message":"no"}}"#,
            r#"{"jsonrpc":"2.0","error":{"code":1,"message":"no"}}"#,
        ] {
            assert_eq!(message(none.as_bytes()), Err(Unfit::NoMessage), "{none}");
        }
        for unreadable in [&b"\xff"[..], b"", b"{", br#"{"jsonrpc":"2.0","method":"\ud800"#] {
            assert_eq!(message(unreadable), Err(Unfit::Unreadable));
        }
    }

    #[test]
    fn halves_of_characters_are_replaced_and_nothing_else() {
        assert_eq!(mended(r#"{"a":"\ud83d"}"#).as_deref(), Some(r#"{"a":"\ufffd"}"#));
        assert_eq!(mended(r"\uDE00\ud83d\ud83d\ude00\uD83D!").as_deref(), Some(r"\ufffd\ufffd\ud83d\ude00\ufffd!"));
        for whole in [r"\ud83d\ude00", r"\\ud83d", r"\u00e4\n\\", r"\ud83", "\\", r"\u", "plain"] {
            assert_eq!(mended(whole), None, "{whole}");
        }
    }
}
