//! When a document is analysed, and what in it is still being typed.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use crate::findings::Finding;
use crate::record::Identifier;
use crate::syntax::{Citation, Document};
use crate::text::{Applied, Span};

/// How long an identifier stays in flux without an edit to it.
pub(super) const FLUX: Duration = Duration::from_secs(2);
/// How long a document rests before registries are asked about it.
pub(super) const QUIET: Duration = Duration::from_millis(700);
/// How often answers that arrive one by one may change what is shown.
const ANSWERS: Duration = Duration::from_secs(1);
/// A pass that takes longer makes the next one wait as long.
const LONG: Duration = Duration::from_millis(30);

/// The analyses of one document: at most one runs, at most one more is wanted.
#[derive(Debug, Default)]
pub(super) struct Analyses {
    running: bool,
    wanted: bool,
    not_before: Option<Instant>,
    /// When answers last led to an analysis.
    answered: Option<Instant>,
    /// When answers that wait are to lead to the next.
    answers_at: Option<Instant>,
}

impl Analyses {
    /// Something changed that findings depend on.
    pub(super) fn want(&mut self) {
        self.wanted = true;
    }

    /// Answers came in. The first are shown at once, later ones together.
    pub(super) fn want_answers(&mut self, now: Instant) {
        let at = self.answered.map_or(now, |before| before + ANSWERS).max(now);
        self.answers_at = Some(self.answers_at.map_or(at, |already| already.min(at)));
    }

    /// No more answers are to come: what waits is shown now.
    pub(super) fn want_rest(&mut self, now: Instant) {
        if self.answers_at.is_some() {
            self.answers_at = Some(now);
        }
    }

    /// Whether to start an analysis now; then one runs.
    pub(super) fn start(&mut self, now: Instant) -> bool {
        let answers = self.answers_at.is_some_and(|at| at <= now);
        if self.running || !(self.wanted || answers) || self.not_before.is_some_and(|at| now < at) {
            return false;
        }
        if self.answers_at.take().is_some() {
            self.answered = Some(now);
        }
        (self.running, self.wanted, self.not_before) = (true, false, None);
        true
    }

    /// Whether one runs, or is to.
    pub(super) fn is_under_way(&self) -> bool {
        self.running || self.wanted
    }

    /// The running analysis ended, after `took`.
    pub(super) fn ended(&mut self, now: Instant, took: Duration) {
        self.running = false;
        self.not_before = (took > LONG).then(|| now + took);
    }

    /// When to look again, if at all.
    pub(super) fn deadline(&self) -> Option<Instant> {
        if self.running {
            return None;
        }
        let wanted = self.not_before.filter(|_| self.wanted);
        let answers = self.answers_at.map(|at| self.not_before.map_or(at, |before| at.max(before)));
        [wanted, answers].into_iter().flatten().min()
    }
}

/// What the last edit touched.
///
/// An identifier is in flux from an edit that touches it until an edit elsewhere, a save, or [`FLUX`] without
/// an edit to it: it is not looked up, and nothing is said of it. From then until a save or an edit elsewhere
/// it is fresh: it is looked up, but nobody says that it is not registered.
#[derive(Clone, Debug, Default)]
pub(super) struct Touched {
    spans: Vec<Span>,
    calm_at: Option<Instant>,
}

/// The identifiers that the last edit touched.
#[derive(Debug, Default)]
pub(super) struct Flux {
    /// Being typed.
    pub(super) in_flux: HashSet<Identifier>,
    /// Typed just now.
    pub(super) fresh: HashSet<Identifier>,
}

impl Touched {
    /// The client sent changes, in this order.
    pub(super) fn edit(&mut self, changes: &[Applied], now: Instant) {
        self.spans.clear();
        for change in changes {
            for span in &mut self.spans {
                *span = change.carry(*span);
            }
            self.spans.push(change.inserted);
        }
        self.calm_at = Some(now + FLUX);
    }

    /// The document was saved: nothing in it is being typed.
    pub(super) fn save(&mut self) {
        *self = Self::default();
    }

    /// Notes that time has passed; whether that calmed something.
    pub(super) fn pass(&mut self, now: Instant) -> bool {
        let calmed = self.calm_at.is_some_and(|at| at <= now);
        if calmed {
            self.calm_at = None;
        }
        calmed
    }

    /// When what is touched becomes calm.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.calm_at
    }

    fn is_calm(&self) -> bool {
        self.calm_at.is_none()
    }

    /// Whether an edit stands in `token`, or directly at it in a way that may still change it: a blank put
    /// behind a word ends it, a blank put into a word splits it.
    fn touches(&self, text: &str, token: Span) -> bool {
        self.spans.iter().any(|span| {
            let inserted = span.of(text);
            let rest = inserted.trim_start();
            if inserted.is_empty() || !rest.is_empty() {
                let start = span.range().start + inserted.len() - rest.len();
                let end = span.range().start + inserted.trim_end().len();
                return token.range().start <= end && start <= token.range().end;
            }
            let splits = text[span.range().end..].chars().next().is_some_and(|ch| !ch.is_whitespace());
            splits && token.range().start <= span.range().end && span.start <= token.end
        })
    }

    /// The identifiers that were touched and stand nowhere else.
    pub(super) fn flux(&self, document: &Document) -> Flux {
        let mut flux = Flux::default();
        if self.spans.is_empty() {
            return flux;
        }
        let text = document.text();
        let (touched, others): (Vec<_>, Vec<_>) =
            document.identifiers.iter().partition(|found| self.touches(text, found.token));
        let mut ids: HashSet<Identifier> = touched.iter().map(|found| found.id.clone()).collect();
        if !ids.is_empty() {
            for found in others {
                ids.remove(&found.id);
            }
        }
        if self.is_calm() {
            flux.fresh = ids;
        } else {
            flux.in_flux = ids;
        }
        flux
    }

    /// The keys that are being typed and stand nowhere else.
    pub(super) fn keys(&self, document: &Document) -> HashSet<String> {
        if self.spans.is_empty() || self.is_calm() {
            return HashSet::new();
        }
        let text = document.text();
        let (touched, others): (Vec<&Citation>, Vec<&Citation>) =
            document.citations.iter().partition(|found| self.touches(text, found.token));
        let mut keys: HashSet<String> = touched.iter().map(|found| found.key(text).to_owned()).collect();
        if !keys.is_empty() {
            for found in others {
                keys.remove(found.key(text));
            }
        }
        keys
    }

    /// Whether a finding may be shown while the text is as it is.
    pub(super) fn allows(&self, finding: &Finding, text: &str, flux: &Flux) -> bool {
        if self.spans.is_empty() {
            return true;
        }
        let about = |ids: &HashSet<Identifier>| finding.identifier.as_ref().is_some_and(|id| ids.contains(id));
        if about(&flux.in_flux) || (finding.rule.starts_with("unregistered-") && about(&flux.fresh)) {
            return false;
        }
        self.is_calm() || finding.identifier.is_some() || !self.touches(text, finding.span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: Instant, ms: u64) -> Instant {
        start + Duration::from_millis(ms)
    }

    #[test]
    fn one_analysis_runs_and_one_is_wanted() {
        let now = Instant::now();
        let mut analyses = Analyses::default();
        assert!(!analyses.start(now));
        analyses.want();
        assert!(analyses.start(now));
        analyses.want();
        analyses.want();
        assert!(!analyses.start(now), "one runs");
        analyses.ended(now, Duration::from_millis(2));
        assert!(analyses.start(now));
        analyses.ended(now, Duration::from_millis(2));
        assert!(!analyses.start(now), "the two wishes were one");
        assert_eq!(analyses.deadline(), None);
    }

    #[test]
    fn a_long_pass_makes_the_next_one_wait() {
        let now = Instant::now();
        let mut analyses = Analyses::default();
        analyses.want();
        assert!(analyses.start(now));
        analyses.want();
        analyses.ended(at(now, 80), Duration::from_millis(80));
        assert!(!analyses.start(at(now, 90)));
        assert_eq!(analyses.deadline(), Some(at(now, 160)));
        assert!(analyses.start(at(now, 160)));
    }

    #[test]
    fn answers_are_shown_once_a_second_and_the_last_at_once() {
        let now = Instant::now();
        let mut analyses = Analyses::default();
        let run = |analyses: &mut Analyses, at: Instant| {
            let started = analyses.start(at);
            if started {
                analyses.ended(at, Duration::ZERO);
            }
            started
        };
        analyses.want_answers(now);
        assert!(run(&mut analyses, now), "the first are shown at once");
        analyses.want_answers(at(now, 100));
        analyses.want_answers(at(now, 400));
        assert!(!run(&mut analyses, at(now, 400)));
        assert_eq!(analyses.deadline(), Some(at(now, 1000)));
        assert!(run(&mut analyses, at(now, 1000)));
        analyses.want_answers(at(now, 1100));
        analyses.want_rest(at(now, 1200));
        assert!(run(&mut analyses, at(now, 1200)), "nothing more is to come");
    }

    #[test]
    fn blanks_end_a_word_and_split_it() {
        let text = "see 10.1000/ab cd";
        let token = Span::new(4, 14);
        let touched = |start, end| Touched { spans: vec![Span::new(start, end)], calm_at: None };
        assert!(touched(13, 14).touches(text, token), "its last letter");
        assert!(touched(14, 14).touches(text, token), "a letter taken off its end");
        assert!(!touched(15, 16).touches(text, token), "the next word");
        assert!(touched(14, 15).touches("see 10.1000/ab cd", Span::new(15, 17)), "a blank that splits");
        assert!(!touched(14, 15).touches("see 10.1000/ab \n", token), "a blank that ends it");
        assert!(touched(14, 15).touches("see 10.1000/ab.", token), "a full stop may go on");
    }
}
