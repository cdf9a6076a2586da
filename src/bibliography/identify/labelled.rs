//! Identifiers in notes.

use super::{Found, MOST, isbns, key, moved, of_kind};
use crate::record::IdentifierKind;
use crate::syntax::Form;

/// Labels in notes; other than in the fields of such names, a bare number counts only behind one.
const LABELS: [(&str, Option<IdentifierKind>); 8] = [
    ("doi", Some(IdentifierKind::Doi)),
    ("pmid", Some(IdentifierKind::Pmid)),
    ("pubmed id", Some(IdentifierKind::Pmid)),
    ("pmcid", Some(IdentifierKind::Pmcid)),
    ("arxiv", Some(IdentifierKind::Arxiv)),
    ("isbn", Some(IdentifierKind::Isbn)),
    // Manubot's, with a prefix of its own.
    ("standard_id", None),
    ("standard_citation", None),
];

/// Reads a note: lines that are a label and an identifier, as Zotero's extra field has them (`PMID: 123`), also in the
/// braces of citeproc-js (`{:PMID: 123}`).
pub(in crate::bibliography) fn labelled(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    for line in text.split_inclusive(['\n', ';', '}']) {
        if found.len() >= MOST {
            break;
        }
        let start = from;
        from += line.len();
        let Some((label, value)) = line.split_once(':').map(|split| match split {
            // citeproc-js's brace.
            (brace, rest) if brace.trim_end().ends_with('{') => rest.split_once(':').unwrap_or(("", "")),
            plain => plain,
        }) else {
            continue;
        };
        let Some((_, kind)) = LABELS.iter().find(|(own, _)| label.trim().eq_ignore_ascii_case(own)) else { continue };
        let at = start + (value.as_ptr() as usize - line.as_ptr() as usize);
        let label_at =
            start + (label.as_ptr() as usize - line.as_ptr() as usize) + label.len() - label.trim_start().len();
        let value = value.trim_end_matches(['\n', '\r', ';', '}', ' ', '.', ',']);
        let word_end = value.len() - value.trim_start().len()
            + value.trim_start().find(char::is_whitespace).unwrap_or(value.trim_start().len());
        let of_label = match kind {
            Some(IdentifierKind::Isbn) => isbns(value),
            Some(kind) => of_kind(*kind, &value[..word_end]).into_iter().collect(),
            None => key(value.trim_start())
                .map(|found| moved(found, value.len() - value.trim_start().len()))
                .into_iter()
                .collect(),
        };
        found.extend(of_label.into_iter().map(|one| {
            let one = moved(one, at);
            Found {
                token: label_at..one.at.end,
                form: if one.form == Form::Bare { Form::Prefix } else { one.form },
                ..one
            }
        }));
    }
    found
}
