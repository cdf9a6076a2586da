//! What is known when a decision is due.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::record::{Day, Identifier, Known, Record, Source, View};
use crate::resolve::question::{Answer, Inquiry, Question};

/// What a source said to one question about one identifier: an answer, or how it failed, as the end of a sentence that
/// begins with the source's name.
pub(in crate::resolve) type Said = Result<Answer, String>;

/// Everything said in this run.
#[derive(Clone, Debug, Default)]
pub(in crate::resolve) struct Ledger {
    said: FxHashMap<Inquiry, Said>,
}

impl Ledger {
    /// Takes in what was said.
    pub(in crate::resolve) fn write(&mut self, question: Question, subject: Identifier, said: Said) {
        self.said.insert((question, subject), said);
    }

    /// Forgets failures to say something of it; `all`: answers too.
    pub(in crate::resolve) fn forget(&mut self, subject: &Identifier, all: bool) {
        for question in Question::ALL {
            let inquiry = (question, subject.clone());
            if self.said.get(&inquiry).is_some_and(|said| all || said.is_err()) {
                self.said.remove(&inquiry);
            }
        }
    }

    /// Forgets all.
    pub(in crate::resolve) fn clear(&mut self) {
        self.said.clear();
    }
}

/// What was known of an identifier when it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::resolve) struct Before {
    /// What the store holds.
    pub known: Option<Arc<Known>>,
    /// Sources whose word – a record with its notices, or that they have none – is young.
    pub young: Vec<Source>,
    /// Whether the first answer is to be asked for; else it stands.
    pub due: bool,
}

impl Default for Before {
    fn default() -> Self {
        Self { known: None, young: Vec::new(), due: true }
    }
}

/// Who may be asked.
pub(in crate::resolve) type Enabled = BTreeSet<Source>;

/// What is known when a decision is due.
#[derive(Clone, Copy, Debug)]
pub(in crate::resolve) struct Evidence<'a> {
    /// What was said in this run.
    pub ledger: &'a Ledger,
    /// What was known before.
    pub before: &'a Before,
    /// Who may be asked.
    pub enabled: &'a Enabled,
    /// The day of the answers.
    pub today: Day,
}

impl<'a> Evidence<'a> {
    /// What was said to a question; `None`: it was not asked.
    pub(super) fn said(&self, question: Question, subject: &Identifier) -> Option<&'a Said> {
        // The key is cheap to clone.
        self.ledger.said.get(&(question, subject.clone()))
    }

    /// The record that was said.
    pub(super) fn record(&self, question: Question, subject: &Identifier) -> Option<&'a Arc<Record>> {
        match self.said(question, subject) {
            Some(Ok(Answer::Record(record))) => Some(record),
            _ => None,
        }
    }

    /// How a question failed.
    pub(super) fn failure(&self, question: Question, subject: &Identifier) -> Option<&'a str> {
        match self.said(question, subject) {
            Some(Err(what)) => Some(what),
            _ => None,
        }
    }

    /// A view of before that need not be asked for again.
    pub(super) fn young_view(&self, source: Source) -> Option<View> {
        let known = self.before.known.as_ref().filter(|_| self.before.young.contains(&source))?;
        known.views.iter().find(|view| view.source == source).cloned()
    }

    /// Whether the source said lately that it has none.
    pub(super) fn lately_lacked(&self, source: Source) -> bool {
        self.before.young.contains(&source) && self.young_view(source).is_none()
    }

    /// Whether a source may be asked.
    pub(super) fn may_ask(&self, source: Source) -> bool {
        self.enabled.contains(&source)
    }

    /// What was known before, where it stands.
    pub(super) fn standing(&self) -> Option<&'a Arc<Known>> {
        self.before.known.as_ref().filter(|_| !self.before.due)
    }
}
