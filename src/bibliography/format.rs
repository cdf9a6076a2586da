//! Which format a file is in.

use super::Format;
use super::json::{Cursor, unquoted};

/// So much of a text is looked at.
const HEAD: usize = 1 << 16;

/// The format of a file, by its extension, and where that does not tell it, by its text.
#[must_use]
pub fn format_of(path: &str, text: &str) -> Option<Format> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}');
    by_extension(&extension).or_else(|| match extension.as_str() {
        "json" => is_csl_json(text).then_some(Format::CslJson),
        "yaml" | "yml" => is_csl_yaml(text).then_some(Format::CslYaml),
        "txt" => tagged(text),
        _ => None,
    })
}

/// Whether a file's name alone says that it is a bibliography.
#[must_use]
pub fn is_bibliography_name(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| by_extension(&extension.to_ascii_lowercase()).is_some())
}

fn by_extension(extension: &str) -> Option<Format> {
    match extension {
        "bib" | "bibtex" | "biblatex" => Some(Format::Bibtex),
        "ris" => Some(Format::Ris),
        "nbib" | "medline" => Some(Format::Nbib),
        "csljson" => Some(Format::CslJson),
        "cslyaml" => Some(Format::CslYaml),
        _ => None,
    }
}

/// Whether it begins as a list of items does, or is an object that holds one.
fn is_csl_json(text: &str) -> bool {
    let mut cursor = Cursor::new(text, 0);
    cursor.blanks();
    match cursor.peek() {
        Some(b'[') => is_list_of_items(&mut cursor),
        Some(b'{') => {
            let mut is_csl = false;
            // Only what stands before the items is read; they end it as a mistake would.
            let _ = cursor.object(|cursor, name| match unquoted(text, name).as_ref() {
                "items" if cursor.peek() == Some(b'[') => {
                    is_csl = is_list_of_items(cursor);
                    Err(super::json::Broken::at(cursor.at(), ""))
                }
                _ => cursor.skip().map(drop),
            });
            is_csl
        }
        _ => false,
    }
}

/// An empty list may become one.
fn is_list_of_items(cursor: &mut Cursor<'_>) -> bool {
    let mut names = Vec::new();
    let mut is_empty = true;
    let text = cursor.text();
    let _ = cursor.list(|cursor| {
        is_empty = false;
        if cursor.peek() == Some(b'{') {
            // What can be read of an item that is being typed counts as well.
            let _ = cursor.object(|cursor, name| {
                names.push(unquoted(text, name).into_owned());
                cursor.skip().map(drop)
            });
        }
        Err(super::json::Broken::at(cursor.at(), ""))
    });
    let has = |name: &str| names.iter().any(|own| own == name);
    // The items of Zotero's own format, and of much else, have an “id” too.
    is_empty || has("id") && ["type", "title", "author", "issued", "DOI", "URL"].iter().any(|name| has(name))
}

fn is_csl_yaml(text: &str) -> bool {
    let mut is_first = true;
    for line in head(text).lines() {
        if line.starts_with("references:") {
            return true;
        }
        let said = line.trim();
        if said.is_empty() || said.starts_with('#') || said == "---" {
            continue;
        }
        let item = said.strip_prefix('-').map(str::trim_start);
        if is_first && item.is_some_and(|item| item.starts_with("id:") || item.starts_with("type:")) {
            return true;
        }
        is_first = false;
    }
    false
}

/// What PubMed and publishers export is often named `.txt`.
fn tagged(text: &str) -> Option<Format> {
    let first = text.trim_start();
    if first.starts_with("PMID- ") {
        return Some(Format::Nbib);
    }
    let is_ris = |line: &str| line.strip_prefix("TY").is_some_and(|rest| rest.trim_start().starts_with("- "));
    head(text).lines().take(40).any(is_ris).then_some(Format::Ris)
}

fn head(text: &str) -> &str {
    let end = (0..=HEAD.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extension_then_content() {
        for (path, text, format) in [
            ("a/refs.bib", "", Some(Format::Bibtex)),
            ("refs.RIS", "", Some(Format::Ris)),
            ("a.b/pubmed.nbib", "", Some(Format::Nbib)),
            ("refs.json", "[\n {\"id\": \"a\", \"type\": \"book\"}]", Some(Format::CslJson)),
            ("refs.json", "[]", Some(Format::CslJson)),
            ("refs.json", "[{\"id\": \"a\", \"title\": \"half writ", Some(Format::CslJson)),
            (
                "ibid-lock.json",
                "{\"version\": 1, \"items\": [{\"id\": \"a\", \"type\": \"book\"}]}",
                Some(Format::CslJson),
            ),
            ("package.json", "{\"name\": \"x\", \"items\": 3}", None),
            ("data.json", "[1, 2]", None),
            ("data.json", "[{\"id\": 1, \"value\": 2}]", None),
            ("refs.yaml", "---\nreferences:\n- id: a\n", Some(Format::CslYaml)),
            ("refs.yml", "- id: a\n  type: book\n", Some(Format::CslYaml)),
            ("_quarto.yml", "project:\n  type: book\n", None),
            ("pubmed.txt", "\nPMID- 1\n", Some(Format::Nbib)),
            ("export.txt", "Provider: X\n\nTY  - JOUR\n", Some(Format::Ris)),
            ("notes.txt", "TYPE - x\n", None),
            ("paper.md", "", None),
            ("README", "", None),
        ] {
            assert_eq!(format_of(path, text), format, "{path} {text}");
        }
    }
}
