//! arXiv does not have an identifier.

use super::{Context, Group, Needs, Rule, existence};
use crate::findings::{Finding, Severity};
use crate::record::IdentifierKind;

pub(super) static RULE: Rule = Rule {
    name: "unregistered-arxiv",
    group: Group::Existence,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Records,
    summary: "arXiv has no paper with an identifier.",
    page: include_str!("../../docs/rules/unregistered-arxiv.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    existence::denied(context, &RULE, IdentifierKind::Arxiv, findings);
}
