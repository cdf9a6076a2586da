//! When the client is made to ask again for what it shows.

use std::time::{Duration, Instant};

/// How long after a refresh the next one may follow: it makes the client ask for all hints or diagnostics.
const REFRESHES: Duration = Duration::from_millis(300);

/// What the client is to ask for again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Refresh {
    pub(super) hints: bool,
    pub(super) diagnostics: bool,
}

/// Wishes for refreshes, which are fulfilled together where one follows the other soon.
#[derive(Debug, Default)]
pub(super) struct Refreshes {
    wanted: Refresh,
    last: Option<Instant>,
}

impl Refreshes {
    pub(super) fn want_hints(&mut self) {
        self.wanted.hints = true;
    }

    pub(super) fn want_diagnostics(&mut self) {
        self.wanted.diagnostics = true;
    }

    /// What is to be asked for again now.
    pub(super) fn take(&mut self, now: Instant) -> Option<Refresh> {
        self.deadline(now).filter(|at| *at <= now)?;
        self.last = Some(now);
        Some(std::mem::take(&mut self.wanted))
    }

    /// When something is to be asked for again, if at all.
    pub(super) fn deadline(&self, now: Instant) -> Option<Instant> {
        (self.wanted != Refresh::default()).then(|| self.last.map_or(now, |last| last + REFRESHES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_refresh_comes_at_once_and_the_next_ones_together() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let (hints, both) = (Refresh { hints: true, diagnostics: false }, Refresh { hints: true, diagnostics: true });
        let mut refreshes = Refreshes::default();
        assert_eq!((refreshes.take(start), refreshes.deadline(start)), (None, None), "nothing is wanted");
        refreshes.want_hints();
        refreshes.want_hints();
        assert_eq!(refreshes.take(start), Some(hints));
        refreshes.want_diagnostics();
        assert_eq!((refreshes.take(at(100)), refreshes.deadline(at(100))), (None, Some(at(300))));
        refreshes.want_hints();
        assert_eq!(refreshes.take(at(299)), None);
        assert_eq!(refreshes.take(at(300)), Some(both), "what was wanted meanwhile, once");
        assert_eq!((refreshes.take(at(900)), refreshes.deadline(at(900))), (None, None));
        refreshes.want_hints();
        assert_eq!(refreshes.take(at(900)), Some(hints), "a later one waits for nothing");
    }
}
