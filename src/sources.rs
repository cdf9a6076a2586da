//! The registries: what to ask and how to read the answer. No I/O; a decoder is total.

pub mod arxiv;
mod body;
pub mod crossref;
pub mod datacite;
mod doi;
pub mod doi_org;
mod encode;
pub mod europepmc;
mod fault;
mod field;
pub mod idconv;
pub mod jats;
pub(crate) mod orcid;
mod person;
pub mod pubmed;
mod request;
mod title_notice;
mod xml;

pub use fault::DecodeFault;
pub use request::{Class, Request};
