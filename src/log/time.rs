//! The time that a line begins with.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::record::Day;

/// The time now, as `2026-11-23T09:41:07.250Z`.
pub(super) fn now() -> String {
    of(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

fn of(since: Duration) -> String {
    let seconds = since.as_secs() % 86_400;
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}.{:03}Z", Day::from_unix(since.as_secs()), since.subsec_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_to_the_millisecond() {
        assert_eq!(of(Duration::from_millis(1_795_426_867_250)), "2026-11-23T09:41:07.250Z");
        assert_eq!(of(Duration::ZERO), "1970-01-01T00:00:00.000Z");
    }
}
