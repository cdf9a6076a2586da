//! The bibliographies of open documents: when they are read, and what follows.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::{Session, opened};
use crate::server::books::{Drafts, Fetched, Fetching, PAUSE};
use crate::server::documents::{Address, OpenDocument};
use crate::server::message::Effect;

impl Session {
    /// The bibliographies of a document were read.
    pub(super) fn fetched(&mut self, fetched: Fetched, now: Instant) {
        let Fetched { address, opening, shelf, is_new } = fetched;
        let drafts = self.drafts();
        let Some(open) = opened(&mut self.documents, &address, opening) else { return };
        open.fetching = false;
        // A file that stood in the editor when this was asked for, and does no longer.
        open.fetch_wanted |= shelf.drafts().any(|path| !drafts.files.contains_key(path));
        if shelf.is_restless() {
            open.fetch_at = Some(now + PAUSE);
        }
        open.shelf = Some(Arc::new(shelf));
        if is_new {
            open.shelf_edition += 1;
            open.analyses.want();
        }
        self.drop_files();
    }

    /// The bibliographies that stand in the editor.
    pub(super) fn drafts(&self) -> Arc<Drafts> {
        let mut drafts = Drafts::default();
        for open in self.documents.values().filter(|open| open.format.is_some()) {
            let own = open.analysed.as_ref().and_then(|(_, snapshot)| snapshot.library.own.as_ref());
            if let (Some(path), Some(own)) = (&open.path, own) {
                drafts.files.insert(path.clone(), Arc::clone(own));
                drafts.in_flux.extend(open.in_flux.iter().cloned());
                drafts.fresh.extend(open.fresh.iter().cloned());
            }
        }
        Arc::new(drafts)
    }

    /// The bibliography at `address` was read as it stands in the editor, for the first time unless `before`.
    pub(super) fn redrafted(&mut self, address: &Address, before: bool) {
        let Some(path) = self.documents.get(address).and_then(|open| open.path.clone()) else { return };
        let is_new = !before;
        for open in self.documents.values_mut().filter(|open| uses(open, &path)) {
            open.fetch_wanted |= is_new;
            open.analyses.want();
        }
    }

    /// The bibliography at `path` stands in the editor no more: what is on disk counts again.
    pub(super) fn put_back(&mut self, path: &Path) {
        for open in self.documents.values_mut().filter(|open| uses(open, path)) {
            open.fetch_wanted = true;
        }
    }
}

fn uses(open: &OpenDocument, path: &Path) -> bool {
    open.shelf.as_ref().is_some_and(|shelf| shelf.paths().any(|used| used == path))
}

/// Has a document's bibliographies read, where they are wanted and its text is known, unless that is under way.
pub(super) fn fetch(open: &mut OpenDocument, address: &Address, drafts: &Drafts, effects: &mut Vec<Effect>) {
    if !open.fetch_wanted || open.fetching || open.format.is_some() {
        return;
    }
    let (Some((_, snapshot)), Some(surroundings)) = (&open.analysed, &open.surroundings) else { return };
    (open.fetch_wanted, open.fetching) = (false, true);
    effects.push(Effect::Fetch(Box::new(Fetching {
        address: address.clone(),
        opening: open.edition.opening,
        path: open.path.clone(),
        document: Arc::clone(&snapshot.document),
        surroundings: Arc::clone(surroundings),
        previous: open.shelf.clone(),
        drafts: drafts.files.keys().cloned().collect(),
    })));
}
