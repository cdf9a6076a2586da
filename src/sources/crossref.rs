//! Crossref's REST interface (<https://api.crossref.org/>): records of works by DOI.
//!
//! A DOI that Crossref does not know is missing from a list, and a 404 alone: neither says that it does not exist,
//! since other agencies register DOIs too.

mod decode;
mod field;
mod notice;
mod references;
mod request;

pub use decode::{decode_list, decode_work};
pub use references::decode_references;
pub use request::{BATCH, batch, batchable, search, single};

#[cfg(test)]
mod tests;
