//! What waits to be asked, by urgency. Every identifier is in it once, however often it is wanted, and every question
//! about an identifier once, however many want its answer.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::plan::Before;
use super::question::{Inquiry, Question};
use crate::record::{Identifier, Knowledge};

/// How soon an answer is wanted; the later, the sooner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Priority {
    /// Some time: a refresh, a second source, a file that nobody looks at.
    Background,
    /// It is cited in an open document, or the command line waits for it.
    Open,
    /// Somebody looks at it.
    Visible,
}

/// Where an identifier stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It needs the answers to these.
    Asks(Vec<Inquiry>),
    /// It stands for this other one, which is being learned about.
    Follows(Identifier),
}

/// One identifier that somebody wants to know about.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// What was known of it when it came.
    pub before: Before,
    /// Where it stands.
    pub stage: Stage,
    /// How soon it is wanted.
    pub priority: Priority,
    /// Whether the store's answer does not count.
    pub anew: bool,
    /// Whether it is still wanted; what is not is asked no further question.
    pub wanted: bool,
    /// The first source's answer, once it was told; what is asked further adds to it.
    pub told: Option<Knowledge>,
    /// When it came, counted in arrivals.
    arrival: u64,
}

/// A question about an identifier that waits or is out.
#[derive(Clone, Debug)]
struct Open {
    /// Who needs the answer.
    by: FxHashSet<Identifier>,
    priority: Priority,
    arrival: u64,
    out: bool,
}

/// The cases of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    cases: FxHashMap<Identifier, Case>,
    open: BTreeMap<Question, FxHashMap<Identifier, Open>>,
    arrivals: u64,
}

impl Queue {
    /// Raises the priority of a case, which is wanted from now on; whether there is one.
    pub(super) fn raise(&mut self, id: &Identifier, priority: Priority) -> bool {
        let Some(case) = self.cases.get_mut(id) else { return false };
        case.priority = case.priority.max(priority);
        case.wanted = true;
        if let (Stage::Asks(asks), None) = (&case.stage, &case.told) {
            for (question, subject) in asks {
                if let Some(open) = self.open.get_mut(question).and_then(|open| open.get_mut(subject)) {
                    open.priority = open.priority.max(priority);
                }
            }
        }
        true
    }

    /// Adds a case about which nothing was asked yet.
    pub(super) fn add(&mut self, id: Identifier, before: Before, priority: Priority, anew: bool) {
        self.arrivals += 1;
        let (stage, arrival) = (Stage::Asks(Vec::new()), self.arrivals);
        self.cases.insert(id, Case { before, stage, priority, anew, wanted: true, told: None, arrival });
    }

    /// A case.
    pub(super) fn case(&mut self, id: &Identifier) -> Option<&mut Case> {
        self.cases.get_mut(id)
    }

    /// The case needs the answers to these before it goes on.
    pub(super) fn ask(&mut self, id: &Identifier, asks: Vec<Inquiry>, priority: Priority) {
        let Some(case) = self.cases.get_mut(id) else { return };
        for (question, subject) in &asks {
            let open = self.open.entry(*question).or_default().entry(subject.clone()).or_insert_with(|| {
                self.arrivals += 1;
                Open { by: FxHashSet::default(), priority, arrival: self.arrivals, out: false }
            });
            open.priority = open.priority.max(priority);
            open.by.insert(id.clone());
        }
        case.stage = Stage::Asks(asks);
    }

    /// A question about `subject` has an answer or will have none: the cases that need it, first come first.
    pub(super) fn answered(&mut self, question: Question, subject: &Identifier) -> Vec<Identifier> {
        let open = self.open.get_mut(&question).and_then(|open| open.remove(subject));
        let by = open.map(|open| open.by).unwrap_or_default();
        let mut by: Vec<_> = by.into_iter().filter_map(|id| Some((self.cases.get(&id)?.arrival, id))).collect();
        by.sort_unstable();
        by.into_iter().map(|(_, id)| id).collect()
    }

    /// Ends a case; whether there was one. What only it needed is not asked.
    pub(super) fn end(&mut self, id: &Identifier) -> bool {
        let Some(case) = self.cases.remove(id) else { return false };
        if let Stage::Asks(asks) = case.stage {
            for (question, subject) in asks {
                let Some(open) = self.open.get_mut(&question) else { continue };
                let idle = open.get_mut(&subject).is_some_and(|open| {
                    open.by.remove(id);
                    open.by.is_empty() && !open.out
                });
                if idle {
                    open.remove(&subject);
                }
            }
        }
        true
    }

    /// Ends all cases; returns them, first come first.
    pub(super) fn end_all(&mut self) -> Vec<(Identifier, Case)> {
        self.open.clear();
        let mut ended: Vec<_> = self.cases.drain().collect();
        ended.sort_by_key(|(_, case)| case.arrival);
        ended
    }

    /// Nobody wants a case any longer: it ends, unless its question is out; then the answer is still taken in. Returns
    /// whether it ended.
    pub(super) fn cancel(&mut self, id: &Identifier) -> bool {
        let Some(case) = self.cases.get(id) else { return false };
        let out = match &case.stage {
            Stage::Asks(asks) => asks.iter().any(|inquiry| self.is_out(inquiry)),
            Stage::Follows(_) => false,
        };
        if let Some(case) = self.cases.get_mut(id).filter(|_| out) {
            case.wanted = false;
            return false;
        }
        self.end(id)
    }

    fn is_out(&self, (question, subject): &Inquiry) -> bool {
        self.open.get(question).and_then(|open| open.get(subject)).is_some_and(|open| open.out)
    }

    /// Whether somebody wants the answer to a question about `subject`.
    pub(super) fn wants(&self, question: Question, subject: &Identifier) -> bool {
        let open = self.open.get(&question).and_then(|open| open.get(subject));
        open.is_some_and(|open| open.by.iter().any(|id| self.cases.get(id).is_some_and(|case| case.wanted)))
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

    /// The most urgent of those that wait for `question`, at most `most`, to be asked together.
    ///
    /// What is behind other questions is gathered until they are answered, so that it is one request and not ten;
    /// unless there is a full one of it, or somebody looks at one. What is `elsewhere` is not waited for: two processes
    /// that each gather behind what the other asks would wait for ever.
    pub(super) fn take(
        &self,
        question: Question,
        most: usize,
        elsewhere: impl Fn(Question, &Identifier) -> bool,
    ) -> Vec<Identifier> {
        let mut waiting: Vec<(Reverse<Priority>, u64, &Identifier)> = self
            .open
            .get(&question)
            .into_iter()
            .flatten()
            .filter(|(_, open)| !open.out)
            .map(|(id, open)| (Reverse(open.priority), open.arrival, id))
            .collect();
        let most_urgent = waiting.iter().map(|(priority, ..)| priority.0).max();
        let service = question.service();
        let behind = match most_urgent {
            None => return Vec::new(),
            Some(Priority::Visible) => [&[][..], &[]],
            Some(Priority::Open) => [service.behind, &[]],
            Some(Priority::Background) => [service.behind, service.idly_behind],
        };
        let is_here = |other: &Question| {
            let open = self.open.get(other).into_iter().flatten();
            open.into_iter().any(|(id, _)| !elsewhere(*other, id))
        };
        let held_up = behind.into_iter().flatten().any(is_here);
        if held_up && waiting.len() < most {
            return Vec::new();
        }
        waiting.sort_unstable();
        waiting.truncate(most);
        waiting.into_iter().map(|(.., id)| id.clone()).collect()
    }

    /// The question about these is out.
    pub(super) fn out(&mut self, question: Question, subjects: &[Identifier]) {
        for subject in subjects {
            if let Some(open) = self.open.get_mut(&question).and_then(|open| open.get_mut(subject)) {
                open.out = true;
            }
        }
    }

    /// The question about these is not out after all.
    pub(super) fn back(&mut self, question: Question, subjects: &[Identifier]) {
        for subject in subjects {
            if let Some(open) = self.open.get_mut(&question).and_then(|open| open.get_mut(subject)) {
                open.out = false;
            }
        }
    }

    /// The cases that need the answer to a question about `subject`.
    pub(super) fn needing(&self, question: Question, subject: &Identifier) -> Vec<Identifier> {
        let open = self.open.get(&question).and_then(|open| open.get(subject));
        open.map(|open| open.by.iter().cloned().collect()).unwrap_or_default()
    }

    /// Whether some case that needs the answer does without what the store holds.
    pub(super) fn is_anew(&self, question: Question, subject: &Identifier) -> bool {
        self.needing(question, subject).iter().any(|id| self.cases.get(id).is_some_and(|case| case.anew))
    }

    /// Whether a case came without anything known of it that counts.
    pub(super) fn is_new(&self, id: &Identifier) -> bool {
        self.cases.get(id).is_some_and(|case| case.before.due && case.told.is_none())
    }

    /// All that wait for `question`, in order.
    pub(super) fn take_all(&self, question: Question) -> Vec<Identifier> {
        let mut waiting: Vec<_> =
            self.open.get(&question).into_iter().flatten().filter(|(_, open)| !open.out).collect();
        waiting.sort_unstable_by_key(|(_, open)| open.arrival);
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

    fn take(queue: &Queue, question: Question, most: usize) -> Vec<Identifier> {
        queue.take(question, most, |_, _| false)
    }

    fn add(queue: &mut Queue, number: usize, question: Question, priority: Priority) {
        queue.add(id(number), Before::default(), priority, false);
        queue.ask(&id(number), vec![(question, id(number))], priority);
    }

    #[test]
    fn the_urgent_first_then_in_order() {
        let mut queue = Queue::default();
        for number in 0..4 {
            add(&mut queue, number, Question::CrossrefList, Priority::Background);
        }
        add(&mut queue, 9, Question::CrossrefList, Priority::Open);
        assert!(queue.raise(&id(3), Priority::Visible));
        assert_eq!(take(&queue, Question::CrossrefList, 4), [id(3), id(9), id(0), id(1)]);
        queue.out(Question::CrossrefList, &[id(3), id(9), id(0), id(1)]);
        assert_eq!(take(&queue, Question::CrossrefList, 4), [id(2)]);
        assert!(!queue.raise(&id(77), Priority::Visible));
    }

    #[test]
    fn what_is_cancelled_ends_at_once_or_with_its_answer() {
        let mut queue = Queue::default();
        for number in 1..=3 {
            add(&mut queue, number, Question::CrossrefList, Priority::Open);
        }
        queue.out(Question::CrossrefList, &[id(1)]);
        queue.case(&id(3)).expect("a case").stage = Stage::Follows(id(1));
        assert!(!queue.cancel(&id(1)));
        assert!(queue.case(&id(1)).is_some() && !queue.wants(Question::CrossrefList, &id(1)));
        assert!(queue.cancel(&id(2)) && queue.cancel(&id(3)));
        assert!(queue.case(&id(2)).is_none() && queue.case(&id(3)).is_none());
        assert!(queue.raise(&id(1), Priority::Open) && queue.wants(Question::CrossrefList, &id(1)), "wanted again");
    }

    #[test]
    fn what_two_need_is_asked_once() {
        let mut queue = Queue::default();
        add(&mut queue, 1, Question::CrossrefList, Priority::Open);
        queue.add(id(2), Before::default(), Priority::Open, false);
        queue.ask(&id(2), vec![(Question::CrossrefList, id(1))], Priority::Background);
        assert_eq!(take(&queue, Question::CrossrefList, 50), [id(1)]);
        assert!(queue.cancel(&id(1)));
        assert_eq!(take(&queue, Question::CrossrefList, 50), [id(1)], "the other still needs it");
        assert_eq!(queue.answered(Question::CrossrefList, &id(1)), [id(2)]);
        assert_eq!(take(&queue, Question::CrossrefList, 50), []);
    }

    #[test]
    fn what_others_ask_holds_nothing_up() {
        let mut queue = Queue::default();
        add(&mut queue, 1, Question::CrossrefList, Priority::Open);
        add(&mut queue, 2, Question::DoiAgency, Priority::Open);
        queue.out(Question::CrossrefList, &[id(1)]);
        assert_eq!(take(&queue, Question::DoiAgency, 50), []);
        let elsewhere = |question, subject: &Identifier| question == Question::CrossrefList && *subject == id(1);
        assert_eq!(queue.take(Question::DoiAgency, 50, elsewhere), [id(2)]);
    }

    #[test]
    fn what_crossref_lacks_is_gathered() {
        let mut queue = Queue::default();
        add(&mut queue, 1, Question::DoiAgency, Priority::Open);
        add(&mut queue, 2, Question::CrossrefList, Priority::Open);
        assert_eq!(take(&queue, Question::DoiAgency, 50), []);
        assert_eq!(take(&queue, Question::DoiAgency, 1), [id(1)], "a full list");
        queue.raise(&id(1), Priority::Visible);
        assert_eq!(take(&queue, Question::DoiAgency, 50), [id(1)], "somebody looks at it");
        queue.end(&id(2));
        add(&mut queue, 3, Question::DoiAgency, Priority::Background);
        assert_eq!(take(&queue, Question::DoiAgency, 50), [id(1), id(3)]);
    }

    #[test]
    fn what_waits_behind_another_question_is_not_waited_for_in_turn() {
        // Otherwise nothing would ever be asked.
        for question in Question::ALL {
            let mut reached: Vec<Question> = vec![question];
            let mut at = 0;
            while let Some(next) = reached.get(at) {
                let service = next.service();
                for behind in service.behind.iter().chain(service.idly_behind) {
                    assert_ne!(*behind, question);
                    if !reached.contains(behind) {
                        reached.push(*behind);
                    }
                }
                at += 1;
            }
        }
    }

    #[test]
    fn aliases_do_not_chase_each_other() {
        let mut queue = Queue::default();
        for number in 1..=3 {
            add(&mut queue, number, Question::DoiHandle, Priority::Open);
        }
        queue.case(&id(1)).expect("a case").stage = Stage::Follows(id(2));
        queue.case(&id(2)).expect("a case").stage = Stage::Follows(id(3));
        assert!(queue.leads_back(&id(3), &id(1)));
        assert!(queue.leads_back(&id(3), &id(3)));
        assert!(!queue.leads_back(&id(3), &id(4)));
        assert_eq!(queue.followers(&id(2)).collect::<Vec<_>>(), [id(1)]);
    }
}
