//! Identifiers: wanting them, taking the next step for them, and answering for them.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;
use tokio::task::JoinSet;

use super::requests::HALVINGS;
use super::{Command, Driver};
use crate::record::{Day, Identifier, Knowledge, Known, Reason, Source};
use crate::resolve::plan::{Evidence, Next, decide};
use crate::resolve::queue::{Priority, Stage};
use crate::resolve::service::Resolved;
use crate::store::{Found, unix_now};

impl Driver {
    pub(super) fn submit(&mut self, ids: Vec<Identifier>, priority: Priority, anew: bool) {
        self.idle = false;
        let new = ids.into_iter().filter(|id| !self.queue.raise(id, priority)).collect();
        self.look_up(new, priority, anew);
    }

    /// Asks the store, once at a time about each: two look-ups of one identifier could straddle its answer, and it
    /// would be asked about twice.
    fn look_up(&mut self, ids: Vec<Identifier>, priority: Priority, anew: bool) {
        let mut new = Vec::new();
        for id in ids {
            match self.looking.entry(id) {
                Entry::Occupied(mut wish) => {
                    let wish = wish.get_mut();
                    *wish = (wish.0.max(priority), wish.1 | anew);
                }
                Entry::Vacant(entry) => {
                    new.push(entry.key().clone());
                    entry.insert((priority, anew));
                }
            }
        }
        self.at_store += 1;
        let commands = self.commands.clone();
        self.store.look_up_then(new.clone(), unix_now(), move |found| {
            // Nobody listens when the resolver is gone.
            let _ = commands.send(Command::Held { ids: new, found });
        });
    }

    /// What the store holds is reported; what it lacks or holds for too long is to be asked about.
    pub(super) fn held(&mut self, ids: Vec<Identifier>, found: Vec<Found>) {
        let mut held: FxHashMap<Identifier, Found> = found.into_iter().map(|found| (found.id.clone(), found)).collect();
        let mut known = Vec::new();
        for id in ids {
            let found = held.remove(&id);
            // Nobody wants it any longer.
            let Some((priority, anew)) = self.looking.remove(&id) else { continue };
            let due = anew || found.as_ref().is_none_or(|found| found.due);
            let stands = match found {
                Some(Found { knowledge: knowledge @ (Knowledge::Known(_) | Knowledge::Absent(_)), .. }) => {
                    Some(knowledge)
                }
                // What settles nothing, or an old denial, is worth less than asking.
                Some(Found { knowledge, .. }) if !(due && self.online) => Some(knowledge),
                _ if !self.online => Some(Knowledge::Unchecked(Reason::Offline)),
                _ => None,
            };
            if due && self.online {
                // What is known already is refreshed when there is nothing better to do.
                let priority = if stands.is_some() && !anew { Priority::Background } else { priority };
                self.want(id.clone(), priority, anew);
            } else if let Some(knowledge) = &stands {
                self.answer_followers(&id, knowledge);
            }
            known.extend(stands.map(|knowledge| (id, knowledge)));
        }
        if !known.is_empty() {
            (self.report)(Resolved::Answers { stands: known, fresh: Vec::new() });
        }
    }

    fn want(&mut self, id: Identifier, priority: Priority, anew: bool) {
        if self.queue.raise(&id, priority) {
            return;
        }
        match decide(&id, &Evidence::default(), self.enabled, today()) {
            Next::Ask(step) => {
                if self.deadline.is_none() {
                    self.deadline = Some(self.now() + self.resolve.budget);
                    self.halvings = HALVINGS;
                }
                self.total += 1;
                self.queue.add(id, step, priority, anew);
            }
            Next::Done(knowledge) => self.settle(id, knowledge),
            Next::Follow(_) => {}
        }
    }

    /// Takes the next step for one identifier about which something was said.
    pub(super) fn proceed(&mut self, id: Identifier) {
        let (enabled, today) = (self.enabled, today());
        let Some(case) = self.queue.case(&id) else { return };
        match decide(&id, &case.evidence, enabled, today) {
            Next::Ask(_) | Next::Follow(_) if !case.wanted => self.let_go(&id),
            Next::Ask(step) => case.stage = Stage::Waits(step),
            Next::Done(knowledge) => self.settle(id, knowledge),
            Next::Follow(target) if self.queue.leads_back(&id, &target) => {
                let what = "names it as an alias of itself".to_owned();
                self.settle(id, Knowledge::Unchecked(Reason::Undecided { source: Source::DoiOrg, what }));
            }
            Next::Follow(target) => {
                let Some(case) = self.queue.case(&id) else { return };
                case.stage = Stage::Follows(target.clone());
                let (priority, anew) = (case.priority, case.anew);
                if !self.queue.raise(&target, priority) {
                    self.look_up(vec![target], priority, anew);
                }
            }
        }
    }

    /// What nobody wants is not asked about any further.
    pub(super) fn let_go(&mut self, id: &Identifier) {
        self.total -= usize::from(self.queue.end(id));
    }

    /// An identifier is answered, and with it those that stand for it.
    fn settle(&mut self, id: Identifier, knowledge: Knowledge) {
        self.asked += usize::from(self.queue.end(&id));
        self.answer_followers(&id, &knowledge);
        // A work that came under another name than asked for is known by that name too.
        if let Knowledge::Known(known) = &knowledge
            && let (Some(target), Some(view)) = (&known.alias_of, known.view())
            && view.record.id == *target
        {
            let known = Known { alias_of: None, ..(**known).clone() };
            self.settled.push((target.clone(), Knowledge::Known(known.into())));
        }
        self.settled.push((id, knowledge));
    }

    /// What is known of `target` is known of those that stand for it; no alias leads back, so this ends.
    fn answer_followers(&mut self, target: &Identifier, knowledge: &Knowledge) {
        let followers: Vec<_> = self.queue.followers(target).collect();
        for follower in followers {
            self.settle(follower, as_alias(target, knowledge));
        }
    }

    /// The run ends here; what waits is unchecked.
    pub(super) fn give_up(&mut self, reason: &Reason) {
        self.out = JoinSet::new();
        self.again.clear();
        self.throttle.withdrawn();
        for breaker in self.breakers.values_mut() {
            breaker.withdrawn();
        }
        for id in self.queue.end_all() {
            self.asked += 1;
            self.settled.push((id, Knowledge::Unchecked(reason.clone())));
        }
    }

    /// Hands settled answers to the store, which says what stands.
    pub(super) fn flush(&mut self) {
        if self.settled.is_empty() && self.reached.is_empty() {
            return;
        }
        let (settled, reached) = (std::mem::take(&mut self.settled), std::mem::take(&mut self.reached));
        if !settled.is_empty() {
            (self.report)(Resolved::Progress { asked: self.asked, total: self.total });
        }
        self.at_store += 1;
        let commands = self.commands.clone();
        let said = settled.clone();
        self.store.put_then(settled, reached, unix_now(), move |stands| {
            let _ = commands.send(Command::Kept { said, stands });
        });
    }
}

/// What is known of an alias when `knowledge` is known of what it stands for.
fn as_alias(target: &Identifier, knowledge: &Knowledge) -> Knowledge {
    match knowledge {
        Knowledge::Known(known) => {
            Knowledge::Known(Known { alias_of: Some(target.clone()), ..(**known).clone() }.into())
        }
        Knowledge::Absent(_) => Knowledge::Unchecked(Reason::Undecided {
            source: Source::DoiOrg,
            what: "has it as an alias of a DOI that no agency knows".into(),
        }),
        other => other.clone(),
    }
}

fn today() -> Day {
    Day::from_unix(unix_now())
}
