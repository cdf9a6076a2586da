//! The volume of a reference is none that a record of its work has.

use super::{Context, Group, Needs, Rule, fields};
use crate::findings::{Finding, Severity};
use crate::record::{Field, Record};

pub(super) static RULE: Rule = Rule {
    name: "volume-differs",
    group: Group::Fields,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Records,
    summary: "The volume of a reference differs from the record.",
    page: include_str!("../../docs/rules/volume-differs.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    fields::check(context, &RULE, Field::Volume, "Volume", recorded, findings);
}

fn recorded(record: &Record) -> Option<String> {
    record.volume.clone()
}
