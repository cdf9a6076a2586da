//! Whether and when a failed request is sent again.

use std::time::Duration;

use super::failure::Failure;

/// How patient a resolver is with a source that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// The wait before the second try, before jitter; it doubles with each further one.
    pub first_wait: Duration,
    /// How long a source that failed repeatedly is left alone.
    pub rest: Duration,
    /// Counts the starts that a source allows over this time instead of its own: for a stand-in, which need not be spared.
    pub interval: Option<Duration>,
}

impl Default for Patience {
    fn default() -> Self {
        Self { first_wait: Duration::from_secs(1), rest: Duration::from_secs(60), interval: None }
    }
}

/// The most tries for one request.
const TRIES: u32 = 3;

/// A source that asks for a longer pause is given up for the while.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How long to wait before the next try after `tries` failed ones; `None` to give up. `jitter` is a random number
/// from 0 to 1 that keeps several processes apart, `asked` the pause that the source itself asked for.
pub(super) fn wait(
    failure: &Failure,
    tries: u32,
    asked: Option<Duration>,
    jitter: f64,
    patience: Patience,
) -> Option<Duration> {
    let (most, first) = match failure {
        _ if !failure.is_passing() => return None,
        // Who is away, or silent for the whole time, is tried only once more.
        Failure::Unreachable => (2, patience.first_wait / 4),
        Failure::TimedOut(_) => (2, patience.first_wait),
        _ => (TRIES, patience.first_wait),
    };
    if tries >= most || asked.is_some_and(|asked| asked > LONGEST_PAUSE) {
        return None;
    }
    let backed_off = first.saturating_mul(1 << tries.saturating_sub(1).min(8)).mul_f64(0.5 + jitter.clamp(0.0, 1.0));
    Some(asked.map_or(backed_off, |asked| asked.max(backed_off)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait_of(failure: &Failure, tries: u32, asked: Option<u64>) -> Option<Duration> {
        wait(failure, tries, asked.map(Duration::from_secs), 0.5, Patience::default())
    }

    #[test]
    fn waits_grow_and_end() {
        let busy = Failure::Status(503);
        assert_eq!(wait_of(&busy, 1, None), Some(Duration::from_secs(1)));
        assert_eq!(wait_of(&busy, 2, None), Some(Duration::from_secs(2)));
        assert_eq!(wait_of(&busy, 3, None), None);
        assert_eq!(wait_of(&Failure::Unreachable, 1, None), Some(Duration::from_millis(250)));
        assert_eq!(wait_of(&Failure::Unreachable, 2, None), None);
    }

    #[test]
    fn a_pause_that_is_asked_for_is_kept() {
        assert_eq!(wait_of(&Failure::Status(429), 1, Some(7)), Some(Duration::from_secs(7)));
        assert_eq!(wait_of(&Failure::Status(429), 1, Some(0)), Some(Duration::from_secs(1)));
        assert_eq!(wait_of(&Failure::Status(429), 1, Some(3_600)), None);
    }

    #[test]
    fn only_passing_failures_are_tried_again() {
        for status in [408, 425, 429, 500, 502, 503, 504] {
            assert!(wait_of(&Failure::Status(status), 1, None).is_some(), "{status}");
        }
        for status in [200, 301, 400, 401, 403, 404, 410, 414, 422] {
            assert_eq!(wait_of(&Failure::Status(status), 1, None), None, "{status}");
        }
        assert_eq!(wait_of(&Failure::Elsewhere("login.example.org".into()), 1, None), None);
    }

    #[test]
    fn jitter_stays_within_half_and_one_and_a_half() {
        let at = |jitter| wait(&Failure::Broken, 1, None, jitter, Patience::default()).expect("tried again");
        assert_eq!((at(0.0), at(1.0)), (Duration::from_millis(500), Duration::from_millis(1_500)));
    }
}
