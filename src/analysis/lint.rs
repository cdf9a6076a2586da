//! Runs the rules.

use rayon::prelude::*;

use super::Snapshot;
use crate::findings::{Finding, Ignored, Severity};
use crate::rules::{CitedWorks, Context, RULES, Rule, by_name, level, selects, suppress, unused_suppression};
use crate::text::is_long;

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
    let Snapshot { document, records, library, config, lock, locked, today, in_flux, typed } = snapshot;
    let today = today.filter(|_| !locked);
    let context = Context {
        document,
        records,
        library,
        config,
        lock: lock.as_deref(),
        locked: *locked,
        today,
        in_flux,
        typed,
        works: CitedWorks::of(document, library, records, in_flux),
    };
    let check = |rule: &&Rule| {
        let mut found = Vec::new();
        if let Some(level) = level(rule, config) {
            (rule.check)(&context, &mut found);
            lower(&mut found, level);
        }
        found
    };
    let found: Vec<Vec<Finding>> = match is_long(document.text()) {
        true => RULES.par_iter().map(check).collect(),
        false => RULES.iter().map(check).collect(),
    };
    let found = found.into_iter().flatten().collect();
    // A suppression of the rule about suppressions is as good as any, so it goes through the same sieve.
    let selects = |name: &str, rule: &str| by_name(rule).is_some_and(|rule| selects(name, rule));
    let mut sieved = suppress(document, config, today, selects, found);
    if let Some(level) = by_name("unused-suppression").and_then(|rule| level(rule, config)) {
        let mut unused = Vec::new();
        unused_suppression::after(&context, &sieved.used, &mut unused);
        lower(&mut unused, level);
        let rest = suppress(document, config, today, selects, unused);
        sieved.findings.extend(rest.findings);
        sieved.ignored.extend(rest.ignored);
    }
    let mut linted = Linted { findings: sieved.findings, ignored: sieved.ignored };
    linted.findings.sort_by_key(|finding| (finding.span, finding.rule));
    linted.ignored.sort_by_key(|ignored| (ignored.finding.span, ignored.finding.rule));
    linted
}

/// Lays a rule's level on its findings as a ceiling.
fn lower(findings: &mut [Finding], level: Severity) {
    for finding in findings {
        finding.severity = finding.severity.min(level);
    }
}
