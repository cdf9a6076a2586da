//! Keys of RIS entries, which pandoc makes where none is written.

use rustc_hash::FxHashMap;

use crate::bibliography::Entry;

/// Gives every entry the key by which pandoc cites it (its reader of RIS, tried with 3.9): what `ID` says, else
/// the first words of the authors' names and all that stands as the year (`Hall_Weinberg_2011`); of several entries
/// with one key those behind the first with `a`, `b` …
pub(super) fn give(text: &str, entries: &mut [Entry]) {
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    for entry in entries {
        let id = entry.fields.iter().find(|field| field.name.of(text) == "ID");
        let mut key = id.map(|field| field.value.of(text).to_owned()).unwrap_or_default();
        if let Some(field) = id.filter(|_| !key.is_empty()) {
            entry.key_span = field.value;
        } else {
            key = made(text, entry);
        }
        match seen.get_mut(&key) {
            Some(letter) => {
                let behind = char::from_u32(*letter).unwrap_or('a');
                *letter += 1;
                key.push(behind);
            }
            None => {
                seen.insert(key.clone(), u32::from('a'));
            }
        }
        entry.key = key.into();
    }
}

fn made(text: &str, entry: &Entry) -> String {
    let first =
        |name: &str| name.split(|ch: char| ch == ',' || ch.is_whitespace()).next().unwrap_or_default().to_owned();
    let mut key = all(text, entry, ["AU", "A1"]).map(first).collect::<Vec<_>>().join("_");
    for year in all(text, entry, ["PY", "Y1"]) {
        key.push('_');
        key.push_str(year);
    }
    key
}

fn all<'a>(text: &'a str, entry: &'a Entry, tags: [&'a str; 2]) -> impl Iterator<Item = &'a str> {
    let own = entry.fields.iter().filter(move |field| tags.contains(&field.name.of(text)));
    own.map(move |field| field.value.of(text))
}
