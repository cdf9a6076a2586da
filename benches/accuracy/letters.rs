//! Letters as authors set them.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Latin letters without what stands above and below them.
pub(crate) fn without_accents(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for ch in text.nfd().filter(|ch| !is_combining_mark(*ch)) {
        match ch {
            'ø' => plain.push('o'),
            'Ø' => plain.push('O'),
            'ł' => plain.push('l'),
            'Ł' => plain.push('L'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'ı' => plain.push('i'),
            'đ' => plain.push('d'),
            _ => plain.push(ch),
        }
    }
    plain
}

/// `ü` as `ue`.
pub(crate) fn spelt_out(text: &str) -> String {
    let umlauts = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")];
    umlauts.iter().fold(text.to_owned(), |text, (one, two)| text.replace(one, two))
}

/// With a capital at its beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// With capitals as on a cover: all words but the small ones.
pub(crate) fn capitalised(text: &str) -> String {
    const SMALL: [&str; 24] = [
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "de", "la", "des",
        "du", "der", "et", "en", "und", "e", "y",
    ];
    // “rRNA” has its capitals.
    let is_set = |word: &str| word.chars().any(char::is_uppercase);
    let word = |(at, word): (usize, &str)| {
        if is_set(word) || at > 0 && SMALL.contains(&word) { word.to_owned() } else { capital(word) }
    };
    text.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// With a dot behind each word that is short for one of the whole name.
pub(crate) fn dotted(short: &str, whole: &str) -> String {
    let whole = whole.to_lowercase();
    let is_whole = |word: &str| whole.split(|ch: char| !ch.is_alphanumeric()).any(|other| other == word.to_lowercase());
    let is_acronym = |word: &str| word.len() > 1 && word.chars().all(char::is_uppercase);
    let word = |word: &str| if is_whole(word) || is_acronym(word) { word.to_owned() } else { format!("{word}.") };
    short.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Words in which Markdown sees no mark.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for ch in text.chars() {
        if matches!(ch, '*' | '_' | '`' | '<' | '$' | '~' | '^' | '@' | '\\') {
            escaped.push('\\');
        }
        escaped.push(ch);
    }
    escaped
}
