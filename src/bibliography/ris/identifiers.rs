//! The identifiers in an entry of RIS.

use crate::bibliography::identify::{self, Found};
use crate::bibliography::{Bibliography, Entry};
use crate::record::{Identifier, IdentifierKind};
use crate::syntax::Occurrence;
use crate::text::Span;

/// The identifiers in an entry, in the order of the text.
#[must_use]
pub fn identifiers(bibliography: &Bibliography, entry: &Entry) -> Vec<Occurrence> {
    let mut all: Vec<Occurrence> = found(bibliography.text(), entry)
        .into_iter()
        .map(|(_, value, found)| {
            let base = value.range().start;
            found.occurrence(|range| Span::new(base + range.start, base + range.end))
        })
        .collect();
    all.sort_by_key(|occurrence| occurrence.span);
    all
}

/// The same alone, in the order in which they count.
pub(super) fn ids(text: &str, entry: &Entry) -> Vec<Identifier> {
    let mut all = found(text, entry);
    all.sort_by_key(|(rank, _, _)| *rank);
    all.into_iter().map(|(_, _, found)| found.into_id()).collect()
}

fn found(text: &str, entry: &Entry) -> Vec<(u8, Span, Found)> {
    use IdentifierKind::{Doi, Pmcid, Pmid};
    let mut all = Vec::new();
    let is_of_pubmed = |field: super::Field| {
        matches!(field.name.of(text), "DB" | "DP") && field.value.of(text).to_ascii_lowercase().contains("pubmed")
    };
    let of_pubmed = entry.fields.iter().any(is_of_pubmed);
    for field in &entry.fields {
        let said = field.value.of(text);
        let (rank, found): (u8, Vec<Found>) = match field.name.of(text) {
            "DO" | "DI" => (0, identify::of_kind(Doi, said).into_iter().collect()),
            "PMID" => (0, identify::of_kind(Pmid, said).into_iter().collect()),
            "SN" => (1, identify::isbns(said)),
            // An accession number of PubMed's or PMC's; those of other databases are numbers too.
            "AN" if of_pubmed => (1, identify::of_kind(Pmid, said).into_iter().collect()),
            "AN" if said.starts_with("PMC") => (1, identify::of_kind(Pmcid, said).into_iter().collect()),
            "UR" | "LK" | "L1" | "L2" | "L3" => (1, identify::address(said).into_iter().collect()),
            "U1" | "U2" | "U3" | "U4" | "U5" | "C1" | "C2" => (1, bracketed(said).into_iter().collect()),
            "M3" | "N1" => (2, identify::labelled(said)),
            "ID" => (3, identify::key(said).into_iter().collect()),
            _ => continue,
        };
        all.extend(found.into_iter().map(|found| (rank, field.value, found)));
    }
    all
}

/// `26957754[pmid]`, as PubMed exports it.
fn bracketed(said: &str) -> Option<Found> {
    let (value, kind) = said.strip_suffix(']')?.rsplit_once('[')?;
    let kinds = [IdentifierKind::Pmid, IdentifierKind::Pmcid, IdentifierKind::Doi];
    let kind = kinds.into_iter().find(|own| kind.eq_ignore_ascii_case(own.prefix()))?;
    identify::of_kind(kind, value)
}
