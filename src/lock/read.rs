//! Reading a lock.

use serde_json::{Map, Value};

use super::document::VERSION;
use super::facts::{take_list, take_text, take_view};
use super::{Lock, LockFault, LockItem, Lost, merge_marks};
use crate::record::{Absent, Day, Identifier, IdentifierKind, Known};

impl Lock {
    /// Reads a lock file. An item that cannot be read is lost alone, and said in [`Lock::lost`].
    ///
    /// # Errors
    /// When nothing of it can be relied on; the caller keeps the file and names it.
    pub fn read(text: &str) -> Result<Self, LockFault> {
        if merge_marks::has(text) {
            return Err(LockFault::MergeMarks);
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let root: Value = serde_json::from_str(text).map_err(|error| LockFault::Broken(error.to_string()))?;
        let Value::Object(mut root) = root else {
            return Err(LockFault::Broken("it is not an object with “version” and “items”".into()));
        };
        match root.get("version").and_then(Value::as_u64) {
            Some(1..=VERSION) => {}
            Some(later) if later > VERSION => return Err(LockFault::Version(later)),
            _ => return Err(LockFault::Broken("its “version” is missing".into())),
        }
        if root.get("items").is_some_and(|items| !items.is_array()) {
            return Err(LockFault::Broken("its “items” are not a list".into()));
        }
        let mut lock = Self::default();
        for (at, value) in take_list(&mut root, "items").into_iter().enumerate() {
            match item(value.clone()) {
                _ if is_foreign(&value) => lock.foreign.push(value),
                Ok(item) => lock.items.push(item),
                Err(why) => {
                    let id = value.get("custom").and_then(|custom| custom.get("ibid")?.get("id"));
                    let id = id.and_then(Value::as_str).and_then(Identifier::parse);
                    let why = format!("Item {} was not read: {why}.", at + 1);
                    lock.lost.push(Lost { why, id, value, is_item: true });
                }
            }
        }
        for (at, value) in take_list(&mut root, "absent").into_iter().enumerate() {
            match absent(&value) {
                Some(row) => lock.absent.push(row),
                None => {
                    let id = value.get("id").and_then(Value::as_str).and_then(Identifier::parse);
                    let why = format!("Row {} of “absent” was not read.", at + 1);
                    lock.lost.push(Lost { why, id, value, is_item: false });
                }
            }
        }
        Ok(lock.sorted())
    }
}

/// Reads one item; why not, as the end of a sentence.
fn item(value: Value) -> Result<LockItem, String> {
    let Value::Object(mut members) = value else { return Err("it is no object".into()) };
    let mut custom = take_table(&mut members, "custom");
    let mut facts = take_table(&mut custom, "ibid");
    let written = take_text(&mut members, "id").unwrap_or_default();
    let id = take_text(&mut facts, "id").ok_or_else(|| format!("“{}” has no custom.ibid.id", shortened(&written)))?;
    let id = Identifier::parse(&id)
        .ok_or_else(|| format!("“{}” is no identifier that this version knows", shortened(&id)))?;
    let others = take_text(&mut members, "other-ids").unwrap_or_default();
    let mut spellings: Vec<String> = others.split_whitespace().map(str::to_owned).collect();
    if !written.is_empty() && (!spellings.is_empty() || written != id.to_string()) {
        spellings.insert(0, written);
    }
    let mut known = Known {
        agency: take_text(&mut facts, "agency"),
        alias_of: take_text(&mut facts, "alias-of").and_then(|text| Identifier::parse(&text)),
        ..Known::default()
    };
    if let Some(view) = take_view(&id, &mut members, &mut facts).map_err(|why| format!("{id}: {why}"))? {
        known.views.push(view);
        // Written anew from the identifier.
        members.remove("DOI");
    } else if members.len() == 2 && members.get("type").is_some_and(|word| word == "document") {
        // So is all that an item without a record has.
        members.retain(|key, _| !matches!(key.as_str(), "type" | "DOI"));
    }
    let mut kept = Vec::new();
    for also in take_list(&mut facts, "also") {
        let Value::Object(mut csl) = also.clone() else { continue };
        let mut its_custom = take_table(&mut csl, "custom");
        let mut its_facts = take_table(&mut its_custom, "ibid");
        match take_view(&id, &mut csl, &mut its_facts) {
            Ok(Some(view)) => known.views.push(view),
            _ => kept.push(also),
        }
    }
    if !kept.is_empty() {
        facts.insert("also".into(), Value::Array(kept));
    }
    put_table(&mut custom, "ibid", facts);
    put_table(&mut members, "custom", custom);
    Ok(LockItem { id, known, spellings, other: members })
}

/// Whether an item is of a kind of identifier that this version does not know.
fn is_foreign(value: &Value) -> bool {
    let id = value.get("custom").and_then(|custom| custom.get("ibid")?.get("id")).and_then(Value::as_str);
    let kind = id.and_then(|id| id.split_once(':')).map(|(kind, _)| kind);
    kind.is_some_and(|kind| {
        let known = IdentifierKind::ALL.map(IdentifierKind::prefix);
        !known.contains(&kind) && !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase())
    })
}

/// The beginning of a text that may be of any length.
fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn absent(value: &Value) -> Option<(Identifier, Absent)> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let id = Identifier::parse(text("id")?)?;
    Some((id, Absent { authority: text("authority")?.to_owned(), asked: Day::parse(text("asked")?)? }))
}

/// Takes a table; anything else is left where it is.
fn take_table(map: &mut Map<String, Value>, key: &str) -> Map<String, Value> {
    match map.get_mut(key) {
        Some(Value::Object(table)) => {
            let taken = std::mem::take(table);
            map.remove(key);
            taken
        }
        _ => Map::new(),
    }
}

fn put_table(map: &mut Map<String, Value>, key: &str, table: Map<String, Value>) {
    if !table.is_empty() {
        map.insert(key.into(), Value::Object(table));
    }
}
