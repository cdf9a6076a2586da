//! Link reference definitions: `[label]: destination "title"`.
//!
//! The Markdown parser gives no event for them, and forgets one whose label was defined before; Manubot's
//! `[@tag]: doi:…` is one too. So they are found in the source, in what no block covers.

use super::{Block, BlockKind, Layout, Zone, ZoneKind};
use crate::syntax::block::innermost;
use crate::syntax::boundary;
use crate::text::Span;

/// Adds blocks and destination zones of the definitions in `text[body..]`; blocks stay sorted.
pub(super) fn find(text: &str, body: usize, layout: &mut Layout, found: &mut Vec<Zone>) {
    let blocks = &layout.blocks;
    let mut added: Vec<Block> = Vec::new();
    let mut behind = body;
    for colon in memchr::memmem::find_iter(&text.as_bytes()[body..], b"]:").map(|at| at + body + 1) {
        if colon < behind {
            continue;
        }
        let Some((start, destination)) = definition(text, behind.max(colon.saturating_sub(1_000)), colon) else {
            continue;
        };
        let within = innermost(blocks, start);
        if within.is_some_and(|at| !matches!(blocks[at].kind, BlockKind::Item | BlockKind::Footnote)) {
            continue;
        }
        let line_end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[destination.range().end..]);
        let end = line_end.map_or(text.len(), |end| destination.range().end + end);
        found.push(Zone { kind: ZoneKind::Destination, span: destination });
        if within.is_none() {
            added.push(Block { kind: BlockKind::Definition, span: Span::new(start, end), within: None });
        }
        behind = end;
    }
    insert(layout, &added);
}

/// Merges `added` into the blocks; both are sorted, and no added one holds another block.
fn insert(layout: &mut Layout, added: &[Block]) {
    if added.is_empty() {
        return;
    }
    let blocks = &layout.blocks;
    let mut moved: Vec<u32> = Vec::with_capacity(blocks.len());
    let mut merged = Vec::with_capacity(blocks.len() + added.len());
    let mut next = added.iter().peekable();
    for block in blocks {
        while let Some(definition) = next.next_if(|definition| definition.span.start < block.span.start) {
            merged.push(*definition);
        }
        moved.push(u32::try_from(merged.len()).expect("a text of 4 GiB has fewer blocks"));
        merged.push(Block { within: block.within.map(|outer| moved[outer as usize]), ..*block });
    }
    merged.extend(next);
    for (heading, _) in &mut layout.headings {
        *heading = moved[*heading] as usize;
    }
    layout.blocks = merged;
}

/// The start of the definition whose label's `:` is at `colon`, and its destination without brackets.
fn definition(text: &str, floor: usize, colon: usize) -> Option<(usize, Span)> {
    let bytes = text.as_bytes();
    let floor = boundary::ceil(text, floor);
    let line = memchr::memrchr2(b'\n', b'\r', &bytes[floor..colon]).map_or(floor, |at| floor + at + 1);
    if line == floor && floor > 0 && !matches!(bytes[floor - 1], b'\n' | b'\r') && floor + 1_000 <= colon {
        return None;
    }
    let label = text[line..colon].trim_start_matches([' ', '\t', '>']);
    let start = colon - label.len();
    if !label.starts_with('[') || label.starts_with("[^") || label.len() < 3 {
        return None;
    }
    let mut at = colon + 1;
    let mut line_ends = 0;
    while let Some(b) = bytes.get(at).filter(|b| b.is_ascii_whitespace()) {
        line_ends += usize::from(*b == b'\n');
        at += 1;
    }
    if line_ends > 1 || at == bytes.len() {
        return None;
    }
    let rest = &text[at..];
    let (at, len) = match rest.strip_prefix('<') {
        Some(pointed) => (at + 1, pointed.find(['>', '\n', '\r'])?),
        None => (at, rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len())),
    };
    (len > 0).then(|| (start, Span::new(at, at + len)))
}
