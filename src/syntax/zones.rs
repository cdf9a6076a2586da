//! Zones: what each stretch of the source is.

use crate::text::Span;

/// What a stretch of source is; prose is what no zone covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ZoneKind {
    /// Code: spans, fenced and indented blocks (not the directive fences whose body is prose).
    Code,
    /// Mathematics.
    Math,
    /// A comment.
    Comment,
    /// Raw HTML but for its comments.
    Html,
    /// The destination of a link, image or reference definition, without brackets; or an autolink, with them.
    Destination,
    /// The metadata at the top.
    FrontMatter,
}

/// One zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// Its bytes.
    pub span: Span,
}

/// The zones of a text, sorted, not overlapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zones(pub Vec<Zone>);

impl Zones {
    /// The zone at byte `offset`; `None` in prose.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<&Zone> {
        let after = self.0.partition_point(|zone| zone.span.start as usize <= offset);
        self.0[..after].last().filter(|zone| zone.span.contains(offset))
    }

    /// Whether byte `offset` is text for people: prose or raw HTML, not code, mathematics, a comment, a
    /// link's destination or metadata.
    #[must_use]
    pub fn is_prose(&self, offset: usize) -> bool {
        self.at(offset).is_none_or(|zone| zone.kind == ZoneKind::Html)
    }

    /// Sorts what was found in any order, and lets the first of two that overlap win.
    pub(super) fn from_unsorted(mut found: Vec<Zone>) -> Self {
        if !found.is_sorted_by_key(|zone| zone.span.start) {
            found.sort_by_key(|zone| (zone.span.start, std::cmp::Reverse(zone.span.end)));
        }
        let mut end = 0;
        found.retain(|zone| {
            let keep = zone.span.start >= end && !zone.span.is_empty();
            if keep {
                end = zone.span.end;
            }
            keep
        });
        Self(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(kind: ZoneKind, start: usize, end: usize) -> Zone {
        Zone { kind, span: Span::new(start, end) }
    }

    #[test]
    fn the_outer_of_two_zones_wins() {
        let found = vec![zone(ZoneKind::Math, 4, 6), zone(ZoneKind::Code, 2, 9), zone(ZoneKind::Html, 12, 14)];
        let zones = Zones::from_unsorted(found);
        assert_eq!(zones.0, [zone(ZoneKind::Code, 2, 9), zone(ZoneKind::Html, 12, 14)]);
        assert_eq!(zones.at(8).map(|zone| zone.kind), Some(ZoneKind::Code));
        assert!(zones.at(9).is_none());
        assert!(zones.is_prose(13));
    }
}
