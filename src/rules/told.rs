//! Notices about a cited work, and how they are told.

use std::cmp::Reverse;

use super::{CitedWork, Context};
use crate::findings::{Evidence, Finding, Related};
use crate::record::{Identifier, Notice, NoticeKind, PartialDate, UnitedNotice, View, teller, united};

/// An event in the life of a cited work, and the sources that tell it.
#[derive(Clone)]
pub(super) struct Told<'a> {
    event: UnitedNotice<'a>,
}

/// Kinds that are told about a cited work, gravest first; a later version is another matter.
const ABOUT_THE_WORK: [NoticeKind; 7] = [
    NoticeKind::Retracted,
    NoticeKind::Removed,
    NoticeKind::Withdrawn,
    NoticeKind::RetractedAndRepublished,
    NoticeKind::PartlyRetracted,
    NoticeKind::ExpressionOfConcern,
    NoticeKind::Corrected,
];

/// The gravest notice about a work, which speaks for the others: one work, one finding. Of several of one kind the one
/// that most sources tell.
pub(super) fn gravest<'a>(work: &CitedWork<'a>) -> Option<Told<'a>> {
    if work.views().all(|view| view.notices.is_empty()) {
        return None;
    }
    let events: Vec<Told<'a>> = united(work.views())
        .into_iter()
        .filter(|event| ABOUT_THE_WORK.contains(&event.kind))
        .map(|event| Told { event })
        .collect();
    let gravest = events.iter().filter(|told| !told.is_own_heading()).min_by_key(|told| {
        let event = &told.event;
        (event.kind, Reverse(event.told.len()), event.date.is_none(), event.date)
    })?;
    let republished = events.iter().find(|told| {
        // A retraction and a republication told by the same notice are one event.
        let (own, other) = (told.event.ids(), gravest.event.ids());
        told.kind() == NoticeKind::RetractedAndRepublished
            && gravest.kind().takes_back()
            && (other.is_empty() || own.iter().any(|id| other.contains(id)))
    });
    Some(republished.unwrap_or(gravest).clone())
}

impl<'a> Told<'a> {
    /// What it says.
    pub(super) fn kind(&self) -> NoticeKind {
        self.event.kind
    }

    /// The notice's own identifiers.
    pub(super) fn ids(&self) -> Vec<&'a Identifier> {
        self.event.ids()
    }

    /// Whether nothing but the work's own title says so.
    pub(super) fn only_in_title(&self) -> bool {
        self.event.only_in_title()
    }

    /// Whether a source explains it by a routine reason.
    pub(super) fn is_administrative(&self) -> bool {
        self.event.is_administrative()
    }

    /// Why, where a source gives a reason.
    pub(super) fn reason(&self) -> Option<&'a str> {
        self.event.reason()
    }

    /// Whether the title that says "Retraction" is that of a notice about another work.
    fn is_own_heading(&self) -> bool {
        self.event.told.iter().all(|(view, notice)| {
            let about = &view.record.notice_about;
            notice.only_in_title() && about.iter().any(|other| other.work != view.record.id)
        })
    }

    /// Who says so: "Crossref via Retraction Watch, PubMed". Who has it in its title only is left out beside others.
    pub(super) fn source(&self) -> String {
        self.event.tellers().join(", ")
    }

    /// " on 2010-02-06", " in 2010-02", " in 2010", or nothing.
    pub(super) fn when(&self) -> String {
        self.event.date.map(when).unwrap_or_default()
    }

    /// "Notice: doi:….", where the notice is not the work's own page.
    pub(super) fn where_to_read(&self, work: &CitedWork<'_>) -> Option<String> {
        let own = |id: &Identifier| id == work.id || work.views().any(|view| view.record.is_named(id));
        let ids = self.event.ids().into_iter().filter(|id| !own(id));
        let ids: Vec<String> = ids.map(ToString::to_string).collect();
        (!ids.is_empty()).then(|| format!("Notice: {}.", ids.join(", ")))
    }

    /// A finding about `work` at its first place, with the notice as evidence and the other places.
    pub(super) fn finding<'w>(
        &self,
        context: &Context<'w>,
        work: &CitedWork<'w>,
        finding: Finding,
        help: impl IntoIterator<Item = String>,
    ) -> Finding {
        let help: Vec<String> = help.into_iter().collect();
        Finding {
            identifier: Some(work.id.clone()),
            help: (!help.is_empty()).then(|| help.join("\n")),
            evidence: self.event.told.iter().map(|(view, notice)| evidence(context, view, notice)).collect(),
            related: elsewhere(context, work),
            ..finding
        }
    }
}

fn evidence(context: &Context<'_>, view: &View, notice: &Notice) -> Evidence {
    let source = teller(view, notice);
    Evidence {
        source: if view.transcribed { format!("{source}, transcribed") } else { source },
        fetched: (!context.locked).then_some(view.notices_fetched),
        field: Some("notice".into()),
        written: None,
        recorded: Some(format!("{}{}", notice.kind, notice.date.map(when).unwrap_or_default())),
    }
}

/// " on 2010-02-06", " in 2010-02" or " in 2010".
pub(super) fn when(date: PartialDate) -> String {
    format!(" {} {date}", if date.day.is_some() { "on" } else { "in" })
}

/// The places of a work after its first.
pub(super) fn elsewhere<'a>(context: &Context<'a>, work: &CitedWork<'a>) -> Vec<Related> {
    let others = work.occurrences.iter().skip(1);
    others
        .map(|other| Related {
            file: context.document.file.clone(),
            span: other.span,
            message: "the same work is cited here".into(),
        })
        .collect()
}
