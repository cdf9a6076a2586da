//! Pure questions to a snapshot.

mod cited;
mod hints;
mod hover;
mod links;
mod lint;
mod list;
mod snapshot;
mod target;

pub use cited::{Cited, cited};
pub use hints::{Hint, hints};
pub use hover::{Hover, LookUp, hover, tooltip};
pub use links::{Link, links};
pub use lint::{Linted, lint};
pub use list::{Listed, list};
pub use snapshot::Snapshot;
pub use target::{Target, target};
