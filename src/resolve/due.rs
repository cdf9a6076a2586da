//! Whether anybody is to be asked about what the store holds.

use std::collections::BTreeMap;

use super::plan::{Before, Enabled, Evidence, Ledger, is_to_ask};
use crate::config::SourceSettings;
use crate::record::{Day, Knowledge, Source};
use crate::store::{Found, unix_now};

/// Whether sources are to be asked about what the store holds: because it is old, or because a second source that may be
/// asked has not been.
#[must_use]
pub fn is_due(found: &Found, sources: &BTreeMap<Source, SourceSettings>) -> bool {
    let enabled: Enabled = sources.iter().filter(|(_, set)| set.enabled).map(|(source, _)| *source).collect();
    let before = before(found);
    let evidence =
        Evidence { ledger: &Ledger::default(), before: &before, enabled: &enabled, today: Day::from_unix(unix_now()) };
    is_to_ask(&found.id, &evidence)
}

/// What the store holds, as what a decision goes out from.
pub(super) fn before(found: &Found) -> Before {
    let known = match &found.knowledge {
        Knowledge::Known(known) => Some(known.clone()),
        _ => None,
    };
    Before { known, young: found.young.clone(), due: found.due }
}
