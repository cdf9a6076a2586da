//! Edge: who is asked what and when.
//!
//! What is asked next, how fast, how often and for how long are pure machines with an injected clock; [`Resolver`]
//! owns one of each and a small tokio runtime.
#![allow(clippy::disallowed_methods, reason = "the resolver is an edge: it reads the clock")]

mod queue;
mod run;
mod service;

pub use queue::Priority;
pub use run::{refresh_all, resolve_all};
pub use service::{Resolved, Resolver};
