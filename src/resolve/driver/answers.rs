//! Identifiers: wanting them, taking the next step for them, and answering for them.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;
use tokio::task::JoinSet;

use super::requests::HALVINGS;
use super::{Command, Driver};
use crate::record::{Day, Identifier, IdentifierKind, Knowledge, Known, Reason, Source};
use crate::resolve::due::before;
use crate::resolve::holdings::Holdings;
use crate::resolve::plan::{Before, Evidence, Next, decide, is_to_ask, other_names};
use crate::resolve::queue::{Case, Priority, Stage};
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
            let before = found.as_ref().filter(|_| !anew).map_or_else(Before::default, before);
            let due = self.online && is_to_ask(&id, &self.evidence(&before));
            let stands = match found {
                Some(Found { knowledge: knowledge @ (Knowledge::Known(_) | Knowledge::Absent(_)), .. }) => {
                    Some(knowledge)
                }
                // What settles nothing, or an old denial, is worth less than asking.
                Some(Found { knowledge, .. }) if !due => Some(knowledge),
                _ if !self.online => Some(Knowledge::Unchecked(Reason::Offline)),
                _ => None,
            };
            let further = !before.due;
            if due {
                // What is known already is refreshed when there is nothing better to do.
                let priority = if stands.is_some() && !anew { Priority::Background } else { priority };
                self.want(id.clone(), before, priority, anew);
            }
            if let Some(knowledge) = stands.as_ref().filter(|_| further || !due) {
                self.answer_followers(&id, knowledge, !due);
            }
            known.extend(stands.map(|knowledge| (id, knowledge)));
        }
        if !known.is_empty() {
            (self.report)(Resolved::Answers { stands: known, fresh: Vec::new() });
        }
    }

    pub(super) fn evidence<'a>(&'a self, before: &'a Before) -> Evidence<'a> {
        Evidence { ledger: &self.ledger, before, enabled: &self.enabled, today: today() }
    }

    fn want(&mut self, id: Identifier, before: Before, priority: Priority, anew: bool) {
        if self.queue.raise(&id, priority) {
            return;
        }
        if self.deadline.is_none() {
            self.deadline = Some(self.now() + self.resolve.budget);
            self.halvings = HALVINGS;
        }
        self.total += 1;
        // What failed may do better now; whether it is tried is the circuit breaker's matter.
        self.ledger.forget(&id, anew);
        self.queue.add(id.clone(), before, priority, anew);
        self.proceed(id);
    }

    /// Takes the next step for one identifier about which something was said.
    pub(super) fn proceed(&mut self, id: Identifier) {
        let Some(case) = self.queue.case(&id) else { return };
        let Case { before, priority, anew, wanted, .. } = case.clone();
        match decide(&id, &self.evidence(&before)) {
            Next::Ask(_) | Next::Follow(_) if !wanted => self.let_go(&id),
            Next::AskFurther { first, .. } if !wanted => self.settle(id, first),
            Next::Ask(asks) => self.queue.ask(&id, asks, priority),
            Next::AskFurther { first, asks } => {
                if !before.due {
                    // The store holds it, and has said so.
                    if let Some(case) = self.queue.case(&id) {
                        case.told = Some(first);
                    }
                } else {
                    self.tell(&id, first);
                }
                self.queue.ask(&id, asks, Priority::Background);
            }
            Next::Done(knowledge) => self.settle(id, knowledge),
            Next::Follow(target) if self.queue.leads_back(&id, &target) => {
                let what = "names it as an alias of itself".to_owned();
                self.settle(id, Knowledge::Unchecked(Reason::Undecided { source: Source::DoiOrg, what }));
            }
            Next::Follow(target) => {
                let Some(case) = self.queue.case(&id) else { return };
                case.stage = Stage::Follows(target.clone());
                if !self.queue.raise(&target, priority) {
                    self.look_up(vec![target], priority, anew);
                }
            }
        }
    }

    /// What nobody wants is not asked about any further.
    pub(super) fn let_go(&mut self, id: &Identifier) {
        self.total -= usize::from(self.queue.end(id));
        self.holdings.ended(id);
    }

    /// An identifier is answered by a first source, and with it those that stand for it; more may come.
    fn tell(&mut self, id: &Identifier, knowledge: Knowledge) {
        let Some(case) = self.queue.case(id) else { return };
        if case.told.as_ref() == Some(&knowledge) {
            return;
        }
        case.told = Some(knowledge.clone());
        self.answer_followers(id, &knowledge, false);
        self.keep(id.clone(), knowledge);
    }

    /// An identifier is answered, and with it those that stand for it.
    fn settle(&mut self, id: Identifier, knowledge: Knowledge) {
        let told = self.queue.case(&id).and_then(|case| case.told.take());
        self.asked += usize::from(self.queue.end(&id));
        self.holdings.ended(&id);
        self.answer_followers(&id, &knowledge, true);
        if told.as_ref() != Some(&knowledge) {
            self.keep(id, knowledge);
        }
    }

    /// What was said goes to the store: a work is known under all its names.
    fn keep(&mut self, id: Identifier, knowledge: Knowledge) {
        if let Knowledge::Known(known) = &knowledge {
            for name in other_names(&id, known) {
                let agency = known.agency.clone().filter(|_| name.kind() == id.kind());
                let agency = agency.or_else(|| (name.kind() == IdentifierKind::Doi).then(|| "Crossref".to_owned()));
                let known = Known { agency, alias_of: None, ..(**known).clone() };
                self.settled.push((name.clone(), Knowledge::Known(known.into())));
            }
        }
        self.settled.push((id, knowledge));
    }

    /// What is known of `target` is known of those that stand for it; `last`: no more comes. No alias leads back, so this
    /// ends.
    pub(super) fn answer_followers(&mut self, target: &Identifier, knowledge: &Knowledge, last: bool) {
        let followers: Vec<_> = self.queue.followers(target).collect();
        for follower in followers {
            let knowledge = as_alias(target, knowledge);
            if last {
                self.settle(follower, knowledge);
            } else {
                self.tell(&follower, knowledge);
            }
        }
    }

    /// The run ends here; what waits is unchecked.
    pub(super) fn give_up(&mut self, reason: &Reason) {
        self.out = JoinSet::new();
        self.run += 1;
        self.holdings = Holdings::default();
        self.elsewhere.clear();
        self.store.withdraw(self.holder.clone());
        self.again.clear();
        self.throttle.withdrawn();
        for breaker in self.breakers.values_mut() {
            breaker.withdrawn();
        }
        for (id, case) in self.queue.end_all() {
            self.asked += 1;
            // What a first source said stands without the second.
            if case.told.is_none() {
                self.settled.push((id, Knowledge::Unchecked(reason.clone())));
            }
        }
    }

    /// Hands settled answers to the store, which says what stands.
    pub(super) fn flush(&mut self) {
        if !self.settled.is_empty() || !self.reached.is_empty() {
            self.put();
        }
        // Behind what was put in: whoever waits for a lease to end finds the answer.
        let free = self.holdings.take_free();
        if !free.is_empty() {
            self.store.release(self.holder.clone(), free);
        }
    }

    fn put(&mut self) {
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
