//! Single fields of a JSON record, each of which may be missing or of another shape than documented.

use std::borrow::Cow;

use serde_json::Value;

use super::{body, jats};
use crate::record::{Identifier, PartialDate, is_hidden};

/// Longest text taken of a field that is not an abstract, in bytes; the longest real titles have some 2,000.
const LONGEST: usize = 16_000;

/// The most entries read of a list whose entries are held against each other; real ones have up to some hundred.
pub(super) const MOST: usize = 500;

/// A string, or a number as a string; trimmed, never empty, without markup.
pub(super) fn text(value: Option<&Value>) -> Option<String> {
    let raw = match value? {
        Value::String(text) => Cow::Borrowed(body::start(text, LONGEST)),
        Value::Number(number) => Cow::Owned(number.to_string()),
        _ => return None,
    };
    let text = jats::inline(&raw);
    (!text.is_empty()).then_some(text)
}

/// The texts of a list; a bare string counts as a list of one.
pub(super) fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(items)) => items.iter().filter_map(|item| text(Some(item))).collect(),
        one => text(one).into_iter().collect(),
    }
}

/// The objects of a list; a bare object counts as a list of one.
pub(super) fn objects(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(items)) => items.iter().filter(|item| item.is_object()).collect(),
        Some(one @ Value::Object(_)) => vec![one],
        _ => Vec::new(),
    }
}

/// A DOI, bare or as an address.
pub(super) fn doi(value: Option<&Value>) -> Option<Identifier> {
    super::doi::doi(value?.as_str()?)
}

/// The date at the beginning of an ISO 8601 date, time or period: `2019-02-07T09:22:51Z`, `2009-10/2014`.
pub(super) fn iso_date(text: &str) -> Option<PartialDate> {
    let date = text.trim().split(['T', '/', ' ']).next()?;
    let whole = date.len() >= 4 && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    PartialDate::parse(date).filter(|date| whole && (1_000..=9_999).contains(&date.year))
}

/// An address that may be shown as a link: `https:`, without blanks and hidden characters.
pub(super) fn https(value: Option<&Value>) -> Option<String> {
    let address = value?.as_str()?.trim();
    let sound = address.len() <= 2_048 && !address.chars().any(|c| is_hidden(c) || c.is_whitespace());
    (sound && address.len() > 8 && address.get(..8)?.eq_ignore_ascii_case("https://")).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_all_their_spellings() {
        let read = |text: &str| iso_date(text).map(|date| date.to_string()).unwrap_or_default();
        for (text, date) in [
            ("2019-02-07T09:22:51Z", "2019-02-07"),
            ("\n  2014-04-25 ", "2014-04-25"),
            ("2009-10-01/2014-01-23", "2009-10-01"),
            ("2019-02", "2019-02"),
            ("1931", "1931"),
            ("07.04.2017", ""),
            ("(:tba)", ""),
            ("-500", ""),
            ("", ""),
        ] {
            assert_eq!(read(text), date, "{text}");
        }
    }

    #[test]
    fn only_https_is_an_address() {
        let read = |address: &str| https(Some(&address.into()));
        assert_eq!(read("https://zenodo.org/records/1").as_deref(), Some("https://zenodo.org/records/1"));
        for address in ["http://zenodo.org/1", "javascript:alert(1)", "https://", "https://a b", "https://a\u{202e}b"] {
            assert_eq!(read(address), None, "{address}");
        }
    }
}
