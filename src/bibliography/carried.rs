//! The identifiers of a file that was edited.

use super::{Bibliography, Entry};
use crate::syntax::Occurrence;
use crate::text::{Applied, Shift};

impl Bibliography {
    /// Every identifier of every entry, in the order of the file.
    #[must_use]
    pub fn all_identifiers(&self) -> Vec<Occurrence> {
        self.identifiers_of(&self.entries)
    }

    /// The same, where `found` are those of the file `before` an edit: only entries that it touched are read again.
    #[must_use]
    pub fn identifiers_after(&self, before: &Self, found: &[Occurrence], applied: Applied) -> Vec<Occurrence> {
        let (removed, inserted) = (applied.removed.range(), applied.inserted.range());
        let (new, old, shift) = (&self.entries, &before.entries, applied.shift());
        let kept = |(new, old): (&Entry, &Entry)| new.span == old.span && new.span.range().end < inserted.start;
        let first = new.iter().zip(old).take_while(|pair| kept(*pair)).count();
        let moved = |(new, old): (&Entry, &Entry)| {
            new.span == old.span.moved(shift)
                && new.span.range().start > inserted.end
                && old.span.range().start > removed.end
        };
        let rest = new.len().min(old.len()) - first;
        let last = new.iter().rev().zip(old.iter().rev()).take(rest).take_while(|pair| moved(*pair)).count();
        let from = first.checked_sub(1).map_or(0, |at| old[at].span.end);
        let to = if last > 0 { old[old.len() - last].span.start } else { u32::MAX };
        let (head, tail) = (
            found.partition_point(|found| found.span.start < from),
            found.partition_point(|found| found.span.start < to),
        );
        let mut all = Vec::with_capacity(found.len() + 1);
        all.extend_from_slice(&found[..head]);
        all.extend(self.identifiers_of(&new[first..new.len() - last]));
        all.extend(found[tail..].iter().map(|found| carried(found, shift)));
        all
    }

    fn identifiers_of(&self, entries: &[Entry]) -> Vec<Occurrence> {
        let mut found: Vec<Occurrence> = entries.iter().flat_map(|entry| self.identifiers(entry)).collect();
        found.sort_by_key(|found| found.span);
        found
    }
}

fn carried(found: &Occurrence, shift: Shift) -> Occurrence {
    let mut carried = found.clone();
    (carried.span, carried.token) = (found.span.moved(shift), found.token.moved(shift));
    carried
}
