//! Names of journals: in full, abbreviated, by their initials.

use std::sync::LazyLock;

use super::words::{Word, words};

/// Words that abbreviations leave out (ISO 4, rule 5: articles, conjunctions, prepositions), and names of parts.
const LEFT_OUT: [&str; 60] = [
    "the", "of", "and", "in", "for", "on", "to", "a", "an", "at", "by", "from", "with", "de", "la", "le", "les", "des",
    "du", "der", "die", "das", "und", "fur", "et", "y", "e", "en", "di", "internet", "part", "pt", "section", "sect",
    "sec", "series", "ser", "den", "det", "dem", "van", "het", "voor", "del", "della", "delle", "degli", "dei", "per",
    "pour", "sur", "el", "los", "las", "do", "da", "dos", "zur", "zum", "im",
];

/// What is written of journals that go by another name than their title.
const KNOWN_AS: [(&str, &str); 15] = [
    ("a a", "astronomy and astrophysics"),
    ("apj", "the astrophysical journal"),
    ("apjl", "the astrophysical journal letters"),
    ("apjs", "the astrophysical journal supplement series"),
    ("cacm", "communications of the acm"),
    ("tpami", "ieee transactions on pattern analysis and machine intelligence"),
    ("ann ny acad sci", "annals of the new york academy of sciences"),
    ("ann n acad sci", "annals of the new york academy of sciences"),
    ("pnas", "proceedings of the national academy of sciences of the united states of america"),
    ("proc natl acad sci", "proceedings of the national academy of sciences of the united states of america"),
    ("nejm", "new england journal of medicine"),
    ("jama", "journal of the american medical association"),
    ("bmj", "british medical journal"),
    ("br med j", "bmj british medical journal"),
    ("mmwr", "morbidity and mortality weekly report"),
];

/// One of these, read.
struct OtherName {
    short: &'static str,
    short_words: Vec<Box<str>>,
    name_words: Vec<Box<str>>,
}

/// All of them: every journal is held against each.
static OTHER_NAMES: LazyLock<Vec<OtherName>> = LazyLock::new(|| {
    let read =
        |(short, name)| OtherName { short, short_words: telling(&words(short)), name_words: telling(&words(name)) };
    KNOWN_AS.into_iter().map(read).collect()
});

/// The name of a journal as a record has it, in all the ways in which it may be written.
#[derive(Debug)]
pub(super) struct Name {
    /// Its telling words: all of them, those before a place in brackets, and those of other names that it goes by.
    variants: Vec<Vec<Box<str>>>,
    /// The first letters of its words, with and without those that abbreviations leave out.
    initials: [String; 2],
    /// How many words it may have.
    length: usize,
}

impl Name {
    /// Reads a name.
    pub(super) fn of(recorded: &str) -> Self {
        let all = words(recorded);
        let whole = telling(&all);
        let mut variants: Vec<Vec<Box<str>>> = segments(recorded).map(|part| telling(&words(part))).collect();
        variants.insert(0, telling(&words(before_bracket(recorded))));
        let row = all.iter().map(|word| &*word.key).collect::<Vec<_>>().join(" ");
        for OtherName { short, short_words, name_words } in &*OTHER_NAMES {
            if abbreviates(&whole, name_words) || abbreviates(&variants[0], name_words) {
                variants.push(short_words.clone());
            } else if row == **short {
                variants.push(name_words.clone());
            }
        }
        let initials = [initials(all.iter().map(|word| &*word.key)), initials(whole.iter().map(|key| &**key))];
        variants.push(whole);
        variants.retain(|variant| !variant.is_empty());
        // Of a name of first letters each stands for a word, and for one that is left out.
        let length = if let [only] = &*all { only.key.chars().count() * 2 } else { all.len() };
        Self { variants, initials, length }
    }

    /// Whether some words of a text are the name.
    pub(super) fn is(&self, written: &[Word]) -> bool {
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

    /// Whether the name is anywhere in a text, of which these are the words. Of a long one only the beginning is looked at.
    pub(super) fn is_in(&self, all: &[Word]) -> bool {
        let all = &all[..all.len().min(LOOKED_AT)];
        let longest = self.length + 2;
        let ends = |start: usize| start + 1..=(start + longest).min(all.len());
        (0..all.len()).any(|start| ends(start).any(|end| self.is(&all[start..end])))
    }

    /// Whether a text begins with the name.
    pub(super) fn begins(&self, all: &[Word]) -> bool {
        (1..=all.len().min(self.length + 2)).any(|end| self.is(&all[..end]))
    }

    /// Whether these words may be the name in another form: most of them stand for words of it, or they are letters alone.
    pub(super) fn may_be(&self, written: &[Word]) -> bool {
        let named = telling(written);
        let stands = |key: &str| self.variants.iter().flatten().any(|other| stands_for(key, other));
        let many = named.iter().filter(|key| stands(key)).count();
        named.is_empty() || many * 3 >= named.len() * 2 || written.len() == 1 && written[0].key.len() <= ACRONYM
    }
}

/// How many words behind a title are looked at.
const LOOKED_AT: usize = 80;
/// How long a name that is made of first letters may be.
const ACRONYM: usize = 5;

fn telling(words: &[Word]) -> Vec<Box<str>> {
    let is_number = |word: &Word| word.key.bytes().all(|byte| byte.is_ascii_digit());
    let told = words.iter().filter(|word| !LEFT_OUT.contains(&&*word.key) && !is_number(word));
    told.map(|word| word.key.clone()).collect()
}

/// The parts of “JNCI: Journal of the National Cancer Institute” and “DMW - Deutsche …” that are names themselves.
fn segments(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split([':', '=']).flat_map(|part| part.split(" - ")).flat_map(|part| part.split(". "));
    parts.filter(|part| part.trim().contains(' ') || part.len() > 8)
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
    is_within && short.len() >= 3 && short.as_bytes()[0] == long.as_bytes()[0]
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
