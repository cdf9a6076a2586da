//! Bibliography files, read from their source: entries with their places, and what each says of its work. Reading never
//! fails: what cannot be read is a fault with a place, and costs only the entry that it stands in.

pub mod bibtex;
mod carried;
mod cited;
mod csl;
pub mod csl_json;
pub mod csl_yaml;
mod elsewhere;
mod entry;
mod fields;
mod format;
mod formats;
mod identify;
mod index;
mod json;
mod keys;
mod library;
mod memory;
pub mod nbib;
mod nearest;
mod parts;
pub mod ris;
mod tagged;
mod written;
mod written_date;
mod written_name;

pub use cited::CitedByKey;
pub use csl::{csl_type_of, read_csl_date, work_type_of};
pub use entry::{Bibliography, Entry, EntryFault, Field, Format};
pub use fields::{Fields, Iter as FieldsIter};
pub use format::{format_of, is_bibliography_name};
pub use formats::read;
pub use index::{Sought, folded};
pub use library::{Declared, Library, Named, Outcome, Unread, declared, declared_at, inline};
pub use parts::{FORTHCOMING, Part};
