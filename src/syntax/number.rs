//! Citations by number that are written by hand: `[1]`, `[2, 4–7]`, `\[3\]`, `^5^`, `<sup>6</sup>`, `⁷`, `(8)`.
//!
//! Numbers in brackets are many things. They are citations where the text has one numbered reference list, and cites
//! most of it so and in no other way; else none of them is.

mod mark;
mod system;

pub(super) use self::mark::find;
pub(super) use self::system::settle;
use crate::text::Span;

/// The notation of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberSyntax {
    /// `[1]`, `\[1\]`.
    Brackets,
    /// `^1^`, `<sup>1</sup>`, `¹`.
    Superscript,
    /// `(1)`.
    Parentheses,
}

/// A number that is cited, or a range of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberCitation {
    /// The number or range itself: `4–7`.
    pub span: Span,
    /// The brackets that it stands in, with all numbers in them: `[2, 4–7]`.
    pub cluster: Span,
    /// The number, or the first of the range.
    pub first: u32,
    /// The number, or the last of the range.
    pub last: u32,
    /// How it is written.
    pub syntax: NumberSyntax,
    /// The index of the list that it cites, in [`Document::lists`](super::Document::lists). The list may have no item
    /// of this number.
    pub list: u32,
}

impl NumberCitation {
    /// The numbers that are cited.
    #[must_use]
    pub fn numbers(&self) -> std::ops::RangeInclusive<u32> {
        self.first..=self.last
    }
}
