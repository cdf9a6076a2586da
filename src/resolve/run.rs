//! One run to the end, for the command line.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

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
) -> Records {
    let mut records = Records::new(if resolve.online { Reason::NotAsked } else { Reason::Offline });
    let mut due = false;
    let mut held = 0;
    for found in store.look_up(ids, unix_now()) {
        held += 1;
        due |= found.due;
        records.put(found.id, found.knowledge);
    }
    // Where nothing is to be asked, no thread is started and no certificate read.
    if !resolve.online || ids.is_empty() || !(ask == Ask::Anew || due || held < ids.len()) {
        return records;
    }
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
            Ok(Resolved::Answers(answers)) => {
                for (id, knowledge) in answers {
                    take(&mut records, id, knowledge);
                }
            }
            Ok(Resolved::Progress { asked, total }) => progress(asked, total),
            Ok(Resolved::Idle) | Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {}
        }
    }
    records
}

/// A later answer stands, but for one that says less than an earlier one.
fn take(records: &mut Records, id: Identifier, knowledge: Knowledge) {
    let worse = matches!(knowledge, Knowledge::Unchecked(_)) && matches!(records.get(&id), Knowledge::Known(_));
    if !worse {
        records.put(id, knowledge);
    }
}
