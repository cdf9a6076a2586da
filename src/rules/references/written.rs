//! Where a reference is written, and its words.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::super::Context;
use super::passage::Passage;
use crate::bibliography::{Bibliography, Entry, Format};
use crate::findings::Related;
use crate::reference::{Composed, prose};
use crate::syntax::{Occurrence, Place};
use crate::text::Span;

/// Where a reference is written.
#[derive(Clone, Copy)]
pub(in crate::rules) enum Written<'a> {
    /// In a list of the text.
    Item(Span),
    /// Elsewhere in the text, before its identifier.
    Passage(Passage),
    /// In a bibliography.
    Entry(&'a Bibliography, &'a Entry),
    /// In a bibliography of the manuscript, which cites it here by its key.
    Cited(&'a Bibliography, &'a Entry, Span),
}

impl<'a> Written<'a> {
    /// The reference that an identifier comes from.
    pub(super) fn around(context: &Context<'a>, place: &Occurrence) -> Option<Self> {
        let start = place.span.range().start;
        if context.library.own.is_none() && matches!(place.place, Place::Citation | Place::FrontMatter) {
            let (file, entry) = context.entry_of(place)?;
            return Some(Self::Cited(file, entry, place.span));
        }
        if let Some(own) = &context.library.own {
            return own.entry_at(start).map(|entry| Self::Entry(own, entry));
        }
        let Some(list) = context.document.lists.iter().find(|list| list.span.covers(place.span)) else {
            return Passage::before(context.document, place).map(Self::Passage);
        };
        let behind = list.items.partition_point(|item| item.range().start <= start);
        let item = list.items[..behind].last().filter(|item| item.covers(place.span))?;
        Some(Self::Item(*item))
    }

    /// All of it in the file that is judged; of an entry that is cited, the citation.
    pub(super) fn span(self) -> Span {
        match self {
            Self::Item(span) | Self::Passage(Passage { span, .. }) | Self::Cited(.., span) => span,
            Self::Entry(_, entry) => entry.span,
        }
    }

    /// Its identifiers.
    pub(super) fn identifiers<'c>(self, context: &Context<'c>) -> Vec<&'c Occurrence> {
        match self {
            Self::Cited(.., span) => context.library.cited.at(span).collect(),
            _ => identifiers(context, self.span()).collect(),
        }
    }

    /// All that a judgement of it depends on. An entry that takes something from elsewhere in its file is not told by its own
    /// text.
    pub(super) fn source<'t>(self, context: &Context<'t>) -> Cow<'t, str>
    where
        'a: 't,
    {
        match self {
            Self::Entry(file, entry) | Self::Cited(file, entry, _) => match stands_alone(file, entry) {
                true => entry.span.of(file.text()).into(),
                false => Composed::of(file, entry).text.into(),
            },
            Self::Passage(Passage { span, is_alone, .. }) => {
                // The same words in a list are judged otherwise.
                let mark = if is_alone { '\u{1}' } else { '\u{2}' };
                format!("{mark}{}", span.of(context.document.text())).into()
            }
            Self::Item(span) => span.of(context.document.text()).into(),
        }
    }

    /// Its words.
    pub(super) fn words(self, context: &Context<'_>) -> String {
        match self {
            Self::Item(span) | Self::Passage(Passage { span, .. }) => {
                let identifiers = identifiers(context, span).map(|found| found.token);
                prose(context.document.text(), span, identifiers)
            }
            Self::Entry(file, entry) | Self::Cited(file, entry, _) => Composed::of(file, entry).text,
        }
    }

    /// Where some of its words are in the file, and how they are written, without marks.
    pub(super) fn part(self, context: &Context<'_>, at: &Range<usize>) -> (Span, String) {
        match self {
            Self::Item(Span { start, .. }) | Self::Passage(Passage { span: Span { start, .. }, .. }) => {
                let span = Span::new(start as usize + at.start, start as usize + at.end);
                (span, span.of(context.document.text()).to_owned())
            }
            Self::Entry(file, entry) | Self::Cited(file, entry, _) => {
                let composed = Composed::of(file, entry);
                let said = composed.text.get(at.clone()).unwrap_or_default().to_owned();
                let span = if let Self::Cited(.., citation) = self { citation } else { composed.place(at) };
                (span, said)
            }
        }
    }

    /// Where that is written, if it is in another file.
    pub(super) fn elsewhere(self, at: Option<&Range<usize>>) -> Option<Related> {
        let Self::Cited(file, entry, _) = self else { return None };
        let span = at.map_or(entry.key_span, |at| Composed::of(file, entry).place(at));
        Some(Related { file: Arc::clone(&file.file), span, message: "the entry that is cited".into() })
    }
}

/// The identifiers in a part of the text.
pub(in crate::rules) fn identifiers<'a>(context: &Context<'a>, span: Span) -> impl Iterator<Item = &'a Occurrence> {
    let all = &context.document.identifiers;
    let first = all.partition_point(|found| found.span.start < span.start);
    all[first..].iter().take_while(move |found| found.span.start < span.end)
}

/// Whether an entry says itself all that it says: it inherits nothing, and uses no abbreviation but a month.
fn stands_alone(file: &Bibliography, entry: &Entry) -> bool {
    let text = file.text();
    file.format != Format::Bibtex
        || entry.fields.iter().all(|field| {
            let name = field.name.of(text);
            let inherits = INHERITING.iter().any(|inheriting| name.eq_ignore_ascii_case(inheriting));
            let is_month = name.eq_ignore_ascii_case("month");
            let value = field.value.of(text);
            !inherits
                && (is_month
                    || value.starts_with(|ch: char| matches!(ch, '{' | '"' | '0'..='9')) && !value.contains('#'))
        })
}

/// Fields by which an entry of BibTeX takes fields from another (biblatex's manual, "Special Fields").
const INHERITING: [&str; 2] = ["crossref", "xdata"];
