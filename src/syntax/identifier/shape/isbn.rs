//! ISBNs (ISO 2108; International ISBN Agency, "ISBN Users' Manual").

use super::is_whole;
use crate::record::Identifier;

/// The length of the ISBN that `rest` begins with, if its check digit is right.
pub(super) fn length(rest: &str) -> Option<usize> {
    candidates(rest).into_iter().find(|length| Identifier::from_isbn(&rest[..*length]).is_some())
}

/// Where ten or thirteen digits end, thirteen first: with one hyphen, dash or blank between two of them at most.
fn candidates(rest: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut count, mut separated) = (0, true);
    for (at, ch) in rest.char_indices() {
        let check = count == 9 && matches!(ch, 'x' | 'X');
        if ch.is_ascii_digit() || check {
            count += 1;
            separated = false;
            let behind = &rest[at + 1..];
            let whole = !behind.starts_with(|ch: char| ch.is_alphanumeric());
            if (count == 10 || count == 13 && rest.starts_with("97")) && whole {
                ends.push(at + 1);
            }
            if check || count == 13 {
                break;
            }
        } else if !separated && is_hyphen(ch) {
            separated = true;
        } else {
            break;
        }
    }
    ends.reverse();
    ends
}

fn is_hyphen(ch: char) -> bool {
    matches!(ch, '-' | '‐' | '‑' | '–' | ' ' | '\u{a0}')
}

/// A number with the length of an ISBN and another check digit.
pub(super) fn refusal(rest: &str) -> Option<(usize, String)> {
    let ends = candidates(rest);
    if ends.iter().any(|length| Identifier::from_isbn(&rest[..*length]).is_some()) {
        return None;
    }
    // Of thirteen digits the first ten are no ISBN.
    let length = ends.into_iter().next().filter(|length| is_whole(&rest[*length..]) && !has_more(&rest[*length..]))?;
    let written = &rest[..length];
    let last = written.chars().next_back()?;
    let body = &written[..written.len() - 1];
    let right = "0123456789X".chars().find(|check| Identifier::from_isbn(&format!("{body}{check}")).is_some())?;
    Some((length, format!("has the check digit {last}, but its other digits give {right}")))
}

/// Whether more digits follow behind a hyphen or blank: then it is not clear which of them are meant.
fn has_more(behind: &str) -> bool {
    behind.strip_prefix(is_hyphen).is_some_and(|rest| rest.starts_with(|ch: char| ch.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_and_thirteen_with_a_right_check_digit() {
        for (rest, isbn) in [
            ("978-3-16-148410-0 (print)", "978-3-16-148410-0"),
            ("9783161484100.", "9783161484100"),
            ("0-8044-2957-X, 320 p.", "0-8044-2957-X"),
            ("0 306 40615 2 2020", "0 306 40615 2"),
            ("978–3–16–148410–0", "978–3–16–148410–0"),
        ] {
            assert_eq!(length(rest).map(|length| &rest[..length]), Some(isbn));
        }
        for rest in ["978-3-16-148410-1", "0-306-40615-3", "123", "", "-306406152", "97831614841001", "0306406152a"] {
            assert_eq!(length(rest), None, "{rest}");
        }
    }

    #[test]
    fn a_wrong_check_digit_is_told() {
        let why = |rest| refusal(rest).map(|(length, why)| format!("{length} {why}"));
        assert_eq!(why("978-3-16-148410-1.").as_deref(), Some("17 has the check digit 1, but its other digits give 0"));
        assert_eq!(why("0804429570").as_deref(), Some("10 has the check digit 0, but its other digits give X"));
        for rest in ["978-3-16-148410-0", "123456789", "0-306-40615-3 2020", "1234567890123"] {
            assert_eq!(why(rest), None, "{rest}");
        }
    }
}
