//! Names of persons and groups that a source writes in one string.

use crate::record::{Name, folded};

/// Words that stand in names of institutions and groups, and hardly in those of persons; folded.
const OF_GROUPS: [&str; 59] = [
    "academy",
    "administration",
    "agency",
    "archive",
    "archives",
    "association",
    "authority",
    "bank",
    "bundesamt",
    "bureau",
    "center",
    "centre",
    "centro",
    "collaboration",
    "college",
    "commission",
    "committee",
    "company",
    "consortium",
    "expedition",
    "corporation",
    "council",
    "department",
    "division",
    "faculty",
    "federation",
    "foundation",
    "gmbh",
    "government",
    "group",
    "hospital",
    "inc",
    "initiative",
    "institut",
    "institute",
    "instituto",
    "international",
    "laboratory",
    "library",
    "llc",
    "ltd",
    "ministerio",
    "ministry",
    "museum",
    "national",
    "network",
    "office",
    "organisation",
    "organization",
    "programme",
    "project",
    "school",
    "service",
    "society",
    "survey",
    "team",
    "universidad",
    "universitat",
    "university",
];

/// Whether a name has a word that names of groups have; what stands in brackets at its end is not looked at.
pub(super) fn is_group(name: &str) -> bool {
    folded(without_brackets(name)).split(' ').any(|word| OF_GROUPS.contains(&word))
}

/// A person's name with the family name first: "Family, Given" or "Family, Given, Jr". What stands in brackets at its
/// end ("(Ed.)") is left out. `None` where it has no comma with something on both sides.
pub(super) fn inverted(name: &str) -> Option<Name> {
    let (family, given) = without_brackets(name).split_once(',')?;
    let (given, suffix) = match given.rsplit_once(',') {
        Some((given, suffix)) if is_suffix(suffix.trim()) => (given, Some(suffix.trim().to_owned())),
        _ => (given, None),
    };
    let (family, given) = (family.trim(), given.trim());
    let named = |part: &str| part.chars().any(char::is_alphanumeric);
    (named(family) && named(given)).then(|| Name::Person { family: family.into(), given: Some(given.into()), suffix })
}

/// A person's name with the family name last, or a group's: "Given van Family, Jr", "The X Collaboration". The family
/// name begins with its particles in small letters; a second one without a hyphen cannot be told from a given name.
/// `None` where there is no letter in it.
pub(super) fn natural(name: &str) -> Option<Name> {
    let name = name.trim();
    if !name.chars().any(char::is_alphanumeric) {
        return None;
    }
    if is_group(name) {
        return Some(Name::Group(name.to_owned()));
    }
    let mut words: Vec<&str> = without_brackets(name).split_whitespace().collect();
    let suffix = words.pop_if(|last| is_suffix(last)).map(str::to_owned);
    let last = words.len().checked_sub(1)?;
    let small = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
    let at = (1..last).find(|&at| small(words[at])).unwrap_or(last);
    let given = Some(words[..at].join(" ")).filter(|given| !given.is_empty());
    let family = words[at..].join(" ");
    Some(Name::Person { family: family.trim_end_matches(',').to_owned(), given, suffix })
}

/// A person's name as MEDLINE abbreviates it, "Family GN Jr", or a group's.
pub(super) fn abbreviated(name: &str) -> Option<Name> {
    let name = name.trim().trim_end_matches('.');
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let initials = |word: &str| word.chars().count() <= 4 && word.chars().all(|c| c.is_uppercase() || c == '-');
    let suffix = words.pop_if(|last| matches!(*last, "Jr" | "Sr" | "2nd" | "3rd" | "4th")).map(str::to_owned);
    match words.split_last() {
        Some((given, family)) if !family.is_empty() && initials(given) && !is_group(name) => {
            Some(Name::Person { family: family.join(" "), given: Some((*given).to_owned()), suffix })
        }
        _ => name.chars().any(char::is_alphanumeric).then(|| Name::Group(name.to_owned())),
    }
}

fn is_suffix(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV")
}

fn without_brackets(name: &str) -> &str {
    let name = name.trim();
    match name.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((rest, _)) if !rest.trim().is_empty() => rest.trim_end(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: Option<Name>) -> String {
        match name {
            Some(Name::Person { family, given, suffix }) => {
                [Some(family), given, suffix].into_iter().flatten().collect::<Vec<_>>().join("|")
            }
            Some(Name::Group(name)) => format!("group {name}"),
            None => "none".into(),
        }
    }

    #[test]
    fn family_first() {
        for (name, parts) in [
            ("Heibi, Ivan", "Heibi|Ivan"),
            ("van As, Dirk", "van As|Dirk"),
            ("King, Martin Luther, Jr.", "King|Martin Luther|Jr."),
            ("Kim, Dong Eon (Ed.)", "Kim|Dong Eon"),
            ("Plato", "none"),
            ("Plato,", "none"),
            (", Ivan", "none"),
        ] {
            assert_eq!(shown(inverted(name)), parts, "{name}");
        }
    }

    #[test]
    fn with_initials() {
        for (name, parts) in [
            ("Olempska E", "Olempska|E"),
            ("van der Putten JJ", "van der Putten|JJ"),
            ("Link WA Jr.", "Link|WA|Jr"),
            ("RECOVERY Collaborative Group", "group RECOVERY Collaborative Group"),
            ("Plato", "group Plato"),
            (" ", "none"),
        ] {
            assert_eq!(shown(abbreviated(name)), parts, "{name}");
        }
    }

    #[test]
    fn family_last() {
        for (name, parts) in [
            ("Ashish Vaswani", "Vaswani|Ashish"),
            ("Aidan N. Gomez", "Gomez|Aidan N."),
            ("Peter H. N. de With", "de With|Peter H. N."),
            ("Sean van der Merwe", "van der Merwe|Sean"),
            ("William A. Link, Jr.", "Link|William A.|Jr."),
            ("Plato", "Plato"),
            ("III", "none"),
            ("The ATLAS Collaboration", "group The ATLAS Collaboration"),
            (":", "none"),
            ("", "none"),
        ] {
            assert_eq!(shown(natural(name)), parts, "{name}");
        }
    }
}
