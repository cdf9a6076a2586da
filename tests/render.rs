//! What a work looks like, and that no record can make it look like anything else.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "reads recordings and says what it read")]

use std::sync::Arc;

use ibid::record::{
    Absent, Contributor, Dates, Day, Identifier, Knowledge, Known, Listed, Listing, MeshHeading, Missing, Name, Notice,
    NoticeAbout, NoticeKind, OtherAbstract, PartialDate, Reason, Record, Records, Related, Relation, RelationKind,
    ReportedBy, Source, View, WorkType, is_hidden,
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
    Knowledge::Known(Arc::new(Known { agency: Some("Crossref".into()), views: vec![view], ..Known::default() }))
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
    render::hover(id, knowledge, HoverOptions { abstract_text: true, details: true, today: Some(day(TODAY)) })
}

fn view(source: Source, record: Record) -> View {
    let notices = record.notices.clone().into();
    let record = Arc::new(record);
    View { source, fetched: day("2026-11-20"), record, notices_fetched: day("2026-11-20"), notices, transcribed: false }
}

fn pmid(digits: &str) -> Identifier {
    Identifier::from_pmid(digits).expect("a PMID")
}

/// A work as Crossref and PubMed have it, with a history and some disagreement.
fn trial() -> (Record, Record) {
    let notice = |kind, notice, date: &str, by| Notice {
        kind,
        notice: Some(notice),
        date: PartialDate::parse(date),
        reported_by: vec![by],
        reason: None,
    };
    let at = |given, family, places: &[&str]| Contributor {
        affiliations: places.iter().map(|&place| place.into()).collect(),
        ..person(given, family)
    };
    let crossref = Record {
        work_type: WorkType::Article,
        title: Some("Seed and soil: a trial".into()),
        authors: vec![person("Ada", "Ruiz"), person("Bo", "Lind"), person("Chi", "Sato")],
        container_title: Some("Cancers".into()),
        publisher: Some("A Press".into()),
        dates: Dates { issued: PartialDate::parse("2022-11-30"), ..Dates::default() },
        volume: Some("14".into()),
        issue: Some("23".into()),
        pages: Some("592-598".into()),
        abstract_text: Some("We asked.".into()),
        language: Some("en".into()),
        notices: vec![notice(NoticeKind::Retracted, doi("10.5555/notice"), "2024-03-01", ReportedBy::RetractionWatch)],
        ..Record::new(doi("10.5555/soil.1"))
    };
    let pubmed = Record {
        work_type: WorkType::Article,
        same_as: vec![Identifier::from_pmcid("PMC7654321").expect("a PMCID"), doi("10.5555/soil.1")],
        title: Some("Seed and soil: a trial".into()),
        authors: vec![
            Contributor {
                orcid: Some("0000-0002-1825-0097".into()),
                ..at("Ada", "Ruiz", &["Clinic A, Caen", "Institute B, Oslo"])
            },
            at("Bo", "Lind", &["Institute B, Oslo"]),
            person("Chi", "Sato"),
        ],
        container_title: Some("Cancers".into()),
        container_short: Some("Cancers (Basel)".into()),
        dates: Dates { issued: PartialDate::parse("2023-01"), ..Dates::default() },
        volume: Some("14".into()),
        pages: Some("592-8".into()),
        abstract_text: Some("**Background:** We asked at length.\n\n**Methods:** We looked.".into()),
        other_abstracts: vec![OtherAbstract { label: "Plain language summary".into(), text: "We looked.".into() }],
        keywords: vec!["metastasis".into(), "soil".into()],
        mesh: vec![
            MeshHeading { descriptor: "Humans".into(), qualifiers: vec![], major: false },
            MeshHeading {
                descriptor: "Neoplasms".into(),
                qualifiers: vec![("mortality".into(), false), ("radiotherapy".into(), true)],
                major: false,
            },
        ],
        conflict_of_interest: Some("The authors declare none.".into()),
        publication_types: vec!["Journal Article".into(), "Randomized Controlled Trial".into()],
        language: Some("eng".into()),
        notices: vec![notice(NoticeKind::Retracted, pmid("39999999"), "2024-03-04", ReportedBy::PubMed)],
        ..Record::new(pmid("36999999"))
    };
    (crossref, pubmed)
}

fn joined() -> Knowledge {
    let (crossref, pubmed) = trial();
    let views = vec![view(Source::Crossref, crossref), view(Source::PubMed, pubmed)];
    Knowledge::Known(Arc::new(Known { agency: Some("Crossref".into()), views, ..Known::default() }))
}

#[test]
fn a_work_that_two_sources_have_is_shown_as_one() {
    assert_eq!(
        hover(&doi("10.5555/soil.1"), &joined()),
        "**⚠ RETRACTED** on 2024-03-01 (Crossref via Retraction Watch, PubMed). Notice: \
         [10.5555/notice](<https://doi.org/10.5555/notice>) · \
         [PMID 39999999](<https://pubmed.ncbi.nlm.nih.gov/39999999/>)\n\n\
         **Seed and soil: a trial**\n\n\
         Ada Ruiz¹,², Bo Lind², Chi Sato\n\n\
         Cancers (Basel). 2022 Nov 30;14(23):592-598. doi: 10.5555/soil.1.\n\n\
         Randomized Controlled Trial\n\n\
         - DOI: [10.5555/soil.1](<https://doi.org/10.5555/soil.1>) · registered with Crossref\n\
         - PMID: [36999999](<https://pubmed.ncbi.nlm.nih.gov/36999999/>)\n\
         - PMCID: [PMC7654321](<https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/>) (free full text)\n\n\
         **Differs at PubMed:** year 2023\n\n\
         ---\n\n\
         **Background:** We asked at length.\n\n**Methods:** We looked.\n\n\
         **Plain language summary**\n\nWe looked.\n\n\
         **Keywords:** metastasis; soil\n\n\
         **MeSH terms (\\* main topic):** Humans; Neoplasms / mortality, radiotherapy\\*\n\n\
         **Conflict of interest:** The authors declare none.\n\n\
         **Affiliations:** ¹ Clinic A, Caen · ² Institute B, Oslo\n\n\
         **ORCID:** Ada Ruiz [0000-0002-1825-0097](<https://orcid.org/0000-0002-1825-0097>)\n\n\
         ---\n\n\
         Title, authors, journal, publisher, dates, volume, issue, pages, language, kind, notices: Crossref, record of \
         2026-11-20 (3 days ago)\n\n\
         Abstract, keywords, MeSH terms, conflict of interest, publication types, notices: PubMed, record of 2026-11-20 \
         (3 days ago)\n"
    );
}

#[test]
fn the_page_has_the_affiliations_where_pubmed_has_them() {
    let page = render::page(&pmid("36999999"), &joined(), Some(80), None);
    assert!(
        page.contains(
            "Ada Ruiz¹,², Bo Lind², Chi Sato\n\nAffiliations\n  ¹ Clinic A, Caen\n  ² Institute B, Oslo\n\n\
             ORCID\n  Ada Ruiz https://orcid.org/0000-0002-1825-0097\n\nCancers (Basel). 2022"
        ),
        "{page}"
    );
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
}

#[test]
fn the_work_behind_a_hint_is_named_and_no_more() {
    let options = HoverOptions { abstract_text: true, details: false, today: None };
    let shown = render::hover(&doi("10.5555/soil.1"), &joined(), options);
    assert!(shown.contains("RETRACTED") && shown.contains("PMC7654321"), "{shown}");
    for detail in ["We looked", "Keywords", "MeSH", "Caen", "ORCID", "interest:"] {
        assert!(!shown.contains(detail), "{detail} in {shown}");
    }
}

#[test]
fn a_hover_stays_readable_whatever_a_record_holds() {
    let (_, pubmed) = trial();
    let places = (1..=4).map(|n| format!("{n} {}", "Department of Long Names, ".repeat(20)));
    let author = Contributor { affiliations: places.collect(), ..person("A", "Author") };
    let long = Record {
        authors: (0..300).map(|_| author.clone()).collect(),
        keywords: (0..200).map(|n| format!("keyword {n}")).collect(),
        mesh: (0..200)
            .map(|n| MeshHeading { descriptor: format!("Term {n}"), qualifiers: vec![], major: n > 190 })
            .collect(),
        conflict_of_interest: Some("Some received fees. ".repeat(500)),
        publication_types: (0..30).map(|n| format!("Type {n}")).collect(),
        abstract_text: Some("A sentence of an abstract. ".repeat(2_000)),
        ..pubmed
    };
    let knowledge = Knowledge::Known(Arc::new(Known { views: vec![view(Source::PubMed, long)], ..Known::default() }));
    let shown = hover(&pmid("36999999"), &knowledge);
    assert!(shown.chars().count() < 9_000, "{}", shown.chars().count());
    for counted in ["(300 authors)", "; and 185 more", "; and 188 more", "Term 191\\*; Term 192\\*"] {
        assert!(shown.contains(counted), "{counted} in {shown}");
    }
    let page = render::page(&pmid("36999999"), &knowledge, None, None);
    assert!(page.contains("keyword 199") && page.contains("Term 0; Term 1;") && page.contains("Type 29"));
}

#[test]
fn sources_that_disagree_are_both_heard() {
    let differing = |change: fn(&mut Record)| {
        let (crossref, mut pubmed) = trial();
        pubmed.dates = crossref.dates;
        change(&mut pubmed);
        let views = vec![view(Source::Crossref, crossref), view(Source::PubMed, pubmed)];
        let shown = hover(&doi("10.5555/soil.1"), &Knowledge::Known(Arc::new(Known { views, ..Known::default() })));
        shown.lines().find_map(|line| line.strip_prefix("**Differs at PubMed:** ").map(str::to_owned))
    };
    assert_eq!(differing(|_| ()), None, "pages shortened in another way are the same");
    assert_eq!(differing(|it| it.title = Some("SEED & soil".into())).as_deref(), Some("title “SEED & soil”"));
    assert_eq!(differing(|it| it.title = Some("Seed and soil".into())), None, "a subtitle may be left out");
    assert_eq!(
        differing(|it| {
            it.pages = Some("700-5".into());
            it.volume = Some("15".into());
            it.authors.reverse();
        })
        .as_deref(),
        Some("first author Chi Sato · volume 15 · pages 700-5")
    );
}

#[test]
fn a_free_full_text_is_shown_by_its_host() {
    let (_, pubmed) = trial();
    let record = Record { full_text: Some("https://www.example.org/a?b=1&copy=(2)".into()), ..pubmed };
    let knowledge = Knowledge::Known(Arc::new(Known { views: vec![view(Source::PubMed, record)], ..Known::default() }));
    let shown = hover(&pmid("36999999"), &knowledge);
    let link = "free full text: [www\\.example.org](<https://www.example.org/a?b=1&amp;copy=%282%29>)";
    assert!(shown.contains(link), "{shown}");
    assert!(
        render::page(&pmid("36999999"), &knowledge, None, None).contains("https://www.example.org/a?b=1&copy=%282%29")
    );
}

#[test]
fn managers_of_references_get_all_identifiers_keywords_and_one_notice() {
    let knowledge = joined();
    let whole = knowledge.known().and_then(render::whole).expect("a work");
    assert_eq!(whole.notices.len(), 1);
    let entry = render::bibtex(&whole);
    for field in [
        "doi = {10.5555/soil.1}",
        "pmid = {36999999}",
        "pmcid = {PMC7654321}",
        "keywords = {metastasis, soil}",
        "abstract = {Background: We asked at length. Methods: We looked.}",
        "note = {RETRACTED 2024 Mar 1}",
    ] {
        assert!(entry.contains(field), "{field} in {entry}");
    }
    let ris = render::ris(&whole);
    for line in ["AN  - 36999999", "C2  - PMC7654321", "KW  - metastasis", "KW  - soil", "DO  - 10.5555/soil.1"] {
        assert!(ris.lines().any(|found| found == line), "{line} in {ris}");
    }
    assert_eq!(ris.matches("N1  - RETRACTED").count(), 1);
}

#[test]
fn identifiers_that_pubmed_and_arxiv_deny_are_named() {
    let absent = Knowledge::Absent(Absent { authority: "PubMed".into(), asked: day(TODAY) });
    let first = |id: &Identifier| hover(id, &absent).lines().next().unwrap_or_default().to_owned();
    assert_eq!(
        first(&pmid("99999999")),
        "**PubMed has no record 99999999** (asked: PubMed; 2026-11-23 (today)). Check it for a typing error."
    );
    let pmcid = Identifier::from_pmcid("PMC99999999").expect("a PMCID");
    assert!(first(&pmcid).starts_with("**PubMed Central has no article PMC99999999** (asked: "), "{}", first(&pmcid));
    let arxiv = Identifier::from_arxiv("2401.99999").expect("an arXiv identifier");
    assert!(first(&arxiv).starts_with("**arXiv has no 2401.99999** (asked: "), "{}", first(&arxiv));
}

#[test]
fn a_retracted_work_says_so_first() {
    let record = retracted();
    assert_eq!(
        hover(&record.id.clone(), &known(record)),
        "**⚠ RETRACTED** on 2010-02-06 (Crossref via Retraction Watch). Notice: \
         [10.1016/s0140-6736(10)60175-4](<https://doi.org/10.1016/s0140-6736%2810%2960175-4>)\n\n\
         **A study of bowels**\n\n\
         A J Wake_field, Study Group\n\n\
         The Lancet. 1998 Feb;351(9103):637-641. doi: 10.1016/s0140-6736(97)11096-0.\n\n\
         Journal article\n\n\
         DOI: [10.1016/s0140-6736(97)11096-0](<https://doi.org/10.1016/s0140-6736%2897%2911096-0>) · registered with \
         Crossref\n\n\
         Corrected on 2004-03-06 (Crossref): \
         [10.1016/s0140-6736(04)15715-2](<https://doi.org/10.1016/s0140-6736%2804%2915715-2>)\n\n\
         ---\n\n\
         **Background:** We asked.\n\n- One.\n- Two \\*stars\\*.\n\n\
         ---\n\n\
         Crossref: record of 2026-11-20 (3 days ago); notices of 2026-11-23 (today)\n"
    );
}

#[test]
fn the_page_is_filled_to_the_width() {
    let record = retracted();
    let page = render::page(&record.id.clone(), &known(record), Some(60), None);
    assert_eq!(
        page,
        "⚠ RETRACTED on 2010-02-06 (Crossref via Retraction Watch).\n\
         Notice: https://doi.org/10.1016/s0140-6736%2810%2960175-4\n\n\
         A study of bowels\n\nA J Wake_field, Study Group\n\n\
         The Lancet. 1998 Feb;351(9103):637-641. doi:\n10.1016/s0140-6736(97)11096-0.\n\nJournal article\n\n\
         DOI: https://doi.org/10.1016/s0140-6736%2897%2911096-0 ·\n  registered with Crossref\n\n\
         Corrected on 2004-03-06 (Crossref):\nhttps://doi.org/10.1016/s0140-6736%2804%2915715-2\n\n\
         Abstract\n\nBackground: We asked.\n\n- One.\n- Two *stars*.\n\n\
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
    let agency = |agency: &str| Knowledge::Known(Arc::new(Known { agency: Some(agency.into()), ..Known::default() }));
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
        "**⚠ EXPRESSION OF CONCERN** in 2020-06 (Crossref). It is not a retraction."
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
         {https://doi.org/10.1016/s0140-6736%2897%2911096-0},\n  abstract = {Background: We asked. - One. - Two \
         *stars*.},\n  month = feb,\n}\n"
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

fn schema() -> jsonschema::Validator {
    let text = include_str!("../docs/show.schema.json");
    jsonschema::validator_for(&serde_json::from_str(text).expect("JSON")).expect("a schema")
}

#[test]
fn json_has_each_event_once_with_all_who_tell_it() {
    let (id, knowledge) = (doi("10.5555/soil.1"), joined());
    let value = serde_json::to_value(render::json::shown([(&id, &knowledge)])).expect("JSON");
    let work = &value["works"][0];
    assert_eq!(
        work["notices"],
        serde_json::json!([{
            "kind": "retracted", "notice": "doi:10.5555/notice", "ids": ["doi:10.5555/notice", "pmid:39999999"],
            "date": "2024-03-01", "reported_by": ["retraction-watch", "pubmed"], "source": "Crossref",
            "told_by": [
                {"source": "Crossref", "words": "Crossref via Retraction Watch", "fetched": "2026-11-20",
                 "notice": "doi:10.5555/notice", "date": "2024-03-01"},
                {"source": "PubMed", "words": "PubMed", "fetched": "2026-11-20", "notice": "pmid:39999999",
                 "date": "2024-03-04"},
            ],
        }])
    );
    assert_eq!(work["differences"], serde_json::json!([{"source": "PubMed", "field": "dates", "has": "2023"}]));
    assert_eq!((&work["given_by"]["title"], &work["given_by"]["mesh"]), (&"Crossref".into(), &"PubMed".into()));
    let record = &work["record"];
    let given = work["given_by"].as_object().expect("a map").keys();
    assert!(
        given.clone().all(|member| record.get(member).is_some()),
        "given_by speaks of the record's members: {given:?}"
    );
    assert_eq!(record["mesh"][1]["qualifiers"][1], serde_json::json!({"name": "radiotherapy", "main": true}));
    assert_eq!(record["other_abstracts"][0]["label"], "Plain language summary");
    assert_eq!(record["same_as"], serde_json::json!(["pmid:36999999", "pmcid:PMC7654321"]));
    assert!(schema().is_valid(&value), "{:?}", schema().iter_errors(&value).next());
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
    assert!(schema().is_valid(&serde_json::to_value(&shown).expect("JSON")));
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
    let any_doi = prop_oneof!["10\\.[0-9]{4}/[!-~]{1,12}", "10\\.1000/\\PC{1,8}"]
        .prop_filter("nothing hidden", |text| !text.chars().any(|c| is_hidden(c) || c.is_whitespace()))
        .prop_map(|text| Identifier::from_doi(&text));
    let others = ["pmid:36497410", "pmcid:PMC9736289", "arxiv:math/0309136", "isbn:9780306406157", "trial:NCT00000102"];
    let others = others.into_iter().map(|id| Identifier::parse(id).expect("canonical"));
    let keys = [Identifier::from_url("https://evil.example/<b>"), Identifier::from_key("tag:<b>*x*")];
    prop_oneof![4 => any_doi, 1 => prop::sample::select(others.chain(keys).collect::<Vec<_>>())]
}

fn any_person() -> impl Strategy<Value = Contributor> {
    let orcid = prop_oneof![Just(Some("0000-0002-1825-009X".to_owned())), some()];
    (any_name(), prop::collection::vec(hostile(), 0..3), orcid).prop_map(|(name, affiliations, orcid)| Contributor {
        name,
        affiliations,
        orcid,
    })
}

fn any_address() -> impl Strategy<Value = Option<String>> {
    prop_oneof![some(), hostile().prop_map(|text| Some(format!("https://evil.example/{text}")))]
}

/// What PubMed adds.
fn any_subjects() -> impl Strategy<Value = Record> {
    let heading = (hostile(), prop::collection::vec((hostile(), any::<bool>()), 0..3), any::<bool>())
        .prop_map(|(descriptor, qualifiers, major)| MeshHeading { descriptor, qualifiers, major });
    let other = (hostile(), hostile()).prop_map(|(label, text)| OtherAbstract { label, text });
    let texts = prop::collection::vec(some(), 3);
    let lists = prop::collection::vec(prop::collection::vec(hostile(), 0..20), 2);
    (texts, lists, prop::collection::vec(heading, 0..16), prop::collection::vec(other, 0..3), any_address()).prop_map(
        |(texts, lists, mesh, other_abstracts, full_text)| {
            let mut texts = texts.into_iter();
            let mut lists = lists.into_iter();
            Record {
                conflict_of_interest: texts.next().flatten(),
                language: texts.next().flatten(),
                version: texts.next().flatten(),
                keywords: lists.next().unwrap_or_default(),
                publication_types: lists.next().unwrap_or_default(),
                mesh,
                other_abstracts,
                full_text,
                ..Record::new(doi("10.1000/a"))
            }
        },
    )
}

fn any_record() -> impl Strategy<Value = Record> {
    let texts = prop::collection::vec(some(), 10);
    let names = prop::collection::vec(any_person(), 0..9);
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
    (any_id(), texts, names, types, notices, date, any_id(), any_subjects()).prop_map(
        |(id, texts, names, work_type, notices, date, other, subjects)| {
            let issued = date.map(|(year, month, day)| PartialDate::new(year, Some(month), Some(day)));
            let mut texts = texts.into_iter();
            let mut next = || texts.next().flatten();
            Record {
                id,
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
                ..subjects
            }
        },
    )
}

/// Where links of ours may lead.
const PAGES: [&str; 8] = [
    "https://doi.org/",
    "https://pubmed.ncbi.nlm.nih.gov/",
    "https://pmc.ncbi.nlm.nih.gov/articles/",
    "https://arxiv.org/abs/",
    "https://openlibrary.org/isbn/",
    "https://clinicaltrials.gov/",
    "https://orcid.org/00",
    // Where these records say that a free full text is; its host is shown.
    "https://evil.example/",
];

/// Only paragraphs, items, strong text, rules, and links to the pages of identifiers.
fn harmless(markdown: &str) -> Result<(), String> {
    let mut leads_away = false;
    for event in Parser::new_ext(markdown, Options::all()) {
        match &event {
            Event::Start(Tag::Paragraph | Tag::Strong | Tag::List(None) | Tag::Item) => {}
            Event::Start(Tag::Link { dest_url, .. }) if PAGES.iter().any(|page| dest_url.starts_with(page)) => {
                leads_away = dest_url.starts_with("https://evil.example/");
            }
            Event::Text(text) => {
                if std::mem::take(&mut leads_away) && &**text != "evil.example" {
                    return Err(format!("{text} hides where it leads in {markdown}"));
                }
            }
            Event::End(_) | Event::Rule | Event::SoftBreak => {}
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
const RECORDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/upstream/records");

/// The recordings of a folder; says so where there are none.
fn recordings(folder: &str) -> Vec<Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(format!("{RECORDINGS}/{folder}")) else {
        eprintln!("skipped: no recorded answers at {RECORDINGS}/{folder}");
        return Vec::new();
    };
    entries.flatten().map(|file| std::fs::read(file.path()).expect("a readable recording")).collect()
}

#[test]
fn every_recorded_work_is_shown_without_harm() {
    let works = ["works", "works-from-lists", "works-select"].map(|folder| recordings(&format!("crossref/{folder}")));
    let works = works.iter().flatten().map(|body| ibid::sources::crossref::decode_work(body).expect("a work"));
    let articles = ["pubmed-efetch", "pubmed-bulk"].map(recordings);
    let articles = articles.iter().flatten().filter_map(|body| ibid::sources::pubmed::decode_set(body).ok());
    let mut shown = 0;
    for record in works.chain(articles.flat_map(|set| set.records)) {
        let (id, line) = (record.id.clone(), render::citation_line(&record));
        assert!(!line.contains("..") && !line.contains(" ;") && !line.contains("()"), "{line}");
        assert!(biblatex::Bibliography::parse(&render::bibtex(&record)).is_ok_and(|entries| entries.len() == 1));
        let markdown = hover(&id, &known(record));
        assert!(harmless(&markdown).is_ok(), "{:?}", harmless(&markdown));
        assert!(markdown.chars().count() < 9_000, "{markdown}");
        shown += 1;
    }
    eprintln!("{shown} recorded works shown");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_record_escapes_its_text(record in any_record(), other in prop::option::of(any_record()), agency in some()) {
        let id = record.id.clone();
        let second = other.map(|other| view(Source::PubMed, other));
        let knowledge = match known(record) {
            Knowledge::Known(known) => {
                let views = known.views.iter().cloned().chain(second).collect();
                Knowledge::Known(Arc::new(Known { agency, views, ..Known::default() }))
            }
            other => other,
        };
        for markdown in [hover(&id, &knowledge), render::markdown(&id, &knowledge, None)] {
            prop_assert!(harmless(&markdown).is_ok(), "{:?}", harmless(&markdown));
        }
        let view = knowledge.known().expect("known");
        let record = render::whole(view).expect("a record");
        let mut records = Records::default();
        records.put(id.clone(), knowledge.clone());
        let works = vec![listed(Some(id.clone()), None), listed(None, record.title.as_deref().or(Some("x")))];
        let (similar, cited_by) = (listing(Source::Crossref, works), Err(Missing::Unlisted(record.publisher.clone().unwrap_or_default())));
        let related = Related { similar, cited_by, references: vec![] };
        let markdown = render::related_markdown(&related, &records);
        prop_assert!(harmless(&markdown).is_ok(), "{:?}", harmless(&markdown));
        let texts = [
            render::related_page(&related, &records, Some(40)),
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
        let mut shown = render::json::shown([(&id, &knowledge)]);
        shown.relate(0, &related, &records);
        let json = serde_json::to_value(shown).expect("JSON");
        prop_assert!(schema().is_valid(&json), "{json}");
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

fn listing(source: Source, works: Vec<Listed>) -> Result<Listing, Missing> {
    Ok(Listing { source, works })
}

fn listed(id: Option<Identifier>, written: Option<&str>) -> Listed {
    Listed { id, written: written.map(Into::into) }
}

/// Works near another: known, retracted, not looked up, in words only, and listed by two services.
fn near() -> (Related, Records) {
    let (crossref, _) = trial();
    let mut records = Records::default();
    records.put(pmid("36999999"), joined());
    records.put(doi("10.5555/soil.1"), joined());
    let plain = Record { notices: vec![], ..Record { id: doi("10.5555/plain"), ..crossref } };
    records.put(doi("10.5555/plain"), known(plain));
    let many = (1..=25).map(|n| listed(Some(pmid(&n.to_string())), None)).collect();
    let cited = vec![
        listed(None, Some("Paget S. The distribution of growths. Lancet 1889.")),
        listed(Some(doi("10.5555/plain")), Some("Ruiz. Seed. 2022.")),
        listed(Some(doi("10.5555/soil.1")), None),
    ];
    let related = Related {
        similar: listing(Source::PubMed, many),
        cited_by: Err(Missing::Unanswered("PubMed did not answer within 30 s".into())),
        references: vec![
            listing(Source::Crossref, cited),
            listing(Source::PubMed, vec![listed(Some(pmid("36999999")), None), listed(Some(pmid("7")), None)]),
        ],
    };
    (related, records)
}

#[test]
fn works_near_another_are_listed_with_their_identifiers() {
    let (related, records) = near();
    let page = render::related_page(&related, &records, Some(80));
    assert!(page.starts_with("Similar articles (PubMed: 25)\n\n- (not looked up: not asked yet) pmid:1\n- "), "{page}");
    assert!(page.contains("pmid:20\n\nand 5 more at PubMed\n\nCited by\n\n"), "{page}");
    assert!(page.contains("Not available: PubMed did not answer within 30 s.\n\n"), "{page}");
    let references = page.split_once("References").expect("references").1;
    assert_eq!(
        references,
        " (Crossref: 3, PubMed: 2)\n\n\
         - Paget S. The distribution of growths. Lancet 1889.\n\
         - Ruiz A, Lind B, Sato C. Seed and soil: a trial. Cancers. 2022 Nov\n  30;14(23):592-598. doi:10.5555/plain\n\
         - ⚠ retracted 2024. Ruiz A, Lind B, Sato C. Seed and soil: a trial. Cancers\n  (Basel). 2022 Nov \
         30;14(23):592-598. doi:10.5555/soil.1 · pmid:36999999 ·\n  pmcid:PMC7654321\n\
         - (not looked up: not asked yet) pmid:7\n"
    );
    let markdown = render::related_markdown(&related, &records);
    assert!(harmless(&markdown).is_ok(), "{:?}", harmless(&markdown));
    assert!(markdown.contains("[PMID 36999999](<https://pubmed.ncbi.nlm.nih.gov/36999999/>)"), "{markdown}");
}

#[test]
fn works_near_another_are_members_of_its_json() {
    let (related, records) = near();
    let (id, knowledge) = (doi("10.5555/soil.1"), joined());
    let mut shown = render::json::shown([(&id, &knowledge)]);
    shown.relate(0, &related, &records);
    let value = serde_json::to_value(&shown).expect("JSON");
    assert!(schema().is_valid(&value), "{:?}", schema().iter_errors(&value).next());
    let related = &value["works"][0]["related"];
    assert_eq!(
        (&related["similar"]["all"], related["similar"]["works"].as_array().map(Vec::len)),
        (&25.into(), Some(20))
    );
    assert_eq!(related["cited_by"], serde_json::json!({"unavailable": "PubMed did not answer within 30 s"}));
    let soil = &related["references"][0]["works"][2];
    assert_eq!(soil["ids"], serde_json::json!(["doi:10.5555/soil.1", "pmid:36999999", "pmcid:PMC7654321"]));
    assert_eq!((&soil["marked"], &soil["state"]), (&true.into(), &"known".into()));
}
