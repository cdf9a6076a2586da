//! What stands between the quotation marks of a text, and where each character of it is written.

use std::borrow::Cow;
use std::ops::Range;

/// The characters of a text, given without its quotation marks, each with its bytes there. An escape that means
/// nothing stands for itself.
pub(in crate::bibliography) fn units(inner: &str) -> impl Iterator<Item = (char, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &inner[at..];
        let first = rest.chars().next()?;
        let (meant, length) = match first {
            '\\' => escape(rest).unwrap_or(('\\', 1)),
            other => (other, other.len_utf8()),
        };
        let range = at..at + length;
        at = range.end;
        Some((meant, range))
    })
}

/// The text itself.
pub(in crate::bibliography) fn unescaped(inner: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return inner.into();
    }
    units(inner).map(|(meant, _)| meant).collect()
}

/// What the escape at the start of `rest` means, and how many bytes it has.
fn escape(rest: &str) -> Option<(char, usize)> {
    let simple = match *rest.as_bytes().get(1)? {
        b'u' => return unicode(rest),
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        byte @ (b'"' | b'\\' | b'/') => char::from(byte),
        _ => return None,
    };
    Some((simple, 2))
}

fn unicode(rest: &str) -> Option<(char, usize)> {
    let first = code_unit(rest)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 6));
    }
    // Characters beyond the first plane are written as two halves (RFC 8259, section 7); half of one means nothing.
    let second = rest.get(6..).and_then(code_unit).filter(|unit| (0xDC00..0xE000).contains(unit));
    match second {
        Some(second) if first < 0xDC00 => {
            Some((char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))?, 12))
        }
        _ => Some((char::REPLACEMENT_CHARACTER, 6)),
    }
}

fn code_unit(rest: &str) -> Option<u32> {
    let digits = rest.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}
