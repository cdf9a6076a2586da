//! Executes what the session asks for, on the session's own thread.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::oneshot;

use super::backend::Letter;
use super::message::{Answer, Effect, Event, Moment, Ticket};
use super::outbox::{Outbox, Request};
use super::pool::Pool;
use super::registries::Registries;
use super::session::Session;
use super::transport::Leaver;
use super::watcher::Watcher;
use crate::record::Day;

/// What the session acts through.
pub(super) struct Driver {
    pub(super) pool: Pool,
    pub(super) outbox: Outbox,
    pub(super) registries: Registries,
    pub(super) leaver: Leaver,
    pub(super) watcher: Watcher,
}

impl Driver {
    /// Reads the mailbox until its last letter.
    pub(super) fn run(mut self, mailbox: &Receiver<Letter>) {
        let mut session = Session::default();
        let mut replies = Replies::default();
        loop {
            let letter = match session.deadline() {
                None => mailbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => mailbox.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            let event = match letter {
                Ok(Letter::Event(event)) => event,
                Ok(Letter::Question(question, reply)) => {
                    let given_up = replies.given_up();
                    if !given_up.is_empty() {
                        for effect in session.handle(Event::GivenUp(given_up), now()) {
                            self.execute(effect, &mut replies);
                        }
                    }
                    Event::Asked(replies.take(reply), question)
                }
                Err(RecvTimeoutError::Timeout) => Event::Tick,
                Ok(Letter::Last) | Err(RecvTimeoutError::Disconnected) => return,
            };
            for effect in session.handle(event, now()) {
                self.execute(effect, &mut replies);
            }
        }
    }

    fn execute(&mut self, effect: Effect, replies: &mut Replies) {
        match effect {
            Effect::Answer(ticket, answer) => replies.send(ticket, answer),
            Effect::Prepare(preparation) => self.pool.prepare(preparation),
            Effect::Fetch(fetching) => self.pool.fetch(fetching),
            Effect::Trace(tracing) => self.pool.trace(tracing),
            Effect::Index(indexing) => self.pool.index(*indexing),
            Effect::Analyse(job) => self.pool.analyse(job),
            Effect::Recall { ids, config } => self.registries.recall(ids, config),
            Effect::FindBegun { ticket, beginning, config } => self.registries.find_begun(ticket, beginning, config),
            Effect::Refresh { ids, config } => self.registries.refresh(ids, config),
            Effect::WriteLock(locking) => self.pool.lock(locking),
            Effect::Seek(seek) => self.registries.seek(seek),
            Effect::Survey(survey) => self.registries.survey(survey),
            Effect::Say(sentence) => self.outbox.request(Request::Say(sentence)),
            Effect::DescribeStore(config) => self.registries.describe(config),
            Effect::LookUp { ids, priority, config } => self.registries.look_up(ids, priority, config),
            Effect::Cancel(ids) => self.registries.cancel(ids),
            Effect::AskConsent(config) => self.registries.ask_consent(config, self.outbox.clone()),
            Effect::Offer(offer) => self.outbox.request(Request::Offer(offer)),
            Effect::Agreed(config) => self.registries.agreed(config),
            Effect::Publish { address, version, findings } => self.outbox.publish(address, version, findings),
            Effect::RefreshHints => self.outbox.refresh_hints(),
            Effect::RefreshDiagnostics => self.outbox.refresh_diagnostics(),
            Effect::Progress { run, standing } => self.outbox.progress(run, standing),
            Effect::PullSettings { pull, folders } => self.outbox.request(Request::Settings { pull, folders }),
            Effect::Register { settings, files } => self.outbox.request(Request::Register { settings, files }),
            Effect::WatchFiles(folders) => self.watcher.watch(folders),
            Effect::SayOnce { keys, message, config } => {
                self.registries.say_once(keys, message, config, self.outbox.clone());
            }
            Effect::Log(line) => self.outbox.request(Request::Log(line)),
            Effect::WatchParent(parent) => self.leaver.watch(parent),
            Effect::Forget(snapshot) => drop(snapshot),
            Effect::Rest => self.registries.rest(),
        }
    }
}

/// Who waits for which answer.
#[derive(Default)]
struct Replies {
    next: u64,
    waiting: HashMap<Ticket, oneshot::Sender<Answer>>,
    /// With how many that wait it is looked for those that do no longer.
    many: usize,
}

/// Fewer that wait need no look.
const FEW: usize = 64;

impl Replies {
    fn take(&mut self, reply: oneshot::Sender<Answer>) -> Ticket {
        let ticket = Ticket(self.next);
        self.next += 1;
        self.waiting.insert(ticket, reply);
        ticket
    }

    /// Those that wait no longer, because the client cancelled; looked for when there are twice as many as were left
    /// the last time.
    fn given_up(&mut self) -> Vec<Ticket> {
        if self.waiting.len() < self.many.max(FEW) {
            return Vec::new();
        }
        let gone = self.waiting.iter().filter(|(_, reply)| reply.is_closed()).map(|(ticket, _)| *ticket);
        let gone: Vec<_> = gone.collect();
        gone.iter().for_each(|ticket| drop(self.waiting.remove(ticket)));
        self.many = 2 * self.waiting.len();
        gone
    }

    /// Answers, unless the client gave up.
    fn send(&mut self, ticket: Ticket, answer: Answer) {
        if let Some(reply) = self.waiting.remove(&ticket) {
            drop(reply.send(answer));
        }
    }
}

fn now() -> Moment {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Moment { at: Instant::now(), today: Day::from_unix(seconds) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gave_up_is_forgotten() {
        let (mut replies, mut kept, mut gone, mut most) = (Replies::default(), Vec::new(), 0, 0);
        for n in 0..10_000 {
            gone += replies.given_up().len();
            let (reply, waits) = oneshot::channel();
            replies.take(reply);
            if n % 100 == 0 {
                kept.push(waits);
            }
            most = most.max(replies.waiting.len());
        }
        assert!(most <= 2 * kept.len() + FEW, "{most}");
        assert_eq!(gone, 10_000 - replies.waiting.len());
        replies.send(Ticket(9_900), Answer::Done);
        let last = kept.last_mut().expect("some were kept");
        assert!(matches!(last.try_recv(), Ok(Answer::Done)), "who waits is answered");
    }
}
