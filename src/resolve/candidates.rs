//! Works for references without an identifier: from the store, and where that is allowed from the registries.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustc_hash::FxHashSet;

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

/// What the store calls the sentence about what a search sends, in editor and terminal.
pub const WHAT_A_SEARCH_SENDS: &str = "what-a-search-sends";

/// Looks for the works of references, each with how it is written: in the store, and where `resolve` is online at Crossref and
/// PubMed, of which so `many` at most. Ends within `resolve.budget`, or soon after `cancelled` is set. `progress` is told how many
/// of how many that are asked for are done.
#[must_use]
pub fn candidates(
    sought: Vec<(String, Sought)>,
    many: usize,
    (resolve, sources): (&Resolve, &BTreeMap<Source, SourceSettings>),
    store: &Store,
    progress: &dyn Fn(usize, usize),
    cancelled: &AtomicBool,
) -> Seeking {
    let mut seeking = Seeking::default();
    let mut seen = FxHashSet::default();
    let mut open = Vec::new();
    for (written, sought) in sought.into_iter().filter(|(written, _)| seen.insert(written.clone())) {
        let held = store.find(&sought.telling, Match::Some, HELD, unix_now());
        let mut fitting = held.into_iter().filter(|(_, known)| fits(&sought.text, known));
        match (fitting.next(), fitting.next()) {
            (Some((id, known)), None) => seeking.found.put(written, Candidate { id: best(&id, &known), known }),
            // Which of two is meant, nobody knows.
            (Some(_), Some(_)) => {}
            (None, _) => open.push((written, sought)),
        }
    }
    if !resolve.online || open.is_empty() {
        return seeking;
    }
    let key = |sought: &Sought| format!("{:016x}", stable_hash(&sought.text));
    let keys: Vec<String> = open.iter().map(|(_, sought)| key(sought)).collect();
    let known: FxHashSet<String> = store.sought_since(&keys, unix_now().saturating_sub(LIFE)).into_iter().collect();
    open.retain(|(_, sought)| !known.contains(&key(sought)));
    if open.len() > many {
        let why = Missing::Unanswered(format!("only {many} are asked for at once"));
        seeking.unanswered = Some((open.len() - many, why));
        open.truncate(many);
    }
    let (written, asked): (Vec<String>, Vec<Sought>) = open.into_iter().unzip();
    let is_one = |at: usize, record: &Record| agreement(&asked[at].text, &[record]).is_some();
    let answers = seek(&asked, &is_one, resolve, sources, progress, cancelled);
    let (mut found, mut vain) = (Vec::new(), Vec::new());
    for ((written, sought), answer) in written.into_iter().zip(&asked).zip(answers) {
        match answer {
            Search::Found(record) => found.push((written, sought, record.id)),
            Search::Nothing => vain.push(key(sought)),
            Search::Unanswered(why) => seeking.unanswered.get_or_insert((0, why)).0 += 1,
        }
    }
    store.note_sought(vain, unix_now());
    let mut ids: Vec<Identifier> = found.iter().map(|(.., id)| id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let learnt = resolve_all(&ids, Ask::Due, resolve, sources, store, &|_, _| (), cancelled);
    for (written, sought, id) in found {
        // All that is known of it may say more than the candidate that was found.
        if let Knowledge::Known(known) = learnt.stands.get(&id)
            && fits(&sought.text, known)
        {
            seeking.found.put(written, Candidate { id, known: Arc::clone(known) });
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
