//! Dates: in parts, in words ("2020 Nov-Dec"), and inside a citation ("Lancet. 2010 Feb 6;375(9713):445").
//!
//! A span of months or a season is known by its year alone: a month of it would be a guess.

use super::field::text;
use crate::record::PartialDate;
use crate::sources::xml::Element;

/// A date in `Year`, `Month` and `Day`, or in `MedlineDate`.
pub(super) fn date(element: Option<&Element<'_>>) -> Option<PartialDate> {
    let element = element?;
    let part = |name: &str| text(element.child(name));
    match part("Year").as_deref().and_then(year) {
        Some(year) => Some(of_parts(year, part("Month").as_deref(), part("Day").as_deref())),
        None => part("MedlineDate").as_deref().and_then(in_words),
    }
}

/// The year in which a date in words ends, where that is another than it begins in: "1998 Dec-1999 Jan".
pub(super) fn end(element: Option<&Element<'_>>) -> Option<PartialDate> {
    let words = text(element?.child("MedlineDate"))?;
    let mut years = numbers(&words).filter_map(year);
    let first = years.next()?;
    years.next_back().filter(|last| *last > first).map(|last| PartialDate::new(last, None, None))
}

/// "2010 Feb 6", "2020 Nov-Dec", "Spring 2000": the first year and what is certain after it.
pub(in crate::sources) fn in_words(words: &str) -> Option<PartialDate> {
    let first = numbers(words).find(|number| year(number).is_some())?;
    let rest = words.split_once(first)?.1;
    let mut parts = rest.split_whitespace();
    let spans = rest.split_once('-').is_some_and(|(_, end)| end.contains(char::is_alphabetic));
    let glued = !rest.is_empty() && !rest.starts_with(char::is_whitespace);
    let month = parts.next().filter(|_| !glued && !spans);
    Some(of_parts(year(first)?, month, parts.next()))
}

/// The date of a citation as NLM writes it: what follows the journal's title and its full stop.
pub(super) fn in_citation(citation: &str) -> Option<PartialDate> {
    let mut rest = citation;
    while let Some((_, after)) = rest.split_once(". ") {
        let date = after.split([';', ':', '.', '(']).next().unwrap_or_default();
        if date.split(' ').next().and_then(year).is_some() {
            return in_words(date);
        }
        rest = after;
    }
    None
}

fn of_parts(year: i32, month: Option<&str>, day: Option<&str>) -> PartialDate {
    let month = month.and_then(month_of);
    PartialDate::new(year, month, day.and_then(|day| day.parse().ok()))
}

fn year(text: &str) -> Option<i32> {
    let sound = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| sound && (1_000..=9_999).contains(year))
}

/// `Nov`, `November` or `11`.
fn month_of(text: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = text.trim_end_matches('.').to_ascii_lowercase();
    let named = || (1..).zip(NAMES).find(|(_, name)| word.len() >= 3 && name.starts_with(word.as_str()));
    word.parse().ok().or_else(|| named().map(|(number, _)| number))
}

fn numbers(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::xml::document;

    fn of(xml: &str) -> (String, String) {
        let source = format!("<PubDate>{xml}</PubDate>");
        let element = document(source.as_bytes(), &[]).expect("XML");
        let shown = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        (shown(date(Some(&element))), shown(end(Some(&element))))
    }

    #[test]
    fn in_parts_and_in_words() {
        for (xml, begin, last) in [
            ("<Year>2022</Year><Month>Nov</Month><Day>30</Day>", "2022-11-30", ""),
            ("<Year>2022</Year><Month>06</Month><Day>4</Day>", "2022-06-04", ""),
            ("<Year>1990</Year><Season>Spring</Season>", "1990", ""),
            ("<Year>1990</Year><Month>Jan-Feb</Month>", "1990", ""),
            ("<Year>1990</Year><Day>4</Day>", "1990", ""),
            ("<MedlineDate>2020 Nov-Dec</MedlineDate>", "2020", ""),
            ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998", "1999"),
            ("<MedlineDate>1976-1978</MedlineDate>", "1976", "1978"),
            ("<MedlineDate>2000 Spring</MedlineDate>", "2000", ""),
            ("<MedlineDate>Winter 2000</MedlineDate>", "2000", ""),
            ("<MedlineDate>1999 Jul 3</MedlineDate>", "1999-07-03", ""),
            ("<MedlineDate>1999 Jul 3-10</MedlineDate>", "1999-07", ""),
            ("<MedlineDate>1999 Nov 28-Dec 4</MedlineDate>", "1999", ""),
            ("<MedlineDate>unknown</MedlineDate>", "", ""),
            ("", "", ""),
        ] {
            assert_eq!(of(xml), (begin.to_owned(), last.to_owned()), "{xml}");
        }
    }

    #[test]
    fn in_a_citation() {
        for (citation, date) in [
            ("Lancet. 2010 Feb 6;375(9713):445", "2010-02-06"),
            ("Int Wound J. 2021 Jun 7;:", "2021-06-07"),
            ("Felig P, Sherwin RS. J Clin Endocrinol Metab. 1980 Nov;51(5):1201", "1980-11"),
            ("Anesth Essays Res. 2020 Jul-Sep;14(3):544", "2020"),
            ("medRxiv. 2023 Apr 05:2023.03.21.23286947. doi: 10.1101/2023.03.21.23286947.", "2023-04-05"),
            ("J Oral Pathol. 1998;27(3):12", "1998"),
            ("Science. 1999", "1999"),
            ("N Engl J Med. In press", ""),
            ("2010 Feb 6", ""),
            ("", ""),
        ] {
            assert_eq!(in_citation(citation).map(|date| date.to_string()).unwrap_or_default(), date, "{citation}");
        }
    }
}
