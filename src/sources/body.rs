//! Telling apart what may come instead of JSON or XML.

use serde_json::Value;

use super::{DecodeFault, jats};
use crate::record::is_hidden;

/// Reads a body as JSON; says in words for people what came instead.
pub(super) fn json(body: &[u8]) -> Result<Value, DecodeFault> {
    let start = content(body)?;
    if start[0] == b'<' {
        return Err(DecodeFault::Malformed("not JSON".into()));
    }
    serde_json::from_slice(start).map_err(|error| {
        DecodeFault::Malformed(match error.classify() {
            serde_json::error::Category::Eof => "cut short".into(),
            _ => "not JSON".into(),
        })
    })
}

/// A body that may be XML, as text; says in words for people what came instead.
pub(super) fn xml(body: &[u8]) -> Result<&str, DecodeFault> {
    let start = content(body)?;
    if start[0] == b'{'
        && let Ok(value) = serde_json::from_slice::<Value>(start)
    {
        return Err(own_error(value.get("error").and_then(Value::as_str).unwrap_or_default()));
    }
    if start[0] != b'<' {
        return Err(DecodeFault::Malformed("not XML".into()));
    }
    str::from_utf8(start).map_err(|error| {
        // A character may be cut in two.
        DecodeFault::Malformed(if error.error_len().is_none() { "cut short" } else { "not UTF-8" }.into())
    })
}

/// What a service says in a body that is nothing but its own complaint.
pub(super) fn own_error(words: &str) -> DecodeFault {
    let words: String = jats::inline(start(words, 400)).chars().filter(|c| !is_hidden(*c)).take(80).collect();
    let colon = if words.is_empty() { "" } else { ": " };
    DecodeFault::Foreign(format!("an error of its own{colon}{words}"))
}

/// The body without a byte order mark; nothing and web pages are faults.
fn content(body: &[u8]) -> Result<&[u8], DecodeFault> {
    let start = body.trim_ascii_start();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    match start.first() {
        None => Err(DecodeFault::Malformed("an empty body".into())),
        Some(b'<') if is_page(start) => Err(DecodeFault::WebPage),
        Some(_) => Ok(start),
    }
}

/// The start of a text: at most `most` bytes, ending between characters.
pub(super) fn start(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

fn is_page(start: &[u8]) -> bool {
    let head = start[..start.len().min(1_024)].to_ascii_lowercase();
    head.windows(5).any(|window| window == b"<html") || head.starts_with(b"<!doctype html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_falls_between_characters() {
        assert_eq!((start("äb", 1), start("äb", 2), start("äb", 9)), ("", "ä", "äb"));
    }

    #[test]
    fn each_foreign_body_has_its_words() {
        assert_eq!(json(b""), Err(DecodeFault::Malformed("an empty body".into())));
        assert_eq!(json(b"\r\n<!DOCTYPE html><title>Log in</title>"), Err(DecodeFault::WebPage));
        assert_eq!(json(b"<?xml version='1.0'?><error/>"), Err(DecodeFault::Malformed("not JSON".into())));
        assert_eq!(json(b"{\"status\":\"o"), Err(DecodeFault::Malformed("cut short".into())));
        assert_eq!(json(b"Resource not found."), Err(DecodeFault::Malformed("not JSON".into())));
        let deep = vec![b'['; 100_000];
        assert!(json(&deep).is_err());

        assert_eq!(xml(b""), Err(DecodeFault::Malformed("an empty body".into())));
        assert_eq!(xml(b"\xEF\xBB\xBF <a/>\n"), Ok("<a/>\n"));
        assert_eq!(xml(b"<!doctype HTML><p>"), Err(DecodeFault::WebPage));
        assert_eq!(xml(b"<a>\xff</a>"), Err(DecodeFault::Malformed("not UTF-8".into())));
        assert_eq!(xml(b"<a>\xc3"), Err(DecodeFault::Malformed("cut short".into())));
        assert_eq!(xml(b"Service Unavailable"), Err(DecodeFault::Malformed("not XML".into())));
        let limited = br#"{"error":"API rate limit exceeded","count":"11"}"#;
        assert_eq!(xml(limited), Err(DecodeFault::Foreign("an error of its own: API rate limit exceeded".into())));
        assert_eq!(xml(b"{}"), Err(DecodeFault::Foreign("an error of its own".into())));
    }
}
