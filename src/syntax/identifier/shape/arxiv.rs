//! arXiv identifiers of both schemes (arXiv help, "Understanding the arXiv identifier").

use super::{digits, ends, is_whole};
use crate::record::Identifier;

/// The length of the identifier that `rest` begins with, with its version.
pub(super) fn length(rest: &str) -> Option<usize> {
    let length = shaped(rest)?;
    Identifier::from_arxiv(&rest[..length]).map(|_| length)
}

/// The length of what has the shape of an identifier, whatever month it names, with its version.
fn shaped(rest: &str) -> Option<usize> {
    let bare = new_scheme(rest).or_else(|| old_scheme(rest))?;
    let length = bare + version(&rest[bare..]);
    let behind = &rest[length..];
    (ends(behind) && !goes_on(behind)).then_some(length)
}

/// `1706.03762`
fn new_scheme(rest: &str) -> Option<usize> {
    if digits(rest) != 4 || rest.as_bytes().get(4) != Some(&b'.') {
        return None;
    }
    let number = digits(&rest[5..]);
    (4..=6).contains(&number).then_some(5 + number)
}

/// `hep-th/9901001`, `math.GT/0309136`
fn old_scheme(rest: &str) -> Option<usize> {
    let archive = rest.bytes().take(20).take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'.')).count();
    let sound = archive >= 2 && rest.starts_with(|ch: char| ch.is_ascii_lowercase()) && is_archive(&rest[..archive]);
    (sound && rest[archive..].starts_with('/') && digits(&rest[archive + 1..]) == 7).then_some(archive + 8)
}

/// arXiv's archives of the old scheme (arXiv help, "arXiv category taxonomy" and its retired archives).
const ARCHIVES: [&str; 37] = [
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn", "chem-ph", "cmp-lg",
    "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math",
    "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph", "q-alg", "q-bio", "q-fin",
    "quant-ph", "solv-int", "stat", "supr-con", "eess",
];

/// Whether this is an archive, with or without its subject class.
fn is_archive(name: &str) -> bool {
    let (archive, class) = name.split_once('.').unwrap_or((name, "aa"));
    ARCHIVES.contains(&archive) && class.len() >= 2
}

fn version(rest: &str) -> usize {
    let number = rest.strip_prefix(['v', 'V']).map_or(0, digits);
    if (1..=3).contains(&number) { 1 + number } else { 0 }
}

/// Whether a number or path goes on behind: `2020.1234-5`, `1706.03762.1`.
fn goes_on(behind: &str) -> bool {
    let mut chars = behind.chars();
    matches!(chars.next(), Some('-' | '/' | ',' | '.')) && chars.next().is_some_and(|ch| ch.is_ascii_digit())
}

/// What has the shape of an identifier and is none.
pub(super) fn refusal(rest: &str) -> Option<(usize, String)> {
    let length = shaped(rest).filter(|length| is_whole(&rest[*length..]))?;
    let written = &rest[..length];
    if Identifier::from_arxiv(written).is_some() {
        return None;
    }
    let number = written.rsplit('/').next().unwrap_or(written);
    let month = number.get(2..4)?;
    let why = if !("01"..="12").contains(&month) {
        format!("names the month “{month}”")
    } else if written.contains('/') {
        "names a month outside August 1991 to March 2007, the years of its scheme".to_owned()
    } else if &number[..4] < "0704" {
        "names a month before April 2007, when its scheme began".to_owned()
    } else if &number[..4] < "1501" {
        "has more than four digits behind the point, but had four until 2014".to_owned()
    } else {
        "has four digits behind the point, but has five since 2015".to_owned()
    };
    Some((length, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_schemes_with_versions_and_files() {
        for (rest, id) in [
            ("1706.03762v7 [cs.CL]", "1706.03762v7"),
            ("1706.03762.pdf", "1706.03762"),
            ("1706.03762v7.pdf", "1706.03762v7"),
            ("1706.03762. Next", "1706.03762"),
            ("0704.0001)", "0704.0001"),
            ("hep-th/9901001v2,", "hep-th/9901001v2"),
            ("math.GT/0309136", "math.GT/0309136"),
        ] {
            assert_eq!(length(rest).map(|length| &rest[..length]), Some(id));
        }
        for rest in
            ["1706.037", "2020.1234-5", "1713.01234", "1706.03762.5", "17060.3762", "foo/9901001", "1706.03762a"]
        {
            assert_eq!(length(rest), None, "{rest}");
        }
    }

    #[test]
    fn what_is_none_is_told_by_its_month_and_length() {
        let why = |rest| refusal(rest).map(|(_, why)| why);
        assert_eq!(why("1713.01234").as_deref(), Some("names the month “13”"));
        assert_eq!(why("hep-th/9913001").as_deref(), Some("names the month “13”"));
        assert!(why("1706.3762").is_some_and(|why| why.contains("five since 2015")));
        assert!(why("0901.12345").is_some_and(|why| why.contains("four until 2014")));
        assert!(why("0612.1234").is_some_and(|why| why.contains("April 2007")));
        assert!(why("hep-th/0801001").is_some_and(|why| why.contains("March 2007")));
        for rest in ["1706.03762", "1706", "version 1713.01234", "12.5"] {
            assert_eq!(why(rest), None, "{rest}");
        }
    }
}
