//! What a rule is.

use std::collections::HashSet;

use crate::config::Config;
use crate::findings::{Finding, Severity};
use crate::lock::Lock;
use crate::record::{Day, Identifier, Records};
use crate::syntax::Document;

/// The groups of the contract's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// How identifiers are spelt.
    Identifiers,
    /// Whether they exist.
    Existence,
    /// Retractions and other notices.
    Integrity,
    /// Files, configuration, suppression.
    Files,
}

impl Group {
    /// The name in configuration.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Identifiers => "identifiers",
            Self::Existence => "existence",
            Self::Integrity => "integrity",
            Self::Files => "files",
        }
    }
}

/// What a rule must have seen to speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The text alone.
    Text,
    /// What is known of the identifier.
    Records,
}

/// Everything a rule may look at.
pub struct Context<'a> {
    /// The manuscript.
    pub document: &'a Document,
    /// What is known.
    pub records: &'a Records,
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
}

/// A rule: metadata and a pure function. Findings carry the severity that the evidence bears; the
/// configured severity is laid on afterwards as a ceiling.
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// Its group.
    pub group: Group,
    /// Its severity where nothing is configured.
    pub severity: Severity,
    /// What it must have seen.
    pub needs: Needs,
    /// One line that says what it finds.
    pub summary: &'static str,
    /// Its documentation page (`docs/rules/NAME.md`).
    pub page: &'static str,
    /// Finds.
    pub check: fn(&Context<'_>, &mut Vec<Finding>),
}
