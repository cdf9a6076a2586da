//! What a client has done: commands, each answered with a sentence that is also shown.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashSet;

use super::look_ups::may_ask;
use super::{Session, is_settled};
use crate::analysis::Snapshot;
use crate::findings::Finding;
use crate::record::Identifier;
use crate::rules::unused_entry::Citing;
use crate::server::documents::{Address, OpenDocument};
use crate::server::knowing::Outlook;
use crate::server::locking::Locking;
use crate::server::message::{Answer, Command, Effect, Inquiry, Moment, Ticket};
use crate::server::progress::{Run, Standing};
use crate::server::survey::Survey;

/// What came of a command: a sentence, or why nothing was done.
type Outcome = Result<String, String>;

/// Commands that are being carried out.
#[derive(Debug, Default)]
pub(super) struct Commands {
    /// Locks to be written; one at a time, because each is made of what the one before left. The first is under way.
    locks: VecDeque<Box<Locking>>,
    /// Those who wait for the workspace to be checked.
    checks: Vec<Ticket>,
    /// How many checks were begun.
    runs: u64,
    /// Tells the check that is under way to stop.
    stop: Arc<AtomicBool>,
    /// Whether it is shown how far that is.
    is_shown: bool,
    /// Files with findings of a check that is under way.
    found: BTreeMap<PathBuf, Address>,
    /// Files with findings of the last check.
    published: BTreeMap<PathBuf, Address>,
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

    /// Has the manuscripts of the workspace checked; who asks while that is under way waits for the same.
    pub(super) fn check_workspace(&mut self, ticket: Ticket, now: Moment) {
        self.commands.checks.push(ticket);
        if self.commands.checks.len() > 1 {
            return;
        }
        self.commands.found.clear();
        self.commands.runs += 1;
        self.commands.stop = Arc::default();
        let folder = |folder: &PathBuf| (folder.clone(), self.workspace.settings_of(Some(folder)));
        let citing = |open: &OpenDocument| {
            let (_, Snapshot { document, library, config, .. }) = open.analysed.as_ref()?;
            Some(Citing::of(document, library, config))
        };
        self.effects.push(Effect::Survey(Box::new(Survey {
            folders: self.workspace.folders().iter().map(folder).collect(),
            open: self.documents.values().filter_map(|open| open.path.clone()).collect(),
            citing: self.documents.values().map(citing).collect(),
            stop: Arc::clone(&self.commands.stop),
            config: self.config(),
            today: now.today,
        })));
    }

    /// A file of the workspace was checked.
    pub(super) fn surveyed(&mut self, path: PathBuf, address: Address, findings: Arc<Vec<Finding>>) {
        if self.documents.values().any(|open| open.path.as_ref() == Some(&path)) {
            return;
        }
        if !findings.is_empty() {
            self.effects.push(Effect::Publish { address: address.clone(), version: None, findings });
            self.commands.found.insert(path, address);
        } else if let Some(address) = self.commands.published.remove(&path) {
            // What was found there the last time is gone.
            self.effects.push(Effect::Publish { address, version: None, findings });
        }
    }

    /// So many files were checked.
    pub(super) fn surveying(&mut self, done: usize, of: usize) {
        if self.client.shows_progress && !self.commands.checks.is_empty() {
            self.commands.is_shown = true;
            self.show_check(Standing::At { done, of });
        }
    }

    fn show_check(&mut self, standing: Standing) {
        self.effects.push(Effect::Progress { run: Run::Check(self.commands.runs), standing });
    }

    /// The user wants the check of this number to end.
    pub(super) fn stop_check(&mut self, run: u64) {
        if self.commands.runs == run {
            self.commands.stop.store(true, Ordering::Relaxed);
        }
    }

    /// All of them were checked, or not the `whole` workspace; what was found the last time in files that are gone is taken
    /// back.
    pub(super) fn survey_ended(&mut self, said: &str, whole: bool) {
        if std::mem::take(&mut self.commands.is_shown) {
            self.show_check(Standing::Over);
        }
        let found = std::mem::take(&mut self.commands.found);
        let before = std::mem::replace(&mut self.commands.published, found);
        for (path, address) in before {
            let is_open = self.documents.values().any(|open| open.path.as_ref() == Some(&path));
            if is_open || self.commands.published.contains_key(&path) {
                continue;
            }
            if whole {
                self.effects.push(Effect::Publish { address, version: None, findings: Arc::default() });
            } else {
                // What was not reached this time stands.
                self.commands.published.insert(path, address);
            }
        }
        self.effects.push(Effect::Say(said.to_owned()));
        for ticket in std::mem::take(&mut self.commands.checks) {
            self.effects.push(Effect::Answer(ticket, Answer::Said(Ok(said.to_owned()))));
        }
    }

    /// A document was opened, which from now on has findings of its own.
    pub(super) fn supersede(&mut self, address: &Address, path: Option<&PathBuf>) {
        let Some(path) = path else { return };
        let told = [self.commands.found.remove(path), self.commands.published.remove(path)];
        // The client may write the same address in another way.
        if let Some(told) = told.into_iter().flatten().next().filter(|told| told != address) {
            self.effects.push(Effect::Publish { address: told, version: None, findings: Arc::default() });
        }
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
