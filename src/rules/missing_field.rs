//! Entries that lack what every reference style prints, and items of a list that lack what its others have.

mod of_list;

use std::sync::Arc;

use super::numbered::listed;
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::bibliography::{Bibliography, Entry, Part};
use crate::findings::{Finding, Related, Severity};
use crate::text::{SourceFile, Span};

pub(super) static RULE: Rule = Rule {
    name: "missing-field",
    group: Group::ReferenceList,
    severity: Severity::Hint,
    submission: None,
    needs: Needs::Bibliography,
    summary: "References lack what every style prints, or what the others of their list have.",
    page: include_str!("../../docs/rules/missing-field.md"),
    check,
};

/// How many characters of a key are shown.
const SHOWN: usize = 30;
/// How many entries are named.
const NAMED: usize = 5;
/// How many others are shown with their places: a library may have thousands.
const RELATED: usize = 50;

/// An entry that lacks something, where it is told of, and what.
struct Lacking<'a> {
    file: &'a Arc<Bibliography>,
    entry: &'a Entry,
    at: Span,
    parts: Vec<Part>,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    if let Some(own) = &context.library.own {
        let all: Vec<_> = own.entries.iter().filter_map(|entry| lacking(own, entry, entry.key_span)).collect();
        findings.extend(finding(&document.file, &format!("{} entries", own.entries.len()), &all));
        return;
    }
    let (mut count, mut all) = (0, Vec::new());
    for (first, file, entry) in context.library.cited_entries() {
        count += 1;
        all.extend(lacking(file, entry, first));
    }
    findings.extend(finding(&document.file, &format!("{count} cited entries"), &all));
    of_list::check(context, findings);
}

fn lacking<'a>(file: &'a Arc<Bibliography>, entry: &'a Entry, at: Span) -> Option<Lacking<'a>> {
    let parts = file.missing_parts(entry);
    (!parts.is_empty()).then_some(Lacking { file, entry, at, parts })
}

fn finding(at: &Arc<SourceFile>, of: &str, all: &[Lacking<'_>]) -> Option<Finding> {
    let first = all.first()?;
    let message = match all {
        [one] => format!("The entry “{}” has {}.", shown(one), named(&one.parts)),
        _ => format!("{} of {of} lack something that every reference style prints.", all.len()),
    };
    let mut help = String::from("Add what is missing in the bibliography:");
    for lacking in all.iter().take(NAMED) {
        let Lacking { file, entry, parts, .. } = lacking;
        let place = file.file.lines.place(file.text(), entry.span.range().start);
        help.push_str(&format!("\n{}, line {}, “{}”: {}", file.name(), place.line, shown(lacking), named(parts)));
    }
    if all.len() > NAMED {
        help.push_str(&format!("\nand {} more", all.len() - NAMED));
    }
    let related = all[1..].iter().take(RELATED).map(|other| Related {
        file: Arc::clone(at),
        span: other.at,
        message: format!("“{}” has {}", shown(other), named(&other.parts)),
    });
    Some(Finding {
        subject: Some("fields".into()),
        help: Some(help),
        related: related.collect(),
        ..Finding::new(RULE.name, ANY_LEVEL, at, first.at, message)
    })
}

fn shown(lacking: &Lacking<'_>) -> String {
    crate::config::shortened(&lacking.entry.key, SHOWN)
}

/// "no author, no year and no journal or book title".
fn named(parts: &[Part]) -> String {
    let name = |part: &Part| match part {
        Part::People => "no author",
        Part::Title => "no title",
        Part::Container => "no journal or book title",
        Part::Year => "no year",
        Part::School => "no school",
    };
    listed(&parts.iter().map(name).collect::<Vec<_>>())
}
