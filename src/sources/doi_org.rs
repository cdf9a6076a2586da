//! doi.org: which agency registered a DOI (`/doiRA/`), and whether its handle exists (`/api/handles/`).
//!
//! The interface is described in "DOI Resolution Documentation" (<https://www.doi.org/the-identifier/resources/>).

mod agency;
mod handle;

pub use agency::{AgencyAnswer, BATCH, agencies, decode_agencies};
pub use handle::{HandleAnswer, decode_handle, handle};
