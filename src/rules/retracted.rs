//! A retracted, withdrawn or removed work is cited.

use super::acknowledgement::{Said, Topic, said};
use super::told::gravest;
use super::{ANY_LEVEL, CitedWork, Context, Group, Needs, Rule};
use crate::findings::{Certainty, Finding, Severity, Tag};
use crate::record::NoticeKind;

pub(super) static RULE: Rule = Rule {
    name: "retracted",
    group: Group::Integrity,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Records,
    summary: "A retracted, withdrawn or removed work is cited.",
    page: include_str!("../../docs/rules/retracted.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    findings.extend(context.works().iter().filter_map(|work| judge(context, work)));
}

fn judge<'a>(context: &Context<'a>, work: &CitedWork<'a>) -> Option<Finding> {
    let told = gravest(work).filter(|told| told.kind().takes_back())?;
    let said = said(context, work, &told, Topic::Retraction);
    let fact = match told.kind() {
        NoticeKind::Withdrawn => "Withdrawn",
        NoticeKind::Removed => "Removed",
        _ => "Retracted",
    };
    let routine = told.is_administrative();
    let (rest, severity, certainty) = match said {
        Said::Yes => ("; the text says so.", Severity::Info, Certainty::Certain),
        Said::Perhaps => ("; the text may mean another work.", Severity::Warning, Certainty::Likely),
        Said::Vaguely => ("; the text does not clearly say so.", Severity::Warning, Certainty::Likely),
        Said::No if routine => (", and the text does not say so.", Severity::Warning, Certainty::Certain),
        Said::No if told.only_in_title() => (", and the text does not say so.", Severity::Warning, Certainty::Likely),
        Said::No => (", and the text does not say so.", ANY_LEVEL, Certainty::Certain),
    };
    let message = format!("{fact}{} ({}){rest}", told.when(), told.source());
    let reason = told.reason().map(|reason| format!("Reason given: {reason}."));
    let advice = match said {
        Said::Yes => None,
        Said::Perhaps => Some("It is said where several works stand together; say which of them it is.".to_owned()),
        Said::No if routine => Some("Nothing in this speaks against the work; look for a later version.".to_owned()),
        Said::No | Said::Vaguely => {
            let mark = if told.kind() == NoticeKind::Retracted { "retracted" } else { "withdrawn" };
            let notice = if told.where_to_read(work).is_some() { ", or cite the notice" } else { "" };
            Some(format!("If it is cited on purpose, say so: add “[{mark}]” to the reference{notice}."))
        }
    };
    let finding = Finding {
        certainty,
        tag: Some(Tag::Deprecated),
        ..Finding::new(RULE.name, severity, &context.document.file, work.occurrences[0].span, message)
    };
    Some(told.finding(context, work, finding, [told.where_to_read(work), reason, advice].into_iter().flatten()))
}
