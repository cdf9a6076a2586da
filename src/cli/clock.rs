//! The clock of the command line.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::record::Day;

/// Seconds since 1970-01-01, UTC.
pub(super) fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Today, UTC.
pub(super) fn today() -> Day {
    Day::from_unix(unix_now())
}
