//! The registries: what to ask and how to read the answer. No I/O; a decoder is total.

mod body;
pub mod crossref;
pub mod datacite;
pub mod doi_org;
mod encode;
mod fault;
mod field;
pub mod jats;
mod orcid;
mod person;
mod request;

pub use fault::DecodeFault;
pub use request::{Class, Request};
