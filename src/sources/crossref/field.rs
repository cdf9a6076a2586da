//! Single fields of a work, each of which may be missing or of another shape than documented.

use std::borrow::Cow;

use serde_json::Value;

use crate::record::{Contributor, Identifier, Name, PartialDate, is_hidden};
use crate::sources::orcid::orcid;
use crate::sources::{body, jats};

/// Longest text taken of a field that is not an abstract, in bytes; the longest real titles have some 2,000.
const LONGEST: usize = 16_000;

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

/// `{"date-parts": [[2013, 5, 1]]}`; `[[null]]` is no date.
pub(super) fn date(value: Option<&Value>) -> Option<PartialDate> {
    let parts = value?.get("date-parts")?.get(0)?;
    let number = |at: usize| match parts.get(at)? {
        Value::Number(number) => number.as_i64(),
        Value::String(digits) => digits.trim().parse().ok(),
        _ => None,
    };
    let year = i32::try_from(number(0)?).ok().filter(|year| (1_000..=9_999).contains(year))?;
    let part = |at: usize| number(at).and_then(|part| u8::try_from(part).ok());
    Some(PartialDate::new(year, part(1), part(2)))
}

/// A DOI, bare or as an address.
pub(super) fn doi(value: Option<&Value>) -> Option<Identifier> {
    let raw = value?.as_str()?.trim();
    let bare = match raw.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => raw.strip_prefix("doi:").unwrap_or(raw),
    };
    let whole = bare.starts_with("10.") && bare.split_once('/').is_some_and(|(_, suffix)| !suffix.is_empty());
    (whole && bare.len() <= 2_048 && !bare.chars().any(|c| is_hidden(c) || c.is_whitespace()))
        .then(|| Identifier::from_doi(bare))
}

/// Persons and groups; a group has a `name` only, a person may lack `given`. Old records hold `&NA;` for nobody.
pub(super) fn people(value: Option<&Value>) -> Vec<Contributor> {
    objects(value)
        .into_iter()
        .filter_map(|person| {
            let field = |name: &str| text(person.get(name).filter(|it| it.is_string())).filter(|text| text != "&NA;");
            let (family, given) = (field("family"), field("given"));
            let name = match family.map(|family| (family, given.clone())).or(given.map(|name| (name, None))) {
                Some((family, given)) => Name::Person { family, given, suffix: field("suffix") },
                None => Name::Group(field("name").or_else(|| field("literal"))?),
            };
            let affiliations =
                objects(person.get("affiliation")).into_iter().filter_map(|place| text(place.get("name")));
            Some(Contributor {
                name,
                affiliations: affiliations.collect(),
                orcid: field("ORCID").as_deref().and_then(orcid),
            })
        })
        .collect()
}
