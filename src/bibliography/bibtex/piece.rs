//! The pieces of a value: `{…}`, `"…"`, a number, an abbreviation; `#` joins them.

use super::head::{begins_entry, blanks, is_name};
use crate::text::Span;

/// One piece of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// What stands between braces or quotation marks.
    Text(Span),
    /// A number, or the name of an abbreviation.
    Word(Span),
}

/// Why a piece cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// None begins here.
    Missing,
    /// It is never closed; reading goes on at this byte.
    Unclosed(usize),
}

/// Bytes at which a value may end or be seen not to.
const MARKS: [bool; 256] = {
    let mut marks = [false; 256];
    marks[b'{' as usize] = true;
    marks[b'}' as usize] = true;
    marks[b'"' as usize] = true;
    marks[b'\\' as usize] = true;
    marks[b'@' as usize] = true;
    marks
};

/// Reads the piece that begins at `at`: what it is, and where it ends.
pub(super) fn read(bytes: &[u8], at: usize) -> Result<(Piece, usize), Broken> {
    match bytes.get(at) {
        Some(b'{') => {
            let closed = close(bytes, at + 1, b'}', true).or_else(|recovery| {
                // BibTeX counts `\}` as a brace.
                let end = close(bytes, at + 1, b'}', false).map_err(|_| recovery)?;
                let behind = bytes.get(blanks(bytes, end));
                if behind.is_none_or(|byte| matches!(byte, b',' | b'}' | b')')) { Ok(end) } else { Err(recovery) }
            });
            let end = closed.map_err(Broken::Unclosed)?;
            Ok((Piece::Text(Span::new(at + 1, end - 1)), end))
        }
        Some(b'"') => {
            let end = close(bytes, at + 1, b'"', true).map_err(Broken::Unclosed)?;
            Ok((Piece::Text(Span::new(at + 1, end - 1)), end))
        }
        _ => {
            let length = bytes[at.min(bytes.len())..].iter().take_while(|byte| is_name(**byte)).count();
            let end = at + length;
            if length == 0 { Err(Broken::Missing) } else { Ok((Piece::Word(Span::new(at, end)), end)) }
        }
    }
}

/// One past the mark that closes what is open before `at`; as an error, where reading goes on if nothing does.
fn close(bytes: &[u8], mut at: usize, mark: u8, escapes: bool) -> Result<usize, usize> {
    let mut depth = 0_u32;
    let mut sound = true;
    while let Some(byte) = bytes.get(at) {
        if !MARKS[usize::from(*byte)] {
            at += 1;
            continue;
        }
        match byte {
            b'\\' if escapes => {
                if depth == 0 && mark == b'}' && bytes.get(at + 1) == Some(&b'}') && field_follows(bytes, at + 2) {
                    return Ok(at + 2);
                }
                at += 1;
            }
            b'@' if begins_entry(bytes, at) => return Err(at),
            b'{' => depth += 1,
            byte if *byte == mark && depth == 0 && sound => return Ok(at + 1),
            // A brace too many inside quotation marks: what follows is no longer a value.
            b'}' if depth == 0 => sound = false,
            b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    Err(bytes.len())
}

/// Whether a comma, a name and `=` follow. Behind `\}` that is the next field, and the brace closes a value: a path
/// may end in a backslash, and BibTeX does not know escapes.
pub(super) fn field_follows(bytes: &[u8], at: usize) -> bool {
    let comma = blanks(bytes, at);
    bytes.get(comma) == Some(&b',') && begins_field(bytes, blanks(bytes, comma + 1))
}

/// Whether a name and `=` begin at `at`.
pub(super) fn begins_field(bytes: &[u8], at: usize) -> bool {
    let length = bytes[at..].iter().take_while(|byte| is_name(**byte)).count();
    length > 0 && bytes.get(blanks(bytes, at + length)) == Some(&b'=')
}

/// The pieces of a whole value.
pub(super) fn all(text: &str, value: Span) -> impl Iterator<Item = Piece> {
    let bytes = &text.as_bytes()[..value.range().end];
    let mut at = value.range().start;
    std::iter::from_fn(move || {
        let (piece, end) = read(bytes, at).ok()?;
        at = blanks_and_comments(bytes, end);
        if bytes.get(at) == Some(&b'#') {
            at = blanks_and_comments(bytes, at + 1);
        } else {
            at = bytes.len();
        }
        Some(piece)
    })
}

/// Where the blanks and the comments of lines that begin at `at` end.
pub(super) fn blanks_and_comments(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = blanks(bytes, at);
        if bytes.get(at) != Some(&b'%') {
            return at;
        }
        at = line_end(bytes, at);
    }
}

/// Where the line that has `at` ends.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length)
}
