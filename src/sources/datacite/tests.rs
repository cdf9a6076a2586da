//! Each trap of DataCite's records, one small work each.

use serde_json::{Value, json};

use super::{decode_list, decode_work};
use crate::record::{Contributor, Identifier, Name, NoticeKind, Record, Relation, RelationKind, WorkType};
use crate::sources::DecodeFault;

fn work(attributes: &Value) -> Record {
    let body = json!({"data": {"id": attributes["doi"], "type": "dois", "attributes": attributes}});
    decode_work(body.to_string().as_bytes()).expect("a work")
}

fn names(attributes: &Value) -> Vec<String> {
    let shown = |one: &Contributor| match &one.name {
        Name::Person { family, given, .. } => format!("{family}|{}", given.as_deref().unwrap_or_default()),
        Name::Group(name) => format!("group {name}"),
    };
    work(attributes).authors.iter().map(shown).collect()
}

#[test]
fn everything_but_the_doi_may_be_missing() {
    let record = work(&json!({"doi": "10.5281/Zenodo.1"}));
    assert_eq!(record, Record::new(Identifier::from_doi("10.5281/zenodo.1")));
}

#[test]
fn a_full_record() {
    let record = work(&json!({
        "doi": "10.5061/dryad.x1", "state": "findable", "publicationYear": 2011, "publisher": "Dryad", "version": "3",
        "titles": [{"title": "Counts of <i>Aedes</i> at night", "lang": "en"},
            {"title": "Nachtzählung", "titleType": "TranslatedTitle"}, {"title": "Field data", "titleType": "Subtitle"}],
        "creators": [{"name": "Osei, Ama", "nameType": "Personal", "givenName": "Ama", "familyName": "Osei",
            "affiliation": ["University of Ghana", {"name": "KCCR"}], "nameIdentifiers": [
                {"nameIdentifier": "https://orcid.org/0000-0002-1825-0097", "nameIdentifierScheme": "ORCID"}]}],
        "contributors": [{"name": "Kim, Dong Eon (Ed.)", "nameType": "Personal", "contributorType": "Editor"},
            {"name": "Somebody Else", "contributorType": "DataCollector"}],
        "dates": [{"date": "2011-02-01T17:22:41Z", "dateType": "Issued"}, {"date": "2011-03", "dateType": "Available"},
            {"date": "2010-12-24", "dateType": "Submitted"}],
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "dataset", "bibtex": "misc"},
        "descriptions": [{"description": "Traps were set.\n\nEvery night <em>two</em> rounds.", "descriptionType": "Abstract"},
            {"description": "How to read it", "descriptionType": "TechnicalInfo"}],
        "subjects": [{"subject": "mosquitoes"}, {"subject": "mosquitoes"}, {"subject": "Animals", "subjectScheme": "MeSH"},
            {"subject": "FOS: Biological sciences"}],
        "language": "en", "url": "https://datadryad.org/x1",
        "rightsList": [{"rightsIdentifier": "cc0-1.0"}],
    }));
    assert_eq!(record.title.as_deref(), Some("Counts of Aedes at night"));
    assert_eq!(
        (record.subtitle.as_deref(), record.other_titles),
        (Some("Field data"), vec!["Nachtzählung".to_owned()])
    );
    assert_eq!(record.authors[0].affiliations, ["University of Ghana", "KCCR"]);
    assert_eq!(record.authors[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(record.editors.len(), 1);
    assert_eq!(record.editors[0].name.family(), "Kim");
    assert_eq!(record.work_type, WorkType::Dataset);
    assert_eq!((record.publisher.as_deref(), record.version.as_deref()), (Some("Dryad"), Some("3")));
    assert_eq!(record.dates.issued.map(|date| date.to_string()).as_deref(), Some("2011-02-01"));
    assert_eq!(record.dates.online.map(|date| date.to_string()).as_deref(), Some("2011-03"));
    assert_eq!(record.dates.posted, None, "a data set is submitted to be looked at");
    assert_eq!(record.abstract_text.as_deref(), Some("Traps were set.\n\nEvery night two rounds."));
    assert_eq!(record.keywords, ["mosquitoes"]);
    assert_eq!(record.full_text, None, "data are no text");
    assert!(record.publication_types.is_empty(), "the type adds nothing");
}

#[test]
fn an_arxiv_paper() {
    let record = work(&json!({
        "doi": "10.48550/arxiv.1706.03762", "publicationYear": 2017, "publisher": "arXiv", "version": "7",
        "titles": [{"title": "Attention\n  Is All You Need"}], "url": "https://arxiv.org/abs/1706.03762",
        "types": {"resourceTypeGeneral": "Text", "resourceType": "Article"},
        "dates": [{"date": "2023-08-02T00:41:18Z", "dateType": "Submitted", "dateInformation": "v7"},
            {"date": "2017-06-12T17:57:34Z", "dateType": "Submitted", "dateInformation": "v1"},
            {"date": "2024-01-01", "dateType": "Updated", "dateInformation": "v7"},
            {"date": "2017-06", "dateType": "Available"}, {"date": "2017", "dateType": "Issued"}],
        "subjects": [{"subject": "Computation and Language (cs.CL)", "subjectScheme": "arXiv"}],
        "relatedIdentifiers": [{"relationType": "IsVersionOf", "relatedIdentifier": "10.1000/Published",
            "relatedIdentifierType": "DOI"}],
    }));
    assert_eq!(record.id.to_string(), "arxiv:1706.03762");
    assert_eq!((record.work_type, record.version.as_deref()), (WorkType::Preprint, Some("v7")));
    assert_eq!(record.title.as_deref(), Some("Attention Is All You Need"));
    let shown = [record.dates.issued, record.dates.posted, record.dates.online];
    assert_eq!(
        shown.map(|date| date.map(|date| date.to_string()).unwrap_or_default()),
        ["2017", "2017-06-12", "2023-08-02"]
    );
    assert_eq!(
        record.relations,
        [Relation { kind: RelationKind::PreprintOf, target: Identifier::from_doi("10.1000/published") }]
    );
    assert_eq!(record.full_text.as_deref(), Some("https://arxiv.org/abs/1706.03762"));
    assert_eq!(record.keywords, ["Computation and Language (cs.CL)"]);
}

#[test]
fn creators() {
    let named = |creators: Value| names(&json!({"doi": "10.1/a", "creators": creators}));
    assert_eq!(
        named(json!([
            {"name": "Statistique Canada", "nameType": "Organizational"},
            {"name": "GSFC"},
            {"name": "Pan, Xiaoyong"},
            {"name": "Xiaoyong Pan", "nameType": "Personal"},
            {"name": "Xiaoyong Pan"},
            {"name": "Tara Oceans Consortium, Coordinators", "familyName": "Tara Oceans Consortium", "givenName": "Coordinators"},
            {"name": "Library, The British"},
            {"name": "Wong,  Takmeng", "givenName": " Takmeng", "familyName": "Wong"},
            {"name": "Enos, Ryan (Harvard University); Fowler, Anthony (University Of Chicago)"},
            {"name": "(:unav)"}, {"name": ""}, {}, {"givenName": "Plato"}, {"name": ":tba"}
        ])),
        [
            "group Statistique Canada",
            "group GSFC",
            "Pan|Xiaoyong",
            "Pan|Xiaoyong",
            "group Xiaoyong Pan",
            "group Tara Oceans Consortium, Coordinators",
            "group Library, The British",
            "Wong|Takmeng",
            "Enos|Ryan",
            "Fowler|Anthony",
            "Plato|",
        ]
    );
}

#[test]
fn types() {
    let kind = |general: &str, own: Option<&str>| {
        let types = json!({"resourceTypeGeneral": general, "resourceType": own, "citeproc": "article-journal"});
        let record = work(&json!({"doi": "10.1/a", "types": types}));
        (record.work_type, record.publication_types.concat())
    };
    let said = |kind: WorkType, own: &str| (kind, own.to_owned());
    assert_eq!(kind("Software", None), said(WorkType::Other("software".into()), ""));
    assert_eq!(kind("InteractiveResource", Some("Game")), said(WorkType::Other("interactive-resource".into()), "Game"));
    assert_eq!(kind("JournalArticle", Some("Journal Article")), said(WorkType::Article, ""));
    assert_eq!(kind("Text", Some("Journal article")), said(WorkType::Article, ""));
    assert_eq!(kind("Text", Some("Doctoral Thesis")), said(WorkType::Dissertation, "Doctoral Thesis"));
    assert_eq!(kind("Text", Some("Skala")), said(WorkType::Other("text".into()), "Skala"));
    assert_eq!(kind("Preprint", Some("")), said(WorkType::Preprint, ""));
    assert_eq!(kind("ConferencePaper", None), said(WorkType::ProceedingsPaper, ""));
    assert_eq!(kind("", None), said(WorkType::Other(String::new()), ""));
}

#[test]
fn a_year_of_another_era_is_none() {
    let dates = json!([{"date": "2549", "dateType": "Issued"}]);
    assert_eq!(work(&json!({"doi": "10.14457/a", "publicationYear": 2549, "dates": dates})).dates.year(), None);
}

#[test]
fn each_year_of_publication_is_kept() {
    let record = work(&json!({"doi": "10.6084/m9.figshare.1", "publicationYear": 2020,
        "dates": [{"date": "2015-06-14", "dateType": "Created"}, {"date": "2020-06-02", "dateType": "Updated"}]}));
    assert_eq!((record.dates.issued.map(|d| d.year), record.dates.online.map(|d| d.year)), (Some(2020), Some(2015)));
    let record = work(
        &json!({"doi": "10.1/a", "publicationYear": "2018", "dates": [{"date": "2016-01-02", "dateType": "Issued"}]}),
    );
    assert_eq!((record.dates.issued.map(|d| d.year), record.dates.online.map(|d| d.year)), (Some(2018), Some(2016)));
}

#[test]
fn what_a_free_line_was_taken_apart_into_is_looked_at() {
    let contained = |container: Value, general: &str| {
        let types = json!({"resourceTypeGeneral": general});
        let record = work(&json!({"doi": "10.1/a", "container": container, "types": types}));
        let texts = [record.container_title, record.volume, record.issue, record.pages];
        texts.map(Option::unwrap_or_default).join("|")
    };
    let journal = json!({"type": "Journal", "title": "Tidal Studies", "volume": "29", "issue": "7", "firstPage": "994", "lastPage": "1013"});
    assert_eq!(contained(journal, "Text"), "Tidal Studies|29|7|994-1013");
    let line = json!({"type": "Series", "title": "23rd Tidal Conference", "volume": "1-5 September 2008", "firstPage": "Spain; 3353", "lastPage": "3356"});
    assert_eq!(contained(line, "Text"), "23rd Tidal Conference|||");
    let line = json!({"type": "Series", "title": "Tidal Education; 34(2):Doc25"});
    assert_eq!(contained(line, "Text"), "Tidal Education|||");
    let university =
        json!({"type": "Series", "title": "University of Hamburg", "volume": "Diss.", "firstPage": "2014"});
    assert_eq!(contained(university, "Dissertation"), "|||");
    assert_eq!(contained(json!({"type": "DataRepository", "title": "GTEx"}), "Dataset"), "|||");
    assert_eq!(contained(json!({}), "Text"), "|||");
}

#[test]
fn relations_and_identical_works() {
    let entry = |kind: &str, target: &str, of: &str| json!({"relationType": kind, "relatedIdentifier": target, "relatedIdentifierType": of});
    let record = work(&json!({"doi": "10.5281/zenodo.2", "relatedIdentifiers": [
        entry("IsVersionOf", "10.5281/zenodo.1", "DOI"), entry("IsPreviousVersionOf", "https://doi.org/10.5281/ZENODO.3", "DOI"),
        entry("IsNewVersionOf", "10.5281/zenodo.0", "DOI"), entry("IsSupplementTo", "10.1000/a", "DOI"),
        entry("IsIdenticalTo", "arXiv:1706.03762v2", "arXiv"), entry("IsIdenticalTo", "https://github.com/a/b", "URL"),
        entry("IsIdenticalTo", "10.5281/zenodo.2", "DOI"), entry("References", "10.1000/b", "DOI"),
        entry("HasVersion", "not one", "DOI"),
    ]}));
    let shown: Vec<String> =
        record.relations.iter().map(|relation| format!("{} {}", relation.kind.key(), relation.target)).collect();
    assert_eq!(
        shown,
        ["version-of doi:10.5281/zenodo.1", "version-of doi:10.5281/zenodo.0", "replaced-by doi:10.5281/zenodo.3"]
    );
    assert_eq!(record.same_as.iter().map(ToString::to_string).collect::<Vec<_>>(), ["arxiv:1706.03762"]);
}

#[test]
fn abstracts_in_two_languages() {
    let record = work(&json!({"doi": "10.1/a", "language": "sv", "descriptions": [
        {"description": "<p>Goal</p><p>Way</p>", "descriptionType": "Abstract", "lang": "en"},
        {"descriptionType": "Abstract"},
        {"description": "Mål", "descriptionType": "Abstract", "lang": "sv"},
        {"description": "Mål", "descriptionType": "Abstract", "lang": "sv"}]}));
    assert_eq!(record.abstract_text.as_deref(), Some("Mål"));
    assert_eq!(record.other_abstracts.len(), 1);
    assert_eq!((&*record.other_abstracts[0].label, &*record.other_abstracts[0].text), ("en", "Goal\n\nWay"));
}

#[test]
fn a_free_text_has_its_page() {
    let page = |url: &str, rights: Value| {
        let types = json!({"resourceTypeGeneral": "Report"});
        work(&json!({"doi": "10.1/a", "types": types, "url": url, "rightsList": [rights]})).full_text
    };
    let by = json!({"rightsUri": "http://creativecommons.org/licenses/by/4.0"});
    assert_eq!(page("https://example.org/a", by.clone()).as_deref(), Some("https://example.org/a"));
    assert_eq!(page("http://example.org/a", by), None);
    assert_eq!(page("https://example.org/a", json!({"rights": "All rights reserved"})), None);
}

#[test]
fn a_retracted_title() {
    let record = work(&json!({"doi": "10.1/a", "titles": [{"title": "RETRACTED: Tides of tea", "titleType": null}]}));
    assert_eq!(record.title.as_deref(), Some("Tides of tea"));
    assert!(record.notices[0].kind == NoticeKind::Retracted && record.notices[0].only_in_title());
}

#[test]
fn a_withdrawn_arxiv_paper() {
    let said = "This paper has been withdrawn by the author due to an error";
    let record = |doi: &str| {
        work(&json!({"doi": doi, "descriptions": [{"description": said, "descriptionType": "Other"}],
            "dates": [{"date": "2012-05-06T01:02:03Z", "dateType": "Submitted", "dateInformation": "v2"}]}))
    };
    let notices = record("10.48550/arxiv.1202.0001").notices;
    assert_eq!((notices.len(), notices[0].kind), (1, NoticeKind::Withdrawn));
    assert_eq!(notices[0].date.map(|date| date.to_string()).as_deref(), Some("2012-05-06"));
    assert!(record("10.5281/zenodo.1").notices.is_empty(), "elsewhere the words are not arXiv's");
}

#[test]
fn fields_of_another_shape_are_missing_fields() {
    let record = work(&json!({
        "doi": "10.1/a", "titles": "Bare", "creators": {"name": "One", "nameType": "Organizational"}, "publisher": {"name": "GMS"},
        "dates": [null, {"date": 3}], "types": [], "container": 7, "relatedIdentifiers": {"relationType": 4},
        "subjects": ["word"], "version": 2, "rightsList": {}, "descriptions": "x", "publicationYear": [1],
    }));
    assert_eq!((record.title, record.authors.len()), (None, 1));
    assert_eq!((record.publisher.as_deref(), record.version.as_deref()), (Some("GMS"), Some("2")));
}

#[test]
fn one_broken_item_loses_only_itself() {
    let item = |doi: &str, state: &str| json!({"id": doi, "attributes": {"doi": doi, "state": state}});
    let body = json!({"data": [item("10.1/a", "findable"), null, {"id": "10.1/x"}, item("10.1/c", "draft"),
        {"attributes": {"titles": []}}, item("10.1/b", "registered")]});
    let ids: Vec<String> =
        decode_list(body.to_string().as_bytes()).expect("a list").iter().map(|record| record.id.to_string()).collect();
    assert_eq!(ids, ["doi:10.1/a", "doi:10.1/b"]);
}

#[test]
fn what_is_no_answer_is_a_fault() {
    for (body, fault) in [
        ("", DecodeFault::Malformed("an empty body".into())),
        ("<!doctype html>", DecodeFault::WebPage),
        (r#"{"data":[{"id"#, DecodeFault::Malformed("cut short".into())),
        (r#"{"errors":[{"status":"404","title":"Not here."}]}"#, DecodeFault::Foreign("an error of its own".into())),
        (r#"{"data":null}"#, DecodeFault::Foreign("no record".into())),
        ("[]", DecodeFault::Foreign("no record".into())),
    ] {
        assert_eq!(decode_list(body.as_bytes()), Err(fault.clone()), "{body}");
        assert_eq!(decode_work(body.as_bytes()), Err(fault), "{body}");
    }
    assert!(decode_list(br#"{"data":{}}"#).is_err() && decode_work(br#"{"data":[]}"#).is_err());
    assert_eq!(decode_list(br#"{"data":[]}"#), Ok(Vec::new()));
}
