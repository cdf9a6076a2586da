//! A part of a cited work is retracted.

use super::acknowledgement::{Said, Topic, said};
use super::told::gravest;
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Severity};
use crate::record::NoticeKind;

pub(super) static RULE: Rule = Rule {
    name: "partly-retracted",
    group: Group::Integrity,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Records,
    summary: "A part of a cited work is retracted.",
    page: include_str!("../../docs/rules/partly-retracted.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for work in context.works().iter() {
        let Some(told) = gravest(work).filter(|told| told.kind() == NoticeKind::PartlyRetracted) else { continue };
        let said = said(context, work, &told, Topic::Retraction) == Said::Yes;
        let (rest, severity) =
            if said { ("; the text says so.", Severity::Info) } else { (", and the text does not say so.", ANY_LEVEL) };
        let message = format!("Partly retracted{} ({}){rest}", told.when(), told.source());
        let finding = Finding::new(RULE.name, severity, &context.document.file, work.occurrences[0].span, message);
        let advice = (!said).then(|| "See whether what is taken from it still stands.".to_owned());
        findings.push(told.finding(context, work, finding, [told.where_to_read(work), advice].into_iter().flatten()));
    }
}
