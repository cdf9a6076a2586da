//! Each trap of Europe PMC's results, one small result each.

use serde_json::{Value, json};

use super::{decode, decode_results};
use crate::record::{Identifier, Name, NoticeKind, Record, RelationKind, ReportedBy, WorkType};
use crate::sources::DecodeFault;

fn body(results: &[Value]) -> Vec<u8> {
    json!({"version": "6.9", "hitCount": results.len(), "resultList": {"result": results}}).to_string().into_bytes()
}

fn one(result: &Value) -> Record {
    decode_results(&body(std::slice::from_ref(result))).expect("results").remove(0)
}

fn med(more: Value) -> Record {
    let mut result = json!({"id": "1000", "source": "MED", "pmid": "1000"});
    if let (Some(result), Value::Object(more)) = (result.as_object_mut(), more) {
        result.extend(more);
    }
    one(&result)
}

fn pmid(digits: &str) -> Identifier {
    Identifier::from_pmid(digits).expect("a PMID")
}

#[test]
fn a_full_result() {
    let record = med(json!({
        "pmcid": "PMC77", "doi": "10.1000/Tides", "title": "Tides in <i>vivo</i>: a trial.", "pageInfo": "564-570",
        "authorList": {"author": [
            {"fullName": "Osei A", "firstName": "Ama", "lastName": "Osei", "initials": "A",
                "authorId": {"type": "ORCID", "value": "0000-0002-1825-0097"},
                "authorAffiliationDetailsList": {"authorAffiliation": [{"affiliation": "University of Ghana."}, {"affiliation": "KCCR"}]}},
            {"collectiveName": "TIDE Group"}, {"fullName": "Kim DE"}, {}]},
        "journalInfo": {"issue": "1728", "volume": "279", "dateOfPublication": "2012 Feb", "yearOfPublication": 2012,
            "printPublicationDate": "2012-02-01", "journal": {"title": "Tidal Studies (London, England)",
                "medlineAbbreviation": "Tidal Stud", "isoabbreviation": "Tidal Stud."}},
        "pubYear": "2012", "pubModel": "Print-Electronic", "electronicPublicationDate": "2011-07-06", "language": "eng",
        "abstractText": "<h4>Background</h4>We asked.<h4>Results</h4>It rose by 3 m<sup>2</sup>.",
        "pubTypeList": {"pubType": ["research-article", "Journal Article", "Randomized Controlled Trial"]},
        "keywordList": {"keyword": ["tides", "trial"]},
        "meshHeadingList": {"meshHeading": [{"majorTopic_YN": "N", "descriptorName": "Water", "meshQualifierList":
            {"meshQualifier": [{"abbreviation": "AE", "qualifierName": "adverse effects", "majorTopic_YN": "Y"}]}}]},
        "isOpenAccess": "N", "fullTextUrlList": {"fullTextUrl": [
            {"availabilityCode": "S", "documentStyle": "html", "site": "Europe_PMC", "url": "https://example.org/paid"},
            {"availabilityCode": "F", "documentStyle": "doi", "site": "DOI", "url": "https://doi.org/10.1000/tides"},
            {"availabilityCode": "OA", "documentStyle": "pdf", "site": "Europe_PMC", "url": "https://europepmc.org/articles/PMC77?pdf=render"},
            {"availabilityCode": "OA", "documentStyle": "html", "site": "Europe_PMC", "url": "https://europepmc.org/articles/PMC77"},
            {"availabilityCode": "F", "documentStyle": "html", "site": "PubMedCentral", "url": "http://example.org/plain"}]},
    }));
    assert_eq!(record.id, pmid("1000"));
    assert_eq!(
        record.same_as.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["doi:10.1000/tides", "pmcid:PMC77"]
    );
    assert_eq!(record.title.as_deref(), Some("Tides in vivo: a trial"));
    assert_eq!(record.authors.len(), 3);
    assert_eq!(record.authors[0].affiliations, ["University of Ghana.", "KCCR"]);
    assert_eq!(record.authors[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(record.authors[1].name, Name::Group("TIDE Group".into()));
    assert_eq!(record.authors[2].name.family(), "Kim");
    assert_eq!(record.container_title.as_deref(), Some("Tidal Studies (London, England)"));
    assert_eq!(record.container_short.as_deref(), Some("Tidal Stud"));
    let dates = [record.dates.issued, record.dates.print, record.dates.online];
    let dates = dates.map(|date| date.map(|date| date.to_string()).unwrap_or_default());
    assert_eq!(dates, ["2012-02", "2012-02", "2011-07-06"], "no day that was made up");
    assert_eq!(record.abstract_text.as_deref(), Some("**Background:** We asked.\n\n**Results:** It rose by 3 m²."));
    assert_eq!(record.publication_types, ["Journal Article", "Randomized Controlled Trial"]);
    assert_eq!(record.keywords, ["tides", "trial"]);
    assert_eq!(record.mesh[0].qualifiers, [("adverse effects".to_owned(), true)]);
    assert_eq!(record.full_text.as_deref(), Some("https://europepmc.org/articles/PMC77"));
    assert_eq!((record.pages.as_deref(), record.language.as_deref()), (Some("564-570"), Some("eng")));
}

#[test]
fn retractions_and_other_links() {
    let link = |kind: &str, id: &str, reference: &str| json!({"type": kind, "id": id, "source": "MED", "reference": reference});
    let record = med(json!({
        "title": "RETRACTED: Tides of tea.", "pubTypeList": {"pubType": ["Retracted Publication"]},
        "commentCorrectionList": {"commentCorrection": [
            link("Retraction in", "20137807", "Lancet. 2010 Feb 6;375(9713):445"),
            link("Expression of concern in", "15016482", "Lancet. 2004 Mar 6;363(9411):747-9"),
            link("Comment in", "9500321", "Lancet. 1998 Feb 28;351(9103):611-2"), json!(null)]},
    }));
    let told: Vec<String> = record
        .notices
        .iter()
        .map(|it| format!("{} {} {}", it.kind.key(), it.date.expect("a date"), it.notice.as_ref().expect("a notice")))
        .collect();
    assert_eq!(told, ["retracted 2010-02-06 pmid:20137807", "expression-of-concern 2004-03-06 pmid:15016482"]);
    assert_eq!(record.notices[0].reported_by, [ReportedBy::PubMed]);
    assert_eq!(record.title.as_deref(), Some("Tides of tea"));
}

#[test]
fn a_notice_keeps_its_title() {
    let record =
        med(json!({"title": "Retracted: Tides of tea.", "pubTypeList": {"pubType": ["Retraction of Publication"]},
        "commentCorrectionList": {"commentCorrection": [{"type": "Retraction of", "id": "999", "source": "MED"}]}}));
    assert_eq!(record.title.as_deref(), Some("Retracted: Tides of tea"));
    assert!(record.is_notice() && record.notices.is_empty());
    assert_eq!((record.notice_about[0].kind, &record.notice_about[0].work), (NoticeKind::Retracted, &pmid("999")));
}

#[test]
fn a_preprint() {
    let link = |note: Option<&str>| {
        one(&json!({"id": "PPR1", "source": "PPR", "doi": "10.1101/2020.01.01", "title": "Tides", "versionNumber": 2,
            "firstPublicationDate": "2020-01-03", "pubYear": "2020", "bookOrReportDetails": {"publisher": "medRxiv"},
            "commentCorrectionList": {"commentCorrection": [{"type": "Preprint of", "id": "38289242", "source": "MED", "note": note}]}}))
    };
    let record = link(None);
    assert_eq!((record.work_type, record.version.as_deref()), (WorkType::Preprint, Some("v2")));
    assert_eq!(record.id, Identifier::from_doi("10.1101/2020.01.01"));
    assert_eq!(record.dates.posted.map(|date| date.to_string()).as_deref(), Some("2020-01-03"));
    assert_eq!(record.publisher.as_deref(), Some("medRxiv"));
    assert_eq!((record.relations[0].kind, &record.relations[0].target), (RelationKind::PreprintOf, &pmid("38289242")));
    let guessed = link(Some("Link created based on a title-first author match"));
    assert!(guessed.relations.is_empty());
}

#[test]
fn a_short_result_has_its_authors_in_one_string() {
    let record = med(json!({"title": "Tides.", "authorString": "Morrison SF, van der Putten J, TIDE Group.",
        "journalTitle": "Tidal Stud", "journalVolume": "16", "issue": "1", "pubYear": "2011", "pageInfo": "74-104"}));
    let families: Vec<&str> = record.authors.iter().map(|author| author.name.family()).collect();
    assert_eq!(families, ["Morrison", "van der Putten", "TIDE Group"]);
    assert_eq!((record.container_title.as_deref(), record.volume.as_deref()), (Some("Tidal Stud"), Some("16")));
    assert_eq!(record.dates.year(), Some(2011));
    let open = med(json!({"pmcid": "PMC77", "isOpenAccess": "Y"}));
    assert_eq!(open.full_text.as_deref(), Some("https://pmc.ncbi.nlm.nih.gov/articles/PMC77/"));
}

#[test]
fn each_identifier_has_its_record() {
    let result = |source: &str, pmid: Option<&str>, pmcid: Option<&str>, doi: &str| json!({"source": source, "pmid": pmid, "pmcid": pmcid, "doi": doi, "title": source});
    let doi = Identifier::from_doi("10.1000/a");
    let asked = [pmid("2"), pmid("1"), doi.clone(), Identifier::from_pmcid("PMC9").expect("a PMCID"), pmid("3")];
    let results = [
        result("PPR", None, None, "10.1000/a"),
        result("MED", Some("1"), None, "10.1000/A"),
        result("MED", Some("2"), None, "10.1000/b"),
        result("PMC", None, Some("PMC9"), "10.1000/c"),
        result("PAT", Some("3"), None, "10.1000/d"),
        json!({"source": "PMC", "title": "Nameless"}),
        json!(7),
    ];
    let found = decode(&asked, &body(&results)).expect("results");
    let shown: Vec<String> =
        found.iter().map(|record| record.as_ref().map_or("none".into(), |record| record.id.to_string())).collect();
    assert_eq!(shown, ["pmid:2", "pmid:1", "pmid:1", "pmcid:PMC9", "none"]);
    // An article and its erratum, both under one DOI.
    let rivals = [result("MED", Some("1"), None, "10.1000/a"), result("MED", Some("2"), None, "10.1000/a")];
    assert_eq!(decode(&[doi], &body(&rivals)), Ok(vec![None]));
}

#[test]
fn nothing_found_denies_nothing() {
    assert_eq!(decode(&[pmid("1")], &body(&[])), Ok(vec![None]));
}

#[test]
fn fields_of_another_shape_are_missing_fields() {
    let record = med(
        json!({"title": ["x"], "authorList": [], "journalInfo": "x", "abstractText": 3, "pubTypeList": {"pubType": "Review"},
        "commentCorrectionList": {"commentCorrection": "x"}, "doi": 3, "fullTextUrlList": null, "meshHeadingList": {"meshHeading": [{}]},
        "pubYear": "soon", "firstPublicationDate": 3}),
    );
    assert_eq!(record.publication_types, ["Review"]);
    assert!(record.title.is_none() && record.dates.year().is_none() && record.mesh.is_empty());
}

#[test]
fn what_is_no_answer_is_a_fault() {
    let fault = |body: &str| decode(&[pmid("1")], body.as_bytes()).expect_err(body);
    let complaint = r#"{"errCode": 404, "errMsg": "Invalid page size"}"#;
    assert_eq!(fault(complaint), DecodeFault::Foreign("an error of its own: Invalid page size".into()));
    assert_eq!(fault(r#"{"hitCount":0}"#), DecodeFault::Foreign("no list of results".into()));
    assert_eq!(fault("<html>"), DecodeFault::WebPage);
    assert_eq!(fault("<responseWrapper/>"), DecodeFault::Malformed("not JSON".into()));
    assert_eq!(fault(r#"{"resultList":{"res"#), DecodeFault::Malformed("cut short".into()));
}
