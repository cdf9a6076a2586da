//! Requests: sending them, reading what comes back, and what becomes of those that fail.

use std::hash::BuildHasher as _;
use std::sync::Arc;
use std::time::Duration;

use super::Driver;
use crate::record::Identifier;
use crate::resolve::failure::Failure;
use crate::resolve::http::{Http, Reply};
use crate::resolve::interpret::{answers, batch_size, request};
use crate::resolve::pace::Pace;
use crate::resolve::plan::Step;
use crate::resolve::retry::{LONGEST_PAUSE, wait};
use crate::sources::Request;

/// How often a run may send a refused list again in two halves.
pub(super) const HALVINGS: u32 = 16;

/// One request, sent once or more.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    step: Step,
    request: Request,
    /// How often it was sent.
    tries: u32,
    /// When it may be sent again, from the resolver's start.
    pub(super) not_before: Duration,
}

impl Attempt {
    /// A request that is new to its service and may be sent from `not_before` on.
    pub(super) fn new(step: Step, request: Request, not_before: Duration) -> Self {
        Self { step, request, tries: 0, not_before }
    }
}

/// A request that came back.
pub(super) type Back = (Attempt, Result<Reply, Failure>, Pace);

impl Driver {
    pub(super) fn next_attempt(&mut self, step: Step, now: Duration) -> Option<Attempt> {
        let ready = |attempt: &Attempt| attempt.step == step && attempt.not_before <= now;
        while let Some(at) = self.again.iter().position(ready) {
            let attempt = self.again.swap_remove(at);
            if let Some(attempt) = self.still_wanted(attempt) {
                return Some(attempt);
            }
        }
        let ids = self.queue.take(step, batch_size(step));
        if ids.is_empty() {
            return None;
        }
        let request = request(step, &ids);
        self.queue.out(step, &request.ids);
        Some(Attempt::new(step, request, Duration::ZERO))
    }

    /// What is wanted of a request that failed.
    fn still_wanted(&mut self, attempt: Attempt) -> Option<Attempt> {
        let (wanted, others): (Vec<_>, Vec<_>) =
            attempt.request.ids.iter().cloned().partition(|id| self.queue.wants(id));
        others.iter().for_each(|id| self.let_go(id));
        match (wanted.is_empty(), others.is_empty()) {
            (true, _) => None,
            (_, true) => Some(attempt),
            _ => Some(Attempt { request: request(attempt.step, &wanted), ..attempt }),
        }
    }

    pub(super) fn send(&mut self, mut attempt: Attempt, now: Duration) {
        attempt.tries += 1;
        self.throttle.started(attempt.step.source(), attempt.step.class(), now);
        self.breaker(attempt.step).started();
        let http = self.http.get_or_insert_with(|| Arc::new(Http::new(&self.resolve, &self.sources)));
        let http = Arc::clone(http);
        self.out.spawn(async move {
            let (result, pace) = http.get(&attempt.request).await;
            (attempt, result, pace)
        });
    }

    pub(super) fn came_back(&mut self, attempt: Attempt, result: Result<Reply, Failure>, pace: &Pace) {
        let (step, now) = (attempt.step, self.now());
        self.throttle.finished(step.source(), step.class(), now, pace);
        let read = result.and_then(|reply| answers(step, &attempt.request.ids, reply.status, &reply.body));
        match read {
            Ok(answers) => {
                self.breaker(step).succeeded();
                if !self.reached.contains(&step.source()) {
                    self.reached.push(step.source());
                }
                for (id, answer) in attempt.request.ids.into_iter().zip(answers) {
                    if let Some(case) = self.queue.case(&id) {
                        case.evidence.learn(step, answer);
                        self.proceed(id);
                    }
                }
            }
            Err(failure) => self.failed(attempt, &failure, pace, now),
        }
    }

    fn failed(&mut self, mut attempt: Attempt, failure: &Failure, pace: &Pace, now: Duration) {
        let step = attempt.step;
        let rest = self.patience.rest;
        let breaker = self.breaker(step);
        breaker.failed(failure, now, rest);
        if let Some(pause) = pace.retry_after.filter(|pause| failure.is_passing() && *pause > LONGEST_PAUSE) {
            breaker.shut(failure, now.saturating_add(pause));
        }
        if failure.may_be_one_of_many() && attempt.request.ids.len() > 1 && self.halvings > 0 {
            self.halvings -= 1;
            let half = attempt.request.ids.len().div_ceil(2);
            for ids in attempt.request.ids.chunks(half) {
                let request = request(step, ids);
                self.again.push(Attempt::new(step, request, now));
            }
            return;
        }
        let jitter = self.jitter();
        match wait(failure, attempt.tries, pace.retry_after, jitter, self.patience) {
            Some(pause) => {
                attempt.not_before = now + pause;
                self.again.push(attempt);
            }
            None => self.fail(step, attempt.request.ids, failure),
        }
    }

    /// `step` gave no answer about these, and will not.
    fn fail(&mut self, step: Step, ids: Vec<Identifier>, failure: &Failure) {
        for id in ids {
            if let Some(case) = self.queue.case(&id) {
                case.evidence.fail(step, failure.to_string());
                self.proceed(id);
            }
        }
    }

    /// This question is not put to its source for now.
    pub(super) fn fail_waiting(&mut self, step: Step, failure: &Failure) {
        let again = std::mem::take(&mut self.again).into_iter();
        let (given_up, again): (Vec<_>, Vec<_>) = again.partition(|attempt| attempt.step == step);
        self.again = again;
        for attempt in given_up {
            self.fail(step, attempt.request.ids, failure);
        }
        let waiting = self.queue.take_all(step);
        self.fail(step, waiting, failure);
    }

    /// A random number from 0 to 1.
    fn jitter(&mut self) -> f64 {
        self.jitters += 1;
        (self.jitter.hash_one(self.jitters) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
