//! The lock file `ibid-lock.json` as text (design §2, "Lock file"): reading, merging, writing. No I/O.

mod document;

pub use document::{Lock, LockFault, LockItem};
