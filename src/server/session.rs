//! The owner of everything that changes: open documents, settings, and what is known.
//!
//! [`Session::handle`] is a state machine: an event and the time go in, effects come out, and nothing else
//! happens. It never waits, sends, sleeps or starts anything; [`driver`](super::driver) does that.

mod begun;
mod commands;
mod days;
mod diagnostics;
mod indexing;
mod inquiries;
mod libraries;
mod look_ups;
mod moving;
mod questions;
mod retractions;
mod seeking;
mod status;
mod surveys;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::FxHashSet;

use self::begun::Begins;
use self::commands::Commands;
pub(super) use self::diagnostics::same;
use self::indexing::Ahead;
use self::inquiries::Inquiries;
use self::look_ups::{is_settled, look_up};
use self::moving::WaitingRename;
pub(super) use self::surveys::Surveyed;
use self::surveys::Surveys;
use super::books::Shelf;
use super::documents::{Address, Edition, OpenDocument};
use super::knowing::Knowing;
use super::message::{Answer, Command, Effect, Event, Hello, Moment, Question, Ticket};
use super::pool::{Analysed, Job};
use super::progress::Progress;
use super::schedule::QUIET;
use super::surroundings::{Preparation, Prepared};
use super::workspace::{Settings, Workspace};
use crate::record::{Day, Identifier, Records};
use crate::syntax::tree::Node;
use crate::text::Change;

/// How old configuration and lock may be, where the client watches no files, when a document is looked at again
/// after an edit.
const STALE: Duration = Duration::from_secs(3);

/// The state of the server.
#[derive(Debug, Default)]
pub(super) struct Session {
    client: Hello,
    workspace: Workspace,
    documents: BTreeMap<Address, OpenDocument>,
    knowing: Knowing,
    inquiries: Inquiries,
    begins: Begins,
    commands: Commands,
    ahead: Ahead,
    surveys: Surveys,
    /// How many texts there were.
    texts: u64,
    /// How many reports of findings there were for a client that asks for them.
    reports: u64,
    progress: Progress,
    /// Renames that wait until all open documents are read.
    renames: Vec<WaitingRename>,
    /// The folders in which configuration and lock files are watched.
    watched: BTreeSet<PathBuf>,
    /// The day of the newest event.
    today: Option<Day>,
    effects: Vec<Effect>,
}

impl Session {
    /// Takes note of `event`, which happened at `now`, and says what is to be done, in this order.
    pub(super) fn handle(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        self.note_day(now);
        match event {
            Event::Asked(ticket, question) => self.asked(ticket, question, now),
            Event::GivenUp(tickets) => self.forget_waiting(&tickets),
            Event::Initialized => self.initialized(),
            Event::Opened { address, language, version, text } => self.opened(address, &language, version, &text),
            Event::Changed { address, version, changes } => self.changed(&address, version, &changes, now.at),
            Event::Saved { address } => self.saved(&address, now.at),
            Event::Closed { address } => self.closed(&address),
            Event::SettingsChanged(sent) => self.settings_changed(sent),
            Event::Settings { pull, settings } => {
                if self.workspace.answered(pull)
                    && let Some(settings) = settings
                {
                    self.settings(settings);
                }
            }
            Event::Folders { added, removed } => {
                self.workspace.change_folders(added, &removed);
                if self.client.gives_settings {
                    self.pull_settings();
                }
                self.prepare_all();
            }
            Event::FilesChanged => {
                self.workspace.files_changed();
                self.prepare_all();
            }
            Event::Prepared(prepared) => {
                if let Some(prepared) = self.workspace_prepared(*prepared, now) {
                    self.prepared(prepared, now.at);
                }
            }
            Event::Traced(ticket, aim, trace) => self.traced(ticket, aim, trace),
            Event::Fetched(fetched) => self.fetched(*fetched, now.at),
            Event::Analysed(analysed) => self.analysed(*analysed, now),
            Event::Failed { address, edition, what } => self.failed(&address, edition, &what, now),
            Event::Recalled { asked, records, due } => {
                self.recalled(asked, &records, due, now.at);
                self.recalled_works(now);
            }
            Event::BegunFound(ticket, begun) => self.begun_found(ticket, &begun, now),
            Event::Locked(ticket, outcome) => self.locked(ticket, outcome),
            Event::Indexing(standing) => self.indexing(standing),
            Event::Surveyed { path, address, findings } => self.surveyed(path, address, findings),
            Event::Surveying { done, of } => self.surveying(done, of),
            Event::SurveyEnded { said, whole } => self.survey_ended(&said, whole),
            Event::Sought { address, opening, found, unanswered } => {
                self.sought(&address, opening, found, unanswered, now.at);
            }
            Event::StoreDescribed(info) => self.describe(&info, now),
            Event::StoreOpened => {
                self.knowing.forget_recalls();
                self.documents.values_mut().for_each(|open| open.analyses.want());
            }
            Event::Resolved(records) => {
                self.progress.answered(&records);
                self.resolved(&records, now.at);
            }
            Event::Idle => {
                self.progress.over(&mut self.effects);
                for open in self.documents.values_mut() {
                    open.analyses.want_rest(now.at);
                }
            }
            Event::Consent(consent) => self.consented(consent, now.at),
            Event::Offered { address, opening, all } => self.offered(&address, opening, all, now.at),
            Event::Enough { run } => self.enough(run),
            Event::Note(note) => self.effects.push(Effect::Log(note)),
            Event::Tick => {}
        }
        self.pass(now);
        self.read_ahead();
        self.resume_renames(now.today);
        self.end_waiting_for_begun(Some(now.at));
        if self.client.shows_progress {
            self.progress.follow(&mut self.effects, now.at);
        }
        std::mem::take(&mut self.effects)
    }

    /// When [`Event::Tick`] is due, if at all.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let of = |open: &OpenDocument| {
            let look_up = open.look_up_at.filter(|_| is_settled(open, &self.workspace));
            let analysis = open.analyses.deadline().filter(|_| open.surroundings.is_some());
            let fetch = open.fetch_at.filter(|_| !open.fetching);
            [analysis, open.touched.deadline(), look_up, fetch].into_iter().flatten().min()
        };
        let others = [self.progress.deadline(), self.begins.deadline()];
        self.documents.values().filter_map(of).chain(others.into_iter().flatten()).min()
    }

    /// Does what is due.
    fn pass(&mut self, now: Moment) {
        let mut forbidden = FxHashSet::default();
        let drafts = self.drafts();
        for (address, open) in &mut self.documents {
            if open.touched.pass(now.at) {
                open.analyses.want();
                open.look_up_at = Some(now.at);
            }
            if open.look_up_at.is_some_and(|at| at <= now.at) && is_settled(open, &self.workspace) {
                if std::mem::take(&mut open.is_guess_old) {
                    open.dialect = None;
                    open.analyses.want();
                }
                if !self.client.watches_files && open.prepared_at.is_some_and(|at| at + STALE <= now.at) {
                    prepare(open, address, &self.workspace, self.today, &mut self.effects);
                } else {
                    open.look_up_at = None;
                    forbidden.extend(look_up(
                        open,
                        address,
                        &self.workspace,
                        &mut self.knowing,
                        &mut self.effects,
                        now.today,
                    ));
                }
            }
            if open.fetch_at.is_some_and(|at| at <= now.at) && !open.fetching {
                open.fetch_at = None;
                open.fetch_wanted = true;
            }
            libraries::fetch(open, address, &drafts, &mut self.effects);
            let Some(surroundings) = &open.surroundings else { continue };
            if open.analyses.start(now.at) {
                let surroundings = Arc::clone(surroundings);
                let before =
                    open.analysed.as_ref().map(|(edition, snapshot)| (*edition, Arc::clone(&snapshot.document)));
                let library = open.analysed.as_ref().map(|(_, snapshot)| Arc::clone(&snapshot.library));
                let judgements = open.analysed.as_ref().map(|(_, snapshot)| Arc::clone(&snapshot.judgements));
                self.effects.push(Effect::Analyse(Box::new(Job {
                    judgements: judgements.unwrap_or_default(),
                    candidates: Arc::clone(&open.candidates),
                    address: address.clone(),
                    edition: open.edition,
                    path: open.shown_path(address),
                    buffer: open.buffer.clone(),
                    before,
                    library,
                    shelf: open.shelf.clone(),
                    shelf_edition: open.shelf_edition,
                    drafts: Arc::clone(&drafts),
                    format: open.format,
                    dialect: open.dialect,
                    records: open.records(&self.knowing, &surroundings, now.today),
                    surroundings,
                    touched: open.touched.clone(),
                    today: now.today,
                })));
            }
        }
        self.cancel(forbidden);
    }

    fn asked(&mut self, ticket: Ticket, question: Question, now: Moment) {
        let address = match question {
            Question::Hello(hello) => {
                self.workspace.greet(&hello);
                if let Some(parent) = hello.parent {
                    self.effects.push(Effect::WatchParent(parent));
                }
                self.client = *hello;
                self.effects.push(Effect::Answer(ticket, Answer::Done));
                return;
            }
            Question::Shutdown => {
                self.knowing.end();
                self.end_waiting_for_begun(None);
                self.effects.push(Effect::Rest);
                self.effects.push(Effect::Answer(ticket, Answer::Done));
                return;
            }
            Question::Inquiry(inquiry) => {
                self.inquire(ticket, inquiry, now);
                return;
            }
            Question::Command(ref command @ (Command::Refresh(None) | Command::CheckWorkspace)) => {
                self.command(ticket, command, now);
                return;
            }
            Question::Command(
                Command::Refresh(Some(ref address)) | Command::LookUpAll(ref address) | Command::Lock(ref address),
            )
            | Question::Hover { ref address, .. }
            | Question::Hints { ref address, .. }
            | Question::Tooltip { ref address, .. }
            | Question::Links { ref address }
            | Question::Completion { ref address, .. }
            | Question::Symbols { ref address }
            | Question::References { ref address, .. }
            | Question::Renameable { ref address, .. }
            | Question::Rename { ref address, .. }
            | Question::Completed { ref address, .. }
            | Question::Definition { ref address, .. }
            | Question::Highlights { ref address, .. }
            | Question::Diagnostics { ref address, .. } => address,
        };
        match self.documents.get_mut(address) {
            Some(open) if open.must_wait(&question) => open.waiting.push((ticket, question)),
            _ => self.answer(ticket, &question, now),
        }
    }

    fn initialized(&mut self) {
        let (settings, files) = (self.client.registers_settings, self.client.watches_files);
        if settings || files {
            self.effects.push(Effect::Register { settings, files });
        }
        if self.client.gives_settings {
            self.pull_settings();
        }
    }

    fn pull_settings(&mut self) {
        let (pull, folders) = (self.workspace.pull(), self.workspace.folders().to_vec());
        self.effects.push(Effect::PullSettings { pull, folders });
    }

    fn settings_changed(&mut self, sent: Option<Node>) {
        if self.client.gives_settings {
            self.pull_settings();
        } else {
            self.settings(sent.map(|sent| (None, sent)).into_iter().collect());
        }
    }

    fn settings(&mut self, settings: Settings) {
        if self.workspace.set_settings(settings) {
            self.prepare_all();
        }
    }

    fn opened(&mut self, address: Address, language: &str, version: i32, text: &str) {
        self.texts += 1;
        let edition = Edition { opening: self.texts, text: self.texts };
        let mut open = OpenDocument::new(&address, language, version, edition, text);
        open.analyses.want();
        prepare(&mut open, &address, &self.workspace, self.today, &mut self.effects);
        self.supersede(&address, &mut open);
        self.end_completion(&address);
        if let Some(before) = self.documents.insert(address, open) {
            self.dismiss(before);
        }
    }

    fn changed(&mut self, address: &Address, version: i32, changes: &[Change], now: Instant) {
        let Some(open) = self.documents.get_mut(address) else { return };
        let unit = self.client.unit;
        let applied: Vec<_> = changes.iter().map(|change| open.buffer.apply(change, unit)).collect();
        self.texts += 1;
        open.edition.text = self.texts;
        open.version = version;
        open.touched.edit(&applied, now);
        for change in &applied {
            open.view = open.view.map(|view| change.carry(view));
        }
        open.is_guess_old = true;
        open.analyses.want();
        open.look_up_at = Some(now + QUIET);
    }

    fn saved(&mut self, address: &Address, now: Instant) {
        let Some(open) = self.documents.get_mut(address) else { return };
        open.touched.save();
        open.seek = true;
        open.dialect = None;
        open.analyses.want();
        open.look_up_at = Some(now);
        open.fetch_wanted = true;
        // Whoever did not answer may be asked again.
        open.looked_up.retain(|id| !self.knowing.forget_failure(id));
        if !self.client.watches_files {
            prepare(open, address, &self.workspace, self.today, &mut self.effects);
        }
    }

    fn closed(&mut self, address: &Address) {
        let Some(open) = self.documents.remove(address) else { return };
        self.end_completion(address);
        if let Some(path) = open.path.as_deref().filter(|_| open.format.is_some()) {
            self.put_back(path);
        }
        let told = open.published.as_ref().is_some_and(|(_, findings)| !findings.is_empty());
        if told && !self.client.pulls_diagnostics {
            let (address, findings) = (address.clone(), Arc::default());
            self.effects.push(Effect::Publish { address, version: None, findings });
        }
        self.dismiss(open);
        self.drop_files();
        self.trim();
    }

    /// Takes back what was told of configuration and lock files that are around no open document any more, and watches
    /// those that are.
    fn drop_files(&mut self) {
        let around = self.documents.values().filter_map(|open| open.surroundings.as_deref());
        for address in self.workspace.drop_files(around) {
            self.effects.push(Effect::Publish { address, version: None, findings: Arc::default() });
        }
        let around = self.documents.values().filter_map(|open| open.surroundings.as_deref());
        let mut folders: BTreeSet<_> = around.flat_map(|surroundings| surroundings.folders().iter().cloned()).collect();
        let shelves = self.documents.values().filter_map(|open| open.shelf.as_deref());
        folders.extend(shelves.flat_map(Shelf::paths).filter_map(|path| path.parent()).map(Path::to_owned));
        if self.client.watches_files {
            // The client watches its own folders, and tells of no others.
            let own = self.workspace.folders();
            folders.retain(|folder| !own.iter().any(|own| folder.starts_with(own)));
        }
        if self.watched != folders {
            self.watched.clone_from(&folders);
            self.effects.push(Effect::WatchFiles(folders));
        }
    }

    /// Answers those who wait for a text that will not be analysed, and ends its look-ups.
    fn dismiss(&mut self, open: OpenDocument) {
        self.cancel(open.looked_up);
        for (ticket, question) in open.waiting {
            self.effects.push(Effect::Answer(ticket, question.nothing()));
        }
    }

    fn prepare_all(&mut self) {
        for (address, open) in &mut self.documents {
            prepare(open, address, &self.workspace, self.today, &mut self.effects);
        }
    }

    fn prepared(&mut self, prepared: Prepared, now: Instant) {
        let Prepared { address, opening, revision, surroundings } = prepared;
        let Some(open) = opened(&mut self.documents, &address, opening) else { return };
        open.preparing = false;
        open.prepared_at = Some(now);
        open.fetch_wanted = true;
        if let Some(new) = surroundings {
            for (address, findings) in self.workspace.file_findings(&new) {
                self.effects.push(Effect::Publish { address, version: None, findings });
            }
            self.effects.extend(self.workspace.notes(&new).into_iter().map(Effect::Log));
            open.surroundings = Some(Arc::new(new));
            // How the text is read may have changed with it.
            open.analysed = None;
            open.dialect = None;
            open.merged = None;
            open.analyses.want();
            // Look-ups may have been switched on.
            open.want_look_up(now);
        }
        if revision != self.workspace.revision() {
            prepare(open, &address, &self.workspace, self.today, &mut self.effects);
        }
        self.drop_files();
    }

    fn analysed(&mut self, analysed: Analysed, now: Moment) {
        let Analysed { address, edition, snapshot, findings, fresh, shelf_edition, took } = analysed;
        let Some(open) = opened(&mut self.documents, &address, edition.opening) else { return };
        open.analyses.ended(now.at, took);
        if edition != open.edition {
            return;
        }
        let named_before = open.analysed.as_ref().filter(|(_, before)| {
            let same = before.library.cited.names_what(&snapshot.library.cited);
            same && open.in_flux.is_empty() && before.document.names_what(&snapshot.document)
        });
        let is_recalled = named_before.is_some() && open.recalls == Some(self.knowing.recalls());
        open.recalls = Some(self.knowing.recalls());
        open.in_flux = snapshot.in_flux.iter().cloned().collect();
        open.fresh = fresh.into_iter().collect();
        open.analysed_with = Some(shelf_edition);
        let mut recall = Vec::new();
        for id in snapshot.named().filter(|_| !is_recalled) {
            if self.knowing.needs_recall(id) && !open.in_flux.contains(id) {
                self.knowing.recalling(id);
                recall.push(id.clone());
            }
        }
        if !recall.is_empty() {
            let config = Arc::clone(&snapshot.config);
            self.effects.push(Effect::Recall { ids: recall, config });
        }
        open.dialect = Some(snapshot.document.dialect);
        open.fetch_wanted |= open.shelf.as_ref().is_some_and(|shelf| !shelf.is_of(&snapshot.document));
        let is_draft = open.format.is_some();
        let before = open.analysed.replace((edition, snapshot));
        if address.is_written() {
            self.effects.extend(retractions::news(open, &findings, &mut self.knowing));
            let findings = open.with_surveyed(findings);
            self.effects.extend(open.publish(&address, findings, self.client.pulls_diagnostics, &mut self.reports));
        }
        if std::mem::take(&mut open.refresh_hints) && self.client.refreshes_hints {
            self.effects.push(Effect::RefreshHints);
        }
        let (waiting, ready) =
            std::mem::take(&mut open.waiting).into_iter().partition(|(_, question)| open.must_wait(question));
        open.waiting = waiting;
        for (ticket, question) in ready {
            self.answer(ticket, &question, now);
        }
        let is_first = before.is_none();
        self.effects.extend(before.map(|(_, snapshot)| Effect::Forget(Box::new(snapshot))));
        if is_draft {
            self.redrafted(&address, !is_first);
        }
        self.trim();
    }

    fn failed(&mut self, address: &Address, edition: Edition, what: &str, now: Moment) {
        self.effects.push(Effect::Log(format!("the analysis of {address} broke off: {what}")));
        let Some(open) = opened(&mut self.documents, address, edition.opening) else { return };
        open.analyses.ended(now.at, Duration::ZERO);
        if edition != open.edition {
            return;
        }
        let waiting = std::mem::take(&mut open.waiting);
        for (ticket, question) in waiting {
            self.answer(ticket, &question, now);
        }
    }

    fn recalled(&mut self, asked: Vec<Identifier>, records: &Records, due: Vec<Identifier>, now: Instant) {
        let ids: FxHashSet<Identifier> = asked.iter().cloned().collect();
        self.knowing.recalled(asked, records, due, now);
        for open in self.documents.values_mut() {
            let Some((_, snapshot)) = &open.analysed else { continue };
            let cited = snapshot.named().filter(|id| ids.contains(*id));
            let (mut cites, mut knows) = (false, false);
            for id in cited {
                cites = true;
                knows |= records.has(id);
            }
            if knows {
                open.analyses.want_answers(now);
                open.refresh_hints = true;
            }
            if cites {
                open.want_look_up(now);
            }
        }
    }

    fn resolved(&mut self, records: &Records, now: Instant) {
        self.knowing.learn(records, now);
        for open in self.documents.values_mut() {
            let Some((_, snapshot)) = &open.analysed else { continue };
            if snapshot.named().any(|id| records.has(id)) {
                open.analyses.want_answers(now);
                open.refresh_hints = true;
            }
        }
    }
}

/// An open document, unless it was opened anew since `opening`.
fn opened<'a>(
    documents: &'a mut BTreeMap<Address, OpenDocument>,
    address: &Address,
    opening: u64,
) -> Option<&'a mut OpenDocument> {
    documents.get_mut(address).filter(|open| open.edition.opening == opening)
}

/// Has a document's surroundings read, unless that is under way.
fn prepare(
    open: &mut OpenDocument,
    address: &Address,
    workspace: &Workspace,
    today: Option<Day>,
    effects: &mut Vec<Effect>,
) {
    if open.preparing {
        return;
    }
    open.preparing = true;
    let folder = workspace.folder_of(open.path.as_deref());
    effects.push(Effect::Prepare(Box::new(Preparation {
        address: address.clone(),
        opening: open.edition.opening,
        path: open.path.clone(),
        settings: workspace.settings_of(folder.as_ref()),
        folder,
        today,
        revision: workspace.revision(),
        previous: open.surroundings.clone(),
    })));
}
