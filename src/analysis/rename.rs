//! Writing another key in the place of one.

use super::{Shelved, Snapshot, Target, target};
use crate::bibliography::{Bibliography, Format};
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
            if *key != *shelved.entry.key && !shelved.entry.key.starts_with(key) {
                let entry = &shelved.entry.key;
                return Err(format!("“{key}” is another name of “{entry}”, and cannot be changed from here."));
            }
            if *key != *shelved.entry.key {
                // Pandoc ends the key before its entry's does.
                return Err(format!(
                    "Put this key into braces first, @{{{}}}: pandoc reads only “{key}”.",
                    shelved.entry.key
                ));
            }
            writes(shelved)?;
            Ok(Some((citation.span, key.to_owned())))
        }
        Some(Target::Key(_, None)) => Err("No bibliography that ibid has read defines this key.".into()),
        Some(Target::Entry(shelved)) => {
            writes(shelved)?;
            Ok(Some((shelved.entry.key_span, shelved.entry.key.to_string())))
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

/// Whether an entry's file writes its key as a word of its own: PubMed's export has a number there, which is the work's,
/// and so may CSL-JSON have.
fn writes(shelved: Shelved<'_>) -> Result<(), String> {
    let same = shelved.file.entries.iter().filter(|entry| entry.key == shelved.entry.key).count();
    if same > 1 {
        let (key, name) = (&shelved.entry.key, shelved.file.name());
        return Err(format!("{same} entries of {name} have the key “{key}”: give each its own by hand first."));
    }
    if places_in(shelved.file, &shelved.entry.key).is_empty() {
        return Err(format!(
            "{} does not write this key as a word of its own, so it cannot be changed.",
            shelved.file.name()
        ));
    }
    Ok(())
}

/// Where a bibliography writes a key: at the entries that have it, and where others name it.
#[must_use]
pub fn places_in(file: &Bibliography, key: &str) -> Vec<Span> {
    let text = file.text();
    let is_written = |span: Span| {
        let in_quotes = text[..span.range().start].ends_with('"');
        span.of(text) == key && file.format != Format::Nbib && (file.format != Format::CslJson || in_quotes)
    };
    let own = file.entries.iter().filter(|entry| *entry.key == *key && is_written(entry.key_span));
    let mut places: Vec<Span> = own.map(|entry| entry.key_span).collect();
    if file.format == Format::Bibtex && !places.is_empty() {
        places.extend(named_by_others(file, key));
        places.sort_unstable();
    }
    places
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
