use std::sync::Arc;

use super::*;
use crate::bibliography::csl_json::tests::hold;
use crate::syntax::read_front_matter as front_matter;

fn read_text(text: &str) -> Bibliography {
    read(Arc::new(SourceFile::new("refs.yaml", text)))
}

fn keys(bibliography: &Bibliography) -> Vec<&str> {
    bibliography.entries.iter().map(|entry| &*entry.key).collect()
}

const TWO: &str = "---
references:
- id: okafor2019
  type: article-journal
  title: Tides of the *inner* sea, Ca^2+^ and the [UN]{.nocase}
  author:
  - family: Okafor
    given: Ada
  - literal: Sea Level Group
  container-title: 'Journal of Shores'
  issued:
  - year: 2019
    month: 7
  volume: 012
  page: 101-9
  doi: https://doi.org/10.5555/Shore.12
  note: |
    A note.
    PMID: 12345678
  other-ids: [o19, okafor]
- {id: \"b\", type: book, title: \"Shores: \\\"A\\\" b\", ISBN: 978-3-16-148410-0, issued: 1999-03-04}
...
";

#[test]
fn items_are_read_whole() {
    let bibliography = read_text(TWO);
    assert_eq!(bibliography.faults, []);
    assert_eq!(keys(&bibliography), ["okafor2019", "b"]);
    hold(&bibliography);
    let entry = &bibliography.entries[0];
    assert!(entry.span.of(TWO).starts_with("id: okafor2019"));
    assert!(entry.span.of(TWO).ends_with("okafor]"), "{:?}", entry.span.of(TWO));
    assert_eq!(entry.kind.of(TWO), "article-journal");
    assert_eq!(bibliography.get("o19"), Some(entry));
    let record = record(&bibliography, entry);
    assert_eq!(record.id.to_string(), "doi:10.5555/shore.12");
    assert_eq!(record.same_as[0].to_string(), "pmid:12345678");
    assert_eq!(record.title.as_deref(), Some("Tides of the inner sea, Ca2+ and the UN"));
    assert_eq!(record.authors.len(), 2);
    assert_eq!(record.volume.as_deref(), Some("012"));
    assert_eq!(record.container_title.as_deref(), Some("Journal of Shores"));
    assert_eq!(record.dates.issued.map(|date| date.to_string()).as_deref(), Some("2019-07"));
    let found = identifiers(&bibliography, entry);
    let shown: Vec<_> = found.iter().map(|one| (one.id.to_string(), one.span.of(TWO))).collect();
    assert_eq!(
        shown,
        [("doi:10.5555/shore.12".to_owned(), "10.5555/Shore.12"), ("pmid:12345678".to_owned(), "12345678")]
    );
    let book = &bibliography.entries[1];
    assert_eq!(book.key_span.of(TWO), "b");
    let record = super::record(&bibliography, book);
    assert_eq!(record.title.as_deref(), Some("Shores: \"A\" b"));
    assert_eq!(record.id.to_string(), "isbn:9783161484100");
}

#[test]
fn a_broken_item_loses_itself_alone() {
    let text = "title: x\nauthors:\n- a\nreferences:\n  - id: a\n    title: x\n  - id: b\n    title: [y\n  - id: c\n    title: 'z'\nlang: de\n";
    let bibliography = read_text(text);
    assert_eq!(keys(&bibliography), ["a", "c"], "{:?}", bibliography.faults);
    assert_eq!(bibliography.faults.len(), 1);
    assert_eq!(bibliography.faults[0].lost.as_deref(), Some("b"));
    hold(&bibliography);
    let c = record(&bibliography, &bibliography.entries[1]);
    assert_eq!(c.title.as_deref(), Some("z"));
}

#[test]
fn references_of_a_manuscript() {
    let text =
        "---\ntitle: Ä\nreferences:\n- id: a\n  title: x\n- id: b\n  DOI: 10.5555/b\n---\n\nText @a.\n\n- id: c\n";
    let file = Arc::new(SourceFile::new("a.md", text));
    let block = front_matter(text).expect("a block");
    let bibliography = read_front_matter(Arc::clone(&file), &block);
    assert_eq!(keys(&bibliography), ["a", "b"]);
    assert_eq!(identifiers(&bibliography, &bibliography.entries[1])[0].span.of(text), "10.5555/b");
    assert_eq!(bibliography.entry_at(text.find("10.5555").expect("it is there")).map(|entry| &*entry.key), Some("b"));
    let broken = text.replace("title: x\n", "title: [x\n");
    let block = front_matter(&broken).expect("a block");
    let bibliography = read_front_matter(Arc::new(SourceFile::new("a.md", broken.as_str())), &block);
    assert_eq!(keys(&bibliography), ["b"], "{:?}", bibliography.faults);
    let none = "---\ntitle: x\n---\n";
    let block = front_matter(none).expect("a block");
    assert!(read_front_matter(Arc::new(SourceFile::new("a.md", none)), &block).entries.is_empty());
}

#[test]
fn an_alias_of_another_item() {
    let text = "references:\n- &a\n  id: a\n  author: &people\n  - family: Okafor\n- id: b\n  author: *people\n";
    let bibliography = read_text(text);
    assert_eq!(keys(&bibliography), ["a", "b"]);
    assert_eq!(record(&bibliography, &bibliography.entries[1]).authors.len(), 1);
}

#[test]
fn an_item_below_its_dash() {
    let text = "references:\n-\n  id: a\n  title: x\n  DOI: 10.5555/a\n-   id: b\n    title: y\n";
    let bibliography = read_text(text);
    assert_eq!(keys(&bibliography), ["a", "b"]);
    assert_eq!(record(&bibliography, &bibliography.entries[0]).title.as_deref(), Some("x"));
    assert_eq!(record(&bibliography, &bibliography.entries[1]).title.as_deref(), Some("y"));
    assert_eq!(identifiers(&bibliography, &bibliography.entries[0])[0].span.of(text), "10.5555/a");
}

#[test]
fn a_long_file_is_read_item_by_item() {
    let item =
        |n: usize| format!("  - id: key{n}\n    title: Title {n}\n    author:\n      - {{family: A, given: B}}\n");
    let text = format!("references:\n{}", (0..20_000).map(item).collect::<String>());
    let bibliography = read_text(&text);
    assert_eq!((bibliography.entries.len(), bibliography.faults.len()), (20_000, 0));
    assert_eq!(record(&bibliography, &bibliography.entries[19_999]).title.as_deref(), Some("Title 19999"));
}

#[test]
fn other_yaml_has_no_entries() {
    for text in ["", "title: x\n", "- a\n- b\n", "references: none\n", "- 1\n"] {
        assert!(read_text(text).entries.is_empty(), "{text}");
    }
    assert_eq!(keys(&read_text("- id: 2020\n  type: book\n")), ["2020"]);
}

#[test]
fn depth_is_bounded() {
    for text in ["[".repeat(300_000), "- ".repeat(200_000), format!("references:\n{}", "- id: [\n".repeat(50_000))] {
        assert!(read_text(&text).faults.len() <= MOST_FAULTS + 1);
    }
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "(---\n)?(references:\n)?(- id: [a-z]|\n|  [a-z]{1,3}: |- |[\\[\\]{}'\"*&|>#ä😀]|  DOI: 10\\.5555/|  title: |\n  |[a-z0-9 ]){0,40}") {
        let bibliography = read_text(&text);
        for entry in &bibliography.entries {
            let _ = (entry.span.of(&text), entry.key_span.of(&text), entry.kind.of(&text));
            let _ = record(&bibliography, entry);
            for one in identifiers(&bibliography, entry) {
                let _ = (one.span.of(&text), one.token.of(&text));
            }
        }
        for fault in &bibliography.faults {
            let _ = fault.span.of(&text);
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let _ = read_text(&format!("references:\n- id: {}", String::from_utf8_lossy(&bytes)));
    }
}
