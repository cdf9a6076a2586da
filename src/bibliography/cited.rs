//! The identifiers of works that a manuscript cites by key.

use std::collections::HashSet;

use rustc_hash::FxHashMap;

use super::{Bibliography, Entry, Library};
use crate::syntax::{Citation, Document, Form, Occurrence, Place};
use crate::text::Span;

impl Library {
    /// Notes which identifiers the entries have that `document` cites, but for keys that are being typed.
    #[must_use]
    pub fn cited_by(mut self, document: &Document, typed: &HashSet<String>) -> Self {
        if self.all().next().is_some() {
            let settled = |citation: &&Citation| !typed.contains(citation.key(document.text()));
            let works = document.citations.iter().filter(|citation| citation.is_of_work()).filter(settled);
            // Some entries are cited many times.
            let mut known: FxHashMap<&str, Vec<Occurrence>> = FxHashMap::default();
            let mut cited = Vec::new();
            for citation in works {
                let key = citation.key(document.text());
                let own = known.entry(key).or_insert_with(|| self.of_key(key));
                cited.extend(at_citation(document, citation, own));
            }
            self.cited = cited;
        }
        self
    }

    /// What a manuscript has: identifiers in its text, and those of the works that it cites by key.
    pub fn identifiers<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = &'a Occurrence> + Clone {
        document.identifiers.iter().chain(&self.cited)
    }

    fn of_key(&self, key: &str) -> Vec<Occurrence> {
        self.get(key).map(|(file, entry)| file.own_identifiers(entry)).unwrap_or_default()
    }
}

/// The identifiers of an entry as they are cited, but for that which its key is itself.
fn at_citation<'a>(
    document: &Document,
    citation: &'a Citation,
    own: &'a [Occurrence],
) -> impl Iterator<Item = Occurrence> + 'a {
    let in_key = document.identifier_of(citation).map(|found| found.id.clone());
    let others = own.iter().filter(move |found| in_key.as_ref() != Some(&found.id));
    others.map(|found| Occurrence {
        span: citation.span,
        token: citation.token,
        form: Form::Key,
        place: if citation.place == Place::FrontMatter { Place::FrontMatter } else { Place::Citation },
        list: None,
        faults: Vec::new(),
        id: found.id.clone(),
        meant: found.meant.clone(),
        version: found.version,
    })
}

impl Bibliography {
    /// The identifiers of an entry's work: what notes begin with counts where no other field has this kind, as reference
    /// managers write `PMID: …` there. Elsewhere in a note people write of other works: replies, errata.
    #[must_use]
    pub fn own_identifiers(&self, entry: &Entry) -> Vec<Occurrence> {
        let (noted, mut own): (Vec<_>, Vec<_>) =
            self.identifiers(entry).into_iter().partition(|found| self.note_of(entry, found).is_some());
        let begins = |found: &Occurrence| {
            let note = self.note_of(entry, found).unwrap_or_default();
            let before = &self.text()[note.range().start..found.token.range().start];
            let before = before.rsplit(['\n', ';']).next().unwrap_or_default();
            before.chars().all(|ch| ch.is_whitespace() || "{\"".contains(ch))
        };
        for found in noted {
            if begins(&found) && !own.iter().any(|other| other.id.kind() == found.id.kind()) {
                own.push(found);
            }
        }
        own
    }

    /// The note that an identifier stands in.
    fn note_of(&self, entry: &Entry, found: &Occurrence) -> Option<Span> {
        const NOTES: [&str; 7] = ["note", "annote", "annotation", "addendum", "abstract", "n1", "n2"];
        let field = entry.fields.iter().find(|field| field.value.covers(found.span))?;
        let name = field.name.of(self.text());
        NOTES.iter().any(|note| name.eq_ignore_ascii_case(note)).then_some(field.value)
    }
}
