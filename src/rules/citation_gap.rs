//! A number is cited that the reference list does not have.

use super::numbered::{Numbered, listed};
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Related, Severity};

pub(super) static RULE: Rule = Rule {
    name: "citation-gap",
    group: Group::Citations,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Manuscript,
    summary: "A number is cited that the reference list does not have.",
    page: include_str!("../../docs/rules/citation-gap.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(numbered) = Numbered::of(context) else { return };
    let lacking: Vec<_> = numbered.first.iter().filter(|(number, _)| numbered.list.item(*number).is_none()).collect();
    let Some(((_, first), others)) = lacking.split_first() else { return };
    let file = &context.document.file;
    let numbers: Vec<u32> = lacking.iter().map(|(number, _)| *number).collect();
    let last = numbered.items().map(|(number, _)| number).max().unwrap_or_default();
    let plural = if numbers.len() == 1 { "" } else { "s" };
    let related = others.iter().map(|(number, mark)| Related {
        file: file.clone(),
        span: mark.span,
        message: format!("{number} is not there either"),
    });
    findings.push(Finding {
        subject: Some("numbers".into()),
        help: Some(format!(
            "The list ends with {last}. Correct the number{plural}, or add what is missing to the list."
        )),
        related: related.collect(),
        ..Finding::new(
            RULE.name,
            ANY_LEVEL,
            file,
            first.span,
            format!("The reference list has no number{plural} {}.", listed(&numbers)),
        )
    });
}
