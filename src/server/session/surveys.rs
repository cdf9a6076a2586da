//! Checks of the workspace: who waits for one, what it has found, and what of that is told of which file.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Session;
use crate::analysis::{Part, Snapshot};
use crate::findings::Finding;
use crate::rules::unused_entry::Citing;
use crate::rules::{Needs, by_name};
use crate::server::documents::{Address, Edition, OpenDocument};
use crate::server::message::{Answer, Effect, Moment, Ticket};
use crate::server::progress::{Run, Standing};
use crate::server::survey::{Open, Survey};

/// The check that is under way, and the last.
#[derive(Debug, Default)]
pub(super) struct Surveys {
    /// Those who wait for the workspace to be checked.
    waiting: Vec<Ticket>,
    /// How many checks were begun.
    runs: u64,
    /// Tells the check that is under way to stop.
    stop: Arc<AtomicBool>,
    /// Whether it is shown how far that is.
    is_shown: bool,
    /// What the check that is under way has found in files that are not open.
    found: BTreeMap<PathBuf, Told>,
    /// What the last check has found there.
    published: BTreeMap<PathBuf, Told>,
}

/// What was told of a file.
#[derive(Debug)]
struct Told {
    address: Address,
    findings: Arc<Vec<Finding>>,
}

/// What a check found in the text of an open document that only all files together say.
#[derive(Debug)]
pub(in crate::server) struct Surveyed {
    edition: Edition,
    /// The number of the check.
    run: u64,
    findings: Vec<Finding>,
}

impl Session {
    /// Has the manuscripts of the workspace checked; who asks while that is under way waits for the same.
    pub(super) fn check_workspace(&mut self, ticket: Ticket, now: Moment) {
        self.surveys.waiting.push(ticket);
        if self.surveys.waiting.len() > 1 {
            return;
        }
        self.surveys.found.clear();
        self.surveys.runs += 1;
        self.surveys.stop = Arc::default();
        let folder = |folder: &PathBuf| (folder.clone(), self.workspace.settings_of(Some(folder)));
        self.effects.push(Effect::Survey(Box::new(Survey {
            folders: self.workspace.folders().iter().map(folder).collect(),
            open: self.documents.values().filter_map(|open| Some((open.path.clone()?, read(open)))).collect(),
            citing: self.documents.values().map(citing).collect(),
            stop: Arc::clone(&self.surveys.stop),
            config: self.config(),
            today: now.today,
        })));
    }

    /// A file of the workspace was checked. Of one that is open only what all files say together is told: the rest it says
    /// itself.
    pub(super) fn surveyed(&mut self, path: PathBuf, address: Address, findings: Arc<Vec<Finding>>) {
        if let Some(open) = self.documents.values_mut().find(|open| open.path.as_ref() == Some(&path)) {
            tell(open, &findings, self.surveys.runs);
        } else if !findings.is_empty() {
            let told = Told { address: address.clone(), findings: Arc::clone(&findings) };
            self.effects.push(Effect::Publish { address, version: None, findings });
            self.surveys.found.insert(path, told);
        } else if let Some(Told { address, .. }) = self.surveys.published.remove(&path) {
            // What was found there the last time is gone.
            self.effects.push(Effect::Publish { address, version: None, findings });
        }
    }

    /// So many files were checked.
    pub(super) fn surveying(&mut self, done: usize, of: usize) {
        if self.client.shows_progress && !self.surveys.waiting.is_empty() {
            self.surveys.is_shown = true;
            self.show_check(Standing::At { done, of });
        }
    }

    fn show_check(&mut self, standing: Standing) {
        self.effects.push(Effect::Progress { run: Run::Check(self.surveys.runs), standing });
    }

    /// The user wants the check of this number to end.
    pub(super) fn stop_check(&mut self, run: u64) {
        if self.surveys.runs == run {
            self.surveys.stop.store(true, Ordering::Relaxed);
        }
    }

    /// All of them were checked, or not the `whole` workspace; what was found the last time in files that are gone is taken
    /// back.
    pub(super) fn survey_ended(&mut self, said: &str, whole: bool) {
        if std::mem::take(&mut self.surveys.is_shown) {
            self.show_check(Standing::Over);
        }
        let found = std::mem::take(&mut self.surveys.found);
        let before = std::mem::replace(&mut self.surveys.published, found);
        for (path, told) in before {
            let is_open = self.documents.values().any(|open| open.path.as_ref() == Some(&path));
            if is_open || self.surveys.published.contains_key(&path) {
                continue;
            }
            if whole {
                let Told { address, .. } = told;
                self.effects.push(Effect::Publish { address, version: None, findings: Arc::default() });
            } else {
                // What was not reached this time stands.
                self.surveys.published.insert(path, told);
            }
        }
        for open in self.documents.values_mut().filter(|_| whole) {
            if open.surveyed.take_if(|surveyed| surveyed.run != self.surveys.runs).is_some() {
                open.analyses.want();
            }
        }
        self.effects.push(Effect::Say(said.to_owned()));
        for ticket in std::mem::take(&mut self.surveys.waiting) {
            self.effects.push(Effect::Answer(ticket, Answer::Said(Ok(said.to_owned()))));
        }
    }

    /// A document was opened, which from now on has findings of its own, and keeps what all files say together of its text.
    pub(super) fn supersede(&mut self, address: &Address, open: &mut OpenDocument) {
        let Some(path) = &open.path else { return };
        let told = [self.surveys.found.remove(path), self.surveys.published.remove(path)];
        let Some(told) = told.into_iter().flatten().next() else { return };
        tell(open, &told.findings, self.surveys.runs);
        // The client may write the same address in another way.
        if told.address != *address {
            let address = told.address;
            self.effects.push(Effect::Publish { address, version: None, findings: Arc::default() });
        }
    }
}

impl OpenDocument {
    /// Its own findings, with those of the last check of the workspace that only all files together say, as long as the
    /// text is still the one that was checked.
    pub(super) fn with_surveyed(&self, mut own: Vec<Finding>) -> Vec<Finding> {
        let surveyed = self.surveyed.as_ref().filter(|surveyed| surveyed.edition == self.edition);
        for finding in surveyed.iter().flat_map(|surveyed| &surveyed.findings) {
            if !own.iter().any(|one| (one.rule, one.span) == (finding.rule, finding.span)) {
                own.push(finding.clone());
            }
        }
        own
    }
}

/// Keeps what the check of this number found in an open document, if it checked this very text.
fn tell(open: &mut OpenDocument, findings: &[Finding], run: u64) {
    let text = open.buffer.text();
    let is_together = |finding: &&Finding| {
        let needs = by_name(finding.rule).map(|rule| rule.needs);
        matches!(needs, Some(Needs::Project | Needs::Manuscript)) && finding.file.text == text
    };
    let together: Vec<Finding> = findings.iter().filter(is_together).cloned().collect();
    if !together.is_empty() {
        open.surveyed = Some(Surveyed { edition: open.edition, run, findings: together });
        open.analyses.want();
    }
}

/// What a check is told of an open document, once that is read.
fn read(open: &OpenDocument) -> Open {
    let part = open.analysed.as_ref().filter(|(edition, _)| *edition == open.edition).map(|(_, snapshot)| {
        let Snapshot { document, config, .. } = snapshot;
        Part { document: Arc::clone(document), config: Arc::clone(config) }
    });
    // One that is left out has its say in the others, and is told nothing.
    let is_part =
        open.surroundings.as_ref().is_some_and(|surroundings| surroundings.is_part() && !surroundings.is_excluded());
    Open { part, is_part: is_part && open.format.is_none() }
}

fn citing(open: &OpenDocument) -> Option<Citing> {
    let (_, Snapshot { document, library, config, .. }) = open.analysed.as_ref()?;
    Some(Citing::of(document, library, config))
}
