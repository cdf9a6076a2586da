//! What may be a reference outside lists: the words before an identifier in a sentence, a footnote, a cell of a table.

use std::ops::Range;

use crate::syntax::{BlockKind, Document, Form, Occurrence, Place};
use crate::text::Span;

/// The words before an identifier, with the identifiers that stand together there.
#[derive(Clone, Copy)]
pub(in crate::rules) struct Passage {
    /// From the identifier before, or the beginning of its block, to the end of the last of its identifiers.
    pub(super) span: Span,
    /// Whether nothing but this stands in its footnote, cell or paragraph.
    pub(super) is_alone: bool,
    /// Whether its identifiers are one DOI, PMID and the like of one work, as far as can be told: none is said to be another's.
    pub(super) is_of_one: bool,
}

/// How far before its identifier a reference may begin, in bytes.
const LONGEST: usize = 1_200;
/// Words that may stand between identifiers of one work.
const LABELS: [&str; 12] =
    ["doi", "pmid", "pubmed", "pmc", "pmcid", "id", "arxiv", "https", "http", "org", "epub", "e"];
/// So many identifiers stand together at most. More are a list of works.
const TOGETHER: usize = 4;

impl Passage {
    /// The passage before an identifier.
    pub(super) fn before(document: &Document, place: &Occurrence) -> Option<Self> {
        if !matches!(place.place, Place::Prose | Place::Link | Place::Footnote) || place.form == Form::Key {
            return None;
        }
        let text = document.text();
        let bounds = bounds(document, place)?;
        let all = &document.identifiers;
        let own = all.partition_point(|found| found.span.start < place.span.start);
        let is_together = |one: &Occurrence, other: &Occurrence| {
            let between = text.get(one.token.range().end..other.token.range().start).unwrap_or_default();
            between.len() < 60 && words(between).all(is_label) && bounds.contains(&other.token.range().start)
        };
        let mut first = own;
        while first > 0
            && own - first < TOGETHER
            && bounds.contains(&all[first - 1].span.range().start)
            && is_together(&all[first - 1], &all[first])
        {
            first -= 1;
        }
        let mut last = own;
        while last + 1 < all.len() && last - first < TOGETHER && is_together(&all[last], &all[last + 1]) {
            last += 1;
        }
        if last - first >= TOGETHER {
            return None;
        }
        let before = first.checked_sub(1).map_or(0, |before| all[before].token.range().end);
        let head = all[first].token.range().start;
        let start = before.max(bounds.start).max(head.saturating_sub(LONGEST));
        let start = (start..=head).find(|at| text.is_char_boundary(*at))?;
        let end = all[last].token.range().end.min(bounds.end);
        let behind = text.get(end..bounds.end)?;
        let is_alone = start == bounds.start && words(behind).next().is_none();
        // “(editorial)” behind the second of two says what that is.
        let is_explained = behind.trim_start_matches([']', '>', ' ']).starts_with('(');
        let is_of_one = last - first < 2 && !is_explained;
        (start < head && head < end).then(|| Self { span: Span::new(start, end), is_alone, is_of_one })
    }
}

/// The block that an identifier stands in, of a table its cell, of a footnote what is behind its label.
fn bounds(document: &Document, place: &Occurrence) -> Option<Range<usize>> {
    let text = document.text();
    let token = place.token.range();
    let block = document.block_at(token.start)?;
    let mut range = block.span.range();
    match block.kind {
        BlockKind::Paragraph | BlockKind::Item => {}
        BlockKind::Footnote => {
            let label = text[range.clone()].starts_with("[^").then(|| text[range.clone()].find("]:")).flatten();
            range.start += label.map_or(0, |end| end + 2);
        }
        BlockKind::TableRow => {
            let head = &text[range.start..token.start];
            range.start += head.rfind('|').map_or(0, |at| at + 1);
            range.end = text[token.end..range.end].find('|').map_or(range.end, |at| token.end + at);
        }
        _ => return None,
    }
    (range.start <= token.start && token.end <= range.end).then_some(range)
}

/// The words of a text, roughly.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn is_label(word: &str) -> bool {
    LABELS.iter().any(|label| word.eq_ignore_ascii_case(label))
}
