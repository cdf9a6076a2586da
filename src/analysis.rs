//! Pure questions to a snapshot.

mod hints;
mod hover;
mod lint;
mod list;
mod snapshot;
mod target;

pub use hints::{Hint, hints};
pub use hover::{Hover, LookUp, hover, tooltip};
pub use lint::{Linted, lint};
pub use list::{Listed, list};
pub use snapshot::Snapshot;
pub use target::{Target, target};
