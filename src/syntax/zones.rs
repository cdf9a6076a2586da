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
    /// The destination of a link, image, autolink or reference definition.
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
}
