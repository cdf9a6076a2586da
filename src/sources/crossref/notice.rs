//! Notices: `updated-by` on the work, `update-to` on the notice (Crossref, "Updating your metadata": Crossmark).

use serde_json::Value;

use super::field::date;
use crate::record::{Identifier, Notice, NoticeAbout, NoticeKind, ReportedBy};
use crate::sources::field::{doi, objects};

/// The notices about a work, from `updated-by`.
pub(super) fn about_work(work: &Value, id: &Identifier) -> Vec<Notice> {
    let notices = objects(work.get("updated-by")).into_iter().filter_map(|update| {
        let kind = kind(update)?;
        let notice = doi(update.get("DOI"));
        let own = notice.as_ref() == Some(id);
        // PLOS registers each version as an update of itself.
        if own && kind == NoticeKind::NewVersion {
            return None;
        }
        Some(Notice {
            kind,
            // A work withdrawn in place has no separate notice.
            notice: notice.filter(|_| !own),
            date: date(update.get("updated")),
            reported_by: vec![reporter(update)],
            reason: None,
        })
    });
    republished(Notice::merged(notices))
}

/// The works that this one is a notice about, from `update-to`.
pub(super) fn about_others(work: &Value, id: &Identifier) -> Vec<NoticeAbout> {
    let mut about: Vec<NoticeAbout> = Vec::new();
    for update in objects(work.get("update-to")) {
        let (Some(kind), Some(other)) = (kind(update), doi(update.get("DOI"))) else { continue };
        if other != *id && !about.iter().any(|known| known.kind == kind && known.work == other) {
            about.push(NoticeAbout { kind, work: other, date: date(update.get("updated")) });
        }
    }
    about
}

/// A retraction that comes with the new version, by the same notice or on the same day, is one event.
fn republished(mut notices: Vec<Notice>) -> Vec<Notice> {
    let replaced = |retraction: &Notice, other: &Notice| {
        other.kind == NoticeKind::NewVersion
            && (other.notice == retraction.notice
                || retraction.date.is_some_and(|date| date.day.is_some() && other.date == Some(date)))
    };
    let pairs: Vec<usize> = (0..notices.len())
        .filter(|&at| {
            notices[at].kind == NoticeKind::Retracted && notices.iter().any(|other| replaced(&notices[at], other))
        })
        .collect();
    for at in pairs {
        notices[at].kind = NoticeKind::RetractedAndRepublished;
        let same = notices[at].notice.clone();
        notices.iter_mut().filter(|n| n.kind == NoticeKind::NewVersion && n.notice == same).for_each(|n| {
            n.kind = NoticeKind::RetractedAndRepublished;
        });
    }
    Notice::merged(notices)
}

/// The kind by `type`, else by `label`; case, `-`, `_` and blanks are written in any way.
fn kind(update: &Value) -> Option<NoticeKind> {
    ["type", "label"].iter().find_map(|field| {
        let word = update.get(field)?.as_str()?.trim().to_ascii_lowercase().replace(['-', ' '], "_");
        if word.contains("retract") && (word.contains("replac") || word.contains("republi")) {
            return Some(NoticeKind::RetractedAndRepublished);
        }
        Some(match word.as_str() {
            "retraction" | "retracted" => retraction(update),
            "withdrawal" | "withdrawn" => NoticeKind::Withdrawn,
            "removal" | "removed" => NoticeKind::Removed,
            "partial_retraction" => NoticeKind::PartlyRetracted,
            "expression_of_concern" => NoticeKind::ExpressionOfConcern,
            "addendum" | "clarification" | "correction" | "corrigendum" | "err" | "erratum" | "publisher_note" => {
                NoticeKind::Corrected
            }
            "new_version" | "new_edition" => NoticeKind::NewVersion,
            _ => return None,
        })
    })
}

/// A retraction whose label says more than its type.
fn retraction(update: &Value) -> NoticeKind {
    let label = update.get("label").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    if label.contains("replac") || label.contains("republi") {
        NoticeKind::RetractedAndRepublished
    } else if label.contains("partial") {
        NoticeKind::PartlyRetracted
    } else {
        NoticeKind::Retracted
    }
}

fn reporter(update: &Value) -> ReportedBy {
    match update.get("source").and_then(Value::as_str) {
        None | Some("") => ReportedBy::Publisher,
        Some(source) => ReportedBy::from_key(&source.trim().chars().take(60).collect::<String>().to_ascii_lowercase()),
    }
}
