//! The first page of a reference is none that a record of its work has.

use super::{Context, Group, Needs, Rule, fields};
use crate::findings::{Finding, Severity};
use crate::record::{Field, Record};

pub(super) static RULE: Rule = Rule {
    name: "pages-differ",
    group: Group::Fields,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Records,
    summary: "The pages of a reference differ from the record.",
    page: include_str!("../../docs/rules/pages-differ.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    fields::check(context, &RULE, Field::Pages, "First page", recorded, findings);
}

fn recorded(record: &Record) -> Option<String> {
    record.pages.clone().or_else(|| record.article_number.clone())
}
