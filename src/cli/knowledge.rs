//! What is known of the identifiers of a run: lock, store, and the registries.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::args::{Knowing, Refresh};
use super::manuscripts::Manuscript;
use super::progress::Progress;
use super::settings::Settings;
use super::terminal::{Terminal, in_ci};
use super::{clock, interrupt, seeking};
use crate::config::Config;
use crate::lock::combine;
use crate::record::{Identifier, Knowledge, Reason, Records};
use crate::reference::Candidates;
use crate::resolve::{Ask, Learnt, resolve_all};
use crate::store::{Store, StorePlace};
use crate::syntax::Document;
use crate::text::is_long;

/// Said once a machine, before the first look-up.
fn what_leaves(config: &Config) -> String {
    let text = match config.resolve.search {
        true => "Of your text only references without an identifier are sent, because resolve.search is on.",
        false => "Your text is not sent.",
    };
    format!(
        "ibid asks Crossref, DataCite, PubMed, PMC’s identifier converter, Europe PMC, arXiv and doi.org about the identifiers in \
         your manuscripts and in what they cite. {text} To work without the network: --offline, or IBID_OFFLINE=1."
    )
}

/// Where knowledge may come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Lock, store and registries; asking again what is known already, or not.
    Online { refresh: bool },
    /// Lock and store.
    Offline,
    /// The lock alone.
    Locked,
}

impl Mode {
    pub(super) fn of(knowing: Knowing, refresh: Option<Refresh>) -> Self {
        match knowing {
            Knowing { locked: true, .. } => Self::Locked,
            Knowing { offline: true, .. } => Self::Offline,
            // Crossref answers with record and notices at once, so asking for notices is asking for both.
            Knowing { .. } => Self::Online { refresh: refresh.is_some() },
        }
    }
}

/// What is known.
pub(super) struct Known {
    /// For each manuscript.
    pub(super) records: Vec<Arc<Records>>,
    /// Whether Ctrl-C ended the look-ups.
    pub(super) interrupted: bool,
}

/// What is known without the network, manuscript by manuscript.
pub(super) struct Memory<'s> {
    settings: &'s Settings,
    mode: Mode,
    terminal: Terminal,
    store: OnceLock<Store>,
    /// What the store was asked about, and what it holds of that.
    remembered: Mutex<FxHashMap<Identifier, Option<Knowledge>>>,
}

impl<'s> Memory<'s> {
    /// Of lock and store, or of the lock alone.
    pub(super) fn new(settings: &'s Settings, mode: Mode, terminal: Terminal) -> Self {
        Self { settings, mode, terminal, store: OnceLock::new(), remembered: Mutex::default() }
    }

    /// What is known of the identifiers of a manuscript.
    pub(super) fn of(&self, manuscript: &Manuscript) -> Arc<Records> {
        if self.mode == Mode::Locked {
            return Arc::clone(manuscript.project.locked());
        }
        let stands = self.remembered(manuscript);
        Arc::new(match manuscript.lock() {
            None => stands,
            Some(_) => with_lock(manuscript, &stands, &Records::default()),
        })
    }

    /// What the store has for the references of a manuscript that have no identifier.
    pub(super) fn candidates(&self, manuscript: &Manuscript) -> Arc<Candidates> {
        if self.mode == Mode::Locked || !seeking::is_wanted(manuscript, self.settings) {
            return Arc::default();
        }
        seeking::recall(manuscript, self.settings, self.store()).into()
    }

    fn store(&self) -> &Store {
        self.store.get_or_init(|| open_store(self.settings.process(), self.terminal))
    }

    /// Asks the store about what a long text names, while the works that it cites by key are still being found.
    pub(super) fn foresee(&self, document: &Document) {
        if self.mode == Mode::Offline && is_long(document.text()) {
            self.recall(document.identifiers.iter().map(|found| &found.id));
        }
    }

    fn remembered(&self, manuscript: &Manuscript) -> Records {
        self.recall(manuscript.named());
        let mut records = Records::new(Reason::Offline);
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        for id in manuscript.named() {
            if let Some(Some(knowledge)) = remembered.get(id) {
                records.put(id.clone(), knowledge.clone());
            }
        }
        records
    }

    /// Asks the store about those that it was not asked about.
    fn recall<'a>(&self, ids: impl Iterator<Item = &'a Identifier>) {
        let remembered = || self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let new: Vec<Identifier> = {
            let (remembered, mut seen) = (remembered(), FxHashSet::default());
            ids.filter(|id| !remembered.contains_key(*id) && seen.insert(*id)).cloned().collect()
        };
        if new.is_empty() {
            return;
        }
        // Others go on meanwhile, though two may then ask for the same.
        let held = self.store().get(&new, clock::unix_now());
        let mut remembered = remembered();
        remembered.extend(new.into_iter().map(|id| (id, None)));
        remembered.extend(held.into_iter().map(|(id, knowledge)| (id, Some(knowledge))));
    }
}

/// Finds out, from registries where that is allowed, what is known of the identifiers of `manuscripts`; what is known
/// already is asked for again where `mode` refreshes.
pub(super) fn know(manuscripts: &[Manuscript], settings: &Settings, mode: Mode, terminal: Terminal) -> Known {
    let process = settings.process();
    let refresh = mode == Mode::Online { refresh: true };
    let may_ask = matches!(mode, Mode::Online { .. }) && process.resolve.online;
    let online = |manuscript: &Manuscript| may_ask && manuscript.config.resolve.online;
    let asked = identifiers(manuscripts, online);
    let unasked = identifiers(manuscripts, |manuscript| !online(manuscript));
    let (mut learnt, interrupted) = look_up(&asked, process, refresh, terminal);
    if !unasked.is_empty() {
        for (id, knowledge) in remembered(&unasked, process, terminal).iter() {
            if !learnt.stands.has(id) {
                learnt.stands.put(id.clone(), knowledge.clone());
            }
        }
    }
    let stands = Arc::new(learnt.stands);
    let records = manuscripts.iter().map(|manuscript| match manuscript.lock() {
        None => Arc::clone(&stands),
        Some(_) => Arc::new(with_lock(manuscript, &stands, &learnt.fresh)),
    });
    Known { records: records.collect(), interrupted }
}

/// Looks up single identifiers, for `show`.
pub(super) fn know_these(ids: &[Identifier], config: &Config, mode: Mode, terminal: Terminal) -> (Learnt, bool) {
    match mode {
        Mode::Online { refresh } if config.resolve.online => look_up(ids, config, refresh, terminal),
        Mode::Online { .. } | Mode::Offline | Mode::Locked => {
            (Learnt::before(remembered(ids, config, terminal)), false)
        }
    }
}

/// Opens the store, and says what is to be said of it.
pub(super) fn open_store(config: &Config, terminal: Terminal) -> Store {
    let opened = Store::open(&StorePlace::from_setting(config.store.as_deref()));
    for note in &opened.notes {
        terminal.say(note);
    }
    opened.store
}

/// The identifiers of those manuscripts, in order, each once.
fn identifiers(manuscripts: &[Manuscript], those: impl Fn(&Manuscript) -> bool + Sync) -> Vec<Identifier> {
    let add = |mut known: FxHashSet<Identifier>, manuscript: &Manuscript| {
        for id in manuscript.named() {
            if !known.contains(id) {
                known.insert(id.clone());
            }
        }
        known
    };
    let all = manuscripts.par_iter().filter(|manuscript| those(manuscript)).fold(FxHashSet::default, add);
    let all = all.reduce(FxHashSet::default, |mut all, more| {
        all.extend(more);
        all
    });
    let mut once: Vec<_> = all.into_iter().collect();
    once.sort_unstable();
    once
}

/// What is known of a manuscript's identifiers, its lock included.
fn with_lock(manuscript: &Manuscript, stands: &Records, fresh: &Records) -> Records {
    let locked = manuscript.project.locked();
    let ids = || manuscript.named();
    let mut records = stands.of(ids());
    for id in ids().filter(|id| locked.has(id)) {
        records.put(id.clone(), beside_lock(locked, stands, fresh, id));
    }
    records
}

/// What is known of one identifier that a lock has.
pub(super) fn beside_lock(locked: &Records, stands: &Records, fresh: &Records, id: &Identifier) -> Knowledge {
    let fresh = fresh.has(id).then(|| fresh.get(id));
    combine(Some(locked.get(id)), Some(stands.get(id)), fresh, clock::today())
}

fn remembered(ids: &[Identifier], config: &Config, terminal: Terminal) -> Records {
    let mut records = Records::new(Reason::Offline);
    if ids.is_empty() {
        return records;
    }
    for (id, knowledge) in open_store(config, terminal).get(ids, clock::unix_now()) {
        records.put(id, knowledge);
    }
    records
}

fn look_up(ids: &[Identifier], config: &Config, refresh: bool, terminal: Terminal) -> (Learnt, bool) {
    if ids.is_empty() {
        return (Learnt::default(), false);
    }
    let store = open_store(config, terminal);
    if !in_ci() && !store.said_before("what-leaves") {
        terminal.say(&what_leaves(config));
    }
    let cancelled = interrupt::watch();
    let progress = Progress::new(terminal);
    let count = |done, total| progress.set(done, total);
    let ask = if refresh { Ask::Anew } else { Ask::Due };
    let learnt = resolve_all(ids, ask, &config.resolve, &config.sources, &store, &count, &cancelled);
    (learnt, cancelled.load(Ordering::SeqCst))
}
