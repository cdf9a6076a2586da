//! Authors and editors.

use super::field::{is_valid, text, texts};
use crate::record::{Contributor, Name};
use crate::sources::orcid::orcid;
use crate::sources::xml::Element;

/// The people of the `AuthorList`s that `wanted` accepts by their `Type`, which most lists lack.
pub(super) fn people(element: &Element<'_>, wanted: impl Fn(Option<&str>) -> bool) -> Vec<Contributor> {
    let lists = element.all("AuthorList").filter(|list| wanted(list.attribute("Type").as_deref()));
    lists.flat_map(|list| list.all("Author")).filter(|author| is_valid(author)).filter_map(contributor).collect()
}

/// Lists of authors: all but those of editors.
pub(super) fn authors(element: &Element<'_>) -> Vec<Contributor> {
    people(element, |kind| kind != Some("editors"))
}

/// Lists of editors.
pub(super) fn editors(element: &Element<'_>) -> Vec<Contributor> {
    people(element, |kind| kind == Some("editors"))
}

fn contributor(author: &Element<'_>) -> Option<Contributor> {
    let field = |name: &str| text(author.child(name));
    let given = ["ForeName", "FirstName", "Initials"].into_iter().find_map(field);
    let name = match (field("LastName"), given) {
        (Some(family), given) => Name::Person { family, given, suffix: field("Suffix") },
        (None, given) => match field("CollectiveName") {
            Some(name) => Name::Group(name),
            None => Name::Person { family: given?, given: None, suffix: field("Suffix") },
        },
    };
    // Records of before 2014 have the affiliation right below the author.
    let places = author.all("AffiliationInfo").flat_map(|info| info.all("Affiliation"));
    let mut identifiers = author.all("Identifier").filter(|identifier| identifier.is("Source", "ORCID"));
    Some(Contributor {
        name,
        affiliations: texts(places.chain(author.all("Affiliation"))),
        orcid: identifiers.find_map(|identifier| orcid(&text(Some(identifier))?)),
    })
}
