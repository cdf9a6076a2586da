//! Fields of a work that only Crossref writes so.

use serde_json::Value;

use crate::record::{Contributor, Name, PartialDate};
use crate::sources::field::{objects, text};
use crate::sources::orcid::orcid;

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
