//! ISBN check digits (ISO 2108; International ISBN Agency, "ISBN Users' Manual", section 5).

/// The thirteen digits of an ISBN of ten or thirteen whose check digit is right; hyphens and blanks are dropped.
pub(super) fn thirteen(isbn: &str) -> Option<String> {
    let digits: String = isbn.chars().filter(|c| !matches!(c, '-' | '‐' | '‑' | '–' | ' ' | '\u{a0}')).collect();
    let upper = digits.to_ascii_uppercase();
    let (body, check) = upper.split_at_checked(upper.len().checked_sub(1)?)?;
    if !body.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match body.len() {
        9 => (check_of_ten(body) == check.chars().next()?).then(|| {
            let body = format!("978{body}");
            let check = check_of_thirteen(&body);
            format!("{body}{check}")
        }),
        12 if body.starts_with("978") || body.starts_with("979") => {
            (check_of_thirteen(body) == check.chars().next()?).then_some(upper)
        }
        _ => None,
    }
}

/// Weights ten to two, modulo eleven; `X` is ten.
fn check_of_ten(body: &str) -> char {
    let sum: u32 = body.bytes().zip((2..=10).rev()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    match (11 - sum % 11) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).expect("a remainder below ten is a digit"),
    }
}

/// Weights one and three in turn, modulo ten.
fn check_of_thirteen(body: &str) -> char {
    let weights = [1, 3].into_iter().cycle();
    let sum: u32 = body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    char::from_digit((10 - sum % 10) % 10, 10).expect("a remainder of ten is a digit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_become_thirteen() {
        assert_eq!(thirteen("0-306-40615-2").as_deref(), Some("9780306406157"));
        assert_eq!(thirteen("080442957x").as_deref(), Some("9780804429573"));
        assert_eq!(thirteen("978-3-16-148410-0").as_deref(), Some("9783161484100"));
    }

    #[test]
    fn a_wrong_check_digit_is_none() {
        for isbn in ["0-306-40615-3", "978-3-16-148410-1", "9773161484100", "123", "", "X", "978316148410é"] {
            assert_eq!(thirteen(isbn), None, "{isbn}");
        }
    }
}
