//! The decoders against any bytes, and, where a collection of recorded answers lies beside the crate, against those.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "reads recordings and says what it read")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ibid::record::{Identifier, Record, WorkType};
use ibid::sources::{crossref, doi_org, jats};
use proptest::prelude::*;

/// Recorded answers of the real services; not part of the crate.
const RECORDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/upstream/records");

fn files(folder: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(Path::new(RECORDINGS).join(folder)) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

fn skipped() -> bool {
    let absent = !Path::new(RECORDINGS).is_dir();
    if absent {
        eprintln!("skipped: no recorded answers at {RECORDINGS}");
    }
    absent
}

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

#[test]
fn every_recorded_answer_of_crossref_is_read() {
    if skipped() {
        return;
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for folder in ["works", "works-from-lists", "works-select", "transcribed", "lists", "errors"] {
        for file in files(&format!("crossref/{folder}")) {
            let body = std::fs::read(&file).expect("a readable recording");
            let records = match (crossref::decode_work(&body), crossref::decode_list(&body)) {
                (Ok(record), _) => vec![record],
                (_, Ok(records)) => records,
                (Err(fault), Err(_)) => {
                    *counts.entry(format!("{folder}: fault: {fault}")).or_default() += 1;
                    let is_work = matches!(folder, "works" | "works-from-lists");
                    assert!(!is_work, "{}: {fault}", file.display());
                    continue;
                }
            };
            for record in &records {
                sound(record);
                *counts.entry(format!("{folder}: records")).or_default() += 1;
                let other = matches!(record.work_type, WorkType::Other(_));
                for (what, holds) in [
                    ("with a title", record.title.is_some()),
                    ("with authors", !record.authors.is_empty()),
                    ("with a year", record.dates.year().is_some()),
                    ("with an abstract", record.abstract_text.is_some()),
                    ("with notices", !record.notices.is_empty()),
                    ("that are notices", record.is_notice()),
                    ("of another type", other),
                ] {
                    *counts.entry(format!("{folder}: records {what}")).or_default() += usize::from(holds);
                }
            }
        }
    }
    for (what, count) in &counts {
        eprintln!("{count:6}  {what}");
    }
}

#[test]
fn a_recorded_retraction_is_known_as_one() {
    let Some(file) = files("crossref/works-select")
        .into_iter()
        .find(|file| file.file_name().is_some_and(|name| name.to_string_lossy().contains("s0140-6736~2897~2911096-0")))
    else {
        assert!(skipped(), "the recording is missing");
        return;
    };
    let record = crossref::decode_work(&std::fs::read(file).expect("a readable recording")).expect("a work");
    let told: Vec<String> = record
        .notices
        .iter()
        .map(|notice| format!("{} {}", notice.kind, notice.date.map(|date| date.to_string()).unwrap_or_default()))
        .collect();
    assert_eq!(told, ["retracted 2010-02-06", "corrected 2004-03-06"]);
    assert!(record.title.is_some_and(|title| title.starts_with("Ileal-lymphoid-nodular hyperplasia")));
}

#[test]
fn every_recorded_answer_of_doi_org_is_read() {
    if skipped() {
        return;
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for file in files("doi-ra") {
        let body = std::fs::read(&file).expect("a readable recording");
        let value: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        let ids: Vec<Identifier> = value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|answer| answer["DOI"].as_str().map(Identifier::from_doi))
            .collect();
        let answers = doi_org::decode_agencies(&ids, &body).expect("answers");
        assert_eq!(answers.len(), ids.len());
        for answer in answers {
            assert_ne!(answer, doi_org::AgencyAnswer::Unknown, "{}", file.display());
            *counts.entry(format!("{answer:?}")).or_default() += 1;
        }
    }
    for file in files("doi-org") {
        let body = std::fs::read(&file).expect("a readable recording");
        let id = Identifier::from_doi("10.1000/a");
        assert!(doi_org::decode_agencies(std::slice::from_ref(&id), &body).is_err(), "{}", file.display());
        assert!(doi_org::decode_handle(404, &id, &body).is_err(), "{}", file.display());
        *counts.entry("web pages of doi.org, each a fault".into()).or_default() += 1;
    }
    for (what, count) in &counts {
        eprintln!("{count:6}  {what}");
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
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "10\\.[0-9]{4}/[a-z<>&;]{1,8}".prop_map(Value::from),
        "(<(jats:)?(p|i|sup|title|sec|math)>|</[a-z]{1,3}>|&[a-z]{1,4};|[ -~\n]){0,20}".prop_map(Value::from),
        prop::sample::select(vec!["retraction", "new_version", "doi", "posted-content"]).prop_map(Value::from),
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
        prop_assert!(doi_org::decode_handle(404, &id, &body).is_err());
        let _ = doi_org::decode_agencies(&[id], &body);
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
            doi_org::agencies(&ids), doi_org::handle(&ids[0]),
        ];
        for request in requests {
            prop_assert!(request.path.is_ascii() && !request.path.contains(['#', ' ', '"', '<', '>']), "{}", request.path);
            let route = request.path.split('?').next().unwrap_or_default();
            prop_assert!(!route.split('/').any(|part| part == "." || part == ".."), "{}", request.path);
        }
    }
}
