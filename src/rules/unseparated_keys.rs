//! Two keys in one pair of brackets without a semicolon between them.

use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Related, Severity};
use crate::syntax::{Citation, CitationSyntax};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "unseparated-keys",
    group: Group::Citations,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Text,
    summary: "Two keys in one pair of brackets without a semicolon between them.",
    page: include_str!("../../docs/rules/unseparated-keys.md"),
    check,
};

/// How many characters of a key are shown.
const SHOWN: usize = 30;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let text = context.document.text();
    let mut found: Vec<(Option<Span>, Finding)> = Vec::new();
    for pair in context.document.citations.windows(2) {
        let [before, citation] = pair else { continue };
        if !stands_in_suffix(before, citation) || context.typed.contains(citation.key(text)) {
            continue;
        }
        let between = &text[before.token.range().end..citation.token.range().start];
        // Whoever writes words there may mean what pandoc reads: `[@a, as told in @b]`.
        if !between.chars().all(|ch| ch == ',' || ch.is_whitespace()) {
            continue;
        }
        let same =
            |(cluster, _): &&mut (Option<Span>, Finding)| *cluster == citation.cluster.map(|cluster| cluster.span);
        if let Some((_, finding)) = found.last_mut().into_iter().find(same) {
            // One a bracket: who writes commas writes them throughout.
            finding.related.push(Related {
                file: context.document.file.clone(),
                span: citation.span,
                message: "nor before this one".into(),
            });
            continue;
        }
        let shown = |citation: &Citation| crate::config::shortened(citation.key(text), SHOWN);
        let mark = if between.contains(',') { "a comma" } else { "only a blank" };
        let finding = Finding {
            subject: Some(citation.key(text).to_owned()),
            help: Some("Put a semicolon between them: else the second becomes a part of the first’s suffix.".into()),
            ..Finding::new(
                RULE.name,
                ANY_LEVEL,
                &context.document.file,
                citation.span,
                format!("Between “{}” and “{}” stands {mark}, not a semicolon.", shown(before), shown(citation)),
            )
        };
        found.push((citation.cluster.map(|cluster| cluster.span), finding));
    }
    findings.extend(found.into_iter().map(|(_, finding)| finding));
}

/// Whether a citation stands in the same brackets as the one before it, and is not parted from it.
fn stands_in_suffix(before: &Citation, citation: &Citation) -> bool {
    let (Some(first), Some(second)) = (before.cluster, citation.cluster) else { return false };
    let pandoc = before.syntax == CitationSyntax::Pandoc && citation.syntax == CitationSyntax::Pandoc;
    pandoc && first.span == second.span && !second.heads && before.is_of_work() && citation.is_of_work()
}
