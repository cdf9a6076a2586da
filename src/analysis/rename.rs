//! Writing another key in the place of one.

use super::{Shelved, Snapshot, Target, target};
use crate::bibliography::{Bibliography, Entry, Format};
use crate::syntax::{is_cross_reference, is_simple_key};
use crate::text::Span;

/// The key that may be written anew at byte `offset`, and where it stands there.
///
/// # Errors
/// Why it may not, in words for the author.
pub fn renameable(snapshot: &Snapshot, offset: usize) -> Result<Option<(Span, String)>, String> {
    match target(snapshot, offset) {
        Some(Target::Key(citation, Some(shelved))) => {
            let key = citation.key(snapshot.document.text());
            if *key != *shelved.entry.key && !shelved.file.is_other_key(key, shelved.entry) {
                // Pandoc ends the key before its entry's does.
                return Err(format!(
                    "Put this key into braces first, @{{{}}}: pandoc reads only “{key}”.",
                    shelved.entry.key
                ));
            }
            writes(shelved, key)?;
            Ok(Some((citation.span, key.to_owned())))
        }
        Some(Target::Key(_, None)) => Err("No bibliography that ibid has read defines this key.".into()),
        Some(Target::Entry(shelved)) => {
            writes(shelved, &shelved.entry.key)?;
            Ok(Some((shelved.entry.key_span, shelved.entry.key.to_string())))
        }
        Some(Target::OtherKey(shelved, span)) => {
            let key = span.of(shelved.file.text());
            writes(shelved, key)?;
            Ok(Some((span, key.to_owned())))
        }
        Some(Target::Identifier(_) | Target::Number(_) | Target::Footnote(_)) | None => Ok(None),
    }
}

/// Whether `key` can be written wherever a key is: pandoc ends a key without braces at any other character, and at
/// punctuation that nothing follows (its manual, "Citation syntax"); BibTeX at a comma or brace.
///
/// # Errors
/// What a key may have, in words for the author.
pub fn is_key(key: &str) -> Result<(), String> {
    let fine = is_simple_key(key) && !is_cross_reference(key);
    if fine {
        return Ok(());
    }
    Err("A key is made of letters, digits and “_”, with single marks of :.#$%&-+?<>~/ between them. One that begins with fig:, \
         tbl- and the like would point to a figure or a table."
        .into())
}

/// Whether an entry's file writes this key of it once, and as a word of its own: PubMed's export has a number there, which
/// is the work's, and so may CSL-JSON have.
fn writes(shelved: Shelved<'_>, key: &str) -> Result<(), String> {
    let Shelved { file, entry } = shelved;
    let name = file.name();
    let is_other = file.is_other_key(key, entry);
    if is_other && file.format != Format::Bibtex {
        let entry = &entry.key;
        return Err(format!("“{key}” is another name of “{entry}” in {name}, and cannot be changed from here."));
    }
    let has = |entry: &&Entry| if is_other { !other_places(file, entry, key).is_empty() } else { *entry.key == *key };
    let same = file.entries.iter().filter(has).count();
    if same > 1 {
        return Err(format!("{same} entries of {name} have the key “{key}”: give each its own by hand first."));
    }
    if places_in(file, key).is_empty() {
        return Err(format!("{name} does not write this key as a word of its own, so it cannot be changed."));
    }
    Ok(())
}

/// Where a bibliography writes a key: at the entries that have it, and where others name it. Where it is an entry's own,
/// it is no other key of any.
#[must_use]
pub fn places_in(file: &Bibliography, key: &str) -> Vec<Span> {
    let text = file.text();
    let is_written = |span: Span| {
        let in_quotes = text[..span.range().start].ends_with('"');
        span.of(text) == key && file.format != Format::Nbib && (file.format != Format::CslJson || in_quotes)
    };
    let of_it = || file.entries.iter().filter(|entry| *entry.key == *key);
    let mut places: Vec<Span> = if of_it().next().is_some() {
        of_it().map(|entry| entry.key_span).filter(|span| is_written(*span)).collect()
    } else {
        file.entries.iter().flat_map(|entry| other_places(file, entry, key)).collect()
    };
    if file.format == Format::Bibtex && !places.is_empty() {
        places.extend(named_by_others(file, key));
        places.sort_unstable();
    }
    places
}

/// Where an entry has `key` among its others.
fn other_places(file: &Bibliography, entry: &Entry, key: &str) -> Vec<Span> {
    file.other_keys(entry).into_iter().filter(|other| other.of(file.text()) == key).collect()
}

/// Fields of BibTeX and BibLaTeX whose values are keys (biblatex's manual, "Special Fields").
const OF_KEYS: [&str; 5] = ["crossref", "xref", "xdata", "related", "entryset"];

fn named_by_others(file: &Bibliography, key: &str) -> Vec<Span> {
    let text = file.text();
    let fields = file.entries.iter().flat_map(|entry| &entry.fields);
    let of_keys = fields.filter(|field| OF_KEYS.iter().any(|name| field.name.of(text).eq_ignore_ascii_case(name)));
    let mut places = Vec::new();
    for field in of_keys {
        let value = field.value.of(text);
        let is_of_key = |ch: char| !matches!(ch, ',' | '{' | '}' | '"') && !ch.is_whitespace();
        for (at, _) in value.match_indices(key) {
            let before = value[..at].chars().next_back();
            let behind = value[at + key.len()..].chars().next();
            if !before.is_some_and(is_of_key) && !behind.is_some_and(is_of_key) {
                let start = field.value.range().start + at;
                places.push(Span::new(start, start + key.len()));
            }
        }
    }
    places
}
