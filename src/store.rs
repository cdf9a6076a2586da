//! Edge: the record store that editor, command line and hook share.
//!
//! One SQLite file in the user's cache folder, `store-v1.sqlite`, used by several processes and several versions of
//! ibid at once (design §6). A [`Store`] is a cheap handle to the thread that owns the connection. It is a cache:
//! losing it costs look-ups, never a user's decision; opening it therefore never fails, it only has less to remember.
#![allow(clippy::disallowed_methods, reason = "the store is an edge: it owns files and reads the clock")]

mod age;
mod codec;
mod disk;
mod held;
mod network_fs;
mod place;
mod rooms;
mod rows;
mod schema;
mod shelf;
mod thread;
mod turns;
mod wording;

pub use codec::{decode_notices, decode_record, encode_notices, encode_record};
pub use place::StorePlace;
pub use rooms::StoreInfo;
pub use thread::{Found, News, Opened, Store};
pub use wording::Match;

pub(crate) use turns::{LIFE, Turn, Wish};

/// The wall clock, in Unix milliseconds.
pub(crate) fn unix_now_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// The wall clock, in Unix seconds.
#[must_use]
pub fn unix_now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}
