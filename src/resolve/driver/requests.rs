//! Requests: sending them, reading what comes back, and what becomes of those that fail.

use std::hash::BuildHasher as _;
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashSet;

use super::{Driver, contact};
use crate::log;
use crate::record::Identifier;
use crate::resolve::batch::request;
use crate::resolve::failure::Failure;
use crate::resolve::http::{Http, Reply};
use crate::resolve::pace::Pace;
use crate::resolve::plan::Said;
use crate::resolve::question::Question;
use crate::resolve::retry::{LONGEST_PAUSE, wait};
use crate::resolve::throttle::share;
use crate::sources::Request;

/// How often a run may send a refused list again in two halves.
pub(super) const HALVINGS: u32 = 16;

/// One request, sent once or more.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct Attempt {
    pub(super) question: Question,
    pub(super) request: Request,
    /// How often it was sent.
    pub(super) tries: u32,
    /// Its slot among all processes, while it is out.
    pub(super) slot: Option<i64>,
    /// When it may be sent again, from the resolver's start.
    pub(super) not_before: Duration,
}

impl Attempt {
    /// A request that is new to its service and may be sent from `not_before` on.
    pub(super) fn new(question: Question, request: Request, not_before: Duration) -> Self {
        Self { question, request, tries: 0, slot: None, not_before }
    }

    /// The same about these alone.
    pub(super) fn about(self, ids: &[Identifier], contact: Option<&str>) -> Self {
        if ids == self.request.ids {
            return self;
        }
        Self { request: request(self.question, ids, contact), ..self }
    }
}

/// A request that came back.
pub(super) type Back = (Attempt, Result<Reply, Failure>, Pace);

impl Driver {
    pub(super) fn next_attempt(&mut self, question: Question, now: Duration) -> Option<Attempt> {
        let ready = |attempt: &Attempt| attempt.question == question && attempt.not_before <= now;
        while let Some(at) = self.again.iter().position(ready) {
            let attempt = self.again.swap_remove(at);
            if let Some(attempt) = self.still_wanted(attempt) {
                return Some(attempt);
            }
        }
        let elsewhere = |question, subject: &Identifier| self.elsewhere.asks(question, subject);
        let ids = self.queue.take(question, question.service().most, elsewhere);
        if ids.is_empty() {
            return None;
        }
        let request = request(question, &ids, contact(&self.resolve));
        self.queue.out(question, &request.ids);
        Some(Attempt::new(question, request, Duration::ZERO))
    }

    /// What is wanted of a request that failed.
    fn still_wanted(&mut self, attempt: Attempt) -> Option<Attempt> {
        let question = attempt.question;
        let (wanted, others): (Vec<_>, Vec<_>) =
            attempt.request.ids.iter().cloned().partition(|id| self.queue.wants(question, id));
        for other in &others {
            self.queue.answered(question, other).iter().for_each(|id| self.let_go(id));
        }
        match (wanted.is_empty(), others.is_empty()) {
            (true, _) => None,
            (_, true) => Some(attempt),
            _ => Some(attempt.about(&wanted, contact(&self.resolve))),
        }
    }

    pub(super) fn send(&mut self, mut attempt: Attempt) {
        attempt.tries += 1;
        let http = self.http();
        self.out.spawn(async move {
            let (result, pace) = http.send(&attempt.request, attempt.question.key()).await;
            (attempt, result, pace)
        });
    }

    /// Who sends. Making it takes a while, so it is there before a turn is asked for.
    pub(super) fn http(&mut self) -> Arc<Http> {
        let new = || Arc::new(Http::new(&self.resolve, &self.sources, self.key.clone()));
        Arc::clone(self.http.get_or_insert_with(new))
    }

    pub(super) fn came_back(&mut self, attempt: Attempt, result: Result<Reply, Failure>, pace: &Pace) {
        let (question, now) = (attempt.question, self.now());
        let service = question.service();
        self.throttle.finished(service.source, service.class, now, pace);
        if let Some(slot) = attempt.slot {
            let budget = self.throttle.terms(service.source, service.class).budget;
            self.store.end_turn(slot, budget.to_owned(), pace.retry_after);
        }
        let read = result.and_then(|reply| (service.read)(&attempt.request.ids, reply.status, &reply.body));
        match read {
            Ok(answers) => {
                let was_open = self.breaker(question).is_open();
                self.breaker(question).succeeded();
                self.log_breaker(question, was_open);
                if !self.reached.contains(&service.source) {
                    self.reached.push(service.source);
                }
                let said = attempt.request.ids.into_iter().zip(answers.into_iter().map(Ok));
                self.take_in(question, said.collect());
            }
            Err(failure) => self.failed(attempt, &failure, pace, now),
        }
    }

    fn failed(&mut self, mut attempt: Attempt, failure: &Failure, pace: &Pace, now: Duration) {
        let question = attempt.question;
        let rest = self.patience.rest;
        let breaker = self.breaker(question);
        let was_open = breaker.is_open();
        breaker.failed(failure, now, rest);
        if let Some(pause) = pace.retry_after.filter(|pause| failure.is_passing() && *pause > LONGEST_PAUSE) {
            // Whoever asks for so long a pause means all that draws on the same budget.
            let service = question.service();
            log::event(&log::Event::Paused { source: service.source, pause });
            for other in Question::ALL {
                let its = other.service();
                if share((service.source, service.class), (its.source, its.class)) {
                    self.breaker(other).shut(failure, now.saturating_add(pause));
                }
            }
        }
        self.log_breaker(question, was_open);
        if failure.may_be_one_of_many() && attempt.request.ids.len() > 1 && self.halvings > 0 {
            self.halvings -= 1;
            let half = attempt.request.ids.len().div_ceil(2);
            for ids in attempt.request.ids.chunks(half) {
                let request = request(question, ids, contact(&self.resolve));
                self.again.push(Attempt::new(question, request, now));
            }
            return;
        }
        let jitter = self.jitter();
        match wait(failure, attempt.tries, pace.retry_after, jitter, self.patience) {
            Some(pause) => {
                log::event(&log::Event::Again { source: attempt.request.source, tries: attempt.tries, pause });
                attempt.not_before = now + pause;
                self.again.push(attempt);
            }
            None => self.fail(question, attempt.request.ids, failure),
        }
    }

    /// `question` gave no answer about these, and will not.
    fn fail(&mut self, question: Question, ids: Vec<Identifier>, failure: &Failure) {
        let what = failure.to_string();
        self.take_in(question, ids.into_iter().map(|id| (id, Err(what.clone()))).collect());
    }

    /// Takes in what was said; whoever needed it goes on, once.
    fn take_in(&mut self, question: Question, said: Vec<(Identifier, Said)>) {
        let (mut cases, mut seen) = (Vec::new(), FxHashSet::default());
        for (subject, said) in said {
            cases.extend(self.queue.answered(question, &subject).into_iter().filter(|id| seen.insert(id.clone())));
            self.ledger.write(question, subject, said);
        }
        cases.into_iter().for_each(|id| self.proceed(id));
    }

    /// This question is not put to its source for now.
    pub(super) fn fail_waiting(&mut self, question: Question, failure: &Failure) {
        let again = std::mem::take(&mut self.again).into_iter();
        let (given_up, again): (Vec<_>, Vec<_>) = again.partition(|attempt| attempt.question == question);
        self.again = again;
        for attempt in given_up {
            self.fail(question, attempt.request.ids, failure);
        }
        let waiting = self.queue.take_all(question);
        self.fail(question, waiting, failure);
    }

    /// Logs that a question's source is left alone from now on, or no longer.
    fn log_breaker(&mut self, question: Question, was_open: bool) {
        let open = self.breaker(question).is_open();
        if open != was_open {
            log::event(&log::Event::Breaker { source: question.service().source, question: question.key(), open });
        }
    }

    /// A random number from 0 to 1.
    pub(super) fn jitter(&mut self) -> f64 {
        self.jitters += 1;
        (self.jitter.hash_one(self.jitters) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
