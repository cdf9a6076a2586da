//! How fast sources may be asked: so many starts in an interval, so many at once, for each budget of a service.

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
/// Among processes the way is longer: one that was granted a start may wait for a processor.
const MARGIN_AMONG_PROCESSES: Duration = Duration::from_millis(200);
/// A longer pause is the circuit breaker's matter.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What one service counts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Purse {
    Crossref(Class),
    DoiOrg(Class),
    DataCite,
    /// All of NCBI's E-utilities.
    Eutils,
    IdConv,
    EuropePmc,
    Arxiv,
}

impl Purse {
    fn of(source: Source, class: Class) -> Self {
        match source {
            Source::Crossref => Self::Crossref(class),
            Source::DoiOrg => Self::DoiOrg(class),
            Source::DataCite => Self::DataCite,
            Source::PubMed => Self::Eutils,
            Source::IdConv => Self::IdConv,
            Source::EuropePmc => Self::EuropePmc,
            Source::Arxiv => Self::Arxiv,
        }
    }

    /// What it is called among processes.
    fn key(self) -> &'static str {
        match self {
            Self::Crossref(Class::List) => "crossref-list",
            Self::Crossref(Class::Single) => "crossref-single",
            Self::DoiOrg(Class::List) => "doi-list",
            Self::DoiOrg(Class::Single) => "doi-single",
            Self::DataCite => "datacite",
            Self::Eutils => "eutils",
            Self::IdConv => "idconv",
            Self::EuropePmc => "europepmc",
            Self::Arxiv => "arxiv",
        }
    }

    /// Whether the service tells its limits in headers of the names that Crossref uses. Elsewhere such headers are of
    /// something in between, and what is documented holds.
    fn heeds_headers(self) -> bool {
        matches!(self, Self::Crossref(_) | Self::DoiOrg(_))
    }
}

/// Whether two questions of these sources and classes draw on one budget.
pub(super) fn share(one: (Source, Class), other: (Source, Class)) -> bool {
    Purse::of(one.0, one.1) == Purse::of(other.0, other.1)
}

/// What is told about who asks, as far as it earns a larger budget.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    /// Crossref is told whom to write to.
    pub contact: bool,
    /// NCBI is shown the key of an account.
    pub key: bool,
    /// As in [`Patience`](super::Patience).
    pub interval: Option<Duration>,
}

/// All budgets. Times count from the resolver's start.
#[derive(Clone, Debug)]
pub(super) struct Throttle {
    standing: Standing,
    budgets: BTreeMap<Purse, Budget>,
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

/// The pace of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    /// Its name among processes.
    pub budget: &'static str,
    /// So many starts …
    pub starts: u32,
    /// … in so long.
    pub interval: Duration,
    /// So many at once.
    pub at_once: u32,
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
    /// Nobody was asked anything yet.
    pub(super) fn new(standing: Standing) -> Self {
        Self { standing, budgets: BTreeMap::new() }
    }

    /// Crossref: its documentation, "Access and authentication", of December 2025. doi.org publishes no limits; it is
    /// treated as Crossref is. DataCite: 500 requests in five minutes for those who do not name themselves ("Rate
    /// limits"), here spread out. NCBI: three a second, ten with a key (NBK25497); the
    /// converter, a service apart, is asked no faster. Europe PMC publishes no limits. arXiv:
    /// one every three seconds over one connection ("Terms of use for arXiv APIs").
    fn budget(&mut self, source: Source, class: Class) -> &mut Budget {
        let purse = Purse::of(source, class);
        let (starts, seconds, at_once) = match (purse, self.standing.contact) {
            (Purse::Crossref(Class::Single) | Purse::DoiOrg(Class::Single), true) => (10, 1, 3),
            (Purse::Crossref(Class::List) | Purse::DoiOrg(Class::List), true) => (3, 1, 3),
            (Purse::Crossref(Class::Single) | Purse::DoiOrg(Class::Single), false) => (5, 1, 1),
            (Purse::Crossref(Class::List) | Purse::DoiOrg(Class::List), false) => (1, 1, 1),
            (Purse::DataCite, _) => (5, 3, 3),
            (Purse::Eutils, _) if self.standing.key => (10, 1, 3),
            (Purse::Eutils | Purse::IdConv | Purse::EuropePmc, _) => (3, 1, 3),
            (Purse::Arxiv, _) => (1, 3, 1),
        };
        let interval = self.standing.interval.unwrap_or(Duration::from_secs(seconds));
        self.budgets.entry(purse).or_insert(Budget {
            starts,
            interval,
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

    /// What other processes must know to keep to the same pace.
    pub(super) fn terms(&mut self, source: Source, class: Class) -> Terms {
        let budget = self.budget(source, class);
        let margin = (budget.interval / 10).clamp(MARGIN, MARGIN_AMONG_PROCESSES);
        let (starts, interval, at_once) = (budget.starts, budget.interval + margin, budget.at_once);
        Terms { budget: Purse::of(source, class).key(), starts, interval, at_once }
    }

    /// The request that was to go out last did not: other processes make it wait until then, if at all.
    pub(super) fn held_up(&mut self, source: Source, class: Class, until: Option<Duration>) {
        let budget = self.budget(source, class);
        budget.in_flight = budget.in_flight.saturating_sub(1);
        budget.started.pop_back();
        budget.not_before = budget.not_before.max(until.unwrap_or_default());
    }

    /// A request is over at `now`; the answer's headers say how fast the next ones may come.
    pub(super) fn finished(&mut self, source: Source, class: Class, now: Duration, pace: &Pace) {
        let heeds = Purse::of(source, class).heeds_headers();
        let budget = self.budget(source, class);
        budget.in_flight = budget.in_flight.saturating_sub(1);
        if let Some((starts, interval)) = pace.rate.filter(|_| heeds) {
            budget.starts = starts.clamp(1, FASTEST);
            budget.interval = interval.clamp(Duration::from_millis(100), Duration::from_secs(60));
        }
        if let Some(at_once) = pace.at_once.filter(|_| heeds) {
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

    fn with_contact(contact: bool) -> Throttle {
        Throttle::new(Standing { contact, ..Standing::default() })
    }

    /// Sends as much as Crossref allows, each request taking `takes`; returns the starts.
    fn sent(throttle: &mut Throttle, class: Class, count: usize, takes: Duration) -> Vec<Duration> {
        sent_to(Source::Crossref, throttle, class, count, takes)
    }

    fn sent_to(source: Source, throttle: &mut Throttle, class: Class, count: usize, takes: Duration) -> Vec<Duration> {
        let (mut now, mut out, mut starts) = (Duration::ZERO, VecDeque::new(), Vec::new());
        while starts.len() < count {
            match throttle.permit(source, class, now) {
                Permit::Go => {
                    throttle.started(source, class, now);
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
                throttle.finished(source, class, now, &Pace::default());
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
            let starts = sent(&mut with_contact(contact), class, 40, ms(20));
            for window in starts.windows(allowed + 1) {
                assert!(window[allowed] - window[0] >= ms(1_000), "{class:?} {window:?}");
            }
        }
    }

    #[test]
    fn each_service_has_the_pace_it_asks_for() {
        for (source, key, allowed, interval) in [
            (Source::PubMed, false, 3, 1_000),
            (Source::PubMed, true, 10, 1_000),
            (Source::Arxiv, false, 1, 3_000),
            (Source::DataCite, false, 500, 300_000),
        ] {
            let mut throttle = Throttle::new(Standing { contact: true, key, interval: None });
            let starts = sent_to(source, &mut throttle, Class::List, 2 * allowed + 1, ms(20));
            for window in starts.windows(allowed + 1) {
                assert!(window[allowed] - window[0] >= ms(interval), "{source} {window:?}");
            }
        }
    }

    #[test]
    fn ncbi_counts_its_utilities_together_and_says_its_limits_in_its_own_way() {
        let mut throttle = with_contact(true);
        let told = Pace { rate: Some((50, ms(1_000))), at_once: Some(3), retry_after: None };
        throttle.finished(Source::PubMed, Class::List, ms(0), &told);
        for class in [Class::List, Class::Single, Class::List] {
            assert_eq!(throttle.permit(Source::PubMed, class, ms(0)), Permit::Go);
            throttle.started(Source::PubMed, class, ms(0));
            throttle.finished(Source::PubMed, class, ms(1), &told);
        }
        assert_eq!(throttle.permit(Source::PubMed, Class::List, ms(10)), Permit::At(ms(1_030)));
    }

    #[test]
    fn one_at_a_time_without_a_contact() {
        let mut throttle = with_contact(false);
        throttle.started(Source::Crossref, Class::Single, ms(0));
        assert_eq!(throttle.permit(Source::Crossref, Class::Single, ms(10)), Permit::Full);
        assert_eq!(throttle.permit(Source::Crossref, Class::List, ms(10)), Permit::Go, "classes are apart");
        assert_eq!(throttle.permit(Source::DoiOrg, Class::Single, ms(10)), Permit::Go, "so are sources");
    }

    #[test]
    fn headers_rule_within_reason() {
        let mut throttle = with_contact(true);
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
        let mut throttle = with_contact(true);
        throttle.started(Source::Crossref, Class::List, ms(0));
        let told = Pace { retry_after: Some(ms(4_000)), ..Pace::default() };
        throttle.finished(Source::Crossref, Class::List, ms(100), &told);
        assert_eq!(throttle.permit(Source::Crossref, Class::List, ms(1_000)), Permit::At(ms(4_100)));
        assert_eq!(throttle.permit(Source::Crossref, Class::Single, ms(1_000)), Permit::Go);
        assert_eq!(throttle.permit(Source::Crossref, Class::List, ms(4_100)), Permit::Go);
    }
}
