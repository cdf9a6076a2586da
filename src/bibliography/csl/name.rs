//! Names in CSL.

use super::{Item, plain};
use crate::record::{Contributor, Name};
use crate::syntax::tree::{Node, Value};

/// The persons and groups of a field, in order.
pub(super) fn people(item: &Item<'_>, field: &str) -> Vec<Contributor> {
    let Some(node) = item.get(field) else { return Vec::new() };
    match &node.value {
        Value::List(people) => people.iter().filter_map(|person| contributor(item, person)).collect(),
        _ => contributor(item, node).into_iter().collect(),
    }
}

fn contributor(item: &Item<'_>, node: &Node) -> Option<Contributor> {
    let said = |node: &Node| item.said(node).map(|said| plain(&said, item.markup)).filter(|said| !said.is_empty());
    if !matches!(node.value, Value::Table(_)) {
        return Some(in_one_text(&said(node)?).into());
    }
    let part = |name: &str| node.get(name).and_then(said);
    if let Some(group) = part("literal").or_else(|| part("name")) {
        return Some(Name::Group(group).into());
    }
    let particles = [part("dropping-particle"), part("non-dropping-particle")];
    // Quotation marks hold together what would be taken for a particle.
    let unquoted = |text: String| text.trim_matches('"').trim().to_owned();
    let family = part("family").map(unquoted);
    let (given, behind) = split_suffix(part("given").map(unquoted));
    let suffix = part("suffix").or(behind);
    let (given, trailing) = split_particles(given);
    let name = match (family, given) {
        (Some(family), given) => {
            let family = particles
                .into_iter()
                .chain([trailing])
                .flatten()
                .chain([family])
                .reduce(|before, behind| joined(&before, &behind))?;
            Name::Person { family, given, suffix }
        }
        (None, Some(family)) => Name::Person { family, given: None, suffix },
        (None, None) => return None,
    };
    let affiliations = match node.get("affiliation").map(|node| &node.value) {
        Some(Value::List(places)) => places.iter().filter_map(|place| place.get("name").and_then(said)).collect(),
        _ => Vec::new(),
    };
    Some(Contributor { name, affiliations, orcid: part("ORCID").and_then(|written| orcid(&written)) })
}

/// A particle that ends in an apostrophe or hyphen (`d’`, `al-`) is not apart from what follows.
fn joined(particle: &str, family: &str) -> String {
    let blank = if particle.ends_with(['\'', '’', '-']) { "" } else { " " };
    format!("{particle}{blank}{family}")
}

/// Words in lower case behind the given names are particles of the family name (`Alexander von`), as in citeproc-js.
fn split_particles(given: Option<String>) -> (Option<String>, Option<String>) {
    let Some(names) = &given else { return (None, None) };
    let words: Vec<&str> = names.split(' ').collect();
    let is_particle = |word: &&&str| word.chars().all(|ch| ch.is_lowercase() || matches!(ch, '\'' | '’' | '-' | '.'));
    let particles = words.iter().rev().take_while(is_particle).count();
    if particles == 0 || particles == words.len() {
        return (given, None);
    }
    let (names, particles) = words.split_at(words.len() - particles);
    (Some(names.join(" ")), Some(particles.join(" ")))
}

/// Some programs write a suffix behind the given names (`Martin Luther, Jr.`), as citeproc-js reads it.
fn split_suffix(given: Option<String>) -> (Option<String>, Option<String>) {
    match given.as_deref().and_then(|given| given.split_once(',')) {
        Some((before, behind)) if !before.trim().is_empty() && !behind.trim().is_empty() => {
            let behind = behind.trim_start_matches('!').trim();
            (Some(before.trim().to_owned()), Some(behind.to_owned()))
        }
        _ => (given, None),
    }
}

/// A name that stands in one text: `Family || Given` in the notes of Zotero, `Family, Given`, or a group.
fn in_one_text(said: &str) -> Name {
    match said.split_once("||").or_else(|| said.split_once(',')) {
        Some((family, given)) if !family.trim().is_empty() => {
            let given = given.trim();
            let given = (!given.is_empty()).then(|| given.to_owned());
            Name::Person { family: family.trim().to_owned(), given, suffix: None }
        }
        _ => Name::Group(said.to_owned()),
    }
}

/// The iD itself, of which an address may be written.
pub(in crate::bibliography) fn orcid(written: &str) -> Option<String> {
    let start = written.trim().len().checked_sub(19)?;
    let id = written.trim().get(start..)?;
    let digit = |(at, byte): (usize, u8)| match at {
        4 | 9 | 14 => byte == b'-',
        18 => byte.is_ascii_digit() || byte == b'X',
        _ => byte.is_ascii_digit(),
    };
    id.bytes().enumerate().all(digit).then(|| id.to_owned())
}
