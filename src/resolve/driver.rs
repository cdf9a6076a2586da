//! The task that owns the machines: what arrives is put into them, what they allow is sent.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::breaker::{Breaker, Gate};
use super::failure::Failure;
use super::http::{Http, Reply, is_contact};
use super::interpret::{answers, batch_size, request};
use super::pace::Pace;
use super::plan::{Enabled, Next, Step, decide};
use super::queue::{Priority, Queue, Stage};
use super::retry::{LONGEST_PAUSE, Patience, wait};
use super::service::Resolved;
use super::throttle::{Permit, Throttle};
use crate::config::{Resolve, SourceSettings};
use crate::record::{Day, Identifier, Knowledge, Known, Reason, Source};
use crate::sources::Request;
use crate::store::{Found, Store, unix_now};

/// How often a run may send a refused list again in two halves.
const HALVINGS: u32 = 16;

/// What reaches the driver.
#[derive(Debug)]
pub(super) enum Command {
    /// Somebody wants to know.
    Submit {
        /// About these.
        ids: Vec<Identifier>,
        /// So soon.
        priority: Priority,
        /// However young the store's answers are.
        anew: bool,
    },
    /// Nobody wants to know about these any longer.
    Cancel(Vec<Identifier>),
    /// Asking is allowed or not.
    SetOnline(bool),
    /// The store said what it holds.
    Held {
        /// Asked for these.
        ids: Vec<Identifier>,
        /// Found this.
        found: Vec<Found>,
        /// As submitted.
        priority: Priority,
        /// As submitted.
        anew: bool,
    },
    /// The store took answers in; these stand.
    Kept(Vec<(Identifier, Knowledge)>),
}

/// One request, sent once or more.
#[derive(Clone, Debug)]
struct Attempt {
    step: Step,
    request: Request,
    /// How often it was sent.
    tries: u32,
    /// When it may be sent again, from the resolver's start.
    not_before: Duration,
}

/// A request that came back.
type Back = (Attempt, Result<Reply, Failure>, Pace);

/// The owner of the machines.
pub(super) struct Driver {
    resolve: Resolve,
    sources: BTreeMap<Source, SourceSettings>,
    enabled: Enabled,
    patience: Patience,
    store: Store,
    report: Box<dyn Fn(Resolved) + Send>,
    commands: mpsc::UnboundedSender<Command>,
    /// Made when the first request goes out: a run that asks nothing pays nothing.
    http: Option<Http>,
    out: JoinSet<Back>,
    queue: Queue,
    throttle: Throttle,
    breakers: BTreeMap<Source, Breaker>,
    /// Requests that failed and wait to be sent again.
    again: Vec<Attempt>,
    /// Answers on their way to the store, and who gave any.
    settled: Vec<(Identifier, Knowledge)>,
    reached: Vec<Source>,
    online: bool,
    epoch: Instant,
    /// When the present run must end.
    deadline: Option<Duration>,
    halvings: u32,
    asked: usize,
    total: usize,
    /// Questions to the store that are not answered yet.
    at_store: usize,
    idle: bool,
    jitter: RandomState,
    jitters: u64,
}

impl Driver {
    pub(super) fn new(
        resolve: &Resolve,
        sources: &BTreeMap<Source, SourceSettings>,
        store: Store,
        patience: Patience,
        report: Box<dyn Fn(Resolved) + Send>,
        commands: mpsc::UnboundedSender<Command>,
    ) -> Self {
        let enabled = |source: Source| sources.get(&source).is_some_and(|settings| settings.enabled);
        Self {
            enabled: Enabled { crossref: enabled(Source::Crossref), doi_org: enabled(Source::DoiOrg) },
            throttle: Throttle::new(resolve.mailto.as_deref().is_some_and(|contact| is_contact(contact.trim()))),
            online: resolve.online,
            resolve: resolve.clone(),
            sources: sources.clone(),
            patience,
            store,
            report,
            commands,
            http: None,
            out: JoinSet::new(),
            queue: Queue::default(),
            breakers: BTreeMap::new(),
            again: Vec::new(),
            settled: Vec::new(),
            reached: Vec::new(),
            epoch: Instant::now(),
            deadline: None,
            halvings: HALVINGS,
            asked: 0,
            total: 0,
            at_store: 0,
            idle: true,
            jitter: RandomState::new(),
            jitters: 0,
        }
    }

    pub(super) async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<Command>) {
        loop {
            let wake = self.advance();
            let sleep = async {
                match wake {
                    Some(wake) => tokio::time::sleep(wake).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                command = inbox.recv() => match command {
                    Some(command) => self.obey(command),
                    None => return,
                },
                Some(back) = self.out.join_next(), if !self.out.is_empty() => {
                    // A request that panicked is caught by the deadline; nothing in it should.
                    if let Ok((attempt, result, pace)) = back {
                        self.came_back(attempt, result, &pace);
                    }
                }
                () = sleep => {}
            }
        }
    }

    fn now(&self) -> Duration {
        self.epoch.elapsed()
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Submit { ids, priority, anew } => self.submit(ids, priority, anew),
            Command::Cancel(ids) => {
                for id in ids {
                    self.total -= usize::from(self.queue.cancel(&id));
                }
            }
            Command::SetOnline(online) => {
                self.online = online;
                if !online {
                    self.give_up(&Reason::Offline);
                }
            }
            Command::Held { ids, found, priority, anew } => {
                self.at_store -= 1;
                self.held(ids, found, priority, anew);
            }
            Command::Kept(answers) => {
                self.at_store -= 1;
                if !answers.is_empty() {
                    (self.report)(Resolved::Answers(answers));
                }
            }
        }
    }

    fn submit(&mut self, ids: Vec<Identifier>, priority: Priority, anew: bool) {
        self.idle = false;
        let new: Vec<_> = ids.into_iter().filter(|id| !self.queue.raise(id, priority)).collect();
        self.at_store += 1;
        let commands = self.commands.clone();
        self.store.look_up_then(new.clone(), unix_now(), move |found| {
            // Nobody listens when the resolver is gone.
            let _ = commands.send(Command::Held { ids: new, found, priority, anew });
        });
    }

    /// What the store holds is reported; what it lacks or holds for too long is to be asked about.
    fn held(&mut self, ids: Vec<Identifier>, found: Vec<Found>, priority: Priority, anew: bool) {
        let mut held: FxHashMap<Identifier, Found> = found.into_iter().map(|found| (found.id.clone(), found)).collect();
        let mut known = Vec::new();
        for id in ids {
            let found = held.remove(&id);
            let due = anew || found.as_ref().is_none_or(|found| found.due);
            let stands = match found {
                Some(Found { knowledge: knowledge @ (Knowledge::Known(_) | Knowledge::Absent(_)), .. }) => {
                    Some(knowledge)
                }
                // An old denial is worth less than asking.
                Some(Found { knowledge, .. }) if !self.online => Some(knowledge),
                _ if !self.online => Some(Knowledge::Unchecked(Reason::Offline)),
                _ => None,
            };
            if due && self.online {
                // What is known already is refreshed when there is nothing better to do.
                let priority = if stands.is_some() && !anew { Priority::Background } else { priority };
                self.want(id.clone(), priority);
            }
            known.extend(stands.map(|knowledge| (id, knowledge)));
        }
        if !known.is_empty() {
            (self.report)(Resolved::Answers(known));
        }
    }

    fn want(&mut self, id: Identifier, priority: Priority) {
        if self.queue.raise(&id, priority) {
            return;
        }
        match decide(&id, &super::plan::Evidence::default(), self.enabled, today()) {
            Next::Ask(step) => {
                if self.deadline.is_none() {
                    self.deadline = Some(self.now() + self.resolve.budget);
                    self.halvings = HALVINGS;
                }
                self.total += 1;
                self.queue.add(id, step, priority);
            }
            Next::Done(knowledge) => self.settled.push((id, knowledge)),
            Next::Follow(_) => {}
        }
    }

    /// Sends what may be sent, hands what is settled to the store, and tells when to look again.
    fn advance(&mut self) -> Option<Duration> {
        let now = self.now();
        if self.deadline.is_some_and(|deadline| now >= deadline) {
            self.give_up(&Reason::Budget);
        }
        let mut wake = self.deadline;
        let mut sooner = |then: Duration| wake = Some(wake.map_or(then, |wake: Duration| wake.min(then)));
        for step in Step::ALL {
            loop {
                match self.breakers.entry(step.source()).or_default().gate(now) {
                    Gate::Pass => {}
                    Gate::Wait => break,
                    Gate::Shut(failure) => {
                        self.fail_waiting(step.source(), &failure);
                        break;
                    }
                }
                match self.throttle.permit(step.source(), step.class(), now) {
                    Permit::Go => {}
                    Permit::At(then) => {
                        sooner(then);
                        break;
                    }
                    Permit::Full => break,
                }
                let Some(attempt) = self.next_attempt(step, now) else { break };
                self.send(attempt, now);
            }
        }
        for attempt in &self.again {
            sooner(attempt.not_before.max(now + Duration::from_millis(1)));
        }
        self.flush();
        if self.queue.is_empty() && self.at_store == 0 {
            self.deadline = None;
            (self.asked, self.total) = (0, 0);
            if !self.idle {
                self.idle = true;
                (self.report)(Resolved::Idle);
            }
            return None;
        }
        wake.map(|wake| wake.saturating_sub(now))
    }

    fn next_attempt(&mut self, step: Step, now: Duration) -> Option<Attempt> {
        let ready = |attempt: &Attempt| attempt.step == step && attempt.not_before <= now;
        if let Some(at) = self.again.iter().position(ready) {
            return Some(self.again.swap_remove(at));
        }
        let ids = self.queue.take(step, batch_size(step));
        if ids.is_empty() {
            return None;
        }
        let request = request(step, &ids);
        self.queue.out(step, &request.ids);
        Some(Attempt { step, request, tries: 0, not_before: Duration::ZERO })
    }

    fn send(&mut self, mut attempt: Attempt, now: Duration) {
        attempt.tries += 1;
        self.throttle.started(attempt.step.source(), attempt.step.class(), now);
        self.breakers.entry(attempt.step.source()).or_default().started();
        let http = self.http.get_or_insert_with(|| Http::new(&self.resolve, &self.sources)).clone();
        self.out.spawn(async move {
            let (result, pace) = http.get(&attempt.request).await;
            (attempt, result, pace)
        });
    }

    fn came_back(&mut self, attempt: Attempt, result: Result<Reply, Failure>, pace: &Pace) {
        let (step, now) = (attempt.step, self.now());
        self.throttle.finished(step.source(), step.class(), now, pace);
        let read = result.and_then(|reply| answers(step, &attempt.request.ids, reply.status, &reply.body));
        match read {
            Ok(answers) => {
                self.breakers.entry(step.source()).or_default().succeeded();
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
        let breaker = self.breakers.entry(step.source()).or_default();
        breaker.failed(failure, now, self.patience.rest);
        if let Some(pause) = pace.retry_after.filter(|pause| failure.is_passing() && *pause > LONGEST_PAUSE) {
            breaker.shut(failure, now.saturating_add(pause));
        }
        if failure.may_be_one_of_many() && attempt.request.ids.len() > 1 && self.halvings > 0 {
            self.halvings -= 1;
            let half = attempt.request.ids.len().div_ceil(2);
            for ids in attempt.request.ids.chunks(half) {
                let request = request(step, ids);
                self.again.push(Attempt { step, request, tries: 0, not_before: now });
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

    /// Nothing more is asked of `source` for now.
    fn fail_waiting(&mut self, source: Source, failure: &Failure) {
        let (given_up, again) =
            std::mem::take(&mut self.again).into_iter().partition(|attempt: &Attempt| attempt.step.source() == source);
        self.again = again;
        for attempt in given_up {
            self.fail(attempt.step, attempt.request.ids, failure);
        }
        for (id, step) in self.queue.waiting_for(source) {
            self.fail(step, vec![id], failure);
        }
    }

    /// Takes the next step for one identifier about which something was said.
    fn proceed(&mut self, id: Identifier) {
        let (enabled, today) = (self.enabled, today());
        let Some(case) = self.queue.case(&id) else { return };
        match decide(&id, &case.evidence, enabled, today) {
            Next::Ask(step) => case.stage = Stage::Waits(step),
            Next::Done(knowledge) => self.settle(id, knowledge),
            Next::Follow(target) if self.queue.leads_back(&id, &target) => {
                let what = "names it as an alias of itself".to_owned();
                self.settle(id, Knowledge::Unchecked(Reason::NotAnswered { source: Source::DoiOrg, what }));
            }
            Next::Follow(target) => {
                let priority = self.queue.priority(&id).unwrap_or(Priority::Open);
                if let Some(case) = self.queue.case(&id) {
                    case.stage = Stage::Follows(target.clone());
                }
                self.want(target, priority);
            }
        }
    }

    /// An identifier is answered, and with it those that stand for it.
    fn settle(&mut self, id: Identifier, knowledge: Knowledge) {
        let mut answered = vec![(id, knowledge)];
        while let Some((id, knowledge)) = answered.pop() {
            let followers: Vec<_> = self.queue.followers(&id).collect();
            for follower in followers {
                answered.push((follower, as_alias(&id, &knowledge)));
            }
            if self.queue.end(&id) {
                self.asked += 1;
            }
            // A work under another name than asked for is known by that name too.
            if let Knowledge::Known(known) = &knowledge
                && let (Some(target), Some(_)) = (&known.alias_of, known.view())
                && !self.settled.iter().any(|(settled, _)| settled == target)
            {
                let known = Known { alias_of: None, ..(**known).clone() };
                self.settled.push((target.clone(), Knowledge::Known(known.into())));
            }
            self.settled.push((id, knowledge));
        }
    }

    /// The run ends here; what waits is unchecked.
    fn give_up(&mut self, reason: &Reason) {
        self.out = JoinSet::new();
        self.again.clear();
        self.throttle.withdrawn();
        for breaker in self.breakers.values_mut() {
            breaker.withdrawn();
        }
        for id in self.queue.end_all() {
            self.asked += 1;
            self.settled.push((id, Knowledge::Unchecked(reason.clone())));
        }
    }

    /// Hands settled answers to the store, which says what stands.
    fn flush(&mut self) {
        if self.settled.is_empty() && self.reached.is_empty() {
            return;
        }
        let (settled, reached) = (std::mem::take(&mut self.settled), std::mem::take(&mut self.reached));
        if !settled.is_empty() {
            (self.report)(Resolved::Progress { asked: self.asked, total: self.total });
        }
        self.at_store += 1;
        let commands = self.commands.clone();
        self.store.put_then(settled, reached, unix_now(), move |stands| {
            let _ = commands.send(Command::Kept(stands));
        });
    }

    /// A random number from 0 to 1.
    fn jitter(&mut self) -> f64 {
        self.jitters += 1;
        (self.jitter.hash_one(self.jitters) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// What is known of an alias when `knowledge` is known of what it stands for.
fn as_alias(target: &Identifier, knowledge: &Knowledge) -> Knowledge {
    match knowledge {
        Knowledge::Known(known) => {
            Knowledge::Known(Known { alias_of: Some(target.clone()), ..(**known).clone() }.into())
        }
        Knowledge::Absent(_) => Knowledge::Unchecked(Reason::NotAnswered {
            source: Source::DoiOrg,
            what: "has it as an alias of a DOI that no agency knows".into(),
        }),
        other => other.clone(),
    }
}

fn today() -> Day {
    Day::from_unix(unix_now())
}
