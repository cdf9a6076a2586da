//! No registration agency knows a DOI.

use super::{Context, Group, Needs, Rule, existence};
use crate::findings::{Finding, Severity};
use crate::record::IdentifierKind;

pub(super) static RULE: Rule = Rule {
    name: "unregistered-doi",
    group: Group::Existence,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Records,
    summary: "No registration agency knows a DOI.",
    page: include_str!("../../docs/rules/unregistered-doi.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    existence::denied(context, &RULE, IdentifierKind::Doi, findings);
}
