//! Notices about a cited work, and how they are told.

use super::{CitedWork, Context};
use crate::findings::{Evidence, Finding, Related};
use crate::record::{Notice, NoticeKind, PartialDate, ReportedBy, View};

/// A notice and the source that has it.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) notice: &'a Notice,
    view: &'a View,
}

/// How much of a name that a registry gives is told in a first line, in characters.
const NAMED: usize = 24;

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

/// The gravest notice about a work, which speaks for the others: one work, one finding.
pub(super) fn gravest<'a>(work: &CitedWork<'a>) -> Option<Told<'a>> {
    let told = of(work).filter(|told| !told.is_own_heading());
    let gravest = told.min_by_key(|told| (told.notice.kind, told.notice.date.is_none(), told.notice.date))?;
    let republished = of(work).find(|told| {
        // A retraction and a republication told by the same notice are one event.
        told.notice.kind == NoticeKind::RetractedAndRepublished
            && gravest.notice.kind.takes_back()
            && (told.notice.notice == gravest.notice.notice || gravest.notice.notice.is_none())
    });
    Some(republished.unwrap_or(gravest))
}

/// All notices about a work, without those of later versions.
fn of<'a>(work: &CitedWork<'a>) -> impl Iterator<Item = Told<'a>> {
    let views = work.views();
    let told = views.flat_map(|view| view.notices.iter().map(move |notice| Told { notice, view }));
    told.filter(|told| ABOUT_THE_WORK.contains(&told.notice.kind))
}

impl Told<'_> {
    /// Whether the title that says "Retraction" is that of a notice about another work.
    fn is_own_heading(&self) -> bool {
        let about = &self.view.record.notice_about;
        self.notice.only_in_title() && about.iter().any(|other| other.work != self.view.record.id)
    }

    /// Who says so: "Crossref via Retraction Watch".
    pub(super) fn source(&self) -> String {
        let source = self.view.source.to_string();
        let by = |wanted: &ReportedBy| self.notice.reported_by.contains(wanted);
        let other = self.notice.reported_by.iter().find_map(|by| match by {
            ReportedBy::Other(name) => Some(name),
            _ => None,
        });
        match (by(&ReportedBy::Publisher), by(&ReportedBy::RetractionWatch), other) {
            (true, true, _) => format!("{source} and Retraction Watch"),
            (false, true, _) => format!("{source} via Retraction Watch"),
            (false, false, Some(name)) => format!("{source} via {}", name.chars().take(NAMED).collect::<String>()),
            _ if self.notice.only_in_title() => format!("its title at {source}"),
            _ => source,
        }
    }

    /// " on 2010-02-06", " in 2010-02", " in 2010", or nothing.
    pub(super) fn when(&self) -> String {
        self.notice.date.map(when).unwrap_or_default()
    }

    /// "Notice: doi:….", where the notice is not the work's own page.
    pub(super) fn where_to_read(&self, work: &CitedWork<'_>) -> Option<String> {
        let notice = self.notice.notice.as_ref()?;
        let own = notice == work.id || *notice == self.view.record.id;
        (!own).then(|| format!("Notice: {notice}."))
    }

    /// A finding about `work` at its first place, with the notice as evidence and the other places.
    pub(super) fn finding(
        &self,
        context: &Context<'_>,
        work: &CitedWork<'_>,
        finding: Finding,
        help: impl IntoIterator<Item = String>,
    ) -> Finding {
        let help: Vec<String> = help.into_iter().collect();
        Finding {
            identifier: Some(work.id.clone()),
            help: (!help.is_empty()).then(|| help.join("\n")),
            evidence: vec![Evidence {
                source: if self.view.transcribed { format!("{}, transcribed", self.source()) } else { self.source() },
                fetched: (!context.locked).then_some(self.view.notices_fetched),
                field: Some("notice".into()),
                written: None,
                recorded: Some(format!("{}{}", self.notice.kind, self.when())),
            }],
            related: elsewhere(context, work),
            ..finding
        }
    }
}

/// " on 2010-02-06", " in 2010-02" or " in 2010".
pub(super) fn when(date: PartialDate) -> String {
    format!(" {} {date}", if date.day.is_some() { "on" } else { "in" })
}

/// The places of a work after its first.
pub(super) fn elsewhere(context: &Context<'_>, work: &CitedWork<'_>) -> Vec<Related> {
    let others = work.occurrences.iter().skip(1);
    others
        .map(|other| Related {
            file: context.document.file.clone(),
            span: other.span,
            message: "the same work is cited here".into(),
        })
        .collect()
}
