//! References without an identifier whose works a search found.

use std::sync::Arc;

use super::numbered::listed;
use super::other_work::full;
use super::{ANY_LEVEL, Context, Group, Needs, Rule, fields, level};
use crate::bibliography::{Bibliography, Entry, Library};
use crate::config::{Config, shortened};
use crate::findings::{Certainty, Evidence, Finding, Related, Severity};
use crate::record::{Field, Identifier, Record, WorkType};
use crate::reference::{Candidate, Composed, Sought, agreement, prose};
use crate::syntax::Document;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "missing-identifier",
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
struct Unidentified<'a> {
    /// Where it is told of: the item, or the first citation of an entry, or its key.
    at: Span,
    /// As it is written in its file.
    written: &'a str,
    what: What<'a>,
}

/// What kind of reference it is.
#[derive(Clone, Copy)]
enum What<'a> {
    /// An item of a list of this text.
    Item(&'a str, Span),
    /// An entry of a bibliography.
    Entry(&'a Bibliography, &'a Entry),
}

impl Unidentified<'_> {
    fn words(&self) -> String {
        match self.what {
            What::Item(text, item) => prose(text, item, std::iter::empty()),
            What::Entry(file, entry) => Composed::of(file, entry).text,
        }
    }

    /// What it is looked for by, if it is an article's.
    fn sought(&self) -> Option<Sought> {
        match self.what {
            What::Item(..) => Sought::of(&self.words()),
            What::Entry(file, entry) => {
                let is_article = matches!(file.record(entry).work_type, WorkType::Article | WorkType::ProceedingsPaper);
                if is_article { Sought::of_entry(&self.words()) } else { None }
            }
        }
    }
}

/// Those of a manuscript's lists and of the entries that it cites, or of a bibliography; but for those with an address.
fn unidentified<'a>(document: &'a Document, library: &'a Library) -> impl Iterator<Item = Unidentified<'a>> {
    let text = document.text();
    let identified = |item: &Span| {
        let after = document.identifiers.partition_point(|found| found.span.start < item.start);
        document.identifiers.get(after).is_some_and(|found| item.covers(found.span))
    };
    let has_address = |item: &Span| ["http", "www."].iter().any(|mark| item.of(text).contains(mark));
    let items = document.lists.iter().flat_map(|list| &list.items).copied();
    let items = items.filter(move |item| !identified(item) && !has_address(item));
    let items = items.map(|item| Unidentified { at: item, written: item.of(text), what: What::Item(text, item) });
    let own = library.own.iter().flat_map(|own| own.entries.iter().map(move |entry| (entry.key_span, own, entry)));
    let own = own.filter(move |(.., entry)| !identified(&entry.span));
    let cited = library.cited_entries().filter(|_| library.own.is_none());
    let cited = cited.filter(|(first, ..)| library.cited.at(*first).next().is_none());
    let entries = own.chain(cited).map(|(at, file, entry)| {
        let written = entry.span.of(file.text());
        Unidentified { at, written, what: What::Entry(file, entry) }
    });
    items.chain(entries)
}

/// Those that can be looked for, as they are written, with what they are looked for by.
#[must_use]
pub fn sought(document: &Document, library: &Library) -> Vec<(String, Sought)> {
    let all = unidentified(document, library);
    all.filter_map(|reference| Some((reference.written.to_owned(), reference.sought()?))).collect()
}

/// Whether the rule is on, so that there is a reason to look for works.
#[must_use]
pub fn is_on(config: &Config) -> bool {
    level(&RULE, config).is_some()
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
    let found = unidentified(context.document, context.library).filter_map(|reference| {
        let candidate = context.candidates.get(reference.written)?;
        let words = reference.words();
        let records: Vec<&Record> = candidate.known.views.iter().map(|view| &*view.record).collect();
        let agreeing = agreement(&words, &records)?;
        let is_entry = matches!(reference.what, What::Entry(..));
        Some(Found { at: reference.at, words, is_entry, candidate, agreeing })
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
