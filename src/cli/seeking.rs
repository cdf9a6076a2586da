//! Works for the references of a run that have no identifier: looked for only where the user's settings allow it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::interrupt;
use super::knowledge::{Mode, open_store};
use super::manuscripts::Manuscript;
use super::progress::Progress;
use super::settings::Settings;
use super::terminal::{Terminal, in_ci};
use crate::config::Resolve;
use crate::reference::{Candidates, Sought};
use crate::resolve::{Seeking, WHAT_A_SEARCH_SENDS, candidates};
use crate::rules::missing_identifier;
use crate::store::Store;

/// Said once a machine, before the first search.
const WHAT_LEAVES: &str =
    "resolve.search is on: references without an identifier are sent, as you wrote them, to Crossref and PubMed.";

/// Looks for works for the references of `manuscripts`; `None` where Ctrl-C ended it.
pub(super) fn seek(
    manuscripts: &[Manuscript],
    settings: &Settings,
    mode: Mode,
    terminal: Terminal,
) -> Option<Arc<Candidates>> {
    let process = settings.process();
    let all = || manuscripts.iter().filter(|manuscript| is_wanted(manuscript, settings));
    let is_online = |manuscript: &&Manuscript| manuscript.config.resolve.online;
    let asked: Vec<_> = all().filter(is_online).flat_map(sought).collect();
    let unasked: Vec<_> = all().filter(|manuscript| !is_online(manuscript)).flat_map(sought).collect();
    if asked.is_empty() && unasked.is_empty() {
        return Some(Arc::default());
    }
    let store = open_store(process, terminal);
    let online =
        Resolve { online: process.resolve.online && matches!(mode, Mode::Online { .. }), ..process.resolve.clone() };
    if !in_ci() && online.online && !asked.is_empty() && !store.said_before(WHAT_A_SEARCH_SENDS) {
        terminal.say(WHAT_LEAVES);
    }
    let cancelled = interrupt::watch();
    let progress = Progress::new(terminal);
    let count = |done, total| progress.set(done, total);
    let offline = Resolve { online: false, ..process.resolve.clone() };
    let Seeking { mut found, unanswered } =
        candidates(asked, usize::MAX, (&online, &process.sources), &store, &count, &cancelled);
    found.extend(candidates(unasked, usize::MAX, (&offline, &process.sources), &store, &count, &cancelled).found);
    drop(progress);
    if cancelled.load(Ordering::SeqCst) {
        return None;
    }
    if let Some((many, why)) = unanswered {
        let references = if many == 1 { "a reference".to_owned() } else { format!("{many} references") };
        terminal.complain(&format!("Works for {references} without an identifier could not be looked for: {why}."));
    }
    Some(Arc::new(found))
}

/// What the store has for the references of one manuscript.
pub(super) fn recall(manuscript: &Manuscript, settings: &Settings, store: &Store) -> Candidates {
    let process = settings.process();
    let resolve = Resolve { online: false, ..process.resolve.clone() };
    let sought = sought(manuscript);
    candidates(sought, usize::MAX, (&resolve, &process.sources), store, &|_, _| (), &false.into()).found
}

/// Whether anything is to be looked for there.
pub(super) fn is_wanted(manuscript: &Manuscript, settings: &Settings) -> bool {
    settings.process().resolve.search && missing_identifier::is_on(&manuscript.config)
}

fn sought(manuscript: &Manuscript) -> Vec<(String, Sought)> {
    missing_identifier::sought(&manuscript.document, &manuscript.library)
}
