//! The feed that arXiv answers with (RFC 4287 with elements of arXiv's own).

use super::withdrawal;
use crate::record::{Contributor, Dates, Identifier, Record, Relation, RelationKind, WorkType, split_status};
use crate::sources::doi::doi;
use crate::sources::field::{MOST, iso_date};
use crate::sources::person::natural;
use crate::sources::xml::{Element, document};
use crate::sources::{DecodeFault, body, jats, title_notice};

/// Longest text taken of a field, in bytes; summaries have some 2,000.
const LONGEST: usize = 64_000;

/// What arXiv says of one identifier that it was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArxivAnswer {
    /// It has the paper.
    Record(Box<Record>),
    /// The whole answer has all others that came, and not this one. No denial yet.
    Missing,
    /// The answer lacks it, and holds something that cannot be told: it may be this one.
    Unclear,
}

/// Reads the answer to a request: one for each of `ids`, in their order; a feed comes in any.
///
/// # Errors
///
/// The body is cut, malformed, no feed, or arXiv's complaint about the request.
pub fn decode(ids: &[Identifier], body: &[u8]) -> Result<Vec<ArxivAnswer>, DecodeFault> {
    let (records, whole) = feed(body)?;
    let whole = whole && records.iter().all(|record| ids.contains(&record.id));
    let answer = |id: &Identifier| match records.iter().find(|record| record.id == *id) {
        Some(record) => ArxivAnswer::Record(Box::new(record.clone())),
        None if whole => ArxivAnswer::Missing,
        None => ArxivAnswer::Unclear,
    };
    Ok(ids.iter().map(answer).collect())
}

/// Reads a feed, whoever asked for it. An entry that cannot be read is left out.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_feed(body: &[u8]) -> Result<Vec<Record>, DecodeFault> {
    feed(body).map(|(records, _)| records)
}

/// The records of a feed, and whether they are all that it has.
fn feed(body: &[u8]) -> Result<(Vec<Record>, bool), DecodeFault> {
    let root = document(body, &[])?;
    if local(root.name) != "feed" {
        return Err(DecodeFault::Foreign("no feed".into()));
    }
    let entries: Vec<&Element<'_>> = root.children.iter().filter(|child| local(child.name) == "entry").collect();
    // Errors come as an entry, some with status 200.
    let error = entries.iter().find(|entry| text(entry, "id").is_some_and(|id| id.contains("/api/errors")));
    if let Some(error) = error {
        return Err(body::own_error(&text(error, "summary").unwrap_or_default()));
    }
    let total = text(&root, "totalResults").and_then(|total| total.parse::<usize>().ok());
    let records: Vec<Record> = entries.iter().filter_map(|entry| record(entry)).collect();
    let whole = records.len() == entries.len() && total.is_none_or(|total| total <= entries.len());
    Ok((records, whole))
}

fn record(entry: &Element<'_>) -> Option<Record> {
    let (id, version) = id_and_version(&text(entry, "id")?)?;
    let title = text(entry, "title")?;
    let (mark, title) = split_status(&title);
    let date = |name: &str| iso_date(&text(entry, name)?);
    let (posted, updated) = (date("published"), date("updated"));
    let abstract_text = child(entry, "summary").and_then(|summary| paragraphs(summary.inner));
    let notice = withdrawal(text(entry, "comment").as_deref(), abstract_text.as_deref(), updated);
    // The authors say so, after the paper has appeared.
    let published = text(entry, "doi").and_then(|written| doi(&written)).filter(|target| *target != id);
    Some(Record {
        work_type: WorkType::Preprint,
        title: Some(title.to_owned()),
        authors: all(entry, "author").filter_map(author).collect(),
        publisher: Some("arXiv".into()),
        dates: Dates { issued: posted, posted, online: updated, print: None },
        abstract_text,
        keywords: keywords(entry),
        version,
        full_text: id.link(),
        notices: title_notice::add(notice.into_iter().collect(), mark, [&id]),
        relations: published.map(|target| Relation { kind: RelationKind::PreprintOf, target }).into_iter().collect(),
        ..Record::new(id)
    })
}

/// `http://arxiv.org/abs/1706.03762v7` as `arxiv:1706.03762` and `v7`.
fn id_and_version(address: &str) -> Option<(Identifier, Option<String>)> {
    let written = address.split_once("/abs/")?.1;
    let id = Identifier::from_arxiv(written)?;
    let number = written.rsplit_once('v').map(|(_, number)| number);
    let number = number.filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    Some((id, number.map(|number| format!("v{number}"))))
}

fn author(author: &Element<'_>) -> Option<Contributor> {
    let name = natural(&text(author, "name")?)?;
    let affiliations = all(author, "affiliation").filter_map(|place| line(place.inner)).collect();
    Some(Contributor { affiliations, ..Contributor::from(name) })
}

/// The subject classes of arXiv (`cs.CL`), the first one first; those of other schemes stand among them.
fn keywords(entry: &Element<'_>) -> Vec<String> {
    let terms = all(entry, "primary_category").chain(all(entry, "category")).filter_map(|it| it.attribute("term"));
    let class = |term: &String| {
        term.len() <= 20 && term.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'.' | b'-'))
    };
    let mut keywords: Vec<String> = Vec::new();
    for term in terms.filter(class).take(MOST) {
        if !keywords.contains(&term) {
            keywords.push(term);
        }
    }
    keywords
}

/// A summary as paragraphs: lines are broken anywhere, and one that begins with blanks begins a paragraph.
fn paragraphs(raw: &str) -> Option<String> {
    let raw = body::start(raw, LONGEST);
    let mut paragraphs = vec![String::new()];
    for line in raw.trim().lines() {
        if line.trim().is_empty() || line.starts_with("  ") {
            paragraphs.push(String::new());
        }
        if let Some(open) = paragraphs.last_mut() {
            open.push_str(line);
            open.push('\n');
        }
    }
    let texts: Vec<String> = paragraphs.iter().filter_map(|text| line(text)).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

fn text(element: &Element<'_>, name: &str) -> Option<String> {
    line(child(element, name)?.inner)
}

fn line(raw: &str) -> Option<String> {
    Some(jats::inline(body::start(raw, LONGEST))).filter(|text| !text.is_empty())
}

fn child<'e, 'a>(element: &'e Element<'a>, name: &str) -> Option<&'e Element<'a>> {
    element.children.iter().find(|child| local(child.name) == name)
}

fn all<'e, 'a: 'e>(element: &'e Element<'a>, name: &'static str) -> impl Iterator<Item = &'e Element<'a>> {
    element.children.iter().filter(move |child| local(child.name) == name)
}

/// A name without its prefix, which a feed may choose.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
