//! One citation key, as pandoc's reader takes it (`Text.Pandoc.Parsing.Citations`).

use unicode_normalization::char::is_combining_mark;

use super::ground::is_blank;
use crate::text::Span;

/// The longest key in braces, in bytes.
const LONGEST: usize = 1_000;

/// A key that was read.
pub(super) struct Key {
    pub(super) span: Span,
    pub(super) token: Span,
    pub(super) suppressed: bool,
}

/// Reads the key whose `@` is at `at`; nothing before `floor` belongs to it. `glued`: another key ends at `at`.
pub(super) fn read(text: &str, floor: usize, at: usize, glued: bool) -> Option<Key> {
    let rest = &text[at + 1..];
    let (start, length, end) = match rest.as_bytes().first()? {
        b'{' => {
            let length = braced(rest).filter(|length| *length > 0)?;
            (at + 2, length, at + 3 + length)
        }
        _ => {
            let length = simple(rest);
            (at + 1, length, at + 1 + length)
        }
    };
    if length == 0 {
        return None;
    }
    let bytes = text.as_bytes();
    let mut dashes = bytes[floor..at].iter().rev().take_while(|b| **b == b'-').count();
    if dashes > 0 && is_escaped(bytes, floor, at - dashes) {
        dashes -= 1;
    } else if dashes == 0 && !glued && is_behind_word(text, floor, at) {
        return None;
    }
    // Two dashes are a dash of print and three a longer one, so that the last is the key's own where one is left.
    let suppressed = dashes % 3 == 1 && (dashes > 1 || !is_behind_word(text, floor, at - 1));
    let token = Span::new(at - usize::from(suppressed), end);
    Some(Key { span: Span::new(start, start + length), token, suppressed })
}

/// The length of the key without braces that `rest` begins with.
pub(super) fn simple(rest: &str) -> usize {
    let regular = |at: usize| rest[at..].chars().next().filter(|ch| is_alphanumeric(*ch) || *ch == '_');
    let bytes = rest.as_bytes();
    let mut length = match regular(0) {
        Some(ch) => ch.len_utf8(),
        None => usize::from(bytes.first() == Some(&b'*')),
    };
    while length > 0
        && let Some(b) = bytes.get(length)
    {
        let slashes = matches!(b, b':' | b'/') && bytes.get(length + 1) == Some(&b'/');
        if b.is_ascii_alphanumeric() || *b == b'_' {
            length += 1;
        } else if !b.is_ascii() {
            let Some(ch) = regular(length) else { break };
            length += ch.len_utf8();
        } else if slashes || is_internal(*b) && regular(length + 1).is_some() {
            length += 1;
        } else {
            break;
        }
    }
    length
}

/// Whether a key goes on behind this mark where a letter, digit or underscore follows.
fn is_internal(mark: u8) -> bool {
    matches!(mark, b':' | b'.' | b'#' | b'$' | b'%' | b'&' | b'-' | b'+' | b'?' | b'<' | b'>' | b'~' | b'/')
}

/// The length of the key in the braces that `rest` begins with: no blanks, and braces in it that are balanced.
fn braced(rest: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, ch) in rest.char_indices().take_while(|(at, _)| *at < LONGEST) {
        match ch {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if ch.is_whitespace() => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(at - 1);
        }
    }
    None
}

/// Whether a word, or a full stop that is part of one, ends at `at`: what follows is no citation then, but perhaps an
/// address.
fn is_behind_word(text: &str, floor: usize, at: usize) -> bool {
    let bytes = &text.as_bytes()[..at];
    match bytes[floor..].last() {
        None => false,
        Some(b'.') => {
            let dots = bytes[floor..].iter().rev().take_while(|b| **b == b'.').count();
            let escaped = usize::from(is_escaped(bytes, floor, at - dots));
            // Three of them are an ellipsis.
            !(dots - escaped).is_multiple_of(3)
        }
        Some(b @ (b'*' | b'_')) => closes_emphasis(&bytes[floor..], *b),
        Some(b) if b.is_ascii() => b.is_ascii_alphanumeric(),
        Some(_) => text[floor..at].chars().next_back().is_some_and(is_alphanumeric),
    }
}

/// How far an emphasis is looked for that ends before a key.
const EMPHASIS: usize = 300;

/// Whether the marks that `before` ends in close an emphasis, which is a word to pandoc.
fn closes_emphasis(before: &[u8], mark: u8) -> bool {
    let words = &before[..before.len() - before.iter().rev().take_while(|b| **b == mark).count()];
    // What is emphasised ends neither in a blank nor in what opens something else.
    if words.last().is_none_or(|b| b.is_ascii_whitespace() || b"([{<\"'-/".contains(b)) {
        return false;
    }
    let words = &words[words.len().saturating_sub(EMPHASIS)..];
    let blank = memchr::memrchr_iter(b'\n', words).find(|end| is_blank(&words[end + 1..]));
    let line = blank.map_or(words, |blank| &words[blank + 1..]);
    let mut opens = false;
    let mut last = None;
    for (at, &b) in line.iter().enumerate() {
        let begins = b == mark && last != Some(mark);
        // An underscore in a word opens nothing.
        if begins && (mark == b'*' || opens || at == 0 || !line[at - 1].is_ascii_alphanumeric()) {
            opens = !opens;
        }
        last = Some(b);
    }
    opens
}

/// Whether the byte at `at` is escaped.
pub(super) fn is_escaped(bytes: &[u8], floor: usize, at: usize) -> bool {
    bytes[floor..at].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
}

/// Whether pandoc takes this for a letter or digit: neither a mark that joins one nor a letter in a circle.
fn is_alphanumeric(ch: char) -> bool {
    if ch.is_ascii() {
        return ch.is_ascii_alphanumeric();
    }
    ch.is_alphanumeric()
        && !is_combining_mark(ch)
        && !matches!(ch, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<(&str, &str)> {
        let at = memchr::memrchr(b'@', text.as_bytes())?;
        read(text, 0, at, false).map(|key| (key.span.of(text), key.token.of(text)))
    }

    #[test]
    fn ends_where_pandoc_ends_it() {
        for (text, expected) in [
            ("@a:b c", "a:b"),
            ("@a://c/d", "a://c/d"),
            ("@a_.", "a_"),
            ("@a--b", "a"),
            ("@a.b.", "a.b"),
            ("@a?b=c", "a?b"),
            ("@doi:10.1/(a)b", "doi:10.1/"),
            ("@doi:10.1/a<b>c", "doi:10.1/a<b>c"),
            ("@*", "*"),
            ("@_", "_"),
            ("@éa一", "éa一"),
            ("@a·b", "a"),
            ("@{a(b)c}", "a(b)c"),
            ("@{a{b}c}", "a{b}c"),
        ] {
            let expected = expected.strip_suffix('/').unwrap_or(expected);
            assert_eq!(key(text).map(|(key, _)| key), Some(expected), "{text}");
        }
        for text in ["@", "@ a", "@-a", "@{}", "@{a b}", "@{a", "@ⓐ"] {
            assert_eq!(key(text), None, "{text}");
        }
    }

    #[test]
    fn no_key_behind_a_word() {
        for text in ["b@a", "é@a", "b.@a", "..@a", "*b*@a", "**b**@a", "_b_@a", "1.@a"] {
            assert_eq!(key(text), None, "{text}");
        }
        for text in ["(@a", "...@a", "\\.@a", "´@a", "b_@a", "*@a", "b *@a", "/@a", "*b* [*@a", "ⓐ@a", "的 @a"] {
            assert_eq!(key(text).map(|(key, _)| key), Some("a"), "{text}");
        }
    }

    #[test]
    fn a_dash_of_its_own_suppresses_the_author() {
        for (text, token) in [
            ("-@a", "-@a"),
            ("--@a", "@a"),
            ("---@a", "@a"),
            ("----@a", "-@a"),
            ("b-@a", "@a"),
            ("b--@a", "@a"),
            ("\\-@a", "@a"),
            ("-@{a}", "-@{a}"),
        ] {
            assert_eq!(key(text).map(|(_, token)| token), Some(token), "{text}");
        }
    }
}
