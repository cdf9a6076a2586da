//! What a work looks like, and that no record can make it look like anything else.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "reads recordings and says what it read")]

use std::sync::Arc;

use ibid::record::{
    Absent, Contributor, Dates, Day, Identifier, Knowledge, Known, Name, Notice, NoticeAbout, NoticeKind, PartialDate,
    Reason, Record, Relation, RelationKind, ReportedBy, Source, View, WorkType, is_hidden,
};
use ibid::render::{self, HoverOptions};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

const TODAY: &str = "2026-11-23";

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn doi(text: &str) -> Identifier {
    Identifier::from_doi(text)
}

fn known(record: Record) -> Knowledge {
    let notices = record.notices.clone().into();
    let view = View {
        source: Source::Crossref,
        fetched: day("2026-11-20"),
        record: Arc::new(record),
        notices_fetched: day(TODAY),
        notices,
        transcribed: false,
    };
    Knowledge::Known(Arc::new(Known { agency: Some("Crossref".into()), views: vec![view], alias_of: None }))
}

fn person(given: &str, family: &str) -> Contributor {
    Name::Person { family: family.into(), given: Some(given.into()), suffix: None }.into()
}

fn retracted() -> Record {
    Record {
        work_type: WorkType::Article,
        title: Some("A study of bowels".into()),
        authors: vec![person("A J", "Wake_field"), Name::Group("Study Group".into()).into()],
        container_title: Some("The Lancet".into()),
        dates: Dates { issued: PartialDate::parse("1998-02"), ..Dates::default() },
        volume: Some("351".into()),
        issue: Some("9103".into()),
        pages: Some("637-641".into()),
        abstract_text: Some("**Background:** We asked.\n\n- One.\n\n- Two *stars*.".into()),
        notices: vec![
            Notice {
                kind: NoticeKind::Retracted,
                notice: Some(doi("10.1016/S0140-6736(10)60175-4")),
                date: PartialDate::parse("2010-02-06"),
                reported_by: vec![ReportedBy::RetractionWatch],
                reason: None,
            },
            Notice {
                kind: NoticeKind::Corrected,
                notice: Some(doi("10.1016/S0140-6736(04)15715-2")),
                date: PartialDate::parse("2004-03-06"),
                reported_by: vec![ReportedBy::Publisher],
                reason: None,
            },
        ],
        ..Record::new(doi("10.1016/S0140-6736(97)11096-0"))
    }
}

fn hover(id: &Identifier, knowledge: &Knowledge) -> String {
    render::hover(id, knowledge, HoverOptions { abstract_text: true, today: Some(day(TODAY)) })
}

#[test]
fn a_retracted_work_says_so_first() {
    let record = retracted();
    assert_eq!(
        hover(&record.id.clone(), &known(record)),
        "**⚠ RETRACTED** on 2010-02-06 (Crossref: Retraction Watch). Notice: \
         [10.1016/s0140-6736(10)60175-4](<https://doi.org/10.1016/s0140-6736%2810%2960175-4>)\n\n\
         **A study of bowels**\n\n\
         A J Wake_field, Study Group\n\n\
         The Lancet. 1998 Feb;351(9103):637-641.\n\n\
         Journal article\n\n\
         Corrected on 2004-03-06: \
         [10.1016/s0140-6736(04)15715-2](<https://doi.org/10.1016/s0140-6736%2804%2915715-2>)\n\n\
         ---\n\n\
         **Background:** We asked.\n\n- One.\n\n- Two \\*stars\\*.\n\n\
         ---\n\n\
         DOI: [10.1016/s0140-6736(97)11096-0](<https://doi.org/10.1016/s0140-6736%2897%2911096-0>) · registered with \
         Crossref\n\n\
         Crossref: record of 2026-11-20 (3 days ago); notices of 2026-11-23 (today)\n"
    );
}

#[test]
fn the_page_is_filled_to_the_width() {
    let record = retracted();
    let page = render::page(&record.id.clone(), &known(record), Some(60), None);
    assert_eq!(
        page,
        "⚠ RETRACTED on 2010-02-06 (Crossref: Retraction Watch).\n\
         Notice: https://doi.org/10.1016/s0140-6736%2810%2960175-4\n\n\
         A study of bowels\n\nA J Wake_field, Study Group\n\nThe Lancet. 1998 Feb;351(9103):637-641.\n\nJournal article\n\n\
         Corrected on 2004-03-06:\nhttps://doi.org/10.1016/s0140-6736%2804%2915715-2\n\n\
         Abstract\n\nBackground: We asked.\n\n- One.\n\n- Two *stars*.\n\n\
         DOI: https://doi.org/10.1016/s0140-6736%2897%2911096-0 ·\nregistered with Crossref\n\n\
         Crossref: record of 2026-11-20; notices of 2026-11-23\n"
    );
}

#[test]
fn many_authors_are_cut_in_a_hover_and_whole_on_a_page() {
    let authors = (1..=9).map(|n| person("A", &format!("Author{n}"))).collect();
    let record = Record { authors, ..retracted() };
    let (id, knowledge) = (record.id.clone(), known(record));
    assert!(hover(&id, &knowledge).contains("A Author6, et al. (9 authors)"));
    assert!(render::page(&id, &knowledge, None, None).contains("A Author8, A Author9\n"));
}

#[test]
fn the_other_values_of_knowledge() {
    let id = doi("10.1000/a");
    let first = |knowledge: &Knowledge| hover(&id, knowledge).lines().next().unwrap_or_default().to_owned();
    let agency = |agency: &str| {
        Knowledge::Known(Arc::new(Known { agency: Some(agency.into()), alias_of: None, views: Vec::new() }))
    };
    assert_eq!(first(&agency("ISTIC")), "Registered with ISTIC; no open metadata, so not compared.");
    assert_eq!(first(&agency("DataCite")), "Registered with DataCite; no record read, so not compared.");
    let absent = Absent { authority: "Crossref, doi.org".into(), asked: day(TODAY) };
    assert_eq!(
        first(&Knowledge::Absent(absent)),
        "**No registration agency knows this DOI** (asked: Crossref, doi.org; 2026-11-23 (today)). Check it for a \
         typing error; it may also be reserved and not yet public."
    );
    assert_eq!(first(&Knowledge::Unchecked(Reason::NotAsked)), "Not looked up yet.");
    let reason = Reason::NotAnswered { source: Source::Crossref, what: "answered with a log-in page".into() };
    assert_eq!(
        first(&Knowledge::Unchecked(reason)),
        "Not checked: Crossref answered with a log-in page. See \\`ibid status\\`."
    );
}

#[test]
fn weaker_and_milder_notices_have_their_words() {
    let notice = |kind, by, reason: Option<&str>| Notice {
        kind,
        notice: None,
        date: PartialDate::parse("2020-06"),
        reported_by: vec![by],
        reason: reason.map(Into::into),
    };
    let first = |notice: Notice| {
        let record = Record { notices: vec![notice], ..retracted() };
        hover(&record.id.clone(), &known(record)).lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(
        first(notice(NoticeKind::Retracted, ReportedBy::Title, None)),
        "**⚠ RETRACTED**, says its title at Crossref; no notice is registered."
    );
    assert_eq!(
        first(notice(NoticeKind::Withdrawn, ReportedBy::Title, Some("Withdrawn for being out of date"))),
        "**WITHDRAWN**, says its title at Crossref; no notice is registered. Withdrawn for being out of date."
    );
    assert_eq!(
        first(notice(NoticeKind::ExpressionOfConcern, ReportedBy::Publisher, None)),
        "**⚠ EXPRESSION OF CONCERN** in 2020-06 (Crossref: the publisher). It is not a retraction."
    );
}

#[test]
fn bibtex_of_an_article() {
    let record = Record {
        title: Some("DNA & 50% of mRNA: a_b".into()),
        authors: vec![person("Ä. B.", "Hölzel"), Name::Group("R&D and Sons".into()).into()],
        ..retracted()
    };
    assert_eq!(
        render::bibtex(&record),
        "@article{holzel1998,\n  author = {Hölzel, Ä. B. and {R\\&D and Sons}},\n  title = {{DNA} \\& 50\\% of {mRNA:} \
         a\\_b},\n  journal = {The Lancet},\n  year = {1998},\n  volume = {351},\n  number = {9103},\n  pages = \
         {637--641},\n  note = {RETRACTED 2010 Feb 6},\n  doi = {10.1016/s0140-6736(97)11096-0},\n  url = \
         {https://doi.org/10.1016/s0140-6736%2897%2911096-0},\n  month = feb,\n}\n"
    );
}

#[test]
fn capitals_that_tell_nothing_are_not_kept_in_bibtex() {
    let title = |title: &str| {
        let record = Record { title: Some(title.into()), ..Record::new(doi("10.1000/a")) };
        let entry = render::bibtex(&record);
        entry.lines().find_map(|line| line.trim().strip_prefix("title = ").map(str::to_owned)).expect("a title")
    };
    assert_eq!(title("INTESTINAL PERFORATION IN CHILDREN"), "{INTESTINAL PERFORATION IN CHILDREN},");
    assert_eq!(title("BRCA1"), "{{BRCA1}},");
    assert_eq!(title("DNA 복구"), "{{DNA} 복구},");
}

#[test]
fn ris_of_an_article() {
    assert_eq!(
        render::ris(&retracted()),
        "TY  - JOUR\nAU  - Wake_field, A J\nAU  - Study Group\nTI  - A study of bowels\nJO  - The Lancet\nPY  - 1998\n\
         DA  - 1998/02//\nVL  - 351\nIS  - 9103\nSP  - 637\nEP  - 641\nAB  - Background: We asked. - One. - Two *stars*.\n\
         N1  - RETRACTED 2010 Feb 6\nDO  - 10.1016/s0140-6736(97)11096-0\n\
         UR  - https://doi.org/10.1016/s0140-6736%2897%2911096-0\nER  - \n"
    );
}

#[test]
fn json_leaves_out_what_is_not_known() {
    let (id, other) = (doi("10.1000/a"), doi("10.1000/b"));
    let absent = Knowledge::Absent(Absent { authority: "Crossref, doi.org".into(), asked: day(TODAY) });
    let unchecked = Knowledge::Unchecked(Reason::Offline);
    let shown = render::json::shown([(&id, &absent), (&other, &unchecked)]);
    assert_eq!(
        serde_json::to_value(&shown).expect("JSON"),
        serde_json::json!({"version": 1, "works": [
            {"id": "doi:10.1000/a", "state": "absent", "link": "https://doi.org/10.1000/a",
             "asked": {"authority": "Crossref, doi.org", "day": "2026-11-23"}},
            {"id": "doi:10.1000/b", "state": "unchecked", "link": "https://doi.org/10.1000/b",
             "unchecked_because": {"key": "offline", "text": "offline"}},
        ]})
    );
    let record = retracted();
    let (id, knowledge) = (record.id.clone(), known(record));
    let value = serde_json::to_value(render::json::shown([(&id, &knowledge)])).expect("JSON");
    let work = &value["works"][0];
    assert_eq!(work["record"]["type"], "article");
    assert_eq!(work["record"]["authors"][1], serde_json::json!({"group": "Study Group"}));
    assert_eq!(work["record"]["dates"], serde_json::json!({"issued": "1998-02"}));
    assert_eq!(work["notices"][0]["kind"], "retracted");
    assert_eq!(work["evidence"][0]["source"], "Crossref");
    assert!(!value.to_string().contains("null"));
}

/// Text with everything that could act in Markdown, HTML, LaTeX, RIS or a terminal.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,30}",
        "[a-zA-Z0-9*_`~<>\\[\\]()!#+=|$&;:/.@{}%^\\\\\"' \\-]{1,40}",
        prop::sample::select(vec![
            "<img src=x onerror=alert(1)>",
            "![x](http://evil.example/x.png)",
            "[x](javascript:alert(1))",
            "<https://evil.example>",
            "https://evil.example/ www.evil.example a@evil.example",
            "&lt;script&gt;",
            "\u{202e}gnp.exe\u{202c}",
            "\u{1b}[31mred\u{7}",
            "1. one",
            "- two",
            "    code",
            "# head",
            "a and b, c} @book{x,",
            "```",
            "$$x$$",
            "---",
            "> quote",
            "| a | b |",
            "[^1]: note",
            "[x]: http://evil.example",
        ])
        .prop_map(str::to_owned),
    ]
}

fn some() -> impl Strategy<Value = Option<String>> {
    prop::option::of(hostile().prop_filter("never empty", |text| !text.trim().is_empty()))
}

fn any_name() -> impl Strategy<Value = Name> {
    prop_oneof![
        (hostile(), some(), some()).prop_map(|(family, given, suffix)| Name::Person { family, given, suffix }),
        hostile().prop_map(Name::Group),
    ]
}

fn any_id() -> impl Strategy<Value = Identifier> {
    // No source's decoder lets hidden characters into an identifier.
    prop_oneof!["10\\.[0-9]{4}/[!-~]{1,12}", "10\\.1000/\\PC{1,8}"]
        .prop_filter("nothing hidden", |text| !text.chars().any(|c| is_hidden(c) || c.is_whitespace()))
        .prop_map(|text| Identifier::from_doi(&text))
}

fn any_record() -> impl Strategy<Value = Record> {
    let texts = prop::collection::vec(some(), 10);
    let names = prop::collection::vec(any_name().prop_map(Contributor::from), 0..9);
    let types = prop_oneof![
        prop::sample::select(vec!["article", "preprint", "book", "chapter", "dataset", "report"])
            .prop_map(WorkType::from_key),
        hostile().prop_map(WorkType::Other),
    ];
    let notice = (prop::sample::select(NoticeKind::ALL.to_vec()), prop::option::of(any_id()), hostile(), some())
        .prop_map(|(kind, notice, by, reason)| Notice {
            kind,
            notice,
            date: PartialDate::parse("2010-02"),
            reported_by: vec![ReportedBy::from_key(&by)],
            reason,
        });
    let notices = prop::collection::vec(notice, 0..4);
    let date = prop::option::of((1_000..3_000, 0..14_u8, 0..33_u8));
    (any_id(), texts, names, types, notices, date, any_id()).prop_map(
        |(id, texts, names, work_type, notices, date, other)| {
            let issued = date.map(|(year, month, day)| PartialDate::new(year, Some(month), Some(day)));
            let mut texts = texts.into_iter();
            let mut next = || texts.next().flatten();
            Record {
                work_type,
                title: next(),
                subtitle: next(),
                other_titles: next().into_iter().collect(),
                editors: names.iter().take(2).cloned().collect(),
                authors: names,
                container_title: next(),
                container_short: next(),
                publisher: next(),
                volume: next(),
                pages: next(),
                article_number: next(),
                abstract_text: next().map(|text| format!("**{text}:** {text}\n\n- {text}")),
                dates: Dates { issued, ..Dates::default() },
                notice_about: vec![NoticeAbout { kind: NoticeKind::Retracted, work: other.clone(), date: None }],
                relations: vec![Relation { kind: RelationKind::HasPreprint, target: other.clone() }],
                same_as: vec![other],
                notices,
                ..Record::new(id)
            }
        },
    )
}

/// Only paragraphs, items, strong text, rules, and links to the two resolvers.
fn harmless(markdown: &str) -> Result<(), String> {
    for event in Parser::new_ext(markdown, Options::all()) {
        match &event {
            Event::Start(Tag::Paragraph | Tag::Strong | Tag::List(None) | Tag::Item) => {}
            Event::Start(Tag::Link { dest_url, .. })
                if dest_url.starts_with("https://doi.org/") || dest_url.starts_with("https://arxiv.org/abs/") => {}
            Event::End(_) | Event::Text(_) | Event::Rule | Event::SoftBreak => {}
            other => return Err(format!("{other:?} in {markdown}")),
        }
    }
    // Clients that make links of bare addresses look for these; our own links are in angle brackets.
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once("](<") {
        bare(before)?;
        rest = after.split_once(">)").map_or("", |(_, rest)| rest);
    }
    bare(rest)
}

fn bare(text: &str) -> Result<(), String> {
    let found = ["http://", "https://", "www."].into_iter().find(|address| text.contains(address));
    found.map_or(Ok(()), |address| Err(format!("{address} in {text}")))
}

/// Recorded answers of the real services; not part of the crate.
const RECORDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/upstream/records/crossref");

#[test]
fn every_recorded_work_is_shown_without_harm() {
    let mut shown = 0;
    for folder in ["works", "works-from-lists", "works-select"] {
        let Ok(entries) = std::fs::read_dir(format!("{RECORDINGS}/{folder}")) else {
            eprintln!("skipped: no recorded answers at {RECORDINGS}/{folder}");
            return;
        };
        for file in entries.flatten() {
            let body = std::fs::read(file.path()).expect("a readable recording");
            let record = ibid::sources::crossref::decode_work(&body).expect("a work");
            let (id, line) = (record.id.clone(), render::citation_line(&record));
            assert!(!line.contains("..") && !line.contains(" ;") && !line.contains("()"), "{line}");
            assert!(biblatex::Bibliography::parse(&render::bibtex(&record)).is_ok_and(|entries| entries.len() == 1));
            let markdown = hover(&id, &known(record));
            assert!(harmless(&markdown).is_ok(), "{:?}", harmless(&markdown));
            shown += 1;
        }
    }
    eprintln!("{shown} recorded works shown");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_record_escapes_its_text(record in any_record(), agency in some()) {
        let id = record.id.clone();
        let knowledge = match known(record.clone()) {
            Knowledge::Known(known) => Knowledge::Known(Arc::new(Known { agency, ..(*known).clone() })),
            other => other,
        };
        for markdown in [hover(&id, &knowledge), render::markdown(&id, &knowledge, None)] {
            prop_assert!(harmless(&markdown).is_ok(), "{:?}", harmless(&markdown));
        }
        let view = knowledge.known().expect("known");
        let texts = [
            hover(&id, &knowledge),
            render::page(&id, &knowledge, Some(40), None),
            render::bibtex(&record),
            render::ris(&record),
            render::citation_line(&record),
            render::hint(view, 28),
        ];
        for text in texts {
            prop_assert!(!text.chars().any(|c| c != '\n' && is_hidden(c)), "{text:?}");
        }
        prop_assert!(render::hint(view, 28).chars().count() <= 28);
        let json = serde_json::to_value(render::json::shown([(&id, &knowledge)])).expect("JSON");
        prop_assert!(strings(&json).iter().all(|text| !text.chars().any(|c| c != '\n' && is_hidden(c))));
    }

    #[test]
    fn an_entry_is_one_entry(record in any_record()) {
        let entry = render::bibtex(&record);
        let parsed = biblatex::Bibliography::parse(&entry);
        prop_assert!(parsed.as_ref().is_ok_and(|entries| entries.len() == 1), "{entry}\n{parsed:?}");
        let raw = biblatex::RawBibliography::parse(&entry).expect("parsed before");
        prop_assert!(raw.entries.len() == 1 && raw.preamble.is_empty());
        let ris = render::ris(&record);
        for line in ris.lines() {
            prop_assert!(line.get(2..6) == Some("  - "), "{ris}");
        }
        prop_assert_eq!(ris.matches("ER  - \n").count(), 1);
    }
}

fn strings(value: &serde_json::Value) -> Vec<&str> {
    match value {
        serde_json::Value::String(text) => vec![text],
        serde_json::Value::Array(items) => items.iter().flat_map(strings).collect(),
        serde_json::Value::Object(map) => map.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}
