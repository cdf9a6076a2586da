//! Completion of identifiers: the store is asked for those that begin as is typed, and waited for, but not for long.

use std::time::{Duration, Instant};

use super::Session;
use crate::analysis::{self, Offered, Snapshot};
use crate::record::{Beginning, Begun, Knowledge, Records};
use crate::server::documents::Address;
use crate::server::message::{Answer, Choice, Effect, Moment, Ticket};
use crate::text::Point;

/// How long a completion waits for the store: shorter than whoever types on would notice.
pub(super) const PATIENCE: Duration = Duration::from_millis(300);

/// Completions that wait for the store. It is asked for one at a time, so that a slow one is not asked for every letter.
#[derive(Debug, Default)]
pub(super) struct Begins {
    waiting: Vec<Waiting>,
    /// For which completion the store was asked last, until it answers, and from when on it is slow.
    asked: Option<(Ticket, Instant)>,
    /// The works that it told last: whoever chooses among them asks what they are.
    told: Option<(Address, Records)>,
}

/// A completion of the text as it was when it was asked for, which is how the client understands the answer.
#[derive(Debug)]
struct Waiting {
    ticket: Ticket,
    address: Address,
    snapshot: Snapshot,
    offset: usize,
    beginning: Beginning,
    until: Instant,
}

impl Begins {
    /// Nobody waits for these answers any more.
    pub(super) fn forget(&mut self, tickets: &[Ticket]) {
        self.waiting.retain(|waiting| !tickets.contains(&waiting.ticket));
    }

    /// When the first of those that wait has waited long enough.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.waiting.iter().map(|waiting| waiting.until).min()
    }
}

impl Session {
    /// Answers what may be put at a place, when the store has been asked if it may know more.
    pub(super) fn complete(&mut self, ticket: Ticket, address: &Address, at: Point, now: Moment) {
        let Some((snapshot, offset)) = self.place(address, at, "completion", now.today) else {
            return self.effects.push(Effect::Answer(ticket, Answer::Completion(None)));
        };
        let address = address.clone();
        match analysis::begun(&snapshot, offset) {
            Some(beginning) if self.begins.asked.is_none_or(|(_, slow)| now.at < slow) => {
                let until = now.at + PATIENCE;
                self.begins.waiting.push(Waiting { ticket, address, snapshot, offset, beginning, until });
                self.ask_for_begun(now.at);
            }
            _ => self.choose(ticket, address, &snapshot, offset, None),
        }
    }

    /// Asks the store for the completion that was wanted last, unless it has still to answer for another.
    fn ask_for_begun(&mut self, now: Instant) {
        if self.begins.asked.is_some() {
            return;
        }
        let Some(Waiting { ticket, snapshot, beginning, .. }) = self.begins.waiting.last() else { return };
        self.begins.asked = Some((*ticket, now + PATIENCE));
        let (beginning, config) = (beginning.clone(), snapshot.config.clone());
        self.effects.push(Effect::FindBegun { ticket: *ticket, beginning, config });
    }

    /// The store was asked for a completion, which may have been answered without it, or given up.
    pub(super) fn begun_found(&mut self, ticket: Ticket, begun: &Begun, now: Moment) {
        self.begins.asked.take_if(|(asked, _)| *asked == ticket);
        if let Some(at) = self.begins.waiting.iter().position(|waiting| waiting.ticket == ticket) {
            let waiting = self.begins.waiting.remove(at);
            let mut told = Records::default();
            begun.works.iter().for_each(|(id, known)| told.put(id.clone(), Knowledge::Known(known.clone())));
            self.begins.told = Some((waiting.address.clone(), told));
            self.choose_waiting(waiting, Some(begun));
        }
        self.ask_for_begun(now.at);
    }

    /// Answers with what is known the completions that have waited long enough, or all where the store is not waited for
    /// any more.
    pub(super) fn end_waiting_for_begun(&mut self, now: Option<Instant>) {
        let is_over = |waiting: &mut Waiting| now.is_none_or(|now| waiting.until <= now);
        for waiting in self.begins.waiting.extract_if(.., is_over).collect::<Vec<_>>() {
            self.choose_waiting(waiting, None);
        }
    }

    /// A document was closed: nothing is put into it.
    pub(super) fn end_completion(&mut self, address: &Address) {
        for waiting in self.begins.waiting.extract_if(.., |waiting| waiting.address == *address).collect::<Vec<_>>() {
            self.effects.push(Effect::Answer(waiting.ticket, Answer::Completion(None)));
        }
        self.begins.told.take_if(|(of, _)| of == address);
    }

    fn choose_waiting(&mut self, waiting: Waiting, begun: Option<&Begun>) {
        let Waiting { ticket, address, snapshot, offset, .. } = waiting;
        self.choose(ticket, address, &snapshot, offset, begun);
        self.effects.push(Effect::Forget(Box::new(snapshot)));
    }

    fn choose(&mut self, ticket: Ticket, address: Address, snapshot: &Snapshot, offset: usize, begun: Option<&Begun>) {
        let file = || snapshot.document.file.clone();
        let completion = analysis::completion(snapshot, offset, begun);
        let choice = completion.map(|completion| Choice { address, file: file(), completion });
        self.effects.push(Effect::Answer(ticket, Answer::Completion(choice)));
    }

    /// What there is to say about something that was offered; of a work that only the store knows, what it told.
    pub(super) fn completed(&mut self, address: &Address, offered: &Offered, now: Moment) -> Option<String> {
        let mut snapshot = self.documents.get_mut(address)?.newest(&self.knowing, now.today)?;
        if let (Offered::Work(id), Some((_, told))) = (offered, &self.begins.told)
            && told.has(id)
            && snapshot.records.get(id).known().is_none()
        {
            snapshot.records = told.of([id]).into();
        }
        analysis::completed(&snapshot, offered)
    }
}
