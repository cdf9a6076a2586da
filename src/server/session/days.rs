//! A server that runs for days: what has aged is asked for again, and what nobody cites any more is forgotten.

use rustc_hash::FxHashSet;

use super::Session;
use crate::record::Identifier;
use crate::server::message::Moment;

/// So many identifiers may be known that no open document cites: those of documents that come and go.
const SPARE: usize = 1_000;

impl Session {
    /// Notes the day. On a new one the store is asked again about all that is cited, since it knows what has aged, and
    /// registries about what it then says is due.
    pub(super) fn note_day(&mut self, now: Moment) {
        let before = self.today.replace(now.today);
        if before.is_none_or(|before| before == now.today) {
            return;
        }
        self.knowing.new_day();
        for open in self.documents.values_mut() {
            open.looked_up.clear();
            open.analyses.want();
            open.want_look_up(now.at);
        }
    }

    /// Forgets what no open document cites, once that is more than a little.
    pub(super) fn trim(&mut self) {
        let snapshots = || self.documents.values().filter_map(|open| open.analysed.as_ref());
        let places: usize = snapshots().map(|(_, snapshot)| snapshot.named().count()).sum();
        if self.knowing.size() <= 2 * places + SPARE {
            return;
        }
        let mut cited: FxHashSet<Identifier> =
            snapshots().flat_map(|(_, snapshot)| snapshot.named().cloned()).collect();
        // What is being looked up is about to be needed.
        cited.extend(self.documents.values().flat_map(|open| open.looked_up.iter().cloned()));
        self.knowing.keep(&cited);
        for open in self.documents.values_mut() {
            open.merged = None;
        }
    }
}
