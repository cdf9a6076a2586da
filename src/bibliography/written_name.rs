//! Names in one line, as reference managers write them.

use crate::record::Name;

/// Words that persons do not have in their names.
const OF_GROUPS: [&str; 26] = [
    "agency",
    "association",
    "board",
    "center",
    "centre",
    "collaboration",
    "collaborators",
    "college",
    "commission",
    "committee",
    "consortium",
    "council",
    "department",
    "foundation",
    "group",
    "initiative",
    "institute",
    "investigators",
    "ministry",
    "network",
    "of",
    "organization",
    "organisation",
    "society",
    "team",
    "university",
];

/// Reads `Family, Given`, `Family, Given, Suffix`, or a group. Without a comma two to four words whose names could be a
/// person's are taken for one: `A. Author`, `Ludwig van Beethoven`.
pub(super) fn read(said: &str) -> Option<Name> {
    let said = said.trim().trim_end_matches(',').trim();
    if said.is_empty() {
        return None;
    }
    let own = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some((family, rest)) = said.split_once(',').filter(|(family, _)| !family.trim().is_empty()) {
        let (given, suffix) = match rest.split_once(',') {
            Some((given, suffix)) => (own(given), own(suffix)),
            None => (own(rest), None),
        };
        return Some(Name::Person { family: family.trim().to_owned(), given, suffix });
    }
    let words: Vec<&str> = said.split_whitespace().collect();
    let is_group = |word: &&str| OF_GROUPS.contains(&word.to_ascii_lowercase().as_str());
    if words.len() > 4 || words.iter().any(is_group) {
        return Some(Name::Group(said.to_owned()));
    }
    // The particles before the last word belong to it.
    let is_particle = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
    let mut at = words.len() - 1;
    while at > 1 && is_particle(words[at - 1]) {
        at -= 1;
    }
    let given = words[..at].join(" ");
    Some(Name::Person { family: words[at..].join(" "), given: own(&given), suffix: None })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::record::Name;

    #[test]
    fn persons_and_groups() {
        let person = |family: &str, given: Option<&str>, suffix: Option<&str>| Name::Person {
            family: family.into(),
            given: given.map(Into::into),
            suffix: suffix.map(Into::into),
        };
        for (said, name) in [
            ("Shannon,Claude E.", person("Shannon", Some("Claude E."), None)),
            ("King, Martin Luther, Jr.", person("King", Some("Martin Luther"), Some("Jr."))),
            ("van der Waals, J. D.", person("van der Waals", Some("J. D."), None)),
            ("Ludwig van Beethoven", person("van Beethoven", Some("Ludwig"), None)),
            ("A. Author-One", person("Author-One", Some("A."), None)),
            ("Selvamani", person("Selvamani", None, None)),
            ("World Health Organization", Name::Group("World Health Organization".into())),
        ] {
            assert_eq!(read(said), Some(name), "{said}");
        }
        assert_eq!(read(" , "), None);
    }
}
