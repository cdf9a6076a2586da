//! A work as DataCite writes it, as a [`Record`].

use serde_json::Value;

use super::titles::{Titles, titles};
use super::{creator, dates, kind};
use crate::record::{
    Identifier, IdentifierKind, Notice, OtherAbstract, PartialDate, Record, Relation, RelationKind, WorkType,
    split_status,
};
use crate::sources::field::{MOST, doi, https, objects, text};
use crate::sources::{DecodeFault, arxiv, body, jats, title_notice};

/// Reads the answer to a list request. An item that cannot be read is left out, the others stay; the order is
/// DataCite's own.
///
/// # Errors
///
/// The body is no list of works.
pub fn decode_list(body: &[u8]) -> Result<Vec<Record>, DecodeFault> {
    match data(body)? {
        Value::Array(items) => Ok(items.iter().filter_map(record).collect()),
        _ => Err(DecodeFault::Foreign("no list".into())),
    }
}

/// Reads the answer to a single request.
///
/// # Errors
///
/// The body is no work.
pub fn decode_work(body: &[u8]) -> Result<Record, DecodeFault> {
    match data(body)? {
        Value::Array(_) => Err(DecodeFault::Foreign("a list instead of a record".into())),
        work => record(&work).ok_or_else(|| DecodeFault::Foreign("a record without a DOI".into())),
    }
}

/// Opens `{"data": …}` (JSON:API); errors come as `{"errors": [{"status": "404", "title": …}]}`.
fn data(body: &[u8]) -> Result<Value, DecodeFault> {
    let mut value = body::json(body)?;
    if value.get("errors").is_some() {
        return Err(DecodeFault::Foreign("an error of its own".into()));
    }
    match value.get_mut("data").map(Value::take) {
        Some(data @ (Value::Object(_) | Value::Array(_))) => Ok(data),
        _ => Err(DecodeFault::Foreign("no record".into())),
    }
}

fn record(item: &Value) -> Option<Record> {
    let work = item.get("attributes")?;
    let id = doi(work.get("doi").or_else(|| item.get("id")))?;
    // A draft is not registered with doi.org yet.
    if work.get("state").and_then(Value::as_str) == Some("draft") {
        return None;
    }
    let Titles { main, subtitle, others } = titles(work);
    let (mark, title) = match main.as_deref().map(split_status) {
        Some((mark, bare)) => (mark, Some(bare.to_owned())),
        None => (None, None),
    };
    let work_type = kind::work_type(work, &id);
    let mut abstracts = abstracts(work).into_iter();
    let abstract_text = abstracts.next().map(|first| first.text);
    let dates = dates::dates(work, &id, &work_type);
    let withdrawn = withdrawn(work, &id, abstract_text.as_deref(), dates.online);
    let mut record = Record {
        same_as: related(work, &id, &["IsIdenticalTo"]),
        title,
        subtitle,
        other_titles: others,
        authors: creator::creators(work),
        editors: creator::editors(work),
        publisher: told(work.pointer("/publisher/name").or_else(|| work.get("publisher"))),
        dates,
        abstract_text,
        other_abstracts: abstracts.collect(),
        keywords: keywords(work),
        publication_types: kind::own_words(work, &work_type).into_iter().collect(),
        language: told(work.get("language")),
        version: version(work, &id),
        full_text: full_text(work, &id, &work_type),
        notices: title_notice::add(withdrawn.into_iter().collect(), mark, [&id]),
        relations: relations(work, &id, &work_type),
        work_type,
        ..Record::new(id)
    };
    contain(work, &mut record);
    Some(record)
}

/// A text, unless it is one of the codes for an unknown value (`(:unav)`, `:tba`; DataCite Metadata Schema 4.6,
/// appendix 3).
pub(super) fn told(value: Option<&Value>) -> Option<String> {
    text(value).filter(|text| !text.trim_start_matches('(').starts_with(':'))
}

/// What the work appeared in. DataCite makes volume and pages from a free line ("… Valencia, Spain; 3353-3356"), so
/// only what looks like them is taken, and nothing of a thesis, whose line names the university.
fn contain(work: &Value, record: &mut Record) {
    let Some(container) = work.get("container") else { return };
    let repository = container.get("type").and_then(Value::as_str) == Some("DataRepository");
    if repository || record.work_type == WorkType::Dissertation {
        return;
    }
    let number = |name: &str| {
        told(container.get(name)).filter(|text| {
            text.chars().count() <= 16 && !text.contains(' ') && text.chars().any(|c| c.is_ascii_digit())
        })
    };
    record.container_title = told(container.get("title")).map(|title| match title.split_once("; ") {
        Some((title, rest)) if rest.starts_with(|c: char| c.is_ascii_digit()) => title.to_owned(),
        _ => title,
    });
    record.volume = number("volume");
    record.issue = number("issue");
    record.article_number = number("number");
    record.pages = match (number("firstPage"), number("lastPage")) {
        (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
        (first, _) => first,
    };
}

/// The abstracts, the one in the language of the work first; each once.
fn abstracts(work: &Value) -> Vec<OtherAbstract> {
    let mut abstracts: Vec<OtherAbstract> = Vec::new();
    let mut entries = objects(work.get("descriptions"));
    entries.retain(|entry| entry.get("descriptionType").and_then(Value::as_str) == Some("Abstract"));
    let language = work.get("language").and_then(Value::as_str);
    entries.sort_by_key(|entry| language.is_none() || entry.get("lang").and_then(Value::as_str) != language);
    for entry in entries.into_iter().take(MOST) {
        let Some(text) = entry.get("description").and_then(Value::as_str).and_then(paragraphs) else { continue };
        if !abstracts.iter().any(|known| known.text == text) {
            let label = told(entry.get("lang")).unwrap_or_else(|| "Other abstract".into());
            abstracts.push(OtherAbstract { label, text });
        }
    }
    abstracts
}

/// A description as paragraphs: HTML, or plain text with empty lines.
fn paragraphs(raw: &str) -> Option<String> {
    let blocks = ["<p", "<h", "<li", "<div", "<jats"].iter().any(|tag| raw.contains(tag));
    if blocks {
        return jats::abstract_text(raw);
    }
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = String::new();
    for line in raw.lines().chain([""]) {
        if line.trim().is_empty() {
            paragraphs.extend(jats::abstract_text(&std::mem::take(&mut open)));
        } else {
            open.push_str(line);
            open.push('\n');
        }
    }
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

/// Subjects that are words of the authors. Those of a classification ("FOS: Earth sciences", "550") are none, but for
/// arXiv's own categories.
fn keywords(work: &Value) -> Vec<String> {
    let mut keywords: Vec<String> = Vec::new();
    for subject in objects(work.get("subjects")).into_iter().take(MOST) {
        let scheme = subject.get("subjectScheme").and_then(Value::as_str).unwrap_or_default();
        let own = scheme.is_empty() || scheme == "arXiv" || scheme.to_ascii_lowercase().contains("keyword");
        if let Some(word) = told(subject.get("subject")).filter(|word| own && !word.starts_with("FOS: "))
            && !keywords.contains(&word)
        {
            keywords.push(word);
        }
    }
    keywords
}

/// What arXiv's comment, one of the descriptions here, says of a withdrawal.
fn withdrawn(work: &Value, id: &Identifier, abstract_text: Option<&str>, date: Option<PartialDate>) -> Option<Notice> {
    let of_arxiv = id.kind() == IdentifierKind::Arxiv;
    let others = objects(work.get("descriptions")).into_iter();
    let mut others = others.filter(|it| it.get("descriptionType").and_then(Value::as_str) == Some("Other"));
    let comment = others.find_map(|entry| text(entry.get("description")));
    arxiv::withdrawal(comment.as_deref(), abstract_text, date).filter(|_| of_arxiv)
}

/// The version; arXiv's numbers as arXiv writes them (`v7`).
fn version(work: &Value, id: &Identifier) -> Option<String> {
    let version = told(work.get("version"))?;
    let number = id.kind() == IdentifierKind::Arxiv && version.bytes().all(|byte| byte.is_ascii_digit());
    Some(if number { format!("v{version}") } else { version })
}

/// The page of a text that is free to read: in arXiv, or under a licence that says so.
fn full_text(work: &Value, id: &Identifier, work_type: &WorkType) -> Option<String> {
    if id.kind() == IdentifierKind::Arxiv {
        return id.link();
    }
    let text = match work_type {
        WorkType::Dataset => false,
        WorkType::Other(word) => word == "text",
        _ => true,
    };
    let free = objects(work.get("rightsList")).into_iter().any(|rights| {
        let word = |name: &str| rights.get(name).and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
        word("rightsIdentifier").starts_with("cc")
            || word("rightsUri").contains("//creativecommons.org/")
            || word("rightsUri") == "info:eu-repo/semantics/openaccess"
    });
    https(work.get("url")).filter(|_| text && free)
}

/// The related works, from the side of this one (DataCite Metadata Schema 4.6, `relationType`).
fn relations(work: &Value, id: &Identifier, work_type: &WorkType) -> Vec<Relation> {
    const KINDS: [(&[&str], RelationKind); 4] = [
        (&["IsVersionOf", "IsNewVersionOf"], RelationKind::VersionOf),
        (&["HasVersion"], RelationKind::HasVersion),
        (&["IsPreviousVersionOf", "IsObsoletedBy"], RelationKind::ReplacedBy),
        (&["IsTranslationOf", "HasTranslation"], RelationKind::Translation),
    ];
    let mut relations = Vec::new();
    for (words, kind) in KINDS {
        for target in related(work, id, words) {
            // A repository's versions stay with it; what a preprint is a version of elsewhere is the published work.
            let published = *work_type == WorkType::Preprint
                && matches!(kind, RelationKind::VersionOf | RelationKind::ReplacedBy)
                && target.registrant() != id.registrant();
            relations.push(Relation { kind: if published { RelationKind::PreprintOf } else { kind }, target });
        }
    }
    relations.dedup();
    relations
}

/// The identifiers that stand in one of `relations` to the work, each once.
fn related(work: &Value, id: &Identifier, relations: &[&str]) -> Vec<Identifier> {
    let mut found: Vec<Identifier> = Vec::new();
    for entry in objects(work.get("relatedIdentifiers")) {
        let word = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default().trim();
        if found.len() >= MOST || !relations.contains(&word("relationType")) {
            continue;
        }
        let raw = word("relatedIdentifier");
        let target = match word("relatedIdentifierType").to_ascii_lowercase().as_str() {
            "doi" => doi(entry.get("relatedIdentifier")),
            "arxiv" => Identifier::from_arxiv(
                raw.get(..6).map_or(raw, |prefix| if prefix.eq_ignore_ascii_case("arxiv:") { &raw[6..] } else { raw }),
            ),
            "pmid" => Identifier::from_pmid(raw),
            _ => None,
        };
        if let Some(target) = target.filter(|target| target != id && !found.contains(target)) {
            found.push(target);
        }
    }
    found
}
