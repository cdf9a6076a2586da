//! The characters of a DOI as meant: percent escapes, entities, Markdown escapes and what word processors
//! put in are undone, and every character remembers its place in the source.

/// How a character came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// As written.
    Literal,
    /// From an escape.
    Escaped,
    /// A hyphen in place of the character given.
    Hyphen(char),
}

/// One character as meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) ch: char,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) origin: Origin,
    /// The first character left out before it, one without width that a word processor put in.
    pub(super) dropped: Option<char>,
}

/// The longest DOI that is read, in characters; registered ones have up to about 200.
const LONGEST: usize = 500;

/// Reads the characters from `from` to the first that no DOI has, or to `limit`. `false` where there are more
/// than any DOI has.
pub(super) fn read(text: &str, from: usize, limit: usize, units: &mut Vec<Unit>) -> bool {
    units.clear();
    let bytes = text.as_bytes();
    let mut at = from;
    let mut dropped = None;
    while at < limit {
        if units.len() >= LONGEST {
            return false;
        }
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b'-' | b'_' | b'(' | b')') {
            let origin = Origin::Literal;
            units.push(Unit { ch: char::from(byte), start: at, end: at + 1, origin, dropped: dropped.take() });
            at += 1;
            continue;
        }
        let Some((ch, len, origin)) = unusual(&text[at..limit]) else { break };
        if is_without_width(ch) {
            dropped.get_or_insert(ch);
        } else {
            units.push(Unit { ch, start: at, end: at + len, origin, dropped: dropped.take() });
        }
        at += len;
    }
    true
}

/// The character that `text` begins with, which is no letter, digit or common mark, as meant, with its length
/// in the source; `None` where it ends the DOI.
fn unusual(text: &str) -> Option<(char, usize, Origin)> {
    let first = text.chars().next()?;
    let (ch, len, escaped) = match first {
        '%' | '&' | '\\' => unescaped(text)?,
        _ => (first, first.len_utf8(), false),
    };
    match ch {
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
            Some(('-', len, Origin::Hyphen(ch)))
        }
        _ if is_part(ch) || is_without_width(ch) => {
            Some((ch, len, if escaped { Origin::Escaped } else { Origin::Literal }))
        }
        _ => None,
    }
}

/// Whether this is a soft hyphen, a zero-width space or the like.
fn is_without_width(ch: char) -> bool {
    matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a DOI may have this character; which of them end it where they stand is decided later.
fn is_part(ch: char) -> bool {
    ch.is_ascii_alphanumeric()
        || matches!(ch, '.' | '/' | '-' | '_' | '(' | ')' | ':' | ';' | '<' | '>' | '[' | ']' | '+' | '=' | '$' | '~')
        || matches!(ch, '*' | '!' | ',' | '\'' | '&' | '#' | '?' | '%')
        || (matches!(ch, '\u{c0}'..='\u{24f}') && ch.is_alphabetic())
}

/// Undoes the escape that `text` begins with, again and again while an escape comes out (`%252F`): character,
/// length in the source, whether anything was undone. `None` for a backslash that escapes nothing.
fn unescaped(text: &str) -> Option<(char, usize, bool)> {
    let (mut ch, mut len) = match step(text) {
        Some(found) => found,
        None if text.starts_with('\\') => return None,
        None => return Some((text.chars().next()?, 1, false)),
    };
    for _ in 0..3 {
        if !matches!(ch, '%' | '&') {
            break;
        }
        let again: String = std::iter::once(ch).chain(text[len..].chars().take(8)).collect();
        let Some((next, used)) = step(&again) else { break };
        ch = next;
        len += used - 1;
    }
    (ch != '\\').then_some((ch, len, true))
}

fn step(text: &str) -> Option<(char, usize)> {
    match text.as_bytes().first()? {
        b'%' => percent(text.as_bytes()),
        b'&' => entity(text),
        b'\\' => {
            let next = text[1..].chars().next()?;
            next.is_ascii_punctuation().then_some((next, 2))
        }
        _ => None,
    }
}

/// A percent-encoded character (RFC 3986 §2.1), in UTF-8 of up to four bytes.
fn percent(bytes: &[u8]) -> Option<(char, usize)> {
    let mut decoded = [0; 4];
    for count in 0..4 {
        let escape = bytes.get(count * 3..count * 3 + 3)?;
        if escape[0] != b'%' {
            return None;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        decoded[count] = digit(escape[1])? << 4 | digit(escape[2])?;
        if let Ok(text) = std::str::from_utf8(&decoded[..=count]) {
            return text.chars().next().map(|ch| (ch, count * 3 + 3));
        }
    }
    None
}

/// A character reference of HTML, those that identifiers are seen with.
fn entity(text: &str) -> Option<(char, usize)> {
    const NAMED: [(&str, char); 21] = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&apos;", '\''),
        ("&nbsp;", '\u{a0}'),
        ("&shy;", '\u{ad}'),
        ("&hyphen;", '\u{2010}'),
        ("&dash;", '\u{2010}'),
        ("&ndash;", '\u{2013}'),
        ("&mdash;", '\u{2014}'),
        ("&lpar;", '('),
        ("&rpar;", ')'),
        ("&lsqb;", '['),
        ("&rsqb;", ']'),
        ("&sol;", '/'),
        ("&colon;", ':'),
        ("&semi;", ';'),
        ("&lowbar;", '_'),
        ("&period;", '.'),
        ("&thinsp;", '\u{2009}'),
    ];
    if let Some(number) = text.strip_prefix("&#") {
        let end = number.as_bytes().iter().take(9).position(|b| *b == b';')?;
        let code = match number[..end].strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number[..end].parse().ok()?,
        };
        return char::from_u32(code).map(|ch| (ch, end + 3));
    }
    NAMED.into_iter().find(|(name, _)| text.starts_with(name)).map(|(name, ch)| (ch, name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str) -> String {
        let mut units = Vec::new();
        assert!(read(text, 0, text.len(), &mut units));
        units.iter().map(|unit| unit.ch).collect()
    }

    #[test]
    fn undoes_every_escape() {
        assert_eq!(meant("10.1002%2Fpro.4936"), "10.1002/pro.4936");
        assert_eq!(meant("10.1002%252Fpro"), "10.1002/pro");
        assert_eq!(meant("a\\_b&lt;c&#62;d&#x2F;e"), "a_b<c>d/e");
        assert_eq!(meant("a&amp;lt;b"), "a<b");
        assert_eq!(meant("a%C3%A9b"), "aéb");
        assert_eq!(meant("a%zzb"), "a%zzb");
        assert_eq!(meant("a\u{2011}b\u{ad}c"), "a-bc");
    }

    #[test]
    fn ends_at_what_no_identifier_has() {
        assert_eq!(meant("a\\\nb"), "a");
        assert_eq!(meant("a%20b"), "a");
        assert_eq!(meant("a。b"), "a");
        assert_eq!(meant("a&nbsp;b"), "a");
        assert_eq!(meant("a&b"), "a&b");
    }
}
