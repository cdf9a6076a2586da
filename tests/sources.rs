//! The decoders against any bytes, and, where a collection of recorded answers lies beside the crate, against those.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "reads recordings and says what it read")]

#[path = "sources/joined.rs"]
mod joined;
#[path = "sources/pubmed.rs"]
mod of_pubmed;
#[path = "sources/recordings.rs"]
mod recordings;

use ibid::record::{Identifier, Record};
use ibid::sources::{arxiv, crossref, datacite, doi_org, europepmc, idconv, jats, pubmed};
use proptest::prelude::*;

/// What must hold of any record, whoever sent it.
fn sound(record: &Record) {
    assert!(Identifier::parse(&record.id.to_string()).is_some());
    let lines = [&record.title, &record.subtitle, &record.container_title, &record.volume, &record.pages];
    for text in lines.into_iter().flatten() {
        assert!(!text.is_empty() && text.trim() == text, "{text:?}");
        assert!(!text.contains(char::is_control) && !text.contains("  "), "{text:?}");
    }
    if let Some(text) = &record.abstract_text {
        assert!(!text.contains("\n\n\n") && !text.contains("<jats"), "{text:?}");
    }
    for notice in &record.notices {
        assert!(!notice.reported_by.is_empty() && notice.notice.as_ref() != Some(&record.id));
    }
}

/// JSON of any shape around the names that a work has.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let keys = prop::sample::select(vec![
        "DOI",
        "title",
        "author",
        "family",
        "given",
        "name",
        "issued",
        "date-parts",
        "abstract",
        "updated-by",
        "type",
        "update-to",
        "relation",
        "has-preprint",
        "id-type",
        "id",
        "label",
        "page",
        "container-title",
        "aliases",
        "creators",
        "nameType",
        "titles",
        "dates",
        "date",
        "dateType",
        "publicationYear",
        "types",
        "container",
        "descriptions",
        "description",
        "descriptionType",
        "subjects",
        "relatedIdentifiers",
        "relatedIdentifier",
        "relationType",
        "authorList",
        "journalInfo",
        "journal",
        "commentCorrectionList",
        "commentCorrection",
        "reference",
        "fullTextUrlList",
        "fullTextUrl",
        "url",
        "abstractText",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "10\\.[0-9]{4}/[a-z<>&;]{1,8}".prop_map(Value::from),
        "(<(jats:)?(p|i|sup|title|sec|math)>|</[a-z]{1,3}>|&[a-z]{1,4};|[ -~\n]){0,20}".prop_map(Value::from),
        prop::sample::select(vec!["retraction", "new_version", "doi", "posted-content", "Abstract", "Issued"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((keys.clone(), inner), 0..8).prop_map(|pairs| Value::Object(
                pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            )),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_a_record_or_a_fault(body in prop::collection::vec(any::<u8>(), 0..400)) {
        let id = Identifier::from_doi("10.1000/a");
        let _ = crossref::decode_work(&body);
        let _ = crossref::decode_list(&body);
        let _ = datacite::decode_work(&body);
        let _ = datacite::decode_list(&body);
        prop_assert!(doi_org::decode_handle(404, &id, &body).is_err());
        let _ = europepmc::decode(std::slice::from_ref(&id), &body);
        let _ = arxiv::decode(std::slice::from_ref(&id), &body);
        let _ = idconv::decode(std::slice::from_ref(&id), &body);
        let _ = doi_org::decode_agencies(&[id], &body);
        let pmid = Identifier::from_pmid("1000").expect("a PMID");
        prop_assert!(pubmed::decode_articles(std::slice::from_ref(&pmid), &body).is_err());
        prop_assert!(pubmed::decode_summary(&pmid, &body).is_err());
        prop_assert!(pubmed::decode_search(&body).is_err());
    }

    #[test]
    fn any_work_is_sound(mut message in any_json(), suffix in "[!-~]{1,12}") {
        if let Some(work) = message.as_object_mut() {
            work.insert("DOI".into(), format!("10.1000/{suffix}").into());
        }
        let body = serde_json::json!({"message-type": "work", "message": message}).to_string();
        if let Ok(record) = crossref::decode_work(body.as_bytes()) {
            sound(&record);
        }
        if let Some(work) = message.as_object_mut() {
            work.insert("doi".into(), format!("10.1000/{suffix}").into());
        }
        let body = serde_json::json!({"data": {"attributes": message}}).to_string();
        if let Ok(record) = datacite::decode_work(body.as_bytes()) {
            sound(&record);
        }
        if let Some(work) = message.as_object_mut() {
            work.insert("source".into(), "MED".into());
        }
        let body = serde_json::json!({"resultList": {"result": [message]}}).to_string();
        europepmc::decode_results(body.as_bytes()).expect("results").iter().for_each(sound);
    }

    #[test]
    fn any_entry_is_sound(texts in prop::collection::vec("(\\PC|[<>&\n\u{1}]|withdrawn |[0-9]{4}-){0,40}", 6)) {
        let names = ["title", "summary", "published", "arxiv:comment", "arxiv:doi", "name"];
        let written = |(name, text): (&str, &String)| {
            format!("<{name}>{}</{name}>", text.replace('&', "&amp;").replace('<', "&lt;"))
        };
        let fields: String = names.into_iter().zip(&texts).map(written).collect();
        let body = format!("<feed><entry><id>http://arxiv.org/abs/1706.03762v1</id>{fields}</entry></feed>");
        for record in arxiv::decode_feed(body.as_bytes()).unwrap_or_default() {
            sound(&record);
        }
    }

    #[test]
    fn any_fragment_becomes_one_clean_line(
        raw in "(<[a-z:]{1,6}( a=\"x\")?/?>|</[a-z]{1,6}>|&#?[a-z0-9]{1,5};|\\PC|[\t\n\u{1}-\u{1f}]){0,40}"
    ) {
        let line = jats::inline(&raw);
        prop_assert!(!line.contains(char::is_control), "{line:?}");
        prop_assert!(!line.contains("  ") && line.trim() == line, "{line:?}");
        if let Some(text) = jats::abstract_text(&raw) {
            prop_assert!(!text.trim().is_empty());
        }
    }

    #[test]
    fn a_request_names_only_its_route(
        dois in prop::collection::vec("10\\.[0-9]{4}/\\PC{1,20}", 1..5), mail in "\\PC{0,20}"
    ) {
        let ids: Vec<Identifier> = dois.iter().map(|doi| Identifier::from_doi(doi)).collect();
        let requests = [
            crossref::batch(&ids, Some(&mail)), crossref::single(&ids[0], Some(&mail)),
            doi_org::agencies(&ids), doi_org::handle(&ids[0]), datacite::batch(&ids), datacite::single(&ids[0]),
            idconv::batch(&ids, Some(&mail)), arxiv::batch(&ids), arxiv::version(&ids[0], 2),
            europepmc::batch(&ids),
            pubmed::esearch(&ids, Some(&mail)),
        ];
        for request in requests {
            if let Some(form) = &request.form {
                prop_assert!(form.is_ascii() && !form.contains(['#', ' ', '"', '<', '>', '\n']), "{}", form);
            }
            prop_assert!(request.path.is_ascii() && !request.path.contains(['#', ' ', '"', '<', '>']), "{}", request.path);
            let route = request.path.split('?').next().unwrap_or_default();
            prop_assert!(!route.split('/').any(|part| part == "." || part == ".."), "{}", request.path);
        }
    }
}
