//! The configuration has something that does not apply as written.
//!
//! Configuration is read before any manuscript is linted, so its findings are made by whoever read it.

use std::sync::Arc;

use super::{ANY_LEVEL, Group, Needs, Rule};
use crate::config::ConfigFault;
use crate::findings::{Finding, Severity};
use crate::text::SourceFile;

pub(super) static RULE: Rule = Rule {
    name: "config",
    group: Group::Files,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Text,
    summary: "The configuration has something that does not apply as written.",
    page: include_str!("../../docs/rules/config.md"),
    check: |_, _| {},
};

/// The finding of a fault; `file` is where to show it when the fault names no file of its own.
#[must_use]
pub fn finding(fault: &ConfigFault, file: &Arc<SourceFile>) -> Finding {
    // What is only without effect stops nothing.
    let severity = if fault.fatal { ANY_LEVEL } else { Severity::Warning };
    let file = fault.file.as_ref().unwrap_or(file);
    Finding {
        help: fault.help.clone(),
        subject: Some(fault.message.clone()),
        ..Finding::new(RULE.name, severity, file, fault.span, fault.message.clone())
    }
}
