//! `custom.ibid`: what a lock knows of a work beyond CSL's words.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::csl;
use crate::record::{
    Day, Identifier, Notice, NoticeAbout, NoticeKind, PartialDate, Record, Relation, RelationKind, ReportedBy, Source,
    View,
};

/// Writes a view: CSL's members into `members`, all else into `facts`. `id` is the item's identifier.
pub(super) fn write_view(
    view: &View,
    id: &Identifier,
    members: &mut Map<String, Value>,
    facts: &mut Map<String, Value>,
) {
    let record = &*view.record;
    csl::write(record, members, facts);
    facts.insert("source".into(), view.source.key().into());
    facts.insert("fetched".into(), view.fetched.to_string().into());
    if view.notices_fetched != view.fetched {
        facts.insert("notices-fetched".into(), view.notices_fetched.to_string().into());
    }
    if view.transcribed {
        facts.insert("transcribed".into(), true.into());
    }
    if record.id != *id {
        facts.insert("record-id".into(), record.id.to_string().into());
    }
    let mut list = |key: &str, items: Vec<Value>| {
        if !items.is_empty() {
            facts.insert(key.into(), Value::Array(items));
        }
    };
    list("same-as", record.same_as.iter().map(|id| id.to_string().into()).collect());
    list("notices", view.notices.iter().map(write_notice).collect());
    list("notice-about", record.notice_about.iter().map(write_about).collect());
    list("relations", record.relations.iter().map(write_relation).collect());
}

/// Takes a view out of `members` and `facts`; `Ok(None)` where they name no source that gives records to this version,
/// or have a notice that it cannot read, and nothing is taken.
///
/// # Errors
/// Why the view cannot be relied on: the end of a sentence.
pub(super) fn take_view(
    id: &Identifier,
    members: &mut Map<String, Value>,
    facts: &mut Map<String, Value>,
) -> Result<Option<View>, String> {
    let source = facts.get("source").and_then(Value::as_str).and_then(Source::from_key);
    let Some(source) = source.filter(|source| source.gives_records()) else { return Ok(None) };
    let Some(notices) = read_notices(facts.get("notices")) else { return Ok(None) };
    let day = |key: &str| facts.get(key).and_then(Value::as_str).and_then(Day::parse);
    let fetched = day("fetched").ok_or("custom.ibid.fetched is no day")?;
    let notices_fetched = day("notices-fetched").unwrap_or(fetched).max(fetched);
    for key in ["source", "fetched", "notices-fetched", "notices"] {
        facts.remove(key);
    }
    let transcribed = facts.remove("transcribed") == Some(Value::Bool(true));
    let record_id = take_text(facts, "record-id").and_then(|text| Identifier::parse(&text));
    let mut record = Record::new(record_id.unwrap_or_else(|| id.clone()));
    record.same_as = take_texts(facts, "same-as").iter().filter_map(|id| Identifier::parse(id)).collect();
    record.notices.clone_from(&notices);
    record.notice_about = take_list(facts, "notice-about").iter().filter_map(read_about).collect();
    record.relations = take_list(facts, "relations").iter().filter_map(read_relation).collect();
    let record = Arc::new(csl::read(record, members, facts));
    Ok(Some(View { source, fetched, record, notices_fetched, notices: notices.into(), transcribed }))
}

fn write_notice(notice: &Notice) -> Value {
    let mut members = Map::new();
    csl::put(&mut members, "kind", Some(notice.kind.key()));
    csl::put(&mut members, "notice", notice.notice.as_ref().map(ToString::to_string).as_deref());
    csl::put(&mut members, "date", notice.date.map(|date| date.to_string()).as_deref());
    let reporters: Vec<&str> = notice.reported_by.iter().map(ReportedBy::key).collect();
    members.insert("reported-by".into(), json!(reporters));
    csl::put(&mut members, "reason", notice.reason.as_deref());
    Value::Object(members)
}

/// Whether facts that were left over tell of a source, or of notices, which this version cannot read.
pub(super) fn is_unread(left: &Map<String, Value>) -> bool {
    ["source", "notices", "also"].iter().any(|key| left.contains_key(*key))
}

/// All notices, or none where one of them is of a kind that only a later version knows: part of them would be silence.
fn read_notices(value: Option<&Value>) -> Option<Vec<Notice>> {
    value.map_or(Some(Vec::new()), |list| list.as_array()?.iter().map(read_notice).collect())
}

fn read_notice(value: &Value) -> Option<Notice> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let reporters = value.get("reported-by").and_then(Value::as_array);
    Some(Notice {
        kind: text("kind").and_then(NoticeKind::from_key)?,
        notice: text("notice").and_then(Identifier::parse),
        date: text("date").and_then(PartialDate::parse),
        reported_by: reporters.into_iter().flatten().filter_map(Value::as_str).map(ReportedBy::from_key).collect(),
        reason: text("reason").map(str::to_owned),
    })
}

fn write_about(about: &NoticeAbout) -> Value {
    let mut members = Map::new();
    csl::put(&mut members, "kind", Some(about.kind.key()));
    csl::put(&mut members, "work", Some(&about.work.to_string()));
    csl::put(&mut members, "date", about.date.map(|date| date.to_string()).as_deref());
    Value::Object(members)
}

fn read_about(value: &Value) -> Option<NoticeAbout> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    Some(NoticeAbout {
        kind: text("kind").and_then(NoticeKind::from_key)?,
        work: text("work").and_then(Identifier::parse)?,
        date: text("date").and_then(PartialDate::parse),
    })
}

fn write_relation(relation: &Relation) -> Value {
    json!({ "kind": relation.kind.key(), "id": relation.target.to_string() })
}

fn read_relation(value: &Value) -> Option<Relation> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    Some(Relation {
        kind: text("kind").and_then(RelationKind::from_key)?,
        target: text("id").and_then(Identifier::parse)?,
    })
}

/// Takes a text; a number is a text to CSL. Anything else is left where it is.
pub(super) fn take_text(map: &mut Map<String, Value>, key: &str) -> Option<String> {
    match map.get(key)? {
        Value::String(_) | Value::Number(_) => match map.remove(key)? {
            Value::String(text) => Some(text),
            number => Some(number.to_string()),
        },
        _ => None,
    }
}

/// Takes a list; anything else is left where it is.
pub(super) fn take_list(map: &mut Map<String, Value>, key: &str) -> Vec<Value> {
    if !map.get(key).is_some_and(Value::is_array) {
        return Vec::new();
    }
    match map.remove(key) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}

/// Takes a list of texts.
pub(super) fn take_texts(map: &mut Map<String, Value>, key: &str) -> Vec<String> {
    let text = |value: Value| match value {
        Value::String(text) => Some(text),
        _ => None,
    };
    take_list(map, key).into_iter().filter_map(text).collect()
}
