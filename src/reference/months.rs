//! The names of months in a reference.

/// In English, in small letters.
const NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether a word in small letters is a month: “september”, “sep”, “sept”.
#[must_use]
pub(super) fn is_month(word: &str) -> bool {
    word == "sept" || NAMES.iter().any(|name| word == *name || word == &name[..3])
}

/// Whether a word in small letters begins as a month does, in English or a language near it: “octobre”.
#[must_use]
pub(super) fn begins_as_month(word: &str) -> bool {
    NAMES.iter().any(|name| word.starts_with(&name[..3]))
}
