//! Creators and contributors: persons and organisations.

use serde_json::Value;

use super::decode::told;
use crate::record::{Contributor, Name};
use crate::sources::field::objects;
use crate::sources::orcid::orcid;
use crate::sources::person::{inverted, is_group, natural};

/// The creators, in order.
pub(super) fn creators(work: &Value) -> Vec<Contributor> {
    objects(work.get("creators")).into_iter().flat_map(people).collect()
}

/// The contributors who are editors, in order.
pub(super) fn editors(work: &Value) -> Vec<Contributor> {
    let editor = |one: &&Value| one.get("contributorType").and_then(Value::as_str) == Some("Editor");
    objects(work.get("contributors")).into_iter().filter(editor).flat_map(people).collect()
}

/// Those whom one entry names: one, but for old records that hold all in one name, separated by semicolons.
fn people(entry: &Value) -> Vec<Contributor> {
    let kind = entry.get("nameType").and_then(Value::as_str).unwrap_or_default();
    let organisation = kind.eq_ignore_ascii_case("Organizational");
    let personal = kind.eq_ignore_ascii_case("Personal");
    let whole = told(entry.get("name"));
    let (family, given) = (told(entry.get("familyName")), told(entry.get("givenName")));
    let names: Vec<Name> = match (whole, family.or_else(|| given.clone())) {
        (Some(whole), _) if organisation => vec![Name::Group(whole)],
        (None, Some(family)) if organisation => vec![Name::Group(family)],
        // DataCite splits at the comma what it takes for a person, and consortia have commas too.
        (Some(whole), Some(_)) if !personal && is_group(&whole) => vec![Name::Group(whole)],
        (_, Some(family)) => {
            let given = given.filter(|given| *given != family);
            vec![Name::Person { family, given, suffix: None }]
        }
        (Some(whole), None) => whole.split(';').filter_map(|one| name(one.trim(), personal)).collect(),
        (None, None) => Vec::new(),
    };
    let details = |name: Name| Contributor { name, affiliations: affiliations(entry), orcid: own_orcid(entry) };
    match names.len() {
        1 => names.into_iter().map(details).collect(),
        _ => names.into_iter().map(Contributor::from).collect(),
    }
}

/// A name that the record does not take apart. Without a comma only one that is said to be a person's is taken apart:
/// "Google Earth" looks like a person too.
fn name(whole: &str, personal: bool) -> Option<Name> {
    let group = || whole.chars().any(char::is_alphanumeric).then(|| Name::Group(whole.to_owned()));
    match whole.matches(',').count() {
        0 if personal => natural(whole),
        1 | 2 if personal || !is_group(whole) => inverted(whole).or_else(group),
        _ => group(),
    }
}

/// Affiliations are strings, or objects where a client asked for more.
fn affiliations(entry: &Value) -> Vec<String> {
    let places = entry.get("affiliation").and_then(Value::as_array).into_iter().flatten();
    places.filter_map(|place| told(place.get("name").or(Some(place)))).collect()
}

/// The scheme is written `ORCID` or as its address.
fn own_orcid(entry: &Value) -> Option<String> {
    objects(entry.get("nameIdentifiers")).into_iter().find_map(|identifier| {
        let word = |name: &str| identifier.get(name).and_then(Value::as_str).unwrap_or_default();
        let (scheme, value) = (word("nameIdentifierScheme"), word("nameIdentifier"));
        let is_orcid = [scheme, value].iter().any(|text| text.to_ascii_lowercase().contains("orcid"));
        orcid(value).filter(|_| is_orcid)
    })
}
