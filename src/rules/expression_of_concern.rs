//! The journal published an expression of concern about a cited work.

use super::acknowledgement::{Said, Topic, said};
use super::told::gravest;
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Severity};
use crate::record::NoticeKind;

pub(super) static RULE: Rule = Rule {
    name: "expression-of-concern",
    group: Group::Integrity,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Records,
    summary: "The journal published an expression of concern about a cited work.",
    page: include_str!("../../docs/rules/expression-of-concern.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for work in context.works().iter() {
        let Some(told) = gravest(work).filter(|told| told.kind() == NoticeKind::ExpressionOfConcern) else {
            continue;
        };
        let said = said(context, work, &told, Topic::Concern) == Said::Yes;
        let (rest, severity) =
            if said { ("; the text says so.", Severity::Info) } else { (". It is not a retraction.", ANY_LEVEL) };
        let message = format!("The journal published an expression of concern{}{rest}", told.when());
        let finding = Finding::new(RULE.name, severity, &context.document.file, work.occurrences[0].span, message);
        let advice = (!said).then(|| "Read it before relying on the work.".to_owned());
        findings.push(told.finding(context, work, finding, [told.where_to_read(work), advice].into_iter().flatten()));
    }
}
