//! Telling apart what may come instead of JSON.

use serde_json::Value;

use super::DecodeFault;

/// Reads a body as JSON; says in words for people what came instead.
pub(super) fn json(body: &[u8]) -> Result<Value, DecodeFault> {
    let start = body.trim_ascii_start();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    if start.is_empty() {
        return Err(DecodeFault::Malformed("an empty body".into()));
    }
    if start[0] == b'<' {
        return Err(if is_page(start) { DecodeFault::WebPage } else { DecodeFault::Malformed("not JSON".into()) });
    }
    serde_json::from_slice(start).map_err(|error| {
        DecodeFault::Malformed(match error.classify() {
            serde_json::error::Category::Eof => "cut short".into(),
            _ => "not JSON".into(),
        })
    })
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
    }
}
