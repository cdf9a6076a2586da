//! Dates: `date` as ISO 8601-2 has it, or `year`, `month` and `day`.

use crate::record::PartialDate;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads `2001-05-03`, `2001-05/2002`, `2001~`, `-0043`; of a range the first date that is known.
pub(super) fn iso(said: &str) -> Option<PartialDate> {
    said.split('/').find_map(|date| {
        let date = date.trim().split('T').next()?.trim_end_matches(['~', '?', '%']);
        let (sign, digits) = date.strip_prefix(['-', '−']).map_or((1, date), |digits| (-1, digits));
        let mut parts = digits.splitn(3, '-');
        let year = parts.next().filter(|year| year.len() >= 4).and_then(|year| year.parse::<i32>().ok())?;
        let mut part = || parts.next().and_then(|part| part.trim_end_matches(['~', '?', '%']).parse::<u8>().ok());
        let (month, day) = (part(), part());
        Some(PartialDate::new(sign * year, month, day))
    })
}

/// Reads a year with what stands around it: `1998`, `c1998`, `{2001/2002}`, `1998a`.
pub(super) fn year(said: &str) -> Option<i32> {
    let trimmed = said.trim();
    if let Some(before) = trimmed.strip_prefix('-').filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())) {
        return before.get(..before.len().min(4))?.parse::<i32>().ok().map(|year| -year);
    }
    let digits = |part: &&str| part.len() == 4;
    let four = trimmed.split(|ch: char| !ch.is_ascii_digit()).find(digits).and_then(|year| year.parse().ok());
    four.or_else(|| trimmed.parse().ok().filter(|year| (1..=9999).contains(year)))
}

/// Reads a month and perhaps its day: `5`, `may`, `May`, `5~May`, `May 5`, `Jul.–Aug.`; of a range the first.
pub(super) fn month(said: &str) -> (Option<u8>, Option<u8>) {
    let words = || said.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty());
    let number = |word: &str| word.trim_end_matches(|ch: char| ch.is_ascii_alphabetic()).parse::<u8>().ok();
    let named = words().find_map(|word| {
        let start = word.get(..3)?.to_ascii_lowercase();
        MONTHS.iter().position(|month| *month == start)
    });
    match named.and_then(|at| u8::try_from(at + 1).ok()) {
        Some(month) => (Some(month), words().find_map(number)),
        None => (words().next().and_then(number), None),
    }
}
