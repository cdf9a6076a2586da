//! What was found before, with a part of it found anew.

use std::ops::Range;

use super::super::seam::Seam;
use super::super::{
    Block, Citation, Cluster, Fault, FootnoteMark, Malformed, NumberCitation, Occurrence, Placeholder, Zone,
};
use crate::text::{Applied, Shift, Span};

/// A part of a text that is read anew, and what of it replaces what was found there.
pub(super) struct Gap {
    /// What is read, in the text before the change. It may be longer than what is replaced, so that all is seen that
    /// has a say in that.
    pub(super) part: Range<usize>,
    /// What is replaced, from one seam to another or the end, in the text before the change.
    replaced: (u32, Option<u32>),
    /// How far the change moved what is behind it.
    shift: Shift,
}

impl Gap {
    /// The gap from the seam at `from` to that at `until`, or to the end, for which `part` is read; all in the text
    /// before the change.
    pub(super) fn new(part: Range<usize>, from: usize, until: Option<u32>, applied: Applied) -> Self {
        let from = u32::try_from(from).expect("texts are at most 4 GiB");
        Self { part, replaced: (from, until), shift: applied.shift() }
    }

    /// What is read, in the text after the change.
    pub(super) fn new_part(&self) -> Range<usize> {
        let end = u32::try_from(self.part.end).expect("texts are at most 4 GiB");
        self.part.start..self.shift.of(end) as usize
    }

    /// Whether what is replaced begins and ends at `seams` of the part still, so that the change has no say in what is
    /// around it.
    pub(super) fn is_closed_by(&self, seams: &[Seam]) -> bool {
        let (from, until) = self.replaced;
        let start = Shift::between(self.part.start, 0);
        let is_seam = |at: u32| seams.binary_search_by_key(&start.of(at), |seam| seam.at).is_ok();
        (from as usize == self.part.start || is_seam(from)) && until.is_none_or(|until| is_seam(self.shift.of(until)))
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
        let (first, rest_from) = (kept.len(), before.len() - rest.len());
        // How many blocks of the part stand before what is replaced.
        let shift = Shift::between(0, self.part.start);
        let margin = part.partition_point(|block| shift.of(block.span.start) < self.replaced.0);
        let mut spliced = self.splice(before, part);
        let last = spliced.len() - rest.len();
        let (in_part, behind) = (Shift::between(margin, first), Shift::between(rest_from, last));
        for block in &mut spliced[first..last] {
            block.within = block.within.map(|outer| in_part.of(outer));
        }
        for block in &mut spliced[last..] {
            block.within = block.within.map(|outer| behind.of(outer));
        }
        let known = headings.partition_point(|(block, _)| *block < first);
        let after = headings.partition_point(|(block, _)| *block < rest_from);
        let of_part = headings_of_part.into_iter().skip_while(|(block, _)| *block < margin);
        let mut all = headings[..known].to_vec();
        all.extend(
            of_part.map(|(block, level)| (block - margin + first, level)).take_while(|(block, _)| *block < last),
        );
        all.extend(headings[after..].iter().map(|(block, level)| (block - rest_from + last, *level)));
        (spliced, all)
    }

    /// Whether as much was found `after` as `before`, and all in the gap like what was there.
    pub(super) fn alike<T: Found>(&self, before: &[T], after: &[T], alike: impl Fn(&T, &T) -> bool) -> bool {
        let (kept, rest) = self.around(before);
        let gap = kept.len()..before.len() - rest.len();
        before.len() == after.len() && before[gap.clone()].iter().zip(&after[gap]).all(|(one, other)| alike(one, other))
    }

    /// What of `before` lies before and behind the gap.
    fn around<'a, T: Found>(&self, before: &'a [T]) -> (&'a [T], &'a [T]) {
        let (from, until) = self.replaced;
        let kept = before.partition_point(|found| found.start() < from);
        let rest = until.map_or(before.len(), |until| before.partition_point(|found| found.start() < until));
        (&before[..kept], &before[rest..])
    }

    /// What of the part replaces what was there, at its place in the text.
    fn within<T: Found>(&self, part: Vec<T>) -> impl Iterator<Item = T> {
        let shift = Shift::between(0, self.part.start);
        let (from, until) = self.replaced;
        let until = until.map_or(u32::MAX, |until| self.shift.of(until));
        let moved = part.into_iter().map(move |found| found.moved(shift));
        moved.skip_while(move |found| found.start() < from).take_while(move |found| found.start() < until)
    }
}

/// What is found at a place and moves with the text.
pub(super) trait Found: Clone {
    /// Its first byte, by which a list of them is ordered.
    fn start(&self) -> u32;

    /// The same, where the text was moved.
    fn moved(self, shift: Shift) -> Self;
}

impl Found for Seam {
    fn start(&self) -> u32 {
        self.at
    }

    fn moved(self, shift: Shift) -> Self {
        Self { at: shift.of(self.at), ..self }
    }
}

impl Found for Span {
    fn start(&self) -> u32 {
        self.start
    }

    fn moved(self, shift: Shift) -> Self {
        Self::moved(self, shift)
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

impl Found for Citation {
    fn start(&self) -> u32 {
        self.span.start
    }

    fn moved(self, shift: Shift) -> Self {
        let moved = |cluster: Cluster| Cluster {
            span: cluster.span.moved(shift),
            part: cluster.part.moved(shift),
            heads: cluster.heads,
        };
        Self {
            span: self.span.moved(shift),
            token: self.token.moved(shift),
            meant: self.meant.moved(shift),
            cluster: self.cluster.map(moved),
            locator: self.locator.map(|locator| locator.moved(shift)),
            ..self
        }
    }
}

impl Found for NumberCitation {
    fn start(&self) -> u32 {
        self.span.start
    }

    fn moved(self, shift: Shift) -> Self {
        Self { span: self.span.moved(shift), cluster: self.cluster.moved(shift), ..self }
    }
}

impl Found for FootnoteMark {
    fn start(&self) -> u32 {
        self.span.start
    }

    fn moved(self, shift: Shift) -> Self {
        Self { span: self.span.moved(shift), label: self.label.moved(shift), ..self }
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
