//! Each trap of Crossref's records, one small work each.

use serde_json::{Value, json};

use super::{decode_list, decode_work};
use crate::record::{Contributor, Identifier, Name, NoticeKind, Record, RelationKind, ReportedBy, WorkType};
use crate::sources::DecodeFault;

fn work(message: &Value) -> Record {
    let body = json!({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message});
    decode_work(body.to_string().as_bytes()).expect("a work")
}

#[test]
fn everything_but_the_doi_may_be_missing() {
    let record = work(&json!({"DOI": "10.1000/ABC"}));
    assert_eq!(record, Record::new(Identifier::from_doi("10.1000/abc")));
}

#[test]
fn a_full_record() {
    let record = work(&json!({
        "DOI": "10.3390/cancers14235929", "type": "journal-article", "title": ["Radiotherapy of the Primary Disease"],
        "subtitle": ["A review"], "container-title": ["Cancers"], "short-container-title": ["Cancers"],
        "author": [{"given": "Youssef", "family": "Ghannam", "sequence": "first",
                "ORCID": "http://orcid.org/0000-0002-1825-0097", "affiliation": [{"name": "Centre François Baclesse"}]}, {"name": "The Study Group"},
            {"family": "Thariat", "suffix": "Jr"}, {"given": "Plato"}, {"family": "&NA;"}, {"role": []}],
        "issued": {"date-parts": [[2022, 11, 30]]}, "published-online": {"date-parts": [[2022, 11]]},
        "published-print": {"date-parts": [[null]]}, "volume": "14", "issue": "23", "page": "5929",
        "article-number": "5929", "publisher": "MDPI AG", "language": "en",
    }));
    assert_eq!(record.work_type, WorkType::Article);
    assert_eq!(record.container_short, None, "no abbreviation where it equals the title");
    assert_eq!(record.dates.issued.map(|date| date.to_string()).as_deref(), Some("2022-11-30"));
    assert_eq!(record.dates.print, None);
    assert_eq!((record.pages.as_deref(), record.article_number), (Some("5929"), None));
    let person = |family: &str, given: Option<&str>, suffix: Option<&str>| {
        let (family, given, suffix) = (family.into(), given.map(Into::into), suffix.map(Into::into));
        Contributor::from(Name::Person { family, given, suffix })
    };
    assert_eq!(
        record.authors,
        [
            Contributor {
                affiliations: vec!["Centre François Baclesse".into()],
                orcid: Some("0000-0002-1825-0097".into()),
                ..person("Ghannam", Some("Youssef"), None)
            },
            Name::Group("The Study Group".into()).into(),
            person("Thariat", None, Some("Jr")),
            person("Plato", None, None),
        ]
    );
}

#[test]
fn types() {
    for (kind, subtype, expect) in [
        ("posted-content", Some("preprint"), WorkType::Preprint),
        ("posted-content", Some("blog"), WorkType::Other("posted-content".into())),
        ("posted-content", None, WorkType::Other("posted-content".into())),
        ("monograph", None, WorkType::Book),
        ("reference-entry", None, WorkType::Chapter),
        ("proceedings-article", None, WorkType::ProceedingsPaper),
        ("standard", None, WorkType::Other("standard".into())),
    ] {
        assert_eq!(work(&json!({"DOI": "10.1/a", "type": kind, "subtype": subtype})).work_type, expect);
    }
}

#[test]
fn fields_of_another_shape_are_missing_fields() {
    let record = work(&json!({
        "DOI": "10.1000/a", "title": "Bare", "author": {"family": "One"}, "issued": {"date-parts": [["2013", "5"]]},
        "volume": 12, "page": ["1"], "abstract": 7, "relation": [], "updated-by": "x", "container-title": null,
        "editor": [null, 3, {"family": 4}], "type": 9, "aliases": "10.1000/b",
    }));
    assert_eq!(record.title.as_deref(), Some("Bare"));
    assert_eq!(record.authors.len(), 1);
    assert_eq!(record.dates.issued.map(|date| date.to_string()).as_deref(), Some("2013-05"));
    assert_eq!(record.volume.as_deref(), Some("12"));
    assert!(record.pages.is_none() && record.abstract_text.is_none() && record.editors.is_empty());
}

#[test]
fn old_records_hold_the_abbreviation_beside_the_title() {
    let container = |titles: &Value| {
        let record = work(&json!({"DOI": "10.1/a", "type": "journal-article", "container-title": titles}));
        (record.container_title.unwrap_or_default(), record.container_short.unwrap_or_default())
    };
    let own = |title: &str, short: &str| (title.to_owned(), short.to_owned());
    assert_eq!(container(&json!(["PLoS Biol", "PLoS Biology"])), own("PLoS Biology", "PLoS Biol"));
    assert_eq!(container(&json!(["exercisescience", "Exercise Science"])), own("Exercise Science", ""));
    assert_eq!(container(&json!(["Cancers"])), own("Cancers", ""));
}

#[test]
fn a_retraction_reported_twice_is_one_notice() {
    let update = |source: &str, day: u8| {
        json!({"DOI": "10.1000/Notice", "type": "retraction", "label": "Retraction", "source": source,
            "updated": {"date-parts": [[2010, 2, day]]}})
    };
    let record = work(&json!({
        "DOI": "10.1000/a", "title": ["RETRACTED: A study"],
        "updated-by": [update("retraction-watch", 8), update("publisher", 6)],
    }));
    assert_eq!(record.title.as_deref(), Some("A study"));
    assert_eq!(record.notices.len(), 1, "the title adds nothing");
    let notice = &record.notices[0];
    assert_eq!((notice.kind, &notice.notice), (NoticeKind::Retracted, &Some(Identifier::from_doi("10.1000/notice"))));
    assert_eq!(notice.date.map(|date| date.to_string()).as_deref(), Some("2010-02-06"));
    assert_eq!(notice.reported_by, [ReportedBy::Publisher, ReportedBy::RetractionWatch]);
}

#[test]
fn a_title_alone_is_weaker_evidence() {
    let record = work(&json!({"DOI": "10.1000/a", "title": ["Retracted: A study"]}));
    assert_eq!(record.title.as_deref(), Some("A study"));
    assert!(record.notices[0].only_in_title() && !record.notices[0].is_administrative());

    let record = work(&json!({"DOI": "10.1002/14651858.CD001689.pub3", "title": ["WITHDRAWN: Exercise for asthma"]}));
    assert_eq!(record.notices[0].kind, NoticeKind::Withdrawn);
    assert!(record.notices[0].only_in_title() && record.notices[0].is_administrative());
}

#[test]
fn a_notice_titled_like_the_work_is_not_retracted_itself() {
    let title = "Retracted: Influence of Gastrectomy on Cortical and Cancellous Bones in Rats";
    let by_the_journal = work(&json!({
        "DOI": "10.1155/2020/5109831", "type": "journal-article", "title": [title],
        "container-title": ["Gastroenterology Research and Practice"],
        "author": [{"given": "Gastroenterology", "family": "Research and Practice", "sequence": "first"}],
    }));
    let with_an_update = work(&json!({
        "DOI": "10.1155/2020/1", "title": [title], "update-to": [{"DOI": "10.1155/2019/2", "type": "retraction"}],
    }));
    for record in [by_the_journal, with_an_update] {
        assert!(record.notices.is_empty());
        assert_eq!(record.title.as_deref(), Some(title));
    }
}

#[test]
fn kinds_of_notices() {
    for (kind, label, expect) in [
        ("retraction", "Retraction", Some(NoticeKind::Retracted)),
        ("Retraction", "Retraction and Replacement", Some(NoticeKind::RetractedAndRepublished)),
        ("retraction-and-republication", "", Some(NoticeKind::RetractedAndRepublished)),
        ("partial-retraction", "", Some(NoticeKind::PartlyRetracted)),
        ("partial_retraction", "", Some(NoticeKind::PartlyRetracted)),
        ("withdrawal", "", Some(NoticeKind::Withdrawn)),
        ("REMOVAL", "", Some(NoticeKind::Removed)),
        ("expression-of-concern", "", Some(NoticeKind::ExpressionOfConcern)),
        ("err", "Erratum", Some(NoticeKind::Corrected)),
        ("corrigendum", "", Some(NoticeKind::Corrected)),
        ("new_edition", "", Some(NoticeKind::NewVersion)),
        ("something", "Expression of concern", Some(NoticeKind::ExpressionOfConcern)),
        ("interesting_update", "News", None),
    ] {
        let record = work(&json!({"DOI": "10.1/a", "updated-by": [{"DOI": "10.1/n", "type": kind, "label": label}]}));
        assert_eq!(record.notices.first().map(|notice| notice.kind), expect, "{kind} {label}");
    }
}

#[test]
fn an_update_of_itself() {
    let record = work(&json!({"DOI": "10.1371/a", "updated-by": [{"DOI": "10.1371/A", "type": "new_version"}],
        "update-to": [{"DOI": "10.1371/a", "type": "new_version"}]}));
    assert!(record.notices.is_empty() && record.notice_about.is_empty());

    let record = work(&json!({"DOI": "10.1371/a", "updated-by": [{"DOI": "10.1371/A", "type": "withdrawal"}]}));
    assert_eq!((record.notices[0].kind, &record.notices[0].notice), (NoticeKind::Withdrawn, &None));
}

#[test]
fn a_retraction_with_its_new_version_is_one_event() {
    let update =
        |doi: &str, kind: &str, day: u8| json!({"DOI": doi, "type": kind, "updated": {"date-parts": [[2020, 1, day]]}});
    let kinds = |updates: &Value| -> Vec<NoticeKind> {
        work(&json!({"DOI": "10.1/a", "updated-by": updates})).notices.iter().map(|notice| notice.kind).collect()
    };
    use NoticeKind::{NewVersion, Retracted, RetractedAndRepublished};
    let (retraction, other_day) = (update("10.1/n", "retraction", 3), update("10.1/b", "new_version", 9));
    assert_eq!(kinds(&json!([retraction, update("10.1/n", "new_version", 9)])), [RetractedAndRepublished]);
    assert_eq!(kinds(&json!([retraction, update("10.1/b", "new_version", 3)])), [RetractedAndRepublished, NewVersion]);
    assert_eq!(kinds(&json!([retraction, other_day])), [Retracted, NewVersion]);
}

#[test]
fn the_notice_itself_and_relations() {
    let record = work(&json!({
        "DOI": "10.1000/notice",
        "update-to": [{"DOI": "10.1000/A", "type": "retraction", "updated": {"date-parts": [[2010, 2, 6]]}}],
        "relation": {
            "is-preprint-of": [{"id-type": "doi", "id": "10.1000/B", "asserted-by": "subject"}],
            "has-version": {"id-type": "DOI", "id": "https://doi.org/10.1000/c"},
            "has-translation": [{"id-type": "uri", "id": "10.1000/d"}, {"id-type": "doi", "id": "not one"},
                {"id-type": "doi", "id": "10.1000/notice"}],
            "is-cited-by": [{"id-type": "doi", "id": "10.1000/e"}],
        },
        "aliases": ["10.1000/old", "10.1000/notice"],
    }));
    assert!(record.is_notice());
    assert_eq!(record.notice_about[0].work, Identifier::from_doi("10.1000/a"));
    let mut relations: Vec<(RelationKind, String)> =
        record.relations.iter().map(|relation| (relation.kind, relation.target.to_string())).collect();
    relations.sort();
    assert_eq!(
        relations,
        [(RelationKind::PreprintOf, "doi:10.1000/b".into()), (RelationKind::HasVersion, "doi:10.1000/c".into())]
    );
    assert_eq!(record.same_as, [Identifier::from_doi("10.1000/old")]);

    let version = work(&json!({"DOI": "10.1/a.pub3", "update-to": [{"DOI": "10.1/a.pub2", "type": "new_version"}]}));
    assert!(!version.is_notice() && version.notice_about.len() == 1);
}

#[test]
fn one_broken_item_loses_only_itself() {
    let body = json!({"status": "ok", "message-type": "work-list", "message": {"items": [
        {"DOI": "10.1000/a"}, null, {"title": ["No DOI"]}, 7, {"DOI": 3}, {"DOI": "10.1000/b"}]}});
    let ids: Vec<String> =
        decode_list(body.to_string().as_bytes()).expect("a list").iter().map(|record| record.id.to_string()).collect();
    assert_eq!(ids, ["doi:10.1000/a", "doi:10.1000/b"]);
}

#[test]
fn what_is_no_answer_is_a_fault() {
    for (body, fault) in [
        ("", DecodeFault::Malformed("an empty body".into())),
        ("<html><body>Log in</body></html>", DecodeFault::WebPage),
        (r#"{"status":"ok","message-type":"work-li"#, DecodeFault::Malformed("cut short".into())),
        (r#"{"status":"ok","message-type":"member","message":{}}"#, DecodeFault::Foreign("no record".into())),
        (
            r#"{"status":"failed","message-type":"validation-failure","message":[]}"#,
            DecodeFault::Foreign("a complaint about the request".into()),
        ),
        (r#"{"message-type":"work-list","message":{}}"#, DecodeFault::Foreign("a list without items".into())),
        (r#"{"message-type":"work-list"}"#, DecodeFault::Foreign("no record".into())),
    ] {
        assert_eq!(decode_list(body.as_bytes()), Err(fault), "{body}");
        assert!(decode_work(body.as_bytes()).is_err());
    }
    let nameless = r#"{"message-type":"work","message":{"title":["x"]}}"#;
    assert_eq!(decode_work(nameless.as_bytes()), Err(DecodeFault::Foreign("a record without a DOI".into())));
}
