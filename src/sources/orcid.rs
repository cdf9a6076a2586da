//! ORCID iDs, which sources write with and without an address.

/// The iD alone, `0000-0002-1825-0097`, which sources write also without its hyphens; `None` where there is none. Its
/// check digit is not looked at: it is shown, never judged.
pub(crate) fn orcid(text: &str) -> Option<String> {
    let id = text.trim().rsplit('/').next()?;
    let digits: String = id.chars().filter(|c| *c != '-').collect();
    let (most, last) = digits.split_at_checked(15)?;
    let sound = most.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(last.as_bytes(), [byte] if byte.is_ascii_digit() || byte.eq_ignore_ascii_case(&b'X'));
    if !sound {
        return None;
    }
    let hyphenated = [&digits[..4], &digits[4..8], &digits[8..12], &digits[12..]].join("-");
    (id == digits || id == hyphenated).then(|| hyphenated.to_ascii_uppercase())
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
        assert_eq!(orcid("000000021825009x").as_deref(), Some("0000-0002-1825-009X"));
        for text in
            ["", "00000002-18250097", "0000-0002-1825-009é", "ééééééééééééééé0", "0000-0002-1825", "https://orcid.org/"]
        {
            assert_eq!(orcid(text), None);
        }
    }
}
