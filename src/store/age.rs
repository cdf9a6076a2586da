//! How long answers live (design §6): records 30 days, notices and denials one day.

const DAY: u64 = 86_400;

/// What an answer is, which decides how long it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A record, or the fact of being registered.
    Record,
    /// The notices about a work.
    Notices,
    /// A denial, or answers that settle nothing; or an existence whose agency is unknown, or whose record is missing where it should be.
    Denial,
}

/// Whether an answer of Unix second `at` is too old at `now`. A clock that was a day or more ahead does not keep an
/// answer young forever.
pub(super) fn is_old(kind: Kind, at: u64, now: u64) -> bool {
    let lives = match kind {
        Kind::Record => 30 * DAY,
        Kind::Notices | Kind::Denial => DAY,
    };
    at > now.saturating_add(DAY) || now.saturating_sub(at) >= lives
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_age() {
        let at = 1_000_000_000;
        assert!(!is_old(Kind::Denial, at, at + DAY - 1));
        assert!(is_old(Kind::Denial, at, at + DAY));
        assert!(is_old(Kind::Notices, at, at + DAY));
        assert!(!is_old(Kind::Record, at, at + 30 * DAY - 1));
        assert!(is_old(Kind::Record, at, at + 30 * DAY));
    }

    #[test]
    fn a_clock_set_back_makes_an_answer_old() {
        assert!(!is_old(Kind::Record, 1_000_000, 999_990), "seconds between two machines are no reason to ask");
        assert!(is_old(Kind::Record, 10_000_000, 1_000_000));
    }
}
