//! What the rules about single fields of a reference share.

use super::references::NamedWork;
use super::{ANY_LEVEL, Context, Rule};
use crate::config::shortened;
use crate::findings::{Certainty, Evidence, Finding, Related, Severity};
use crate::record::{Field, Record, View};
use crate::reference::Verdict;
use crate::text::Span;

/// How many characters of a value are shown in the first line.
const SHOWN: usize = 28;

/// The longest first line, in characters (design, "Messages").
pub(super) const LINE: usize = 100;

/// A first line that says as much of its values as it has room for: `say` is given how many characters of each are shown, at
/// first so `many`.
pub(super) fn line(many: usize, say: impl Fn(usize) -> String) -> String {
    const LEAST: usize = 10;
    let mut shown = many;
    loop {
        let line = say(shown);
        if shown <= LEAST || line.chars().count() <= LINE {
            return line;
        }
        shown -= 1;
    }
}

/// A difference in one field.
pub(super) struct Difference<'a, 'r> {
    /// The work that it is held against.
    pub(super) work: &'r NamedWork<'a>,
    /// Where the field is written, in the file.
    pub(super) span: Span,
    /// What is written.
    pub(super) written: String,
    /// Where that is, if it is in another file.
    pub(super) elsewhere: Option<Related>,
}

/// Calls `tell` with each difference in a field that is told by itself.
pub(super) fn each<'a>(context: &Context<'a>, field: Field, mut tell: impl FnMut(Difference<'a, '_>)) {
    for reference in context.references() {
        let Some(work) = reference.meant().filter(|work| work.is_heard) else { continue };
        let Verdict::Fields(differing) = work.verdict() else { continue };
        for (_, at) in differing.iter().filter(|(other, _)| *other == field) {
            let (span, written) = reference.part(context, at);
            let elsewhere = reference.elsewhere(Some(at));
            tell(Difference { work, span, written, elsewhere });
        }
    }
}

/// The findings of a rule about a field that `of` reads off a record as text. `name` is what it is called.
pub(super) fn check(
    context: &Context<'_>,
    rule: &Rule,
    field: Field,
    name: &str,
    of: fn(&Record) -> Option<String>,
    findings: &mut Vec<Finding>,
) {
    each(context, field, |difference| {
        let recorded = recorded(difference.work, of);
        let Some((first, _)) = recorded.first() else { return };
        let sources = sources(recorded.iter().map(|(_, view)| *view));
        let written = tidy(&difference.written);
        let message = line(SHOWN, |shown| {
            let (written, first) = (shortened(&written, shown), shortened(first, shown));
            format!("{name} differs: written “{written}”, recorded “{first}” ({sources}).")
        });
        findings.push(finding(context, rule, &difference, message, &recorded, None));
    });
}

/// What each source has, where it has anything.
pub(super) fn recorded<'a>(work: &NamedWork<'a>, of: impl Fn(&Record) -> Option<String>) -> Vec<(String, &'a View)> {
    work.views().filter_map(|view| Some((of(&view.record)?, view))).collect()
}

/// The names of sources: “Crossref, PubMed”.
pub(super) fn sources<'a>(views: impl Iterator<Item = &'a View>) -> String {
    let mut names: Vec<String> = views.map(|view| view.source.to_string()).collect();
    names.dedup();
    names.join(", ")
}

/// The level of a finding about authors or years that rests on one source, which is not enough for more.
pub(super) fn level_of_one_source(sources: usize) -> Option<Severity> {
    (sources < 2).then_some(Severity::Info)
}

/// A finding of a field, with both values.
pub(super) fn finding(
    context: &Context<'_>,
    rule: &Rule,
    difference: &Difference<'_, '_>,
    message: String,
    recorded: &[(String, &View)],
    level: Option<Severity>,
) -> Finding {
    let written = tidy(&difference.written);
    let mut help = format!("written: {written}");
    for (value, view) in recorded {
        help.push_str(&format!("\nrecorded: {value} ({})", view.source));
    }
    if level == Some(Severity::Info) {
        help.push_str("\nOnly one source has it.");
    }
    help.push_str("\nSee the work itself: registries have mistakes too.");
    let evidence = recorded.iter().map(|(value, view)| Evidence {
        source: view.source.to_string(),
        fetched: (!context.locked).then_some(view.fetched),
        field: Some(rule.name.trim_end_matches("-differs").trim_end_matches("-differ").to_owned()),
        written: Some(written.clone()),
        recorded: Some(value.clone()),
    });
    Finding {
        certainty: Certainty::Likely,
        identifier: Some(difference.work.places[0].id.clone()),
        help: Some(help),
        evidence: evidence.collect(),
        related: difference.elsewhere.iter().cloned().collect(),
        ..Finding::new(
            rule.name,
            level.unwrap_or(ANY_LEVEL).min(Severity::Warning),
            &context.document.file,
            difference.span,
            message,
        )
    }
}

/// A text in one line, without the marks of Markdown.
pub(super) fn tidy(text: &str) -> String {
    let plain: String = text.chars().filter(|ch| !matches!(ch, '*' | '_' | '\\' | '`')).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
