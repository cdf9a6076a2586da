use std::sync::Arc;

use super::*;
use crate::record::{Name, WorkType};

fn read_text(text: &str) -> Bibliography {
    read(Arc::new(SourceFile::new("refs.json", text)))
}

fn keys(bibliography: &Bibliography) -> Vec<&str> {
    bibliography.entries.iter().map(|entry| &*entry.key).collect()
}

const TWO: &str = r#"[
  {
    "id": "okafor2019",
    "type": "article-journal",
    "title": "Tides of the <i>inner</i> sea &amp; their \"memory\"",
    "author": [
      {"family": "Okafor", "given": "Ada"},
      {"family": "Berg", "given": "Nils", "non-dropping-particle": "van den"},
      {"family": "Cole", "given": "Ray", "suffix": "Jr."},
      {"literal": "Sea Level Group"}
    ],
    "container-title": "Journal of Shores",
    "container-title-short": "J Shores",
    "issued": {"date-parts": [["2019", "7", 2]]},
    "volume": 12, "issue": "3", "page": "101-9",
    "DOI": "10.5555\/Shore.12",
    "URL": "https:\/\/doi.org\/10.5555\/shore.12",
    "note": "PMID: 12345678\nPMCID: PMC2345678",
    "keyword": "tides, sea"
  },
  {"id": 7, "type": "book", "title": "Shores", "ISBN": "978-3-16-148410-0", "publisher": "Dune Press"}
]
"#;

#[test]
fn an_item_is_read_whole() {
    let bibliography = read_text(TWO);
    assert_eq!(bibliography.faults, []);
    assert_eq!(keys(&bibliography), ["okafor2019", "7"]);
    let entry = &bibliography.entries[0];
    assert_eq!(entry.key_span.of(TWO), "okafor2019");
    assert_eq!(entry.kind.of(TWO), "article-journal");
    assert!(entry.span.of(TWO).starts_with("{\n") && entry.span.of(TWO).ends_with("sea\"\n  }"));
    assert_eq!(entry.fields.iter().next().expect("a field").name.of(TWO), "title");
    let record = record(&bibliography, entry);
    assert_eq!(record.id.to_string(), "doi:10.5555/shore.12");
    assert_eq!(
        record.same_as.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["pmid:12345678", "pmcid:PMC2345678"]
    );
    assert_eq!(record.work_type, WorkType::Article);
    assert_eq!(record.title.as_deref(), Some("Tides of the inner sea & their \"memory\""));
    let families: Vec<&str> = record.authors.iter().map(|author| author.name.family()).collect();
    assert_eq!(families, ["Okafor", "van den Berg", "Cole", "Sea Level Group"]);
    assert!(matches!(&record.authors[2].name, Name::Person { suffix: Some(suffix), .. } if suffix == "Jr."));
    assert_eq!(record.dates.issued.map(|date| date.to_string()).as_deref(), Some("2019-07-02"));
    assert_eq!(record.volume.as_deref(), Some("12"));
    assert_eq!(record.pages.as_deref(), Some("101-9"));
    assert_eq!(record.container_short.as_deref(), Some("J Shores"));
    assert_eq!(record.keywords, ["tides", "sea"]);
    let book = super::record(&bibliography, &bibliography.entries[1]);
    assert_eq!(book.id.to_string(), "isbn:9783161484100");
}

#[test]
fn identifiers_stand_where_they_are_written() {
    let bibliography = read_text(TWO);
    let found = identifiers(&bibliography, &bibliography.entries[0]);
    let shown: Vec<_> = found.iter().map(|one| (one.id.to_string(), one.span.of(TWO), one.token.of(TWO))).collect();
    assert_eq!(
        shown,
        [
            ("doi:10.5555/shore.12".to_owned(), "10.5555\\/Shore.12", "10.5555\\/Shore.12"),
            ("doi:10.5555/shore.12".to_owned(), "10.5555\\/shore.12", "https:\\/\\/doi.org\\/10.5555\\/shore.12"),
            ("pmid:12345678".to_owned(), "12345678", "PMID: 12345678"),
            ("pmcid:PMC2345678".to_owned(), "PMC2345678", "PMCID: PMC2345678"),
        ]
    );
    assert_eq!(&*found[0].meant, "10.5555/Shore.12");
    assert!(found.iter().all(|one| one.place == crate::syntax::Place::Bibliography));
}

#[test]
fn other_keys_lead_to_the_item() {
    let text = r#"{"version": 1, "absent": [], "items": [
        {"id": "pmid:1", "other-ids": "doi:10.5555/a Smith2020", "type": "book"}, {"id": "Smith2020", "type": "book"}]}"#;
    let bibliography = read_text(text);
    assert_eq!(bibliography.faults, []);
    let at = |key: &str| bibliography.get(key).map(|entry| entry.key.to_string());
    assert_eq!(at("doi:10.5555/a").as_deref(), Some("pmid:1"));
    assert_eq!(at("Smith2020").as_deref(), Some("Smith2020"), "an item's own key stands before another's");
    assert_eq!(record(&bibliography, &bibliography.entries[0]).id.to_string(), "pmid:1");
}

#[test]
fn a_broken_item_loses_itself_alone() {
    for (broken, why) in [
        (r#"{"id": "b", "title": "no end}"#, "text"),
        (r#"{"id": "b", "title" "x"}"#, "colon"),
        (r#"{"id": "b", "title": x}"#, "quotation marks"),
        (r#"{"id": "b", "author": [{"family": "x"], "title": "y"}"#, "closing bracket"),
        (r#"{"id": "b", "title": "a "word" in quotes"}"#, "closing bracket"),
        (r#"{"id": "b", "title": "#, ""),
    ] {
        let text = format!("[\n  {{\"id\": \"a\"}},\n  {broken},\n  {{\"id\": \"c\"}}\n]\n");
        let bibliography = read_text(&text);
        assert_eq!(keys(&bibliography), ["a", "c"], "{broken}: {:?}", bibliography.faults);
        assert_eq!(bibliography.faults.len(), 1, "{:?}", bibliography.faults);
        assert_eq!(bibliography.faults[0].lost.as_deref(), Some("b"));
        assert!(bibliography.faults[0].message.contains(why), "{:?}", bibliography.faults);
    }
}

#[test]
fn a_file_that_is_being_typed_keeps_what_stands_before() {
    let whole = TWO.trim_end();
    let second = whole.find("{\"id\": 7").expect("the second item");
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let bibliography = read_text(&whole[..end]);
        assert_eq!(bibliography.faults.len(), usize::from(end > 0), "{:?} of {}", bibliography.faults, &whole[..end]);
        if end > second {
            assert_eq!(keys(&bibliography)[0], "okafor2019");
        }
    }
}

#[test]
fn small_slips_lose_nothing() {
    let bibliography = read_text("[{\"id\": \"a\", \"volume\": 1,}\n {\"id\": \"b\" \"title\": \"x\"},]");
    assert_eq!(keys(&bibliography), ["a", "b"]);
    assert_eq!(bibliography.faults.len(), 4);
    assert!(bibliography.faults.iter().all(|fault| fault.lost.is_none()));
}

#[test]
fn what_is_no_list_of_items() {
    for text in ["null", "hello", "{\"a\": 1} x", "[1, 2]", "[{\"title\": \"x\"}]"] {
        let bibliography = read_text(text);
        assert_eq!(keys(&bibliography), Vec::<&str>::new());
        assert!(!bibliography.faults.is_empty(), "{text}");
    }
    for text in ["", "\u{feff}[]", "{}", "{\"items\": []}"] {
        assert_eq!(read_text(text).faults, [], "{text}");
    }
}

#[test]
fn depth_and_number_of_faults_are_bounded() {
    for text in
        ["[".repeat(1_000_000), "{\"a\":".repeat(1_000_000), format!("[{}", "{\"id\": \"a\", \"b\":[".repeat(100_000))]
    {
        assert!(read_text(&text).faults.len() <= 2 * MOST_FAULTS + 1);
    }
    let text = "[{\"id\": x,".repeat(100_000);
    assert!(read_text(&text).faults.len() <= 2 * MOST_FAULTS + 1);
}

/// Every span inside the text, entries in order and apart.
pub(in crate::bibliography) fn hold(bibliography: &Bibliography) {
    let text = bibliography.text();
    let mut end = 0;
    for entry in &bibliography.entries {
        assert!(entry.span.start >= end, "{entry:?}");
        end = entry.span.end;
        let _ = entry.span.of(text);
        assert!(entry.span.covers(entry.key_span) && entry.span.covers(entry.kind), "{entry:?}");
        let _ = (entry.key_span.of(text), entry.kind.of(text));
        let mut last = entry.span.start;
        for field in &entry.fields {
            assert!(entry.span.covers(field.name) && entry.span.covers(field.value), "{field:?}");
            assert!(last <= field.name.start && field.name.end <= field.value.end, "{field:?}");
            last = field.value.end;
            let _ = (field.name.of(text), field.value.of(text));
        }
    }
    let mut last = 0;
    for fault in &bibliography.faults {
        assert!(last <= fault.span.start);
        last = fault.span.start;
        let _ = fault.span.of(text);
    }
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "([a-z0-9]|[\\[\\]{}:,\"\\\\ \n\r]|\"id\": ?|\"DOI\": ?|\"title\"|\\\\u00e|\\\\ud83d|10\\.5555/|<i>|&amp;|[ä😀]|\"items\": ?|\\[?\\{\"id\": \"[a-z]\", ){0,60}") {
        let bibliography = read_text(&text);
        hold(&bibliography);
        for entry in &bibliography.entries {
            let _ = record(&bibliography, entry);
            for one in identifiers(&bibliography, entry) {
                let _ = (one.span.of(&text), one.token.of(&text));
                assert!(entry.span.covers(one.span));
            }
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        hold(&read_text(&String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn an_item_with_any_identifiers(doi in "[ -~ä😀\n]{0,20}(10\\.5555/|PMID: ?|arXiv:|https://doi.org/10)[ -~ä]{0,20}") {
        let text = serde_json::json!([{"id": doi, "DOI": doi, "PMID": doi, "PMCID": doi, "ISBN": doi, "URL": doi, "note": doi, "title": doi, "issued": doi, "author": [doi]}]).to_string();
        let bibliography = read_text(&text);
        hold(&bibliography);
        for entry in &bibliography.entries {
            let _ = record(&bibliography, entry);
            for one in identifiers(&bibliography, entry) {
                assert!(!one.span.of(&text).is_empty() && one.token.covers(one.span));
            }
        }
    }
}
