//! What is announced as a PMID is none.

use super::{Context, Group, Needs, Rule, malformed};
use crate::findings::{Finding, Severity};
use crate::record::IdentifierKind;

pub(super) static RULE: Rule = Rule {
    name: "malformed-pmid",
    group: Group::Identifiers,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Text,
    summary: "What is announced as a PMID is none.",
    page: include_str!("../../docs/rules/malformed-pmid.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    malformed::announced(context, &RULE, IdentifierKind::Pmid, findings);
}
