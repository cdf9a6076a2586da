//! One pass over the source.

use std::sync::Arc;

use super::{Dialect, Document, Zones};
use crate::text::SourceFile;

/// Reads a manuscript.
pub(super) fn document(file: Arc<SourceFile>, dialect: Dialect) -> Document {
    Document {
        file,
        dialect,
        zones: Zones::default(),
        blocks: Vec::new(),
        identifiers: Vec::new(),
        malformed: Vec::new(),
        placeholders: Vec::new(),
        lists: Vec::new(),
        directives: Vec::new(),
        front_matter: None,
    }
}
