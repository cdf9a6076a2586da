//! The keys of a configuration.

use super::nearest::nearest;

/// A key that takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// Its path; `*` is any name, `[]` a list of tables.
    pub(super) path: &'static [&'static str],
    /// Whether it steers the network, the store or the log, and so is not the project's to set.
    pub(super) process: bool,
}

const fn document(path: &'static [&'static str]) -> Key {
    Key { path, process: false }
}

const fn process(path: &'static [&'static str]) -> Key {
    Key { path, process: true }
}

/// Every key of the contract.
pub(super) const KEYS: &[Key] = &[
    document(&["bibliography"]),
    document(&["style"]),
    document(&["dialect"]),
    document(&["profile"]),
    document(&["extend"]),
    document(&["required-version"]),
    document(&["files", "exclude"]),
    document(&["rules", "*"]),
    document(&["forms", "doi"]),
    document(&["forms", "pmid"]),
    document(&["keys", "pattern"]),
    document(&["hints", "enabled"]),
    document(&["hints", "max-length"]),
    document(&["hover", "abstract"]),
    document(&["features", "*"]),
    document(&["ignore"]),
    document(&["manuscript"]),
    process(&["resolve", "online"]),
    process(&["resolve", "budget"]),
    process(&["resolve", "mailto"]),
    process(&["resolve", "timeout"]),
    process(&["resolve", "search"]),
    process(&["sources", "*", "url"]),
    process(&["sources", "*", "enabled"]),
    process(&["store", "url"]),
];

/// The sources that may be configured; those that this version does not ask are read and kept aside.
pub(super) const SOURCES: &[&str] = &["crossref", "datacite", "doi", "pubmed", "idconv", "arxiv", "europepmc"];

/// The features of an editor that may be switched.
pub(super) const FEATURES: &[&str] =
    &["hover", "completion", "definition", "references", "rename", "links", "highlights", "symbols", "hints"];

/// The members of one `[[ignore]]`.
pub(super) const IGNORE: &[&str] = &["rule", "identifier", "path", "key", "until", "reason"];

/// The members of one `[[manuscript]]`.
pub(super) const MANUSCRIPT: &[&str] = &["files", "supplement"];

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A key that takes a value.
    Leaf(Key),
    /// A table of keys.
    Section,
    /// Nothing.
    Unknown,
}

/// What stands at `path`.
pub(super) fn find(path: &[&str]) -> Found {
    match KEYS.iter().find(|key| key.path.len() >= path.len() && fits(key, path)) {
        Some(key) if key.path.len() == path.len() => Found::Leaf(*key),
        Some(_) => Found::Section,
        None => Found::Unknown,
    }
}

/// Whether the key agrees with `path` as far as both go.
fn fits(key: &Key, path: &[&str]) -> bool {
    key.path.iter().zip(path).all(|(known, given)| *known == "*" || known == given)
}

/// What to do about the unknown key `path`.
pub(super) fn suggestion(path: &[&str]) -> Option<String> {
    let (last, section) = path.split_last()?;
    let siblings = KEYS
        .iter()
        .filter(|key| key.path.len() > section.len() && fits(key, section))
        .map(|key| key.path[section.len()]);
    if let Some(name) = nearest(last, siblings.filter(|name| *name != "*")) {
        return Some(format!("Did you mean “{}”?", [section, &[name]].concat().join(".")));
    }
    // A key at the wrong place: `max-length` without its table.
    let elsewhere = KEYS.iter().find(|key| key.path.len() > 1 && key.path.last() == Some(last))?;
    Some(format!("Did you mean “{}”?", elsewhere.path.join(".").replace('*', "NAME")))
}
