//! What a rule reports.

mod finding;
mod fingerprint;
mod ignored;
mod severity;

pub use finding::{Edit, Evidence, Finding, Fix, Related, Tag};
pub use fingerprint::{fingerprint, stable_hash};
pub use ignored::Ignored;
pub use severity::{Certainty, Severity};
