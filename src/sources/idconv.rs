//! NCBI's PMC identifier converter (<https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/>): what else an article is
//! called that lies in PubMed Central.
//!
//! It knows nothing but what is in PMC: a PMID or DOI that it does not find may well exist. Answers come in two shapes,
//! of before and after its move in 2025: `pmid` was a string and is a number, and only the new one says which
//! identifier was asked about.

mod decode;
mod request;

pub use decode::{IdConvAnswer, decode};
pub use request::{BATCH, BATCH_OF_DOIS, batch, batchable};
