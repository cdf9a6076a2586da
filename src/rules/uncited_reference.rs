//! An item of the numbered reference list that the text does not cite.

use rustc_hash::FxHashSet;

use super::numbered::{Numbered, listed};
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Related, Severity};
use crate::syntax::NumberCitation;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "uncited-reference",
    group: Group::Citations,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Manuscript,
    summary: "An item of the numbered reference list that the text does not cite.",
    page: include_str!("../../docs/rules/uncited-reference.md"),
    check,
};

/// Where more than one item in so many is cited nowhere, the rest is most likely cited in a way that is not seen.
const FEW: usize = 5;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(numbered) = Numbered::of(context) else { return };
    // What is cited once in another notation is cited.
    let outside = |mark: &&NumberCitation| !numbered.list.span.meets(mark.cluster);
    let marks = context.document.number_marks().filter(outside);
    let highest = numbered.items().map(|(number, _)| number).max().unwrap_or_default();
    let marked: FxHashSet<u32> = marks.flat_map(|mark| mark.first..=mark.last.min(highest)).collect();
    let named = |number: u32| marked.contains(&number) || numbered.may_stand(context, number, u32::MAX);
    let uncited: Vec<(u32, Span)> = numbered.items().filter(|(number, _)| !named(*number)).collect();
    let Some(((_, first), others)) = uncited.split_first() else { return };
    if uncited.len() * FEW > numbered.list.items.len() {
        return;
    }
    let file = &context.document.file;
    let numbers: Vec<u32> = uncited.iter().map(|(number, _)| *number).collect();
    let related = others.iter().map(|(number, item)| Related {
        file: file.clone(),
        span: line_of(context, *item),
        message: format!("{number} is not cited either"),
    });
    let (plural, are, them) = if numbers.len() == 1 { ("", "is", "it") } else { ("s", "are", "them") };
    findings.push(Finding {
        subject: Some("numbers".into()),
        help: Some(format!(
            "Cite {them} where {them} belong{}, or take {them} out.",
            if numbers.len() == 1 { "s" } else { "" }
        )),
        related: related.collect(),
        ..Finding::new(
            RULE.name,
            ANY_LEVEL,
            file,
            line_of(context, *first),
            format!("Reference{plural} {} {are} cited nowhere in the text.", listed(&numbers)),
        )
    });
}

/// The first line of an item: what follows need not be underlined.
fn line_of(context: &Context<'_>, item: Span) -> Span {
    let text = item.of(context.document.text());
    let length = text.find('\n').unwrap_or(text.len());
    Span::new(item.range().start, item.range().start + text[..length].trim_end().len())
}
