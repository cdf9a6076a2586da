//! Numbers of registers of trials and reviews.

use super::{digits, ends, is_whole};
use crate::record::Identifier;

/// The length of the number that `rest` begins with. EudraCT's look like dates and codes, so they must be labelled.
pub(super) fn length(rest: &str, labelled: bool) -> Option<usize> {
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    let length = rest.bytes().take(40).take_while(part).count();
    let written = rest[..length].trim_end_matches('-');
    if written.starts_with(|ch: char| ch.is_ascii_digit()) {
        let sound = labelled && written.len() == 14 && is_whole(&rest[14..]) || labelled && eudract_with_country(rest);
        return (sound && Identifier::from_trial(&rest[..14]).is_some()).then_some(14);
    }
    // A file's name may go on behind the number: NCT04323514-protocol.
    let letters = written.bytes().take_while(u8::is_ascii_alphabetic).count();
    let number = letters + digits(&written[letters..]);
    [written.len(), number]
        .into_iter()
        .find(|&length| ends(&rest[length..]) && Identifier::from_trial(&rest[..length]).is_some())
}

/// `2004-000446-20-DE`, `2004-000446-20/DE`
fn eudract_with_country(rest: &str) -> bool {
    let behind = rest.get(14..).and_then(|behind| behind.strip_prefix(['-', '/'])).unwrap_or_default();
    let letters = behind.bytes().take_while(u8::is_ascii_uppercase).count();
    (letters == 2 || behind.starts_with("3rd")) && ends(&behind[if letters == 2 { 2 } else { 3 }..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_registers() {
        for (rest, number) in [
            ("NCT04317092).", "NCT04317092"),
            ("NCT04323514-protocol.pdf", "NCT04323514"),
            ("ISRCTN83484536,", "ISRCTN83484536"),
            ("ChiCTR-IOR-17010519 and", "ChiCTR-IOR-17010519"),
            ("CRD420251068272 |", "CRD420251068272"),
            ("ACTRN12605000402695", "ACTRN12605000402695"),
        ] {
            assert_eq!(length(rest, false).map(|length| &rest[..length]), Some(number));
        }
        for rest in ["NCT123", "NCTX", "CRD", "2004-000446-20", "NCT043170921", "NCT04317092a"] {
            assert_eq!(length(rest, false), None, "{rest}");
        }
        assert_eq!(length("2004-000446-20.", true), Some(14));
        assert_eq!(length("2004-000446-20/DE", true), Some(14));
        assert_eq!(length("2004-000446-201", true), None);
    }
}
