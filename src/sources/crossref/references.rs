//! The works that a work cites, as its publisher registered them: `reference` in a record.

use serde_json::Value;

use super::decode::envelope;
use crate::record::{Listed, Listing, Source};
use crate::sources::field::{doi, objects, text};
use crate::sources::{DecodeFault, body};

/// The most references taken of one work; the longest real lists have some thousands.
const MOST: usize = 10_000;
/// Longest words of one reference, in bytes.
const LONGEST: usize = 2_000;

/// Reads the reference list out of the answer to a request for a [`single`](super::single) work. None is an answer: many
/// publishers register no references. One without identifier and words is left out.
///
/// # Errors
///
/// The body is no work.
pub fn decode_references(body: &[u8]) -> Result<Listing, DecodeFault> {
    let work = envelope(body, "work")?;
    let references = objects(work.get("reference")).into_iter().take(MOST);
    let works = references.map(|reference| Listed { id: doi(reference.get("DOI")), written: written(reference) });
    Ok(Listing {
        source: Source::Crossref,
        works: works.filter(|work| work.id.is_some() || work.written.is_some()).collect(),
    })
}

/// The reference as the work prints it, else put together of its parts: "Okuma K. A title. Journal. 2004;12:28."
fn written(reference: &Value) -> Option<String> {
    let field = |name: &str| text(reference.get(name));
    if let Some(whole) = field("unstructured") {
        return Some(body::start(&whole, LONGEST).to_owned());
    }
    let first = |names: [&str; 2]| names.into_iter().find_map(field);
    let mut parts: Vec<String> = Vec::new();
    parts.extend(field("author"));
    parts.extend(field("article-title"));
    parts.extend(field("volume-title"));
    parts.extend(first(["journal-title", "series-title"]));
    let mut place = field("volume").unwrap_or_default();
    if let Some(issue) = field("issue") {
        place.push_str(&format!("({issue})"));
    }
    if let Some(page) = field("first-page") {
        place.push_str(&format!(":{page}"));
    }
    match (field("year"), place.is_empty()) {
        (Some(year), true) => parts.push(year),
        (Some(year), false) if place.starts_with(':') => parts.push(format!("{year}{place}")),
        (Some(year), false) => parts.push(format!("{year};{place}")),
        (None, false) => parts.push(place.trim_start_matches(':').to_owned()),
        (None, true) => {}
    }
    let closed = |part: &String| {
        let part = part.trim_end_matches(['.', ' ']);
        if part.ends_with(['?', '!']) { part.to_owned() } else { format!("{part}.") }
    };
    let words = parts.iter().map(closed).collect::<Vec<_>>().join(" ");
    (!parts.is_empty()).then(|| body::start(&words, LONGEST).to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(references: &str) -> Vec<(Option<String>, Option<String>)> {
        let body = format!(
            r#"{{"status": "ok", "message-type": "work", "message": {{"DOI": "10.1000/a", "reference": {references}}}}}"#
        );
        let listing = decode_references(body.as_bytes()).expect("a work");
        listing.works.into_iter().map(|work| (work.id.map(|id| id.to_string()), work.written)).collect()
    }

    #[test]
    fn with_words_with_parts_and_with_a_doi() {
        let own = |text: &str| Some(text.to_owned());
        assert_eq!(
            decoded(
                r#"[{"key": "1", "unstructured": "Paget S. The distribution &lt;i&gt;of&lt;/i&gt; growths. Lancet 1889."},
                    {"key": "2", "author": "Okuma K.", "article-title": "A <i>filter</i>", "journal-title": "Vision",
                     "year": "2004", "volume": "12", "issue": "3", "first-page": "28", "doi-asserted-by": "crossref",
                     "DOI": "10.1007/978-3-540-24670-1_3"},
                    {"key": "3", "volume-title": "A book?", "year": "1999"},
                    {"key": "4", "DOI": "https://doi.org/10.1000/B"},
                    {"key": "5"}, {"key": "6", "DOI": "none"}, 7, null]"#
            ),
            [
                (None, own("Paget S. The distribution of growths. Lancet 1889.")),
                (own("doi:10.1007/978-3-540-24670-1_3"), own("Okuma K. A filter. Vision. 2004;12(3):28.")),
                (None, own("A book? 1999.")),
                (own("doi:10.1000/b"), None),
            ]
        );
    }

    #[test]
    fn a_work_may_list_none() {
        for references in ["[]", "null", "{}", "\"x\""] {
            assert!(decoded(references).is_empty(), "{references}");
        }
        assert!(decode_references(b"{}").is_err());
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_a_fault(reference in "\\PC{0,60}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode_references(&bytes);
            let body = format!(r#"{{"message-type": "work", "message": {{"DOI": "10.1/a", "reference": [{{{reference}}}]}}}}"#);
            let _ = decode_references(body.as_bytes());
        }
    }
}
