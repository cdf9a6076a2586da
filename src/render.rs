//! A record as text: hint, hover, page, BibTeX, RIS, JSON.
//!
//! Records are text from outside: whatever they hold, a hover has no HTML, no image and no link but those built from
//! canonical identifiers, ORCID iDs and checked addresses of free full texts, and no text has a control or bidirectional character.

mod address;
mod bibtex;
mod citation_line;
mod differences;
mod entry;
pub mod escape;
mod evidence;
mod found;
mod hint;
pub mod json;
mod language;
mod markdown;
mod people;
mod plain;
mod related;
mod ris;
mod sheet;
mod status;
mod subjects;
mod whole;
mod words;

pub use bibtex::bibtex;
pub use citation_line::citation_line;
pub use entry::{entry, entry_place};
pub use found::{FoundAt, found_page};
pub use hint::{hint, is_marked, label, label_of};
pub use markdown::{HoverOptions, hover, markdown};
pub use plain::page;
pub use related::{related_markdown, related_page};
pub use ris::ris;
pub use whole::whole;
pub use words::link_tooltip;
