//! The lock file: what is written is read, nothing that a later version or a hand wrote is lost, what is unchanged
//! keeps its bytes, and pandoc reads it as it is.
#![allow(clippy::disallowed_methods, reason = "one test runs pandoc on files that it makes")]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use ibid::lock::{Abstracts, Extent, Lock, LockFault, LockItem, combine};
use ibid::record::{
    Absent, Contributor, Dates, Day, Identifier, Knowledge, Known, Name, Notice, NoticeAbout, NoticeKind, PartialDate,
    Reason, Record, Records, Relation, RelationKind, ReportedBy, Source, View, WorkType,
};
use proptest::prelude::*;

fn doi(doi: &str) -> Identifier {
    Identifier::from_doi(doi)
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn person(family: &str, given: &str) -> Contributor {
    Name::Person { family: family.into(), given: Some(given.into()), suffix: None }.into()
}

fn view(record: Record, fetched: &str) -> View {
    let notices = record.notices.clone().into();
    View {
        source: Source::Crossref,
        fetched: day(fetched),
        record: Arc::new(record),
        notices_fetched: day(fetched),
        notices,
        transcribed: false,
    }
}

fn known(views: impl IntoIterator<Item = View>) -> Known {
    Known { agency: Some("Crossref".into()), views: views.into_iter().collect(), ..Known::default() }
}

fn wakefield() -> Record {
    Record {
        work_type: WorkType::Article,
        title: Some("Ileal-lymphoid-nodular hyperplasia, non-specific colitis".into()),
        authors: vec![person("Wakefield", "AJ"), person("Murch", "SH")],
        container_title: Some("The Lancet".into()),
        publisher: Some("Elsevier".into()),
        dates: Dates { issued: PartialDate::parse("1998-02"), ..Dates::default() },
        volume: Some("351".into()),
        issue: Some("9103".into()),
        pages: Some("637-641".into()),
        notices: vec![retraction()],
        ..Record::new(doi("10.1016/S0140-6736(97)11096-0"))
    }
}

fn retraction() -> Notice {
    Notice {
        kind: NoticeKind::Retracted,
        notice: Some(doi("10.1016/S0140-6736(10)60175-4")),
        date: PartialDate::parse("2010-02-06"),
        reported_by: vec![ReportedBy::Publisher, ReportedBy::RetractionWatch],
        reason: None,
    }
}

fn antimicrobial() -> Record {
    Record {
        work_type: WorkType::Article,
        title: Some("Daptomycin in the treatment of bacteraemia".into()),
        authors: vec![person("Seaton", "R. Andrew"), Name::Group("The Infection Network".into()).into()],
        container_title: Some("Antimicrobial Agents and Chemotherapy".into()),
        container_short: Some("Antimicrob Agents Chemother".into()),
        dates: Dates {
            online: PartialDate::parse("2007-02-01"),
            print: PartialDate::parse("2007"),
            ..Dates::default()
        },
        volume: Some("51".into()),
        article_number: Some("e1074".into()),
        abstract_text: Some("**Background** Words.".into()),
        language: Some("en".into()),
        ..Record::new(doi("10.1128/AAC.01074-08"))
    }
}

fn sample() -> Lock {
    let mut first = antimicrobial();
    first.abstract_text = None;
    Lock::new(
        vec![
            LockItem::new(
                doi("10.1128/AAC.01074-08"),
                known([view(first, "2026-11-20")]),
                vec!["doi:10.1128/AAC.01074-08".into(), "doi:10.1128/aac.01074-08".into()],
            ),
            LockItem::new(
                doi("10.1016/S0140-6736(97)11096-0"),
                known([view(wakefield(), "2026-11-23")]),
                vec!["doi:10.1016/S0140-6736(97)11096-0".into()],
            ),
            LockItem::new(doi("10.12345/isti.7"), Known { agency: Some("ISTIC".into()), ..Known::default() }, vec![]),
        ],
        vec![(doi("10.9999/none"), Absent { authority: "Crossref, doi.org".into(), asked: day("2026-11-22") })],
    )
}

const SAMPLE: &str = r#"{
  "version": 1,
  "items": [
    {
      "id": "doi:10.1016/S0140-6736(97)11096-0",
      "type": "article-journal",
      "title": "Ileal-lymphoid-nodular hyperplasia, non-specific colitis",
      "author": [
        {"family": "Wakefield", "given": "AJ"},
        {"family": "Murch", "given": "SH"}
      ],
      "container-title": "The Lancet",
      "publisher": "Elsevier",
      "issued": {"date-parts": [[1998, 2]]},
      "volume": "351",
      "issue": "9103",
      "page": "637-641",
      "DOI": "10.1016/s0140-6736(97)11096-0",
      "custom": {
        "ibid": {
          "agency": "Crossref",
          "fetched": "2026-11-23",
          "id": "doi:10.1016/s0140-6736(97)11096-0",
          "notices": [
            {"date": "2010-02-06", "kind": "retracted", "notice": "doi:10.1016/s0140-6736(10)60175-4", "reported-by": ["publisher", "retraction-watch"]}
          ],
          "source": "crossref"
        }
      }
    },
    {
      "id": "doi:10.1128/AAC.01074-08",
      "other-ids": "doi:10.1128/aac.01074-08",
      "type": "article-journal",
      "title": "Daptomycin in the treatment of bacteraemia",
      "author": [
        {"family": "Seaton", "given": "R. Andrew"},
        {"literal": "The Infection Network"}
      ],
      "container-title": "Antimicrobial Agents and Chemotherapy",
      "container-title-short": "Antimicrob Agents Chemother",
      "issued": {"date-parts": [[2007]]},
      "volume": "51",
      "page": "e1074",
      "language": "en",
      "DOI": "10.1128/aac.01074-08",
      "custom": {
        "ibid": {
          "agency": "Crossref",
          "article-number": "e1074",
          "dates": {"online": "2007-02-01"},
          "fetched": "2026-11-20",
          "id": "doi:10.1128/aac.01074-08",
          "issued-is": "print",
          "source": "crossref"
        }
      }
    },
    {
      "id": "doi:10.12345/isti.7",
      "type": "document",
      "DOI": "10.12345/isti.7",
      "custom": {
        "ibid": {
          "agency": "ISTIC",
          "id": "doi:10.12345/isti.7"
        }
      }
    }
  ],
  "absent": [
    {"asked": "2026-11-22", "authority": "Crossref, doi.org", "id": "doi:10.9999/none"}
  ]
}
"#;

#[test]
fn is_written_one_field_a_line() {
    let written = sample().write();
    assert_eq!(written, SAMPLE);
    let read = Lock::read(&written).expect("it is read");
    assert_eq!(read, sample());
    assert_eq!(read.write(), written);
    assert_eq!(Lock::default().write(), "{\n  \"version\": 1,\n  \"items\": [],\n  \"absent\": []\n}\n");
}

#[test]
fn knows_what_it_has_and_nothing_else() {
    let lock = sample();
    let records = lock.records();
    let wakefield = records.get(&doi("10.1016/s0140-6736(97)11096-0")).known().expect("known");
    assert_eq!(wakefield.notices().next(), Some(&retraction()));
    assert_eq!(records.get(&doi("10.12345/ISTI.7")).known().map(|known| known.views.len()), Some(0));
    assert_eq!(records.get(&doi("10.9999/none")).state(), "absent");
    assert_eq!(*records.get(&doi("10.1000/other")), Knowledge::Unchecked(Reason::NotInLock));
    assert!(lock.has(&doi("10.9999/NONE")) && !lock.has(&doi("10.1000/other")));
}

#[test]
fn a_work_is_known_by_its_other_identifiers() {
    let mut record = antimicrobial();
    record.same_as = vec![Identifier::parse("arxiv:0801.1074").expect("an identifier")];
    let mut short = known([view(record, "2026-11-20")]);
    short.alias_of = Some(doi("10.1128/AAC.01074-08"));
    let lock = Lock::new(vec![LockItem::new(doi("10/abc"), short, vec!["doi:10/ABC".into()])], vec![]);
    for id in ["doi:10/abc", "doi:10.1128/aac.01074-08", "arxiv:0801.1074"] {
        assert_eq!(lock.records().get(&Identifier::parse(id).expect("an identifier")).state(), "known", "{id}");
    }
    assert_eq!(Lock::read(&lock.write()), Ok(lock));
}

#[test]
fn a_broken_file_is_named_and_a_broken_item_lost_alone() {
    assert!(matches!(Lock::read(""), Err(LockFault::Broken(_))));
    assert!(matches!(Lock::read("[]"), Err(LockFault::Broken(_))));
    assert!(matches!(Lock::read("{}"), Err(LockFault::Broken(_))));
    assert!(matches!(Lock::read("{\"version\": 1, \"items\": 5}"), Err(LockFault::Broken(_))));
    assert!(matches!(Lock::read(&SAMPLE[..SAMPLE.len() / 2]), Err(LockFault::Broken(_))));
    assert_eq!(Lock::read("{\"version\": 2, \"works\": []}"), Err(LockFault::Version(2)));
    assert!(matches!(Lock::read(&"[".repeat(1_000_000)), Err(LockFault::Broken(_))));

    let text = SAMPLE
        .replace("\"fetched\": \"2026-11-20\"", "\"fetched\": \"lately\"")
        .replace("\"asked\": \"2026", "\"asked\": \"x");
    let lock = Lock::read(&text).expect("the rest is read");
    assert_eq!(lock.items.len(), 2);
    assert_eq!(
        lock.lost.iter().map(|lost| lost.why.as_str()).collect::<Vec<_>>(),
        [
            "Item 2 was not read: doi:10.1128/aac.01074-08: custom.ibid.fetched is no day.",
            "Row 1 of “absent” was not read."
        ]
    );
    // Kept as it is, until there is a record to put in its place.
    let (id, record) = found(antimicrobial(), "2026-11-23");
    let both = [(id.clone(), vec![]), (doi("10.9999/none"), vec![])];
    let kept = lock.update(&both, &Records::default(), Extent::Exact, Abstracts::Leave);
    let text = kept.write();
    assert!(text.contains("\"fetched\": \"lately\"") && text.contains("\"asked\": \"x-11-22\""), "{text}");
    assert!(text.contains("10.1128/aac.01074-08") && text.contains("Daptomycin"), "{text}");
    assert_eq!(Lock::read(&text).expect("it is read").write(), text);
    let replaced = kept.update(&both, &records([(id.clone(), record)]), Extent::Add, Abstracts::Leave);
    assert!(replaced.item(&id).is_some());
    assert_eq!(replaced.lost.iter().map(|lost| &lost.id).collect::<Vec<_>>(), [&Some(doi("10.9999/none"))]);

    let foreign = "{\"version\": 1, \"items\": [{\"id\": \"smith2020\", \"type\": \"book\"}, 5]}";
    assert_eq!(
        Lock::read(foreign).expect("it is read").lost.into_iter().map(|lost| lost.why).collect::<Vec<_>>(),
        ["Item 1 was not read: “smith2020” has no custom.ibid.id.", "Item 2 was not read: it is no object."]
    );
}

#[test]
fn what_a_later_version_or_a_hand_wrote_is_kept() {
    let text = SAMPLE
        .replace(
            "      \"volume\": \"351\",\n",
            "      \"volume\": 351,\n      \"ISSN\": \"0140-6736\",\n      \"URL\": \"https://example.org\",\n",
        )
        .replace(
            "          \"source\": \"crossref\"\n",
            "          \"source\": \"crossref\",\n          \"zeal\": {\"b\": 1, \"a\": [2]}\n",
        )
        .replace(
            "      \"custom\": {\n        \"ibid\": {\n          \"agency\": \"ISTIC\"",
            "      \"custom\": {\n        \"else\": true,\n        \"ibid\": {\n          \"agency\": \"ISTIC\"",
        )
        .replace("\"absent\"", "\"later\": 1, \"absent\"");
    let written = Lock::read(&text).expect("it is read").write();
    for kept in [
        "\"ISSN\": \"0140-6736\"",
        "\"URL\": \"https://example.org\"",
        "\"zeal\": {\"a\": [2], \"b\": 1}",
        "\"else\": true",
        "\"volume\": \"351\"",
    ] {
        assert!(written.contains(kept), "{kept} in {written}");
    }
    assert_eq!(Lock::read(&written).expect("it is read").write(), written);
}

#[test]
fn a_source_or_kind_of_a_later_version_is_kept_whole() {
    let later = SAMPLE.replace("\"source\": \"crossref\"", "\"source\": \"openalex\"");
    let lock = Lock::read(&later).expect("it is read");
    assert!(lock.items.iter().all(|item| item.known.views.is_empty()), "known, without a view of it");
    assert_eq!(lock.write(), later);

    let later = SAMPLE.replace("doi:10.12345/isti.7", "openalex:w20137807");
    let lock = Lock::read(&later).expect("it is read");
    assert_eq!((lock.items.len(), lock.foreign.len(), lock.lost.len()), (2, 1, 0));
    assert_eq!(lock.write(), later);
    let after = lock.update(&[], &Records::default(), Extent::Exact, Abstracts::Leave);
    assert!(after.write().contains("openalex:w20137807"), "nobody here can tell whether it is cited");
}

#[test]
fn what_cannot_be_read_of_an_item_makes_it_unchecked() {
    let id = doi("10.1016/S0140-6736(97)11096-0");
    let changes = [
        ("\"kind\": \"retracted\"", "\"kind\": \"withdrawn-again\""),
        ("\"source\": \"crossref\"", "\"source\": \"doi\""),
        ("\"source\": \"crossref\"", "\"source\": \"openalex\""),
        ("\"notices\": [\n", "\"notices\": [\n            5,\n"),
        (
            "\"source\": \"crossref\"",
            "\"also\": [{\"custom\": {\"ibid\": {\"source\": \"openalex\"}}}], \"source\": \"crossref\"",
        ),
    ];
    for (from, to) in changes {
        let text = SAMPLE.replacen(from, to, 1);
        assert_ne!(text, SAMPLE);
        let lock = Lock::read(&text).expect("it is read");
        assert_eq!(lock.records().get(&id), &Knowledge::Unchecked(Reason::NotRead), "{to}");
        assert_eq!(lock.records().get(&doi("10.1128/AAC.01074-08")).state(), "known", "{to}");
        // It stands in no registry's way, and is kept as it is until there is a record.
        let (_, fresh) = found(wakefield(), "2026-11-20");
        assert_eq!(combine(Some(lock.records().get(&id)), Some(&fresh), None, day("2026-11-23")), fresh);
        let cited = [(id.clone(), vec!["doi:10.1016/S0140-6736(97)11096-0".to_owned()])];
        let kept = lock.update(&cited, &Records::default(), Extent::Add, Abstracts::Leave);
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        assert_eq!(value(&kept.write()), value(&text), "{to}");
    }
}

#[test]
fn nothing_in_it_steers_a_terminal() {
    let mut record = antimicrobial();
    record.title = Some("a\u{202e}b\u{1b}[31m\u{7f}\u{2028}c — Ωµ".into());
    let lock = Lock::new(vec![LockItem::new(record.id.clone(), known([view(record, "2026-11-20")]), vec![])], vec![]);
    let written = lock.write();
    assert!(written.contains(r"a\u202eb\u001b[31m\u007f\u2028c — Ωµ"), "{written}");
    assert_eq!(Lock::read(&written), Ok(lock));
}

// ---- Update.

fn cited(ids: &[(&str, &[&str])]) -> Vec<(Identifier, Vec<String>)> {
    ids.iter().map(|(id, keys)| (doi(id), keys.iter().map(|key| (*key).to_owned()).collect())).collect()
}

fn records(all: impl IntoIterator<Item = (Identifier, Knowledge)>) -> Records {
    let mut records = Records::default();
    all.into_iter().for_each(|(id, knowledge)| records.put(id, knowledge));
    records
}

fn found(record: Record, fetched: &str) -> (Identifier, Knowledge) {
    (record.id.clone(), Knowledge::Known(Arc::new(known([view(record, fetched)]))))
}

#[test]
fn an_unchanged_record_keeps_its_bytes_and_its_day() {
    let lock = sample();
    let cited = cited(&[
        ("10.1128/AAC.01074-08", &["doi:10.1128/AAC.01074-08", "doi:10.1128/aac.01074-08"]),
        ("10.1016/S0140-6736(97)11096-0", &["doi:10.1016/S0140-6736(97)11096-0"]),
        ("10.12345/isti.7", &[]),
        ("10.9999/none", &[]),
    ]);
    let again = records([
        found(antimicrobial(), "2026-12-24"),
        found(wakefield(), "2026-12-24"),
        (
            doi("10.9999/none"),
            Knowledge::Absent(Absent { authority: "Crossref, doi.org".into(), asked: day("2026-12-24") }),
        ),
    ]);
    for extent in [Extent::Exact, Extent::Add] {
        assert_eq!(lock.update(&cited, &again, extent, Abstracts::Leave).write(), SAMPLE);
        assert_eq!(lock.update(&cited, &Records::default(), extent, Abstracts::Leave).write(), SAMPLE, "nothing known");
    }
    let mut changed = wakefield();
    changed.notices.clear();
    let after = lock.update(&cited, &records([found(changed, "2026-12-24")]), Extent::Exact, Abstracts::Leave);
    let item = after.item(&doi("10.1016/s0140-6736(97)11096-0")).expect("an item");
    assert_eq!(item.known.view().map(|view| (view.fetched, view.notices.len())), Some((day("2026-12-24"), 0)));
}

#[test]
fn exact_drops_what_nobody_cites_and_add_does_not() {
    let lock = sample();
    let one = cited(&[("10.1016/S0140-6736(97)11096-0", &["doi:10.1016/s0140-6736(97)11096-0"])]);
    let exact = lock.update(&one, &Records::default(), Extent::Exact, Abstracts::Leave);
    assert_eq!((exact.items.len(), exact.absent.len()), (1, 0));
    assert_eq!(exact.items[0].spellings, ["doi:10.1016/s0140-6736(97)11096-0"]);
    let add = lock.update(&one, &Records::default(), Extent::Add, Abstracts::Leave);
    assert_eq!((add.items.len(), add.absent.len()), (3, 1));
    assert_eq!(
        add.item(&one[0].0).expect("an item").spellings,
        ["doi:10.1016/S0140-6736(97)11096-0", "doi:10.1016/s0140-6736(97)11096-0"]
    );
    let (missing, strangers) = lock.missing_and_strangers(&cited(&[("10.1000/new", &[]), ("10.9999/none", &[])]));
    assert_eq!(missing, [doi("10.1000/new")]);
    assert_eq!(strangers.len(), 3);
}

#[test]
fn abstracts_are_kept_only_when_asked_for() {
    let cited = cited(&[("10.1128/AAC.01074-08", &[])]);
    let known = records([found(antimicrobial(), "2026-11-20")]);
    let lock = Lock::default();
    assert!(!lock.update(&cited, &known, Extent::Exact, Abstracts::Leave).write().contains("Background"));
    assert!(lock.update(&cited, &known, Extent::Exact, Abstracts::Keep).write().contains("Background"));
}

// ---- Merge marks.

fn conflicted(ours: &str, base: &str, theirs: &str) -> String {
    SAMPLE.replace(
        "      \"volume\": \"351\",\n",
        &format!("<<<<<<< HEAD\n{ours}||||||| base\n{base}=======\n{theirs}>>>>>>> branch\n"),
    )
}

#[test]
fn merge_marks_are_a_fault_and_are_rebuilt_from_both_sides() {
    let text = conflicted("      \"volume\": \"351\",\n", "", "      \"volume\": \"352\",\n");
    assert_eq!(Lock::read(&text), Err(LockFault::MergeMarks));
    assert_eq!(rebuilt(&text).write(), SAMPLE, "of equally old ones the first");
    assert_eq!(rebuilt(&text.replace('\n', "\r\n")).write(), SAMPLE);

    // Both added works at the same place; theirs is newer about the retraction, and knows what ours thinks absent.
    let mut older = wakefield();
    older.notices.clear();
    let ours = Lock::new(
        vec![LockItem::new(older.id.clone(), known([view(older, "2009-11-01")]), vec!["doi:10.1016/A".into()])],
        vec![
            (doi("10.1128/AAC.01074-08"), Absent { authority: "Crossref".into(), asked: day("2006-01-01") }),
            (doi("10.9999/ours"), Absent { authority: "Crossref".into(), asked: day("2026-01-01") }),
        ],
    );
    let text = format!("<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n", ours.write(), SAMPLE);
    let both = rebuilt(&text);
    assert_eq!((both.items.len(), both.absent.len(), both.lost.len()), (3, 2, 0));
    let item = both.item(&doi("10.1016/S0140-6736(97)11096-0")).expect("an item");
    assert_eq!(item.known.notices().count(), 1);
    assert_eq!(item.spellings, ["doi:10.1016/A", "doi:10.1016/S0140-6736(97)11096-0"]);

    // What only a side has that cannot be read would be lost.
    for other in ["{\n".to_owned(), SAMPLE.replace("\"version\": 1", "\"version\": 2")] {
        for (ours, theirs) in [(SAMPLE, &*other), (&*other, SAMPLE), (&*other, &*other)] {
            let half = format!("<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n");
            assert!(matches!(Lock::rebuild(&half), Err(LockFault::Side(_))), "{half}");
        }
    }
}

fn rebuilt(text: &str) -> Lock {
    Lock::rebuild(text).expect("both sides are read")
}

// ---- Union with the store and the network.

const TODAY: &str = "2026-11-23";

fn union(lock: Option<&Knowledge>, store: Option<&Knowledge>, fresh: Option<&Knowledge>) -> Knowledge {
    combine(lock, store, fresh, day(TODAY))
}

fn with(title: &str, notices: &[Notice], fetched: &str) -> Knowledge {
    let record = Record { title: Some(title.into()), notices: notices.to_vec(), ..wakefield() };
    found(record, fetched).1
}

fn denied(asked: &str) -> Knowledge {
    Knowledge::Absent(Absent { authority: "Crossref, doi.org".into(), asked: day(asked) })
}

fn title_and_notices(knowledge: &Knowledge) -> (String, usize) {
    let known = knowledge.known().expect("known");
    (known.record().and_then(|record| record.title.clone()).expect("a title"), known.notices().count())
}

#[test]
fn fields_are_the_locks_and_notices_the_newest() {
    let clean = with("lock", &[], "2026-01-01");
    let marked = with("newer", &[retraction()], "2026-06-01");
    for (store, fresh) in [(Some(&marked), None), (None, Some(&marked))] {
        let both = union(Some(&clean), store, fresh);
        assert_eq!(title_and_notices(&both), ("lock".into(), 1), "a lock hides no retraction");
        let view = both.known().and_then(|known| known.view().cloned()).expect("a view");
        assert_eq!((view.fetched, view.notices_fetched), (day("2026-01-01"), day("2026-06-01")));
    }
    // The other way round: the lock is newer than the store, and an answer of this run newer than both.
    let older = with("store", &[], "2025-01-01");
    assert_eq!(title_and_notices(&union(Some(&marked), Some(&older), None)), ("newer".into(), 1));
    let taken_back = with("fresh", &[], TODAY);
    assert_eq!(title_and_notices(&union(Some(&marked), Some(&older), Some(&taken_back))), ("newer".into(), 0));
    assert_eq!(title_and_notices(&union(None, Some(&older), Some(&marked))), ("newer".into(), 1));
}

#[test]
fn on_the_same_day_all_notices_count() {
    let clean = with("lock", &[], TODAY);
    let marked = with("store", &[retraction()], TODAY);
    assert_eq!(title_and_notices(&union(Some(&clean), Some(&marked), None)).1, 1);
    assert_eq!(title_and_notices(&union(Some(&marked), Some(&clean), None)).1, 1);
    assert_eq!(title_and_notices(&union(Some(&marked), Some(&marked), None)).1, 1, "one notice, not two");
}

#[test]
fn a_lock_from_the_future_hides_nothing() {
    let clean = with("lock", &[], "2099-01-01");
    let marked = with("store", &[retraction()], "2026-01-01");
    let both = union(Some(&clean), Some(&marked), None);
    assert_eq!(title_and_notices(&both), ("lock".into(), 1));
    let view = both.known().and_then(|known| known.view().cloned()).expect("a view");
    assert!(view.fetched <= day(TODAY) && view.notices_fetched <= day(TODAY), "no day that has not come");
    assert_eq!(union(Some(&clean), Some(&denied("2026-11-22")), None).state(), "absent");
    assert_eq!(union(Some(&denied("2099-01-01")), Some(&marked), None).state(), "known");
    assert_eq!(union(Some(&denied("2099-01-01")), None, None), Knowledge::Unchecked(Reason::Stale));
}

#[test]
fn a_newer_lock_takes_no_notice_from_a_registry() {
    let clean = with("lock", &[], TODAY);
    let marked = with("store", &[retraction()], "2026-11-22");
    assert_eq!(title_and_notices(&union(Some(&clean), Some(&marked), None)), ("lock".into(), 1));
    assert_eq!(title_and_notices(&union(Some(&clean), None, Some(&marked))), ("lock".into(), 1));
    // Only a later answer of the registry takes back what the lock says.
    let clean = with("store", &[], "2026-11-22");
    let marked = |day| with("lock", &[retraction()], day);
    assert_eq!(title_and_notices(&union(Some(&marked(TODAY)), Some(&clean), None)).1, 1);
    assert_eq!(title_and_notices(&union(Some(&marked("2026-11-22")), Some(&clean), None)).1, 1);
    assert_eq!(title_and_notices(&union(Some(&marked("2026-11-21")), Some(&clean), None)).1, 0);
}

#[test]
fn a_lock_gives_a_work_no_name_that_the_registry_does_not() {
    let other = doi("10.3390/cancers14235929");
    let said = with("registry", &[retraction()], TODAY);
    let locked = |change: &dyn Fn(&mut Record), alias_of: Option<Identifier>| {
        let mut record = Record { title: Some("lock".into()), notices: Vec::new(), ..wakefield() };
        change(&mut record);
        Knowledge::Known(Arc::new(Known { alias_of, ..known([view(record, "2001-01-01")]) }))
    };
    let relation = Relation { kind: RelationKind::VersionOf, target: other.clone() };
    let about = NoticeAbout { kind: NoticeKind::Retracted, work: other.clone(), date: None };
    let renamed = |record: &mut Record| record.id = other.clone();
    let related = |record: &mut Record| {
        record.same_as = vec![other.clone()];
        record.relations = vec![relation.clone()];
        record.notice_about = vec![about.clone()];
    };
    for (at, lock, title) in [
        (0, locked(&related, None), "lock"),
        (1, locked(&|_| {}, Some(other.clone())), "lock"),
        (2, locked(&renamed, None), "registry"),
    ] {
        for (store, fresh) in [(Some(&said), None), (None, Some(&said))] {
            let both = union(Some(&lock), store, fresh);
            assert_eq!(title_and_notices(&both), (title.into(), 1), "case {at}");
            let known = both.known().expect("known");
            assert_eq!(known.alias_of, None, "case {at}");
            let record = known.record().expect("a record");
            assert_eq!(record.id, wakefield().id, "case {at}");
            assert!(record.same_as.is_empty() && record.relations.is_empty() && record.notice_about.is_empty());
        }
    }
    // A registry that knows no record has no other names either; where none answers, the lock's stand.
    let bare = Knowledge::Known(Arc::new(Known::default()));
    let both = union(Some(&locked(&related, Some(other.clone()))), Some(&bare), None);
    let known = both.known().expect("known");
    assert_eq!(known.alias_of, None);
    assert!(known.record().is_some_and(|record| record.same_as.is_empty() && record.relations.is_empty()));
    let alone = locked(&related, Some(other.clone()));
    assert_eq!(union(Some(&alone), None, None), alone);
    // What the registry says of names stands beside the lock's fields.
    let mut record = Record { notices: Vec::new(), ..wakefield() };
    related(&mut record);
    let both = union(Some(&locked(&|_| {}, None)), Some(&found(record, TODAY).1), None);
    assert!(both.known().and_then(Known::record).is_some_and(|record| record.same_as == [other.clone()]));
}

#[test]
fn a_denial_by_a_lock_ages_and_stands_against_no_record() {
    let offline = Knowledge::Unchecked(Reason::Offline);
    let failed = Knowledge::Unchecked(Reason::NotAnswered { source: Source::Crossref, what: "did not answer".into() });
    let stale = Knowledge::Unchecked(Reason::Stale);
    let old = denied("2019-01-01");
    assert_eq!(union(Some(&old), None, None), stale);
    assert_eq!(union(Some(&old), Some(&offline), None), stale);
    assert_eq!(union(Some(&old), Some(&failed), None), failed);
    assert_eq!(union(Some(&denied("2026-11-21")), Some(&offline), None), stale);
    assert_eq!(union(Some(&denied(TODAY)), Some(&offline), None), denied(TODAY));
    assert_eq!(union(Some(&old), Some(&denied(TODAY)), None), denied(TODAY), "the registry's own word");
    let marked = with("store", &[retraction()], "2026-11-22");
    assert_eq!(union(Some(&denied(TODAY)), Some(&marked), None), marked);
    assert_eq!(union(Some(&denied(TODAY)), None, Some(&marked)), marked);
}

#[test]
fn existence_is_the_newest_answer() {
    let old = with("lock", &[], "2026-01-01");
    let bare = Knowledge::Known(Arc::new(Known::default()));
    type Said<'a> = Option<&'a Knowledge>;
    let cases: [(Said<'_>, Said<'_>, Said<'_>, &str); 11] = [
        (Some(&old), None, Some(&denied(TODAY)), "absent"),
        (Some(&denied("2026-11-20")), None, Some(&old), "known"),
        (Some(&denied("2026-11-20")), Some(&old), None, "known"),
        (Some(&denied("2025-11-20")), Some(&old), None, "known"),
        (Some(&denied("2026-01-01")), Some(&old), None, "known"),
        (Some(&old), Some(&denied("2026-01-01")), None, "known"),
        (Some(&old), Some(&denied("2026-01-02")), None, "absent"),
        (Some(&bare), Some(&denied(TODAY)), None, "absent"),
        (Some(&denied(TODAY)), Some(&bare), None, "known"),
        (Some(&bare), None, Some(&denied(TODAY)), "absent"),
        (Some(&denied(TODAY)), None, Some(&bare), "known"),
    ];
    for (at, (lock, store, fresh, state)) in cases.into_iter().enumerate() {
        assert_eq!(union(lock, store, fresh).state(), state, "case {at}");
    }
}

#[test]
fn a_failed_request_takes_nothing_away() {
    let failed = Knowledge::Unchecked(Reason::NotAnswered { source: Source::Crossref, what: "did not answer".into() });
    let in_lock = with("lock", &[retraction()], "2026-01-01");
    assert_eq!(union(Some(&in_lock), None, Some(&failed)), in_lock);
    assert_eq!(union(Some(&Knowledge::Unchecked(Reason::NotInLock)), None, Some(&failed)), failed);
    assert_eq!(union(Some(&Knowledge::Unchecked(Reason::NotInLock)), None, None).state(), "unchecked");
    assert_eq!(union(None, None, None), Knowledge::Unchecked(Reason::NotAsked));
    assert_eq!(union(None, None, Some(&Knowledge::Unsupported)), Knowledge::Unsupported);
}

#[test]
fn sources_stand_beside_one_another() {
    let crossref = with("lock", &[], "2026-01-01");
    let mut other = view(wakefield(), "2026-11-23");
    other.source = Source::DoiOrg;
    let fresh = Knowledge::Known(Arc::new(Known {
        agency: Some("mEDRA".into()),
        alias_of: Some(doi("10.1000/long")),
        views: vec![other],
        ..Known::default()
    }));
    let both = union(Some(&crossref), None, Some(&fresh));
    let known = both.known().expect("known");
    assert_eq!(known.views.iter().map(|view| view.source).collect::<Vec<_>>(), [Source::Crossref, Source::DoiOrg]);
    assert_eq!(known.notices().count(), 1, "the union of all sources");
    assert_eq!((known.agency.as_deref(), &known.alias_of), (Some("mEDRA"), &Some(doi("10.1000/long"))));
}

// ---- Any content survives.

fn text() -> impl Strategy<Value = String> {
    "[a-zA-Zäß:.?! \"\\\\<>/1-9]{0,12}"
}

fn maybe<S: Strategy + 'static>(strategy: S) -> impl Strategy<Value = Option<S::Value>>
where
    S::Value: Clone + std::fmt::Debug + 'static,
{
    proptest::option::of(strategy)
}

fn identifiers() -> impl Strategy<Value = Identifier> {
    prop_oneof![
        "10\\.[1-9]{4}/[a-zA-Z0-9();:<>_.-]{1,8}".prop_map(|doi| Identifier::from_doi(&doi)),
        "10/[a-z0-9]{3}".prop_map(|doi| Identifier::from_doi(&doi)),
        "[0-9]{4}\\.[0-9]{5}".prop_map(|id| Identifier::parse(&format!("arxiv:{id}")).expect("an identifier")),
    ]
}

fn dates() -> impl Strategy<Value = PartialDate> {
    (0..2100_i32, maybe(1..13_u8), maybe(1..29_u8)).prop_map(|(year, month, day)| PartialDate::new(year, month, day))
}

fn people() -> impl Strategy<Value = Vec<Contributor>> {
    let person = (text(), maybe(text()), maybe(text())).prop_map(|(family, given, suffix)| Name::Person {
        family,
        given,
        suffix,
    });
    proptest::collection::vec(prop_oneof![person, text().prop_map(Name::Group)].prop_map(Contributor::from), 0..3)
}

fn kinds() -> impl Strategy<Value = NoticeKind> {
    proptest::sample::select(NoticeKind::ALL.to_vec())
}

fn notices() -> impl Strategy<Value = Vec<Notice>> {
    let by = prop_oneof![
        Just(ReportedBy::Publisher),
        Just(ReportedBy::RetractionWatch),
        "[A-Z][a-z]{2}".prop_map(ReportedBy::Other)
    ];
    let notice = (kinds(), maybe(identifiers()), maybe(dates()), proptest::collection::vec(by, 0..2), maybe(text()))
        .prop_map(|(kind, notice, date, reported_by, reason)| Notice { kind, notice, date, reported_by, reason });
    proptest::collection::vec(notice, 0..3)
}

fn work_types() -> impl Strategy<Value = WorkType> {
    let words = ["article", "preprint", "book", "chapter", "proceedings-paper", "dissertation", "dataset", "report"];
    let others = ["peer-review", "webpage", "article-journal", "document", "monograph", "", "posted-content"];
    proptest::sample::select([words.as_slice(), others.as_slice()].concat()).prop_map(WorkType::from_key)
}

prop_compose! {
    fn records_of_any_kind()(
        id in identifiers(),
        same_as in proptest::collection::vec(identifiers(), 0..2),
        (work_type, title, subtitle) in (work_types(), maybe(text()), maybe(text())),
        other_titles in proptest::collection::vec(text(), 0..2),
        (authors, editors) in (people(), people()),
        (container_title, container_short, publisher) in (maybe(text()), maybe(text()), maybe(text())),
        (issued, print, online, posted) in (maybe(dates()), maybe(dates()), maybe(dates()), maybe(dates())),
        (volume, issue, language, abstract_text) in (maybe(text()), maybe(text()), maybe(text()), maybe(text())),
        (pages, article_number) in (maybe("[ab]{0,1}"), maybe("[ab]{0,1}")),
        notices in notices(),
        about in proptest::collection::vec((kinds(), identifiers(), maybe(dates())), 0..2),
        relations in proptest::collection::vec((proptest::sample::select(RelationKind::ALL.to_vec()), identifiers()), 0..2),
    ) -> Record {
        Record {
            same_as, work_type, title, subtitle, other_titles, authors, editors, container_title, container_short,
            publisher, dates: Dates { issued, print, online, posted }, volume, issue, pages, article_number,
            abstract_text, language, notices,
            notice_about: about.into_iter().map(|(kind, work, date)| NoticeAbout { kind, work, date }).collect(),
            relations: relations.into_iter().map(|(kind, target)| Relation { kind, target }).collect(),
            ..Record::new(id)
        }
    }
}

prop_compose! {
    fn items()(
        id in identifiers(),
        views in proptest::collection::vec((records_of_any_kind(), 0..30_000_i32, 0..400_i32, any::<bool>()), 0..3),
        own in any::<bool>(),
        (agency, alias_of) in (maybe("[A-Za-z]{3,8}"), maybe(identifiers())),
        spellings in proptest::collection::vec("doi:10[./][a-zA-Z0-9/]{2,8}", 0..3),
    ) -> LockItem {
        let views = views.into_iter().zip(Source::ALL).map(|((mut record, fetched, later, transcribed), source)| {
            if own {
                record.id = id.clone();
            }
            let notices = record.notices.clone().into();
            View { source, fetched: Day(fetched), record: Arc::new(record), notices_fetched: Day(fetched + later), notices, transcribed }
        });
        let known = Known { agency, alias_of, views: views.collect(), lacking: Vec::new() };
        LockItem::new(id, known, spellings)
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(items in proptest::collection::vec(items(), 0..4)) {
        let with_records = |mut item: LockItem| {
            item.known.views.retain(|view| view.source.gives_records());
            item
        };
        let lock = Lock::new(items.into_iter().map(with_records).collect(), vec![]);
        let written = lock.write();
        let read = Lock::read(&written).expect("it is read");
        prop_assert_eq!(read.write(), written.clone());
        let ends = written.ends_with("}\n");
        prop_assert!(ends && !written.contains('\r'));
        prop_assert!(read.lost.is_empty());
        for (read, item) in read.items.iter().zip(&lock.items) {
            prop_assert_eq!(&read.known, &item.known);
        }
    }

    #[test]
    fn reading_never_panics(at in 0..SAMPLE.len(), len in 0..40_usize, junk in "\\PC{0,6}|[\\[\\]{}\",:<=>|\n]{0,9}") {
        let (mut start, mut end) = (at, (at + len).min(SAMPLE.len()));
        while !SAMPLE.is_char_boundary(start) { start -= 1; }
        while !SAMPLE.is_char_boundary(end) { end += 1; }
        let text = format!("{}{junk}{}", &SAMPLE[..start], &SAMPLE[end..]);
        if let Ok(lock) = Lock::read(&text) {
            let written = lock.write();
            prop_assert_eq!(Lock::read(&written).expect("what is written is read").write(), written);
        }
        let _ = Lock::rebuild(&text);
    }

    #[test]
    fn a_union_never_loses_a_notice_of_this_run(lock in items(), store in items(), fresh in items(), today in 0..40_000_i32) {
        let all = [lock, store, fresh].map(|item| Knowledge::Known(Arc::new(item.known)));
        let both = combine(Some(&all[0]), Some(&all[1]), Some(&all[2]), Day(today));
        let known = both.known().expect("known");
        let said = all[2].known().expect("known");
        for view in &said.views {
            let mine = known.views.iter().find(|mine| mine.source == view.source).expect("the source is there");
            prop_assert_eq!(&mine.notices, &view.notices);
            prop_assert!(mine.notices_fetched >= mine.fetched);
        }
        let alone = combine(Some(&both), None, None, Day(60_000));
        prop_assert_eq!(alone.known(), Some(known));
    }
}

// ---- Pandoc.

/// Pandoc from `IBID_PANDOC`, from the wheel of the package `pypandoc_binary` in a virtual environment at
/// `target/pandoc-venv`, or from the path.
fn pandoc() -> Option<std::path::PathBuf> {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let wheels = std::fs::read_dir(crate_folder.join("target/pandoc-venv/lib")).into_iter().flatten().flatten();
    let in_wheel = wheels.map(|entry| entry.path().join("site-packages/pypandoc/files/pandoc"));
    std::env::var_os("IBID_PANDOC")
        .map(Into::into)
        .into_iter()
        .chain(in_wheel)
        .chain(["pandoc".into()])
        .find(|path: &std::path::PathBuf| Command::new(path).arg("--version").output().is_ok())
}

const MANUSCRIPT: &str = "\
One [@doi:10.1128/AAC.01074-08], again in lower case [@doi:10.1128/aac.01074-08], with brackets
@{doi:10.1016/S0140-6736(97)11096-0}, and one without a record [@doi:10.12345/isti.7].
";

#[test]
fn pandoc_reads_it_as_it_is() {
    let Some(pandoc) = pandoc() else {
        println!("skipped: there is no pandoc in IBID_PANDOC, target/pandoc-venv or the path");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let (manuscript, lock) = (folder.path().join("review.md"), folder.path().join("ibid-lock.json"));
    std::fs::write(&manuscript, MANUSCRIPT).expect("a file is written");
    let mut with_every_field = sample();
    let record = Record {
        work_type: WorkType::Other("posted-content".into()),
        subtitle: Some("a sequel".into()),
        editors: vec![person("Editor", "E.")],
        language: Some("English".into()),
        pages: Some("1-2".into()),
        same_as: vec![doi("10.1128/other")],
        notice_about: vec![NoticeAbout { kind: NoticeKind::Corrected, work: doi("10.1128/first"), date: None }],
        relations: vec![Relation { kind: RelationKind::PreprintOf, target: doi("10.1128/second") }],
        notices: vec![retraction()],
        ..antimicrobial()
    };
    with_every_field.items[1].known.views = vec![view(record, "2026-11-20")];
    for written in [SAMPLE.to_owned(), with_every_field.write()] {
        std::fs::write(&lock, &written).expect("a file is written");
        let output = Command::new(&pandoc)
            .args(["--citeproc", "--fail-if-warnings", "--wrap=none", "--to=plain", "--bibliography"])
            .args([&lock, &manuscript])
            .output()
            .expect("pandoc runs");
        let (text, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && said.is_empty(), "{said}");
        assert!(!text.contains("??"), "{text}");
        let entries = text.to_lowercase().matches("daptomycin in the treatment of bacteraemia").count();
        assert_eq!(entries, 1, "both spellings are one entry: {text}");
        assert!(text.contains("Wakefield and Murch"), "{text}");
        assert!(text.contains("https://doi.org/10.1016/s0140-6736(97)11096-0"), "{text}");
    }
}
