//! PMIDs and PMCIDs (NLM, "MEDLINE/PubMed XML element descriptions"; PMC, "ID Converter API").

use super::{digits, ends, is_whole, word};
use crate::record::Identifier;

/// The most digits of a PMID.
const LONGEST_PMID: usize = 8;

/// Labels that are seen glued behind a number.
const GLUED: [&str; 5] = ["pmcid", "pmid", "pmc", "doi", "epub"];

/// The length of the PMID that `rest` begins with.
pub(super) fn pmid(rest: &str) -> Option<usize> {
    let length = digits(rest);
    if !(1..=LONGEST_PMID).contains(&length) || rest.starts_with('0') {
        return None;
    }
    let behind = &rest[length..];
    if !ends(behind) {
        return (length >= 6 && is_glued(behind)).then_some(length);
    }
    // Dates, decimals, ranges, and numbers with separators are no PMIDs.
    let next = behind.get(1..).map_or(0, digits);
    let number = match behind.as_bytes().first() {
        Some(b'.') => next > 0 && length < 6,
        Some(b',') => next == 3 && length <= 3,
        Some(b'-' | b'/' | b':') => next > 0 && length < 7,
        Some(b'%') => behind[1..].starts_with(|ch: char| ch.is_whitespace()) || behind.len() == 1,
        _ => false,
    };
    (!number).then_some(length)
}

/// Whether `behind` is a label glued to what stands before.
fn is_glued(behind: &str) -> bool {
    GLUED.iter().any(|label| behind.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label)))
}

/// What in a PMID's place is none.
pub(super) fn no_pmid(rest: &str) -> Option<(usize, String)> {
    let length = word(rest);
    let token = &rest[..length];
    if !is_whole(&rest[length..]) || length < 2 {
        return None;
    }
    if let Some(number) = token.strip_prefix("PMC") {
        let sound = number.len() >= 5 && digits(number) == number.len();
        return sound.then(|| (length, "is a PMC identifier".to_owned()));
    }
    let numbers = token.bytes().filter(u8::is_ascii_digit).count();
    let why = if numbers == length {
        if token.bytes().all(|b| b == token.as_bytes()[0]) || !token.starts_with('0') && length <= LONGEST_PMID {
            return None;
        }
        if length > LONGEST_PMID {
            format!("has {length} digits, but a PMID has at most eight")
        } else {
            "begins with “0”, as no PMID does".to_owned()
        }
    } else {
        letter(token, numbers).map(|letter| format!("contains the letter “{letter}”, but a PMID is a number"))?
    };
    Some((length, why))
}

/// The letter in what is otherwise a number.
fn letter(token: &str, digits: usize) -> Option<char> {
    let letters = token.len() - digits;
    let first = token.find(|ch: char| ch.is_ascii_alphabetic())?;
    let sound = (1..=2).contains(&letters) && (5..=LONGEST_PMID).contains(&digits) && !is_glued(&token[first..]);
    sound.then(|| token[first..].chars().next())?
}

/// The PMCID that `rest` begins with. A labelled one may lack its `PMC`, as authors write it.
pub(super) fn pmcid(rest: &str, labelled: bool) -> Option<(usize, Identifier)> {
    let prefixed = rest.get(..3).is_some_and(|pmc| pmc.eq_ignore_ascii_case("pmc"));
    if !prefixed && !labelled {
        return None;
    }
    let from = if prefixed { 3 } else { 0 };
    let number = digits(&rest[from..]);
    if number < if prefixed && labelled { 1 } else { 4 } {
        return None;
    }
    let mut end = from + number;
    if let Some(version) = rest[end..].strip_prefix('.') {
        let version = digits(version);
        if prefixed && (1..=2).contains(&version) && ends(&rest[end + 1 + version..]) {
            end += 1 + version;
        }
    }
    if !ends(&rest[end..]) && !is_glued(&rest[end..]) {
        return None;
    }
    Some((end, Identifier::from_pmcid(&format!("PMC{}", &rest[from..end]))?))
}

/// What in a PMCID's place is none.
pub(super) fn no_pmcid(rest: &str) -> Option<(usize, String)> {
    let length = word(rest);
    let token = &rest[..length];
    let number = token.get(..3).filter(|pmc| pmc.eq_ignore_ascii_case("pmc")).map(|_| &token[3..])?;
    if !is_whole(&rest[length..]) {
        return None;
    }
    let numbers = number.bytes().filter(u8::is_ascii_digit).count();
    let why = if number.is_empty() {
        // "PMC Journal – in process" is a way to say that there is none yet.
        let behind = rest[length..].trim_start_matches([' ', '\u{a0}', '-', '–', '#', ':']);
        if behind.starts_with(|ch: char| ch.is_alphanumeric()) {
            return None;
        }
        "has no digits behind “PMC”".to_owned()
    } else if numbers < number.len() {
        letter(number, numbers).map(|letter| format!("contains the letter “{letter}” behind “PMC”"))?
    } else if number.starts_with('0') && number.bytes().any(|b| b != b'0') {
        "begins with “PMC0”, as no PMCID does".to_owned()
    } else if number.len() > 9 && !number.bytes().all(|b| b == number.as_bytes()[0]) {
        format!("has {} digits, more than any PMCID", number.len())
    } else {
        return None;
    };
    Some((length, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pmid_is_a_number_of_its_own() {
        for (rest, length) in
            [("1", 1), ("36497410.", 8), ("123, 456", 3), ("12345678PMCID: x", 8), ("12345678.2 In", 8)]
        {
            assert_eq!(pmid(rest), Some(length), "{rest}");
        }
        for rest in ["", "0", "012345", "123456789", "12a", "2004-05-06", "20.5", "1,234", "123456p", "5% of"] {
            assert_eq!(pmid(rest), None, "{rest}");
        }
    }

    #[test]
    fn what_is_no_pmid_is_told_only_where_it_is_certain() {
        let why = |rest| no_pmid(rest).map(|(length, why)| format!("{length} {why}"));
        assert_eq!(why("123456789.").as_deref(), Some("9 has 9 digits, but a PMID has at most eight"));
        assert_eq!(why("01234567").as_deref(), Some("8 begins with “0”, as no PMID does"));
        assert_eq!(why("1234567O,").as_deref(), Some("8 contains the letter “O”, but a PMID is a number"));
        assert_eq!(why("PMC1234567").as_deref(), Some("10 is a PMC identifier"));
        for rest in
            ["12345678", "3rd", "none", "00000000", "10.1000/abc", "123456789-a", "1234567890.1", "12345678PMCID"]
        {
            assert_eq!(why(rest), None, "{rest}");
        }
    }

    #[test]
    fn a_pmcid_has_its_prefix_unless_it_is_labelled() {
        let read = |rest, labelled| pmcid(rest, labelled).map(|(length, id)| format!("{length} {id}"));
        assert_eq!(read("PMC1762333.1; x", false).as_deref(), Some("12 pmcid:PMC1762333"));
        assert_eq!(read("PMC1762333. Next", false).as_deref(), Some("10 pmcid:PMC1762333"));
        assert_eq!(read("1762333", true).as_deref(), Some("7 pmcid:PMC1762333"));
        assert_eq!(read("PMC12", true).as_deref(), Some("5 pmcid:PMC12"));
        for rest in ["1762333", "PMC12", "PMC", "PMC12345a", "PMCID12345", "PMC012345"] {
            assert_eq!(read(rest, false), None, "{rest}");
        }
    }

    #[test]
    fn what_is_no_pmcid_is_told_only_where_it_is_certain() {
        let why = |rest| no_pmcid(rest).map(|(_, why)| why);
        assert_eq!(why("PMC.").as_deref(), Some("has no digits behind “PMC”"));
        assert_eq!(why("PMC12O4567").as_deref(), Some("contains the letter “O” behind “PMC”"));
        assert_eq!(why("PMC01234567").as_deref(), Some("begins with “PMC0”, as no PMCID does"));
        for rest in ["PMC Journal - in process", "PMC – in process", "n/a", "NIHMS123456", "PMC1234567", "PMCXXXXXXX"]
        {
            assert_eq!(why(rest), None, "{rest}");
        }
    }
}
