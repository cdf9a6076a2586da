//! The results of a search, as records.

use serde_json::Value;

use super::full_text::full_text;
use super::people::authors;
use crate::record::{Dates, Identifier, MeshHeading, NoticeKind, PartialDate, Record, ReportedBy, WorkType};
use crate::sources::field::{MOST, doi, iso_date, objects, text, texts};
use crate::sources::pubmed::date::in_words;
use crate::sources::pubmed::notice::{self, Link};
use crate::sources::pubmed::title;
use crate::sources::{DecodeFault, body, jats, title_notice};

/// Where a result comes from, in the order in which one of several is taken for the same identifier; patents, theses
/// and guidelines are not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// PubMed.
    Med,
    /// PubMed Central, of articles that PubMed lacks.
    Pmc,
    /// A preprint server.
    Ppr,
}

/// Reads the answer: one for each of `ids`, in their order; `None` where nothing was found, which denies nothing, or
/// where two records of the same standing have the identifier.
///
/// # Errors
///
/// The body is no list of results.
pub fn decode(ids: &[Identifier], body: &[u8]) -> Result<Vec<Option<Record>>, DecodeFault> {
    let mut results = results(body)?;
    results.sort_by_key(|(origin, _)| *origin);
    let found = |id: &Identifier| {
        let mut with = results.iter().filter(|(_, record)| record.id == *id || record.same_as.contains(id));
        let (origin, record) = with.next()?;
        let rival = with.any(|(other, rival)| other == origin && rival.id != record.id);
        (!rival).then(|| record.clone())
    };
    Ok(ids.iter().map(found).collect())
}

/// Reads all results of a search, whoever asked. A result that cannot be read is left out.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_results(body: &[u8]) -> Result<Vec<Record>, DecodeFault> {
    Ok(results(body)?.into_iter().map(|(_, record)| record).collect())
}

fn results(body: &[u8]) -> Result<Vec<(Origin, Record)>, DecodeFault> {
    let value = body::json(body)?;
    // Complaints come with status 200: `{"errCode": 404, "errMsg": "Invalid page size …"}`.
    if value.get("errCode").is_some() || value.get("errMsg").is_some() {
        return Err(body::own_error(value.get("errMsg").and_then(Value::as_str).unwrap_or_default()));
    }
    let list = value.pointer("/resultList/result").and_then(Value::as_array);
    let list = list.ok_or_else(|| DecodeFault::Foreign("no list of results".into()))?;
    Ok(list.iter().filter_map(read).collect())
}

fn read(result: &Value) -> Option<(Origin, Record)> {
    let origin = match word(result, "source") {
        "MED" => Origin::Med,
        "PMC" => Origin::Pmc,
        "PPR" => Origin::Ppr,
        _ => return None,
    };
    let ids = identifiers(result, origin);
    let (id, same_as) = ids.split_first()?;
    // The kinds in Europe PMC's own words ("research-article") repeat PubMed's.
    let mut types = texts(result.pointer("/pubTypeList/pubType"));
    types.retain(|kind| kind.contains(char::is_uppercase));
    let is = |name: &str| types.iter().any(|kind| kind == name);
    let work_type = match origin {
        Origin::Ppr => WorkType::Preprint,
        _ if is("Preprint") => WorkType::Preprint,
        _ if is("Dataset") => WorkType::Dataset,
        _ => WorkType::Article,
    };
    let mut links = notice::links(links(result), &ids, work_type == WorkType::Preprint);
    if origin != Origin::Med {
        let links = links.notices.iter_mut();
        links.for_each(|notice| notice.reported_by = vec![ReportedBy::Other("Europe PMC".into())]);
    }
    let announces = is("Retraction of Publication")
        || is("Published Erratum")
        || is("Expression of Concern")
        || links.about.iter().any(|about| about.kind != NoticeKind::NewVersion);
    let retracted = is("Retracted Publication");
    let journal = |name: &str| text(result.pointer(&format!("/journalInfo/journal/{name}")));
    let in_journal = |name: &str| text(result.pointer(&format!("/journalInfo/{name}")));
    let field = |name: &str| text(result.get(name));
    let short = journal("medlineAbbreviation").or_else(|| journal("isoabbreviation"));
    let container_title = journal("title").or_else(|| short.clone()).or_else(|| field("journalTitle"));
    let mut record = Record {
        same_as: same_as.to_vec(),
        authors: authors(result),
        container_short: short.filter(|short| Some(short) != container_title.as_ref()),
        container_title,
        publisher: text(result.pointer("/bookOrReportDetails/publisher")),
        dates: dates(result, &work_type),
        volume: in_journal("volume").or_else(|| field("journalVolume")),
        issue: in_journal("issue").or_else(|| field("issue")),
        pages: field("pageInfo"),
        abstract_text: result.get("abstractText").and_then(Value::as_str).and_then(jats::abstract_text),
        keywords: texts(result.pointer("/keywordList/keyword")),
        mesh: objects(result.pointer("/meshHeadingList/meshHeading")).into_iter().filter_map(heading).collect(),
        publication_types: types,
        language: field("language"),
        version: field("versionNumber").map(|number| format!("v{number}")).filter(|_| origin == Origin::Ppr),
        full_text: full_text(result, &ids),
        notice_about: links.about,
        relations: links.relations,
        work_type,
        ..Record::new(id.clone())
    };
    let mark = title::put(&mut record, field("title"), None, announces);
    record.notices = title_notice::add(notice::by_type(links.notices, retracted), mark, &ids);
    Some((origin, record))
}

/// The identifiers of a result, the one under which its origin has it first.
fn identifiers(result: &Value, origin: Origin) -> Vec<Identifier> {
    let pmid = text(result.get("pmid")).and_then(|digits| Identifier::from_pmid(&digits));
    let pmcid = text(result.get("pmcid")).and_then(|number| Identifier::from_pmcid(&number));
    let doi = doi(result.get("doi"));
    let in_order = match origin {
        Origin::Med => [pmid, doi, pmcid],
        Origin::Pmc => [pmcid, doi, pmid],
        Origin::Ppr => [doi, pmid, pmcid],
    };
    in_order.into_iter().flatten().collect()
}

/// The links to other citations. Those between preprints and articles that were made by comparing titles and authors
/// are left out: nobody said so.
fn links(result: &Value) -> Vec<Link> {
    let all = objects(result.pointer("/commentCorrectionList/commentCorrection")).into_iter();
    let read = |link: &Value| {
        let note = text(link.get("note"));
        let guessed = note.as_deref().is_some_and(|note| note.to_ascii_lowercase().contains("link created based on"));
        let in_pubmed = word(link, "source") == "MED";
        (!guessed).then(|| Link {
            kind: word(link, "type").replace(' ', ""),
            citation: text(link.get("reference")).unwrap_or_default(),
            pmid: text(link.get("id")).filter(|_| in_pubmed).and_then(|id| Identifier::from_pmid(&id)),
            note,
        })
    };
    all.take(MOST).filter_map(read).collect()
}

/// The issue's date as it is written (`2012 Feb`); `printPublicationDate` has a day made up (`2012-02-01`).
fn dates(result: &Value, work_type: &WorkType) -> Dates {
    let journal = |name: &str| text(result.pointer(&format!("/journalInfo/{name}")));
    let day = |name: &str| iso_date(word(result, name));
    let year = journal("yearOfPublication").or_else(|| text(result.get("pubYear")));
    let issued = journal("dateOfPublication").as_deref().and_then(in_words);
    let issued = issued.or_else(|| year.as_deref().and_then(in_words));
    let first = day("firstPublicationDate");
    if *work_type == WorkType::Preprint {
        return Dates { issued: first.or(issued), posted: first, ..Dates::default() };
    }
    let other_year = |date: &PartialDate| issued.is_none_or(|issued| issued.year != date.year);
    Dates {
        issued: issued.or(first),
        print: issued.filter(|_| word(result, "pubModel").contains("Print")),
        online: day("electronicPublicationDate").or_else(|| first.filter(other_year)),
        posted: None,
    }
}

fn heading(heading: &Value) -> Option<MeshHeading> {
    let major = |value: &Value| word(value, "majorTopic_YN") == "Y";
    let qualifiers = objects(heading.pointer("/meshQualifierList/meshQualifier")).into_iter();
    Some(MeshHeading {
        descriptor: text(heading.get("descriptorName"))?,
        qualifiers: qualifiers.filter_map(|name| Some((text(name.get("qualifierName"))?, major(name)))).collect(),
        major: major(heading),
    })
}

fn word<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default().trim()
}
