//! A preprint is cited that is published as an article.

use super::{ANY_LEVEL, Context, Group, Needs, Rule, told};
use crate::findings::{Evidence, Finding, Severity};
use crate::record::{Identifier, RelationKind, View, WorkType};

pub(super) static RULE: Rule = Rule {
    name: "superseded-preprint",
    group: Group::Integrity,
    severity: Severity::Hint,
    submission: None,
    needs: Needs::Records,
    summary: "A preprint is cited that is published as an article.",
    page: include_str!("../../docs/rules/superseded-preprint.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for work in context.works().iter() {
        let Some((view, article)) = work.views().find_map(published) else { continue };
        let cited = context.works().cites(article);
        let taken_back = told::gravest(work).is_some_and(|told| told.kind().takes_back());
        if cited || taken_back {
            continue;
        }
        findings.push(Finding {
            identifier: Some(work.id.clone()),
            help: Some(format!(
                "Article: {article}. Its text may differ from the preprint's; see which of the two is meant."
            )),
            evidence: vec![Evidence {
                source: view.source.to_string(),
                fetched: (!context.locked).then_some(view.fetched),
                field: Some("is-preprint-of".into()),
                written: None,
                recorded: Some(article.to_string()),
            }],
            related: told::elsewhere(context, work),
            ..Finding::new(
                RULE.name,
                ANY_LEVEL,
                &context.document.file,
                work.occurrences[0].span,
                format!("This preprint is published as an article ({}).", view.source),
            )
        });
    }
}

/// The article that a preprint became. The record's type decides: preprint servers share prefixes with journals.
fn published(view: &View) -> Option<(&View, &Identifier)> {
    let record = &*view.record;
    let of =
        |relation: &&crate::record::Relation| relation.kind == RelationKind::PreprintOf && relation.target != record.id;
    let article = record.relations.iter().find(of)?;
    (record.work_type == WorkType::Preprint).then_some((view, &article.target))
}
