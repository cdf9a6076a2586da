//! The task that owns the machines: what arrives is put into them, what they allow is sent.

mod answers;
mod requests;
mod turns;

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use self::requests::{Attempt, Back, HALVINGS};
use self::turns::Elsewhere;
use super::breaker::{Breaker, Gate};
use super::holdings::Holdings;
use super::http::{Http, is_contact};
use super::key::Key;
use super::plan::{Enabled, Ledger};
use super::question::Question;
use super::queue::{Priority, Queue};
use super::retry::Patience;
use super::service::Resolved;
use super::throttle::{Permit, Standing, Throttle};
use crate::config::{Resolve, SourceSettings};
use crate::record::{Identifier, Knowledge, Reason, Source};
use crate::store::{Found, Store, Turn, unix_now_ms};

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
    /// The store took answers in.
    Kept {
        /// What the sources said.
        said: Vec<(Identifier, Knowledge)>,
        /// What stands for each of them, in their order.
        stands: Vec<(Identifier, Knowledge)>,
    },
    /// The store said whose turn it is.
    Turn {
        /// To send this.
        attempt: Attempt,
        /// Ours, or not.
        turn: Turn,
        /// In this run.
        run: u64,
    },
    /// The store said what others have learnt.
    Around {
        /// It holds this now.
        found: Vec<Found>,
        /// Others still ask about these.
        asked: Vec<Identifier>,
        /// In this run.
        run: u64,
    },
}

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
    http: Option<Arc<Http>>,
    out: JoinSet<Back>,
    queue: Queue,
    /// What was said in this run.
    ledger: Ledger,
    key: Option<Key>,
    /// What the store is being asked about: how soon it is wanted, and whether anew.
    looking: FxHashMap<Identifier, (Priority, bool)>,
    throttle: Throttle,
    breakers: BTreeMap<Question, Breaker>,
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
    /// What this process is called among those that share the store.
    holder: String,
    /// About what it asks, and about what others do.
    holdings: Holdings,
    elsewhere: Elsewhere,
    /// When the store was last told that it still asks.
    renewed: Duration,
    /// Changes when a run is given up: what was on the way then is of no use.
    run: u64,
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
        let key = Key::from_environment();
        let standing =
            Standing { contact: contact(resolve).is_some(), key: key.is_some(), interval: patience.interval };
        Self {
            enabled: sources.iter().filter(|(_, settings)| settings.enabled).map(|(source, _)| *source).collect(),
            throttle: Throttle::new(standing),
            ledger: Ledger::default(),
            key,
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
            holder: holder(),
            holdings: Holdings::default(),
            elsewhere: Elsewhere::default(),
            renewed: Duration::ZERO,
            run: 0,
            jitter: RandomState::new(),
            jitters: 0,
        }
    }

    pub(super) async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<Command>) {
        loop {
            let wake = self.advance(self.now());
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

    fn breaker(&mut self, question: Question) -> &mut Breaker {
        self.breakers.entry(question).or_default()
    }

    fn now(&self) -> Duration {
        self.epoch.elapsed()
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Submit { ids, priority, anew } => self.submit(ids, priority, anew),
            Command::Cancel(mut ids) => {
                // What nothing follows any longer may go too.
                ids.sort_by_key(|id| !self.queue.follows(id));
                for id in ids {
                    if self.queue.followers(&id).next().is_none() {
                        self.looking.remove(&id);
                        if self.queue.cancel(&id) {
                            self.total -= 1;
                            self.holdings.ended(&id);
                        }
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
            Command::Turn { attempt, turn, run } => {
                self.at_store -= 1;
                if run == self.run {
                    self.turn_came(attempt, turn, self.now());
                }
            }
            Command::Around { found, asked, run } => {
                self.at_store -= 1;
                self.elsewhere.seen();
                if run == self.run {
                    self.looked_around(found, asked, self.now());
                }
            }
            Command::Kept { said, stands } => {
                self.at_store -= 1;
                if !stands.is_empty() {
                    let fresh =
                        said.into_iter().zip(&stands).filter(|((_, said), (_, stands))| is_upheld(said, stands));
                    let fresh = fresh.map(|(said, _)| said).collect();
                    (self.report)(Resolved::Answers { stands, fresh });
                }
            }
        }
    }

    /// Sends what may be sent, hands what is settled to the store, and tells when to look again.
    fn advance(&mut self, now: Duration) -> Option<Duration> {
        if self.deadline.is_some_and(|deadline| now >= deadline) {
            self.give_up(&Reason::Budget);
        }
        let mut wake = self.deadline.filter(|deadline| now < *deadline);
        let mut sooner = |then: Duration| wake = Some(wake.map_or(then, |wake: Duration| wake.min(then)));
        for question in Question::ALL {
            let service = question.service();
            loop {
                match self.breaker(question).gate(now) {
                    Gate::Pass => {}
                    Gate::Wait => break,
                    Gate::Shut(failure) => {
                        self.fail_waiting(question, &failure);
                        break;
                    }
                }
                match self.throttle.permit(service.source, service.class, now) {
                    Permit::Go => {}
                    Permit::At(then) => {
                        sooner(then);
                        break;
                    }
                    Permit::Full => break,
                }
                let Some(attempt) = self.next_attempt(question, now) else { break };
                self.ask_for_turn(attempt, now);
            }
        }
        // What is due and was not sent waits for a slot: whatever frees one wakes it.
        self.again.iter().map(|attempt| attempt.not_before).filter(|then| *then > now).for_each(&mut sooner);
        if self.elsewhere.deadline().is_some_and(|at| at <= now) {
            self.look_around(now);
        }
        self.elsewhere.deadline().into_iter().chain(self.renew(now)).for_each(&mut sooner);
        self.flush();
        if self.queue.is_empty() && self.at_store == 0 {
            self.deadline = None;
            self.ledger.clear();
            self.elsewhere.clear();
            (self.asked, self.total) = (0, 0);
            if !self.idle {
                self.idle = true;
                (self.report)(Resolved::Idle);
            }
            return None;
        }
        wake.map(|wake| wake.saturating_sub(now))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.store.withdraw(self.holder.clone());
    }
}

/// A name that no other resolver on any machine has.
fn holder() -> String {
    format!("{}-{}-{:x}", std::process::id(), unix_now_ms(), RandomState::new().hash_one(0))
}

/// The contact that the user gave, if it can be one.
fn contact(resolve: &Resolve) -> Option<&str> {
    resolve.mailto.as_deref().map(str::trim).filter(|contact| is_contact(contact))
}

/// Whether what was said is an answer and not outweighed by what was known before.
fn is_upheld(said: &Knowledge, stands: &Knowledge) -> bool {
    match said {
        Knowledge::Known(_) => true,
        Knowledge::Absent(_) => matches!(stands, Knowledge::Absent(_)),
        Knowledge::Unchecked(_) | Knowledge::Unsupported => false,
    }
}

#[cfg(test)]
mod tests;
