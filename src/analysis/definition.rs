//! Where what is cited is defined.

use std::sync::Arc;

use super::{Snapshot, Target, target};
use crate::syntax::CitationUse;
use crate::text::{SourceFile, Span};

/// A place to go to.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Where to stand in it.
    pub span: Span,
    /// What to show around that.
    pub whole: Span,
}

/// Where what stands at a place is defined.
#[derive(Clone, Debug)]
pub struct Definition {
    /// What stands at the place.
    pub origin: Span,
    /// Where it is defined.
    pub places: Vec<Place>,
}

/// Where what stands at byte `offset` is defined: a key's entry, a number's item of the reference list, a footnote's text.
#[must_use]
pub fn definition(snapshot: &Snapshot, offset: usize) -> Option<Definition> {
    let target = target(snapshot, offset)?;
    let document = &snapshot.document;
    let here = |span: Span, whole: Span| Place { file: Arc::clone(&document.file), span, whole };
    let places = match target {
        Target::Key(_, Some(shelved)) | Target::Entry(shelved) | Target::OtherKey(shelved, _) => {
            vec![Place { file: Arc::clone(&shelved.file.file), span: shelved.place(), whole: shelved.entry.span }]
        }
        Target::Key(citation, None) => {
            let text = document.text();
            let defines = |other: &&crate::syntax::Citation| {
                let is_defined = matches!(
                    (citation.purpose, other.purpose),
                    (_, CitationUse::Defines) | (CitationUse::ExampleReference, CitationUse::ExampleLabel)
                );
                is_defined && other.key(text) == citation.key(text)
            };
            document.citations.iter().filter(defines).map(|found| here(found.span, found.token)).collect()
        }
        Target::Number(number) => {
            let list = document.lists.get(number.list as usize)?;
            let items = number.numbers().filter_map(|number| list.item(number));
            items.filter_map(|at| list.items.get(at)).map(|item| here(*item, *item)).collect()
        }
        Target::Footnote(mark) => {
            let written = document.footnote_of(mark)?;
            let whole = document.block_at(written.span.range().start).map_or(written.span, |block| block.span);
            vec![here(written.span, whole)]
        }
        Target::Identifier(_) => return None,
    };
    (!places.is_empty()).then(|| Definition { origin: target.span(), places })
}
