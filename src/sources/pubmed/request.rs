//! What to ask. Everything is sent as a form, so that neither the contact nor the key that is added to it stands in an
//! address that somebody logs.

use crate::record::{Identifier, IdentifierKind, Source};
use crate::sources::{Class, Request, encode};

/// The most PMIDs that one efetch asks about. NCBI takes about 200 (NBK25499), but recent records come with their
/// references, thirty kilobytes on average, and an answer that grows too long tells nothing of any.
pub const BATCH: usize = 100;

/// The most DOIs that one esearch asks about.
pub const SEARCH_BATCH: usize = 100;

/// Asks for the records of PMIDs, at most [`BATCH`].
#[must_use]
pub fn efetch(ids: &[Identifier], email: Option<&str>) -> Request {
    let pmids: Vec<&str> = ids.iter().map(Identifier::value).collect();
    let form = form(&[("id", &pmids.join(",")), ("retmode", "xml")], email);
    Request { form: Some(form), ..request(Class::List, "/efetch.fcgi", ids) }
}

/// Asks whether PubMed has one PMID.
#[must_use]
pub fn esummary(id: &Identifier, email: Option<&str>) -> Request {
    let form = form(&[("id", id.value()), ("retmode", "json")], email);
    Request { form: Some(form), ..request(Class::Single, "/esummary.fcgi", std::slice::from_ref(id)) }
}

/// Whether esearch can ask about it: a DOI that its query language cannot mistake for something else.
#[must_use]
pub fn searchable(id: &Identifier) -> bool {
    id.kind() == IdentifierKind::Doi && !id.is_short_doi() && !id.value().contains(['"', '\\', '*'])
}

/// Asks for the PMIDs of DOIs, each [`searchable`], at most [`SEARCH_BATCH`]. In quotation marks, a DOI that PubMed does
/// not have is looked for as a phrase and not word by word.
#[must_use]
pub fn esearch(ids: &[Identifier], email: Option<&str>) -> Request {
    let terms: Vec<String> = ids.iter().map(|id| format!("\"{}\"[doi]", id.value())).collect();
    // A DOI may stand in the records of an article and of what was published with it.
    let most = (ids.len() * 5).to_string();
    let form = form(&[("term", &terms.join(" OR ")), ("retmode", "json"), ("retmax", &most)], email);
    Request { form: Some(form), ..request(Class::List, "/esearch.fcgi", ids) }
}

/// Asks for works by words, at most so many, the likeliest first.
#[must_use]
pub fn find(words: &str, most: usize, email: Option<&str>) -> Request {
    // What its query language has a meaning for is none of the words.
    let is_plain = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '\'' | '’');
    let words: String = words.chars().map(|ch| if is_plain(ch) { ch } else { ' ' }).collect();
    let words = words.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let fields = [("term", &*words), ("retmode", "json"), ("retmax", &most.to_string()), ("sort", "relevance")];
    Request { form: Some(form(&fields, email)), ..request(Class::List, "/esearch.fcgi", &[]) }
}

pub(super) fn request(class: Class, path: &str, ids: &[Identifier]) -> Request {
    Request { source: Source::PubMed, class, path: path.to_owned(), form: None, ids: ids.to_vec() }
}

pub(super) fn form(fields: &[(&str, &str)], email: Option<&str>) -> String {
    let contact = email.map(|email| ("email", email));
    let fields = [("db", "pubmed")].iter().chain(fields).copied().chain([("tool", "ibid")]).chain(contact);
    fields.map(|(name, value)| format!("{name}={}", encode::query(value))).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pmid(digits: &str) -> Identifier {
        Identifier::from_pmid(digits).expect("a PMID")
    }

    #[test]
    fn everything_is_a_form() {
        let ids = [pmid("9500320"), pmid("36497410")];
        let request = efetch(&ids, None);
        assert_eq!((request.path.as_str(), request.class, request.ids.len()), ("/efetch.fcgi", Class::List, 2));
        assert_eq!(request.form.as_deref(), Some("db=pubmed&id=9500320%2C36497410&retmode=xml&tool=ibid"));
        assert_eq!(
            esummary(&ids[0], Some("a+b@example.org")).form.as_deref(),
            Some("db=pubmed&id=9500320&retmode=json&tool=ibid&email=a%2Bb%40example.org")
        );
    }

    #[test]
    fn words_are_searched_as_words() {
        assert_eq!(
            find("Sleep loss[ti] AND (\"Doe\")", 5, None).form.as_deref(),
            Some("db=pubmed&term=sleep%20loss%20ti%20and%20doe&retmode=json&retmax=5&sort=relevance&tool=ibid")
        );
    }

    #[test]
    fn dois_are_searched_as_phrases() {
        let ids = [Identifier::from_doi("10.1016/S0140-6736(97)11096-0"), Identifier::from_doi("10.1000/a+b")];
        assert_eq!(
            esearch(&ids, None).form.as_deref(),
            Some(
                "db=pubmed&term=%2210.1016/s0140-6736%2897%2911096-0%22%5Bdoi%5D%20OR%20%2210.1000/a%2Bb%22%5Bdoi%5D\
                 &retmode=json&retmax=10&tool=ibid"
            )
        );
        assert!(ids.iter().all(searchable));
        for odd in ["10.1000/a\"b", "10.1000/a*", "10/abc", "10.48550/arXiv.1706.03762"] {
            assert!(!searchable(&Identifier::from_doi(odd)), "{odd}");
        }
    }
}
