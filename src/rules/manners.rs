//! How the references of each list in the text are written.

use std::ops::Range;
use std::sync::Arc;

use super::Context;
use super::references::identifiers;
use crate::findings::Related;
use crate::reference::{Manner, RecallingManners, prose};
use crate::text::Span;

/// A reference of a list.
pub struct Written {
    /// All of it.
    pub(super) item: Span,
    /// How it is written.
    pub(super) manner: Arc<Manner>,
}

impl Written {
    /// Where some of its bytes are in the file.
    pub(super) fn place(&self, at: &Range<usize>) -> Span {
        let start = self.item.range().start;
        Span::new(start + at.start, start + at.end)
    }
}

/// How many items a list has at least in which most can make a rule for another.
const FEWEST: usize = 5;

/// Reads the items of every list that is long enough.
pub(super) fn read(context: &Context<'_>) -> Vec<Vec<Written>> {
    let mut recalling = context.judgements.recalling_manners();
    let lists = context.document.lists.iter().map(|list| match &*list.items {
        items if items.len() < FEWEST => Vec::new(),
        items => items.iter().filter_map(|item| written(context, *item, &mut recalling)).collect(),
    });
    lists.collect()
}

/// An item, unless it is being typed.
fn written(context: &Context<'_>, item: Span, recalling: &mut RecallingManners<'_>) -> Option<Written> {
    if !context.in_flux.is_empty() && identifiers(context, item).any(|found| context.in_flux.contains(&found.id)) {
        return None;
    }
    let text = context.document.text();
    let manner = recalling.of(item.of(text), || {
        let prose = prose(text, item, identifiers(context, item).map(|found| found.token));
        Manner::of(item.of(text), &prose)
    });
    Some(Written { item, manner })
}

/// How many other places of a list are shown.
const RELATED: usize = 50;

/// The other places of a finding about a list, each with what is there.
pub(super) fn related(context: &Context<'_>, places: impl Iterator<Item = (Span, String)>) -> Vec<Related> {
    let file = &context.document.file;
    places.take(RELATED).map(|(span, message)| Related { file: file.clone(), span, message }).collect()
}
