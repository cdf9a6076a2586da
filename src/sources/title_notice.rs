//! What nothing but a work's own title says of it.

use crate::record::{Identifier, Notice, NoticeKind, ReportedBy};

/// Adds what the title says, unless a notice says as much. `ids` are those of the work: Cochrane marks reviews so that
/// are out of date or replaced.
pub(super) fn add<'i>(
    notices: Vec<Notice>,
    mark: Option<NoticeKind>,
    ids: impl IntoIterator<Item = &'i Identifier>,
) -> Vec<Notice> {
    let Some(kind) = mark.filter(|kind| !notices.iter().any(|known| known.kind.takes_back() || known.kind == *kind))
    else {
        return notices;
    };
    let cochrane =
        kind == NoticeKind::Withdrawn && ids.into_iter().any(|id| id.value().starts_with("10.1002/14651858."));
    let notice = Notice {
        kind,
        notice: None,
        date: None,
        reported_by: vec![ReportedBy::Title],
        reason: cochrane.then(|| "Cochrane withdraws reviews that are out of date or replaced by another".into()),
    };
    Notice::merged(notices.into_iter().chain([notice]))
}
