//! What waits to be asked, by urgency. Every identifier is in it once, however often it is wanted.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::plan::{Evidence, Step};
use crate::record::Identifier;

/// How soon an answer is wanted; the later, the sooner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Priority {
    /// Some time: a refresh, a file that nobody looks at.
    Background,
    /// It is cited in an open document, or the command line waits for it.
    Open,
    /// Somebody looks at it.
    Visible,
}

/// Where an identifier stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It waits for this question to be asked.
    Waits(Step),
    /// The question is out, or waits to be repeated.
    Out(Step),
    /// It stands for this other one, which is being learned about.
    Follows(Identifier),
}

/// One identifier that somebody wants to know about.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// What was said so far.
    pub evidence: Evidence,
    /// Where it stands.
    pub stage: Stage,
    /// How soon it is wanted.
    pub priority: Priority,
    /// Whether the store's answer does not count.
    pub anew: bool,
    /// Whether it is still wanted; what is not is asked no further question.
    pub wanted: bool,
    /// When it came, counted in arrivals.
    arrival: u64,
}

/// The cases of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    cases: FxHashMap<Identifier, Case>,
    arrivals: u64,
}

impl Queue {
    /// Raises the priority of a case, which is wanted from now on; whether there is one.
    pub(super) fn raise(&mut self, id: &Identifier, priority: Priority) -> bool {
        let Some(case) = self.cases.get_mut(id) else { return false };
        case.priority = case.priority.max(priority);
        case.wanted = true;
        true
    }

    /// Adds a case whose first question is `step`.
    pub(super) fn add(&mut self, id: Identifier, step: Step, priority: Priority, anew: bool) {
        self.arrivals += 1;
        let stage = Stage::Waits(step);
        let case = Case { evidence: Evidence::default(), stage, priority, anew, wanted: true, arrival: self.arrivals };
        self.cases.insert(id, case);
    }

    /// A case, to learn something about it.
    pub(super) fn case(&mut self, id: &Identifier) -> Option<&mut Case> {
        self.cases.get_mut(id)
    }

    /// Ends a case; whether there was one.
    pub(super) fn end(&mut self, id: &Identifier) -> bool {
        self.cases.remove(id).is_some()
    }

    /// Ends all cases; returns what they were about, first come first.
    pub(super) fn end_all(&mut self) -> Vec<Identifier> {
        let mut ended: Vec<_> = self.cases.drain().collect();
        ended.sort_by_key(|(_, case)| case.arrival);
        ended.into_iter().map(|(id, _)| id).collect()
    }

    /// Nobody wants a case any longer: it ends, unless its question is out; then the answer is still taken in. Returns
    /// whether it ended.
    pub(super) fn cancel(&mut self, id: &Identifier) -> bool {
        match self.cases.get_mut(id) {
            Some(case @ Case { stage: Stage::Out(_), .. }) => {
                case.wanted = false;
                false
            }
            Some(_) => self.end(id),
            None => false,
        }
    }

    /// Whether there is a case that is wanted.
    pub(super) fn wants(&self, id: &Identifier) -> bool {
        self.cases.get(id).is_some_and(|case| case.wanted)
    }

    /// Whether a case stands for another.
    pub(super) fn follows(&self, id: &Identifier) -> bool {
        matches!(self.cases.get(id), Some(Case { stage: Stage::Follows(_), .. }))
    }

    /// Those that stand for `id` and wait for it.
    pub(super) fn followers<'q>(&'q self, id: &'q Identifier) -> impl Iterator<Item = Identifier> + 'q {
        let follows = move |case: &Case| matches!(&case.stage, Stage::Follows(target) if target == id);
        self.cases.iter().filter(move |(_, case)| follows(case)).map(|(follower, _)| follower.clone())
    }

    /// Whether following `target` would lead back to `id`.
    pub(super) fn leads_back(&self, id: &Identifier, target: &Identifier) -> bool {
        let mut at = target;
        for _ in 0..=self.cases.len() {
            if at == id {
                return true;
            }
            match self.cases.get(at) {
                Some(Case { stage: Stage::Follows(next), .. }) => at = next,
                _ => return false,
            }
        }
        true
    }

    /// The most urgent of those that wait for `step`, at most `most`, to be asked together. They are out now.
    ///
    /// What Crossref lacks is gathered until Crossref was asked about everything, so that it is one question and not
    /// ten; unless there is a full list of it, or somebody looks at one.
    pub(super) fn take(&mut self, step: Step, most: usize) -> Vec<Identifier> {
        let mut waiting: Vec<(Reverse<Priority>, u64, Identifier)> = Vec::new();
        let mut lists = false;
        for (id, case) in &self.cases {
            match case.stage {
                Stage::Waits(waits) if waits == step => {
                    waiting.push((Reverse(case.priority), case.arrival, id.clone()));
                }
                Stage::Waits(Step::List) | Stage::Out(Step::List) => lists = true,
                _ => {}
            }
        }
        let urgent = waiting.iter().any(|(priority, ..)| priority.0 == Priority::Visible);
        if step == Step::Agency && lists && !urgent && waiting.len() < most {
            return Vec::new();
        }
        waiting.sort_unstable();
        waiting.truncate(most);
        waiting.into_iter().map(|(.., id)| id).collect()
    }

    /// The question `step` about these is out.
    pub(super) fn out(&mut self, step: Step, ids: &[Identifier]) {
        for id in ids {
            if let Some(case) = self.cases.get_mut(id) {
                case.stage = Stage::Out(step);
            }
        }
    }

    /// All that wait for `step`, in order.
    pub(super) fn take_all(&self, step: Step) -> Vec<Identifier> {
        let waits = |case: &Case| case.stage == Stage::Waits(step);
        let mut waiting: Vec<_> = self.cases.iter().filter(|(_, case)| waits(case)).collect();
        waiting.sort_unstable_by_key(|(_, case)| case.arrival);
        waiting.into_iter().map(|(id, _)| id.clone()).collect()
    }

    /// Whether nothing is wanted.
    pub(super) fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> Identifier {
        Identifier::from_doi(&format!("10.1000/{number}"))
    }

    #[test]
    fn the_urgent_first_then_in_order() {
        let mut queue = Queue::default();
        for number in 0..4 {
            queue.add(id(number), Step::List, Priority::Background, false);
        }
        queue.add(id(9), Step::List, Priority::Open, false);
        assert!(queue.raise(&id(3), Priority::Visible));
        assert_eq!(queue.take(Step::List, 4), [id(3), id(9), id(0), id(1)]);
        queue.out(Step::List, &[id(3), id(9), id(0), id(1)]);
        assert_eq!(queue.take(Step::List, 4), [id(2)]);
        assert!(!queue.raise(&id(77), Priority::Visible));
    }

    #[test]
    fn what_is_cancelled_ends_at_once_or_with_its_answer() {
        let mut queue = Queue::default();
        for number in 1..=3 {
            queue.add(id(number), Step::List, Priority::Open, false);
        }
        queue.out(Step::List, &[id(1)]);
        queue.case(&id(3)).expect("a case").stage = Stage::Follows(id(1));
        assert!(!queue.cancel(&id(1)));
        assert!(queue.case(&id(1)).is_some() && !queue.wants(&id(1)));
        assert!(queue.cancel(&id(2)) && queue.cancel(&id(3)));
        assert!(queue.case(&id(2)).is_none() && queue.case(&id(3)).is_none());
        assert!(queue.raise(&id(1), Priority::Open) && queue.wants(&id(1)), "wanted again");
    }

    #[test]
    fn what_crossref_lacks_is_gathered() {
        let mut queue = Queue::default();
        queue.add(id(1), Step::Agency, Priority::Open, false);
        queue.add(id(2), Step::List, Priority::Open, false);
        assert_eq!(queue.take(Step::Agency, 50), []);
        assert_eq!(queue.take(Step::Agency, 1), [id(1)], "a full list");
        queue.raise(&id(1), Priority::Visible);
        assert_eq!(queue.take(Step::Agency, 50), [id(1)], "somebody looks at it");
        queue.end(&id(2));
        queue.add(id(3), Step::Agency, Priority::Background, false);
        assert_eq!(queue.take(Step::Agency, 50), [id(1), id(3)]);
    }

    #[test]
    fn aliases_do_not_chase_each_other() {
        let mut queue = Queue::default();
        for number in 1..=3 {
            queue.add(id(number), Step::Handle, Priority::Open, false);
        }
        queue.case(&id(1)).expect("a case").stage = Stage::Follows(id(2));
        queue.case(&id(2)).expect("a case").stage = Stage::Follows(id(3));
        assert!(queue.leads_back(&id(3), &id(1)));
        assert!(queue.leads_back(&id(3), &id(3)));
        assert!(!queue.leads_back(&id(3), &id(4)));
        assert_eq!(queue.followers(&id(2)).collect::<Vec<_>>(), [id(1)]);
    }
}
