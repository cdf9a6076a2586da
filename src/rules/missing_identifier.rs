//! References without an identifier whose works a search found.

use std::sync::Arc;

use super::numbered::listed;
use super::other_work::full;
use super::{ANY_LEVEL, Context, Group, Needs, Rule, fields};
use crate::config::shortened;
use crate::findings::{Certainty, Evidence, Finding, Related, Severity};
use crate::record::{Field, Identifier, Record};
use crate::reference::{Candidate, Sought, agreement, prose};
use crate::syntax::Document;
use crate::text::Span;

/// The rule's name.
pub const NAME: &str = "missing-identifier";

pub(super) static RULE: Rule = Rule {
    name: NAME,
    group: Group::ReferenceList,
    severity: Severity::Hint,
    submission: None,
    needs: Needs::Text,
    summary: "A reference has no identifier, and a search found a work that may be its own.",
    page: include_str!("../../docs/rules/missing-identifier.md"),
    check,
};

/// How many characters of what is written are shown.
const WRITTEN: usize = 240;
/// How many references are written out below the first line.
const SHOWN: usize = 5;

/// The references of a manuscript's lists that have no identifier: where each is, and its words.
pub(crate) fn unidentified(document: &Document) -> impl Iterator<Item = (Span, String)> {
    let identified = |item: &Span| {
        let after = document.identifiers.partition_point(|found| found.span.start < item.start);
        document.identifiers.get(after).is_some_and(|found| item.covers(found.span))
    };
    let items = document.lists.iter().flat_map(|list| &list.items).copied();
    let has_address = |item: &Span| ["http", "www."].iter().any(|mark| item.of(document.text()).contains(mark));
    items
        .filter(move |item| !identified(item) && !has_address(item))
        .map(|item| (item, prose(document.text(), item, std::iter::empty())))
}

/// The same of those that can be looked for, with what they are looked for by.
pub fn sought(document: &Document) -> Vec<(String, Sought)> {
    unidentified(document).filter_map(|(_, words)| Sought::of(&words).map(|sought| (words, sought))).collect()
}

struct Found<'a> {
    item: Span,
    words: String,
    candidate: &'a Candidate,
    agreeing: Vec<Field>,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.candidates.is_empty() {
        return;
    }
    let found = unidentified(context.document).filter_map(|(item, words)| {
        let candidate = context.candidates.get(&words)?;
        let records: Vec<&Record> = candidate.known.views.iter().map(|view| &*view.record).collect();
        let agreeing = agreement(&words, &records)?;
        Some(Found { item, words, candidate, agreeing })
    });
    let found: Vec<Found<'_>> = found.collect();
    for list in &context.document.lists {
        let of_list: Vec<&Found<'_>> = found.iter().filter(|found| list.span.covers(found.item)).collect();
        findings.extend(finding(context, list.items.len(), &of_list));
    }
}

fn finding(context: &Context<'_>, items: usize, found: &[&Found<'_>]) -> Option<Finding> {
    let first = found.first()?;
    let message = match found {
        [one] => format!("This reference has no identifier; it may be {}.", shown(&one.candidate.id)),
        _ => format!("{} of {items} references here have no identifier, and may be known works.", found.len()),
    };
    let mut help = String::new();
    for found in found.iter().take(SHOWN) {
        let view = found.candidate.known.views.first()?;
        let agreeing: Vec<&str> = found.agreeing.iter().map(|field| name(*field)).collect();
        help.push_str(&format!(
            "written: {}\nfound: {} {} ({})\nThey agree in {}.\n",
            shortened(&fields::tidy(&found.words), WRITTEN),
            full(&view.record),
            shown(&found.candidate.id),
            view.source,
            listed(&agreeing),
        ));
    }
    if found.len() > SHOWN {
        help.push_str(&format!("and {} more\n", found.len() - SHOWN));
    }
    help.push_str("A search found this, which proves nothing: look at the work before you add its identifier.");
    let evidence = first.candidate.known.views.iter().map(|view| Evidence {
        source: view.source.to_string(),
        fetched: (!context.locked).then_some(view.fetched),
        field: Some("title".into()),
        written: Some(shortened(&fields::tidy(&first.words), WRITTEN)),
        recorded: view.record.title.clone(),
    });
    let related = found[1..].iter().map(|other| Related {
        file: Arc::clone(&context.document.file),
        span: other.item,
        message: format!("may be {}", shown(&other.candidate.id)),
    });
    Some(Finding {
        certainty: Certainty::Likely,
        identifier: Some(first.candidate.id.clone()),
        help: Some(help),
        evidence: evidence.collect(),
        related: related.collect(),
        ..Finding::new(RULE.name, ANY_LEVEL, &context.document.file, first.item, message)
    })
}

/// An identifier as one writes it in a list.
fn shown(id: &Identifier) -> String {
    match id.doi() {
        Some(doi) => format!("doi:{doi}"),
        None => id.to_string(),
    }
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Authors => "first author",
        Field::Dates => "year",
        Field::ContainerTitle => "journal",
        Field::Volume => "volume",
        Field::Issue => "issue",
        Field::Pages => "pages",
        _ => "title",
    }
}
