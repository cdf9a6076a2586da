//! The settings in force.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::{ManuscriptFiles, PathGlob};
use crate::findings::Severity;
use crate::record::{Day, Identifier, Source};
use crate::syntax::Dialect;
use crate::text::{SourceFile, Span};

/// A bundle of severities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// While writing: the defaults.
    #[default]
    Writing,
    /// Before submission: stricter.
    Submission,
    /// Everything is shown, nothing stops.
    Audit,
}

/// How DOIs of a list are to be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DoiForm {
    /// As the list's own majority.
    #[default]
    Auto,
    /// `https://doi.org/10.…`
    Url,
    /// `doi:10.…`
    Prefix,
    /// `10.…`
    Bare,
}

/// Where hints stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HintMode {
    /// Where the text does not already say it; in reference lists marks only.
    #[default]
    Auto,
    /// Everywhere.
    On,
    /// Nowhere.
    Off,
}

/// One `[[ignore]]`: a finding is ignored where everything given fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// The rule or group.
    pub rule: Option<String>,
    /// The identifier.
    pub identifier: Option<Identifier>,
    /// Which files.
    pub path: Option<PathGlob>,
    /// A citation key.
    pub key: Option<String>,
    /// The last day it holds.
    pub until: Option<Until>,
    /// Why.
    pub reason: String,
}

impl Ignore {
    /// Whether its last day is over.
    #[must_use]
    pub fn has_ended(&self, today: Day) -> bool {
        self.until.as_ref().is_some_and(|until| until.day < today)
    }
}

/// The last day of something, and where that is said.
#[derive(Clone, Debug)]
pub struct Until {
    /// The day.
    pub day: Day,
    /// The file, where it is one.
    pub file: Option<Arc<SourceFile>>,
    /// The day's place in it.
    pub span: Span,
}

impl PartialEq for Until {
    fn eq(&self, other: &Self) -> bool {
        let path = |until: &Self| until.file.as_ref().map(|file| Arc::clone(&file.path));
        (self.day, self.span, path(self)) == (other.day, other.span, path(other))
    }
}

impl Eq for Until {}

/// Looking up (process keys).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolve {
    /// Whether to ask at all.
    pub online: bool,
    /// The time a whole run may spend on look-ups.
    pub budget: Duration,
    /// Whether what is written of a work without an identifier may be sent to find it.
    pub search: bool,
    /// The contact sent to Crossref.
    pub mailto: Option<String>,
    /// The time one request may take.
    pub timeout: Duration,
}

/// One source (process keys).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceSettings {
    /// The service's root, without a slash at the end.
    pub url: String,
    /// Whether it may be asked.
    pub enabled: bool,
}

/// The settings in force for one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Severities set for rules and groups, in the order of the layers; `None` is off. Group `all` is every rule.
    pub rules: Vec<(String, Option<Severity>)>,
    /// The bundle of severities below those.
    pub profile: Profile,
    /// The dialect; `None` to tell it from the file.
    pub dialect: Option<Dialect>,
    /// How DOIs are to be written.
    pub doi_form: DoiForm,
    /// Files to leave out.
    pub exclude: Vec<PathGlob>,
    /// Manuscripts of several files.
    pub manuscripts: Vec<ManuscriptFiles>,
    /// Findings to ignore.
    pub ignore: Vec<Ignore>,
    /// Where hints stand.
    pub hints: HintMode,
    /// The longest hint, in characters.
    pub hint_length: usize,
    /// Whether hovers show the abstract.
    pub hover_abstract: bool,
    /// Editor features switched off or on, by name.
    pub features: BTreeMap<String, bool>,
    /// Looking up.
    pub resolve: Resolve,
    /// The sources.
    pub sources: BTreeMap<Source, SourceSettings>,
    /// Where the store is: a path, or `None` for the user's cache folder.
    pub store: Option<String>,
}

impl Config {
    /// Whether a file is left out; its path is given as seen from the project's root.
    #[must_use]
    pub fn excludes(&self, project_path: &str) -> bool {
        self.exclude.iter().any(|glob| glob.fits(project_path))
    }
}
