//! References of one list are written in several ways.

mod divergence;
mod wording;

use super::manners::{Written, related};
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Severity};
use crate::reference::{Habit, Shown};
use crate::text::Span;
use divergence::Divergence;

pub(super) static RULE: Rule = Rule {
    name: "inconsistent-style",
    group: Group::ReferenceList,
    severity: Severity::Hint,
    submission: None,
    needs: Needs::Text,
    summary: "References of one list are written in several ways.",
    page: include_str!("../../docs/rules/inconsistent-style.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, written) in context.document.lists.iter().zip(context.manners()) {
        let heading = list.heading.map(|heading| heading.of(context.document.text()).trim());
        findings.extend(judge(context, written, heading));
    }
}

/// One finding at the first deviation from what most do; `subject` tells lists apart when text moves.
fn judge(context: &Context<'_>, written: &[Written], subject: Option<&str>) -> Option<Finding> {
    let mut all: Vec<Divergence<'_>> =
        Habit::ALL.into_iter().filter_map(|habit| Divergence::of(written, habit)).collect();
    all.sort_by_key(|divergence| std::cmp::Reverse(divergence.others.len()));
    let (told, more) = all.split_first()?;
    let sentence = |divergence: &Divergence<'_>| wording::sentence(divergence, &example(context, divergence));
    let mut help = String::from("Only the look of the list is meant. Journals ask for one throughout.");
    for divergence in more {
        help.push_str(&format!("\nAlso: {}", sentence(divergence)));
    }
    let (first, shown) = told.others.first()?;
    let place = first.place(&shown.at);
    let rest = written.iter().filter(|other| other.item != first.item);
    let rest = rest.filter_map(|other| deviations(other, &all));
    Some(Finding {
        subject: Some(subject.unwrap_or("list").to_owned()),
        help: Some(help),
        related: related(context, rest),
        ..Finding::new(RULE.name, ANY_LEVEL, &context.document.file, place, sentence(told))
    })
}

/// Where an item first does what most do not, and all that it does so.
fn deviations<'a>(written: &Written, all: &[Divergence<'a>]) -> Option<(Span, String)> {
    let own = |(other, shown): &(&Written, &'a Shown)| (other.item == written.item).then_some(*shown);
    let shown: Vec<&Shown> = all.iter().flat_map(|divergence| divergence.others.iter().find_map(own)).collect();
    let place = written.place(&shown.first()?.at);
    let said: Vec<String> = shown.iter().map(|shown| wording::does(shown.way)).collect();
    Some((place, said.join(", ")))
}

/// What most do, as the first of them has it.
fn example(context: &Context<'_>, divergence: &Divergence<'_>) -> String {
    let (written, shown) = divergence.example;
    written.place(&shown.at).of(context.document.text()).replace(['*', '_', '\\'], "")
}
