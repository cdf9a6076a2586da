//! The client's workspace folders and settings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::documents::Address;
use super::message::Hello;
use super::session::same;
use super::surroundings::{FileFindings, Surroundings};
use crate::syntax::tree::Node;

/// The settings that the editor gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct EditorSettings {
    /// From the editor's plug-in: the user's own word.
    pub(super) user: Option<Node>,
    /// From the editor's settings, which a workspace may have written: they may not steer the network.
    pub(super) workspace: Option<Node>,
}

/// What the client answers for each folder that it was asked about, and for none.
pub(super) type Settings = BTreeMap<Option<PathBuf>, Node>;

/// The folders and settings of the client.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    folders: Vec<PathBuf>,
    trusted: bool,
    user: Option<Node>,
    /// The editor's settings: of each folder, and where none applies.
    settings: Settings,
    revision: u64,
    /// How often the client was asked for its settings, and what it answered last.
    pulls: u64,
    answered: u64,
    /// What clients were told of configuration and lock files.
    told: FileFindings,
    noted: BTreeSet<String>,
}

impl Workspace {
    /// Takes over what the client says of itself.
    pub(super) fn greet(&mut self, hello: &Hello) {
        self.folders.clone_from(&hello.folders);
        self.trusted = hello.trusted;
        self.user.clone_from(&hello.settings);
        // It is asked as soon as it is ready; until then its settings are not known either.
        self.pulls = u64::from(hello.gives_settings);
    }

    /// Notes that the client is being asked for its settings; the number of the question.
    pub(super) fn pull(&mut self) -> u64 {
        self.pulls += 1;
        self.pulls
    }

    /// Notes that the client answered a question; whether it was the last one.
    pub(super) fn answered(&mut self, pull: u64) -> bool {
        if pull == self.pulls {
            self.answered = pull;
        }
        pull == self.pulls
    }

    /// Whether the client has said all that it was asked about its settings.
    pub(super) fn knows_settings(&self) -> bool {
        self.answered == self.pulls
    }

    pub(super) fn change_folders(&mut self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(added);
        self.revision += 1;
    }

    /// Takes over the editor's settings; whether they are new.
    pub(super) fn set_settings(&mut self, settings: Settings) -> bool {
        let new = self.settings != settings;
        if new {
            self.settings = settings;
            self.revision += 1;
        }
        new
    }

    /// The settings for what is in a folder.
    pub(super) fn settings_of(&self, folder: Option<&PathBuf>) -> EditorSettings {
        let of_folder = self.settings.get(&folder.cloned()).or_else(|| self.settings.get(&None));
        EditorSettings { user: self.user.clone(), workspace: of_folder.cloned() }
    }

    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// A number that changes with folders, settings and files.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// Notes that configuration or lock files changed.
    pub(super) fn files_changed(&mut self) {
        self.revision += 1;
    }

    /// Takes note of what is wrong in the files around a document, and returns what is new: the findings of each
    /// file for which they changed.
    pub(super) fn file_findings(&mut self, now: &Surroundings) -> FileFindings {
        let mut news = FileFindings::new();
        for (address, found) in now.faults() {
            if self.told.get(address).map_or(!found.is_empty(), |told| !same(told, found)) {
                news.insert(address.clone(), Arc::clone(found));
            }
        }
        self.told.extend(news.clone());
        news
    }

    /// Drops the files that are around no open document any more, and returns those that had findings.
    pub(super) fn drop_files<'a>(&mut self, around: impl Iterator<Item = &'a Surroundings>) -> Vec<Address> {
        let kept: BTreeSet<&Address> = around.flat_map(|surroundings| surroundings.faults().keys()).collect();
        let told = std::mem::take(&mut self.told);
        let (kept, dropped) = told.into_iter().partition::<FileFindings, _>(|(address, _)| kept.contains(address));
        self.told = kept;
        dropped.into_iter().filter(|(_, found)| !found.is_empty()).map(|(address, _)| address).collect()
    }

    /// What is wrong in settings without a file, and was not told before.
    pub(super) fn notes(&mut self, now: &Surroundings) -> Vec<String> {
        now.notes().iter().filter(|note| self.noted.insert((*note).clone())).cloned().collect()
    }

    /// Whether the user trusts the workspace; else nothing leaves the machine.
    pub(super) fn is_trusted(&self) -> bool {
        self.trusted
    }

    /// The innermost folder that has `path`; for a document without a file the first one.
    pub(super) fn folder_of(&self, path: Option<&Path>) -> Option<PathBuf> {
        match path {
            None => self.folders.first().cloned(),
            Some(path) => {
                let around = self.folders.iter().filter(|folder| path.starts_with(folder));
                around.max_by_key(|folder| folder.components().count()).cloned()
            }
        }
    }
}
