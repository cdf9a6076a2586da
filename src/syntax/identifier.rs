//! Lexers, one a kind of identifier.
//!
//! A lexer names the places where its identifiers may stand ([`Lexer::words`]) and reads what stands at one
//! ([`Lexer::read`]). It is a pure function of the text between a candidate's floor and limit, and looks neither
//! across a blank line nor farther than [`FARTHEST`] back; only a table's column is read to the end of its table.

mod address;
mod anchors;
mod announced;
mod arxiv;
pub(super) mod doi;
mod isbn;
mod key;
mod label;
mod list;
mod ncbi;
mod pmcid;
mod pmid;
mod shape;
mod table;
mod trial;
pub(super) mod typed;

pub(super) use anchors::{Anchors, find as anchors};

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Fault, Form, Malformed, Placeholder};
use crate::record::{Identifier, IdentifierKind};
use crate::text::Span;

/// How many bytes before an identifier are looked at; addresses are shorter, and this keeps the search linear.
const FARTHEST: usize = 400;

/// A place where an identifier may begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// Nothing before this byte belongs to it.
    pub(super) floor: usize,
    /// Nothing from this byte on belongs to it.
    pub(super) limit: usize,
    /// What kind of text it is in.
    pub(super) setting: Setting,
    /// It is the whole text.
    pub(super) alone: bool,
}

/// What kind of text an identifier stands in, as far as it decides what may introduce it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// Text: labels, keys and bare addresses.
    Text,
    /// The destination of a link: one address, from the floor on.
    Destination,
    /// Metadata: the key `doi:` is no part of the value.
    Metadata,
}

/// An identifier that was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) id: Identifier,
    pub(super) meant: String,
    pub(super) span: Span,
    pub(super) token: Span,
    pub(super) form: Form,
    pub(super) faults: Vec<Fault>,
}

/// What a lexer reads at its anchors.
#[derive(Debug, Default)]
pub(super) struct Haul {
    pub(super) found: Vec<Found>,
    pub(super) malformed: Vec<Malformed>,
    pub(super) placeholders: Vec<Placeholder>,
}

/// The lexer of one kind of spelling.
pub(super) struct Lexer {
    /// The words at which there may be something to read.
    words: &'static [&'static str],
    /// Adds other places of a text at which there may be, in no particular order.
    others: fn(&[u8], &mut Vec<Span>),
    /// Reads what stands at one of these places that is whole within the candidate's limit, by where it begins.
    pub(super) read: fn(&str, usize, Candidate, &mut Haul),
}

/// Every lexer but that of DOIs, whose candidates are too many for this.
const LEXERS: [Lexer; 7] = [
    Lexer { words: ncbi::WORDS, others: nothing, read: ncbi::read },
    Lexer { words: pmid::WORDS, others: nothing, read: pmid::read },
    Lexer { words: pmcid::WORDS, others: nothing, read: pmcid::read },
    Lexer { words: arxiv::WORDS, others: arxiv::anchors, read: arxiv::read },
    Lexer { words: isbn::WORDS, others: nothing, read: isbn::read },
    Lexer { words: trial::WORDS, others: trial::anchors, read: trial::read },
    Lexer { words: &[], others: key::anchors, read: key::read },
];

/// For a lexer whose words are all its places.
fn nothing(_: &[u8], _: &mut Vec<Span>) {}

/// The places of a text at which there may be something to read, each with its lexer, in the order of the lexers.
pub(super) fn at(anchors: &Anchors) -> impl Iterator<Item = (&'static Lexer, Span)> {
    let each = LEXERS.iter().zip(anchors);
    each.flat_map(|(lexer, anchors)| anchors.iter().map(move |anchor| (lexer, *anchor)))
}

impl Haul {
    /// Adds an identifier that is meant as `meant`.
    fn add(&mut self, id: Identifier, meant: impl Into<String>, span: Span, token: Span, form: Form) {
        self.found.push(Found { id, meant: meant.into(), span, token, form, faults: Vec::new() });
    }

    /// Adds the fault of a broken address to all that were added behind the first `before`.
    fn blame_address(&mut self, before: usize) {
        self.found[before..].iter_mut().for_each(|found| found.faults.push(Fault::BrokenUrl));
    }

    fn refuse(&mut self, kind: IdentifierKind, span: Span, why: impl Into<String>) {
        self.malformed.push(Malformed { kind, span, why: why.into() });
    }

    /// Sorts by place. Of two that overlap the one with more around it wins, and any other wins over an address.
    pub(super) fn settle(&mut self) {
        let rank = |found: &Found| {
            let token = found.token.range();
            (found.id.kind() == IdentifierKind::Url, Reverse(token.len()), found.span)
        };
        self.found.sort_by_key(rank);
        let mut kept: Vec<Found> = Vec::with_capacity(self.found.len());
        let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
        for found in self.found.drain(..) {
            let before = taken.range(..found.span.end).next_back();
            if before.is_none_or(|(_, end)| *end <= found.span.start) {
                taken.insert(found.span.start, found.span.end);
                kept.push(found);
            }
        }
        kept.sort_by_key(|found| found.span);
        self.found = kept;
        self.malformed.sort_by_key(|malformed| malformed.span);
        self.malformed.dedup_by(|later, earlier| later.span.meets(earlier.span));
    }
}

/// Adds what stands as the text of a link to the same identifier: `[1706.03762](https://arxiv.org/abs/1706.03762)`.
pub(super) fn linked_text(text: &str, haul: &mut Haul) {
    let mut shown = Vec::new();
    for found in &haul.found {
        let before = &text[..found.token.range().start];
        let closed = before.strip_suffix("](").or_else(|| before.strip_suffix("](<"));
        let Some(words) = closed.map(|before| before.trim_end_matches(['*', '_'])) else { continue };
        let bare = found.meant.trim_end_matches(|ch: char| ch.is_ascii_digit()).trim_end_matches(['v', 'V']);
        let spelt = [found.meant.as_str(), found.id.value(), bare].into_iter().find(|id| words.ends_with(id));
        let Some(id) = spelt.filter(|id| !id.is_empty() && found.id.kind() != IdentifierKind::Url) else { continue };
        let span = Span::new(words.len() - id.len(), words.len());
        let opened = text[..span.range().start].trim_end_matches(['*', '_']).ends_with('[');
        let same = shape::read(found.id.kind(), span.of(text), true).is_some_and(|(_, id)| id == found.id);
        if opened && same {
            let (id, form) = (found.id.clone(), Form::Bare);
            shown.push(Found { id, meant: span.of(text).to_owned(), span, token: span, form, faults: Vec::new() });
        }
    }
    haul.found.append(&mut shown);
}
