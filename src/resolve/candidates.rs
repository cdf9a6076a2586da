//! Works for references without an identifier: from the store, and where that is allowed from the registries.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustc_hash::{FxHashMap, FxHashSet};

use super::run::{Ask, resolve_all};
use super::search::{Search, seek};
use crate::config::{Resolve, SourceSettings};
use crate::findings::stable_hash;
use crate::record::{Identifier, Knowledge, Known, Missing, Record, Source};
use crate::reference::{Candidate, Candidates, Sought, agreement};
use crate::store::{Match, Store, unix_now};

/// How many works of the store are looked at for a reference.
const HELD: usize = 8;
/// How long what the registries did not find is not asked for again, in seconds.
const LIFE: u64 = 7 * 86_400;

/// What looking for works came to.
#[derive(Clone, Debug, Default)]
pub struct Seeking {
    /// What was found.
    pub found: Candidates,
    /// How many references nobody answered for, and why, of the first.
    pub unanswered: Option<(usize, Missing)>,
}

/// Looks for the works of references, each given by its words: in the store, and where `resolve` is online at Crossref and
/// PubMed. Ends within `resolve.budget`, or soon after `cancelled` is set. `progress` is told how many of how many that are
/// asked for are done.
#[must_use]
pub fn candidates(
    sought: Vec<(String, Sought)>,
    resolve: &Resolve,
    sources: &BTreeMap<Source, SourceSettings>,
    store: &Store,
    progress: &dyn Fn(usize, usize),
    cancelled: &AtomicBool,
) -> Seeking {
    let mut seeking = Seeking::default();
    let mut seen = FxHashSet::default();
    let mut open = Vec::new();
    for (words, sought) in sought.into_iter().filter(|(words, _)| seen.insert(words.clone())) {
        let held = store.find(&sought.telling, Match::Some, HELD, unix_now());
        let mut fitting = held.into_iter().filter(|(_, known)| fits(&words, known));
        match (fitting.next(), fitting.next()) {
            (Some((id, known)), None) => seeking.found.put(words, Candidate { id: best(&id, &known), known }),
            // Which of two is meant, nobody knows.
            (Some(_), Some(_)) => {}
            (None, _) => open.push((words, sought)),
        }
    }
    if !resolve.online || open.is_empty() {
        return seeking;
    }
    let key = |words: &str| format!("{:016x}", stable_hash(words));
    let keys: Vec<String> = open.iter().map(|(words, _)| key(words)).collect();
    let known: FxHashSet<String> = store.sought_since(&keys, unix_now().saturating_sub(LIFE)).into_iter().collect();
    open.retain(|(words, _)| !known.contains(&key(words)));
    let (words, asked): (Vec<String>, Vec<Sought>) = open.into_iter().unzip();
    let is_one = |at: usize, record: &Record| agreement(&words[at], &[record]).is_some();
    let answers = seek(&asked, &is_one, resolve, sources, progress, cancelled);
    let (mut found, mut vain) = (FxHashMap::default(), Vec::new());
    for (words, answer) in words.into_iter().zip(answers) {
        match answer {
            Search::Found(record) => drop(found.insert(words, record.id)),
            Search::Nothing => vain.push(key(&words)),
            Search::Unanswered(why) => seeking.unanswered.get_or_insert((0, why)).0 += 1,
        }
    }
    store.note_sought(vain, unix_now());
    let mut ids: Vec<Identifier> = found.values().cloned().collect();
    ids.sort_unstable();
    ids.dedup();
    let learnt = resolve_all(&ids, Ask::Due, resolve, sources, store, &|_, _| (), cancelled);
    for (words, id) in found {
        // All that is known of it may say more than the candidate that was found.
        if let Knowledge::Known(known) = learnt.stands.get(&id)
            && fits(&words, known)
        {
            seeking.found.put(words, Candidate { id, known: Arc::clone(known) });
        }
    }
    seeking
}

fn fits(words: &str, known: &Known) -> bool {
    let records: Vec<&Record> = known.views.iter().map(|view| &*view.record).collect();
    agreement(words, &records).is_some()
}

/// The identifier by which a work is best named: its DOI.
fn best(id: &Identifier, known: &Known) -> Identifier {
    let names = known.views.iter().flat_map(|view| std::iter::once(&view.record.id).chain(&view.record.same_as));
    std::iter::once(id).chain(names).filter(|id| !id.is_short_doi()).min_by_key(|id| id.kind()).unwrap_or(id).clone()
}
