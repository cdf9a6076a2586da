//! A request to a source.

use crate::record::{Identifier, Source};

/// Requests of one class share a budget at their source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// One record a request.
    Single,
    /// Lists: filters and queries.
    List,
}

/// A request, relative to its source's root: a GET, or a POST where there is a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Who is asked.
    pub source: Source,
    /// Which budget it draws on.
    pub class: Class,
    /// Path and query, beginning with `/`, percent-encoded.
    pub path: String,
    /// What is sent as `application/x-www-form-urlencoded`, already encoded: lists too long for an address.
    pub form: Option<String>,
    /// The identifiers it asks about, in order.
    pub ids: Vec<Identifier>,
}
