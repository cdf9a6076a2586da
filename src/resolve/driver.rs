//! The task that owns the machines: what arrives is put into them, what they allow is sent.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
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
    /// What the store is being asked about: how soon it is wanted, and whether anew.
    looking: FxHashMap<Identifier, (Priority, bool)>,
    throttle: Throttle,
    breakers: BTreeMap<Step, Breaker>,
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
            looking: FxHashMap::default(),
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

    fn breaker(&mut self, step: Step) -> &mut Breaker {
        self.breakers.entry(step).or_default()
    }

    fn now(&self) -> Duration {
        self.epoch.elapsed()
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Submit { ids, priority, anew } => self.submit(ids, priority, anew),
            Command::Cancel(ids) => {
                for id in ids {
                    if self.queue.followers(&id).next().is_none() {
                        self.looking.remove(&id);
                        self.total -= usize::from(self.queue.cancel(&id));
                    }
                }
            }
            Command::SetOnline(online) => {
                self.online = online;
                if !online {
                    self.give_up(&Reason::Offline);
                }
            }
            Command::Held { ids, found } => {
                self.at_store -= 1;
                self.held(ids, found);
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
        let new = ids.into_iter().filter(|id| !self.queue.raise(id, priority)).collect();
        self.look_up(new, priority, anew);
    }

    /// Asks the store, once at a time about each: two look-ups of one identifier could straddle its answer, and it
    /// would be asked about twice.
    fn look_up(&mut self, ids: Vec<Identifier>, priority: Priority, anew: bool) {
        let mut new = Vec::new();
        for id in ids {
            match self.looking.entry(id) {
                Entry::Occupied(mut wish) => {
                    let wish = wish.get_mut();
                    *wish = (wish.0.max(priority), wish.1 | anew);
                }
                Entry::Vacant(entry) => {
                    new.push(entry.key().clone());
                    entry.insert((priority, anew));
                }
            }
        }
        self.at_store += 1;
        let commands = self.commands.clone();
        self.store.look_up_then(new.clone(), unix_now(), move |found| {
            // Nobody listens when the resolver is gone.
            let _ = commands.send(Command::Held { ids: new, found });
        });
    }

    /// What the store holds is reported; what it lacks or holds for too long is to be asked about.
    fn held(&mut self, ids: Vec<Identifier>, found: Vec<Found>) {
        let mut held: FxHashMap<Identifier, Found> = found.into_iter().map(|found| (found.id.clone(), found)).collect();
        let mut known = Vec::new();
        for id in ids {
            let found = held.remove(&id);
            // Nobody wants it any longer.
            let Some((priority, anew)) = self.looking.remove(&id) else { continue };
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
                self.want(id.clone(), priority, anew);
            } else if let Some(knowledge) = &stands {
                self.answer_followers(&id, knowledge);
            }
            known.extend(stands.map(|knowledge| (id, knowledge)));
        }
        if !known.is_empty() {
            (self.report)(Resolved::Answers(known));
        }
    }

    fn want(&mut self, id: Identifier, priority: Priority, anew: bool) {
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
                self.queue.add(id, step, priority, anew);
            }
            Next::Done(knowledge) => self.settle(id, knowledge),
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
                match self.breaker(step).gate(now) {
                    Gate::Pass => {}
                    Gate::Wait => break,
                    Gate::Shut(failure) => {
                        self.fail_waiting(step, &failure);
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
        self.breaker(attempt.step).started();
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

    /// This question is not put to its source for now.
    fn fail_waiting(&mut self, step: Step, failure: &Failure) {
        let again = std::mem::take(&mut self.again).into_iter();
        let (given_up, again): (Vec<_>, Vec<_>) = again.partition(|attempt| attempt.step == step);
        self.again = again;
        for attempt in given_up {
            self.fail(step, attempt.request.ids, failure);
        }
        let waiting = self.queue.take_all(step);
        self.fail(step, waiting, failure);
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
                let Some(case) = self.queue.case(&id) else { return };
                case.stage = Stage::Follows(target.clone());
                let (priority, anew) = (case.priority, case.anew);
                if !self.queue.raise(&target, priority) {
                    self.look_up(vec![target], priority, anew);
                }
            }
        }
    }

    /// An identifier is answered, and with it those that stand for it.
    fn settle(&mut self, id: Identifier, knowledge: Knowledge) {
        self.asked += usize::from(self.queue.end(&id));
        self.answer_followers(&id, &knowledge);
        // A work that came under another name than asked for is known by that name too.
        if let Knowledge::Known(known) = &knowledge
            && let (Some(target), Some(view)) = (&known.alias_of, known.view())
            && view.record.id == *target
        {
            let known = Known { alias_of: None, ..(**known).clone() };
            self.settled.push((target.clone(), Knowledge::Known(known.into())));
        }
        self.settled.push((id, knowledge));
    }

    /// What is known of `target` is known of those that stand for it; no alias leads back, so this ends.
    fn answer_followers(&mut self, target: &Identifier, knowledge: &Knowledge) {
        let followers: Vec<_> = self.queue.followers(target).collect();
        for follower in followers {
            self.settle(follower, as_alias(target, knowledge));
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
