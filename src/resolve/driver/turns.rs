//! Other processes that share the store: whose turn it is, and what they learn meanwhile.
//!
//! Before a request goes out, the store grants it a slot of the service's budget and leases on what it asks about. What
//! another process asks about already is not asked again: its answer is waited for in the store.

use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};

use super::requests::Attempt;
use super::{Command, Driver, contact};
use crate::record::{Identifier, Knowledge};
use crate::resolve::due::before;
use crate::resolve::plan::is_to_ask;
use crate::resolve::question::{Inquiry, Question};
use crate::resolve::service::Resolved;
use crate::store::{Found, LIFE, Turn, Wish};

/// How often it is looked whether others have an answer.
const LOOK: Duration = Duration::from_millis(200);
/// Nobody waits longer for another process that neither answers nor gives up.
const LONGEST: Duration = Duration::from_secs(20);

/// What others ask about.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    /// Since when it is waited for.
    waiting: FxHashMap<Inquiry, Duration>,
    /// Of these others did ask, or it was waited long enough: now they are asked about in any case.
    regardless: FxHashSet<Inquiry>,
    /// When to look next.
    look_at: Duration,
    looking: bool,
}

impl Elsewhere {
    /// The run is over.
    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.regardless.clear();
    }

    /// Whether it is left to others to ask this.
    pub(super) fn asks(&self, question: Question, subject: &Identifier) -> bool {
        !self.waiting.is_empty() && self.waiting.contains_key(&(question, subject.clone()))
    }

    /// The store has answered.
    pub(super) fn seen(&mut self) {
        self.looking = false;
    }

    /// When to look whether others have an answer, if anything is waited for.
    pub(super) fn deadline(&self) -> Option<Duration> {
        (!self.waiting.is_empty() && !self.looking).then_some(self.look_at)
    }
}

impl Driver {
    /// Asks whether an attempt may go out.
    pub(super) fn ask_for_turn(&mut self, attempt: Attempt, now: Duration) {
        let question = attempt.question;
        let service = question.service();
        drop(self.http());
        self.throttle.started(service.source, service.class, now);
        self.breaker(question).started();
        let terms = self.throttle.terms(service.source, service.class);
        let inquiry = |id: &Identifier| (question, id.clone());
        let sure = |id: &&Identifier| {
            attempt.tries > 0 || self.elsewhere.regardless.contains(&inquiry(id)) || self.queue.is_anew(question, id)
        };
        let regardless = attempt.request.ids.iter().filter(sure).cloned().collect();
        // Of these nothing was known: whoever has learnt anything has asked this question or one that answers it.
        let new: FxHashSet<Identifier> =
            attempt.request.ids.iter().filter(|id| self.queue.is_new(id)).cloned().collect();
        let others = |id: &Identifier| {
            let mut cases = self.queue.needing(question, id);
            cases.retain(|case| case != id);
            (!cases.is_empty() && !self.queue.needing(question, id).contains(id)).then(|| (id.clone(), cases))
        };
        let wish = Wish {
            holder: self.holder.clone(),
            cases: attempt.request.ids.iter().filter_map(others).collect(),
            answered: Box::new(move |found| {
                question.is_answered(found)
                    || !found.due && new.contains(&found.id) && found.knowledge.known().is_some()
            }),
            regardless,
            ids: attempt.request.ids.clone(),
            budget: terms.budget.to_owned(),
            starts: terms.starts,
            interval: terms.interval,
            at_once: terms.at_once,
        };
        self.at_store += 1;
        let (commands, run) = (self.commands.clone(), self.run);
        self.store.take_turn_then(wish, move |turn| {
            // Nobody listens when the resolver is gone.
            let _ = commands.send(Command::Turn { attempt, turn, run });
        });
    }

    /// Sends it, waits, or leaves it to another process.
    pub(super) fn turn_came(&mut self, attempt: Attempt, turn: Turn, now: Duration) {
        let question = attempt.question;
        let service = question.service();
        match turn {
            Turn::Go { slot, ids, taken } => {
                self.leave_to_others(question, taken, now);
                for id in &ids {
                    let cases = self.queue.needing(question, id);
                    self.holdings.hold(id, cases);
                }
                let attempt = attempt.about(&ids, contact(&self.resolve));
                self.send(Attempt { slot, ..attempt });
            }
            Turn::Taken => {
                self.throttle.held_up(service.source, service.class, None);
                self.breaker(question).withdrawn();
                self.leave_to_others(question, attempt.request.ids, now);
            }
            Turn::Wait(pause) => {
                // Those who wait for the same slot do not all come back at once.
                let then = now + pause + Duration::from_millis(20).mul_f64(self.jitter());
                self.throttle.held_up(service.source, service.class, Some(then));
                self.breaker(question).withdrawn();
                if attempt.tries > 0 {
                    self.again.push(Attempt { not_before: then, ..attempt });
                } else {
                    // Something more urgent may have come by then.
                    self.queue.back(question, &attempt.request.ids);
                }
            }
        }
    }

    fn leave_to_others(&mut self, question: Question, subjects: Vec<Identifier>, now: Duration) {
        if self.elsewhere.waiting.is_empty() && !subjects.is_empty() {
            self.elsewhere.look_at = now;
        }
        self.elsewhere.waiting.extend(subjects.into_iter().map(|subject| ((question, subject), now)));
    }

    /// Looks in the store for what others have learnt.
    pub(super) fn look_around(&mut self, now: Duration) {
        self.elsewhere.look_at = now + LOOK;
        self.elsewhere.looking = true;
        let mut about: Vec<Inquiry> = self.elsewhere.waiting.keys().cloned().collect();
        about.sort_unstable();
        let mut ids: Vec<Identifier> = Vec::new();
        for (question, subject) in &about {
            ids.push(subject.clone());
            ids.extend(self.queue.needing(*question, subject));
        }
        ids.sort_unstable();
        ids.dedup();
        self.at_store += 1;
        let (commands, run) = (self.commands.clone(), self.run);
        self.store.look_around_then(self.holder.clone(), ids, move |found, asked| {
            let _ = commands.send(Command::Around { about, found, asked, run });
        });
    }

    /// Takes in what others have learnt, and asks about what they have left.
    pub(super) fn looked_around(
        &mut self,
        about: Vec<Inquiry>,
        found: Vec<Found>,
        asked: Vec<Identifier>,
        now: Duration,
    ) {
        let found: FxHashMap<Identifier, Found> = found.into_iter().map(|found| (found.id.clone(), found)).collect();
        let asked: FxHashSet<Identifier> = asked.into_iter().collect();
        for inquiry in about {
            let Some(since) = self.elsewhere.waiting.get(&inquiry).copied() else { continue };
            let (question, subject) = &inquiry;
            let cases = self.queue.needing(*question, subject);
            let is_left = !asked.contains(subject) || since + LONGEST <= now;
            let anew = cases.iter().any(|id| self.is_anew(id));
            // What two processes need of each other they have put in before they wait.
            let answer = found.get(subject).filter(|_| !anew).and_then(|found| question.answer_in(found));
            let has_news = answer.is_some() || cases.iter().any(|id| self.has_news(id, found.get(id)));
            if !is_left && !cases.is_empty() && !has_news {
                continue;
            }
            self.elsewhere.waiting.remove(&inquiry);
            let cases = self.queue.answered(*question, subject);
            if let Some(answer) = answer {
                self.ledger.write(*question, subject.clone(), Ok(answer));
            }
            if is_left {
                self.elsewhere.regardless.insert(inquiry);
            }
            for id in cases {
                self.go_on(id.clone(), found.get(&id));
            }
        }
    }

    fn is_anew(&mut self, id: &Identifier) -> bool {
        self.queue.case(id).is_some_and(|case| case.anew)
    }

    /// Whether the store holds of a case what it did not hold when it came.
    fn has_news(&mut self, id: &Identifier, found: Option<&Found>) -> bool {
        let Some((found, case)) = found.zip(self.queue.case(id)) else { return false };
        let now = before(found);
        let more = now.young.iter().any(|source| !case.before.young.contains(source));
        !case.anew && (more || case.before.due && !now.due)
    }

    /// Goes on with a case, by what the store holds now.
    fn go_on(&mut self, id: Identifier, found: Option<&Found>) {
        if let Some(found) = found.filter(|found| self.has_news(&id, Some(found))) {
            let now = before(found);
            let knowledge = found.knowledge.clone();
            if !is_to_ask(&id, &self.evidence(&now)) {
                self.settled_elsewhere(id, knowledge);
                return;
            }
            let Some(case) = self.queue.case(&id) else { return };
            case.before = now;
            if matches!(knowledge, Knowledge::Known(_)) && case.told.as_ref() != Some(&knowledge) {
                case.told = Some(knowledge.clone());
                self.answer_followers(&id, &knowledge, false);
                let told = vec![(id.clone(), knowledge)];
                (self.report)(Resolved::Answers { stands: told.clone(), fresh: told });
            }
        }
        self.proceed(id);
    }

    /// Another process has learnt all there is to know.
    fn settled_elsewhere(&mut self, id: Identifier, knowledge: Knowledge) {
        self.asked += usize::from(self.queue.end(&id));
        self.holdings.ended(&id);
        self.answer_followers(&id, &knowledge, true);
        let told = vec![(id, knowledge)];
        (self.report)(Resolved::Answers { stands: told.clone(), fresh: told });
        (self.report)(Resolved::Progress { asked: self.asked, total: self.total });
    }

    /// Tells the store that this process still asks; when to tell again.
    pub(super) fn renew(&mut self, now: Duration) -> Option<Duration> {
        if self.holdings.is_empty() && self.out.is_empty() {
            return None;
        }
        if self.renewed + LIFE / 3 <= now {
            self.renewed = now;
            self.store.renew_turns(self.holder.clone());
        }
        Some(self.renewed + LIFE / 3)
    }
}
