//! Leaf blocks of a manuscript, and sentences inside them.

use super::{Document, boundary};
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
    /// Its bytes, without the line end.
    pub span: Span,
    /// The index, in [`Document::blocks`], of the item or footnote that it stands in.
    pub within: Option<u32>,
}

/// The innermost of `blocks` (sorted by start) that touches `offset`, by its index.
pub(super) fn innermost(blocks: &[Block], offset: usize) -> Option<usize> {
    let after = blocks.partition_point(|block| block.span.range().start <= offset);
    let mut at = after.checked_sub(1)?;
    loop {
        if blocks[at].span.touches(offset) {
            return Some(at);
        }
        at = blocks[at].within? as usize;
    }
}

/// Words behind whose full stop a sentence goes on, lower case, without the stop.
const ABBREVIATIONS: [&str; 57] = [
    "al", "approx", "art", "bzw", "ca", "cf", "ch", "co", "corp", "dept", "diss", "dr", "ed", "eds", "eg", "eq", "eqs",
    "esp", "etc", "fig", "figs", "ibid", "ie", "inc", "jr", "ltd", "max", "min", "mr", "mrs", "ms", "no", "nos", "nr",
    "op", "p", "par", "pp", "prof", "ref", "refs", "resp", "sec", "ser", "sp", "spp", "sr", "st", "subsp", "suppl",
    "tab", "univ", "usw", "var", "vol", "vs", "z",
];

/// How far from a place its sentence may begin or end, in bytes.
const LONGEST: usize = 4_000;

/// The sentence around `span`, inside its block; the whole block where no sentence ends in it.
pub(super) fn sentence(document: &Document, span: Span) -> Span {
    let Some(block) = document.block_at(span.range().start) else { return span };
    let text = document.text();
    let block = block.span.range();
    let from = boundary::floor(text, span.range().start.saturating_sub(LONGEST)).max(block.start);
    let until = boundary::floor(text, span.range().end + LONGEST).min(block.end);
    let block = from..until;
    let mut start = block.start;
    let mut end = block.end;
    // The wide ones begin with either of two bytes.
    let may_end = |byte: u8| matches!(byte, b'.' | b'!' | b'?' | 0xe3 | 0xef);
    for (at, _) in text.as_bytes()[block.clone()].iter().enumerate().filter(|(_, byte)| may_end(**byte)) {
        let ends = |ch: &char| matches!(ch, '.' | '!' | '?' | '。' | '！' | '？');
        let Some(ch) = text[block.start + at..].chars().next().filter(ends) else { continue };
        let stop = block.start + at;
        if stop >= span.range().start && stop < span.range().end {
            continue;
        }
        let Some(next) = after_sentence(text, &block, stop, ch) else { continue };
        // A mark glued to the stop belongs to the sentence that the stop ends.
        if next <= span.range().start {
            start = next;
        } else {
            let behind = &text[stop + ch.len_utf8()..block.end];
            end = block.end - after_marks(after_closers(behind)).len();
            break;
        }
    }
    if start > span.range().start || end < start { span } else { Span::new(start, end) }
}

/// What follows the brackets, quotes and emphasis that close behind a stop.
fn after_closers(rest: &str) -> &str {
    rest.trim_start_matches([')', ']', '"', '”', '’', '»', '*', '_'])
}

/// What follows the citations glued to a stop, `.[^1][@key] Next` or `.^12^ Next`: they belong to the sentence before.
fn after_marks(mut rest: &str) -> &str {
    while let Some(behind) = after_mark(rest) {
        rest = behind;
    }
    rest
}

/// What follows one mark: a footnote's, a key's, or numbers in brackets or raised.
fn after_mark(rest: &str) -> Option<&str> {
    let key = rest.starts_with("[^") || rest.starts_with("[@");
    for (open, close) in [("\\[", "\\]"), ("[", "]"), ("<sup>", "</sup>"), ("^", "^")] {
        let Some(inner) = rest.strip_prefix(open) else { continue };
        let (inside, behind) = inner.split_once(close)?;
        let numbers = inside.starts_with(|ch: char| ch.is_ascii_digit())
            && inside.chars().all(|ch| ch.is_ascii_digit() || ",;-–— ".contains(ch));
        return (numbers || key && open == "[").then_some(behind);
    }
    None
}

/// Where the next sentence begins, if the stop `ch` at `stop` ends one.
fn after_sentence(text: &str, block: &std::ops::Range<usize>, stop: usize, ch: char) -> Option<usize> {
    let behind = stop + ch.len_utf8();
    let rest = &text[behind..block.end];
    if matches!(ch, '。' | '！' | '？') {
        return Some(behind);
    }
    let trimmed = after_marks(after_closers(rest));
    let words = trimmed.trim_start();
    if words.is_empty() {
        return Some(block.end);
    }
    if words.len() == trimmed.len() {
        return None;
    }
    let opener = words.trim_start_matches(['(', '[', '"', '“', '‘', '«', '*', '_']);
    if opener.chars().next().is_some_and(|first| first.is_lowercase() || matches!(first, ',' | ';')) {
        return None;
    }
    if ch == '.' {
        let before = &text[block.start..stop];
        let word =
            before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '.')).next().unwrap_or_default();
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        if initial || ABBREVIATIONS.binary_search(&word.to_lowercase().as_str()).is_ok() {
            return None;
        }
    }
    Some(block.end - words.len())
}
