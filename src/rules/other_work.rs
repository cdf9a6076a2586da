//! The identifier of a reference names another work than is written.

use super::references::{NamedWork, Reference};
use super::{ANY_LEVEL, Context, Group, Needs, Rule, fields};
use crate::config::shortened;
use crate::findings::{Certainty, Evidence, Finding, Severity};
use crate::record::{Field, IdentifierKind, Record};
use crate::reference::{Part, Verdict};

pub(super) static RULE: Rule = Rule {
    name: "other-work",
    group: Group::Identity,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Records,
    summary: "An identifier names another work than the reference that it stands in.",
    page: include_str!("../../docs/rules/other-work.md"),
    check,
};

/// How many characters of a title are shown in the first line.
const TITLE: usize = 42;
/// How many of a journal's name.
const JOURNAL: usize = 18;
/// How many characters of what is written are shown.
const WRITTEN: usize = 240;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for reference in context.references() {
        let Some(work) = reference.meant() else { continue };
        let Verdict::OtherWork { differing, is_certain } = work.verdict() else { continue };
        // Title and people are not both slips of one record.
        let is_beyond_doubt = is_certain && work.judgement.first_author.differs();
        if !work.is_heard && !is_beyond_doubt {
            continue;
        }
        let fields: Vec<Field> = differing.into_iter().map(|(field, _)| field).collect();
        findings.extend(finding(context, reference, work, &fields, is_certain));
    }
}

fn finding(
    context: &Context<'_>,
    reference: &Reference<'_>,
    work: &NamedWork<'_>,
    fields: &[Field],
    is_certain: bool,
) -> Option<Finding> {
    let view = work.views().next()?;
    let place = work.places[0];
    let (kind, record) = (noun(place.id.kind()), &*view.record);
    let message = if is_certain {
        fields::line(TITLE, |title| format!("This {kind} names another work: {}.", shown_in(record, title)))
    } else {
        format!("{} differ from the work that this {kind} names.", listed(fields))
    };
    let written = shortened(&fields::tidy(&reference.text(context)), WRITTEN);
    let mut help = format!("written: {written}\nregistered: {} ({})", full(record), view.source);
    help.push_str(if work.judgement.title == Part::Agrees && is_certain {
        "\nThe title is the same, so it may be a reprint or another edition. Which one is meant?"
    } else {
        "\nWhich one is meant?"
    });
    let evidence = work.views().map(|view| Evidence {
        source: view.source.to_string(),
        fetched: (!context.locked).then_some(view.fetched),
        field: Some("title".into()),
        written: Some(written.clone()),
        recorded: view.record.title.clone(),
    });
    Some(Finding {
        certainty: if is_certain { Certainty::Certain } else { Certainty::Likely },
        identifier: Some(place.id.clone()),
        help: Some(help),
        evidence: evidence.collect(),
        related: reference.elsewhere(None).into_iter().collect(),
        ..Finding::new(
            RULE.name,
            if is_certain { ANY_LEVEL } else { Severity::Warning },
            &context.document.file,
            place.span,
            message,
        )
    })
}

/// What an identifier is called.
pub(super) fn noun(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::Pmid => "PMID",
        IdentifierKind::Pmcid => "PMCID",
        IdentifierKind::Arxiv => "arXiv id",
        _ => "DOI",
    }
}

/// A work in a few words: “The distribution of…”, Lancet 1889;133:571.
pub(super) fn shown(record: &Record) -> String {
    shown_in(record, TITLE)
}

/// The same with so many characters of the title.
fn shown_in(record: &Record, title: usize) -> String {
    let title = shortened(record.title.as_deref().unwrap_or("without a title"), title);
    let place = place(record, JOURNAL);
    if place.is_empty() { format!("“{title}”") } else { format!("“{title}”, {place}") }
}

/// A work as a reference.
pub(super) fn full(record: &Record) -> String {
    let first = record.authors.first().map(|author| author.name.family());
    let more = if record.authors.len() > 1 { " et al." } else { "." };
    let authors = first.map(|first| format!("{first}{more} ")).unwrap_or_default();
    let title = record.title.as_deref().unwrap_or_default();
    format!("{authors}{title}. {}", place(record, WRITTEN))
}

/// Journal, year, volume and first page.
fn place(record: &Record, longest: usize) -> String {
    let journal = record.container_short.as_deref().or(record.container_title.as_deref());
    let journal = journal.map(|journal| shortened(journal, longest));
    let year = record.dates.year().map(|year| year.to_string());
    let head: Vec<String> = journal.into_iter().chain(year).collect();
    let volume = record.volume.as_deref().map(|volume| format!(";{volume}")).unwrap_or_default();
    let page = record.pages.as_deref().or(record.article_number.as_deref());
    let page = page.and_then(|pages| pages.split(['-', '–', ',']).next()).map(|page| format!(":{page}"));
    format!("{}{volume}{}", head.join(" "), page.filter(|_| !volume.is_empty()).unwrap_or_default())
}

/// “Title, year and pages”.
fn listed(fields: &[Field]) -> String {
    let name = |field: &Field| match field {
        Field::Authors => "authors",
        Field::Dates => "year",
        Field::ContainerTitle => "journal",
        Field::Volume => "volume",
        Field::Issue => "issue",
        Field::Pages => "pages",
        _ => "title",
    };
    let names: Vec<&str> = fields.iter().map(name).collect();
    let text = match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    };
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
