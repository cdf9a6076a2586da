//! A cited work is retracted and published anew, corrected.

use super::acknowledgement::{Said, Topic, said};
use super::told::gravest;
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Severity};
use crate::record::NoticeKind;

pub(super) static RULE: Rule = Rule {
    name: "retracted-and-republished",
    group: Group::Integrity,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Records,
    summary: "A cited work is retracted and published anew, corrected.",
    page: include_str!("../../docs/rules/retracted-and-republished.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for work in context.works().iter() {
        let Some(told) = gravest(work).filter(|told| told.kind() == NoticeKind::RetractedAndRepublished) else {
            continue;
        };
        let said = said(context, work, &told, Topic::Retraction) == Said::Yes;
        let rest = if said { "; the text says so." } else { "." };
        let severity = if said { Severity::Info } else { ANY_LEVEL };
        let message = format!("Retracted and published anew{} ({}){rest}", told.when(), told.source());
        let finding = Finding::new(RULE.name, severity, &context.document.file, work.occurrences[0].span, message);
        let advice = (!said).then(|| "See whether what is taken from it stands in the republished version.".to_owned());
        findings.push(told.finding(context, work, finding, [told.where_to_read(work), advice].into_iter().flatten()));
    }
}
