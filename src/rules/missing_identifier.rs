//! References without an identifier whose works a search found.

use std::sync::Arc;

use super::numbered::listed;
use super::other_work::full;
use super::{ANY_LEVEL, Context, Group, Needs, Rule, fields};
use crate::bibliography::Library;
use crate::config::shortened;
use crate::findings::{Certainty, Evidence, Finding, Related, Severity};
use crate::record::{Field, Identifier, Record, WorkType};
use crate::reference::{Candidate, Composed, Sought, agreement, prose};
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

/// A reference without an identifier.
struct Unidentified {
    /// Where it is told of: the item, or the first citation of an entry, or its key.
    at: Span,
    words: String,
    /// Whether it is an entry of a bibliography.
    is_entry: bool,
}

impl Unidentified {
    /// What it is looked for by, if it is an article's.
    fn sought(&self) -> Option<Sought> {
        if self.is_entry { Sought::of_entry(&self.words) } else { Sought::of(&self.words) }
    }
}

/// Those of a manuscript's lists and of the entries that it cites, or of a bibliography; but for those with an address.
fn unidentified(document: &Document, library: &Library) -> Vec<Unidentified> {
    let identified = |item: &Span| {
        let after = document.identifiers.partition_point(|found| found.span.start < item.start);
        document.identifiers.get(after).is_some_and(|found| item.covers(found.span))
    };
    let items = document.lists.iter().flat_map(|list| &list.items).copied();
    let has_address = |item: &Span| ["http", "www."].iter().any(|mark| item.of(document.text()).contains(mark));
    let items = items.filter(|item| !identified(item) && !has_address(item)).map(|item| {
        let words = prose(document.text(), item, std::iter::empty());
        Unidentified { at: item, words, is_entry: false }
    });
    let own = library.own.iter().flat_map(|own| own.entries.iter().map(move |entry| (entry.key_span, own, entry)));
    let cited = library.cited_entries().filter(|_| library.own.is_none());
    let entries = own.chain(cited).filter(|(at, file, entry)| {
        let has_any =
            if library.own.is_some() { identified(&entry.span) } else { library.cited.at(*at).next().is_some() };
        let is_article = || matches!(file.record(entry).work_type, WorkType::Article | WorkType::ProceedingsPaper);
        !has_any && is_article()
    });
    let entries =
        entries.map(|(at, file, entry)| Unidentified { at, words: Composed::of(file, entry).text, is_entry: true });
    items.chain(entries).collect()
}

/// The words of those that can be looked for, with what they are looked for by.
#[must_use]
pub fn sought(document: &Document, library: &Library) -> Vec<(String, Sought)> {
    let all = unidentified(document, library).into_iter();
    all.filter_map(|reference| reference.sought().map(|sought| (reference.words, sought))).collect()
}

struct Found<'a> {
    at: Span,
    words: String,
    is_entry: bool,
    candidate: &'a Candidate,
    agreeing: Vec<Field>,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.candidates.is_empty() {
        return;
    }
    let found = unidentified(context.document, context.library).into_iter().filter_map(|reference| {
        let Unidentified { at, words, is_entry } = reference;
        let candidate = context.candidates.get(&words)?;
        let records: Vec<&Record> = candidate.known.views.iter().map(|view| &*view.record).collect();
        let agreeing = agreement(&words, &records)?;
        Some(Found { at, words, is_entry, candidate, agreeing })
    });
    let found: Vec<Found<'_>> = found.collect();
    for list in &context.document.lists {
        let is_here = |found: &&Found<'_>| !found.is_entry && list.span.covers(found.at);
        let here: Vec<&Found<'_>> = found.iter().filter(is_here).collect();
        findings.extend(finding(context, &format!("{} references here", list.items.len()), &here));
    }
    let of_entries: Vec<&Found<'_>> = found.iter().filter(|found| found.is_entry).collect();
    let all = match &context.library.own {
        Some(own) => format!("{} entries", own.entries.len()),
        None => format!("{} cited entries", context.library.cited_entries().count()),
    };
    findings.extend(finding(context, &all, &of_entries));
}

fn finding(context: &Context<'_>, all: &str, found: &[&Found<'_>]) -> Option<Finding> {
    let first = found.first()?;
    let message = match found {
        [one] => {
            let what = if one.is_entry { "entry" } else { "reference" };
            format!("This {what} has no identifier; it may be {}.", shown(&one.candidate.id))
        }
        _ => format!("{} of {all} have no identifier, and may be known works.", found.len()),
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
        span: other.at,
        message: format!("may be {}", shown(&other.candidate.id)),
    });
    Some(Finding {
        certainty: Certainty::Likely,
        subject: Some("search".into()),
        identifier: Some(first.candidate.id.clone()),
        help: Some(help),
        evidence: evidence.collect(),
        related: related.collect(),
        ..Finding::new(RULE.name, ANY_LEVEL, &context.document.file, first.at, message)
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
