//! One layer laid over another.

use std::sync::Arc;

use super::{Config, Layer};
use crate::syntax::tree::Node;
use crate::text::{SourceFile, Span};

/// What is wrong in a piece of configuration.
#[derive(Clone, Debug)]
pub struct ConfigFault {
    /// The file it stands in; `None` for flags, environment and editor settings.
    pub file: Option<Arc<SourceFile>>,
    /// Where.
    pub span: Span,
    /// What, at most 100 characters.
    pub message: String,
    /// What to do, with the nearest known name.
    pub help: Option<String>,
    /// Whether the command line must stop (exit 2); a process key in a project's file is said and has no effect.
    pub fatal: bool,
}

/// A configuration and what was wrong on the way.
#[derive(Clone, Debug)]
pub struct Overlaid {
    /// The settings.
    pub config: Config,
    /// The faults; all else applies.
    pub faults: Vec<ConfigFault>,
}

/// Lays `tree` over `base`.
#[must_use]
pub fn overlay(base: Config, layer: Layer, file: Option<&Arc<SourceFile>>, tree: &Node) -> Overlaid {
    let _ = (layer, file, tree);
    Overlaid { config: base, faults: Vec::new() }
}
