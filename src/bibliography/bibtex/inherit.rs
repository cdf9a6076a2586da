//! Fields that an entry takes from others: `xdata`, `crossref` (biblatex's manual, "Cross-referencing").

use super::said::source;
use crate::bibliography::{Bibliography, Entry, Field};

/// So far is inherited, and from so many.
const DEEPEST: usize = 3;
const MOST: usize = 8;

/// What a part does not have of its whole: what names the whole itself, and what points elsewhere.
const OWN: [&str; 24] = [
    "abstract",
    "crossref",
    "date-added",
    "doi",
    "eid",
    "eprint",
    "file",
    "ids",
    "isbn",
    "keywords",
    "key",
    "label",
    "note",
    "options",
    "pages",
    "pagetotal",
    "pmcid",
    "pmid",
    "related",
    "shorthand",
    "sortkey",
    "url",
    "xdata",
    "xref",
];

/// The field of this name, the entry's own or inherited; an empty one counts as none.
pub(super) fn field<'a>(bibliography: &'a Bibliography, entry: &'a Entry, name: &str) -> Option<Field> {
    inherited(bibliography, entry, name, 0)
}

/// The entry's own field of this name: the last, as pandoc and biber take it.
pub(super) fn own<'a>(bibliography: &'a Bibliography, entry: &'a Entry, name: &str) -> Option<Field> {
    let text = bibliography.text();
    let named = |field: &Field| {
        field.name.of(text).eq_ignore_ascii_case(name) && !matches!(field.value.of(text), "{}" | "\"\"")
    };
    entry.fields.iter().rev().find(named)
}

fn inherited<'a>(bibliography: &'a Bibliography, entry: &'a Entry, name: &str, depth: usize) -> Option<Field> {
    if let Some(field) = own(bibliography, entry, name) {
        return Some(field);
    }
    if depth >= DEEPEST || matches!(name, "xdata" | "crossref") {
        return None;
    }
    if let Some(keys) = own(bibliography, entry, "xdata") {
        let keys = source(bibliography, keys);
        let data = keys.split(',').take(MOST).filter_map(|key| bibliography.get(key.trim()));
        let found = data
            .filter(|data| !std::ptr::eq(*data, entry))
            .find_map(|data| inherited(bibliography, data, name, depth + 1));
        if found.is_some() {
            return found;
        }
    }
    let whole = source(bibliography, own(bibliography, entry, "crossref")?);
    let whole = bibliography.get(whole.trim()).filter(|whole| !std::ptr::eq(*whole, entry))?;
    let text = bibliography.text();
    let (part, kind) = (entry.kind.of(text).to_ascii_lowercase(), whole.kind.of(text).to_ascii_lowercase());
    let title = titles(&part, &kind, name).and_then(|title| inherited(bibliography, whole, title, depth + 1));
    title.or_else(|| {
        let is_titled = matches!(name, "title" | "subtitle") && has_titles(&part, &kind);
        if is_titled || OWN.contains(&name) { None } else { inherited(bibliography, whole, name, depth + 1) }
    })
}

/// Whether the whole's title is another field of the part's, and not its title.
fn has_titles(part: &str, whole: &str) -> bool {
    titles(part, whole, "booktitle").or(titles(part, whole, "maintitle")).or(titles(part, whole, "journal")).is_some()
}

/// The whole's field that a part has as `name`.
fn titles(part: &str, whole: &str, name: &str) -> Option<&'static str> {
    const PARTS: [&str; 9] = [
        "inbook",
        "bookinbook",
        "suppbook",
        "incollection",
        "inreference",
        "suppcollection",
        "inproceedings",
        "conference",
        "book",
    ];
    let wanted = match (part, whole) {
        (_, "mvbook" | "mvcollection" | "mvreference" | "mvproceedings") => ["maintitle", "mainsubtitle", ""],
        ("article" | "suppperiodical" | "review", "periodical") => ["journaltitle", "journalsubtitle", "journal"],
        _ if PARTS.contains(&part) => ["booktitle", "booksubtitle", ""],
        _ => return None,
    };
    match wanted.iter().position(|wanted| *wanted == name && !wanted.is_empty())? {
        1 => Some("subtitle"),
        _ => Some("title"),
    }
}
