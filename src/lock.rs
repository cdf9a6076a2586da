//! The lock file `ibid-lock.json` as text (design §2, "Lock file"): reading, merging, writing. No I/O.
//!
//! - [`Lock::read`], [`Lock::write`], and [`Lock::rebuild`] for a file with merge marks;
//! - [`Lock::records`] for looking up, [`combine`] for what lock, store and network know together;
//! - [`Lock::update`] for what `ibid lock` writes.

mod csl;
mod csl_date;
mod document;
mod facts;
mod merge_marks;
mod read;
mod union;
mod update;
mod write;

pub use document::{Lock, LockFault, LockItem, Lost};
pub use union::combine;
pub use update::{Abstracts, Extent};
