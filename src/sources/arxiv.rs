//! arXiv's own interface (<https://info.arxiv.org/help/api/user-manual.html>): papers by identifier, in Atom.
//!
//! It knows what DataCite does not: single versions, affiliations, the DOI of the published article as authors gave it.
//! It is to be asked once in three seconds, over one connection.

mod decode;
mod request;
mod withdrawal;

pub use decode::{ArxivAnswer, decode, decode_feed};
pub use request::{BATCH, batch, version};
pub(super) use withdrawal::withdrawal;

#[cfg(test)]
mod tests;
