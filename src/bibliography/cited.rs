//! The identifiers of works that a manuscript cites by key.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{Bibliography, Entry, Library};
use crate::record::Identifier;
use crate::syntax::{Citation, Document, Form, Occurrence, Place};
use crate::text::{Span, each};

/// What a manuscript cites by key, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct CitedByKey {
    /// The identifiers of the works, at their citations.
    all: Vec<Occurrence>,
    /// Where in `all` the citations begin and end that are the first of their keys.
    firsts: Vec<Range<usize>>,
    keys: Arc<CitedKeys>,
    /// Where each of these is cited first.
    first_places: Vec<Span>,
}

/// The keys that a manuscript cites, wherever that is. As long as none comes or goes, they are found out once.
#[derive(Debug, Default)]
struct CitedKeys {
    /// The number of each citation in the document, and that of its key, from 0 by first places.
    places: Vec<(usize, usize)>,
    /// The entries of the keys.
    entries: Vec<Option<CitedEntry>>,
    /// Whether no key was left out because it was being typed.
    is_whole: bool,
}

/// An entry that a key cites.
#[derive(Debug)]
struct CitedEntry {
    /// The number of its file among all of the library, and that of the entry there.
    at: (usize, usize),
    /// The identifiers of its work.
    own: Arc<[Occurrence]>,
}

impl CitedByKey {
    fn of(document: &Document, keys: Arc<CitedKeys>) -> Self {
        let mut all = Vec::with_capacity(keys.places.len());
        let (mut firsts, mut first_places) = (Vec::new(), Vec::with_capacity(keys.entries.len()));
        for (at, number) in &keys.places {
            let (citation, entry) = (&document.citations[*at], keys.entries[*number].as_ref());
            let from = all.len();
            if let Some(entry) = entry {
                all.extend(at_citation(document, citation, &entry.own));
            }
            if *number == first_places.len() {
                first_places.push(citation.span);
                if all.len() > from {
                    firsts.push(from..all.len());
                }
            }
        }
        Self { all, firsts, keys, first_places }
    }

    /// Whether it is known to cite the same entries as `other`.
    #[must_use]
    pub fn names_what(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.keys, &other.keys) || self.keys.places.is_empty() && other.keys.places.is_empty()
    }

    /// The identifiers of the works: at each citation those of its work.
    pub fn iter(&self) -> std::slice::Iter<'_, Occurrence> {
        self.all.iter()
    }

    /// Those at the first citation of each key.
    pub fn firsts(&self) -> impl Iterator<Item = &Occurrence> + Clone {
        self.firsts.iter().flat_map(|range| &self.all[range.clone()])
    }

    /// Those of the citation at `span`.
    pub fn at(&self, span: Span) -> impl Iterator<Item = &Occurrence> {
        let from = self.all.partition_point(|found| found.span < span);
        self.all[from..].iter().take_while(move |found| found.span == span)
    }

    /// Where those keys are cited first that no bibliography has.
    pub fn without_entry(&self) -> impl Iterator<Item = Span> {
        let keys = self.keys.entries.iter().zip(&self.first_places);
        keys.filter(|(entry, _)| entry.is_none()).map(|(_, first)| *first)
    }

    /// Whether there are no identifiers.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Library {
    /// Notes which entries `document` cites, and which identifiers they have, but for keys that are being typed.
    #[must_use]
    pub fn cited_by(self, document: &Document, typed: &HashSet<String>) -> Self {
        self.cited_after(document, typed, None)
    }

    /// The same, with what was found out for the text `before`, as far as that still holds.
    #[must_use]
    pub fn cited_after(
        mut self,
        document: &Document,
        typed: &HashSet<String>,
        before: Option<(&Document, &Self)>,
    ) -> Self {
        let mut cited = CitedByKey::default();
        if self.all().next().is_some() {
            let holds = |(text, library): &(&Document, &Self)| {
                let mut files = self.all().zip(library.all());
                let same = self.all().count() == library.all().count();
                let same = same && files.all(|(one, other)| Arc::ptr_eq(one, other));
                typed.is_empty() && library.cited.keys.is_whole && same && document.names_what(text)
            };
            let keys = before.filter(holds).map(|(_, library)| Arc::clone(&library.cited.keys));
            cited = CitedByKey::of(document, keys.unwrap_or_else(|| Arc::new(self.keys_of(document, typed))));
        }
        self.cited = cited;
        self
    }

    /// The keys that `document` cites.
    fn keys_of(&self, document: &Document, typed: &HashSet<String>) -> CitedKeys {
        let text = document.text();
        let settled = |(_, citation): &(usize, &Citation)| !typed.contains(citation.key(text));
        let works = document.citations.iter().enumerate().filter(|(_, citation)| citation.is_of_work());
        // Some entries are cited many times.
        let (mut numbers, mut firsts) = (FxHashMap::default(), Vec::new());
        let number = |(at, citation): (usize, &Citation)| {
            let new = numbers.len();
            let number = *numbers.entry(citation.key(text)).or_insert(new);
            if number == new {
                firsts.push(at);
            }
            (at, number)
        };
        let places = works.filter(settled).map(number).collect();
        let entries = each(&firsts, |first| self.of_key(document.citations[*first].key(text)));
        CitedKeys { places, entries, is_whole: typed.is_empty() }
    }

    /// The entries that the manuscript cites by key, once a key, each with the place where that is cited first.
    pub fn cited_entries(&self) -> impl Iterator<Item = (Span, &Arc<Bibliography>, &Entry)> {
        self.cited.keys.entries.iter().zip(&self.cited.first_places).filter_map(|(entry, first)| {
            let (file, entry) = entry.as_ref()?.at;
            let file = self.all().nth(file)?;
            Some((*first, file, file.entries.get(entry)?))
        })
    }

    /// What a manuscript has: identifiers in its text, and those of the works that it cites by key, at every place.
    pub fn identifiers<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = &'a Occurrence> + Clone {
        document.identifiers.iter().chain(self.cited.iter())
    }

    /// Every identifier that a manuscript has, at least once: those of a work that it cites by key are not repeated at each
    /// citation.
    pub fn named<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = &'a Identifier> + Clone {
        document.identifiers.iter().chain(self.cited.firsts()).map(|found| &found.id)
    }

    fn of_key(&self, key: &str) -> Option<CitedEntry> {
        let files: SmallVec<[&Arc<Bibliography>; 4]> = self.all().collect();
        let found = files.iter().enumerate().rev().find_map(|(at, file)| Some((at, file, file.position(key)?)));
        found.map(|(at, file, entry)| CitedEntry { at: (at, entry), own: file.remembered(&file.entries[entry]) })
    }
}

/// The identifiers of an entry as they are cited, but for that which its key is itself.
fn at_citation<'a>(
    document: &Document,
    citation: &'a Citation,
    own: &'a [Occurrence],
) -> impl Iterator<Item = Occurrence> + 'a {
    let in_key = if own.is_empty() { None } else { document.identifier_of(citation).map(|found| found.id.clone()) };
    let others = own.iter().filter(move |found| in_key.as_ref() != Some(&found.id));
    others.map(|found| Occurrence {
        span: citation.span,
        token: citation.token,
        form: Form::Key,
        place: if citation.place == Place::FrontMatter { Place::FrontMatter } else { Place::Citation },
        list: None,
        faults: Vec::new(),
        id: found.id.clone(),
        meant: Arc::clone(&found.meant),
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
