//! Works for references without an identifier: looked for when a document is opened and saved, never while it is typed.

use std::sync::Arc;

use super::look_ups::may_ask;
use super::{Session, opened};
use crate::analysis::Snapshot;
use crate::reference::Candidates;
use crate::rules::{self, missing_identifier};
use crate::server::documents::{Address, OpenDocument};
use crate::server::knowing::Knowing;
use crate::server::message::{Effect, Search};
use crate::server::workspace::Workspace;

/// What the store calls the sentence about what a search sends, in editor and terminal.
const WHAT_LEAVES: &str = "what-a-search-sends";
const SENTENCE: &str =
    "resolve.search is on: ibid sends references without an identifier, as you wrote them, to Crossref and PubMed.";

impl Session {
    /// A search ended.
    pub(super) fn sought(&mut self, address: &Address, opening: u64, found: Candidates, unanswered: Option<String>) {
        if let Some(why) = unanswered {
            self.effects.push(Effect::Log(format!("works for references of {address} could not be looked for: {why}")));
        }
        let Some(open) = opened(&mut self.documents, address, opening) else { return };
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
    let is_on = |name| rules::by_name(name).is_some_and(|rule| rules::level(rule, &snapshot.config).is_some());
    let is_wanted = open.seek && address.is_written() && snapshot.config.resolve.search;
    if !is_wanted || !is_on(missing_identifier::NAME) {
        return;
    }
    let may_ask = may_ask(address, workspace, open, snapshot);
    if may_ask && !knowing.may_ask(&snapshot.config, effects) {
        // Whoever agrees later has it looked up then.
        return;
    }
    open.seek = false;
    let sought = missing_identifier::sought(&snapshot.document, &snapshot.library);
    if sought.is_empty() && open.candidates.is_empty() {
        return;
    }
    let config = Arc::clone(&snapshot.config);
    if may_ask && !sought.is_empty() {
        let (keys, message) = (vec![WHAT_LEAVES.to_owned()], SENTENCE.to_owned());
        effects.push(Effect::SayOnce { keys, message, config: Arc::clone(&config) });
    }
    let (address, opening) = (address.clone(), open.edition.opening);
    effects.push(Effect::Seek(Box::new(Search { address, opening, sought, may_ask, config })));
}
