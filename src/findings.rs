//! What a rule reports.

mod finding;
mod fingerprint;
mod severity;
mod suppression;

pub use finding::{Edit, Evidence, Finding, Fix, Related, Tag};
pub use fingerprint::fingerprint;
pub use severity::{Certainty, Severity};
pub use suppression::{Ignored, Suppressed, Used, suppress};
