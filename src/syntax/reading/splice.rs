//! What was found before, with a part of it found anew.

use std::ops::Range;

use super::super::{Block, Fault, Malformed, Occurrence, Placeholder, Zone};
use crate::text::{Applied, Shift};

/// A part of a text that is read anew, and what of it replaces what was found there.
pub(super) struct Gap {
    /// Where the part begins, in the text before and after the change; what was found from here on is replaced.
    from: u32,
    /// Where what is replaced ends, in the text before; `None` where that is the text's end.
    until: Option<u32>,
    /// What is read, in the text after the change: one stretch more than is replaced, so that the seam between shows.
    pub(super) part: Range<usize>,
    /// How far the change moved what is behind it.
    shift: Shift,
    /// Where the part ends in the text before.
    old_end: usize,
}

impl Gap {
    /// The gap from `from` to the seam at `until`, read to the seam at `end`, all in the text before the change.
    pub(super) fn new(from: usize, until: Option<usize>, end: Option<usize>, before: &str, applied: Applied) -> Self {
        let offset = |at: usize| u32::try_from(at).expect("texts are at most 4 GiB");
        let shift = applied.shift();
        let old_end = end.unwrap_or(before.len());
        let part = from..shift.of(offset(old_end)) as usize;
        Self { from: offset(from), until: until.map(offset), part, shift, old_end }
    }

    /// What the part was, in the text before the change.
    pub(super) fn old_part(&self) -> Range<usize> {
        self.part.start..self.old_end
    }

    /// Whether what is replaced ends at one of the `seams` of the part, so that the change has no say in what follows.
    pub(super) fn is_closed_by(&self, seams: &[u32]) -> bool {
        self.until.is_none_or(|until| seams.binary_search(&(self.shift.of(until) - self.from)).is_ok())
    }

    /// What was found `before`, and in its gap what was found in the part, both in order.
    pub(super) fn splice<T: Found>(&self, before: &[T], part: Vec<T>) -> Vec<T> {
        let (kept, rest) = self.around(before);
        let mut spliced = Vec::with_capacity(kept.len() + part.len() + rest.len());
        spliced.extend_from_slice(kept);
        spliced.extend(self.within(part));
        spliced.extend(rest.iter().map(|found| found.clone().moved(self.shift)));
        spliced
    }

    /// As [`splice`](Self::splice), blocks and the headings among them, which name each other by their places in a list.
    pub(super) fn blocks(
        &self,
        before: &[Block],
        headings: &[(usize, u8)],
        part: Vec<Block>,
        headings_of_part: Vec<(usize, u8)>,
    ) -> (Vec<Block>, Vec<(usize, u8)>) {
        let (kept, rest) = self.around(before);
        let mut spliced = self.splice(before, part);
        let (first, last) = (kept.len(), spliced.len() - rest.len());
        let rest_from = before.len() - rest.len();
        let shift = Shift::between(rest_from, last);
        for block in &mut spliced[first..last] {
            block.within = block.within.map(|outer| Shift::between(0, first).of(outer));
        }
        for block in &mut spliced[last..] {
            block.within = block.within.map(|outer| shift.of(outer));
        }
        let known = headings.partition_point(|(block, _)| *block < first);
        let behind = headings.partition_point(|(block, _)| *block < rest_from);
        let in_part = headings_of_part.into_iter().map(|(block, level)| (block + first, level));
        let mut all = headings[..known].to_vec();
        all.extend(in_part.take_while(|(block, _)| *block < last));
        all.extend(headings[behind..].iter().map(|(block, level)| (block - rest_from + last, *level)));
        (spliced, all)
    }

    /// What of `before` lies before and behind the gap.
    fn around<'a, T: Found>(&self, before: &'a [T]) -> (&'a [T], &'a [T]) {
        let kept = before.partition_point(|found| found.start() < self.from);
        let rest = self.until.map_or(before.len(), |until| before.partition_point(|found| found.start() < until));
        (&before[..kept], &before[rest..])
    }

    /// What of the part replaces what was there, at its place in the text.
    fn within<T: Found>(&self, part: Vec<T>) -> impl Iterator<Item = T> {
        let until = self.until.map_or(u32::MAX, |until| self.shift.of(until));
        let shift = Shift::between(0, self.part.start);
        part.into_iter().map(move |found| found.moved(shift)).take_while(move |found| found.start() < until)
    }
}

/// What is found at a place and moves with the text.
pub(super) trait Found: Clone {
    /// Its first byte, by which a list of them is ordered.
    fn start(&self) -> u32;

    /// The same, where the text was moved.
    fn moved(self, shift: Shift) -> Self;
}

impl Found for u32 {
    fn start(&self) -> u32 {
        *self
    }

    fn moved(self, shift: Shift) -> Self {
        shift.of(self)
    }
}

impl Found for Zone {
    fn start(&self) -> u32 {
        self.span.start
    }

    fn moved(self, shift: Shift) -> Self {
        Self { span: self.span.moved(shift), ..self }
    }
}

impl Found for Block {
    fn start(&self) -> u32 {
        self.span.start
    }

    fn moved(self, shift: Shift) -> Self {
        Self { span: self.span.moved(shift), ..self }
    }
}

impl Found for Placeholder {
    fn start(&self) -> u32 {
        self.span.start
    }

    fn moved(self, shift: Shift) -> Self {
        Self { span: self.span.moved(shift) }
    }
}

impl Found for Malformed {
    fn start(&self) -> u32 {
        self.span.start
    }

    fn moved(self, shift: Shift) -> Self {
        Self { span: self.span.moved(shift), ..self }
    }
}

impl Found for Occurrence {
    fn start(&self) -> u32 {
        self.span.start
    }

    fn moved(mut self, shift: Shift) -> Self {
        self.span = self.span.moved(shift);
        self.token = self.token.moved(shift);
        for fault in &mut self.faults {
            match fault {
                Fault::WordCharacter { span, .. } => *span = span.moved(shift),
                Fault::Blank | Fault::BrokenUrl => {}
            }
        }
        self
    }
}
