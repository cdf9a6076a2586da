//! Authors, in `authorList`, and where that is missing in `authorString`.

use serde_json::Value;

use crate::record::{Contributor, Name};
use crate::sources::field::{objects, text};
use crate::sources::orcid::orcid;
use crate::sources::person::abbreviated;

/// The authors of a result, in order.
pub(super) fn authors(result: &Value) -> Vec<Contributor> {
    let listed: Vec<Contributor> =
        objects(result.pointer("/authorList/author")).into_iter().filter_map(contributor).collect();
    if !listed.is_empty() {
        return listed;
    }
    let string = text(result.get("authorString")).unwrap_or_default();
    string.split(',').filter_map(abbreviated).map(Contributor::from).collect()
}

fn contributor(author: &Value) -> Option<Contributor> {
    let field = |name: &str| text(author.get(name));
    let given = field("firstName").or_else(|| field("initials"));
    let name = match (field("collectiveName"), field("lastName")) {
        (Some(name), _) => Name::Group(name),
        (None, Some(family)) => Name::Person { family, given, suffix: field("suffix") },
        (None, None) => abbreviated(&field("fullName")?)?,
    };
    let places = objects(author.pointer("/authorAffiliationDetailsList/authorAffiliation")).into_iter();
    let mut affiliations: Vec<String> = places.filter_map(|place| text(place.get("affiliation"))).collect();
    if affiliations.is_empty() {
        // Records of before 2020 have one right below the author.
        affiliations.extend(field("affiliation"));
    }
    let is_orcid = author.pointer("/authorId/type").and_then(Value::as_str) == Some("ORCID");
    let orcid = author.pointer("/authorId/value").and_then(Value::as_str).filter(|_| is_orcid).and_then(orcid);
    Some(Contributor { name, affiliations, orcid })
}
