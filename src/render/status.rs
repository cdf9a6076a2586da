//! What became of a work, and what is not known of it, in sentences.

use super::sheet::Span;
use super::whole::Whole;
use super::words;
use crate::record::{
    Day, Identifier, IdentifierKind, Knowledge, Known, NoticeKind, PartialDate, Reason, Record, UnitedNotice,
};

/// Notices that nobody may overlook, gravest first: everything worse than a correction.
pub(super) fn grave(whole: &Whole<'_>) -> Vec<Vec<Span>> {
    let grave = whole.events.iter().filter(|event| event.kind < NoticeKind::Corrected);
    grave.map(|event| warning(event, &whole.record)).collect()
}

/// Corrections and newer versions shown at most.
const MOST_MILD: usize = 8;

/// Corrections and newer versions.
pub(super) fn mild(whole: &Whole<'_>) -> Vec<Vec<Span>> {
    let events: Vec<_> = whole.events.iter().filter(|event| event.kind >= NoticeKind::Corrected).collect();
    let mut lines: Vec<Vec<Span>> = events
        .iter()
        .take(MOST_MILD)
        .map(|event| {
            let word = if event.kind == NoticeKind::Corrected { "Corrected" } else { "Newer version" };
            let mut spans = vec![Span::text(format!("{word}{} ({})", when(event.date), event.tellers().join(", ")))];
            links(event, &whole.record, ": ", &mut spans);
            spans
        })
        .collect();
    if events.len() > MOST_MILD {
        lines.push(vec![Span::text(format!("and {} more corrections or versions", events.len() - MOST_MILD))]);
    }
    lines
}

fn warning(event: &UnitedNotice<'_>, record: &Record) -> Vec<Span> {
    let word = event.kind.to_string().to_uppercase();
    let mark = if event.is_administrative() { "" } else { "⚠ " };
    let mut spans = vec![Span::strong(format!("{mark}{word}"))];
    let tellers = event.tellers().join(", ");
    spans.push(Span::text(if event.only_in_title() {
        format!(", says {tellers}; no notice is registered.")
    } else {
        format!("{} ({tellers}).", when(event.date))
    }));
    if event.kind == NoticeKind::ExpressionOfConcern {
        spans.push(Span::text(" It is not a retraction."));
    }
    if let Some(reason) = event.reason() {
        spans.push(Span::text(format!(" {}.", reason.trim_end_matches('.'))));
    }
    links(event, record, " Notice: ", &mut spans);
    spans
}

/// The notice's own identifiers, where it is not the work's own page.
fn links(event: &UnitedNotice<'_>, record: &Record, head: &'static str, spans: &mut Vec<Span>) {
    for (at, id) in event.ids().into_iter().filter(|id| !record.is_named(id)).enumerate() {
        spans.extend([Span::text(if at == 0 { head } else { " · " }), Span::Named(id.clone())]);
    }
}

/// " on 2010-02-06", " in 2010-02" or nothing.
fn when(date: Option<PartialDate>) -> String {
    date.map_or_else(String::new, |date| format!(" {} {date}", if date.day.is_some() { "on" } else { "in" }))
}

/// Registered, but nobody's record was read.
pub(super) fn no_record(known: &Known) -> Vec<Span> {
    let text = match known.agency.as_deref() {
        Some(agency @ ("Crossref" | "DataCite")) => {
            format!("Registered with {agency}; no record read, so not compared.")
        }
        Some(agency) => format!("Registered with {agency}; no open metadata, so not compared."),
        None if known.alias_of.is_some() => "Registered; no record read, so not compared.".into(),
        None => "Registered; no open metadata, so not compared.".into(),
    };
    vec![Span::text(text)]
}

/// Absent, unchecked or unsupported.
pub(super) fn not_known(id: &Identifier, knowledge: &Knowledge, today: Option<Day>) -> Vec<Span> {
    let kind = words::kind(id);
    match knowledge {
        Knowledge::Absent(absent) => {
            let fact = match id.kind() {
                IdentifierKind::Pmid => format!("PubMed has no record {}", id.value()),
                IdentifierKind::Pmcid => format!("PubMed Central has no article {}", id.value()),
                IdentifierKind::Arxiv => format!("arXiv has no {}", id.value()),
                _ => format!("No registration agency knows this {kind}"),
            };
            let advice = match id.kind() {
                IdentifierKind::Pmid | IdentifierKind::Arxiv => "",
                IdentifierKind::Pmcid => "; it may also be under embargo",
                _ => "; it may also be reserved and not yet public",
            };
            vec![
                Span::strong(fact),
                Span::text(format!(
                    " (asked: {}; {}). Check it for a typing error{advice}.",
                    absent.authority,
                    words::age(absent.asked, today)
                )),
            ]
        }
        Knowledge::Unchecked(reason) => vec![Span::text(match reason {
            Reason::NotAsked => "Not looked up yet.".to_owned(),
            Reason::Offline => "Not looked up yet: ibid is offline, and neither lock nor store knows it.".to_owned(),
            Reason::NotInLock => "Not checked: it is not in the lock file. `ibid lock` adds it.".to_owned(),
            Reason::NotAnswered { .. } => format!("Not checked: {reason}. See `ibid status`."),
            Reason::Undecided { .. } | Reason::Budget | Reason::Stale | Reason::NotRead => {
                format!("Not checked: {reason}.")
            }
        })],
        Knowledge::Unsupported => vec![Span::text(format!("No registry that ibid asks knows this kind of {kind}."))],
        Knowledge::Known(_) => Vec::new(),
    }
}
