//! What is known, where it was asked for, and whether anybody outside may be asked.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};

use super::message::{Consent, Effect};
use crate::config::Config;
use crate::record::{Identifier, Knowledge, Known, Reason, Records};
use crate::resolve::Priority;

/// How long after registries did not answer they are asked again, unless the user saves.
const AGAIN: Duration = Duration::from_secs(60);

/// Whether identifiers may leave the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Permission {
    /// Nobody needed it yet.
    #[default]
    Unasked,
    /// The user is being asked.
    Asking,
    /// Yes.
    Given,
    /// No, or no answer.
    Refused,
    /// No more: the server is about to leave.
    Over,
}

/// What stands between an identifier and an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outlook {
    /// It is, or is about to be, looked up.
    Soon,
    /// The user has not said yet whether identifiers may leave the machine.
    Undecided,
    /// The user said no.
    Refused,
}

/// Everything known, and what was done to know more.
#[derive(Debug, Default)]
pub(super) struct Knowing {
    records: Arc<Records>,
    revision: u64,
    /// What the store was asked about, and whether it has answered.
    recalled: FxHashMap<Identifier, bool>,
    recalls: u64,
    /// Known, but it is time to ask again.
    due: FxHashSet<Identifier>,
    /// When it turned out that no registry answers, of what is unknown for that reason.
    failed: FxHashMap<Identifier, Instant>,
    /// What the store held without a retraction.
    standing: FxHashSet<Identifier>,
    /// Works of which the user was told that they are retracted since.
    told: FxHashSet<Identifier>,
    /// What the user did not want to wait for.
    stopped: FxHashSet<Identifier>,
    permission: Permission,
    /// The settings with which the user is being asked.
    asking: Option<Arc<Config>>,
}

impl Knowing {
    /// What store and registries say.
    pub(super) fn records(&self) -> &Arc<Records> {
        &self.records
    }

    /// A number that changes with [`records`](Self::records).
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether the store is to be asked about `id`.
    pub(super) fn needs_recall(&self, id: &Identifier) -> bool {
        !self.recalled.contains_key(id)
    }

    /// A number that changes when the store is to be asked again about what it was asked about before.
    pub(super) fn recalls(&self) -> u64 {
        self.recalls
    }

    /// Whether the store is being asked about `id`.
    pub(super) fn is_recalling(&self, id: &Identifier) -> bool {
        self.recalled.get(id) == Some(&false)
    }

    /// Whether a registry is to be asked about `id`, of which `records` say what is known: the store was asked
    /// first, and either nothing is known or it is time to ask again.
    pub(super) fn wants(&self, records: &Records, id: &Identifier) -> bool {
        let unknown = matches!(records.get(id), Knowledge::Unchecked(_));
        self.recalled.get(id) == Some(&true) && (unknown || self.due.contains(id))
    }

    /// Has the store asked again about what is unknown, also where its answer is on the way.
    pub(super) fn forget_recalls(&mut self) {
        self.recalls += 1;
        let records = &self.records;
        self.recalled.retain(|id, _| !matches!(records.get(id), Knowledge::Unchecked(_)));
    }

    /// Has the store asked again about everything, since what it holds may have aged.
    pub(super) fn new_day(&mut self) {
        self.recalls += 1;
        self.recalled.retain(|_, answered| !*answered);
        self.due.clear();
    }

    /// How many identifiers something is kept of.
    pub(super) fn size(&self) -> usize {
        let kept = [self.recalled.len(), self.records.len(), self.failed.len(), self.standing.len(), self.due.len()];
        kept.into_iter().max().unwrap_or_default().max(self.stopped.len())
    }

    /// Forgets all but these, and what the store is being asked about.
    pub(super) fn keep(&mut self, ids: &FxHashSet<Identifier>) {
        self.recalls += 1;
        self.recalled.retain(|id, answered| !*answered || ids.contains(id));
        for set in [&mut self.due, &mut self.standing, &mut self.stopped] {
            set.retain(|id| ids.contains(id));
        }
        self.failed.retain(|id, _| ids.contains(id));
        Arc::make_mut(&mut self.records).retain(|id| ids.contains(id));
        self.revision += 1;
    }

    /// Notes that the store is being asked.
    pub(super) fn recalling(&mut self, id: &Identifier) {
        self.recalled.insert(id.clone(), false);
    }

    /// Notes what the store answered; what it lacks is not in `records`, and what is `due` is known but old.
    pub(super) fn recalled(&mut self, asked: Vec<Identifier>, records: &Records, due: Vec<Identifier>, now: Instant) {
        self.recalled.extend(asked.into_iter().map(|id| (id, true)));
        let standing = records.iter().filter(|(_, knowledge)| knowledge.known().is_some_and(stands));
        self.standing.extend(standing.map(|(id, _)| id.clone()));
        self.learn(records, now);
        self.due.extend(due);
    }

    /// Takes in what is new at `now`. That somebody did not answer takes nothing away from what is known.
    pub(super) fn learn(&mut self, news: &Records, now: Instant) {
        let records = Arc::make_mut(&mut self.records);
        for (id, knowledge) in news.iter() {
            self.due.remove(id);
            self.stopped.remove(id);
            if records.get(id).known().is_some() && matches!(knowledge, Knowledge::Unchecked(_)) {
                continue;
            }
            if is_unanswered(knowledge) {
                self.failed.insert(id.clone(), now);
            } else {
                self.failed.remove(id);
            }
            records.put(id.clone(), knowledge.clone());
        }
        self.revision += 1;
    }

    /// Whether registries were asked about `id` a short while ago, without an answer.
    pub(super) fn has_just_failed(&self, id: &Identifier, now: Instant) -> bool {
        self.failed.get(id).is_some_and(|at| now < *at + AGAIN)
    }

    /// Lets registries that did not answer, or were not let answer, be asked about `id` at once; whether there were any.
    pub(super) fn forget_failure(&mut self, id: &Identifier) -> bool {
        self.failed.remove(id).is_some() | self.stopped.remove(id)
    }

    /// Has no further question asked about `ids` until somebody saves a document that has them.
    pub(super) fn stop(&mut self, ids: Vec<Identifier>, effects: &mut Vec<Effect>) {
        self.stopped.extend(ids.iter().cloned());
        self.cancel(ids, effects);
    }

    /// Whether the store held what is known of `id` by that name, without a retraction.
    pub(super) fn stood(&self, id: &Identifier) -> bool {
        self.standing.contains(id)
    }

    /// Notes that the user is told that a work is retracted, under all its names; whether that is new.
    pub(super) fn tell(&mut self, names: &[Identifier]) -> bool {
        let told = names.iter().filter(|name| !self.told.insert((*name).clone())).count();
        told == 0
    }

    /// What may be expected for an identifier that is unknown.
    pub(super) fn outlook(&self) -> Outlook {
        match self.permission {
            Permission::Unasked | Permission::Asking => Outlook::Undecided,
            Permission::Given => Outlook::Soon,
            Permission::Refused | Permission::Over => Outlook::Refused,
        }
    }

    /// Has `ids` looked up, if the user agreed. Who did not say yet is asked, once; what is to be looked up is
    /// then asked for again, because text and settings may have changed when the answer comes.
    pub(super) fn look_up(
        &mut self,
        ids: Vec<Identifier>,
        priority: Priority,
        config: &Arc<Config>,
        effects: &mut Vec<Effect>,
    ) {
        if !ids.is_empty() && self.may_ask(config, effects) {
            effects.push(Effect::LookUp { ids, priority, config: Arc::clone(config) });
        }
    }

    /// Whether identifiers may leave the machine. Who did not say yet is asked, once.
    pub(super) fn may_ask(&mut self, config: &Arc<Config>, effects: &mut Vec<Effect>) -> bool {
        if self.permission == Permission::Unasked {
            self.permission = Permission::Asking;
            self.asking = Some(Arc::clone(config));
            effects.push(Effect::AskConsent(Arc::clone(config)));
        }
        self.permission == Permission::Given
    }

    /// Has `ids` looked up anew, whatever is known, if the user agreed.
    pub(super) fn refresh(&mut self, ids: Vec<Identifier>, config: &Arc<Config>, effects: &mut Vec<Effect>) {
        if self.permission != Permission::Given {
            self.look_up(ids, Priority::Open, config, effects);
        } else if !ids.is_empty() {
            effects.push(Effect::Refresh { ids, config: Arc::clone(config) });
        }
    }

    /// Has no further question asked about `ids`.
    pub(super) fn cancel(&self, ids: Vec<Identifier>, effects: &mut Vec<Effect>) {
        if self.permission == Permission::Given && !ids.is_empty() {
            effects.push(Effect::Cancel(ids));
        }
    }

    /// The user has spoken, or will not; whether look-ups may begin.
    pub(super) fn consent(&mut self, consent: Consent, effects: &mut Vec<Effect>) -> bool {
        if self.permission == Permission::Over {
            return false;
        }
        let asked = self.asking.take();
        if consent != Consent::Given {
            self.permission = Permission::Refused;
            return false;
        }
        self.permission = Permission::Given;
        effects.extend(asked.map(Effect::Agreed));
        true
    }

    /// Nothing is looked up any more.
    pub(super) fn end(&mut self) {
        self.permission = Permission::Over;
    }
}

/// Whether a work has a record, and no source says that it no longer stands.
pub(super) fn stands(known: &Known) -> bool {
    !known.views.is_empty() && !known.notices().any(|notice| notice.kind.takes_back())
}

fn is_unanswered(knowledge: &Knowledge) -> bool {
    matches!(knowledge, Knowledge::Unchecked(Reason::NotAnswered { .. } | Reason::Budget))
}
