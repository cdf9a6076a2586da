//! JATS fragments (titles, abstracts) as text.
//!
//! Registries hold what publishers deposited: fragments with or without a namespace prefix, with MathML and TeX,
//! escaped once or twice, often not well formed. So they are read by a tolerant reader ([`fragment`]) that takes
//! any string: what is no markup is text.

mod abstracts;
mod fragment;
mod inline;
mod math;
mod scripts;

pub use abstracts::{abstract_of_sections, abstract_text};
pub use inline::inline;
