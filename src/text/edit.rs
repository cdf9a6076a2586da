//! Changes to a text, as an editor sends them.

use super::{Shift, Span};

/// What a column counts (Language Server Protocol 3.17, "PositionEncodingKind").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnUnit {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16: what every editor can count.
    #[default]
    Utf16,
}

/// A place in a text as an editor names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Line, from 0.
    pub line: u32,
    /// Column, from 0, in the [`ColumnUnit`] agreed on.
    pub column: u32,
}

/// A replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is replaced; `None` is the whole text.
    pub range: Option<(Point, Point)>,
    /// By what.
    pub text: String,
}

/// What a change did, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// What was taken out, in the text before.
    pub removed: Span,
    /// What was put in, in the text after; begins where `removed` begins.
    pub inserted: Span,
}

impl Applied {
    /// The one replacement that makes `after` of `before`: all but what they share at both ends, in whole characters.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Self {
        let mut start = shared_start(before.as_bytes(), after.as_bytes());
        while !(before.is_char_boundary(start) && after.is_char_boundary(start)) {
            start -= 1;
        }
        let (rest, new) = (&before[start..], &after[start..]);
        let mut end = shared_end(rest.as_bytes(), new.as_bytes());
        while !(rest.is_char_boundary(rest.len() - end) && new.is_char_boundary(new.len() - end)) {
            end -= 1;
        }
        Self { removed: Span::new(start, before.len() - end), inserted: Span::new(start, after.len() - end) }
    }

    /// How far what stands behind the change was moved.
    #[must_use]
    pub fn shift(&self) -> Shift {
        Shift::between(self.removed.range().end, self.inserted.range().end)
    }

    /// Where a span of the text before is in the text after. What a span shared with the bytes taken out is
    /// the bytes put in, so a span is never lost, only widened.
    #[must_use]
    pub fn carry(&self, span: Span) -> Span {
        let forward = |offset: u32| offset - self.removed.end + self.inserted.end;
        let start = if span.start <= self.removed.start {
            span.start
        } else if span.start >= self.removed.end {
            forward(span.start)
        } else {
            self.inserted.start
        };
        let end = if span.end < self.removed.start {
            span.end
        } else if span.end >= self.removed.end {
            forward(span.end)
        } else {
            self.inserted.end
        };
        Span { start, end: end.max(start) }
    }
}

/// How many bytes are compared at a time: as many as are compared faster together than one by one.
const STEP: usize = 1024;

/// How many bytes the two begin with alike.
fn shared_start(a: &[u8], b: &[u8]) -> usize {
    let steps = a.chunks_exact(STEP).zip(b.chunks_exact(STEP)).take_while(|(a, b)| a == b).count() * STEP;
    steps + a[steps..].iter().zip(&b[steps..]).take_while(|(a, b)| a == b).count()
}

/// How many bytes the two end in alike.
fn shared_end(a: &[u8], b: &[u8]) -> usize {
    let steps = a.rchunks_exact(STEP).zip(b.rchunks_exact(STEP)).take_while(|(a, b)| a == b).count() * STEP;
    let (a, b) = (&a[..a.len() - steps], &b[..b.len() - steps]);
    steps + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_move_with_the_text() {
        let applied = Applied { removed: Span::new(10, 14), inserted: Span::new(10, 11) };
        assert_eq!(applied.carry(Span::new(2, 5)), Span::new(2, 5), "before");
        assert_eq!(applied.carry(Span::new(20, 25)), Span::new(17, 22), "behind");
        assert_eq!(applied.carry(Span::new(8, 12)), Span::new(8, 11), "cut at its end");
        assert_eq!(applied.carry(Span::new(12, 20)), Span::new(10, 17), "cut at its start");
        assert_eq!(applied.carry(Span::new(8, 20)), Span::new(8, 17), "around");
        assert_eq!(applied.carry(Span::new(11, 12)), Span::new(10, 11), "inside");
    }
}
