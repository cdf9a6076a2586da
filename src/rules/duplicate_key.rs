//! Several entries of one bibliography have one key.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::bibliography::{Bibliography, Entry, folded};
use crate::findings::{Finding, Related, Severity};
use crate::text::{SourceFile, Span};

pub(super) static RULE: Rule = Rule {
    name: "duplicate-key",
    group: Group::Citations,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Bibliography,
    summary: "Several entries of a bibliography have one key.",
    page: include_str!("../../docs/rules/duplicate-key.md"),
    check,
};

/// How many characters of a key are shown.
const SHOWN: usize = 40;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    if let Some(file) = &context.library.own {
        for entries in shared(file).into_values() {
            // The first was right until the second came.
            findings.push(finding(&document.file, entries[1].key_span, file, &entries));
        }
        return;
    }
    let text = document.text();
    for file in context.library.all() {
        let mut shared = shared(file);
        if shared.is_empty() {
            continue;
        }
        for citation in document.citations.iter().filter(|citation| citation.is_of_work()) {
            // Once a key, at its first citation.
            if let Some(entries) = shared.remove(citation.key(text)) {
                findings.push(finding(&document.file, citation.span, file, &entries));
            }
        }
    }
}

/// The keys that several entries have, with these.
fn shared(file: &Bibliography) -> BTreeMap<&str, Vec<&Entry>> {
    let mut shared: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    if !file.has_shared_keys() {
        return shared;
    }
    let mut all: FxHashMap<&str, Vec<&Entry>> = FxHashMap::default();
    for entry in file.entries.iter().filter(|entry| !entry.key_span.is_empty()) {
        all.entry(&entry.key).or_default().push(entry);
    }
    shared.extend(all.into_iter().filter(|(_, entries)| entries.len() > 1));
    shared
}

fn finding(at: &Arc<SourceFile>, span: Span, file: &Arc<Bibliography>, entries: &[&Entry]) -> Finding {
    let are_one = entries[1..].iter().all(|entry| is_copy(file, entries[0], entry));
    let key = crate::config::shortened(&entries[0].key, SHOWN);
    let name = file.name();
    let (severity, message, help) = if are_one {
        let message = format!("The entry “{key}” stands {} times in {name}.", entries.len());
        (Severity::Info, message, "They have one title, so little is lost when all but the best are deleted.")
    } else {
        let message = format!("{} different works in {name} have the key “{key}”.", entries.len());
        let help = "Which of them is cited depends on the program: BibTeX takes the first, pandoc the last. Give each its \
                    own key.";
        (ANY_LEVEL, message, help)
    };
    let is_here = |entry: &&&Entry| !Arc::ptr_eq(at, &file.file) || entry.key_span != span;
    let related = entries.iter().filter(is_here).map(|entry| Related {
        file: Arc::clone(&file.file),
        span: entry.key_span,
        message: "has this key".into(),
    });
    Finding {
        subject: Some(entries[0].key.to_string()),
        help: Some(help.into()),
        related: related.collect(),
        ..Finding::new(RULE.name, severity, at, span, message)
    }
}

/// Whether two entries are of one work, by their titles, or the same but for blanks.
fn is_copy(file: &Bibliography, one: &Entry, other: &Entry) -> bool {
    let words = |entry: &Entry| entry.span.of(file.text()).split_whitespace().collect::<Vec<_>>().join(" ");
    let (one_title, other_title) = (title(file, one), title(file, other));
    !one_title.is_empty() && one_title == other_title || words(one) == words(other)
}

/// The letters and digits of an entry's title, as they are compared.
pub(super) fn title(file: &Bibliography, entry: &Entry) -> String {
    let title = file.record(entry).title.unwrap_or_default();
    folded(&title).chars().filter(|ch| ch.is_alphanumeric()).collect()
}
