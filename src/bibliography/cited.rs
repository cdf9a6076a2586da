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
    /// Each key once.
    keys: Vec<CitedKey>,
}

/// A key that a manuscript cites.
#[derive(Clone, Copy, Debug)]
struct CitedKey {
    /// Where it is cited first.
    first: Span,
    /// The number of its file among all of the library, and that of its entry there.
    entry: Option<(usize, usize)>,
}

/// An entry that a key cites.
struct CitedEntry {
    /// As in [`CitedKey`].
    at: (usize, usize),
    /// The identifiers of its work.
    own: Arc<[Occurrence]>,
}

impl CitedByKey {
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
        self.keys.iter().filter(|key| key.entry.is_none()).map(|key| key.first)
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
    pub fn cited_by(mut self, document: &Document, typed: &HashSet<String>) -> Self {
        let mut cited = CitedByKey::default();
        if self.all().next().is_some() {
            let settled = |citation: &&Citation| !typed.contains(citation.key(document.text()));
            let works = document.citations.iter().filter(|citation| citation.is_of_work()).filter(settled);
            // Some entries are cited many times.
            let (mut numbers, mut firsts) = (FxHashMap::default(), Vec::new());
            let number = |citation| {
                let new = numbers.len();
                let number = *numbers.entry(Citation::key(citation, document.text())).or_insert(new);
                if number == new {
                    firsts.push(citation);
                }
                (citation, number)
            };
            let works: Vec<(&Citation, usize)> = works.map(number).collect();
            let entries = each(&firsts, |first| self.of_key(first.key(document.text())));
            cited.all.reserve(works.len());
            for (citation, number) in works {
                let (from, is_first) = (cited.all.len(), number == cited.keys.len());
                let entry = entries[number].as_ref();
                if is_first {
                    cited.keys.push(CitedKey { first: citation.span, entry: entry.map(|entry| entry.at) });
                }
                cited.all.extend(entry.into_iter().flat_map(|entry| at_citation(document, citation, &entry.own)));
                if is_first && cited.all.len() > from {
                    cited.firsts.push(from..cited.all.len());
                }
            }
        }
        self.cited = cited;
        self
    }

    /// The entries that the manuscript cites by key, once a key, each with the place where that is cited first.
    pub fn cited_entries(&self) -> impl Iterator<Item = (Span, &Arc<Bibliography>, &Entry)> {
        self.cited.keys.iter().filter_map(|key| {
            let (file, entry) = key.entry?;
            let file = self.all().nth(file)?;
            Some((key.first, file, file.entries.get(entry)?))
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
