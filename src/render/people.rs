//! Names of people, in the order in which they are read.

use crate::record::{Contributor, Name};

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

/// The first `most` of several people; how many there are, where some are left out.
pub(super) fn list(people: &[Contributor], most: usize) -> String {
    let shown: Vec<String> = people.iter().take(most).map(|person| full(&person.name)).collect();
    let shown = shown.join(", ");
    if people.len() > most { format!("{shown}, et al. ({} authors)", people.len()) } else { shown }
}
