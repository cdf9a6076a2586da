//! Dates in words and numbers, as people and reference managers write them.

use crate::record::PartialDate;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads `2005/07/15`, `2005-07`, `2014//`, `2016 Apr 19`, `May 3, 2020`, `4-8 Aug. 2020`, `20160419`, `Spring 2020`
/// and the like; of a range the first. What cannot be told is left out: of `3/4/2020` only the year is known.
pub(super) fn read(said: &str) -> Option<PartialDate> {
    // A longer text is a remark.
    let said = said.trim().get(..60).unwrap_or(said.trim());
    if let Some(rest) = said.strip_prefix('-') {
        return before_christ(rest);
    }
    // EDTF's ranges have two dates that are whole; `2005/07/15` is one.
    let first = match said.split_once('/') {
        Some((first, second)) if is_year(second.get(..4).unwrap_or_default()) => first,
        _ => said,
    };
    let words: Vec<&str> = first.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let at = words.iter().position(|word| is_year(word) || is_day(word))?;
    if is_day(words[at]) {
        let (year, rest) = words[at].split_at(4);
        let (month, day) = rest.split_at(2);
        return Some(PartialDate::new(year.parse().ok()?, month.parse().ok(), day.parse().ok()));
    }
    let year = words[at].get(..4)?.parse().ok()?;
    let numbers = |words: &[&str]| -> Vec<u8> { words.iter().map_while(|word| word.parse().ok()).collect() };
    let named = words.iter().position(|word| month(word).is_some());
    let (month, day) = match named {
        Some(named) => {
            let behind = numbers(&words[named + 1..]).first().copied();
            let before: Vec<u8> = words[..named].iter().filter_map(|word| word.parse().ok()).collect();
            // Two numbers before a month are a range of days.
            let day = if before.len() == 1 { Some(before[0]) } else { behind.filter(|_| before.is_empty()) };
            (month(words[named]), day)
        }
        None => {
            let behind = numbers(&words[at + 1..]);
            (behind.first().copied(), behind.get(1).copied())
        }
    };
    Some(PartialDate::new(year, month, day))
}

/// Reads what follows the sign: `0043` of EDTF is the year 44 before Christ, which CSL writes as -44.
fn before_christ(rest: &str) -> Option<PartialDate> {
    let mut parts = rest.split('/').next()?.splitn(3, '-');
    let year: i32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut small = || parts.next().and_then(|part| part.parse().ok());
    let (month, day) = (small(), small());
    Some(PartialDate::new(-year - 1, month, day))
}

/// Four digits, perhaps with the letter that tells two works of a year apart.
fn is_year(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && word.len() <= 5 && !word.starts_with("00")
}

fn is_day(word: &str) -> bool {
    word.len() == 8
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.starts_with('1') || word.starts_with('2'))
}

fn month(word: &str) -> Option<u8> {
    let name = word.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| *month == name)?;
    u8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn many_spellings() {
        for (said, date) in [
            ("2005/07/15", "2005-07-15"),
            ("2005-07-15", "2005-07-15"),
            ("2014//", "2014"),
            ("2016/01/", "2016-01"),
            ("2001/09/01/received", "2001-09-01"),
            ("2016 Apr 19", "2016-04-19"),
            ("2010 Nov-Dec", "2010-11"),
            ("May 3, 2020", "2020-05-03"),
            ("3 May 2020", "2020-05-03"),
            ("4-8 Aug. 2020", "2020-08"),
            ("20160419", "2016-04-19"),
            ("Spring 2020", "2020"),
            ("2020-21", "2020"),
            ("2020-05/2020-06", "2020-05"),
            ("2019/2020", "2019"),
            ("3/4/2020", "2020"),
            ("2015/october", "2015-10"),
            ("c. 1999", "1999"),
            ("2014a", "2014"),
            ("2020~", "2020"),
            ("2013 Jul 18;499", "2013-07-18"),
            ("-0043-03-15", "-044-03-15"),
        ] {
            assert_eq!(read(said).map(|date| date.to_string()).as_deref(), Some(date), "{said}");
        }
        for said in ["", "in press", "99", "YEAR/MONTH/DAY/", "///", "forthcoming", "12345"] {
            assert_eq!(read(said), None, "{said}");
        }
    }
}
