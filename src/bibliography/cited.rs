//! The identifiers of works that a manuscript cites by key.

use super::{Bibliography, Entry, Library};
use crate::syntax::{Citation, Document, Form, Occurrence, Place};

impl Library {
    /// Notes which identifiers the entries have that `document` cites.
    #[must_use]
    pub fn cited_by(mut self, document: &Document) -> Self {
        if self.all().next().is_some() {
            let works = document.citations.iter().filter(|citation| citation.is_of_work());
            self.cited = works.flat_map(|citation| self.of_citation(document, citation)).collect();
        }
        self
    }

    /// What a manuscript has: identifiers in its text, and those of the works that it cites by key.
    pub fn identifiers<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = &'a Occurrence> + Clone {
        document.identifiers.iter().chain(&self.cited)
    }

    fn of_citation(&self, document: &Document, citation: &Citation) -> Vec<Occurrence> {
        let Some((file, entry)) = self.get(citation.key(document.text())) else { return Vec::new() };
        let in_key = document.identifier_of(citation);
        let found = file.identifiers(entry).into_iter();
        let others =
            found.filter(|found| in_key.is_none_or(|key| key.id != found.id) && !is_in_note(file, entry, found));
        let at_citation = |found: Occurrence| Occurrence {
            span: citation.span,
            token: citation.token,
            form: Form::Key,
            place: if citation.place == Place::FrontMatter { Place::FrontMatter } else { Place::Citation },
            list: None,
            faults: Vec::new(),
            ..found
        };
        others.map(at_citation).collect()
    }
}

/// Fields in which people write of other works: their comments, replies and errata.
const NOTES: [&str; 7] = ["note", "annote", "annotation", "addendum", "abstract", "n1", "n2"];

fn is_in_note(file: &Bibliography, entry: &Entry, found: &Occurrence) -> bool {
    let field = entry.fields.iter().find(|field| field.value.covers(found.span));
    field.is_some_and(|field| NOTES.iter().any(|note| field.name.of(file.text()).eq_ignore_ascii_case(note)))
}
