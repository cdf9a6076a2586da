//! Lines and columns of a text.
//!
//! Line ends are those of the Language Server Protocol (3.17, "Text Documents"): `\n`, `\r\n` and `\r`,
//! and no others.

use std::ops::Range;

use super::{Applied, Span};

/// A place as people count: both from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// How far apart the checkpoints of a long line are, in bytes: no column costs a longer walk than that.
const STEP: usize = 2048;

/// What is counted up to a byte inside a long line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Checkpoint {
    /// The byte, from the start of the text; always the first of a character.
    at: u32,
    /// Unicode scalar values from the start of the line.
    scalars: u32,
    /// UTF-16 code units from the start of the line.
    units: u32,
}

impl Checkpoint {
    /// Goes on over `ch`.
    fn pass(&mut self, ch: char) {
        self.at += Span::empty(ch.len_utf8()).start;
        self.scalars += 1;
        self.units += Span::empty(ch.len_utf16()).start;
    }
}

/// Where the lines of one text begin, and how far its long lines have counted on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
    ascii: bool,
    /// In lines longer than [`STEP`] of a text that is not pure ASCII, ascending; none at a line's start.
    checkpoints: Vec<Checkpoint>,
}

impl LineIndex {
    /// Indexes `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(starts_behind(text.as_bytes(), 0..text.len()));
        let len = Span::empty(text.len()).start;
        let mut lines = Self { starts, len, ascii: text.is_ascii(), checkpoints: Vec::new() };
        if !lines.ascii {
            lines.checkpoints = lines.long_lines(text, 0..lines.count());
        }
        lines
    }

    /// The index of `after`, which `applied` made of `before`, the text indexed here.
    #[must_use]
    pub fn edited(&self, before: &str, after: &str, applied: Applied) -> Self {
        let (removed, inserted) = (applied.removed, applied.inserted.range());
        let ascii = match (self.ascii, removed.of(before).is_ascii()) {
            (true, _) => after[inserted.clone()].is_ascii(),
            (false, true) => false,
            (false, false) => after.is_ascii(),
        };
        if ascii != self.ascii {
            return Self::new(after);
        }
        let shift = applied.shift();
        // A line's start is told by the byte before it and by its first, `\n` behind `\r`; the text's by neither.
        let kept = self.starts.partition_point(|start| *start < removed.start).max(1);
        let behind = self.starts.partition_point(|start| *start <= removed.end).max(kept);
        let mut starts = Vec::with_capacity(self.starts.len() + inserted.len() / 16 + 1);
        starts.extend_from_slice(&self.starts[..kept]);
        starts.extend(starts_behind(after.as_bytes(), inserted.start.saturating_sub(1)..inserted.end));
        let touched = starts.len();
        starts.extend(self.starts[behind..].iter().map(|start| shift.of(*start)));
        let len = Span::empty(after.len()).start;
        let mut lines = Self { starts, len, ascii, checkpoints: Vec::new() };
        if !ascii {
            // The last line that is kept may have a new end.
            let first = lines.starts[kept - 1];
            let whole = self.checkpoints.partition_point(|known| known.at < first);
            lines.checkpoints.extend_from_slice(&self.checkpoints[..whole]);
            lines.checkpoints.extend(lines.long_lines(after, kept - 1..touched));
            if let Some(next) = self.starts.get(behind) {
                let rest = self.checkpoints.partition_point(|known| known.at < *next);
                let moved = |known: &Checkpoint| Checkpoint { at: shift.of(known.at), ..*known };
                lines.checkpoints.extend(self.checkpoints[rest..].iter().map(moved));
            }
        }
        lines
    }

    /// The checkpoints of those of `lines` that are longer than [`STEP`].
    fn long_lines(&self, text: &str, lines: Range<usize>) -> Vec<Checkpoint> {
        let mut checkpoints = Vec::new();
        for line in lines.map(|line| self.span(line)).filter(|line| line.len() > STEP) {
            let mut here = Checkpoint { at: line.start, scalars: 0, units: 0 };
            let mut last = line.range().start;
            for ch in line.of(text).chars() {
                // A character may end just beyond the step, so the walk between two is made shorter by one.
                if here.at as usize - last > STEP - char::MAX.len_utf8() {
                    checkpoints.push(here);
                    last = here.at as usize;
                }
                here.pass(ch);
            }
        }
        checkpoints
    }

    /// What is counted of the line up to byte `offset`, or up to the character that has it.
    fn counted(&self, text: &str, offset: usize) -> Checkpoint {
        let start = self.span(self.line_of(offset)).start;
        let offset = offset.min(text.len());
        if self.ascii {
            let at = Span::empty(offset).start;
            return Checkpoint { at, scalars: at - start, units: at - start };
        }
        let before = self.checkpoints.partition_point(|known| known.at as usize <= offset);
        let known = self.checkpoints[..before].last().filter(|known| known.at > start);
        let mut here = known.copied().unwrap_or(Checkpoint { at: start, scalars: 0, units: 0 });
        for ch in text[here.at as usize..].chars() {
            if here.at as usize + ch.len_utf8() > offset {
                break;
            }
            here.pass(ch);
        }
        here
    }

    /// How many lines there are; at least one, and one more than there are line ends.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 0, that has byte `offset`; an offset past the end is in the last line.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset) - 1
    }

    /// The bytes of a line, from 0, with its line end. A line past the end is the empty span at the end.
    #[must_use]
    pub fn span(&self, line: usize) -> Span {
        match self.starts.get(line) {
            None => Span { start: self.len, end: self.len },
            Some(&start) => Span { start, end: self.starts.get(line + 1).copied().unwrap_or(self.len) },
        }
    }

    /// The bytes of a line, from 0, without its line end.
    #[must_use]
    pub fn content(&self, text: &str, line: usize) -> Span {
        let span = self.span(line);
        let trimmed = span.of(text).trim_end_matches(['\n', '\r']).len();
        Span::new(span.range().start, span.range().start + trimmed)
    }

    /// The place of byte `offset` as people count it. An offset inside a character is at that character.
    #[must_use]
    pub fn place(&self, text: &str, offset: usize) -> LineColumn {
        let column = self.counted(text, offset).scalars as usize;
        LineColumn { line: self.line_of(offset) + 1, column: column + 1 }
    }

    /// The column, from 0, of byte `offset` in UTF-16 code units.
    #[must_use]
    pub fn utf16_column(&self, text: &str, offset: usize) -> u32 {
        self.counted(text, offset).units
    }

    /// The byte of a line, from 0, and a column in UTF-16 code units, from 0. A column past the line's
    /// content is its end; one inside a surrogate pair is before it; a line past the end is the text's end.
    #[must_use]
    pub fn offset_of_utf16(&self, text: &str, line: usize, column: u32) -> usize {
        let content = self.content(text, line);
        if self.ascii {
            return content.range().end.min(content.range().start.saturating_add(column as usize));
        }
        let inside = &self.checkpoints[self.checkpoints.partition_point(|known| known.at <= content.start)..];
        let before = inside.partition_point(|known| known.at <= content.end && known.units <= column);
        let known = inside[..before].last().copied();
        let mut here = known.unwrap_or(Checkpoint { at: content.start, scalars: 0, units: 0 });
        for ch in text[here.at as usize..content.range().end].chars() {
            let before = here;
            here.pass(ch);
            if here.units > column {
                return before.at as usize;
            }
        }
        content.range().end
    }

    /// The byte of a line, from 0, and a column in UTF-8 bytes, from 0. Clamped as
    /// [`offset_of_utf16`](Self::offset_of_utf16); a column inside a character is before it.
    #[must_use]
    pub fn offset_of_utf8(&self, text: &str, line: usize, column: u32) -> usize {
        let content = self.content(text, line).range();
        let mut at = content.end.min(content.start.saturating_add(column as usize));
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// Where lines begin behind the line ends whose last byte is in `within`.
fn starts_behind(bytes: &[u8], within: Range<usize>) -> impl Iterator<Item = u32> + '_ {
    let from = within.start;
    let ends = memchr::memchr2_iter(b'\n', b'\r', &bytes[within]).map(move |at| from + at);
    ends.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')).map(|at| Span::empty(at + 1).start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_only_the_protocols_line_ends() {
        let text = "a\nb\r\nc\rd\u{85}e\u{2028}f";
        let lines = LineIndex::new(text);
        assert_eq!(lines.count(), 4);
        assert_eq!(lines.content(text, 1).of(text), "b");
        assert_eq!(lines.content(text, 3).of(text), "d\u{85}e\u{2028}f");
    }

    #[test]
    fn columns_are_scalars_for_people_and_units_for_the_protocol() {
        let text = "ä😀x";
        let lines = LineIndex::new(text);
        assert_eq!(lines.place(text, 6), LineColumn { line: 1, column: 3 });
        assert_eq!(lines.utf16_column(text, 6), 3);
        assert_eq!(lines.offset_of_utf16(text, 0, 3), 6);
        assert_eq!(lines.offset_of_utf16(text, 0, 2), 2, "inside the surrogate pair");
        assert_eq!(lines.offset_of_utf16(text, 9, 9), text.len());
        assert_eq!(lines.offset_of_utf8(text, 0, 4), 2);
    }

    #[test]
    fn a_line_end_belongs_to_its_line() {
        let text = "ab\r\ncd";
        let lines = LineIndex::new(text);
        assert_eq!(lines.line_of(3), 0);
        assert_eq!(lines.line_of(4), 1);
        assert_eq!(lines.offset_of_utf16(text, 0, 99), 2);
        assert_eq!(lines.place(text, 99), LineColumn { line: 2, column: 3 });
    }

    /// Texts with lines around and beyond the step.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec!["a", "ä", "€", "😀", "\r\n", "\n", "\r", "a€😀", "\u{2028}"]);
        prop::collection::vec((piece, prop::sample::select(vec![1, 3, 700, 1023, 2048, 2500])), 0..8)
            .prop_map(|pieces| pieces.into_iter().map(|(piece, times)| piece.repeat(times)).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn columns_are_those_of_a_plain_walk(text in pieces(), at in any::<prop::sample::Index>(), wide in 0_u32..20_000) {
            let lines = LineIndex::new(&text);
            let offset = at.index(text.len() + 3);
            let line = lines.line_of(offset);
            let start = lines.span(line).range().start;
            let reached = |(at, ch): &(usize, char)| start + at + ch.len_utf8() <= offset;
            let walked: Vec<char> = text[start..].char_indices().take_while(reached).map(|(_, ch)| ch).collect();
            let units: usize = walked.iter().map(|ch| ch.len_utf16()).sum();
            prop_assert_eq!(lines.place(&text, offset), LineColumn { line: line + 1, column: walked.len() + 1 });
            prop_assert_eq!(lines.utf16_column(&text, offset) as usize, units);
            for column in [wide, u32::try_from(units).expect("short texts")] {
                let content = lines.content(&text, line);
                let (mut byte, mut left) = (content.range().start, column as usize);
                for ch in content.of(&text).chars() {
                    let Some(rest) = left.checked_sub(ch.len_utf16()) else { break };
                    (byte, left) = (byte + ch.len_utf8(), rest);
                }
                prop_assert_eq!(lines.offset_of_utf16(&text, line, column), byte);
            }
        }

        #[test]
        fn an_edited_index_is_that_of_the_text(
            text in pieces(),
            edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), pieces()), 1..6),
        ) {
            let (mut before, mut lines) = (text.clone(), LineIndex::new(&text));
            for (from, to, new) in edits {
                let boundary = |at: usize| (0..=at).rev().find(|at| before.is_char_boundary(*at)).unwrap_or(0);
                let (from, to) = (boundary(from.index(before.len() + 1)), boundary(to.index(before.len() + 1)));
                let mut after = before.clone();
                after.replace_range(from.min(to)..from.max(to), &new);
                let whole = Applied {
                    removed: Span::new(from.min(to), from.max(to)),
                    inserted: Span::new(from.min(to), from.min(to) + new.len()),
                };
                let fresh = LineIndex::new(&after);
                prop_assert_eq!(&lines.edited(&before, &after, whole), &fresh);
                prop_assert_eq!(&lines.edited(&before, &after, Applied::between(&before, &after)), &fresh);
                (before, lines) = (after, fresh);
            }
        }

        #[test]
        fn no_walk_is_longer_than_a_step(text in pieces()) {
            let lines = LineIndex::new(&text);
            for line in (0..lines.count()).map(|line| lines.span(line)).filter(|_| !text.is_ascii()) {
                let inside = lines.checkpoints.iter().map(|known| known.at).filter(|at| line.start < *at && *at < line.end);
                let stops: Vec<u32> = [line.start].into_iter().chain(inside).chain([line.end]).collect();
                prop_assert!(stops.windows(2).all(|pair| (pair[1] - pair[0]) as usize <= STEP));
            }
        }
    }
}
