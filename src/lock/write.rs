//! Writing a lock: sorted, LF, one field a line, the same bytes for the same content.

use serde_json::{Map, Value, json};

use super::document::VERSION;
use super::facts::write_view;
use super::{Lock, LockItem};
use crate::record::IdentifierKind;

/// The members of an item in the order of a reference; others follow by name, `custom` last.
const ORDER: [&str; 17] = [
    "id",
    "other-ids",
    "type",
    "title",
    "author",
    "editor",
    "container-title",
    "container-title-short",
    "publisher",
    "issued",
    "volume",
    "issue",
    "page",
    "language",
    "DOI",
    "URL",
    "abstract",
];

impl Lock {
    /// Writes it; what could not be read ([`Lock::lost`]) as it is, behind the rest.
    #[must_use]
    pub fn write(&self) -> String {
        let sorted = self.clone().sorted();
        let mut out = format!("{{\n  \"version\": {VERSION},\n  \"items\": ");
        let lost =
            |is_item| sorted.lost.iter().filter(move |lost| lost.is_item == is_item).map(|lost| lost.value.clone());
        let items = sorted.items.iter().map(|item| Value::Object(members(item)));
        list(&mut out, items.chain(sorted.foreign.iter().cloned()).chain(lost(true)).map(|item| (true, item)));
        out.push_str(",\n  \"absent\": ");
        let row = |(id, absent): &(crate::record::Identifier, crate::record::Absent)| json!({ "id": id.to_string(), "authority": absent.authority, "asked": absent.asked.to_string() });
        list(&mut out, sorted.absent.iter().map(row).chain(lost(false)).map(|row| (false, row)));
        out.push_str("\n}\n");
        out
    }
}

/// The members of an item, those that this version does not know included.
fn members(item: &LockItem) -> Map<String, Value> {
    let mut members = Map::new();
    let mut facts = Map::new();
    facts.insert("id".into(), item.id.to_string().into());
    if let Some(agency) = &item.known.agency {
        facts.insert("agency".into(), agency.as_str().into());
    }
    if let Some(target) = &item.known.alias_of {
        facts.insert("alias-of".into(), target.to_string().into());
    }
    let mut views = item.known.views.iter();
    if let Some(view) = views.next() {
        write_view(view, &item.id, &mut members, &mut facts);
        write_identifier(item, &mut members);
    }
    let mut also: Vec<Value> = views
        .map(|view| {
            let (mut csl, mut its_facts) = (Map::new(), Map::new());
            write_view(view, &item.id, &mut csl, &mut its_facts);
            csl.insert("custom".into(), json!({ "ibid": its_facts }));
            Value::Object(csl)
        })
        .collect();
    if let Some(Value::Array(kept)) = item.other.get("custom").and_then(|custom| custom.get("ibid")?.get("also")) {
        also.extend(kept.iter().cloned());
    }
    if !also.is_empty() {
        facts.insert("also".into(), Value::Array(also));
    }
    members.insert("custom".into(), json!({ "ibid": facts }));
    let first = item.spellings.first().cloned().unwrap_or_else(|| item.id.to_string());
    members.insert("id".into(), first.into());
    // A spelling with a blank could not be told from two.
    let others: Vec<&str> =
        item.spellings.iter().skip(1).map(String::as_str).filter(|s| !s.contains(char::is_whitespace)).collect();
    if !others.is_empty() {
        members.insert("other-ids".into(), others.join(" ").into());
    }
    add_unknown(&mut members, &item.other);
    // An item without a record still needs a type and a DOI for a reference to be made of it.
    members.entry("type").or_insert_with(|| "document".into());
    write_identifier(item, &mut members);
    members
}

/// Writes the identifier under which a reader finds the work, in CSL's words; what is there already stays.
fn write_identifier(item: &LockItem, members: &mut Map<String, Value>) {
    let id = item.known.alias_of.as_ref().unwrap_or(&item.id);
    let (name, value) = match id.kind() {
        IdentifierKind::Pmid => ("PMID", Some(id.value().to_owned())),
        IdentifierKind::Pmcid => ("PMCID", Some(id.value().to_owned())),
        _ => ("DOI", id.doi()),
    };
    if let Some(value) = value {
        members.entry(name).or_insert_with(|| value.into());
    }
}

/// Adds what `members` lack, table by table.
fn add_unknown(members: &mut Map<String, Value>, unknown: &Map<String, Value>) {
    for (key, value) in unknown {
        match (members.get_mut(key), value) {
            (None, _) => {
                members.insert(key.clone(), value.clone());
            }
            (Some(Value::Object(known)), Value::Object(more)) => add_unknown(known, more),
            _ => {}
        }
    }
}

/// Writes a list of the root; each value says whether it is an item, whose members have lines of their own.
fn list(out: &mut String, values: impl Iterator<Item = (bool, Value)>) {
    out.push('[');
    let mut some = false;
    for (is_item, value) in values {
        out.push_str(if some { ",\n    " } else { "\n    " });
        some = true;
        match (&value, is_item) {
            (Value::Object(members), true) => table(out, members, 4, true),
            _ => out.push_str(&one_line(&value)),
        }
    }
    out.push_str(if some { "\n  ]" } else { "]" });
}

/// Writes a table with a line for each member, at `indent` blanks.
fn table(out: &mut String, members: &Map<String, Value>, indent: usize, is_item: bool) {
    let rank = |key: &str| match ORDER.iter().position(|known| *known == key) {
        Some(at) => at,
        None if key == "custom" => ORDER.len() + 1,
        None => ORDER.len(),
    };
    let mut rows: Vec<(&String, &Value)> = members.iter().collect();
    if is_item {
        rows.sort_by(|(a, _), (b, _)| (rank(a), *a).cmp(&(rank(b), *b)));
    } else {
        rows.sort_by_key(|(key, _)| *key);
    }
    let blanks = " ".repeat(indent);
    out.push('{');
    for (at, (key, value)) in rows.into_iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&blanks);
        out.push_str("  ");
        out.push_str(&escaped(key));
        out.push_str(": ");
        match value {
            // `custom` and `ibid` in it are tables of facts; other tables are values, such as dates.
            Value::Object(members) if matches!(key.as_str(), "custom" | "ibid") => {
                table(out, members, indent + 2, false);
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at == 0 { "\n" } else { ",\n" });
                    out.push_str(&blanks);
                    out.push_str("    ");
                    out.push_str(&one_line(item));
                }
                out.push('\n');
                out.push_str(&blanks);
                out.push_str("  ]");
            }
            _ => out.push_str(&one_line(value)),
        }
    }
    out.push('\n');
    out.push_str(&blanks);
    out.push('}');
}

/// A value on one line, with blanks behind colons and commas; members by name.
fn one_line(value: &Value) -> String {
    match value {
        Value::String(text) => escaped(text),
        Value::Array(items) => format!("[{}]", items.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let mut rows: Vec<_> = members.iter().collect();
            rows.sort_by_key(|(key, _)| *key);
            let rows: Vec<_> =
                rows.into_iter().map(|(key, value)| format!("{}: {}", escaped(key), one_line(value))).collect();
            format!("{{{}}}", rows.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A JSON string in which no character steers a terminal or the direction of writing.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for ch in Value::from(text).to_string().chars() {
        match ch {
            '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => out.push_str(&format!("\\u{:04x}", u32::from(ch))),
            _ => out.push(ch),
        }
    }
    out
}
