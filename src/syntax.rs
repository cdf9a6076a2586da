//! What a manuscript says, read from its source. Reading never fails: what cannot be read is text.
//!
//! [`parse`] finds the zones of the Markdown once, then lexes identifiers from the raw source and places
//! each by its zone; every span is a range of bytes of the source.

mod block;
mod boundary;
mod citation;
mod dialect;
mod directive;
mod document;
mod footnote;
mod front_matter;
mod identifier;
mod labelled;
mod markdown;
mod note;
mod number;
mod occurrence;
mod placeholder;
mod reading;
mod reference_list;
mod scan;
mod seam;
pub mod tree;
mod zones;

pub use block::{Block, BlockKind};
pub use citation::{
    Citation, CitationMode, CitationSyntax, CitationUse, Cluster, is_cross_reference, is_in_address, is_simple_key,
};
pub use dialect::Dialect;
pub use directive::{Directive, Reach};
pub use document::Document;
pub use footnote::FootnoteMark;
pub use front_matter::{FrontMatter, read as read_front_matter};
pub use identifier::doi::{DoiSpelling, read_doi};
pub use identifier::typed::{Spelling, read_identifier};
pub use number::{NumberCitation, NumberSyntax};
pub use occurrence::{Fault, Form, Malformed, Occurrence, Place, Placeholder};
pub use reference_list::ReferenceList;
pub use zones::{Zone, ZoneKind, Zones};

use std::sync::Arc;

use crate::text::SourceFile;

/// Reads a manuscript.
#[must_use]
pub fn parse(file: Arc<SourceFile>, dialect: Dialect) -> Document {
    let front = read_front_matter(&file.text).map(Arc::new);
    parse_below(file, front, dialect)
}

/// Reads a manuscript whose metadata was read before, with [`read_front_matter`].
#[must_use]
pub fn parse_below(file: Arc<SourceFile>, front: Option<Arc<FrontMatter>>, dialect: Dialect) -> Document {
    scan::document(file, front, dialect)
}
