//! How far look-ups, checks of the workspace and reading it ahead are, shown where they take longer than a moment, and their end on the
//! user's wish.

use std::time::{Duration, Instant};

use rustc_hash::FxHashSet;
use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::ProgressToken;

use super::message::Effect;
use crate::record::{Identifier, Records};

/// How long work takes before it is shown.
pub(super) const SLOW: Duration = Duration::from_secs(1);
/// How long after a report the next one may follow.
pub(super) const REPORTS: Duration = Duration::from_millis(200);
/// Work that is shown, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Run {
    /// Look-ups of identifiers.
    LookUps(u64),
    /// A check of the workspace's manuscripts.
    Check(u64),
    /// Reading ahead which keys they cite.
    Index(u64),
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// So many of so many identifiers are answered, or manuscripts checked or read.
    At { done: usize, of: usize },
    /// It has ended, however.
    Over,
}

/// The run of look-ups from the first that is asked for until all are answered, or wanted no more.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// What is asked and not answered.
    open: FxHashSet<Identifier>,
    answered: usize,
    /// When it began.
    since: Option<Instant>,
    /// What the client was last told.
    shown: Option<Standing>,
    /// How many runs were shown.
    runs: u64,
}

impl Progress {
    /// Something is known, or it is known that nobody answers.
    pub(super) fn answered(&mut self, records: &Records) {
        let before = self.open.len();
        self.open.retain(|id| !records.has(id));
        self.answered += before - self.open.len();
    }

    /// Reads off what is being done what is asked and what is wanted no more, and adds what is to be shown of it.
    pub(super) fn follow(&mut self, effects: &mut Vec<Effect>, now: Instant) {
        for effect in &*effects {
            match effect {
                Effect::LookUp { ids, .. } => {
                    self.open.extend(ids.iter().cloned());
                    self.since.get_or_insert(now);
                }
                Effect::Cancel(ids) => ids.iter().for_each(|id| {
                    self.open.remove(id);
                }),
                Effect::Rest => self.open.clear(),
                _ => {}
            }
        }
        if self.open.is_empty() {
            self.over(effects);
        } else if self.since.is_some_and(|since| since + SLOW <= now) {
            let standing = Standing::At { done: self.answered, of: self.answered + self.open.len() };
            self.runs += u64::from(self.shown.is_none());
            if self.shown != Some(standing) {
                self.shown = Some(standing);
                effects.push(Effect::Progress { run: Run::LookUps(self.runs), standing });
            }
        }
    }

    /// Nothing more is to come.
    pub(super) fn over(&mut self, effects: &mut Vec<Effect>) {
        if self.shown.is_some() {
            effects.push(Effect::Progress { run: Run::LookUps(self.runs), standing: Standing::Over });
        }
        *self = Self { runs: self.runs, ..Self::default() };
    }

    /// Ends the run that is shown by this number; what of it is not answered.
    pub(super) fn end_run(&mut self, run: u64, effects: &mut Vec<Effect>) -> Vec<Identifier> {
        if self.shown.is_none() || self.runs != run {
            return Vec::new();
        }
        let mut ids: Vec<_> = std::mem::take(&mut self.open).into_iter().collect();
        ids.sort_unstable();
        self.over(effects);
        ids
    }

    /// When the run is to be shown.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.since.filter(|_| self.shown.is_none()).map(|since| since + SLOW)
    }
}

/// What the tokens of look-ups begin with by which the client knows them.
const LOOK_UPS: &str = "ibid/look-ups/";
/// What those of checks begin with.
const CHECK: &str = "ibid/check/";
/// What those of reading ahead begin with.
const INDEX: &str = "ibid/index/";

impl Run {
    /// The run of a token.
    pub(super) fn of(token: &ProgressToken) -> Option<Self> {
        let ProgressToken::String(text) = token else { return None };
        let number = |prefix| text.strip_prefix(prefix)?.parse().ok();
        number(LOOK_UPS)
            .map(Self::LookUps)
            .or_else(|| number(CHECK).map(Self::Check))
            .or_else(|| number(INDEX).map(Self::Index))
    }

    fn token(self) -> ProgressToken {
        ProgressToken::String(match self {
            Self::LookUps(number) => format!("{LOOK_UPS}{number}"),
            Self::Check(number) => format!("{CHECK}{number}"),
            Self::Index(number) => format!("{INDEX}{number}"),
        })
    }

    fn title(self) -> &'static str {
        match self {
            Self::LookUps(_) => "Looking up identifiers",
            Self::Check(_) => "Checking the workspace",
            Self::Index(_) => "Reading the manuscripts",
        }
    }

    fn message(self, done: usize, of: usize) -> String {
        let what = match self {
            Self::LookUps(_) => "identifiers",
            Self::Check(_) | Self::Index(_) => "files",
        };
        format!("{done} of {of} {what}")
    }
}

/// Shows a run until it is over. What has not begun when the client is ready for it never does.
pub(super) async fn show(client: &Client, run: Run, mut standing: watch::Receiver<Standing>) {
    if client.create_work_done_progress(run.token()).await.is_err() {
        return;
    }
    let Standing::At { done, of } = *standing.borrow_and_update() else { return };
    let progress = client.progress(run.token(), run.title()).with_percentage(percentage(done, of));
    let progress = progress.with_message(run.message(done, of)).with_cancel_button().begin().await;
    let mut shown = (done, of);
    // Reports wait for each other; the end waits for none.
    while tokio::time::timeout(REPORTS, standing.wait_for(|standing| *standing == Standing::Over)).await.is_err() {
        let now = *standing.borrow();
        match now {
            Standing::At { done, of } if shown != (done, of) => {
                progress.report_with_message(run.message(done, of), percentage(done, of), None).await;
                shown = (done, of);
            }
            // Whoever told it is gone when this fails, which the next turn sees.
            Standing::At { .. } => drop(standing.changed().await),
            Standing::Over => {}
        }
    }
    progress.finish().await;
}

fn percentage(done: usize, of: usize) -> u32 {
    u32::try_from(done * 100 / of.max(1)).unwrap_or(100)
}
