//! The shapes of arXiv identifiers (arXiv help, "Understanding the arXiv identifier"). All in lower case here.

/// Whether it has the shape of an identifier of either scheme, with or without a version.
pub(super) fn is_sound(id: &str) -> bool {
    let id = without_version(id);
    match id.split_once('/') {
        Some((archive, number)) => is_archive(archive) && is_dated(number, 7..=7, 91, 7),
        None => match id.split_once('.') {
            // Six digits behind the point are reserved for a busier arXiv.
            Some((month, number)) => {
                let four = number.len() == 4 && month < "1501";
                (four || (5..=6).contains(&number.len()) && month >= "1501")
                    && number.bytes().all(|b| b.is_ascii_digit())
                    && is_month(month)
                    && month >= "0704"
            }
            None => false,
        },
    }
}

/// Without its version, and in the old scheme without its subject class: `math.gt/0309136v2` is `math/0309136`.
pub(super) fn canonical(id: &str) -> String {
    let id = without_version(id);
    match id.split_once('/') {
        Some((archive, number)) => {
            format!("{}/{number}", archive.split_once('.').map_or(archive, |(archive, _)| archive))
        }
        None => id.to_owned(),
    }
}

/// Versions are `v` and digits at the end.
fn without_version(id: &str) -> &str {
    match id.rfind('v') {
        Some(at) if at > 0 && at + 1 < id.len() && id[at + 1..].bytes().all(|b| b.is_ascii_digit()) => &id[..at],
        _ => id,
    }
}

/// `hep-th`, `math.gt`: letters and inner hyphens, a class of two letters (or `gen-ph` and its like) behind a point.
fn is_archive(archive: &str) -> bool {
    let (archive, class) = archive.split_once('.').unwrap_or((archive, "aa"));
    let word = |text: &str, most: usize| {
        (2..=most).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
    };
    word(archive, 8) && word(class, 8)
}

/// `YYMMNNN`, of August 1991 to March 2007.
fn is_dated(number: &str, length: std::ops::RangeInclusive<usize>, first: u32, last: u32) -> bool {
    if !length.contains(&number.len()) || !number.bytes().all(|b| b.is_ascii_digit()) || !is_month(&number[..4]) {
        return false;
    }
    let year: u32 = number[..2].parse().unwrap_or(50);
    year >= first || year <= last
}

/// `YYMM` with a month that there is.
fn is_month(text: &str) -> bool {
    text.len() == 4
        && text.bytes().all(|b| b.is_ascii_digit())
        && text[2..].parse().is_ok_and(|month: u32| (1..=12).contains(&month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_schemes_and_their_limits() {
        for id in ["0704.0001", "1412.7878v2", "1501.00001", "1706.03762v7", "hep-th/9901001", "math.gt/0309136v1"] {
            assert!(is_sound(id), "{id}");
        }
        for id in ["0703.0001", "1413.1234", "1501.0001", "1412.12345", "706.03762", "hep-th/99010", "9901001"] {
            assert!(!is_sound(id), "{id}");
        }
        assert!(!is_sound("math/5001001"), "no month of 2050");
        assert_eq!(canonical("math.gt/0309136v1"), "math/0309136");
    }
}
