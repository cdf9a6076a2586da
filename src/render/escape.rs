//! Untrusted text inside other text.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::record::is_hidden;

/// Text for a terminal or a plain file, on one line: hidden characters as `\u{202E}`.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            write!(out, "\\u{{{:X}}}", u32::from(c)).expect("a String takes every write");
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// A paragraph of Markdown, on one line, that shows a text as it is: nothing in it makes emphasis, code, a link
/// (also none that clients make of bare addresses), an image, HTML, a heading or a list.
#[must_use]
pub fn markdown(text: &str) -> String {
    inline(text, true)
}

/// The same for text that stands at the start of a paragraph or further on.
pub(super) fn inline(text: &str, at_start: bool) -> String {
    let text = plain(text);
    let mut out = String::with_capacity(text.len() + 16);
    let mut previous = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|&(_, c)| c);
        let inside_word = previous.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
        let item = next.is_none_or(char::is_whitespace);
        let escaped = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '^' | '$' | '|' => true,
            '_' => !inside_word,
            '&' => next.is_some_and(|c| c == '#' || c.is_ascii_alphanumeric()),
            // Bare addresses, which many clients make links of.
            ':' => text[at..].starts_with("://") || at_start && text[..at].trim_start().is_empty(),
            '@' => previous.is_some_and(|c| !c.is_whitespace()),
            '.' => ends_with_www(&text[..at]) || item && at_start && at_number(&text[..at]),
            '#' | '+' | '-' | '=' => at_start && text[..at].trim_start().is_empty(),
            ')' => item && at_start && at_number(&text[..at]),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        if !(at_start && c.is_whitespace() && out.is_empty()) {
            out.push(if c.is_whitespace() { ' ' } else { c });
        }
        previous = Some(c);
    }
    out
}

fn ends_with_www(before: &str) -> bool {
    before.len() >= 3
        && before.is_char_boundary(before.len() - 3)
        && before[before.len() - 3..].eq_ignore_ascii_case("www")
}

/// Whether the text so far is a number that a dot or bracket would make a list of.
fn at_number(before: &str) -> bool {
    let number = before.trim_start();
    !number.is_empty() && number.len() <= 9 && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The first characters of a text, at most `max` of them, the last an ellipsis where something is cut.
#[must_use]
pub fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max.saturating_sub(1)).collect();
    if max == 0 { String::new() } else { format!("{}…", kept.trim_end()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown() {
        assert_eq!(plain("a\u{202e}b\u{7}c"), "a\\u{202E}b\\u{7}c");
        assert_eq!(plain("نیم\u{200c}فاصله"), "نیم\u{200c}فاصله");
        assert_eq!(markdown("a\u{202e}b"), "a\\\\u{202E}b");
    }

    #[test]
    fn markdown_shows_as_it_is() {
        for (text, escaped) in [
            ("<b>p < 0.05 & AT&T;</b>", "\\<b\\>p \\< 0.05 & AT\\&T;\\</b\\>"),
            ("![x](http://evil)", "!\\[x\\](http\\://evil)"),
            ("www.example.org me@example.org", "www\\.example.org me\\@example.org"),
            ("snake_case _emphasis_ *too*", "snake_case \\_emphasis\\_ \\*too\\*"),
            ("1. one", "1\\. one"),
            ("# head", "\\# head"),
            ("- item -", "\\- item -"),
            ("    code", "code"),
            ("COVID-19: a review (2nd ed.)", "COVID-19: a review (2nd ed.)"),
        ] {
            assert_eq!(markdown(text), escaped);
        }
    }

    #[test]
    fn cutting_counts_characters() {
        assert_eq!(cut("Überprüfung", 11), "Überprüfung");
        assert_eq!(cut("Überprüfung", 5), "Über…");
        assert_eq!(cut("ab cd", 4), "ab…");
        assert_eq!(cut("ab", 0), "");
    }
}
