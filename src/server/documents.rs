//! Open documents.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use rustc_hash::FxHashSet;

use super::books::Shelf;
use super::knowing::Knowing;
use super::message::{Question, Ticket};
use super::schedule::{Analyses, Touched};
use super::session::Surveyed;
use super::surroundings::Surroundings;
use super::wanted::HeldBack;
use crate::analysis::Snapshot;
use crate::bibliography::{Format, format_of};
use crate::findings::Finding;
use crate::lock::{Lock, combine};
use crate::record::{Day, Identifier, Records};
use crate::reference::Candidates;
use crate::syntax::Dialect;
use crate::text::{Buffer, Span};

/// A document's URI, as the client writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Address(pub(super) Arc<str>);

impl Address {
    /// The part before the colon.
    pub(super) fn scheme(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// Whether it is a document that somebody writes: a file, or one that has no file yet. Editors also open
    /// old versions (`git:`), diffs and previews under other schemes.
    pub(super) fn is_written(&self) -> bool {
        matches!(self.scheme(), "file" | "untitled")
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which text of which opening of a document something is about. Versions are the client's: it may repeat them, and
/// count anew when it opens a document again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edition {
    /// Changes when a document is opened.
    pub(super) opening: u64,
    /// Changes with the text.
    pub(super) text: u64,
}

/// One open document.
#[derive(Debug)]
pub(super) struct OpenDocument {
    /// Where its file is, if it has one.
    pub(super) path: Option<PathBuf>,
    /// What the client calls `buffer`.
    pub(super) version: i32,
    /// What the session calls it.
    pub(super) edition: Edition,
    /// How it is written, where it is a bibliography instead of a manuscript.
    pub(super) format: Option<Format>,
    /// The text.
    pub(super) buffer: Buffer,
    /// Configuration and lock; `None` until they were read.
    pub(super) surroundings: Option<Arc<Surroundings>>,
    /// Whether its surroundings are being read.
    pub(super) preparing: bool,
    /// When they were last read.
    pub(super) prepared_at: Option<Instant>,
    /// Its bibliographies; `None` until they were read.
    pub(super) shelf: Option<Arc<Shelf>>,
    /// Whether they are being read.
    pub(super) fetching: bool,
    /// Whether they are to be read, again or at all.
    pub(super) fetch_wanted: bool,
    /// When they are to be read again, because a file was still being written.
    pub(super) fetch_at: Option<Instant>,
    /// Changes with what they are.
    pub(super) shelf_edition: u64,
    /// The edition of the bibliographies that the last analysis looked at.
    pub(super) analysed_with: Option<u64>,
    /// Identifiers that were typed just now, as of the last analysis.
    pub(super) fresh: FxHashSet<Identifier>,
    /// The newest text that was analysed, with what was known then.
    pub(super) analysed: Option<(Edition, Snapshot)>,
    /// How the text was read, unless that is to be guessed anew.
    pub(super) dialect: Option<Dialect>,
    /// Whether the text has changed since it was guessed.
    pub(super) is_guess_old: bool,
    /// What a search found for its references without an identifier.
    pub(super) candidates: Arc<Candidates>,
    /// Whether works are to be looked for, for the first time or again.
    pub(super) seek: bool,
    /// Whether they are being looked for.
    pub(super) seeking: bool,
    /// Which analysis runs and which is wanted.
    pub(super) analyses: Analyses,
    /// What is being typed.
    pub(super) touched: Touched,
    /// Identifiers that are being typed, as of the last analysis.
    pub(super) in_flux: FxHashSet<Identifier>,
    /// The newest findings that there were to tell the client, and of which text.
    pub(super) published: Option<(Edition, Arc<Vec<Finding>>)>,
    /// What the last check of the workspace found in this text that only all files together say.
    pub(super) surveyed: Option<Surveyed>,
    /// The number of the report in which the client that asks for them finds these.
    pub(super) report: u64,
    /// The text of which it last had a report.
    pub(super) reported: Option<Edition>,
    /// Who waits for the text to be analysed.
    pub(super) waiting: Vec<(Ticket, Question)>,
    /// What the client last asked hints for.
    pub(super) view: Option<Span>,
    /// Identifiers that registries were asked about for this document.
    pub(super) looked_up: FxHashSet<Identifier>,
    /// Identifiers that are unknown and will not be looked up unless somebody looks at them or asks.
    pub(super) held_back: Option<HeldBack>,
    /// Whether the user was offered to have these looked up.
    pub(super) offered: bool,
    /// Whether the user asked for all of them.
    pub(super) all_wanted: bool,
    /// When registries may be asked about what is in this document, if something is wanted.
    pub(super) look_up_at: Option<Instant>,
    /// The store's [`recalls`](Knowing::recalls) when it was last asked about what is named here.
    pub(super) recalls: Option<u64>,
    /// Whether the client is to ask for hints again after the next analysis.
    pub(super) refresh_hints: bool,
    /// What is known, the lock included, as of a revision of what is known and a day.
    pub(super) merged: Option<(u64, Day, Arc<Records>)>,
}

impl OpenDocument {
    /// A document that the client has just opened; it may say in which language it is.
    pub(super) fn new(address: &Address, language: &str, version: i32, edition: Edition, text: &str) -> Self {
        let path = super::proto::from::path(address);
        let is_bibtex = matches!(language, "bibtex" | "biblatex" | "bib");
        let format = format_of(&address.0, text).or(is_bibtex.then_some(Format::Bibtex));
        Self {
            path,
            format,
            version,
            edition,
            buffer: Buffer::new(text),
            surroundings: None,
            preparing: false,
            prepared_at: None,
            // A bibliography names no others.
            shelf: format.map(|_| Arc::default()),
            fetching: false,
            fetch_wanted: false,
            fetch_at: None,
            shelf_edition: 0,
            analysed_with: None,
            fresh: FxHashSet::default(),
            analysed: None,
            dialect: None,
            is_guess_old: false,
            candidates: Arc::default(),
            seek: true,
            seeking: false,
            analyses: Analyses::default(),
            touched: Touched::default(),
            in_flux: FxHashSet::default(),
            published: None,
            surveyed: None,
            report: 0,
            reported: None,
            waiting: Vec::new(),
            view: None,
            looked_up: FxHashSet::default(),
            held_back: None,
            offered: false,
            all_wanted: false,
            look_up_at: None,
            recalls: None,
            refresh_hints: false,
            merged: None,
        }
    }

    /// The analysed text, if it is the newest.
    pub(super) fn current(&self) -> Option<&Snapshot> {
        self.analysed.as_ref().filter(|(edition, _)| *edition == self.edition).map(|(_, snapshot)| snapshot)
    }

    /// Whether a question can be answered only later: when the newest text is analysed, and bibliographies are read if it
    /// is about them.
    pub(super) fn must_wait(&self, question: &Question) -> bool {
        let has_bibliographies = self.shelf.is_some() && self.analysed_with == Some(self.shelf_edition);
        self.current().is_none() || question.needs_bibliographies() && !has_bibliographies
    }

    /// Whether its text, or what surrounds it, is on the way.
    pub(super) fn is_being_read(&self) -> bool {
        // A bibliography has none itself.
        let may_fetch = self.fetch_wanted && self.format.is_none() && self.analysed.is_some();
        self.analyses.is_under_way() || self.preparing || self.fetching || may_fetch
    }

    /// What is known, the lock included.
    pub(super) fn records(&mut self, knowing: &Knowing, surroundings: &Surroundings, today: Day) -> Arc<Records> {
        let Some(lock) = surroundings.lock() else { return Arc::clone(knowing.records()) };
        match &self.merged {
            Some((revision, day, records)) if (*revision, *day) == (knowing.revision(), today) => Arc::clone(records),
            _ => {
                let records = Arc::new(lock_over(lock, knowing.records(), today));
                self.merged = Some((knowing.revision(), today, Arc::clone(&records)));
                records
            }
        }
    }

    /// The analysed text, if it is the newest, with what is known by now.
    pub(super) fn newest(&mut self, knowing: &Knowing, today: Day) -> Option<Snapshot> {
        let surroundings = Arc::clone(self.surroundings.as_ref()?);
        let snapshot = self.current()?.clone();
        Some(Snapshot { records: self.records(knowing, &surroundings, today), ..snapshot })
    }

    /// Wants what is unknown looked up, now or when the writer rests.
    pub(super) fn want_look_up(&mut self, now: Instant) {
        self.look_up_at = Some(self.look_up_at.map_or(now, |at| at.max(now)));
    }

    /// The name that the text goes by in findings.
    pub(super) fn shown_path(&self, address: &Address) -> Arc<str> {
        match &self.path {
            Some(path) => shown(path),
            None => Arc::clone(&address.0),
        }
    }
}

/// What is known of everything: what a lock says, combined with what was learnt.
fn lock_over(lock: &Lock, learnt: &Records, today: Day) -> Records {
    let mut records = learnt.clone();
    for (id, locked) in lock.records().iter() {
        records.put(id.clone(), combine(Some(locked), Some(learnt.get(id)), None, today));
    }
    records
}

/// A path with `/`, as findings carry it.
pub(super) fn shown(path: &Path) -> Arc<str> {
    path.to_string_lossy().replace('\\', "/").into()
}
