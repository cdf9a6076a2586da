//! What became of a work, and what is not known of it, in sentences.

use super::sheet::Span;
use super::words;
use crate::record::{Day, Identifier, Knowledge, Known, Notice, NoticeKind, PartialDate, Reason, Source};

/// Notices that nobody may overlook, gravest first: everything worse than a correction.
pub(super) fn grave(known: &Known) -> Vec<Vec<Span>> {
    sorted(known).into_iter().filter(|(_, notice)| notice.kind < NoticeKind::Corrected).map(warning).collect()
}

/// Corrections and newer versions.
pub(super) fn mild(known: &Known) -> Vec<Vec<Span>> {
    let notices = sorted(known).into_iter().filter(|(_, notice)| notice.kind >= NoticeKind::Corrected);
    notices
        .take(8)
        .map(|(_, notice)| {
            let word = if notice.kind == NoticeKind::Corrected { "Corrected" } else { "Newer version" };
            let mut spans = vec![Span::text(format!("{word}{}", when(notice.date)))];
            if let Some(id) = &notice.notice {
                spans.extend([Span::text(": "), Span::Link(id.clone())]);
            }
            spans
        })
        .collect()
}

fn sorted(known: &Known) -> Vec<(Source, &Notice)> {
    let all = known.views.iter().flat_map(|view| view.notices.iter().map(|notice| (view.source, notice)));
    let mut notices: Vec<(Source, &Notice)> = all.collect();
    notices.sort_by_key(|(_, notice)| notice.kind);
    notices
}

fn warning((source, notice): (Source, &Notice)) -> Vec<Span> {
    let word = notice.kind.to_string().to_uppercase();
    let mark = if notice.is_administrative() { "" } else { "⚠ " };
    let mut spans = vec![Span::strong(format!("{mark}{word}"))];
    if notice.only_in_title() {
        spans.push(Span::text(format!(", says its title at {source}; no notice is registered.")));
    } else {
        let reporters: Vec<String> = notice.reported_by.iter().map(ToString::to_string).collect();
        spans.push(Span::text(format!("{} ({source}: {}).", when(notice.date), reporters.join(", "))));
    }
    if notice.kind == NoticeKind::ExpressionOfConcern {
        spans.push(Span::text(" It is not a retraction."));
    }
    if let Some(reason) = &notice.reason {
        spans.push(Span::text(format!(" {}.", reason.trim_end_matches('.'))));
    }
    if let Some(id) = &notice.notice {
        spans.extend([Span::text(" Notice: "), Span::Link(id.clone())]);
    }
    spans
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
        Knowledge::Absent(absent) => vec![
            Span::strong(format!("No registration agency knows this {kind}")),
            Span::text(format!(
                " (asked: {}; {}). Check it for a typing error; it may also be reserved and not yet public.",
                absent.authority,
                words::age(absent.asked, today)
            )),
        ],
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
