//! What registries are asked, and whether the user wants it.

use std::time::Instant;

use rustc_hash::FxHashSet;

use super::seeking::seek;
use super::{Session, opened};
use crate::analysis::Snapshot;
use crate::record::{Day, Identifier};
use crate::resolve::Priority;
use crate::server::documents::{Address, OpenDocument};
use crate::server::knowing::Knowing;
use crate::server::message::{Consent, Effect};
use crate::server::offer::Offer;
use crate::server::progress::Run;
use crate::server::wanted::{Wanted, Wish, wanted};
use crate::server::workspace::Workspace;

impl Session {
    /// Has no further question asked about what a document no longer wants to know, unless another one does.
    pub(super) fn cancel(&mut self, unwanted: FxHashSet<Identifier>) {
        let wanted = |id: &Identifier| self.documents.values().any(|open| open.looked_up.contains(id));
        let mut ids: Vec<_> = unwanted.into_iter().filter(|id| !wanted(id)).collect();
        ids.sort_unstable();
        self.knowing.cancel(ids, &mut self.effects);
    }

    pub(super) fn consented(&mut self, consent: Consent, now: Instant) {
        if self.knowing.consent(consent, &mut self.effects) {
            for open in self.documents.values_mut() {
                open.looked_up.clear();
                open.want_look_up(now);
            }
        }
    }

    /// The user wants a run to end. What is not answered by now is asked again after a save.
    pub(super) fn enough(&mut self, run: Run) {
        match run {
            Run::LookUps(run) => {
                let ids = self.progress.end_run(run, &mut self.effects);
                self.knowing.stop(ids, &mut self.effects);
            }
            Run::Check(run) => self.stop_check(run),
            Run::Index(run) => self.stop_indexing(run),
        }
    }

    /// The user answered the offer to look up the rest of a document.
    pub(super) fn offered(&mut self, address: &Address, opening: u64, all: bool, now: Instant) {
        if let Some(open) = opened(&mut self.documents, address, opening).filter(|_| all) {
            open.all_wanted = true;
            open.want_look_up(now);
        }
    }
}

/// Has looked up what is unknown in a document that somebody writes. Returns what was looked up before and may not be
/// any more.
pub(super) fn look_up(
    open: &mut OpenDocument,
    address: &Address,
    workspace: &Workspace,
    knowing: &mut Knowing,
    effects: &mut Vec<Effect>,
    today: Day,
) -> FxHashSet<Identifier> {
    let Some(snapshot) = open.newest(knowing, today) else { return FxHashSet::default() };
    seek(open, address, &snapshot, workspace, knowing, effects);
    if !may_ask(address, workspace, open, &snapshot) {
        return std::mem::take(&mut open.looked_up);
    }
    let may = |id: &Identifier| !open.in_flux.contains(id) && knowing.wants(&snapshot.records, id);
    let wish = Wish { asked: &open.looked_up, view: open.view, all: open.all_wanted };
    let Wanted { in_view, elsewhere, rest, held_back } = wanted(&snapshot.identifiers(), may, wish);
    open.looked_up.extend(in_view.iter().chain(&elsewhere).chain(&rest).cloned());
    let sets = [(in_view, Priority::Visible), (elsewhere, Priority::Open), (rest, Priority::Background)];
    for (ids, priority) in sets {
        knowing.look_up(ids, priority, &snapshot.config, effects);
    }
    open.held_back = held_back;
    if let Some(held_back) = held_back
        && !open.offered
        && knowing.may_ask(&snapshot.config, effects)
    {
        open.offered = true;
        let name = open.path.as_deref().and_then(|path| path.file_name());
        let name = name.map(|name| name.to_string_lossy().into_owned());
        let opening = open.edition.opening;
        effects.push(Effect::Offer(Offer { address: address.clone(), opening, name, held_back }));
    }
    FxHashSet::default()
}

/// Whether a document's newest text is analysed under the newest settings. Until then nothing of it is looked up:
/// a setting that is on its way may forbid it.
pub(super) fn is_settled(open: &OpenDocument, workspace: &Workspace) -> bool {
    open.current().is_some() && workspace.knows_settings() && !open.preparing
}

/// Whether registries may be asked about what stands in a document, as far as settings go.
pub(super) fn may_ask(address: &Address, workspace: &Workspace, open: &OpenDocument, snapshot: &Snapshot) -> bool {
    let excluded = open.surroundings.as_ref().is_none_or(|surroundings| surroundings.is_excluded());
    address.is_written() && !excluded && workspace.is_trusted() && snapshot.config.resolve.online
}
