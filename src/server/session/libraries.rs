//! The bibliographies of open documents: when they are read, and what follows.

use std::path::Path;
use std::sync::Arc;

use super::{Session, opened};
use crate::server::books::{Drafts, Fetched, Fetching};
use crate::server::documents::{Address, OpenDocument};
use crate::server::message::Effect;

impl Session {
    /// The bibliographies of a document were read.
    pub(super) fn fetched(&mut self, fetched: Fetched) {
        let Fetched { address, opening, shelf } = fetched;
        let Some(open) = opened(&mut self.documents, &address, opening) else { return };
        open.fetching = false;
        if let Some(shelf) = shelf {
            open.shelf = Some(Arc::new(shelf));
            open.analyses.want();
        }
        self.drop_files();
    }

    /// The bibliographies that stand in the editor.
    pub(super) fn drafts(&self) -> Arc<Drafts> {
        let written = self.documents.values().filter(|open| open.format.is_some());
        let draft = |open: &OpenDocument| {
            let own = open.analysed.as_ref()?.1.library.own.as_ref()?;
            Some((open.path.clone()?, Arc::clone(own)))
        };
        Arc::new(written.filter_map(draft).collect())
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
            open.analyses.want();
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
        drafts: drafts.keys().cloned().collect(),
    })));
}
