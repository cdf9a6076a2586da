//! What is announced as an ISBN is none.

use super::{Context, Group, Needs, Rule, malformed};
use crate::findings::{Finding, Severity};
use crate::record::IdentifierKind;

pub(super) static RULE: Rule = Rule {
    name: "malformed-isbn",
    group: Group::Identifiers,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Text,
    summary: "What is announced as an ISBN is none.",
    page: include_str!("../../docs/rules/malformed-isbn.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    malformed::announced(context, &RULE, IdentifierKind::Isbn, findings);
}
