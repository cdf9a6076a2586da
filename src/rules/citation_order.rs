//! Numbers are first cited in another order than that of the reference list.

use super::numbered::{Numbered, listed};
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Related, Severity};
use crate::syntax::NumberSyntax;

pub(super) static RULE: Rule = Rule {
    name: "citation-order",
    group: Group::Citations,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Manuscript,
    summary: "Numbers are first cited in another order than that of the reference list.",
    page: include_str!("../../docs/rules/citation-order.md"),
    check,
};

/// A list of which more than one item in so many is cited out of turn is ordered otherwise: by names, for one.
const FEW: usize = 10;
/// A shorter list proves no order.
const LEAST: usize = 5;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(numbered) = Numbered::of(context).filter(|numbered| is_only_system(context, numbered)) else { return };
    let mut highest = (0, None);
    let mut late = Vec::new();
    for (number, mark) in &numbered.first {
        if *number < highest.0 && numbered.may_stand(context, *number, mark.cluster.start) {
            // It may have been cited in time.
        } else if *number < highest.0 {
            late.push((*number, *mark, highest));
        } else {
            highest = (*number, Some(*mark));
        }
    }
    let Some((_, first, (before, at))) = late.first() else { return };
    if late.len() * FEW > numbered.first.len() || numbered.first.len() < LEAST {
        return;
    }
    let file = &context.document.file;
    let numbers: Vec<u32> = late.iter().map(|(number, ..)| *number).collect();
    let earlier = at.map(|mark| Related {
        file: file.clone(),
        span: mark.span,
        message: format!("{before} is cited here already"),
    });
    let others = late[1..].iter().map(|(number, mark, _)| Related {
        file: file.clone(),
        span: mark.span,
        message: format!("{number} is first cited here"),
    });
    let (plural, are) = if numbers.len() == 1 { ("", "is") } else { ("s", "are") };
    findings.push(Finding {
        subject: Some("numbers".into()),
        help: Some("The others are numbered in the order in which the text cites them. Number these so, too.".into()),
        related: earlier.into_iter().chain(others).collect(),
        ..Finding::new(
            RULE.name,
            ANY_LEVEL,
            file,
            first.span,
            format!("Number{plural} {} {are} first cited behind higher ones.", listed(&numbers)),
        )
    });
}

/// Whether nothing else looks like a citation of the list, which would have its place in the order. Round brackets number
/// many things.
fn is_only_system(context: &Context<'_>, numbered: &Numbered<'_>) -> bool {
    let mut marks = context.document.number_marks().filter(|mark| !numbered.list.span.meets(mark.cluster));
    let system = numbered.first.first().map(|(_, mark)| mark.syntax);
    marks.all(|mark| Some(mark.syntax) == system || mark.syntax == NumberSyntax::Parentheses)
}
