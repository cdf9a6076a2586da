//! A mark stands where a reference is still to be put.

use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Severity};

pub(super) static RULE: Rule = Rule {
    name: "placeholder",
    group: Group::Identifiers,
    severity: Severity::Hint,
    submission: Some(Severity::Warning),
    needs: Needs::Text,
    summary: "A mark stands where a reference is still to be put.",
    page: include_str!("../../docs/rules/placeholder.md"),
    check,
};

/// The longest mark that is quoted, in characters.
const QUOTED: usize = 60;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    for placeholder in &document.placeholders {
        let mark: String = placeholder.span.of(document.text()).chars().take(QUOTED).collect();
        let sentence = document.sentence(placeholder.span).of(document.text());
        findings.push(Finding {
            subject: Some(sentence.split_whitespace().collect::<Vec<_>>().join(" ")),
            help: Some("Put the reference in its place before the text is submitted.".into()),
            ..Finding::new(
                RULE.name,
                ANY_LEVEL,
                &document.file,
                placeholder.span,
                format!("A placeholder still stands here: “{mark}”."),
            )
        });
    }
}
