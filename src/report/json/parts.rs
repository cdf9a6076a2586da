//! Members that several objects share.

use serde::Serialize;

use crate::text::{LineColumn, SourceFile, Span};

/// Bytes, half open.
#[derive(Serialize)]
pub(super) struct Range {
    start: u32,
    end: u32,
}

/// Line and column, both from 1, columns in Unicode scalar values.
#[derive(Serialize)]
pub(super) struct Place {
    line: usize,
    column: usize,
}

impl From<Span> for Range {
    fn from(span: Span) -> Self {
        Self { start: span.start, end: span.end }
    }
}

impl From<LineColumn> for Place {
    fn from(place: LineColumn) -> Self {
        Self { line: place.line, column: place.column }
    }
}

/// Where `span` starts and ends.
pub(super) fn places(file: &SourceFile, span: Span) -> (Place, Place) {
    let place = |offset| Place::from(file.lines.place(&file.text, offset));
    (place(span.range().start), place(span.range().end))
}
