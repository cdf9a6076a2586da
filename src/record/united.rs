//! Notices of several sources as one list: one event, however many tell it.

use super::joined::add_new;
use super::{Identifier, Notice, NoticeKind, PartialDate, ReportedBy, View};

/// How much of a name that a registry gives is told, in characters.
const NAMED: usize = 24;

/// One event in the life of a work, as all sources together tell it.
#[derive(Clone, Debug)]
pub struct UnitedNotice<'a> {
    /// What it says.
    pub kind: NoticeKind,
    /// When it appeared; the earliest date that a source gives.
    pub date: Option<PartialDate>,
    /// Who says so, each with what it says; at least one, in the order of the views.
    pub told: Vec<(&'a View, &'a Notice)>,
}

impl<'a> UnitedNotice<'a> {
    /// The notice's own identifiers, each once.
    #[must_use]
    pub fn ids(&self) -> Vec<&'a Identifier> {
        let mut ids: Vec<&Identifier> = self.told.iter().filter_map(|(_, notice)| notice.notice.as_ref()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether nothing but the work's own title says so, at every source that tells it.
    #[must_use]
    pub fn only_in_title(&self) -> bool {
        self.told.iter().all(|(_, notice)| notice.only_in_title())
    }

    /// Whether a source explains it by a routine reason ([`Notice::is_administrative`]).
    #[must_use]
    pub fn is_administrative(&self) -> bool {
        self.told.iter().any(|(_, notice)| notice.is_administrative())
    }

    /// Why, where a source gives a reason in words.
    #[must_use]
    pub fn reason(&self) -> Option<&'a str> {
        self.told.iter().find_map(|(_, notice)| notice.reason.as_deref())
    }

    /// Who says so, each once: "Crossref via Retraction Watch", "PubMed". Who has it in the title only is left out beside
    /// others. Names that a registry gives are cut, and else as they are.
    #[must_use]
    pub fn tellers(&self) -> Vec<String> {
        let only_in_title = self.only_in_title();
        let mut tellers: Vec<String> = Vec::new();
        for (view, notice) in self.told.iter().filter(|(_, notice)| only_in_title || !notice.only_in_title()) {
            add_new(&mut tellers, &teller(view, notice));
        }
        tellers
    }

    /// One notice that says what all tellers say together.
    #[must_use]
    pub fn notice(&self) -> Notice {
        let mut reported_by: Vec<ReportedBy> =
            self.told.iter().flat_map(|(_, notice)| &notice.reported_by).cloned().collect();
        reported_by.sort();
        reported_by.dedup();
        Notice {
            kind: self.kind,
            notice: self.ids().first().map(|&id| id.clone()),
            date: self.date,
            reported_by,
            reason: self.reason().map(Into::into),
        }
    }

    fn new(view: &'a View, notice: &'a Notice) -> Self {
        Self { kind: notice.kind, date: notice.date, told: vec![(view, notice)] }
    }

    fn add(&mut self, view: &'a View, notice: &'a Notice) {
        self.date = match (self.date, notice.date) {
            (Some(a), Some(b)) => Some(a.earlier(b)),
            (a, b) => a.or(b),
        };
        self.told.push((view, notice));
    }

    fn is_told_by(&self, view: &View, notice: &Notice) -> bool {
        self.told.iter().any(|(teller, told)| teller.source == view.source && *told == notice)
    }

    fn shares_identifier(&self, notice: &Notice) -> bool {
        notice.notice.is_some() && self.told.iter().any(|(_, told)| told.notice == notice.notice)
    }

    /// Whether a notice of another source may be of the same event: none of the identifiers of one kind differ.
    fn admits(&self, view: &View, notice: &Notice) -> bool {
        let differs = |told: &Notice| match (&told.notice, &notice.notice) {
            (Some(a), Some(b)) => a.kind() == b.kind() && a != b,
            _ => false,
        };
        self.told.iter().all(|(teller, told)| teller.source != view.source && !differs(told))
    }

    fn is_of_that_date(&self, notice: &Notice) -> bool {
        self.date.zip(notice.date).is_some_and(|(a, b)| a.agrees(b))
    }
}

/// Who says so: "Crossref", "Crossref via Retraction Watch", "its title at PubMed".
#[must_use]
pub fn teller(view: &View, notice: &Notice) -> String {
    let source = view.source.to_string();
    let by = |wanted: &ReportedBy| notice.reported_by.contains(wanted);
    let other = notice.reported_by.iter().find_map(|by| match by {
        ReportedBy::Other(name) => Some(name),
        _ => None,
    });
    match (by(&ReportedBy::Publisher), by(&ReportedBy::RetractionWatch), other) {
        (true, true, _) => format!("{source} and Retraction Watch"),
        (false, true, _) => format!("{source} via Retraction Watch"),
        (false, false, Some(name)) => format!("{source} via {}", name.chars().take(NAMED).collect::<String>()),
        _ if notice.only_in_title() => format!("its title at {source}"),
        _ => source,
    }
}

/// The notices of several views of one work, gravest first, then by date; what a source says twice counts once.
///
/// Two sources tell one event where they name the same notice; or give it the same date; or where each knows only one
/// of its kind, since registries date the same retraction by deposit, by the day online or by the issue. Corrections,
/// of which a work may have many, need the same year for that. One source's own notices stay apart.
pub fn united<'a>(views: impl IntoIterator<Item = &'a View>) -> Vec<UnitedNotice<'a>> {
    let mut events: Vec<UnitedNotice<'a>> = Vec::new();
    for view in views {
        let before = events.len();
        for notice in view.notices.iter() {
            let told = |event: &UnitedNotice<'_>| event.is_told_by(view, notice);
            if events[..before].iter().any(told) {
                continue;
            }
            let event = same_event(&events[..before], view, notice);
            match event {
                Some(at) => events[at].add(view, notice),
                None => events.push(UnitedNotice::new(view, notice)),
            }
        }
    }
    events.sort_by_key(|event| (event.kind, event.date.is_none(), event.date));
    events
}

fn same_event(events: &[UnitedNotice<'_>], view: &View, notice: &Notice) -> Option<usize> {
    let of_kind = || events.iter().enumerate().filter(|(_, event)| event.kind == notice.kind);
    if let Some((at, _)) = of_kind().find(|(_, event)| event.shares_identifier(notice)) {
        return Some(at);
    }
    let mut open = of_kind().filter(|(_, event)| event.admits(view, notice));
    if let Some((at, _)) = open.clone().find(|(_, event)| event.is_of_that_date(notice)) {
        return Some(at);
    }
    // A mark in the title tells no event of its own.
    let only_one = view.notices.iter().filter(|other| other.kind == notice.kind).count() == 1;
    let (Some((at, event)), None) = (open.next(), of_kind().nth(1)) else {
        return open.next().filter(|_| notice.only_in_title()).map(|(at, _)| at);
    };
    let many = matches!(notice.kind, NoticeKind::Corrected | NoticeKind::NewVersion);
    let same_year = event.date.zip(notice.date).is_none_or(|(a, b)| a.year == b.year);
    (only_one && (!many || same_year)).then_some(at)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::record::{Day, Record, Source};

    fn notice(kind: NoticeKind, id: Option<Identifier>, date: &str) -> Notice {
        let (date, reported_by) = (PartialDate::parse(date), vec![ReportedBy::Publisher]);
        Notice { kind, notice: id, date, reported_by, reason: None }
    }

    fn view(source: Source, notices: Vec<Notice>) -> View {
        let (fetched, record) = (Day(20_000), Record::new(Identifier::from_doi("10.1016/S0140-6736(97)11096-0")));
        View {
            source,
            fetched,
            record: Arc::new(record),
            notices_fetched: fetched,
            notices: notices.into(),
            transcribed: false,
        }
    }

    fn doi(doi: &str) -> Option<Identifier> {
        Some(Identifier::from_doi(doi))
    }

    /// Wakefield 1998: Crossref has a retraction and a correction; PubMed two retractions and a concern.
    #[test]
    fn each_event_of_a_work_with_a_history_comes_out_once() {
        let crossref = view(
            Source::Crossref,
            vec![
                notice(NoticeKind::Retracted, doi("10.1016/s0140-6736(10)60175-4"), "2010-02-06"),
                notice(NoticeKind::Corrected, doi("10.1016/s0140-6736(04)15715-2"), "2004-03-06"),
            ],
        );
        let pubmed = view(
            Source::PubMed,
            vec![
                notice(NoticeKind::Retracted, Identifier::from_pmid("15016483"), "2004-03-06"),
                notice(NoticeKind::Retracted, Identifier::from_pmid("20137807"), "2010-02-06"),
                notice(NoticeKind::ExpressionOfConcern, Identifier::from_pmid("15016482"), "2004-03-06"),
            ],
        );
        for views in [[&crossref, &pubmed], [&pubmed, &crossref]] {
            let events = united(views);
            let told: Vec<_> =
                events.iter().map(|event| (event.kind, event.date.map(|date| date.year), event.told.len())).collect();
            assert_eq!(
                told,
                [
                    (NoticeKind::Retracted, Some(2004), 1),
                    (NoticeKind::Retracted, Some(2010), 2),
                    (NoticeKind::ExpressionOfConcern, Some(2004), 1),
                    (NoticeKind::Corrected, Some(2004), 1),
                ]
            );
            assert_eq!(events[1].ids().len(), 2, "the notice has a DOI and a PMID");
            assert_eq!(events[1].notice().notice, doi("10.1016/s0140-6736(10)60175-4"), "the DOI stands for both");
            let mut tellers = events[1].tellers();
            tellers.sort();
            assert_eq!(tellers, ["Crossref", "PubMed"]);
        }
    }

    #[test]
    fn the_only_retraction_of_each_is_the_same_whatever_its_date() {
        let crossref = view(Source::Crossref, vec![notice(NoticeKind::Retracted, doi("10.1000/n"), "2020-06-04")]);
        let pubmed =
            view(Source::PubMed, vec![notice(NoticeKind::Retracted, Identifier::from_pmid("32501665"), "2020-06-25")]);
        let events = united([&crossref, &pubmed]);
        assert_eq!((events.len(), events[0].date), (1, PartialDate::parse("2020-06-04")));
    }

    #[test]
    fn corrections_of_different_years_stay_apart() {
        let crossref = view(Source::Crossref, vec![notice(NoticeKind::Corrected, doi("10.1000/n"), "2019")]);
        let pubmed =
            view(Source::PubMed, vec![notice(NoticeKind::Corrected, Identifier::from_pmid("32501665"), "2021")]);
        assert_eq!(united([&crossref, &pubmed]).len(), 2);
    }

    #[test]
    fn one_source_s_notices_stay_apart_and_a_view_counts_once() {
        let twice = view(
            Source::Crossref,
            vec![
                notice(NoticeKind::Corrected, doi("10.1000/a"), "2019-01"),
                notice(NoticeKind::Corrected, doi("10.1000/b"), "2019-01"),
            ],
        );
        assert_eq!(united([&twice, &twice]).len(), 2);
    }
}
