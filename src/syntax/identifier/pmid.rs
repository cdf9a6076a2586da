//! PMIDs by their labels: `PMID: 1`, `PubMed ID 1`, `[PubMed: 1]`; those in PubMed's addresses are read there.

use super::announced::{self, Label};
use super::label::{ends_word, word_of};
use super::{Candidate, Haul};
use crate::record::IdentifierKind;

/// Words that may follow a label and belong to it: “PMID number”, “PMIDs no.”.
const NUMBER: [&str; 6] = ["number", "numbers", "no", "nos", "nr", "num"];

pub(super) const WORDS: &[&str] = &["PMID", "pmid", "Pmid", "ubMed", "ubmed", "UBMED"];

/// Reads the label of which a part is at `at`.
pub(super) fn read(text: &str, at: usize, candidate: Candidate, haul: &mut Haul) {
    let label =
        if text[at..].starts_with(['u', 'U']) { pubmed(text, at, candidate) } else { pmid(text, at, candidate) };
    if let Some(label) = label {
        announced::read(text, label, candidate, haul);
    }
}

/// `PMID`, `PMIDs`, `PMID(s)`, with “PubMed” before and “number” behind.
fn pmid(text: &str, at: usize, candidate: Candidate) -> Option<Label> {
    let limited = &text[..candidate.limit];
    let mut end = at + "PMID".len();
    let mut plural = false;
    for suffix in ["(s)", "s", "S"] {
        if limited[end..].starts_with(suffix) && ends_word(limited, end + suffix.len()) {
            (end, plural) = (end + suffix.len(), true);
            break;
        }
    }
    let end = number_word(limited, end);
    if limited[end..].starts_with(|ch: char| ch.is_alphabetic()) {
        return None;
    }
    let before = &text[candidate.floor.min(at)..at];
    let service = ["PubMed ", "Pubmed ", "PUBMED "].into_iter().find(|word| before.ends_with(word));
    let start = at - service.map_or(0, str::len);
    Some(Label { kind: IdentifierKind::Pmid, start, end, plural, firm: true })
}

/// `PubMed ID`, `PubMed: 123`, `[PubMed 123]`; in addresses `pubmed/123`.
fn pubmed(text: &str, at: usize, candidate: Candidate) -> Option<Label> {
    let limited = &text[..candidate.limit];
    let start = at
        .checked_sub(1)
        .filter(|start| *start >= candidate.floor && matches!(text.as_bytes()[*start], b'P' | b'p'))?;
    let word = at + "ubmed".len();
    let behind = limited[word..].trim_start_matches([' ', '\u{a0}', '-', '_']);
    let id = limited.len() - behind.len();
    let words = ["ID", "IDs", "identifier", "identifiers", "UID", "accession"];
    if let Some(letters) = word_of(behind, &words).filter(|letters| ends_word(limited, id + letters)) {
        let plural = behind[..letters].ends_with('s');
        let end = number_word(limited, id + letters);
        return Some(Label { kind: IdentifierKind::Pmid, start, end, plural, firm: true });
    }
    if !ends_word(limited, word) {
        return None;
    }
    Some(Label { kind: IdentifierKind::Pmid, start, end: word, plural: false, firm: false })
}

/// The end of the word for “number” behind a label that ends at `end`, else `end`.
fn number_word(text: &str, end: usize) -> usize {
    let behind = text[end..].trim_start_matches([' ', '\u{a0}']);
    let at = text.len() - behind.len();
    match word_of(behind, &NUMBER) {
        Some(letters) if at > end && ends_word(text, at + letters) => at + letters,
        _ => end,
    }
}
