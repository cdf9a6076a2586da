//! The counts of a run, and the line that sums it up.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::bibliography::Library;
use crate::findings::{Finding, Severity};
use crate::record::{Identifier, Knowledge, Known, Reason, Records};
use crate::syntax::{Citation, Document};

/// What is said of keys where there is no bibliography to hold them against.
pub const NO_BIBLIOGRAPHY: &str = "not checked (no bibliography)";

/// The counts of a run. Identifiers are distinct ones over all manuscripts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files read.
    pub files: usize,
    /// Manuscripts.
    pub manuscripts: usize,
    /// Citations by key.
    pub citations: usize,
    /// Those in brackets, in manuscripts for which no bibliography could be read: nothing was held against anything.
    pub unresolved: usize,
    /// Items of reference lists.
    pub references: usize,
    /// Those without an identifier.
    pub no_identifier: usize,
    /// Every identifier, and what is known of it.
    states: FxHashMap<Identifier, State>,
    /// Findings that the project asks to ignore.
    pub ignored: usize,
    /// Findings by severity, mildest first.
    by_severity: [usize; 4],
}

/// From the best to the worst.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Known,
    /// By one registry, while the other one that may know it has not answered.
    Alone,
    Unsupported,
    Absent,
    Unchecked(Reason),
}

impl Summary {
    /// Counts a manuscript of one file, with the works that it cites by key.
    /// `is_heard` tells whether all who may know what an identifier names have answered.
    pub fn add(
        &mut self,
        document: &Document,
        library: &Library,
        records: &Records,
        is_heard: &dyn Fn(&Identifier, &Known) -> bool,
    ) {
        self.files += 1;
        self.manuscripts += 1;
        self.citations += document.citations.iter().filter(|citation| citation.is_of_work()).count();
        if library.is_empty() {
            // Whoever writes `@name` without brackets may greet somebody.
            let is_meant = |citation: &&Citation| citation.is_of_work() && citation.cluster.is_some();
            let is_key = |citation: &&Citation| document.identifier_of(citation).is_none();
            self.unresolved += document.citations.iter().filter(is_meant).filter(is_key).count();
        }
        for id in library.named(document) {
            let state = match records.get(id) {
                Knowledge::Known(known) if !is_heard(id, known) => State::Alone,
                knowledge => State::of(knowledge),
            };
            self.know(id, state);
        }
        for list in &document.lists {
            self.references += list.items.len();
            let named = |item: &&crate::text::Span| {
                let after = document.identifiers.partition_point(|found| found.span.start < item.start);
                document.identifiers.get(after).is_some_and(|found| item.covers(found.span))
            };
            self.no_identifier += list.items.len() - list.items.iter().filter(named).count();
        }
    }

    /// Two projects may know different things of one identifier: the worse is what the run can say of it.
    fn know(&mut self, id: &Identifier, state: State) {
        match self.states.get_mut(id) {
            Some(known) if *known >= state => {}
            Some(known) => *known = state,
            None => drop(self.states.insert(id.clone(), state)),
        }
    }

    /// Adds the counts of other manuscripts.
    pub fn join(&mut self, other: Self) {
        let Self { files, manuscripts, citations, unresolved, references, no_identifier, states, ignored, by_severity } =
            other;
        self.files += files;
        self.manuscripts += manuscripts;
        self.citations += citations;
        self.unresolved += unresolved;
        self.references += references;
        self.no_identifier += no_identifier;
        if self.states.is_empty() {
            self.states = states;
        } else {
            states.iter().for_each(|(id, state)| self.know(id, state.clone()));
        }
        self.ignored += ignored;
        self.by_severity.iter_mut().zip(by_severity).for_each(|(all, more)| *all += more);
    }

    /// Counts findings.
    pub fn count(&mut self, findings: &[Finding], ignored: usize) {
        self.ignored += ignored;
        for finding in findings {
            self.by_severity[finding.severity as usize] += 1;
        }
    }

    /// Findings of one severity.
    #[must_use]
    pub fn of(&self, severity: Severity) -> usize {
        self.by_severity[severity as usize]
    }

    /// Distinct identifiers.
    #[must_use]
    pub fn identifiers(&self) -> usize {
        self.states.len()
    }

    /// Those that an authority knows.
    #[must_use]
    pub fn known(&self) -> usize {
        self.states.values().filter(|state| matches!(state, State::Known | State::Alone)).count()
    }

    /// Those of them that one registry knows while the other one has not answered: no field is held against its record.
    #[must_use]
    pub fn alone(&self) -> usize {
        self.states.values().filter(|state| **state == State::Alone).count()
    }

    /// Those that every authority denies.
    #[must_use]
    pub fn absent(&self) -> usize {
        self.states.values().filter(|state| **state == State::Absent).count()
    }

    /// Those of a kind that no source knows.
    #[must_use]
    pub fn unsupported(&self) -> usize {
        self.states.values().filter(|state| **state == State::Unsupported).count()
    }

    /// Why identifiers are unchecked, and how many for each reason.
    #[must_use]
    pub fn unchecked_because(&self) -> BTreeMap<&Reason, usize> {
        let mut reasons = BTreeMap::new();
        for state in self.states.values() {
            if let State::Unchecked(reason) = state {
                *reasons.entry(reason).or_default() += 1;
            }
        }
        reasons
    }

    /// How many are unchecked.
    #[must_use]
    pub fn unchecked(&self) -> usize {
        self.unchecked_because().values().sum()
    }

    /// The line that sums a run up. What was not checked is always in it.
    #[must_use]
    pub fn line(&self) -> String {
        let mut parts = Vec::new();
        if self.references > 0 {
            parts.push(counted(self.references, "reference"));
        }
        if self.no_identifier > 0 {
            parts.push(format!("{} without an identifier", self.no_identifier));
        }
        parts.push(counted(self.identifiers(), "identifier"));
        if self.identifiers() > 0 {
            parts.push(format!("{} checked", self.known() + self.absent()));
        }
        if self.alone() > 0 {
            parts.push(format!("{} not compared (only one of Crossref and PubMed has answered)", self.alone()));
        }
        if self.unsupported() > 0 {
            parts.push(format!("{} not looked up (nobody to ask)", self.unsupported()));
        }
        let because = self.unchecked_because();
        if !because.is_empty() {
            let reasons: Vec<String> = because.keys().map(ToString::to_string).collect();
            parts.push(format!("{} not checked ({})", self.unchecked(), reasons.join("; ")));
        }
        if self.unresolved > 0 {
            let citations = counted(self.unresolved, "citation");
            parts.push(format!("{citations} by key {NO_BIBLIOGRAPHY}"));
        }
        if self.ignored > 0 {
            parts.push(format!("{} ignored", self.ignored));
        }
        parts.push(self.findings_line());
        parts.join(" · ")
    }

    fn findings_line(&self) -> String {
        let graver_first = Severity::ALL.into_iter().rev().filter(|severity| self.of(*severity) > 0);
        let counts: Vec<String> = graver_first.map(|severity| counted(self.of(severity), severity.key())).collect();
        if counts.is_empty() { "no findings".into() } else { counts.join(", ") }
    }
}

impl State {
    fn of(knowledge: &Knowledge) -> Self {
        match knowledge {
            Knowledge::Known(_) => Self::Known,
            Knowledge::Absent(_) => Self::Absent,
            Knowledge::Unchecked(reason) => Self::Unchecked(reason.clone()),
            Knowledge::Unsupported => Self::Unsupported,
        }
    }
}

/// "1 error", "2 errors"; "info" has no plural.
fn counted(count: usize, word: &str) -> String {
    let plural = if count == 1 || word == "info" { "" } else { "s" };
    format!("{count} {word}{plural}")
}
