//! One manuscript file, read.

use std::sync::Arc;

use super::reading::Reading;
use super::{Block, Dialect, Directive, FrontMatter, Malformed, Occurrence, Placeholder, ReferenceList, Zones};
use crate::text::{SourceFile, Span};

/// One manuscript file, read. Lists are in order of their spans.
#[derive(Debug)]
pub struct Document {
    /// The text.
    pub file: Arc<SourceFile>,
    /// How it was read.
    pub dialect: Dialect,
    /// What is prose, code, math, a link's destination …
    pub zones: Zones,
    /// The leaf blocks: paragraphs, list items, table rows, headings …
    pub blocks: Vec<Block>,
    /// Links and images, each from its first bracket to its end; no autolinks. An image in a link is part of that.
    pub links: Vec<Span>,
    /// Every identifier found outside code, math and comments.
    pub identifiers: Vec<Occurrence>,
    /// What is labelled as an identifier and cannot be one.
    pub malformed: Vec<Malformed>,
    /// Marks that an author leaves to fill in later.
    pub placeholders: Vec<Placeholder>,
    /// Reference lists.
    pub lists: Vec<ReferenceList>,
    /// Suppressions.
    pub directives: Vec<Directive>,
    /// The YAML or TOML block at the top.
    pub front_matter: Option<Arc<FrontMatter>>,
    /// What reading a part of it anew needs to know.
    pub(super) reading: Reading,
}

impl Document {
    /// The document with `text` in place of its own: what [`parse`](super::parse) reads of it, at the cost of what
    /// differs where that can be read alone.
    #[must_use]
    pub fn edited(&self, text: impl Into<Arc<str>>) -> Self {
        let (file, applied) = self.file.edited(text);
        super::reading::anew(self, Arc::new(file), applied)
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.file.text
    }

    /// The innermost leaf block that has byte `offset`.
    #[must_use]
    pub fn block_at(&self, offset: usize) -> Option<&Block> {
        super::block::innermost(&self.blocks, offset).map(|at| &self.blocks[at])
    }

    /// The sentence around `span`, inside its block.
    #[must_use]
    pub fn sentence(&self, span: Span) -> Span {
        super::block::sentence(self, span)
    }

    /// The identifier whose token (label, URL and identifier together) touches byte `offset`.
    #[must_use]
    pub fn identifier_at(&self, offset: usize) -> Option<&Occurrence> {
        let after = self.identifiers.partition_point(|found| found.token.start as usize <= offset);
        self.identifiers[..after].iter().rev().take(4).find(|found| found.token.touches(offset))
    }
}
