//! A notice is cited without the work it is about.

use super::{ANY_LEVEL, CitedWork, Context, Group, Needs, Rule, told};
use crate::findings::{Evidence, Finding, Severity};
use crate::record::{NoticeAbout, NoticeKind, View};

pub(super) static RULE: Rule = Rule {
    name: "notice-cited",
    group: Group::Integrity,
    severity: Severity::Hint,
    submission: None,
    needs: Needs::Records,
    summary: "A retraction notice or a correction is cited without the work it is about.",
    page: include_str!("../../docs/rules/notice-cited.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for work in context.works().iter() {
        let Some((view, about)) = notice_about_another(work) else { continue };
        if context.works().cites(&about.work) {
            continue;
        }
        let what = match about.kind {
            NoticeKind::ExpressionOfConcern => "an expression of concern",
            NoticeKind::Corrected => "a correction",
            NoticeKind::Withdrawn | NoticeKind::Removed => "a notice of withdrawal",
            _ => "a retraction notice",
        };
        findings.push(Finding {
            identifier: Some(work.id.clone()),
            help: Some(format!(
                "The work it is about is {}. To cite that work, write its DOI; if the notice is meant, nothing is to be done.",
                about.work
            )),
            evidence: vec![Evidence {
                source: view.source.to_string(),
                fetched: (!context.locked).then_some(view.fetched),
                field: Some("update-to".into()),
                written: None,
                recorded: Some(format!("{}: {}", about.kind, about.work)),
            }],
            related: told::elsewhere(context, work),
            ..Finding::new(
                RULE.name,
                ANY_LEVEL,
                &context.document.file,
                work.occurrences[0].span,
                format!("This is {what}, not the work it is about."),
            )
        });
    }
}

/// What a work says of another, if it is a notice. Journals also file updates under the work's own DOI, and
/// a later version names the one it replaces: neither is a notice.
fn notice_about_another<'a>(work: &CitedWork<'a>) -> Option<(&'a View, &'a NoticeAbout)> {
    let own = |about: &NoticeAbout, view: &View| about.work == *work.id || about.work == view.record.id;
    let told = work.views().flat_map(|view| view.record.notice_about.iter().map(move |about| (view, about)));
    let mut notices = told.filter(|(view, about)| {
        let is_version = matches!(about.kind, NoticeKind::NewVersion | NoticeKind::RetractedAndRepublished);
        !is_version && !own(about, view)
    });
    notices.next()
}
