//! The metadata at the top of a manuscript.

use super::tree::{Node, Trouble};
use crate::text::Span;

/// The metadata block at the top of a manuscript.
#[derive(Debug)]
pub struct FrontMatter {
    /// The block with its delimiters.
    pub span: Span,
    /// What it says; spans are of the manuscript.
    pub tree: Node,
    /// Where it cannot be read.
    pub troubles: Vec<Trouble>,
}
