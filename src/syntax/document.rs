//! One manuscript file, read.

use std::sync::Arc;

use super::reading::Reading;
use super::{
    Block, Citation, Dialect, Directive, FootnoteMark, FrontMatter, Malformed, NumberCitation, Occurrence, Place,
    Placeholder, ReferenceList, Zones,
};
use crate::text::{SourceFile, Span, Text};

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
    /// Every key that is cited, with those that are identifiers.
    pub citations: Vec<Citation>,
    /// Every number that cites an item of the text's reference list, if the text cites so.
    pub numbers: Vec<NumberCitation>,
    /// Where footnotes are named and written.
    pub footnotes: Vec<FootnoteMark>,
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
    /// A file that is no manuscript, and has nothing but identifiers, in order: a bibliography.
    #[must_use]
    pub fn of_identifiers(file: Arc<SourceFile>, identifiers: Vec<Occurrence>) -> Self {
        Self {
            file,
            dialect: Dialect::Plain,
            zones: Zones::default(),
            blocks: Vec::new(),
            links: Vec::new(),
            identifiers,
            citations: Vec::new(),
            numbers: Vec::new(),
            footnotes: Vec::new(),
            malformed: Vec::new(),
            placeholders: Vec::new(),
            lists: Vec::new(),
            directives: Vec::new(),
            front_matter: None,
            reading: Reading::nothing(),
        }
    }

    /// The document with `text` in place of its own: what [`parse`](super::parse) reads of it, at the cost of what
    /// differs where that can be read alone.
    #[must_use]
    pub fn edited(&self, text: impl Into<Text>) -> Self {
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

    /// The citation whose key with its marks touches byte `offset`.
    #[must_use]
    pub fn citation_at(&self, offset: usize) -> Option<&Citation> {
        let after = self.citations.partition_point(|found| found.token.start as usize <= offset);
        self.citations[..after].iter().rev().take(2).find(|found| found.token.touches(offset))
    }

    /// The numbers that are cited at byte `offset`.
    #[must_use]
    pub fn number_at(&self, offset: usize) -> Option<&NumberCitation> {
        let after = self.numbers.partition_point(|found| found.span.start as usize <= offset);
        self.numbers[..after].last().filter(|found| found.span.touches(offset))
    }

    /// Whether it is known to have the identifiers and to cite the keys of `other`, in the same order; where they stand
    /// may differ.
    #[must_use]
    pub fn names_what(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.reading.names, &other.reading.names)
    }

    /// Whatever looks like a citation by number, also what does not belong to the system in which the text cites.
    pub fn number_marks(&self) -> impl Iterator<Item = &NumberCitation> {
        self.reading.marks.iter()
    }

    /// Where the footnote of this mark is written.
    #[must_use]
    pub fn footnote_of(&self, mark: &FootnoteMark) -> Option<&FootnoteMark> {
        let label = |mark: &FootnoteMark| mark.label.of(self.text());
        self.footnotes.iter().find(|other| other.defines && label(other).eq_ignore_ascii_case(label(mark)))
    }

    /// The identifier that the key of `citation` is, if it is one.
    #[must_use]
    pub fn identifier_of(&self, citation: &Citation) -> Option<&Occurrence> {
        let first = self.identifiers.partition_point(|found| found.span.start < citation.span.start);
        let found = self.identifiers.get(first)?;
        (found.place == Place::Citation && found.span.start < citation.span.end).then_some(found)
    }
}
