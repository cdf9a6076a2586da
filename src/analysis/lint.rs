//! Runs the rules.

use std::sync::OnceLock;

use super::Snapshot;
use crate::findings::{Finding, Ignored, Severity};
use crate::rules::{Context, Group, Needs, RULES, Rule, by_name, level, suppress, unused_suppression};
use crate::text::beside;

/// What linting found.
#[derive(Clone, Debug, Default)]
pub struct Linted {
    /// Findings, by place, then rule.
    pub findings: Vec<Finding>,
    /// Findings that the project asks to ignore.
    pub ignored: Vec<Ignored>,
}

/// Runs every rule that the configuration leaves on, applies severities and suppressions, and sorts.
#[must_use]
pub fn lint(snapshot: &Snapshot) -> Linted {
    let Snapshot {
        document,
        records,
        library,
        config,
        lock,
        locked,
        today,
        is_part,
        in_flux,
        typed,
        judgements,
        candidates,
    } = snapshot;
    let today = today.filter(|_| !locked);
    let context = Context {
        document,
        records,
        library,
        config,
        lock: lock.as_deref(),
        locked: *locked,
        today,
        is_part: *is_part,
        in_flux,
        typed,
        judgements,
        candidates,
        works: OnceLock::new(),
        references: OnceLock::new(),
        marks: OnceLock::new(),
        manners: OnceLock::new(),
    };
    let found_by = |rules: fn(&Rule) -> bool| {
        let mut found = Vec::new();
        for rule in RULES.iter().filter(|rule| rules(rule)) {
            let is_told_elsewhere = *is_part && rule.needs == Needs::Manuscript;
            if let Some(level) = level(rule, config).filter(|_| !is_told_elsewhere) {
                let from = found.len();
                (rule.check)(&context, &mut found);
                lower(&mut found[from..], level);
            }
        }
        found
    };
    // A bibliography has memory of its own in every entry, which one thread alone should take from the system.
    let in_turn = library.own.is_some();
    let (of_works, others) = (|| found_by(is_of_works), || found_by(|rule| !is_of_works(rule)));
    let (mut found, others) = if in_turn { (of_works(), others()) } else { beside(document.text(), of_works, others) };
    found.extend(others);
    // A suppression of the rule about suppressions is as good as any, so it goes through the same sieve.
    let mut sieved = suppress(document, config, today, found);
    if let Some(level) = by_name("unused-suppression").and_then(|rule| level(rule, config)) {
        let mut unused = Vec::new();
        unused_suppression::after(&context, &sieved.used, &mut unused);
        lower(&mut unused, level);
        let rest = suppress(document, config, today, unused);
        sieved.findings.extend(rest.findings);
        sieved.ignored.extend(rest.ignored);
    }
    let mut linted = Linted { findings: sieved.findings, ignored: sieved.ignored };
    linted.findings.sort_by_key(|finding| (finding.span, finding.rule));
    linted.ignored.sort_by_key(|ignored| (ignored.finding.span, ignored.finding.rule));
    linted
}

/// Whether a rule may look at all works that are cited, which are collected once.
fn is_of_works(rule: &Rule) -> bool {
    matches!(rule.group, Group::Existence | Group::Integrity | Group::Citations)
}

/// Lays a rule's level on its findings as a ceiling.
pub(super) fn lower(findings: &mut [Finding], level: Severity) {
    for finding in findings {
        finding.severity = finding.severity.min(level);
    }
}
