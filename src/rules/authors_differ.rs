//! An author of a reference is none of those that the records of its work name.

use super::{Context, Group, Needs, Rule, fields};
use crate::config::shortened;
use crate::findings::{Finding, Severity};
use crate::record::{Field, Record};
use crate::reference::Part;

pub(super) static RULE: Rule = Rule {
    name: "authors-differ",
    group: Group::Fields,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Records,
    summary: "An author of a reference is not among those of the record.",
    page: include_str!("../../docs/rules/authors-differ.md"),
    check,
};

/// How many characters of a name are shown in the first line.
const SHOWN: usize = 24;
/// How many recorded names are told.
const NAMES: usize = 6;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    fields::each(context, Field::Authors, |difference| {
        let recorded = fields::recorded(difference.work, recorded);
        let Some((_, view)) = recorded.first() else { return };
        let sources = fields::sources(recorded.iter().map(|(_, view)| *view));
        let written = fields::tidy(&difference.written);
        let is_first = matches!(difference.work.judgement.first_author, Part::Differs(_));
        let message = match view.record.authors.first() {
            Some(first) if is_first => fields::line(SHOWN, |shown| {
                let (written, first) = (shortened(&written, shown), shortened(first.name.family(), shown));
                format!("First author differs: written “{written}”, recorded “{first}” ({sources}).")
            }),
            _ => fields::line(SHOWN, |shown| {
                let (written, many) = (shortened(&written, shown), view.record.authors.len());
                format!("“{written}” is not among the {many} recorded authors ({sources}).")
            }),
        };
        let level = fields::level_of_one_source(recorded.len());
        findings.push(fields::finding(context, &RULE, &difference, message, &recorded, level));
    });
}

/// The authors of a record, the first of them by name.
fn recorded(record: &Record) -> Option<String> {
    let names = record.authors.iter().take(NAMES).map(|author| author.name.family());
    let names = names.collect::<Vec<_>>().join(", ");
    let more = if record.authors.len() > NAMES { " …" } else { "" };
    (!names.is_empty()).then(|| format!("{names}{more}"))
}
