//! Identifiers in the fields of an entry, with their places.

mod labelled;
mod placed;

use std::ops::Range;

pub(super) use self::labelled::labelled;
use self::placed::{doi, placed};
use crate::record::{Identifier, IdentifierKind, WorkType};
use crate::syntax::{Form, Occurrence, Place, read_identifier};
use crate::text::Span;

/// An identifier in a field's text; places are bytes of that text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) id: Identifier,
    meant: String,
    /// The identifier itself.
    at: Range<usize>,
    /// With its label or address.
    token: Range<usize>,
    form: Form,
}

/// Hosts under which an address names a work, with the beginning that the service itself writes today.
const SERVICES: [(&str, &str); 7] = [
    ("doi.org/", "https://doi.org/"),
    ("dx.doi.org/", ""),
    ("pubmed.ncbi.nlm.nih.gov/", "https://pubmed.ncbi.nlm.nih.gov/"),
    ("ncbi.nlm.nih.gov/p", ""),
    ("pmc.ncbi.nlm.nih.gov/", "https://pmc.ncbi.nlm.nih.gov/articles/"),
    ("europepmc.org/", ""),
    ("arxiv.org/", "https://arxiv.org/abs/"),
];

/// Reads a field that holds one identifier of this kind, bare, labelled or as an address.
pub(super) fn of_kind(kind: IdentifierKind, text: &str) -> Option<Found> {
    match kind {
        IdentifierKind::Doi => doi(text),
        _ => {
            let trimmed = text.trim();
            let id = read_identifier(trimmed).map(|spelling| spelling.id).filter(|id| id.kind() == kind);
            // The field says what a bare number is.
            let id = id.or_else(|| match kind {
                IdentifierKind::Pmcid => {
                    Identifier::from_pmcid(trimmed).or_else(|| Identifier::from_pmcid(&format!("PMC{trimmed}")))
                }
                IdentifierKind::Arxiv => Identifier::from_arxiv(trimmed),
                _ => None,
            })?;
            placed(id, text)
        }
    }
}

/// So many identifiers are read of one field; a longer list is none of a work's.
const MOST: usize = 50;

/// Reads a field that holds book numbers: one, or several with a mark or a blank between.
pub(super) fn isbns(text: &str) -> Vec<Found> {
    let one = |from: usize, part: &str| {
        let lead = part.len() - part.trim_start_matches(|ch: char| !ch.is_ascii_digit()).len();
        let number = &part[lead..];
        let number =
            &number[..number.rfind(|ch: char| ch.is_ascii_digit() || ch == 'X' || ch == 'x').map_or(0, |at| at + 1)];
        let id = Identifier::from_isbn(number)?;
        let at = from + lead..from + lead + number.len();
        Some(Found { id, meant: number.to_owned(), token: at.clone(), at, form: Form::Bare })
    };
    if let Some(found) = one(0, text) {
        return vec![found];
    }
    let parts = |marks: &[char]| -> Vec<Found> {
        let mut at = 0;
        text.split(|ch: char| marks.contains(&ch))
            .filter_map(|part| {
                let from = at;
                at += part.len() + 1;
                one(from, part)
            })
            .take(MOST)
            .collect()
    };
    let found = parts(&[',', ';', '\n', '(', ')']);
    if found.is_empty() { parts(&[',', ';', '\n', '(', ')', ' ', ':']) } else { found }
}

/// Reads an address, if it is one of a service that tells which work it leads to.
pub(super) fn address(text: &str) -> Option<Found> {
    let trimmed = text.trim();
    let host = after_scheme(trimmed);
    let is_service = SERVICES.iter().any(|(host_and_path, _)| {
        host.get(..host_and_path.len()).is_some_and(|start| start.eq_ignore_ascii_case(host_and_path))
    });
    if !is_service {
        return None;
    }
    if let Some(found) = doi(text) {
        return Some(found);
    }
    let id = read_identifier(trimmed)?.id;
    let is_work = matches!(id.kind(), IdentifierKind::Pmid | IdentifierKind::Pmcid | IdentifierKind::Arxiv);
    is_work.then(|| placed(id, text)).flatten()
}

/// Reads a citation key that is an identifier: `doi:10.…`, `pmid:…`.
pub(super) fn key(key: &str) -> Option<Found> {
    let (prefix, value) = key.split_once(':')?;
    let kind = *ABLE.iter().find(|kind| prefix.eq_ignore_ascii_case(kind.prefix()))?;
    let found = if kind == IdentifierKind::Isbn { isbns(value).pop()? } else { of_kind(kind, value)? };
    let (token, at) = (0..key.len(), found.at.start + prefix.len() + 1..found.at.end + prefix.len() + 1);
    Some(Found { at, token, form: Form::Key, ..found })
}

/// The kinds that stand for a work.
const ABLE: [IdentifierKind; 5] =
    [IdentifierKind::Doi, IdentifierKind::Pmid, IdentifierKind::Pmcid, IdentifierKind::Arxiv, IdentifierKind::Isbn];

fn moved(found: Found, by: usize) -> Found {
    let shift = |range: &Range<usize>| range.start + by..range.end + by;
    Found { at: shift(&found.at), token: shift(&found.token), ..found }
}

fn after_scheme(address: &str) -> &str {
    let host = address.split_once("//").map_or(address, |(_, host)| host);
    host.strip_prefix("www.").unwrap_or(host)
}

/// The identifier that stands for a work and the others of it. A chapter's book number is not its own.
pub(super) fn of_work(
    found: &[Identifier],
    work: &WorkType,
    or: impl Fn() -> Identifier,
) -> (Identifier, Vec<Identifier>) {
    let is_part = matches!(work, WorkType::Chapter | WorkType::ProceedingsPaper | WorkType::Article);
    let mut own: Vec<Identifier> = Vec::new();
    for id in found {
        let is_of_whole = is_part && id.kind() == IdentifierKind::Isbn;
        if !is_of_whole && !own.contains(id) {
            own.push(id.clone());
        }
    }
    // Of one kind the first stands before the others.
    own.sort_by_key(Identifier::kind);
    if own.is_empty() {
        return (or(), Vec::new());
    }
    let first = own.remove(0);
    (first, own)
}

impl Found {
    pub(super) fn into_id(self) -> Identifier {
        self.id
    }

    /// As an occurrence; `place` tells where bytes of the field's text stand in the file.
    pub(super) fn occurrence(self, place: impl Fn(Range<usize>) -> Span) -> Occurrence {
        Occurrence {
            version: self.id.written_version(&self.meant),
            meant: self.id.spelt(&self.meant),
            span: place(self.at),
            token: place(self.token),
            id: self.id,
            form: self.form,
            place: Place::Bibliography,
            list: None,
            faults: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
