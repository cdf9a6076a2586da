//! Edge: who is asked what and when.
//!
//! What is asked next ([`plan`]), how fast ([`throttle`], [`pace`]), how often ([`retry`]), whom not ([`breaker`]) and
//! in what order ([`queue`]) are pure machines with an injected clock; [`driver`] owns one of each and does what they
//! say, [`http`] sends.
#![allow(clippy::disallowed_methods, reason = "the resolver is an edge: it reads the clock")]
#![allow(rustdoc::private_intra_doc_links, reason = "the map of this folder is for those who read it")]

mod breaker;
mod driver;
mod failure;
mod http;
mod interpret;
mod pace;
mod plan;
mod queue;
mod retry;
mod run;
mod service;
mod throttle;

pub use queue::Priority;
pub use retry::Patience;
pub use run::{Ask, Learnt, resolve_all};
pub use service::{Resolved, Resolver};
