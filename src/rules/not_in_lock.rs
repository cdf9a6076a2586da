//! The manuscript cites what its lock file lacks.

use rustc_hash::FxHashSet;

use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Related, Severity};
use crate::record::Identifier;
use crate::syntax::Occurrence;

pub(super) static RULE: Rule = Rule {
    name: "not-in-lock",
    group: Group::Files,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Text,
    summary: "The manuscript cites what its lock file lacks.",
    page: include_str!("../../docs/rules/not-in-lock.md"),
    check,
};

/// How many missing identifiers are named; the rest is counted.
const NAMED: usize = 5;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // A bibliography may have more than is cited.
    let Some(lock) = context.lock.filter(|_| context.library.own.is_none()) else { return };
    let locked: FxHashSet<&Identifier> = lock
        .items
        .iter()
        .flat_map(|item| {
            let same = item.known.views.iter().flat_map(|view| &view.record.same_as);
            std::iter::once(&item.id).chain(&item.known.alias_of).chain(same)
        })
        .chain(lock.absent.iter().map(|(id, _)| id))
        .collect();
    let mut seen = FxHashSet::default();
    // What no source knows has no place in a lock.
    let supported = context.identifiers().filter(|found| found.id.kind().is_supported());
    let settled = supported.filter(|found| !context.in_flux.contains(&found.id));
    let distinct: Vec<&Occurrence> = settled.filter(|found| seen.insert(&found.id)).collect();
    let missing: Vec<&Occurrence> = distinct.iter().copied().filter(|found| !locked.contains(&found.id)).collect();
    let Some((first, others)) = missing.split_first() else { return };
    let are = if missing.len() == 1 { "is" } else { "are" };
    let names: Vec<String> = missing.iter().take(NAMED).map(|found| found.id.to_string()).collect();
    let more = match missing.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let related = others.iter().map(|other| Related {
        file: context.document.file.clone(),
        span: other.span,
        message: "not in the lock file either".into(),
    });
    findings.push(Finding {
        subject: Some("lock".into()),
        help: Some(format!("Missing: {}{more}.\nRun `ibid lock` to add what is missing.", names.join(", "))),
        related: related.collect(),
        ..Finding::new(
            RULE.name,
            // With the lock alone deciding, what it lacks goes unchecked; else the store and the network may know it.
            if context.locked { ANY_LEVEL } else { Severity::Info },
            &context.document.file,
            first.span,
            format!("{} of {} identifiers here {are} not in the lock file.", missing.len(), distinct.len()),
        )
    });
}
