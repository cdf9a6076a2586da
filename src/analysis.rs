//! Pure questions to a snapshot.

mod cited;
mod completion;
mod definition;
mod hints;
mod hover;
mod joined;
mod links;
mod lint;
mod list;
mod parts;
pub mod rename;
mod snapshot;
mod symbols;
mod target;
mod uses;

pub use cited::{Cited, cited};
pub use completion::{Candidate, Completion, Offered, begun, completed, completion};
pub use definition::{Definition, Place, definition};
pub use hints::{Hint, hints};
pub use hover::{Hover, LookUp, hover, tooltip};
pub use joined::{Part, joined};
pub use links::{Link, links};
pub use lint::{Linted, lint};
pub use list::{Listed, list};
pub use parts::{PartOf, whole_manuscripts};
pub use snapshot::Snapshot;
pub use symbols::{Symbol, symbols};
pub use target::{Shelved, Target, target};
pub use uses::{highlights, uses_of_key};
