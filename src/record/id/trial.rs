//! Numbers of registers of clinical trials and reviews: their shape, and where each has its page.

/// A register: how its numbers begin, how many digits follow, and the address of a number's page.
struct Register {
    prefix: &'static str,
    digits: std::ops::RangeInclusive<usize>,
    page: &'static str,
}

/// Primary registers of the WHO platform, and PROSPERO for reviews. `{}` is the number.
const REGISTERS: [Register; 6] = [
    Register { prefix: "NCT", digits: 8..=8, page: "https://clinicaltrials.gov/study/{}" },
    Register { prefix: "ISRCTN", digits: 8..=8, page: "https://www.isrctn.com/{}" },
    Register { prefix: "ACTRN", digits: 14..=14, page: "https://www.anzctr.org.au/{}.aspx" },
    Register { prefix: "DRKS", digits: 8..=8, page: "https://drks.de/search/en/trial/{}" },
    Register { prefix: "CRD", digits: 8..=15, page: "https://www.crd.york.ac.uk/PROSPERO/view/{}" },
    Register { prefix: "ChiCTR", digits: 8..=14, page: "https://trialsearch.who.int/Trial2.aspx?TrialID={}" },
];

/// ChiCTR's old numbers name the kind of trial between prefix and digits: `ChiCTR-IOR-17010519`.
const CHICTR: &str = "ChiCTR";

/// The number in its register's own spelling; `None` where it has no register's shape.
pub(super) fn canonical(number: &str) -> Option<String> {
    if is_eudract(number) {
        return Some(number.to_owned());
    }
    let found = REGISTERS.iter().find(|register| starts(number, register.prefix))?;
    let rest = &number[found.prefix.len()..];
    let digits = match found.prefix {
        CHICTR => {
            let rest = rest.strip_prefix('-').unwrap_or(rest);
            match rest.split_once('-') {
                Some((kind, digits)) if kind.len() <= 4 && kind.bytes().all(|b| b.is_ascii_alphabetic()) => digits,
                _ => rest,
            }
        }
        _ => rest,
    };
    let sound = found.digits.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    sound.then(|| format!("{}{}", found.prefix, rest.to_ascii_uppercase()))
}

/// The page of a canonical number.
pub(super) fn link(number: &str) -> Option<String> {
    if is_eudract(number) {
        return Some(format!("https://www.clinicaltrialsregister.eu/ctr-search/search?query={number}"));
    }
    let found = REGISTERS.iter().find(|register| starts(number, register.prefix))?;
    Some(found.page.replace("{}", number))
}

/// EudraCT's numbers have no prefix: `2004-000446-20`.
fn is_eudract(number: &str) -> bool {
    let parts: Vec<&str> = number.split('-').collect();
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    matches!(parts[..], [year, serial, check] if digits(year, 4) && digits(serial, 6) && digits(check, 2))
        && (number.starts_with("20") || number.starts_with("199"))
}

fn starts(number: &str, prefix: &str) -> bool {
    number.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_register_has_its_shape() {
        for number in [
            "NCT00000102",
            "ISRCTN83484536",
            "ACTRN12605000402695",
            "DRKS00000765",
            "CRD42020189470",
            "ChiCTR2000029308",
            "ChiCTR-IOR-17010519",
            "2004-000446-20",
        ] {
            assert_eq!(canonical(number).as_deref(), Some(number));
            assert!(link(number).is_some_and(|link| link.contains(number)), "{number}");
        }
        assert_eq!(canonical("isrctn83484536").as_deref(), Some("ISRCTN83484536"));
        for other in ["NCT123", "NCT00000102a", "2024-11-24", "1804-000446-20", "CRD", "", "é"] {
            assert_eq!(canonical(other), None, "{other}");
        }
    }
}
