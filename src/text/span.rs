//! A half-open range of bytes.

use std::ops::Range;

/// A half-open range of bytes in one text. Texts are at most 4 GiB, so offsets are `u32`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte; never before `start`.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    ///
    /// # Panics
    /// When `end < start` or a bound is beyond 4 GiB: both are programming errors, since no reader
    /// hands out such a text.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end && u32::try_from(end).is_ok(), "span {start}..{end}");
        #[allow(clippy::cast_possible_truncation)]
        Self { start: start as u32, end: end as u32 }
    }

    /// The empty span at `offset`.
    #[must_use]
    pub fn empty(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The span as a range for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span has no bytes.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `offset` lies inside, or directly behind the last byte (where a cursor may stand).
    #[must_use]
    pub fn touches(self, offset: usize) -> bool {
        self.range().start <= offset && offset <= self.range().end
    }

    /// Whether `offset` is one of the bytes.
    #[must_use]
    pub fn contains(self, offset: usize) -> bool {
        self.range().contains(&offset)
    }

    /// Whether all of `other` lies inside.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte, or one is an empty span inside or at the edge of the other.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        if self.is_empty() || other.is_empty() {
            self.start <= other.end && other.start <= self.end
        } else {
            self.start < other.end && other.start < self.end
        }
    }

    /// The span moved by `shift`.
    #[must_use]
    pub fn moved(self, shift: Shift) -> Self {
        Self { start: shift.of(self.start), end: shift.of(self.end) }
    }

    /// The bytes of `text` in this span.
    ///
    /// # Panics
    /// When the span is not of this text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }
}

/// How far a change moves the text behind it, in bytes, forwards or backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift(u32);

impl Shift {
    /// The shift that moves byte `from` to byte `to`.
    #[must_use]
    pub fn between(from: usize, to: usize) -> Self {
        // Offsets are 32 bits wide, so going back is going forwards past the end of the numbers.
        Self(Span::empty(to).start.wrapping_sub(Span::empty(from).start))
    }

    /// Where this byte comes to stand.
    #[must_use]
    pub fn of(self, offset: u32) -> u32 {
        offset.wrapping_add(self.0)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}
