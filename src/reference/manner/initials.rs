//! Given names as their first letters.

use super::lexeme::Lexed;
use super::name::{Name, is_particle};

/// Initials: “JA”, “J A”, “J.A.”, “J.-P.”, “Yu. V.”
pub(super) fn initials(lexed: &Lexed<'_>, at: usize) -> Option<Name> {
    let (mut end, mut many, mut dotted) = (at, 0, false);
    while let Some(word) = lexed.word(end).filter(|_| many < 5) {
        let has_stop = lexed.has_stop(end);
        let is_long = letters(word) == 2 && is_given_start(word) && has_stop;
        if !(is_capitals(word) && letters(word) <= 3 || is_long) || many > 0 && letters(word) > 1 && !is_long {
            break;
        }
        let takes_stop = has_stop && (letters(word) == 1 || is_long) && (many == 0 || dotted);
        if many > 0 && dotted && !takes_stop {
            break;
        }
        dotted = takes_stop;
        many += letters(word);
        end += 1 + usize::from(takes_stop);
        let is_hyphened = lexed.is_any_mark(end, &['-', '\u{2010}', '\u{2011}'])
            && lexed.word(end + 1).is_some_and(|word| is_capitals(word) && letters(word) == 1);
        end += usize::from(is_hyphened && dotted);
        if !dotted && has_stop {
            break;
        }
    }
    if many == 0 {
        return None;
    }
    // “Doe B. C. elegans in spring”: a small letter goes on with the title.
    let goes_on = |word: &str| {
        word.starts_with(char::is_lowercase) && !is_particle(word) && !matches!(word, "and" | "et" | "und" | "for")
    };
    if dotted && many > 1 && lexed.word(end).is_some_and(goes_on) {
        (end, many) = (end - 2, many - 1);
    }
    let is_followed = lexed.is_any_mark(end, &[',', ';', '&', ':'])
        || ["and", "und", "et"].iter().any(|word| lexed.is_word(end, word));
    let is_sure = !dotted || many > 1 || is_followed;
    Some(Name { end, dotted: is_sure.then_some(dotted) })
}

/// The lexeme behind an initial with a full stop.
pub(super) fn initial(lexed: &Lexed<'_>, at: usize) -> Option<usize> {
    let is_letter = lexed.word(at).is_some_and(|word| letters(word) == 1 && is_capitals(word));
    (is_letter && lexed.has_stop(at)).then_some(at + 2)
}

/// Whether a word begins as a name does, and is no title.
pub(super) fn is_given_start(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(char::is_lowercase)
        && !matches!(word, "Jr" | "Sr" | "Dr" | "Ed" | "St" | "Al")
}

fn is_capitals(word: &str) -> bool {
    word.chars().all(|ch| ch.is_uppercase() || ch == '-')
}

/// How many letters a word has.
pub(super) fn letters(word: &str) -> usize {
    word.chars().filter(|ch| ch.is_alphabetic()).count()
}
