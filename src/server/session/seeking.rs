//! Works for references without an identifier: looked for when a document is opened and saved, never while it is typed.

use std::sync::Arc;
use std::time::Instant;

use super::look_ups::may_ask;
use super::{Session, opened};
use crate::analysis::Snapshot;
use crate::reference::Candidates;
use crate::resolve::WHAT_A_SEARCH_SENDS;
use crate::rules::missing_identifier;
use crate::server::documents::{Address, OpenDocument};
use crate::server::knowing::Knowing;
use crate::server::message::{Effect, Seek};
use crate::server::workspace::Workspace;

const SENTENCE: &str =
    "resolve.search is on: ibid sends references without an identifier, as you wrote them, to Crossref and PubMed.";

impl Session {
    /// A search ended.
    pub(super) fn sought(
        &mut self,
        address: &Address,
        opening: u64,
        found: Candidates,
        unanswered: Option<String>,
        now: Instant,
    ) {
        if let Some(why) = unanswered {
            self.effects.push(Effect::Log(format!("works for references of {address} could not be looked for: {why}")));
        }
        let Some(open) = opened(&mut self.documents, address, opening) else { return };
        open.seeking = false;
        if open.seek {
            // It was saved meanwhile.
            open.want_look_up(now);
        }
        if *open.candidates != found {
            open.candidates = Arc::new(found);
            open.analyses.want();
        }
    }
}

/// Has works looked for, where the user's settings want that and it was not done since the document was opened or saved.
pub(super) fn seek(
    open: &mut OpenDocument,
    address: &Address,
    snapshot: &Snapshot,
    workspace: &Workspace,
    knowing: &mut Knowing,
    effects: &mut Vec<Effect>,
) {
    let is_wanted = open.seek && !open.seeking && address.is_written() && snapshot.config.resolve.search;
    let has_references = !snapshot.document.lists.is_empty() || snapshot.library.all().next().is_some();
    if !is_wanted || !has_references || !missing_identifier::is_on(&snapshot.config) {
        return;
    }
    let may_ask = may_ask(address, workspace, open, snapshot);
    if may_ask && !knowing.may_ask(&snapshot.config, effects) {
        // Whoever agrees later has it looked up then.
        return;
    }
    (open.seek, open.seeking) = (false, true);
    let config = Arc::clone(&snapshot.config);
    if may_ask {
        let (keys, message) = (vec![WHAT_A_SEARCH_SENDS.to_owned()], SENTENCE.to_owned());
        effects.push(Effect::SayOnce { keys, message, config: Arc::clone(&config) });
    }
    let (address, opening) = (address.clone(), open.edition.opening);
    let (document, library) = (Arc::clone(&snapshot.document), Arc::clone(&snapshot.library));
    effects.push(Effect::Seek(Box::new(Seek { address, opening, document, library, may_ask, config })));
}
