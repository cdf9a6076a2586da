//! The year of a reference is none that a record of its work gives, nor one beside it.

use super::{Context, Group, Needs, Rule, fields};
use crate::findings::{Finding, Severity};
use crate::record::{Dates, Field, Record};

pub(super) static RULE: Rule = Rule {
    name: "year-differs",
    group: Group::Fields,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Records,
    summary: "The year of a reference differs from every recorded date.",
    page: include_str!("../../docs/rules/year-differs.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    fields::each(context, Field::Dates, |difference| {
        let recorded = fields::recorded(difference.work, recorded);
        let Some((_, view)) = recorded.first() else { return };
        let year = view.record.dates.year().map(|year| year.to_string()).unwrap_or_default();
        let written = fields::tidy(&difference.written);
        let dates = recorded.iter().map(|(dates, view)| format!("{}: {dates}", view.source)).collect::<Vec<_>>();
        let mut message = format!("Year differs: written {written}, recorded {year} ({}).", dates.join("; "));
        if message.chars().count() > fields::LINE {
            let sources = fields::sources(recorded.iter().map(|(_, view)| *view));
            message = format!("Year differs: written {written}, recorded {year} ({sources}).");
        }
        let level = fields::level_of_one_source(recorded.len());
        findings.push(fields::finding(context, &RULE, &difference, message, &recorded, level));
    });
}

/// The dates of a record: “online 2013-05, print 2013-08”, or the only one.
fn recorded(record: &Record) -> Option<String> {
    let Dates { issued, print, online, posted } = record.dates;
    let named = [("online", online), ("print", print), ("posted", posted)];
    let named: Vec<String> = named.iter().filter_map(|(name, date)| Some(format!("{name} {}", (*date)?))).collect();
    match (&*named, issued) {
        ([], issued) => issued.map(|date| date.to_string()),
        (named, _) => Some(named.join(", ")),
    }
}
