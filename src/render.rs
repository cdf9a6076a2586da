//! A record as text: hint, hover, page, BibTeX, RIS, JSON.
//!
//! Records are text from outside: whatever they hold, a hover has no HTML, no image and no link but those built from
//! canonical identifiers, and no text has a control or bidirectional character.

mod bibtex;
mod citation_line;
pub mod escape;
mod hint;
pub mod json;
mod markdown;
mod people;
mod plain;
mod ris;
mod sheet;
mod status;
mod words;

pub use bibtex::bibtex;
pub use citation_line::citation_line;
pub use hint::hint;
pub use markdown::{HoverOptions, hover, markdown};
pub use plain::page;
pub use ris::ris;
