//! PubMed Central does not have a PMCID.

use super::{Context, Group, Needs, Rule, existence};
use crate::findings::{Finding, Severity};
use crate::record::IdentifierKind;

pub(super) static RULE: Rule = Rule {
    name: "unregistered-pmcid",
    group: Group::Existence,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Records,
    summary: "PubMed Central has no article with a PMCID.",
    page: include_str!("../../docs/rules/unregistered-pmcid.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    existence::denied(context, &RULE, IdentifierKind::Pmcid, findings);
}
