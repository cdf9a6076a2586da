//! Citations that are printed otherwise than their author means them.

mod cut;
mod nested;
mod space;

use super::{Context, Group, Needs, Rule};
use crate::findings::{Finding, Severity};

pub(super) static RULE: Rule = Rule {
    name: "citation-format",
    group: Group::Citations,
    // That of a key that is cut; all else is a hint.
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Bibliography,
    summary: "A citation that is printed otherwise than it is meant.",
    page: include_str!("../../docs/rules/citation-format.md"),
    check,
};

/// A manuscript's own way is that of at least this many citations …
const ENOUGH: usize = 5;
/// … and of at least this share of them, in per cent.
const SHARE: usize = 80;

/// How many characters of a text are shown.
const SHOWN: usize = 40;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    cut::check(context, findings);
    space::check(context, findings);
    nested::check(context, findings);
}

/// Whether so many citations show a manuscript's own way, from which so many others deviate.
fn is_usual(usual: usize, others: usize) -> bool {
    usual >= ENOUGH && usual * 100 >= (usual + others) * SHARE
}
