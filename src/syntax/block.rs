//! Leaf blocks of a manuscript, and sentences inside them.

use super::Document;
use crate::text::Span;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A paragraph outside lists.
    Paragraph,
    /// A list item, with all its paragraphs.
    Item,
    /// A row of a table.
    TableRow,
    /// A heading.
    Heading,
    /// A footnote definition.
    Footnote,
    /// A link reference definition, or Manubot's `[@tag]: doi:…`.
    Definition,
    /// Raw HTML.
    Html,
    /// A code block or directive fence.
    Code,
    /// The metadata at the top.
    FrontMatter,
}

/// A block of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes.
    pub span: Span,
}

/// The sentence around `span`, inside its block; the whole block where no sentence ends in it.
pub(super) fn sentence(document: &Document, span: Span) -> Span {
    document.block_at(span.range().start).map_or(span, |block| block.span)
}
