//! PubMed does not have a PMID.

use super::{Context, Group, Needs, Rule, existence};
use crate::findings::{Finding, Severity};
use crate::record::IdentifierKind;

pub(super) static RULE: Rule = Rule {
    name: "unregistered-pmid",
    group: Group::Existence,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Records,
    summary: "PubMed has no citation with a PMID.",
    page: include_str!("../../docs/rules/unregistered-pmid.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    existence::denied(context, &RULE, IdentifierKind::Pmid, findings);
}
