//! Europe PMC's REST interface (<https://europepmc.org/RestfulWebService>): PubMed's records, those of PubMed Central
//! and preprints, asked where NCBI does not answer.
//!
//! That it finds nothing says nothing: it takes PubMed's records over with a delay, and only NCBI denies a PMID.

mod decode;
mod full_text;
mod people;
mod request;

pub use decode::{decode, decode_results};
pub use request::{BATCH, batch, batchable};

#[cfg(test)]
mod tests;
