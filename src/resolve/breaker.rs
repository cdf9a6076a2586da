//! A circuit breaker for one source and class: who fails repeatedly is left alone for a while.

use std::time::Duration;

use super::failure::Failure;

/// What failures must add up to.
const LIMIT: u32 = 6;

/// The state of one source and class. Times count from the resolver's start.
#[derive(Clone, Debug, Default)]
pub(super) struct Breaker {
    weight: u32,
    open: Option<Open>,
}

#[derive(Clone, Debug)]
struct Open {
    until: Duration,
    /// One request is out to see whether it is over.
    probing: bool,
    /// The source asked for it.
    asked: bool,
    why: Failure,
}

/// Whether a source may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    /// Ask.
    Pass,
    /// One request is out to see; wait for it.
    Wait,
    /// Do not ask; how it failed before.
    Shut(Failure),
}

impl Breaker {
    /// Whether the source may be asked at `now`.
    pub(super) fn gate(&self, now: Duration) -> Gate {
        match &self.open {
            None => Gate::Pass,
            Some(open) if now < open.until => Gate::Shut(open.why.clone()),
            Some(open) if open.probing => Gate::Wait,
            Some(_) => Gate::Pass,
        }
    }

    /// Whether the source is left alone, or may be asked once to see whether that is over.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// A request goes out.
    pub(super) fn started(&mut self) {
        if let Some(open) = &mut self.open {
            open.probing = true;
        }
    }

    /// An answer came.
    pub(super) fn succeeded(&mut self) {
        // A request that was out when the source asked for a pause does not end it.
        if !self.open.as_ref().is_some_and(|open| open.asked && !open.probing) {
            *self = Self::default();
        }
    }

    /// A request was withdrawn without an outcome.
    pub(super) fn withdrawn(&mut self) {
        if let Some(open) = &mut self.open {
            open.probing = false;
        }
    }

    /// A request failed at `now`; where that is enough, the source is left alone for `rest`.
    pub(super) fn failed(&mut self, failure: &Failure, now: Duration, rest: Duration) {
        self.weight = self.weight.saturating_add(weight(failure));
        let probed = self.open.as_ref().is_some_and(|open| now >= open.until);
        if probed || (self.open.is_none() && self.weight >= LIMIT) {
            self.open = Some(Open { until: now + rest, probing: false, asked: false, why: failure.clone() });
        }
    }

    /// Leaves the source alone until then, as it asked.
    pub(super) fn shut(&mut self, failure: &Failure, until: Duration) {
        self.open = Some(Open { until, probing: false, asked: true, why: failure.clone() });
    }
}

/// What cannot get better soon weighs all at once; what each request must wait for in vain, heavily.
fn weight(failure: &Failure) -> u32 {
    match failure {
        Failure::Elsewhere(_) | Failure::ProxyPassword | Failure::Certificate | Failure::Misconfigured(_) => LIMIT,
        Failure::Status(401 | 403 | 407 | 511) => LIMIT,
        Failure::Unreachable | Failure::TimedOut(_) | Failure::Circle => 3,
        Failure::Undecodable(_) | Failure::TooLarge(_) => 2,
        Failure::Broken | Failure::Status(_) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Duration = Duration::from_secs(60);

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn opens_after_repeated_failures_and_lets_one_through_later() {
        let mut breaker = Breaker::default();
        for second in 0..6 {
            assert_eq!(breaker.gate(at(second)), Gate::Pass);
            breaker.failed(&Failure::Status(503), at(second), REST);
        }
        assert_eq!(breaker.gate(at(6)), Gate::Shut(Failure::Status(503)));
        assert_eq!(breaker.gate(at(65)), Gate::Pass);
        breaker.started();
        assert_eq!(breaker.gate(at(65)), Gate::Wait);
        breaker.failed(&Failure::Broken, at(66), REST);
        assert_eq!(breaker.gate(at(100)), Gate::Shut(Failure::Broken));
        breaker.started();
        breaker.succeeded();
        assert_eq!(breaker.gate(at(101)), Gate::Pass);
    }

    #[test]
    fn an_answer_in_between_forgives() {
        let mut breaker = Breaker::default();
        for second in 0..20 {
            breaker.failed(&Failure::Unreachable, at(second), REST);
            breaker.succeeded();
            assert_eq!(breaker.gate(at(second)), Gate::Pass);
        }
    }

    #[test]
    fn a_pause_that_is_asked_for_outlasts_what_was_out() {
        let mut breaker = Breaker::default();
        breaker.started();
        breaker.shut(&Failure::Status(429), at(7_200));
        breaker.succeeded();
        assert_eq!(breaker.gate(at(1)), Gate::Shut(Failure::Status(429)));
        assert_eq!(breaker.gate(at(7_200)), Gate::Pass);
        breaker.started();
        breaker.succeeded();
        assert_eq!(breaker.gate(at(7_200)), Gate::Pass);
    }

    #[test]
    fn a_dead_network_is_known_at_the_second_failure() {
        let mut breaker = Breaker::default();
        breaker.failed(&Failure::Unreachable, at(0), REST);
        assert_eq!(breaker.gate(at(0)), Gate::Pass);
        breaker.failed(&Failure::Unreachable, at(0), REST);
        assert_eq!(breaker.gate(at(0)), Gate::Shut(Failure::Unreachable));
    }

    #[test]
    fn a_withdrawn_probe_may_be_repeated() {
        let mut breaker = Breaker::default();
        breaker.failed(&Failure::ProxyPassword, at(0), REST);
        breaker.started();
        breaker.withdrawn();
        assert_eq!(breaker.gate(at(60)), Gate::Pass);
    }
}
