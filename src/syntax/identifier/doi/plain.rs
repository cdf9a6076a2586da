//! DOIs of letters, digits, full stops, hyphens and slashes only, with a plain end: nine of ten. They need
//! none of the care that [`units`](super::units) and [`suffix`](super::suffix) take, and come out the same.

use super::Candidate;
use super::context::{self, Context};

/// Where the DOI at `at` ends, and what introduces it; `None` where it is not that simple.
pub(super) fn read(text: &str, at: usize, candidate: Candidate) -> Option<(usize, Context)> {
    let bytes = &text.as_bytes()[at..candidate.limit];
    let digits = bytes.get(3..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    if bytes[2] != b'.' || !(4..=9).contains(&digits) || bytes[3] == b'0' || bytes.get(3 + digits) != Some(&b'/') {
        return None;
    }
    let from = 4 + digits;
    let run =
        bytes[from..].iter().take(120).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'/'));
    let mut end = from + run.count();
    let sound = match bytes.get(end) {
        None | Some(b' ' | b'\n' | b'\r' | b')' | b']' | b'"' | b'|' | b'`' | b'{' | b'}') => true,
        // The serial item identifiers that hold a semicolon are not plain before it.
        Some(b';') => !bytes[..end].to_ascii_lowercase().ends_with(b".co") && !candidate.alone,
        Some(b',') => bytes.get(end + 1) == Some(&b' '),
        _ => false,
    };
    if !sound {
        return None;
    }
    let word = end;
    while end > from && matches!(bytes[end - 1], b'.' | b'-' | b'/') {
        end -= 1;
    }
    let blank = matches!(bytes.get(word), Some(b' ' | b'\n' | b'\r'));
    if blank && may_go_on(&bytes[..from], &bytes[from..end]) {
        return None;
    }
    (end > from && !ends_in_label(&bytes[from..end])).then(|| {
        let context = context::read(text, candidate.floor, at, candidate.setting);
        (at + end, context)
    })
}

/// Whether the suffix is of a registrant whose suffixes blanks are known to cut, and lacks its usual end.
fn may_go_on(prefix: &[u8], suffix: &[u8]) -> bool {
    match prefix {
        b"10.1016/" => {
            let whole = matches!(suffix, [.., b'.', a, b, c] if [a, b, c].iter().all(|b| b.is_ascii_digit()));
            matches!(suffix.first(), Some(b'j' | b'J')) && !whole
        }
        b"10.1109/" | b"10.1039/" => true,
        _ => false,
    }
}

/// Whether a label of what follows may be glued to the end.
fn ends_in_label(suffix: &[u8]) -> bool {
    let Some(last) = suffix.len().checked_sub(4) else { return false };
    let last = &suffix[last..];
    ["pmid", "mcid", "bmed", "epub"].iter().any(|label| last.eq_ignore_ascii_case(label.as_bytes()))
}
