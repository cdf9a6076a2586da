//! PubMed's citation matching: the PMID of an article by the place where it appeared (NBK25499, “ECitMatch”).

use super::request::{form, request};
use crate::record::Identifier;
use crate::sources::{Class, DecodeFault, Request};

/// Where an article appeared, as somebody cites it. What is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitedPlace {
    /// The journal, abbreviated or in full.
    pub journal: String,
    /// The year.
    pub year: String,
    /// The volume.
    pub volume: String,
    /// The first page.
    pub first_page: String,
    /// The first author's family name, perhaps with initials.
    pub author: String,
}

/// The most citations that one request asks about.
pub const CITATIONS: usize = 50;

/// Asks for the PMIDs of articles, at most [`CITATIONS`].
#[must_use]
pub fn ecitmatch(places: &[CitedPlace], email: Option<&str>) -> Request {
    let line = |(at, place): (usize, &CitedPlace)| {
        let fields = [&place.journal, &place.year, &place.volume, &place.first_page, &place.author];
        format!("{}|{at}|", fields.map(|field| plain(field)).join("|"))
    };
    let lines: Vec<String> = places.iter().enumerate().map(line).collect();
    let form = form(&[("retmode", "xml"), ("bdata", &lines.join("\r"))], email);
    Request { form: Some(form), ..request(Class::List, "/ecitmatch.cgi", &[]) }
}

/// A field without what separates fields and lines.
fn plain(field: &str) -> String {
    let spaced: String = field.chars().map(|ch| if ch == '|' || ch.is_control() { ' ' } else { ch }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads the answer about so `many` citations, which is plain text: a line a citation, with a PMID, or words why there is
/// none, in its last field.
///
/// # Errors
///
/// The body is no such list.
pub fn decode_citmatch(body: &[u8], many: usize) -> Result<Vec<Option<Identifier>>, DecodeFault> {
    let foreign = || DecodeFault::Foreign("no list of citations".into());
    let text = std::str::from_utf8(body).map_err(|_| foreign())?;
    let mut found = vec![None; many];
    let mut is_list = false;
    for line in text.lines() {
        let fields: Vec<&str> = line.trim().split('|').collect();
        let [.., number, pmid] = &*fields else { continue };
        let Some(place) = number.trim().parse().ok().filter(|number: &usize| *number < many) else { continue };
        is_list |= fields.len() == 7;
        found[place] = Identifier::from_pmid(pmid.trim());
    }
    if is_list || many == 0 { Ok(found) } else { Err(foreign()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_a_line() {
        let place = CitedPlace {
            journal: "J Sleep | Res".into(),
            year: "2010".into(),
            volume: "12".into(),
            first_page: "145".into(),
            author: "doe ja".into(),
        };
        let request = ecitmatch(&[place, CitedPlace::default()], None);
        let form = request.form.unwrap_or_default();
        assert!(
            form.contains("bdata=J%20Sleep%20Res%7C2010%7C12%7C145%7Cdoe%20ja%7C0%7C%0D%7C%7C%7C%7C%7C1%7C"),
            "{form}"
        );
    }

    #[test]
    fn a_pmid_stands_at_the_end() {
        let body = b"j sleep res|2010|12|145|doe ja|0|11111111\nlancet|2001|7|1|smith k|1|NOT_FOUND\n\
                     lancet|2001|7|1|smith k|2|AMBIGUOUS (3 citations)\n";
        let found = decode_citmatch(body, 3).expect("a list");
        assert_eq!(found, [Identifier::from_pmid("11111111"), None, None]);
        for body in ["", "<html>", r#"{"error":"API rate limit exceeded"}"#, "a|b"] {
            assert!(decode_citmatch(body.as_bytes(), 1).is_err(), "{body}");
        }
    }
}
