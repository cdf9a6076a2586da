//! One work is cited by the keys of two entries, or two entries have one identifier.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::duplicate_key::title;
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Related, Severity};
use crate::record::{Identifier, IdentifierKind};
use crate::syntax::Occurrence;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-work",
    group: Group::Citations,
    severity: Severity::Warning,
    submission: None,
    needs: Needs::Bibliography,
    summary: "One work is cited by two keys, or two works have one identifier.",
    page: include_str!("../../docs/rules/duplicate-work.md"),
    check,
};

/// How many characters of a key are shown.
const SHOWN: usize = 30;
/// Titles less alike than this are those of two works.
const ALIKE: f64 = 0.9;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let text = context.document.text();
    let mut first: FxHashMap<&Identifier, &Occurrence> = FxHashMap::default();
    let mut told: FxHashSet<&str> = FxHashSet::default();
    // The chapters of a book share its number.
    // Every citation of a key says the same.
    let of_works = context.library.cited.firsts().filter(|found| found.id.kind() != IdentifierKind::Isbn);
    for found in of_works.filter(|found| !context.in_flux.contains(&found.id)) {
        let work = context.works().get(&found.id).map_or(&found.id, |work| work.id);
        let before = *first.entry(work).or_insert(found);
        let (one, other) = (before.span.of(text), found.span.of(text));
        if one != other && !is_one_entry(context, one, other) && told.insert(other) {
            findings.push(finding(context, before, found));
        }
    }
}

/// Whether two keys stand for one entry: some formats give an entry several.
fn is_one_entry(context: &Context<'_>, one: &str, other: &str) -> bool {
    let entry = |key: &str| context.library.get(key).map(|(file, entry)| (Arc::as_ptr(file), entry.span));
    entry(one) == entry(other)
}

fn finding(context: &Context<'_>, before: &Occurrence, found: &Occurrence) -> Finding {
    let text = context.document.text();
    let shown = |place: &Occurrence| crate::config::shortened(place.span.of(text), SHOWN);
    let titled = |place: &Occurrence| context.library.get(place.span.of(text)).map(|(file, entry)| title(file, entry));
    let are_alike = match (titled(before), titled(found)) {
        (Some(one), Some(other)) => {
            one.contains(&other) || other.contains(&one) || strsim::jaro_winkler(&one, &other) >= ALIKE
        }
        _ => true,
    };
    let both = if before.id == found.id {
        format!("Both entries have {}.", found.id)
    } else {
        format!("{} and {} are identifiers of one work.", before.id, found.id)
    };
    let (one, other) = (shown(before), shown(found));
    // An article and its preprint share the preprint's number, and the article has a DOI besides.
    let is_version = before.id.kind() == IdentifierKind::Arxiv && dois(context, before) != dois(context, found);
    let severity = if is_version { Severity::Info } else { ANY_LEVEL };
    let (message, help) = if are_alike {
        let help = format!("{both} The reference list has it twice: cite one of the keys throughout.");
        (format!("“{one}” and “{other}” are one work."), help)
    } else {
        let help = format!("{both} Their titles differ: most likely one of them was given the other’s by mistake.");
        (format!("“{one}” and “{other}” have one identifier and different titles."), help)
    };
    Finding {
        identifier: Some(found.id.clone()),
        subject: Some(found.span.of(text).to_owned()),
        help: Some(help),
        related: vec![Related {
            file: context.document.file.clone(),
            span: before.span,
            message: "the same identifier is cited here".into(),
        }],
        ..Finding::new(RULE.name, severity, &context.document.file, found.span, message)
    }
}

/// The DOIs of the entry that is cited at a place.
fn dois(context: &Context<'_>, place: &Occurrence) -> Vec<Identifier> {
    let at_place = context.library.cited.at(place.span);
    at_place.filter(|found| found.id.kind() == IdentifierKind::Doi).map(|found| found.id.clone()).collect()
}
