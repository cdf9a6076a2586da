//! Footnotes by label: `[^x]` where one is named, and `[^x]: …` where it is written.

use super::markdown::Layout;
use super::{Block, BlockKind};
use crate::text::Span;

/// A footnote's label in its brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FootnoteMark {
    /// `[^x]`.
    pub span: Span,
    /// `x`.
    pub label: Span,
    /// Whether the footnote is written here; else it is named.
    pub defines: bool,
}

/// The longest label, in bytes.
const LONGEST: usize = 200;

/// Every mark in prose, whether or not what it names is there.
pub(super) fn find(text: &str, layout: &Layout) -> Vec<FootnoteMark> {
    let bytes = text.as_bytes();
    let mut marks = Vec::new();
    for at in memchr::memmem::find_iter(bytes, b"[^") {
        let rest = &bytes[at + 2..bytes.len().min(at + 2 + LONGEST)];
        let Some(length) = rest.iter().position(|b| matches!(b, b']' | b'[' | b'^') || b.is_ascii_whitespace()) else {
            continue;
        };
        let escaped = at > 0 && matches!(bytes[at - 1], b'\\' | b'!');
        if length == 0 || rest[length] != b']' || escaped || !layout.zones.is_prose(at) {
            continue;
        }
        let label = Span::new(at + 2, at + 2 + length);
        let defines = bytes.get(at + 3 + length) == Some(&b':') && begins_footnote(&layout.blocks, at);
        marks.push(FootnoteMark { span: Span::new(at, at + 3 + length), label, defines });
    }
    marks
}

fn begins_footnote(blocks: &[Block], at: usize) -> bool {
    let first = blocks.partition_point(|block| block.span.range().start < at);
    let mut starting = blocks[first..].iter().take_while(|block| block.span.range().start == at);
    starting.any(|block| block.kind == BlockKind::Footnote)
}
