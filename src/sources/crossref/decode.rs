//! A work as Crossref writes it, as a [`Record`]. Everything but `DOI` may be missing.

use serde_json::Value;

use super::field::{date, people};
use super::notice;
use crate::record::{
    Contributor, Dates, Name, NoticeKind, Record, Relation, RelationKind, WorkType, folded, split_status,
};
use crate::sources::field::{doi, objects, text, texts};
use crate::sources::{DecodeFault, body, jats, title_notice};

/// Reads the answer to a list request. An item that cannot be read is left out, the others stay; the order is
/// Crossref's own.
///
/// # Errors
///
/// The body is no list of works.
pub fn decode_list(body: &[u8]) -> Result<Vec<Record>, DecodeFault> {
    let message = envelope(body, "work-list")?;
    let items = message.get("items").and_then(Value::as_array);
    let items = items.ok_or_else(|| DecodeFault::Foreign("a list without items".into()))?;
    Ok(items.iter().filter_map(record).collect())
}

/// Reads the answer to a single request. Its identifier may be another than was asked for: Crossref answers under
/// the current name of a DOI that has an alias.
///
/// # Errors
///
/// The body is no work.
pub fn decode_work(body: &[u8]) -> Result<Record, DecodeFault> {
    record(&envelope(body, "work")?).ok_or_else(|| DecodeFault::Foreign("a record without a DOI".into()))
}

/// Opens `{"status": "ok", "message-type": kind, "message": …}`.
pub(super) fn envelope(body: &[u8], kind: &str) -> Result<Value, DecodeFault> {
    let mut value = body::json(body)?;
    let given = value.get("message-type").and_then(Value::as_str);
    if given != Some(kind) {
        return Err(DecodeFault::Foreign(match given {
            Some("validation-failure") => "a complaint about the request".into(),
            Some("exception") => "an error of its own".into(),
            _ => "no record".into(),
        }));
    }
    match value.get_mut("message").map(Value::take) {
        Some(message @ Value::Object(_)) => Ok(message),
        _ => Err(DecodeFault::Foreign("no record".into())),
    }
}

fn record(work: &Value) -> Option<Record> {
    let id = doi(work.get("DOI"))?;
    let (container_title, container_short) = container(work);
    let authors = people(work.get("author"));
    let notice_about = notice::about_others(work, &id);
    let announces = notice_about.iter().any(|about| about.kind != NoticeKind::NewVersion)
        || is_by_the_journal(&authors, container_title.as_deref());
    let mut titles = texts(work.get("title")).into_iter();
    let (mark, title) = match titles.next() {
        Some(title) if !announces => {
            let (mark, bare) = split_status(&title);
            (mark, Some(bare.to_owned()))
        }
        title => (None, title),
    };
    let mut other_titles: Vec<String> = titles.chain(texts(work.get("original-title"))).collect();
    other_titles.retain(|other| Some(other) != title.as_ref());
    other_titles.dedup();
    let work_type = work_type(work);
    let pages = text(work.get("page"));

    let notices = title_notice::add(notice::about_work(work, &id), mark, [&id]);
    let same_as = objects_as_dois(work.get("aliases")).into_iter().filter(|alias| *alias != id).collect();
    Some(Record {
        same_as,
        title,
        subtitle: texts(work.get("subtitle")).into_iter().next(),
        other_titles,
        authors,
        editors: people(work.get("editor")),
        container_title,
        container_short,
        publisher: text(work.get("publisher")),
        dates: Dates {
            issued: date(work.get("issued")).or_else(|| date(work.get("published"))),
            print: date(work.get("published-print")),
            online: date(work.get("published-online")),
            posted: date(work.get("posted")),
        },
        volume: text(work.get("volume")),
        issue: text(work.get("issue")),
        article_number: text(work.get("article-number")).filter(|number| pages.as_ref() != Some(number)),
        pages,
        abstract_text: work.get("abstract").and_then(Value::as_str).and_then(jats::abstract_text),
        language: text(work.get("language")),
        notice_about,
        relations: relations(work, &id),
        notices,
        work_type,
        ..Record::new(id)
    })
}

/// Whether the journal itself is the only author, as of Hindawi's retraction notices, which are titled as the work
/// that they retract is ("Retracted: …") and registered without saying of which they are.
fn is_by_the_journal(authors: &[Contributor], container: Option<&str>) -> bool {
    let [author] = authors else { return false };
    match (&author.name, container) {
        (Name::Person { family, given, .. }, Some(container)) => {
            let name = given.as_ref().map_or_else(|| family.clone(), |given| format!("{given} {family}"));
            folded(&name) == folded(container)
        }
        (Name::Group(name), Some(container)) => folded(name) == folded(container),
        _ => false,
    }
}

/// Crossref's types (`/types`), and `subtype` for what is posted.
fn work_type(work: &Value) -> WorkType {
    let word = |name: &str| work.get(name).and_then(Value::as_str).unwrap_or_default();
    match (word("type"), word("subtype")) {
        ("journal-article", _) => WorkType::Article,
        ("posted-content", "preprint") => WorkType::Preprint,
        ("book" | "monograph" | "edited-book" | "reference-book", _) => WorkType::Book,
        ("book-chapter" | "book-section" | "book-part" | "reference-entry", _) => WorkType::Chapter,
        ("proceedings-article", _) => WorkType::ProceedingsPaper,
        ("dissertation", _) => WorkType::Dissertation,
        ("dataset", _) => WorkType::Dataset,
        ("report", _) => WorkType::Report,
        ("peer-review", _) => WorkType::PeerReview,
        (other, _) => WorkType::Other(other.chars().take(60).collect()),
    }
}

/// The container and its abbreviation. Records of before 2016 hold both in `container-title`, in any order, the
/// abbreviation sometimes without its blanks.
fn container(work: &Value) -> (Option<String>, Option<String>) {
    let mut titles = texts(work.get("container-title"));
    let mut short = texts(work.get("short-container-title")).into_iter().next();
    let journal = work.get("type").and_then(Value::as_str) == Some("journal-article");
    if journal && titles.len() > 1 {
        let longest = (0..titles.len()).max_by_key(|&at| (titles[at].contains(' '), titles[at].chars().count()));
        titles.swap(0, longest.unwrap_or(0));
        let squashed: String = titles[0].split(' ').flat_map(str::chars).flat_map(char::to_lowercase).collect();
        short = short.or_else(|| titles[1..].iter().find(|title| **title != squashed).cloned());
    }
    let title = titles.into_iter().next();
    match (title, short) {
        (None, short) => (short, None),
        (title, short) => (title.clone(), short.filter(|short| Some(short) != title.as_ref())),
    }
}

fn objects_as_dois(value: Option<&Value>) -> Vec<crate::record::Identifier> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(|item| doi(Some(item))).collect()
}

fn relations(work: &Value, id: &crate::record::Identifier) -> Vec<Relation> {
    let Some(Value::Object(map)) = work.get("relation") else { return Vec::new() };
    let mut relations = Vec::new();
    for (name, targets) in map {
        let kind = match name.to_ascii_lowercase().replace('_', "-").as_str() {
            "is-preprint-of" => RelationKind::PreprintOf,
            "has-preprint" => RelationKind::HasPreprint,
            "is-version-of" => RelationKind::VersionOf,
            "has-version" => RelationKind::HasVersion,
            "is-replaced-by" => RelationKind::ReplacedBy,
            "is-translation-of" | "has-translation" => RelationKind::Translation,
            _ => continue,
        };
        for target in objects(Some(targets)) {
            let kind_of_id = target.get("id-type").and_then(Value::as_str).unwrap_or_default();
            if let Some(target) = doi(target.get("id")).filter(|_| kind_of_id.eq_ignore_ascii_case("doi"))
                && target != *id
                && !relations.iter().any(|known: &Relation| known.kind == kind && known.target == target)
            {
                relations.push(Relation { kind, target });
            }
        }
    }
    relations
}
