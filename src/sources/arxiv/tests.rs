//! Small feeds, in the shapes of before and after arXiv's change of 2025.

use super::{ArxivAnswer, decode, decode_feed};
use crate::record::{Identifier, Name, NoticeKind, Record, RelationKind, WorkType};
use crate::sources::DecodeFault;

fn feed(entries: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\" \
         xmlns:arxiv=\"http://arxiv.org/schemas/atom\" xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>https://arxiv.org/api/x</id><title>arXiv Query: id_list=x&amp;start=0</title>{entries}</feed>"
    )
}

fn entry(id: &str, more: &str) -> String {
    format!("<entry><id>http://arxiv.org/abs/{id}</id><title>On tides</title>{more}</entry>")
}

fn one(more: &str) -> Record {
    decode_feed(feed(&entry("1706.03762v7", more)).as_bytes()).expect("a feed").remove(0)
}

fn arxiv(id: &str) -> Identifier {
    Identifier::from_arxiv(id).expect("an identifier")
}

#[test]
fn a_full_entry() {
    let body = feed(
        "<entry><id>http://arxiv.org/abs/astro-ph/0601001v2</id><updated>2023-08-02T00:41:18Z</updated>\
         <published>2017-06-12T17:57:34Z</published><title>Tides\n  of $\\alpha$ &lt; 3 &amp; more</title>\
         <summary>  We ask how\nhigh.\n  And then we\nmeasure.\n</summary>\
         <author><name>Andrew Gould</name><arxiv:affiliation>Ohio State</arxiv:affiliation></author>\
         <author><name>The OGLE Collaboration</name></author><author><name>:</name></author>\
         <arxiv:comment>62 pages</arxiv:comment><arxiv:journal_ref>Acta 56 (2006) 1-50</arxiv:journal_ref>\
         <arxiv:doi>10.1000/Tides</arxiv:doi><link title=\"pdf\" href=\"http://arxiv.org/pdf/astro-ph/0601001v2\"/>\
         <arxiv:primary_category term=\"astro-ph\"/><category term=\"astro-ph\"/><category term=\"68T50; I.2.7\"/>\
         <category term=\"cs.CL\"/></entry>",
    );
    let record = decode_feed(body.as_bytes()).expect("a feed").remove(0);
    assert_eq!((record.id.to_string().as_str(), record.version.as_deref()), ("arxiv:astro-ph/0601001", Some("v2")));
    assert_eq!(record.work_type, WorkType::Preprint);
    assert_eq!(record.title.as_deref(), Some("Tides of $\\alpha$ < 3 & more"));
    assert_eq!(record.abstract_text.as_deref(), Some("We ask how high.\n\nAnd then we measure."));
    let names: Vec<&Name> = record.authors.iter().map(|author| &author.name).collect();
    let andrew = Name::Person { family: "Gould".into(), given: Some("Andrew".into()), suffix: None };
    assert_eq!(names, [&andrew, &Name::Group("The OGLE Collaboration".into())]);
    assert_eq!(record.authors[0].affiliations, ["Ohio State"]);
    let dates = [record.dates.issued, record.dates.posted, record.dates.online];
    assert_eq!(dates.map(|date| date.map_or(0, |date| date.year)), [2017, 2017, 2023]);
    assert_eq!(record.relations.len(), 1);
    assert_eq!(record.relations[0].kind, RelationKind::PreprintOf);
    assert_eq!(record.relations[0].target, Identifier::from_doi("10.1000/tides"));
    assert_eq!(record.keywords, ["astro-ph", "cs.CL"]);
    assert_eq!(record.full_text.as_deref(), Some("https://arxiv.org/abs/astro-ph/0601001"));
    assert!(record.notices.is_empty());
}

#[test]
fn a_withdrawn_paper() {
    let comment = "<updated>2020-01-02T00:00:00Z</updated><summary>We show it.</summary>\
                   <arxiv:comment>This paper has been withdrawn by the author due to an error in Lemma 2</arxiv:comment>";
    let record = one(comment);
    assert_eq!(record.notices.len(), 1);
    let notice = &record.notices[0];
    assert_eq!((notice.kind, notice.date.map(|date| date.year)), (NoticeKind::Withdrawn, Some(2020)));
    assert!(notice.reason.as_deref().is_some_and(|reason| reason.ends_with("in Lemma 2")));
    assert!(one("<arxiv:comment>Extends a paper that has been withdrawn</arxiv:comment>").notices.is_empty());
}

#[test]
fn entries_come_in_any_order_and_may_be_missing() {
    let asked = [arxiv("1706.03762"), arxiv("2104.12255"), arxiv("math/0309136")];
    let body = feed(&(entry("math/0309136v1", "") + &entry("1706.03762v7", "")));
    let answers = decode(&asked, body.as_bytes()).expect("answers");
    assert!(matches!(&answers[0], ArxivAnswer::Record(record) if record.id == asked[0]));
    assert_eq!(answers[1], ArxivAnswer::Missing);
    assert!(matches!(&answers[2], ArxivAnswer::Record(record) if record.id == asked[2]));
}

#[test]
fn an_empty_feed_lacks_what_was_asked() {
    for entries in ["", "<opensearch:totalResults>0</opensearch:totalResults>"] {
        assert_eq!(decode(&[arxiv("0704.9999")], feed(entries).as_bytes()), Ok(vec![ArxivAnswer::Missing]));
    }
    let bare = "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>";
    assert_eq!(decode(&[arxiv("0704.9999")], bare.as_bytes()), Ok(vec![ArxivAnswer::Missing]));
}

#[test]
fn what_is_not_the_whole_answer_denies_nothing() {
    let asked = [arxiv("0704.9999")];
    for entries in [
        "<opensearch:totalResults>1</opensearch:totalResults>".to_owned(),
        entry("1706.03762v7", ""),
        "<entry><id>http://arxiv.org/abs/0704.9999v1</id></entry>".to_owned(),
        "<entry/>".to_owned(),
    ] {
        assert_eq!(decode(&asked, feed(&entries).as_bytes()), Ok(vec![ArxivAnswer::Unclear]), "{entries}");
    }
}

#[test]
fn errors_are_faults() {
    let error = feed(
        "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>\
         <summary>incorrect id format for abc</summary></entry>",
    );
    let asked = [arxiv("0704.9999")];
    let fault = |body: &str| decode(&asked, body.as_bytes()).expect_err(body);
    assert_eq!(fault(&error), DecodeFault::Foreign("an error of its own: incorrect id format for abc".into()));
    let cut = feed(&entry("0704.9999v1", ""));
    assert_eq!(fault(&cut[..cut.len() / 2]), DecodeFault::Malformed("cut short".into()));
    assert_eq!(fault("<html><body>Rate exceeded.</body></html>"), DecodeFault::WebPage);
    assert_eq!(fault("Rate exceeded."), DecodeFault::Malformed("not XML".into()));
    assert_eq!(fault("<rss/>"), DecodeFault::Foreign("no feed".into()));
    assert_eq!(fault(""), DecodeFault::Malformed("an empty body".into()));
}
