//! How fast sources may be asked: so many starts in an interval, so many at once, for each source and class.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::pace::Pace;
use crate::record::Source;
use crate::sources::Class;

/// Nobody is asked faster than this, whatever a header says.
const FASTEST: u32 = 50;
/// Nobody is asked more at once, whatever a header says: Crossref's own limit for those who name a contact.
const AT_ONCE: u32 = 3;
/// Starts are a little further apart than allowed, since the way there stretches and squeezes the gaps.
const MARGIN: Duration = Duration::from_millis(30);
/// A longer pause is the circuit breaker's matter.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The budgets of all sources and classes. Times count from the resolver's start.
#[derive(Clone, Debug)]
pub(super) struct Throttle {
    contact: bool,
    budgets: BTreeMap<(Source, Class), Budget>,
}

#[derive(Clone, Debug)]
struct Budget {
    starts: u32,
    interval: Duration,
    at_once: u32,
    in_flight: u32,
    started: VecDeque<Duration>,
    not_before: Duration,
}

/// Whether a request may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Permit {
    /// Now.
    Go,
    /// Not before then.
    At(Duration),
    /// When one that is out has come back.
    Full,
}

impl Throttle {
    /// `contact` says whether Crossref is told whom to write to, which earns a larger budget (its documentation,
    /// "Access and authentication", of December 2025). doi.org publishes no limits; it is treated as Crossref is.
    pub(super) fn new(contact: bool) -> Self {
        Self { contact, budgets: BTreeMap::new() }
    }

    fn budget(&mut self, source: Source, class: Class) -> &mut Budget {
        let (starts, at_once) = match (self.contact, class) {
            (true, Class::Single) => (10, 3),
            (true, Class::List) => (3, 3),
            (false, Class::Single) => (5, 1),
            (false, Class::List) => (1, 1),
        };
        self.budgets.entry((source, class)).or_insert(Budget {
            starts,
            interval: Duration::from_secs(1),
            at_once,
            in_flight: 0,
            started: VecDeque::new(),
            not_before: Duration::ZERO,
        })
    }

    /// Whether a request may go out at `now`.
    pub(super) fn permit(&mut self, source: Source, class: Class, now: Duration) -> Permit {
        let budget = self.budget(source, class);
        if now < budget.not_before {
            return Permit::At(budget.not_before);
        }
        if budget.in_flight >= budget.at_once {
            return Permit::Full;
        }
        let interval = budget.interval + MARGIN;
        while budget.started.front().is_some_and(|start| now >= *start + interval) {
            budget.started.pop_front();
        }
        match budget.started.front() {
            // The oldest of the last `starts` must have left the interval.
            Some(_) if budget.started.len() >= budget.starts as usize => {
                let oldest = budget.started[budget.started.len() - budget.starts as usize];
                Permit::At(oldest + interval)
            }
            _ => Permit::Go,
        }
    }

    /// A request goes out at `now`.
    pub(super) fn started(&mut self, source: Source, class: Class, now: Duration) {
        let budget = self.budget(source, class);
        budget.in_flight += 1;
        budget.started.push_back(now);
    }

    /// A request is over at `now`; the answer's headers say how fast the next ones may come.
    pub(super) fn finished(&mut self, source: Source, class: Class, now: Duration, pace: &Pace) {
        let budget = self.budget(source, class);
        budget.in_flight = budget.in_flight.saturating_sub(1);
        if let Some((starts, interval)) = pace.rate {
            budget.starts = starts.clamp(1, FASTEST);
            budget.interval = interval.clamp(Duration::from_millis(100), Duration::from_secs(60));
        }
        if let Some(at_once) = pace.at_once {
            budget.at_once = at_once.clamp(1, AT_ONCE);
        }
        if let Some(pause) = pace.retry_after {
            budget.not_before = budget.not_before.max(now.saturating_add(pause.min(LONGEST_PAUSE)));
        }
    }

    /// All requests were withdrawn.
    pub(super) fn withdrawn(&mut self) {
        for budget in self.budgets.values_mut() {
            budget.in_flight = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    /// Sends as much as is allowed, each request taking `takes`; returns the starts.
    fn sent(throttle: &mut Throttle, class: Class, count: usize, takes: Duration) -> Vec<Duration> {
        let (mut now, mut out, mut starts) = (Duration::ZERO, VecDeque::new(), Vec::new());
        while starts.len() < count {
            match throttle.permit(Source::Crossref, class, now) {
                Permit::Go => {
                    throttle.started(Source::Crossref, class, now);
                    starts.push(now);
                    out.push_back(now + takes);
                }
                Permit::At(then) => {
                    assert!(then > now, "time goes on");
                    now = then;
                }
                Permit::Full => now = now.max(*out.front().expect("something is out")),
            }
            while out.front().is_some_and(|end| *end <= now) {
                out.pop_front();
                throttle.finished(Source::Crossref, class, now, &Pace::default());
            }
            assert!(out.len() <= 3);
        }
        starts
    }

    #[test]
    fn never_more_starts_in_a_second_than_allowed() {
        for (contact, class, allowed) in
            [(true, Class::Single, 10), (true, Class::List, 3), (false, Class::Single, 5), (false, Class::List, 1)]
        {
            let starts = sent(&mut Throttle::new(contact), class, 40, ms(20));
            for window in starts.windows(allowed + 1) {
                assert!(window[allowed] - window[0] >= ms(1_000), "{class:?} {window:?}");
            }
        }
    }

    #[test]
    fn one_at_a_time_without_a_contact() {
        let mut throttle = Throttle::new(false);
        throttle.started(Source::Crossref, Class::Single, ms(0));
        assert_eq!(throttle.permit(Source::Crossref, Class::Single, ms(10)), Permit::Full);
        assert_eq!(throttle.permit(Source::Crossref, Class::List, ms(10)), Permit::Go, "classes are apart");
        assert_eq!(throttle.permit(Source::DoiOrg, Class::Single, ms(10)), Permit::Go, "so are sources");
    }

    #[test]
    fn headers_rule_within_reason() {
        let mut throttle = Throttle::new(true);
        let told = Pace { rate: Some((1_000, ms(1_000))), at_once: Some(90), retry_after: None };
        throttle.finished(Source::Crossref, Class::List, ms(0), &told);
        let starts = sent(&mut throttle, Class::List, 60, ms(1));
        assert!(starts[49] - starts[0] < ms(1_000), "faster than without the header");
        assert!(starts[50] - starts[0] >= ms(1_000), "but not as fast as it says");
        let slower = Pace { rate: Some((1, ms(5_000))), at_once: Some(0), retry_after: None };
        throttle.finished(Source::Crossref, Class::List, ms(90_000), &slower);
        throttle.started(Source::Crossref, Class::List, ms(90_000));
        throttle.finished(Source::Crossref, Class::List, ms(90_100), &Pace::default());
        assert_eq!(throttle.permit(Source::Crossref, Class::List, ms(91_000)), Permit::At(ms(95_030)));
    }

    #[test]
    fn a_pause_holds_for_its_class() {
        let mut throttle = Throttle::new(true);
        throttle.started(Source::Crossref, Class::List, ms(0));
        let told = Pace { retry_after: Some(ms(4_000)), ..Pace::default() };
        throttle.finished(Source::Crossref, Class::List, ms(100), &told);
        assert_eq!(throttle.permit(Source::Crossref, Class::List, ms(1_000)), Permit::At(ms(4_100)));
        assert_eq!(throttle.permit(Source::Crossref, Class::Single, ms(1_000)), Permit::Go);
        assert_eq!(throttle.permit(Source::Crossref, Class::List, ms(4_100)), Permit::Go);
    }
}
