//! Links to short DOIs that leave out `10/`: `https://doi.org/ckcj`.
//!
//! doi.org has pages of its own under the same host, so only what the short DOI service issues is taken: codes of
//! three to seven digits and lower-case consonants, which no page's name is.

use super::super::super::Form;
use crate::text::Span;

/// A link to a short DOI.
pub(in crate::syntax) struct ShortLink {
    /// Where the address begins.
    pub(in crate::syntax) start: usize,
    /// The code, a short DOI without its `10/`.
    pub(in crate::syntax) code: Span,
    /// How the address is spelt.
    pub(in crate::syntax) form: Form,
}

/// Reads the link whose `doi.org/` is at `host`.
pub(in crate::syntax) fn read(text: &str, host: usize) -> Option<ShortLink> {
    let at = host + "doi.org/".len();
    let rest = &text[at..];
    let issued = |b: &u8| b.is_ascii_digit() || b.is_ascii_lowercase() && !b"aeiou".contains(b);
    let length = rest.bytes().take(8).take_while(issued).count();
    let code = &rest[..length];
    if !(3..=7).contains(&length) || !code.starts_with(|ch: char| ch.is_ascii_lowercase()) {
        return None;
    }
    // Rows of one letter and the ends of the alphabet stand for something to fill in.
    let one_letter = code.bytes().all(|b| b == code.as_bytes()[0]);
    if one_letter
        || super::is_placeholder(&format!("10/{code}"))
        || matches!(code, "xyz" | "xxyyzz" | "html" | "https" | "http")
    {
        return None;
    }
    let mut behind = rest[length..].chars();
    let ends = match behind.next() {
        None | Some('>' | ')' | ']' | '"' | '\'' | ',' | ';' | '|' | '*') => true,
        Some('.') => behind.next().is_none_or(|ch| ch.is_whitespace() || matches!(ch, ')' | ']' | '"')),
        Some(ch) => ch.is_whitespace() || matches!(ch, '。' | '，' | '）'),
    };
    let before = &text[..host];
    let (before, form) = match before.strip_suffix("dx.") {
        Some(before) => (before, Form::OldUrl),
        None => (before, Form::Url),
    };
    let (before, form) = match before.strip_suffix("https://") {
        Some(before) => (before, form),
        None => (before.strip_suffix("http://")?, Form::OldUrl),
    };
    let alone = before.chars().next_back().is_none_or(|ch| !ch.is_ascii_alphanumeric() && !matches!(ch, '/' | '='));
    (ends && alone).then(|| ShortLink { start: before.len(), code: Span::new(at, at + length), form })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<&str> {
        read(text, text.find("doi.org/")?).map(|link| link.code.of(text))
    }

    #[test]
    fn takes_codes_and_no_pages() {
        assert_eq!(code("<https://doi.org/ckcj>"), Some("ckcj"));
        assert_eq!(code("see http://dx.doi.org/gfrfbm."), Some("gfrfbm"));
        assert_eq!(code("(https://doi.org/r35)"), Some("r35"));
        for text in [
            "https://doi.org/api",
            "https://doi.org/hb",
            "https://doi.org/news",
            "https://doi.org/ckcj/x",
            "https://doi.org/ckcj-1",
            "https://doi.org/hndbk.html",
            "https://doi.org/xxx",
            "https://doi.org/xxxx1",
            "https://doi.org/2117",
            "https://www.doi.org/ckcj",
            "https://x.org/?q=https://doi.org/ckcj",
            "doi.org/ckcj",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}
