//! The registries: what to ask and how to read the answer. No I/O; a decoder is total.

mod body;
pub mod crossref;
pub mod doi_org;
mod encode;
mod fault;
pub mod jats;
mod orcid;
mod request;

pub use fault::DecodeFault;
pub use request::{Class, Request};
