//! Names of people in the order in which they are read, and where they work.

use std::collections::{HashMap, HashSet};

use super::sheet::{Block, Span};
use crate::record::{Contributor, Name};
use crate::sources::orcid::orcid;

/// "Youssef Ghannam", "John F. Tomashefski Jr", or the group's name.
pub(super) fn full(name: &Name) -> String {
    match name {
        Name::Person { family, given, suffix } => {
            let parts = [given.as_deref(), Some(family.as_str()), suffix.as_deref()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        Name::Group(name) => name.clone(),
    }
}

/// "Ghannam Y, Thariat J, Sato C, et al", as references of the biomedical styles write names.
pub(super) fn cited(people: &[Contributor]) -> String {
    const MOST: usize = 3;
    let mut names: Vec<String> = people.iter().take(MOST).map(|person| inverted(&person.name)).collect();
    if people.len() > MOST {
        names.push("et al".into());
    }
    names.join(", ")
}

/// "Tomashefski JF Jr"; initials that stand together (`JF`) stay.
fn inverted(name: &Name) -> String {
    match name {
        Name::Person { family, given, suffix } => {
            let words = given.iter().flat_map(|given| given.split([' ', '-', '.']));
            let initials: String = words
                .flat_map(|word| {
                    let together = word.chars().count() <= 3 && word.chars().all(char::is_uppercase);
                    word.chars().take(if together { 3 } else { 1 })
                })
                .collect();
            let parts = [family.as_str(), initials.as_str(), suffix.as_deref().unwrap_or_default()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        }
        Name::Group(name) => name.clone(),
    }
}

/// The first `most` of several people, where `numbers` are wanted each with those of the institutions where they work; how
/// many there are, where some are left out.
pub(super) fn list(people: &[Contributor], most: usize, numbers: bool) -> String {
    let numbers = if numbers { numbered(people, most) } else { HashMap::new() };
    let shown: Vec<String> = people
        .iter()
        .take(most)
        .map(|person| {
            let mut own: Vec<usize> =
                person.affiliations.iter().filter_map(|place| numbers.get(place.as_str()).copied()).collect();
            own.sort_unstable();
            own.dedup();
            let own: Vec<String> = own.into_iter().map(superscript).collect();
            format!("{}{}", full(&person.name), own.join(","))
        })
        .collect();
    let shown = shown.join(", ");
    if people.len() > most { format!("{shown}, et al. ({} authors)", people.len()) } else { shown }
}

/// Where the first `most` people work, numbered as in [`list`], `places` at most, each cut to `length` characters; then
/// their ORCID iDs.
pub(super) fn described(people: &[Contributor], most: usize, places: usize, length: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    let institutions = institutions(people, most);
    let mut facts: Vec<Vec<Span>> = Vec::new();
    for (at, place) in institutions.iter().enumerate().take(places) {
        let number = if institutions.len() > 1 { superscript(at + 1) + " " } else { String::new() };
        facts.push(vec![Span::text(format!("{number}{}", super::escape::cut(place, length)))]);
    }
    if institutions.len() > places {
        facts.push(vec![Span::text(format!("and {} more", institutions.len() - places))]);
    }
    if !facts.is_empty() {
        blocks.push(Block::Facts(Some("Affiliations"), facts));
    }
    let known = people.iter().take(most).filter_map(|person| Some((person, orcid(person.orcid.as_deref()?)?)));
    let ids: Vec<Vec<Span>> = known
        .map(|(person, id)| {
            let url = format!("https://orcid.org/{id}");
            vec![Span::text(format!("{} ", full(&person.name))), Span::Web { text: id, url }]
        })
        .collect();
    if !ids.is_empty() {
        blocks.push(Block::Facts(Some("ORCID"), ids));
    }
    blocks
}

/// The institutions of the first `most` people, each once, in the order in which they are named.
fn institutions(people: &[Contributor], most: usize) -> Vec<&str> {
    let mut places: Vec<&str> = Vec::new();
    let mut seen = HashSet::new();
    for place in people.iter().take(most).flat_map(|person| &person.affiliations) {
        if !place.trim().is_empty() && seen.insert(place.as_str()) {
            places.push(place);
        }
    }
    places
}

/// The number of each institution, from 1; none where there is only one.
fn numbered(people: &[Contributor], most: usize) -> HashMap<&str, usize> {
    let places = institutions(people, most);
    if places.len() < 2 {
        return HashMap::new();
    }
    places.into_iter().zip(1..).collect()
}

/// "¹²" for 12.
fn superscript(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = number.to_string();
    digits.bytes().filter_map(|digit| DIGITS.get(usize::from(digit - b'0'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(family: &str, affiliations: &[&str]) -> Contributor {
        let name = Name::Person { family: family.into(), given: None, suffix: None };
        Contributor { affiliations: affiliations.iter().map(|&place| place.into()).collect(), ..name.into() }
    }

    #[test]
    fn people_have_the_numbers_of_their_institutions() {
        let people = [person("A", &["Caen", "Paris"]), person("B", &[]), person("C", &["Paris", "Rome"])];
        assert_eq!(list(&people, usize::MAX, true), "A¹,², B, C²,³");
        assert_eq!(list(&people, 1, true), "A¹,², et al. (3 authors)");
        assert_eq!(list(&people, 1, false), "A, et al. (3 authors)");
        assert_eq!(superscript(120), "¹²⁰");
    }

    #[test]
    fn names_are_inverted_for_references() {
        let named = |family: &str, given: &str, suffix: Option<&str>| Name::Person {
            family: family.into(),
            given: Some(given.into()),
            suffix: suffix.map(Into::into),
        };
        assert_eq!(inverted(&named("Tomashefski", "John F.", Some("Jr"))), "Tomashefski JF Jr");
        assert_eq!(inverted(&named("Curie", "Marie-Anne", None)), "Curie MA");
        assert_eq!(inverted(&named("Wakefield", "AJ", None)), "Wakefield AJ");
        let people: Vec<Contributor> = ["A", "B", "C", "D"].iter().map(|family| person(family, &[])).collect();
        assert_eq!(cited(&people), "A, B, C, et al");
    }

    #[test]
    fn one_institution_needs_no_number() {
        let people = [person("A", &["Caen"]), person("B", &["Caen"])];
        assert_eq!(list(&people, usize::MAX, true), "A, B");
    }
}
