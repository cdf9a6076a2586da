//! Edge: who is asked what and when.
//!
//! What is asked next ([`plan`]), how fast ([`throttle`], [`pace`]), how often ([`retry`]), whom not ([`breaker`]), in
//! what order ([`queue`]) and together with what ([`batch`]) are pure machines with an injected clock, as is how each
//! question is put and its answer read ([`services`]); [`driver`] owns the machines and does what they say, [`http`]
//! sends.
#![allow(clippy::disallowed_methods, reason = "the resolver is an edge: it reads the clock")]
#![allow(rustdoc::private_intra_doc_links, reason = "the map of this folder is for those who read it")]

mod asking;
mod batch;
mod breaker;
mod candidates;
mod driver;
mod due;
mod failure;
mod holdings;
mod http;
mod key;
mod pace;
mod plan;
mod question;
mod queue;
mod related;
mod retry;
mod run;
mod search;
mod service;
mod services;
mod throttle;

pub use candidates::{Seeking, WHAT_A_SEARCH_SENDS, candidates};
pub use due::is_due;
pub use queue::Priority;
pub use related::related;
pub use retry::Patience;
pub use run::{Ask, Learnt, resolve_all};
pub use search::search;
pub use service::{Resolved, Resolver};
