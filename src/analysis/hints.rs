//! Short notes behind identifiers, where the text does not already say it.

use super::Snapshot;
use crate::config::HintMode;
use crate::record::{Identifier, Knowledge, Known, NoticeKind};
use crate::render;
use crate::syntax::{BlockKind, Document, Occurrence, Place};
use crate::text::Span;

/// A short note behind an identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The byte it stands at: the end of the identifier's token.
    pub offset: u32,
    /// The note.
    pub label: String,
    /// What it is about.
    pub id: Identifier,
}

/// How much a hint says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// Work and mark.
    Full,
    /// Only what is unusual: retracted, not registered.
    Mark,
    /// Nothing.
    Nothing,
}

/// A bracket with more keys than this has marks only.
const GROUP: usize = 3;
/// How far around a key its bracket is looked for, in bytes.
const REACH: usize = 600;
/// How far before an identifier its work may be named, in bytes, beyond the sentence.
const NEAR: usize = 120;

/// The hints of what stands in `range`.
#[must_use]
pub fn hints(snapshot: &Snapshot, range: Span) -> Vec<Hint> {
    if snapshot.config.hints == HintMode::Off {
        return Vec::new();
    }
    let found = snapshot.document.identifiers.iter();
    let found = found.filter(|found| range.touches(found.token.range().end) && !snapshot.in_flux.contains(&found.id));
    found.filter_map(|found| hint(snapshot, found)).collect()
}

fn hint(snapshot: &Snapshot, found: &Occurrence) -> Option<Hint> {
    let extent = extent(&snapshot.document, found, snapshot.config.hints);
    if extent == Extent::Nothing {
        return None;
    }
    let config = &snapshot.config;
    let label = match snapshot.records.get(&found.id) {
        Knowledge::Absent(_) => "? not registered".to_owned(),
        Knowledge::Known(known) => {
            let marked = known.notices().any(|notice| notice.kind < NoticeKind::Corrected);
            let says =
                extent == Extent::Full && (config.hints == HintMode::On || !is_told(&snapshot.document, found, known));
            if !marked && !says {
                return None;
            }
            render::hint(known, config.hint_length)
        }
        Knowledge::Unchecked(_) | Knowledge::Unsupported => return None,
    };
    Some(Hint { offset: found.token.end, label, id: found.id.clone() })
}

/// How much to say at a place.
fn extent(document: &Document, found: &Occurrence, mode: HintMode) -> Extent {
    let text = document.text();
    match found.place {
        Place::FrontMatter | Place::Bibliography => Extent::Nothing,
        Place::Link if !is_autolink(text, found.token) => Extent::Nothing,
        _ if mode == HintMode::On => Extent::Full,
        Place::Reference => Extent::Mark,
        Place::Citation if keys_around(text, found.token) > GROUP => Extent::Mark,
        Place::Citation | Place::Prose | Place::Footnote | Place::Link => Extent::Full,
    }
}

/// Whether a link's destination is all there is to see of it: `<https://…>`, or the bare address.
fn is_autolink(text: &str, token: Span) -> bool {
    let before = text[..token.range().start].trim_end_matches('<');
    !before.ends_with(['(', '"', '\'', '=']) && !before.trim_end().ends_with("]:")
}

/// How many citation keys the bracket around `token` has.
fn keys_around(text: &str, token: Span) -> usize {
    let mut from = token.range().start.saturating_sub(REACH);
    let mut to = token.range().end.saturating_add(REACH).min(text.len());
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = &text[from..token.range().start];
    let Some(open) = before.rfind('[').filter(|open| !before[*open..].contains("\n\n")) else { return 1 };
    let behind = &text[token.range().end..to];
    let close = behind.find(']').map_or(to, |close| token.range().end + close);
    let inside = &text[from + open..close];
    let is_key = |at: usize| inside[..at].ends_with(|ch: char| ch.is_whitespace() || "[;,-".contains(ch));
    inside.match_indices('@').filter(|(at, _)| is_key(*at)).count()
}

/// Whether the text near an identifier already names its work: first author and year.
fn is_told(document: &Document, found: &Occurrence, known: &Known) -> bool {
    let Some(record) = known.record() else { return false };
    let (Some(author), Some(year)) = (record.authors.first(), record.dates.year()) else { return false };
    let text = document.text();
    let near = match document.block_at(found.token.range().start) {
        Some(block) if block.kind == BlockKind::Paragraph => {
            let mut from = found.token.range().start.saturating_sub(NEAR).max(block.span.range().start);
            while !text.is_char_boundary(from) {
                from += 1;
            }
            let sentence = document.sentence(found.token).range();
            &text[from.min(sentence.start)..sentence.end]
        }
        Some(block) => block.span.of(text),
        None => found.token.of(text),
    };
    near.contains(&year.to_string()) && near.to_lowercase().contains(&author.family().to_lowercase())
}
