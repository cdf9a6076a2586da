//! What a rule is.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use super::CitedWorks;
use super::acknowledgement::Marks;
use super::manners::{self, Written};
use super::references::{self, Reference};
use crate::bibliography::{Bibliography, Entry, Library};
use crate::config::Config;
use crate::findings::{Finding, Severity};
use crate::lock::Lock;
use crate::record::{Day, Identifier, Records};
use crate::reference::{Candidates, Judgements};
use crate::syntax::{Document, Form, Occurrence};

/// The groups of the contract's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// How identifiers are spelt.
    Identifiers,
    /// Whether they exist.
    Existence,
    /// Whether they name the work that is written beside them.
    Identity,
    /// Whether what is written of a work is as recorded.
    Fields,
    /// Retractions and other notices.
    Integrity,
    /// Citations by key, and where their works are defined.
    Citations,
    /// What a reference list is made of.
    ReferenceList,
    /// Files, configuration, suppression.
    Files,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Identifiers,
        Self::Existence,
        Self::Identity,
        Self::Fields,
        Self::Integrity,
        Self::Citations,
        Self::ReferenceList,
        Self::Files,
    ];

    /// The name in configuration.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Identifiers => "identifiers",
            Self::Existence => "existence",
            Self::Identity => "identity",
            Self::Fields => "fields",
            Self::Integrity => "integrity",
            Self::Citations => "citations",
            Self::ReferenceList => "reference-list",
            Self::Files => "files",
        }
    }
}

/// What a rule must have seen to speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The text alone.
    Text,
    /// The text of the whole manuscript, which may be several files.
    Manuscript,
    /// What is known of the identifier.
    Records,
    /// Every bibliography that the manuscript names.
    Bibliography,
    /// Every manuscript of the project.
    Project,
}

/// Everything a rule may look at.
pub struct Context<'a> {
    /// The manuscript.
    pub document: &'a Document,
    /// What is known.
    pub records: &'a Records,
    /// Its bibliographies.
    pub library: &'a Library,
    /// The settings.
    pub config: &'a Config,
    /// The lock, where one exists.
    pub lock: Option<&'a Lock>,
    /// Whether the lock alone decides (`--locked`): no clock, no ages.
    pub locked: bool,
    /// Today; `None` where there is no clock.
    pub today: Option<Day>,
    /// Identifiers being typed: nothing is said of them.
    pub in_flux: &'a HashSet<Identifier>,
    /// Keys being typed: likewise.
    pub typed: &'a HashSet<String>,
    /// Whether it is one of the files of a manuscript: what judges manuscripts is told of all together.
    pub is_part: bool,
    /// How references were judged before.
    pub judgements: &'a Judgements,
    /// What a search found for references without an identifier.
    pub candidates: &'a Candidates,
    /// See [`works`](Self::works).
    pub works: OnceLock<CitedWorks<'a>>,
    /// See [`references`](Self::references).
    pub references: OnceLock<Vec<Reference<'a>>>,
    /// Where each number is cited in the text, once a rule asked for it.
    pub(crate) marks: OnceLock<Marks>,
    /// See [`manners`](Self::manners).
    pub manners: OnceLock<Vec<Vec<Written>>>,
}

impl<'a> Context<'a> {
    /// The known works that the manuscript cites, collected by the first rule that asks for them.
    pub fn works(&self) -> &CitedWorks<'a> {
        self.works.get_or_init(|| CitedWorks::of(self.document, self.library, self.records, self.in_flux))
    }

    /// The references of the lists in the text, each held against the works that it names, by the first rule that asks for
    /// them.
    pub fn references(&self) -> &[Reference<'a>] {
        self.references.get_or_init(|| references::read(self))
    }

    /// How the references of each list in the text are written, read by the first rule that asks.
    pub fn manners(&self) -> &[Vec<Written>] {
        self.manners.get_or_init(|| manners::read(self))
    }

    /// The entry of a bibliography that an identifier comes from: that which is cited by key, or that which it stands in.
    #[must_use]
    pub fn entry_of(&self, place: &Occurrence) -> Option<(&'a Arc<Bibliography>, &'a Entry)> {
        match (&self.library.own, place.form) {
            (Some(own), _) => Some((own, own.entry_at(place.span.range().start)?)),
            (None, Form::Key) => self.library.get(place.span.of(self.document.text())),
            (None, _) => None,
        }
    }

    /// The identifiers in the text, and those of the works that it cites by key.
    pub fn identifiers(&self) -> impl Iterator<Item = &'a Occurrence> + Clone {
        self.library.identifiers(self.document)
    }
}

/// What the evidence of a rule's certain kind bears: the level the project gives the rule, whatever it is.
pub const ANY_LEVEL: Severity = Severity::Error;

/// A rule: metadata and a pure function.
///
/// A finding carries the gravest severity that its evidence bears: [`ANY_LEVEL`] for the certain kind, less for
/// what is likely, excused or of smaller harm. Afterwards the rule's level is laid on as a ceiling: a finding is
/// reported at the milder of the two.
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// Its group.
    pub group: Group,
    /// Its level where nothing is configured.
    pub severity: Severity,
    /// Its level in profile `submission`, where that is another.
    pub submission: Option<Severity>,
    /// What it must have seen.
    pub needs: Needs,
    /// One line that says what it finds.
    pub summary: &'static str,
    /// Its documentation page (`docs/rules/NAME.md`), with the records of its examples in a comment at the end.
    pub page: &'static str,
    /// Finds.
    pub check: fn(&Context<'_>, &mut Vec<Finding>),
}

impl Rule {
    /// The documentation page for people: without the records of its examples.
    #[must_use]
    pub fn explanation(&self) -> &'static str {
        self.page.split("\n<!-- records").next().unwrap_or_default()
    }
}
