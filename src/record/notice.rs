//! What publishers and others announced about a work after it appeared.

use std::fmt;

use super::{Identifier, PartialDate};

/// The kind of a notice, from the gravest to the mildest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoticeKind {
    /// The work is retracted.
    Retracted,
    /// The work is removed from publication.
    Removed,
    /// The work is withdrawn.
    Withdrawn,
    /// The work is retracted and a corrected one is published in its place.
    RetractedAndRepublished,
    /// A part of the work is retracted.
    PartlyRetracted,
    /// The journal is concerned; not a retraction.
    ExpressionOfConcern,
    /// Correction, corrigendum, erratum, addendum, clarification.
    Corrected,
    /// A later version or edition is published.
    NewVersion,
}

impl NoticeKind {
    /// All of them, gravest first.
    pub const ALL: [Self; 8] = [
        Self::Retracted,
        Self::Removed,
        Self::Withdrawn,
        Self::RetractedAndRepublished,
        Self::PartlyRetracted,
        Self::ExpressionOfConcern,
        Self::Corrected,
        Self::NewVersion,
    ];

    /// The key in store, lock and JSON.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Retracted => "retracted",
            Self::Removed => "removed",
            Self::Withdrawn => "withdrawn",
            Self::RetractedAndRepublished => "retracted-and-republished",
            Self::PartlyRetracted => "partly-retracted",
            Self::ExpressionOfConcern => "expression-of-concern",
            Self::Corrected => "corrected",
            Self::NewVersion => "new-version",
        }
    }

    /// The kind of a key in store, lock or JSON.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Whether the whole work no longer stands: retracted, removed or withdrawn, and not published anew.
    #[must_use]
    pub fn takes_back(self) -> bool {
        matches!(self, Self::Retracted | Self::Removed | Self::Withdrawn)
    }
}

/// In words for people, lower case: "retracted", "expression of concern".
impl fmt::Display for NoticeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Retracted => "retracted",
            Self::Removed => "removed",
            Self::Withdrawn => "withdrawn",
            Self::RetractedAndRepublished => "retracted and republished",
            Self::PartlyRetracted => "partly retracted",
            Self::ExpressionOfConcern => "expression of concern",
            Self::Corrected => "corrected",
            Self::NewVersion => "newer version",
        })
    }
}

/// Who told the source of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReportedBy {
    /// The publisher, through the registry.
    Publisher,
    /// The Retraction Watch database.
    RetractionWatch,
    /// NLM's indexers, in PubMed.
    PubMed,
    /// Only a prefix of the title says so ("RETRACTED: …").
    Title,
    /// Somebody else, by name.
    Other(String),
}

impl ReportedBy {
    /// The key in store, lock and JSON; somebody else's is the name itself.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Publisher => "publisher",
            Self::RetractionWatch => "retraction-watch",
            Self::PubMed => "pubmed",
            Self::Title => "title",
            Self::Other(name) => name,
        }
    }

    /// Who a key in store, lock or JSON names.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        match key {
            "publisher" => Self::Publisher,
            "retraction-watch" => Self::RetractionWatch,
            "pubmed" => Self::PubMed,
            "title" => Self::Title,
            _ => Self::Other(key.to_owned()),
        }
    }
}

/// In words for people: "the publisher", "Retraction Watch".
impl fmt::Display for ReportedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Publisher => "the publisher",
            Self::RetractionWatch => "Retraction Watch",
            Self::PubMed => "PubMed",
            Self::Title => "the title",
            Self::Other(name) => name,
        })
    }
}

/// One notice about a work, deduplicated by kind and the notice's own identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub kind: NoticeKind,
    /// The notice's own identifier, where it has one.
    pub notice: Option<Identifier>,
    /// When it appeared; the earliest date that a source gives.
    pub date: Option<PartialDate>,
    /// Who says so; sorted, without repeats.
    pub reported_by: Vec<ReportedBy>,
    /// Why, where the source gives a reason in words.
    pub reason: Option<String>,
}

impl Notice {
    /// Whether nothing but the work's own title says so; weaker than a registered notice.
    #[must_use]
    pub fn only_in_title(&self) -> bool {
        self.reported_by == [ReportedBy::Title]
    }

    /// Whether it is a withdrawal that the record itself explains by a routine reason, such as a review being
    /// out of date: no word against the work.
    #[must_use]
    pub fn is_administrative(&self) -> bool {
        self.kind == NoticeKind::Withdrawn
            && self.reason.as_deref().is_some_and(|reason| reason.contains("out of date"))
    }

    /// Makes one of several: one notice for each kind and identifier, who says so united, the earliest date kept;
    /// gravest first, then by date. A notice without an identifier joins the only one of its kind that has one.
    #[must_use]
    pub fn merged(notices: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut merged: Vec<Self> = Vec::new();
        for notice in notices {
            match merged.iter_mut().find(|other| other.kind == notice.kind && other.notice == notice.notice) {
                Some(other) => other.absorb(notice),
                None => merged.push(notice),
            }
        }
        for kind in NoticeKind::ALL {
            let mut of_kind = merged.iter().enumerate().filter(|(_, notice)| notice.kind == kind);
            let (Some((first, one)), Some((second, two)), None) = (of_kind.next(), of_kind.next(), of_kind.next())
            else {
                continue;
            };
            let (named, nameless) = match (&one.notice, &two.notice) {
                (Some(_), None) => (first, second),
                (None, Some(_)) => (second, first),
                _ => continue,
            };
            let moved = merged[nameless].clone();
            merged[named].absorb(moved);
            merged.remove(nameless);
        }
        for notice in &mut merged {
            notice.reported_by.sort();
            notice.reported_by.dedup();
        }
        merged.sort_by(|a, b| {
            (a.kind, a.date.is_none(), a.date, &a.notice).cmp(&(b.kind, b.date.is_none(), b.date, &b.notice))
        });
        merged
    }

    fn absorb(&mut self, other: Self) {
        self.date = match (self.date, other.date) {
            (Some(a), Some(b)) => Some(a.earlier(b)),
            (a, b) => a.or(b),
        };
        self.reported_by.extend(other.reported_by);
        self.reason = self.reason.take().or(other.reason);
    }
}

/// What a notice says of another work: the other end of a [`Notice`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeAbout {
    /// What it says.
    pub kind: NoticeKind,
    /// The work it is about.
    pub work: Identifier,
    /// When it appeared.
    pub date: Option<PartialDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(kind: NoticeKind, doi: Option<&str>, date: &str, by: ReportedBy) -> Notice {
        Notice {
            kind,
            notice: doi.map(Identifier::from_doi),
            date: PartialDate::parse(date),
            reported_by: vec![by],
            reason: None,
        }
    }

    #[test]
    fn two_reports_of_one_notice_are_one() {
        let doi = Some("10.1000/notice");
        let merged = Notice::merged([
            notice(NoticeKind::Corrected, Some("10.1000/erratum"), "2004-03-06", ReportedBy::Publisher),
            notice(NoticeKind::Retracted, doi, "2024-08-01", ReportedBy::RetractionWatch),
            notice(NoticeKind::Retracted, doi, "2024-06-27", ReportedBy::Publisher),
        ]);
        assert_eq!(merged.len(), 2);
        assert_eq!(merged[0].kind, NoticeKind::Retracted);
        assert_eq!(merged[0].date, PartialDate::parse("2024-06-27"));
        assert_eq!(merged[0].reported_by, [ReportedBy::Publisher, ReportedBy::RetractionWatch]);
    }

    #[test]
    fn a_nameless_report_joins_the_only_named_one() {
        let merged = Notice::merged([
            notice(NoticeKind::Retracted, None, "2010", ReportedBy::Publisher),
            notice(NoticeKind::Retracted, Some("10.1000/notice"), "2010-02-06", ReportedBy::RetractionWatch),
        ]);
        assert_eq!(merged.len(), 1);
        assert_eq!(merged[0].notice, Some(Identifier::from_doi("10.1000/notice")));
        assert_eq!(merged[0].date, PartialDate::parse("2010-02-06"), "the fuller date of the same year");
    }

    #[test]
    fn two_named_notices_stay_two() {
        let merged = Notice::merged([
            notice(NoticeKind::Corrected, Some("10.1000/b"), "2011", ReportedBy::Publisher),
            notice(NoticeKind::Corrected, Some("10.1000/a"), "2009", ReportedBy::Publisher),
        ]);
        assert_eq!(merged.iter().map(|n| n.date.map(|d| d.year)).collect::<Vec<_>>(), [Some(2009), Some(2011)]);
    }

    #[test]
    fn keys_round_trip() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::from_key(kind.key()), Some(kind));
        }
        for by in [ReportedBy::Publisher, ReportedBy::RetractionWatch, ReportedBy::PubMed, ReportedBy::Title] {
            assert_eq!(ReportedBy::from_key(by.key()), by);
        }
    }
}
