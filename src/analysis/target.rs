//! What stands at a place.

use std::sync::Arc;

use super::Snapshot;
use crate::bibliography::{Bibliography, Entry};
use crate::record::Identifier;
use crate::syntax::{Citation, FootnoteMark, NumberCitation, Occurrence};
use crate::text::Span;

/// An entry, and the bibliography that has it.
#[derive(Clone, Copy, Debug)]
pub struct Shelved<'a> {
    /// The bibliography.
    pub file: &'a Arc<Bibliography>,
    /// The entry.
    pub entry: &'a Entry,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// An identifier.
    Identifier(&'a Occurrence),
    /// A citation by key, and the entry that it cites.
    Key(&'a Citation, Option<Shelved<'a>>),
    /// The key of an entry, in its bibliography.
    Entry(Shelved<'a>),
    /// Another key under which an entry is cited, where its bibliography gives it that.
    OtherKey(Shelved<'a>, Span),
    /// A citation by number.
    Number(&'a NumberCitation),
    /// A footnote, named or written.
    Footnote(&'a FootnoteMark),
}

/// What stands at byte `offset`. A key that a bibliography defines is a key, whatever it looks like; another one that is
/// an identifier is that.
#[must_use]
pub fn target(snapshot: &Snapshot, offset: usize) -> Option<Target<'_>> {
    let document = &snapshot.document;
    let citation = document.citation_at(offset);
    if let Some(citation) = citation
        && let Some(entry) = cited_entry(snapshot, citation)
    {
        return Some(Target::Key(citation, Some(entry)));
    }
    let identifier = document.identifier_at(offset).map(Target::Identifier);
    identifier
        .or_else(|| entry_at(snapshot, offset))
        .or_else(|| citation.map(|citation| Target::Key(citation, None)))
        .or_else(|| document.number_at(offset).map(Target::Number))
        .or_else(|| document.footnotes.iter().find(|mark| mark.span.touches(offset)).map(Target::Footnote))
}

/// The entry of which a key touches byte `offset` of a bibliography.
fn entry_at(snapshot: &Snapshot, offset: usize) -> Option<Target<'_>> {
    let file = snapshot.library.own.as_ref()?;
    let entry = file.entry_at(offset)?;
    let shelved = Shelved { file, entry };
    if entry.key_span.touches(offset) && !entry.key_span.is_empty() {
        return Some(Target::Entry(shelved));
    }
    let other = file.other_keys(entry).into_iter().find(|key| key.touches(offset))?;
    // One that is an entry's own cites that entry.
    file.is_other_key(other.of(file.text()), entry).then_some(Target::OtherKey(shelved, other))
}

/// The entry that a citation cites.
pub(super) fn cited_entry<'a>(snapshot: &'a Snapshot, citation: &Citation) -> Option<Shelved<'a>> {
    let text = snapshot.document.text();
    let library = &snapshot.library;
    let found = library.find(citation.key(text)).or_else(|| library.find(citation.meant.of(text)));
    found.map(|(file, entry)| Shelved { file, entry })
}

impl Target<'_> {
    /// Its place.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Identifier(occurrence) => occurrence.token,
            Self::Key(citation, _) => citation.token,
            Self::Entry(shelved) => shelved.place(),
            Self::OtherKey(_, key) => *key,
            Self::Number(number) => number.span,
            Self::Footnote(mark) => mark.span,
        }
    }

    /// The identifier to look at: that of the work which an entry stands for, where it has one.
    #[must_use]
    pub fn identifier(&self, snapshot: &Snapshot) -> Option<Identifier> {
        match self {
            Self::Identifier(occurrence) => Some(occurrence.id.clone()),
            Self::Key(_, Some(shelved)) | Self::Entry(shelved) | Self::OtherKey(shelved, _) => {
                shelved.identifier(snapshot)
            }
            _ => None,
        }
    }
}

impl Shelved<'_> {
    /// Where to stand in its file: at its key, if that is written.
    #[must_use]
    pub fn place(&self) -> Span {
        if self.entry.key_span.is_empty() { self.entry.span } else { self.entry.key_span }
    }

    /// The identifier of its work: the first that is known, else the first.
    #[must_use]
    pub fn identifier(&self, snapshot: &Snapshot) -> Option<Identifier> {
        let mut ids = self.file.own_identifiers(self.entry);
        ids.sort_by_key(|found| (snapshot.records.get(&found.id).known().is_none(), found.id.kind()));
        ids.into_iter().map(|found| found.id).find(|id| id.kind().is_supported())
    }
}
