//! One name of a reference’s authors.

use super::initials::{initial, initials, is_given_start, letters};
use super::lexeme::Lexed;

/// How one name is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// “Doe JA”, “Doe J.A.”
    FamilyInitials,
    /// “Doe, J. A.”
    FamilyCommaInitials,
    /// “J. A. Doe”
    InitialsFamily,
    /// “Doe, Jane A.”
    FamilyCommaGiven,
    /// “Jane A. Doe”
    GivenFamily,
}

pub(super) const FORMS: [Form; 5] =
    [Form::FamilyInitials, Form::FamilyCommaInitials, Form::InitialsFamily, Form::FamilyCommaGiven, Form::GivenFamily];

/// A name.
pub(super) struct Name {
    /// The lexeme behind it.
    pub(super) end: usize,
    /// Whether its initials have full stops; `None` where it has none, or one with a stop that may be the end of a sentence.
    pub(super) dotted: Option<bool>,
}

/// Words of a family name that are written small.
#[rustfmt::skip]
const PARTICLES: [&str; 22] = [
    "de", "da", "di", "del", "della", "van", "von", "der", "den", "la", "le", "du", "dos", "das", "ter", "ten", "bin",
    "ibn", "el", "zu", "af", "y",
];
/// Words that groups have in their names, and persons not.
#[rustfmt::skip]
const OF_GROUPS: [&str; 32] = [
    "administration", "agency", "association", "authority", "bank", "board", "bureau", "census", "center", "centers",
    "centre", "college", "commission", "committee", "company", "consortium", "council", "department", "foundation",
    "government", "group", "health", "institute", "international", "journal", "ministry", "national", "office",
    "organization", "society", "team", "university",
];

/// Reads the name at `at` that is built so.
pub(super) fn name(lexed: &Lexed<'_>, at: usize, form: Form) -> Option<Name> {
    match form {
        Form::FamilyInitials => with_suffix(lexed, initials(lexed, family(lexed, at)?)?),
        Form::FamilyCommaInitials => {
            let comma = family(lexed, at)?;
            // “Ling Tony Chen, R. Drach” are two.
            let names = (at..comma).filter(|index| !lexed.word(*index).is_some_and(is_particle)).count();
            let behind = (names <= 2 && lexed.is_mark(comma, ',')).then_some(comma + 1)?;
            with_suffix(lexed, initials(lexed, behind)?)
        }
        Form::InitialsFamily => {
            let initials = initials(lexed, at)?;
            let has_stops = lexed.is_mark(initials.end - 1, '.');
            let end = has_stops.then(|| family(lexed, initials.end)).flatten()?;
            if is_group(lexed, at, end) {
                return None;
            }
            with_suffix(lexed, Name { end, dotted: Some(true) })
        }
        Form::FamilyCommaGiven => {
            let comma = family(lexed, at)?;
            let given = comma + 1;
            let is_short = comma - at == 1 || lexed.word(at).is_some_and(is_particle);
            if !is_short || !lexed.is_mark(comma, ',') || !lexed.word(given).is_some_and(is_given) {
                return None;
            }
            let mut end = given + 1;
            while let Some(more) = second_given(lexed, end).filter(|_| end < given + 5) {
                end = more;
            }
            Some(Name { end, dotted: None })
        }
        Form::GivenFamily => given_family(lexed, at),
    }
}

/// “Jane A. Doe”, “Jane van der Waals”
fn given_family(lexed: &Lexed<'_>, at: usize) -> Option<Name> {
    if !lexed.word(at).is_some_and(is_given) {
        return None;
    }
    let mut family_at = at + 1;
    while let Some(end) = initial(lexed, family_at).filter(|_| family_at < at + 6) {
        family_at = end;
    }
    let end = family(lexed, family_at)?;
    (end - family_at <= 3 && !is_group(lexed, at, end)).then_some(Name { end, dotted: None })
}

/// Whether what seems a name is that of a group.
fn is_group(lexed: &Lexed<'_>, at: usize, end: usize) -> bool {
    let of_group = |word: &str| OF_GROUPS.iter().any(|other| other.eq_ignore_ascii_case(word));
    (at..end).filter_map(|index| lexed.word(index)).any(of_group)
}

/// The lexeme behind a second given name, or an initial.
fn second_given(lexed: &Lexed<'_>, at: usize) -> Option<usize> {
    initial(lexed, at).or_else(|| lexed.word(at).is_some_and(is_given).then_some(at + 1))
}

fn with_suffix(lexed: &Lexed<'_>, name: Name) -> Option<Name> {
    let comma = usize::from(lexed.is_mark(name.end, ','));
    let at = name.end + comma;
    let is_suffix = ["Jr", "Sr", "II", "III", "IV"].iter().any(|suffix| lexed.word(at) == Some(suffix))
        || lexed.figure(at).is_some_and(|figure| matches!(figure, "2nd" | "3rd"));
    if !is_suffix {
        return Some(name);
    }
    let has_stop = lexed.is_mark(at + 1, '.') && lexed.is_any_mark(at + 2, &[',', ';', '&', '(']);
    Some(Name { end: at + 1 + usize::from(has_stop), ..name })
}

/// The lexeme behind the family name at `at`.
pub(super) fn family(lexed: &Lexed<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    while lexed.word(end).is_some_and(is_particle) {
        end += 1;
    }
    if !lexed.word(end).is_some_and(|word| is_name(word) && letters(word) > 1) {
        return None;
    }
    end += 1;
    for _ in 0..3 {
        let more = end + usize::from(lexed.word(end).is_some_and(is_particle));
        if !lexed.word(more).is_some_and(|word| is_name(word) && word.contains(char::is_lowercase)) {
            break;
        }
        end = more + 1;
    }
    Some(end)
}

/// Whether a word is one that stands before a family name.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether a word may be a family name: it has a capital, in the beginning or behind an apostrophe or hyphen.
fn is_name(word: &str) -> bool {
    let is_latin = |ch: char| ch < '\u{250}' || matches!(ch, '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2019}' | 'ʼ');
    let has_capital = word.starts_with(char::is_uppercase)
        || word.split(['\'', '’', '-']).nth(1).is_some_and(|part| part.starts_with(char::is_uppercase));
    has_capital && word.chars().all(is_latin)
}

/// Whether a word may be a given name in full.
fn is_given(word: &str) -> bool {
    letters(word) > 2 && is_given_start(word) && is_name(word)
}
