//! Pure questions to a snapshot.

mod lint;
mod snapshot;

pub use lint::{Linted, lint};
pub use snapshot::Snapshot;
