//! What a client has done: commands, each answered with a sentence that is also shown.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::look_ups::may_ask;
use super::{Session, is_settled};
use crate::record::Identifier;
use crate::server::documents::Address;
use crate::server::knowing::Outlook;
use crate::server::locking::Locking;
use crate::server::message::{Answer, Command, Effect, Inquiry, Moment, Ticket};

/// What came of a command: a sentence, or why nothing was done.
type Outcome = Result<String, String>;

/// Commands that are being carried out.
#[derive(Debug, Default)]
pub(super) struct Commands {
    /// Locks to be written; one at a time, because each is made of what the one before left. The first is under way.
    locks: VecDeque<Box<Locking>>,
}

impl Session {
    /// Carries out a command; the document that it is about is analysed, or not open.
    pub(super) fn command(&mut self, ticket: Ticket, command: &Command, now: Moment) {
        let outcome = match command {
            Command::Refresh(only) => self.refresh(only.as_ref(), now),
            Command::LookUpAll(address) => self.look_up_all(address, now),
            Command::Lock(address) => match self.lock(ticket, address, now) {
                Ok(()) => return,
                Err(why) => Err(why),
            },
            Command::CheckWorkspace if self.workspace.folders().is_empty() => {
                Err("No folder is open in the editor, so there is no workspace to check.".into())
            }
            Command::CheckWorkspace => return self.inquire(ticket, Inquiry::Check, now),
        };
        self.end_command(ticket, outcome);
    }

    fn end_command(&mut self, ticket: Ticket, outcome: Outcome) {
        if let Ok(said) = &outcome {
            self.effects.push(Effect::Say(said.clone()));
        }
        self.effects.push(Effect::Answer(ticket, Answer::Said(outcome)));
    }

    /// Asks anew about all that the open documents cite, or one of them.
    fn refresh(&mut self, only: Option<&Address>, now: Moment) -> Outcome {
        if let Some(address) = only.filter(|address| !self.documents.contains_key(address)) {
            return Err(not_open(address));
        }
        let mut asked: FxHashSet<Identifier> = FxHashSet::default();
        for (address, open) in &mut self.documents {
            if only.is_some_and(|only| only != address) {
                continue;
            }
            let Some(snapshot) = open.newest(&self.knowing, now.today) else { continue };
            if !is_settled(open, &self.workspace) || !may_ask(address, &self.workspace, open, &snapshot) {
                continue;
            }
            let cited: BTreeSet<_> = snapshot
                .named()
                .filter(|id| id.kind().is_supported() && !open.in_flux.contains(*id))
                .cloned()
                .collect();
            open.all_wanted = true;
            open.looked_up.extend(cited.iter().cloned());
            let ids: Vec<_> = cited.into_iter().filter(|id| asked.insert(id.clone())).collect();
            for id in &ids {
                self.knowing.forget_failure(id);
            }
            self.knowing.refresh(ids, &snapshot.config, &mut self.effects);
        }
        Ok(match (asked.len(), self.knowing.outlook()) {
            (0, _) => format!(
                "Nothing is asked anew. {}",
                self.refusal()
                    .unwrap_or("No registry could know more of what is cited, or look-ups are switched off here.")
            ),
            (asked, Outlook::Soon) => format!("Asking anew about {}.", counted(asked, "identifier")),
            _ => format!("Nothing is asked anew. {}", self.refusal().unwrap_or_default()),
        })
    }

    /// Lifts the limit of what is looked up unasked for one document.
    fn look_up_all(&mut self, address: &Address, now: Moment) -> Outcome {
        let refusal = self.refusal().filter(|_| self.knowing.outlook() != Outlook::Soon);
        let open = self.documents.get_mut(address).ok_or_else(|| not_open(address))?;
        let snapshot = open.newest(&self.knowing, now.today).ok_or_else(|| not_read(address))?;
        let may_ask = may_ask(address, &self.workspace, open, &snapshot);
        open.all_wanted = true;
        open.want_look_up(now.at);
        if !may_ask {
            return Ok("Nothing is looked up: look-ups are switched off for this document.".into());
        }
        if let Some(why) = refusal {
            return Ok(format!("Nothing is looked up. {why}"));
        }
        let wanted =
            snapshot.named().filter(|id| self.knowing.wants(&snapshot.records, id) && !open.looked_up.contains(*id));
        Ok(match wanted.collect::<FxHashSet<_>>().len() {
            0 => "There is nothing left to look up in this document.".into(),
            left => format!("Looking up {} of this document that were left out.", counted(left, "identifier")),
        })
    }

    /// Why nothing may be looked up anywhere, in words.
    fn refusal(&self) -> Option<&'static str> {
        self.look_ups().1.map(|(_, text)| text)
    }

    /// Has the lock of a document's project written.
    fn lock(&mut self, ticket: Ticket, address: &Address, now: Moment) -> Result<(), String> {
        let open = self.documents.get_mut(address).ok_or_else(|| not_open(address))?;
        let snapshot = open.newest(&self.knowing, now.today).ok_or_else(|| not_read(address))?;
        let path = open.path.clone();
        let path = path.ok_or("This document has no file yet, so it is in no project. Save it, then lock.")?;
        let records = Arc::clone(self.knowing.records());
        let locking = Locking {
            ticket,
            path,
            document: snapshot.document,
            library: snapshot.library,
            config: snapshot.config,
            records,
        };
        self.commands.locks.push_back(Box::new(locking));
        if self.commands.locks.len() == 1 {
            self.write_next_lock();
        }
        Ok(())
    }

    fn write_next_lock(&mut self) {
        self.effects.extend(self.commands.locks.front().cloned().map(Effect::WriteLock));
    }

    /// A lock was written, or not.
    pub(super) fn locked(&mut self, ticket: Ticket, outcome: Outcome) {
        self.commands.locks.pop_front();
        if outcome.is_ok() {
            // Not every client tells that a file has changed.
            self.workspace.files_changed();
            self.prepare_all();
        }
        self.end_command(ticket, outcome);
        self.write_next_lock();
    }
}

fn not_open(address: &Address) -> String {
    format!("{address} is not open in the editor.")
}

fn not_read(address: &Address) -> String {
    format!("{address} could not be read.")
}

fn counted(many: usize, what: &str) -> String {
    format!("{many} {what}{}", if many == 1 { "" } else { "s" })
}
