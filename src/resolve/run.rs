//! One run to the end, for the command line.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use super::due::is_due;
use super::queue::Priority;
use super::service::{Resolved, Resolver};
use crate::config::{Resolve, SourceSettings};
use crate::record::{Identifier, Knowledge, Reason, Records, Source};
use crate::store::{Store, unix_now};

/// How often a run looks whether it is cancelled.
const GLANCE: Duration = Duration::from_millis(50);

/// About which identifiers the sources are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// What the store lacks or holds for too long.
    Due,
    /// All, however young the store's answers are.
    Anew,
}

/// What a run learnt.
#[derive(Clone, Debug, Default)]
pub struct Learnt {
    /// What stands at its end, from the store and from the sources.
    pub stands: Records,
    /// What the sources said in it, as far as that stands: newer than whatever was known before.
    pub fresh: Records,
}

impl Learnt {
    /// What was known before, and nothing newer.
    #[must_use]
    pub fn before(stands: Records) -> Self {
        Self { stands, fresh: Records::default() }
    }
}

/// Learns all about `ids`: from the store, and from the sources what is to be asked. Where `resolve.online` is off, from
/// the store alone. Ends within `resolve.budget`, or soon after `cancelled` is set; what was not answered by then is
/// unchecked and says why. `progress` is told how many of how many to be asked are done.
#[must_use]
pub fn resolve_all(
    ids: &[Identifier],
    ask: Ask,
    resolve: &Resolve,
    sources: &BTreeMap<Source, SourceSettings>,
    store: &Store,
    progress: &dyn Fn(usize, usize),
    cancelled: &AtomicBool,
) -> Learnt {
    let mut stands = Records::new(if resolve.online { Reason::NotAsked } else { Reason::Offline });
    let mut due = false;
    let mut held = 0;
    for found in store.look_up(ids, unix_now()) {
        held += 1;
        due |= is_due(&found, sources);
        stands.put(found.id, found.knowledge);
    }
    // Where nothing is to be asked, no thread is started and no certificate read.
    let supported = ids.iter().filter(|id| id.kind().is_supported()).count();
    if !resolve.online || supported == 0 || !(ask == Ask::Anew || due || held < supported) {
        return Learnt::before(stands);
    }
    let mut learnt = Learnt::before(stands);
    let (report, reports) = mpsc::channel();
    let report = Box::new(move |resolved| {
        // Nobody listens when the run was cancelled.
        let _ = report.send(resolved);
    });
    let resolver = Resolver::start(resolve, sources, store.clone(), report);
    match ask {
        Ask::Due => resolver.submit(ids.to_vec(), Priority::Open),
        Ask::Anew => resolver.refresh(ids.to_vec(), Priority::Open),
    }
    while !cancelled.load(Ordering::Relaxed) {
        match reports.recv_timeout(GLANCE) {
            Ok(Resolved::Answers { stands, fresh }) => {
                stands.into_iter().for_each(|(id, knowledge)| take(&mut learnt.stands, id, knowledge));
                fresh.into_iter().for_each(|(id, knowledge)| learnt.fresh.put(id, knowledge));
            }
            Ok(Resolved::Progress { asked, total }) => progress(asked, total),
            Ok(Resolved::Idle) | Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {}
        }
    }
    learnt
}

/// A later answer stands, but for one that says less than an earlier one.
fn take(records: &mut Records, id: Identifier, knowledge: Knowledge) {
    let worse = matches!(knowledge, Knowledge::Unchecked(_)) && matches!(records.get(&id), Knowledge::Known(_));
    if !worse {
        records.put(id, knowledge);
    }
}
