//! A text as the words that are compared.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::record::folded;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it is compared by: [`folded`], Greek letters by their names.
    pub key: Box<str>,
    /// Its bytes in the text.
    pub at: Range<usize>,
}

impl Word {
    /// Whether it is written with letters alone.
    #[must_use]
    pub fn is_of_letters(&self) -> bool {
        self.key.chars().all(char::is_alphabetic)
    }

    /// Whether it says something of its own: no article, preposition, number or single letter.
    #[must_use]
    pub fn is_content(&self) -> bool {
        self.is_of_letters()
            && (self.key.len() > 3 || self.key.chars().nth(1).is_none() && !self.key.is_ascii())
            && !LITTLE.contains(&&*self.key)
    }
}

/// Words that authors and registries put or leave out.
const LITTLE: [&str; 32] = [
    "with", "from", "into", "onto", "than", "that", "this", "their", "para", "versus", "among", "during", "using",
    "after", "before", "between", "under", "over", "within", "through", "without", "about", "against", "based", "upon",
    "toward", "towards", "while", "when", "which", "these", "those",
];

/// The words of a text. Of a script that writes none apart each character is one.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, ch)) = chars.next() {
        let is_alone = is_ideograph(ch);
        let joins = || matches!(ch, '\'' | '’' | 'ʼ' | '‘' | '´' | '′');
        // Registries write U+FFFD for a letter that they lost.
        let goes_on = ch.is_alphanumeric()
            || is_combining_mark(ch)
            || ch == '\u{fffd}'
            || start.is_some() && matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
        if !is_alone
            && (goes_on || start.is_some() && joins() && chars.peek().is_some_and(|next| next.1.is_alphabetic()))
        {
            start.get_or_insert(at);
            continue;
        }
        if let Some(start) = start.take() {
            push(&mut words, text, start..at);
        }
        if is_alone {
            push(&mut words, text, at..at + ch.len_utf8());
        }
    }
    if let Some(start) = start {
        push(&mut words, text, start..text.len());
    }
    words
}

fn push(words: &mut Vec<Word>, text: &str, at: Range<usize>) {
    let written = &text[at.clone()];
    let key = if written.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        written.to_ascii_lowercase()
    } else {
        spelt_out(&folded(written))
    };
    if !key.is_empty() {
        words.push(Word { key: key.into(), at });
    }
}

fn is_ideograph(ch: char) -> bool {
    matches!(ch, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The Greek letters, from alpha to omega; the second sigma ends a word.
const GREEK: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
];

fn spelt_out(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for ch in key.chars() {
        match ch {
            'α'..='ω' => out.push_str(GREEK[ch as usize - 'α' as usize]),
            ' ' => {}
            _ => out.push(ch),
        }
    }
    out
}

/// The last place up to byte `at` that is between two characters of a text, or its end.
#[must_use]
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// The keys of words in a row, as one.
#[must_use]
pub(super) fn joined(words: &[Word]) -> String {
    words.iter().map(|word| &*word.key).collect()
}

/// A word without what British spelling has more: `haem` and `heme`, `plough` and `plow`.
fn american(word: &str) -> String {
    let word = word.replace("ae", "e").replace("oe", "e").replace("ough", "ow");
    word.strip_suffix('e').map_or(word.clone(), str::to_owned)
}

/// Whether two keys are spellings of one word: British and American, with a slip, in singular and plural.
#[must_use]
pub(super) fn is_near(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    if one.len() > 3 && american(one) == american(other) {
        return true;
    }
    let shorter = one.len().min(other.len());
    let allowed = match shorter {
        0..=4 => return false,
        5..=8 => 1,
        _ => 2,
    };
    one.len().abs_diff(other.len()) <= allowed
        && one.chars().all(char::is_alphabetic)
        && strsim::osa_distance(one, other) <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_what_is_written_differently() {
        let keys = |text: &str| words(text).iter().map(|word| word.key.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(keys("The TNF-α of *O’Brien’s* Hölzel: 2nd"), "the tnf alpha of obriens holzel 2nd");
        assert_eq!(keys("结核病 in Köln"), "结 核 病 in koln");
        assert_eq!(words("a Bcd")[1].at, 2..5);
    }

    #[test]
    fn spellings_are_near_and_words_are_not() {
        for (one, other) in [("tumour", "tumor"), ("paediatric", "pediatric"), ("effects", "effect"), ("haem", "heme")]
        {
            assert!(is_near(one, other), "{one} {other}");
        }
        for (one, other) in [("renal", "venous"), ("mice", "rice"), ("type1", "type2"), ("acute", "chronic")] {
            assert!(!is_near(one, other), "{one} {other}");
        }
    }
}
