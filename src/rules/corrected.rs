//! A correction to a cited work is published.

use super::acknowledgement::{Said, Topic, said};
use super::told::gravest;
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Severity};
use crate::record::NoticeKind;

pub(super) static RULE: Rule = Rule {
    name: "corrected",
    group: Group::Integrity,
    severity: Severity::Hint,
    submission: None,
    needs: Needs::Records,
    summary: "A correction to a cited work is published.",
    page: include_str!("../../docs/rules/corrected.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for work in context.works().iter() {
        let Some(told) = gravest(work).filter(|told| told.kind() == NoticeKind::Corrected) else { continue };
        if said(context, work, &told, Topic::Correction) == Said::Yes {
            continue;
        }
        let message = format!("A correction to this work was published{} ({}).", told.when(), told.source());
        let finding = Finding::new(RULE.name, ANY_LEVEL, &context.document.file, work.occurrences[0].span, message);
        let advice = "See whether it touches what is taken from the work.".to_owned();
        findings.push(told.finding(context, work, finding, told.where_to_read(work).into_iter().chain([advice])));
    }
}
