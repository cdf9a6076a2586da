//! One finding, with its evidence and remedies.

use std::sync::Arc;

use super::{Certainty, Severity};
use crate::record::{Day, Identifier};
use crate::text::{SourceFile, Span};

/// What stands against what, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The source's name for people: "Crossref".
    pub source: String,
    /// When it said so; `None` under `--locked`, which knows no clock.
    pub fetched: Option<Day>,
    /// Which field ("year", "notice"), if one.
    pub field: Option<String>,
    /// What the text says.
    pub written: Option<String>,
    /// What the source says.
    pub recorded: Option<String>,
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The place.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// A replacement of some bytes.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The file.
    pub file: Arc<SourceFile>,
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// A remedy.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What it does, as an order: "Write doi:10.1000/abc".
    pub title: String,
    /// Whether it is safe as the contract defines it (design §2, "Safe fixes").
    pub safe: bool,
    /// The edits; none overlaps another.
    pub edits: Vec<Edit>,
}

/// How an editor may draw a finding beyond its severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Not needed: faded.
    Unnecessary,
    /// Retracted: struck through.
    Deprecated,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// How grave.
    pub severity: Severity,
    /// How sure.
    pub certainty: Certainty,
    /// The fact and the difference, at most 100 characters.
    pub message: String,
    /// What more is to be said and what to do; lines separated by `\n`.
    pub help: Option<String>,
    /// The file.
    pub file: Arc<SourceFile>,
    /// The place.
    pub span: Span,
    /// The identifier it is about.
    pub identifier: Option<Identifier>,
    /// What makes it the same finding after an edit, where there is no identifier: a key, or words.
    pub subject: Option<String>,
    /// Who says so.
    pub evidence: Vec<Evidence>,
    /// Other places.
    pub related: Vec<Related>,
    /// Remedies, the best first.
    pub fixes: Vec<Fix>,
    /// How to draw it.
    pub tag: Option<Tag>,
}

impl Finding {
    /// A certain finding with nothing but a place and a message.
    #[must_use]
    pub fn new(
        rule: &'static str,
        severity: Severity,
        file: &Arc<SourceFile>,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity,
            certainty: Certainty::Certain,
            message: message.into(),
            help: None,
            file: Arc::clone(file),
            span,
            identifier: None,
            subject: None,
            evidence: Vec::new(),
            related: Vec::new(),
            fixes: Vec::new(),
            tag: None,
        }
    }
}
