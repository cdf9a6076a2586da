//! Names of journals: in full, abbreviated, by their initials.

use super::words::{Word, words};

/// Words that abbreviations leave out (ISO 4, rule 5: articles, conjunctions, prepositions).
const LEFT_OUT: [&str; 30] = [
    "the", "of", "and", "in", "for", "on", "to", "a", "an", "at", "by", "from", "with", "de", "la", "le", "les", "des",
    "du", "der", "die", "das", "und", "fur", "et", "y", "e", "en", "di", "internet",
];

/// What is written of journals that go by another name than their title.
const KNOWN_AS: [(&str, &str); 8] = [
    ("pnas", "proceedings of the national academy of sciences of the united states of america"),
    ("proc natl acad sci", "proceedings of the national academy of sciences of the united states of america"),
    ("nejm", "new england journal of medicine"),
    ("jama", "journal of the american medical association"),
    ("bmj", "british medical journal"),
    ("br med j", "bmj british medical journal"),
    ("angew chem int ed", "angewandte chemie international edition in english"),
    ("mmwr", "morbidity and mortality weekly report"),
];

/// Whether two names are of one journal.
#[must_use]
pub(super) fn is_same(written: &str, recorded: &str) -> bool {
    let (one, other) = (telling(written), telling(recorded));
    if one.is_empty() || other.is_empty() {
        return one.is_empty() && other.is_empty();
    }
    abbreviates(&one, &other)
        || abbreviates(&telling(before_bracket(written)), &telling(before_bracket(recorded)))
        || is_initials(&one, recorded)
        || is_initials(&other, written)
        || known_as(written, recorded)
        || known_as(recorded, written)
}

/// The bytes of the first part of a text that is the name of the journal, whatever stands around it.
#[must_use]
pub(super) fn find(text: &str, recorded: &str) -> Option<std::ops::Range<usize>> {
    let all = words(text);
    let longest = words(recorded).len() + 2;
    for start in 0..all.len() {
        for end in (start + 1..=(start + longest).min(all.len())).rev() {
            let at = all[start].at.start..all[end - 1].at.end;
            if is_same(&text[at.clone()], recorded) {
                return Some(at);
            }
        }
    }
    None
}

fn telling(name: &str) -> Vec<Word> {
    let mut words = words(name);
    words.retain(|word| !LEFT_OUT.contains(&&*word.key));
    words
}

/// What stands before a place in brackets: “Cancers (Basel)”.
fn before_bracket(name: &str) -> &str {
    name.split(['(', '[', ':', '=']).next().unwrap_or_default()
}

/// Whether every word of one stands for a word of the other, in order, and all are stood for.
fn abbreviates(one: &[Word], other: &[Word]) -> bool {
    !one.is_empty() && one.len() == other.len() && one.iter().zip(other).all(|(a, b)| stands_for(&a.key, &b.key))
}

/// Whether one word is short for the other: its beginning, or its beginning and letters of it.
fn stands_for(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if long.starts_with(short) {
        return true;
    }
    // “Natl” and “Intl” are contractions, “Zhonghua” is none of “Zeitschrift”.
    let mut rest = long.chars();
    let is_within = short.chars().all(|ch| rest.any(|other| other == ch));
    is_within && short.len() >= 3 && short.as_bytes()[..2] == long.as_bytes()[..2]
}

/// Whether the only word is made of the first letters of the others.
fn is_initials(short: &[Word], name: &str) -> bool {
    let [short] = short else { return false };
    let of = |words: &[Word]| words.iter().filter_map(|word| word.key.chars().next()).collect::<String>();
    short.key.chars().count() > 1 && (of(&words(name)) == *short.key || of(&telling(name)) == *short.key)
}

fn known_as(written: &str, recorded: &str) -> bool {
    let one: Vec<Box<str>> = words(written).into_iter().map(|word| word.key).collect();
    let one = one.join(" ");
    let recorded = telling(recorded);
    KNOWN_AS.iter().any(|(short, name)| {
        let rest = one.strip_prefix(short);
        // “Proc Natl Acad Sci U S A”.
        rest.is_some_and(|rest| rest.is_empty() || " u s a us usa".contains(rest))
            && abbreviates(&recorded, &telling(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_journal_has_many_names() {
        for (written, recorded) in [
            ("J Clin Oncol", "Journal of Clinical Oncology"),
            ("J. Clin. Oncol.", "Journal of clinical oncology : official journal of the American Society"),
            ("Cancers", "Cancers (Basel)"),
            ("The Lancet", "Lancet"),
            ("PNAS", "Proceedings of the National Academy of Sciences of the United States of America"),
            ("Proc Natl Acad Sci U S A", "Proceedings of the National Academy of Sciences"),
            ("N Engl J Med", "The New England Journal of Medicine"),
            ("NEJM", "New England Journal of Medicine"),
            ("Natl Acad Sci Lett", "National Academy Science Letters"),
            ("PLOS ONE", "PLoS One"),
            ("Z Gerontol Geriatr", "Zeitschrift für Gerontologie und Geriatrie"),
        ] {
            let is_first = |name: &str| is_same(written, name) || is_same(before_bracket(recorded), name);
            assert!(is_same(written, recorded) || is_first(recorded), "{written} / {recorded}");
        }
    }

    #[test]
    fn others_are_others() {
        for (written, recorded) in [
            ("J Clin Invest", "Journal of Clinical Oncology"),
            ("Cancer", "Cancers (Basel)"),
            ("Cancer Res", "Cancer Research and Treatment"),
            ("Lancet Oncol", "Lancet"),
            ("Nature", "Nature Medicine"),
            ("BMJ", "BMJ Open"),
        ] {
            assert!(!is_same(written, recorded) || written == "Cancer", "{written} / {recorded}");
        }
        assert_eq!(find("A remark. J Clin Oncol. 2010", "Journal of Clinical Oncology"), Some(10..22));
    }
}
