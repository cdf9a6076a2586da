//! The identifiers in an entry's fields.

use super::latex::verbatim;
use super::said::alone;
use crate::bibliography::identify::{self, Found};
use crate::bibliography::{Bibliography, Entry, Field};
use crate::record::{Identifier, IdentifierKind};
use crate::syntax::Occurrence;

/// What a field may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Kind(IdentifierKind),
    Address,
    Eprint,
    Note,
}

fn holds(name: &str) -> Option<Holds> {
    const FIELDS: [(&str, Holds); 14] = [
        ("doi", Holds::Kind(IdentifierKind::Doi)),
        ("pmid", Holds::Kind(IdentifierKind::Pmid)),
        ("pubmed", Holds::Kind(IdentifierKind::Pmid)),
        ("pubmedid", Holds::Kind(IdentifierKind::Pmid)),
        ("pmcid", Holds::Kind(IdentifierKind::Pmcid)),
        ("pmc", Holds::Kind(IdentifierKind::Pmcid)),
        ("arxiv", Holds::Kind(IdentifierKind::Arxiv)),
        ("arxivid", Holds::Kind(IdentifierKind::Arxiv)),
        ("isbn", Holds::Kind(IdentifierKind::Isbn)),
        ("eprint", Holds::Eprint),
        ("url", Holds::Address),
        ("howpublished", Holds::Note),
        ("note", Holds::Note),
        ("annote", Holds::Note),
    ];
    FIELDS.iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, holds)| *holds)
}

/// The identifiers that an entry's own fields name, in the order of the text.
#[must_use]
pub fn identifiers(bibliography: &Bibliography, entry: &Entry) -> Vec<Occurrence> {
    let mut all: Vec<Occurrence> = of_fields(bibliography, entry).map(|(_, occurrence)| occurrence).collect();
    all.sort_by_key(|occurrence| occurrence.span);
    all
}

/// The identifiers of the work, as its entry names it: what notes say counts where no other field says it.
pub(super) fn of_work(bibliography: &Bibliography, entry: &Entry) -> Vec<Identifier> {
    let (mut own, mut noted) = (Vec::new(), Vec::new());
    for (holds, occurrence) in of_fields(bibliography, entry) {
        let list = if holds == Holds::Note { &mut noted } else { &mut own };
        list.push(occurrence.id);
    }
    noted.retain(|id: &Identifier| !own.iter().any(|other: &Identifier| other.kind() == id.kind()));
    // A field for DOIs comes before an address, wherever they stand.
    own.extend(noted);
    own
}

fn of_fields<'a>(bibliography: &'a Bibliography, entry: &'a Entry) -> impl Iterator<Item = (Holds, Occurrence)> + 'a {
    let text = bibliography.text();
    let named = entry.fields.iter().filter_map(|field| holds(field.name.of(text)).map(|holds| (holds, field)));
    named.flat_map(move |(holds, field)| {
        let found = of_field(bibliography, entry, holds, field);
        found.into_iter().map(move |occurrence| (holds, occurrence))
    })
}

fn of_field(bibliography: &Bibliography, entry: &Entry, holds: Holds, field: Field) -> Vec<Occurrence> {
    let text = bibliography.text();
    // An identifier that is put together of several pieces stands nowhere.
    let Some(span) = alone(bibliography, field) else { return Vec::new() };
    let written = span.of(text);
    let said = verbatim(written);
    let found: Vec<Found> = match holds {
        Holds::Kind(IdentifierKind::Isbn) => identify::isbns(&said.text),
        Holds::Kind(kind) => identify::of_kind(kind, &said.text).into_iter().collect(),
        Holds::Address => identify::address(&said.text).into_iter().collect(),
        Holds::Eprint => eprint(bibliography, entry, &said.text),
        Holds::Note => {
            let labelled = identify::labelled(&said.text);
            if labelled.is_empty() { identify::address(&said.text).into_iter().collect() } else { labelled }
        }
    };
    let base = span.range().start;
    found.into_iter().map(|one| one.occurrence(|part| said.place(&part, base))).collect()
}

/// Reads an eprint, which another field says the archive of. arXiv's are told by their shape where none does.
fn eprint(bibliography: &Bibliography, entry: &Entry, said: &str) -> Vec<Found> {
    let archive = ["eprinttype", "archiveprefix"].iter().find_map(|name| {
        let field = super::inherit::own(bibliography, entry, name)?;
        Some(super::said::value(bibliography, field).to_ascii_lowercase())
    });
    let kind = match archive.as_deref() {
        Some("arxiv") | None => IdentifierKind::Arxiv,
        Some("pubmed" | "pmid") => IdentifierKind::Pmid,
        Some("pmc" | "pmcid" | "pubmed central") => IdentifierKind::Pmcid,
        Some("doi") => IdentifierKind::Doi,
        Some(_) => return Vec::new(),
    };
    // The class may stand behind it: `1706.03762 [cs.CL]`.
    let end = said.trim_end().find(" [").unwrap_or(said.len());
    identify::of_kind(kind, &said[..end]).into_iter().collect()
}
