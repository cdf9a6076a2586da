//! ORCID iDs, which sources write with and without an address.

/// The iD alone, `0000-0002-1825-0097`; `None` where there is none. Its check digit is not looked at: it is shown, never
/// judged.
pub(super) fn orcid(text: &str) -> Option<String> {
    let id = text.trim().rsplit('/').next()?;
    let sound = id.len() == 19
        && id.bytes().enumerate().all(|(at, byte)| match at {
            4 | 9 | 14 => byte == b'-',
            18 => byte.is_ascii_digit() || byte.eq_ignore_ascii_case(&b'X'),
            _ => byte.is_ascii_digit(),
        });
    sound.then(|| id.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_and_without_an_address() {
        for text in
            ["http://orcid.org/0000-0002-1825-009x", "0000-0002-1825-009X", " https://orcid.org/0000-0002-1825-009X"]
        {
            assert_eq!(orcid(text).as_deref(), Some("0000-0002-1825-009X"));
        }
        for text in ["", "0000000218250097", "0000-0002-1825", "https://orcid.org/"] {
            assert_eq!(orcid(text), None);
        }
    }
}
