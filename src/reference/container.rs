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

/// The name of a journal as a record has it, in all the ways in which it may be written.
#[derive(Debug)]
pub(super) struct Name {
    /// Its telling words: all of them, those before a place in brackets, and those of other names that it goes by.
    variants: Vec<Vec<Box<str>>>,
    /// The first letters of its words, with and without those that abbreviations leave out.
    initials: [String; 2],
    /// How many words it has.
    length: usize,
}

impl Name {
    /// Reads a name.
    pub(super) fn of(recorded: &str) -> Self {
        let all = words(recorded);
        let whole = telling(&all);
        let mut variants = vec![telling(&words(before_bracket(recorded)))];
        let row = all.iter().map(|word| &*word.key).collect::<Vec<_>>().join(" ");
        for (short, name) in KNOWN_AS {
            let (short_words, name_words) = (telling(&words(short)), telling(&words(name)));
            if abbreviates(&whole, &name_words) || abbreviates(&variants[0], &name_words) {
                variants.push(short_words);
            } else if row == *short {
                variants.push(name_words);
            }
        }
        let initials = [initials(all.iter().map(|word| &*word.key)), initials(whole.iter().map(|key| &**key))];
        variants.push(whole);
        variants.retain(|variant| !variant.is_empty());
        Self { variants, initials, length: all.len() }
    }

    /// Whether some words of a text are the name.
    fn is(&self, written: &[Word]) -> bool {
        let named = telling(written);
        let is_initials = || match written {
            [only] => only.key.chars().count() > 1 && self.initials.iter().any(|initials| **initials == *only.key),
            _ => false,
        };
        // “PNAS” may be what the record has.
        let has_initials = |variant: &Vec<Box<str>>| {
            written.len() > 1
                && matches!(&**variant, [only] if only.chars().count() > 1 && {
                    **only == *initials(written.iter().map(|word| &*word.key)) || **only == *initials(named.iter().map(|key| &**key))
                })
        };
        self.variants.iter().any(|variant| abbreviates(&named, variant) || has_initials(variant)) || is_initials()
    }

    /// Whether the name is anywhere in a text, of which these are the words.
    pub(super) fn is_in(&self, all: &[Word]) -> bool {
        let longest = self.length + 2;
        let ends = |start: usize| start + 1..=(start + longest).min(all.len());
        (0..all.len()).any(|start| ends(start).any(|end| self.is(&all[start..end])))
    }
}

fn telling(words: &[Word]) -> Vec<Box<str>> {
    words.iter().filter(|word| !LEFT_OUT.contains(&&*word.key)).map(|word| word.key.clone()).collect()
}

fn initials<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    keys.filter_map(|key| key.chars().next()).collect()
}

/// What stands before a place in brackets: “Cancers (Basel)”.
fn before_bracket(name: &str) -> &str {
    name.split(['(', '[', ':', '=']).next().unwrap_or_default()
}

/// Whether every word of one stands for a word of the other, in order, and all are stood for.
fn abbreviates(one: &[Box<str>], other: &[Box<str>]) -> bool {
    !one.is_empty() && one.len() == other.len() && one.iter().zip(other).all(|(a, b)| stands_for(a, b))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn is_same(written: &str, recorded: &str) -> bool {
        Name::of(recorded).is_in(&words(written))
    }

    #[test]
    fn one_journal_has_many_names() {
        for (written, recorded) in [
            ("J Clin Oncol", "Journal of Clinical Oncology"),
            ("J. Clin. Oncol.", "Journal of clinical oncology : official journal of the American Society"),
            ("Cancers", "Cancers (Basel)"),
            ("The Lancet", "Lancet"),
            ("PNAS", "Proceedings of the National Academy of Sciences of the United States of America"),
            ("Proc Natl Acad Sci U S A", "Proceedings of the National Academy of Sciences"),
            ("Proceedings of the National Academy of Sciences", "PNAS"),
            ("N Engl J Med", "The New England Journal of Medicine"),
            ("NEJM", "New England Journal of Medicine"),
            ("Natl Acad Sci Lett", "National Academy Science Letters"),
            ("PLOS ONE", "PLoS One"),
            ("Z Gerontol Geriatr", "Zeitschrift für Gerontologie und Geriatrie"),
            ("A remark. J Clin Oncol", "Journal of Clinical Oncology"),
        ] {
            assert!(is_same(written, recorded), "{written} / {recorded}");
        }
    }

    #[test]
    fn others_are_others() {
        for (written, recorded) in [
            ("J Clin Invest", "Journal of Clinical Oncology"),
            ("Cancer Res", "Cancer Research and Treatment"),
            ("Nature", "Nature Medicine"),
            ("BMJ", "BMJ Open"),
            ("", "Nature"),
            ("Nature", ""),
        ] {
            assert!(!is_same(written, recorded), "{written} / {recorded}");
        }
    }
}
