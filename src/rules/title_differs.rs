//! The title of a reference has other words than any record of its work.

use std::ops::Range;

use super::{Context, Group, Needs, Rule, fields};
use crate::config::shortened;
use crate::findings::{Finding, Severity};
use crate::record::{Field, Record};
use crate::reference::{Word, words};

pub(super) static RULE: Rule = Rule {
    name: "title-differs",
    group: Group::Fields,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Records,
    summary: "The title of a reference differs from the record.",
    page: include_str!("../../docs/rules/title-differs.md"),
    check,
};

/// How many characters of each title are shown in the first line.
const SHOWN: usize = 26;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    fields::each(context, Field::Title, |difference| {
        let recorded = fields::recorded(difference.work, recorded);
        let Some((title, _)) = recorded.first() else { return };
        let sources = fields::sources(recorded.iter().map(|(_, view)| *view));
        let written = fields::tidy(&difference.written);
        let (one, other) = differing(&written, title);
        let message = fields::line(SHOWN, |shown| {
            let (one, other) = (shortened(&written[one.clone()], shown), shortened(&title[other.clone()], shown));
            format!("Title differs: written “{one}”, recorded “{other}” ({sources}).")
        });
        findings.push(fields::finding(context, &RULE, &difference, message, &recorded, None));
    });
}

fn recorded(record: &Record) -> Option<String> {
    record.title.clone()
}

/// The bytes of each text between the words with which both begin and those with which both end.
fn differing(one: &str, other: &str) -> (Range<usize>, Range<usize>) {
    let (first, second) = (words(one), words(other));
    let pairs = || first.iter().zip(&second);
    let start = pairs().take_while(|(a, b)| a.key == b.key).count();
    let left = first.len().min(second.len()) - start;
    let end = first.iter().rev().zip(second.iter().rev()).take(left).take_while(|(a, b)| a.key == b.key).count();
    let between = |words: &[Word]| {
        let to = words.len().checked_sub(end + 1).filter(|to| start <= *to)?;
        Some(words[start].at.start..words[to].at.end)
    };
    match (between(&first), between(&second)) {
        (Some(one), Some(other)) => (one, other),
        _ => (0..one.len(), 0..other.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_is_what_is_shown() {
        let shown = |one: &'static str, other: &'static str| {
            let (a, b) = differing(one, other);
            (&one[a], &other[b])
        };
        assert_eq!(shown("On murine sleep in mice", "On chronic sleep in mice"), ("murine", "chronic"));
        assert_eq!(shown("A b c", "A b"), ("A b c", "A b"));
        assert_eq!(shown("Quite another", "On sleep"), ("Quite another", "On sleep"));
    }
}
