//! DataCite's REST interface (<https://api.datacite.org/>): data sets, software, preprints of arXiv by DOI.
//!
//! Records follow the DataCite Metadata Schema as the registrants filled it in. A DOI that DataCite does not know is
//! missing from a list, and a 404 alone: neither says that it does not exist.

mod creator;
mod dates;
mod decode;
mod kind;
mod request;
mod titles;

pub use decode::{decode_list, decode_work};
pub use request::{BATCH, batch, batchable, single};

#[cfg(test)]
mod tests;
