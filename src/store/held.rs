//! What the store holds of one identifier, and which of two answers is the better one.

use std::sync::Arc;

use super::age::{Kind, is_old};
use crate::record::{Absent, Day, Identifier, Knowledge, Known, Notice, Reason, Record, Source, View};

/// What the store holds of one identifier; times are Unix seconds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Held {
    /// An authority knows it.
    Known(HeldKnown),
    /// Every authority denies it.
    Absent {
        /// Who was asked.
        authority: String,
        /// When.
        asked: u64,
    },
    /// All were asked, and it is open all the same; as in [`Reason::Undecided`].
    Undecided {
        /// Whose answer leaves it open.
        source: Source,
        /// What is missing.
        what: String,
        /// When.
        asked: u64,
    },
}

/// What the store holds of an identifier that exists.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct HeldKnown {
    /// The registration agency.
    pub agency: Option<String>,
    /// What it is an alias of; then the views are those of that identifier.
    pub alias_of: Option<Identifier>,
    /// When its existence was last established.
    pub asked: u64,
    /// At most one a source.
    pub views: Vec<HeldView>,
    /// Sources that were asked for a record and have none, and when.
    pub lacking: Vec<(Source, u64)>,
}

/// What one source said.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct HeldView {
    pub source: Source,
    pub fetched: u64,
    pub record: Arc<Record>,
    pub notices_fetched: u64,
    pub notices: Arc<[Notice]>,
}

impl Held {
    /// What an answer of now leaves to hold; `None` where it says nothing lasting. A view written down by hand is a
    /// project's own word and stays out of the shared store.
    pub(super) fn of(knowledge: &Knowledge, now: u64) -> Option<Self> {
        match knowledge {
            Knowledge::Known(known) => {
                let (kept, by_hand): (Vec<_>, Vec<_>) = known.views.iter().partition(|view| !view.transcribed);
                let nothing_else = known.agency.is_none() && known.alias_of.is_none();
                if kept.is_empty() && !by_hand.is_empty() && nothing_else {
                    return None;
                }
                let views = kept.into_iter().map(|view| HeldView {
                    source: view.source,
                    fetched: second_of(view.fetched, now),
                    record: Arc::clone(&view.record),
                    notices_fetched: second_of(view.notices_fetched, now),
                    notices: Arc::clone(&view.notices),
                });
                Some(Self::Known(HeldKnown {
                    agency: known.agency.clone(),
                    alias_of: known.alias_of.clone(),
                    asked: now,
                    views: views.collect(),
                    lacking: known.lacking.iter().map(|source| (*source, now)).collect(),
                }))
            }
            Knowledge::Absent(absent) => {
                Some(Self::Absent { authority: absent.authority.clone(), asked: second_of(absent.asked, now) })
            }
            Knowledge::Unchecked(Reason::Undecided { source, what }) => {
                Some(Self::Undecided { source: *source, what: what.clone(), asked: now })
            }
            Knowledge::Unchecked(_) | Knowledge::Unsupported => None,
        }
    }

    /// The better of what is held and a new answer. Of two records of one source the newer stands. A denial yields to
    /// any sign of existence; it replaces a record only when that is itself due to be asked again, because a registry
    /// that fails in an orderly way is likelier than a work that is unregistered within the month. Answers that settle
    /// nothing take the place of a denial, but of no sign of existence.
    pub(super) fn better(held: Option<Self>, new: Self, now: u64) -> Self {
        match (held, new) {
            (None, new) => new,
            (Some(Self::Known(held)), Self::Known(new)) => Self::Known(held.with(new)),
            (Some(Self::Absent { .. } | Self::Undecided { .. }), new) => new,
            (Some(Self::Known(held)), Self::Undecided { .. }) => Self::Known(held),
            (Some(Self::Known(held)), new @ Self::Absent { .. }) => {
                if held.is_old(now) {
                    new
                } else {
                    Self::Known(held)
                }
            }
        }
    }

    /// Whether it is time to ask again.
    pub(super) fn is_due(&self, now: u64) -> bool {
        match self {
            Self::Absent { asked, .. } | Self::Undecided { asked, .. } => is_old(Kind::Denial, *asked, now),
            Self::Known(known) if known.views.is_empty() => known.is_old(now),
            Self::Known(known) => !known.views.iter().all(|view| view.is_young(now)),
        }
    }

    /// The sources whose word is young: their record with its notices, or that they have none.
    pub(super) fn young(&self, now: u64) -> Vec<Source> {
        let Self::Known(known) = self else { return Vec::new() };
        let views = known.views.iter().filter(|view| view.is_young(now)).map(|view| view.source);
        // A work that a source lacks today may be in it tomorrow, and with it a notice.
        let lacking = known.lacking.iter().filter(|(_, asked)| !is_old(Kind::Notices, *asked, now));
        views.chain(lacking.map(|(source, _)| *source)).collect()
    }

    /// As knowledge at `now`: an old denial is none, nor are old answers that settle nothing; an old record still stands and tells its age.
    pub(super) fn knowledge(&self, now: u64) -> Knowledge {
        match self {
            Self::Absent { .. } | Self::Undecided { .. } if self.is_due(now) => Knowledge::Unchecked(Reason::Stale),
            Self::Undecided { source, what, .. } => {
                Knowledge::Unchecked(Reason::Undecided { source: *source, what: what.clone() })
            }
            Self::Absent { authority, asked } => {
                Knowledge::Absent(Absent { authority: authority.clone(), asked: Day::from_unix(*asked) })
            }
            Self::Known(known) => Knowledge::Known(Arc::new(Known {
                agency: known.agency.clone(),
                alias_of: known.alias_of.clone(),
                views: known.views.iter().map(HeldView::view).collect(),
                lacking: known.lacking.iter().map(|(source, _)| *source).collect(),
            })),
        }
    }
}

impl HeldKnown {
    fn with(mut self, new: Self) -> Self {
        self.agency = new.agency.or(self.agency);
        self.alias_of = new.alias_of.or(self.alias_of);
        self.asked = self.asked.max(new.asked);
        for view in new.views {
            match self.views.iter_mut().find(|held| held.source == view.source) {
                None => self.views.push(view),
                Some(held) => {
                    if view.notices_fetched >= held.notices_fetched {
                        held.notices_fetched = later(held.notices_fetched, view.notices_fetched);
                        held.notices = Arc::clone(&view.notices);
                    }
                    if view.fetched >= held.fetched {
                        held.fetched = later(held.fetched, view.fetched);
                        held.record = view.record;
                    }
                }
            }
        }
        for (source, asked) in new.lacking {
            self.lacking.retain(|(known, _)| *known != source);
            self.lacking.push((source, asked));
        }
        let has = |source| self.views.iter().any(|view| view.source == source);
        self.lacking.retain(|(source, asked)| !has(*source) || *asked == new.asked);
        self.views.sort_by_key(|view| view.source);
        self
    }

    /// Whether all that is held of it is old. What may have a record but is held without one, and an alias whose target
    /// is not held, are soon asked again.
    fn is_old(&self, now: u64) -> bool {
        let missing = self.alias_of.is_some() || matches!(self.agency.as_deref(), None | Some("Crossref"));
        match self.views.iter().map(|view| view.fetched).max() {
            Some(fetched) => is_old(Kind::Record, fetched, now),
            None => is_old(if missing { Kind::Denial } else { Kind::Record }, self.asked, now),
        }
    }
}

impl HeldView {
    fn is_young(&self, now: u64) -> bool {
        !is_old(Kind::Record, self.fetched, now) && !is_old(Kind::Notices, self.notices_fetched, now)
    }

    fn view(&self) -> View {
        View {
            source: self.source,
            fetched: Day::from_unix(self.fetched),
            record: Arc::clone(&self.record),
            notices_fetched: Day::from_unix(self.notices_fetched),
            notices: Arc::clone(&self.notices),
            transcribed: false,
        }
    }
}

/// The later of two seconds, the first of which is held. Answers tell their day alone: one of the same day may be the one
/// that is held, come again with another source's, and must not grow younger by that.
fn later(held: u64, new: u64) -> u64 {
    if Day::from_unix(held) == Day::from_unix(new) { held } else { new }
}

/// The second an answer of `day` counts from: now if it is of today, else that day's beginning.
fn second_of(day: Day, now: u64) -> u64 {
    if day == Day::from_unix(now) { now } else { u64::try_from(i64::from(day.0) * 86_400).unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_000_000;
    const DAY: u64 = 86_400;

    fn known(fetched: u64, title: &str) -> Held {
        let mut record = Record::new(Identifier::from_doi("10.1000/a"));
        record.title = Some(title.into());
        let view = HeldView {
            source: Source::Crossref,
            fetched,
            record: Arc::new(record),
            notices_fetched: fetched,
            notices: Arc::from([]),
        };
        Held::Known(HeldKnown {
            agency: Some("Crossref".into()),
            asked: fetched,
            views: vec![view],
            ..HeldKnown::default()
        })
    }

    fn absent(asked: u64) -> Held {
        Held::Absent { authority: "Crossref, doi.org".into(), asked }
    }

    #[test]
    fn the_newer_record_stands() {
        let held = Held::better(Some(known(NOW - DAY, "old")), known(NOW, "new"), NOW);
        assert_eq!(held, known(NOW, "new"));
        let held = Held::better(Some(known(NOW, "new")), known(NOW - DAY, "old"), NOW);
        assert_eq!(held, known(NOW, "new"));
    }

    #[test]
    fn being_registered_does_not_erase_a_record() {
        let bare = Held::Known(HeldKnown { agency: Some("Crossref".into()), asked: NOW, ..HeldKnown::default() });
        let Held::Known(held) = Held::better(Some(known(NOW - DAY, "kept")), bare, NOW) else { panic!("known") };
        assert_eq!(held.views.len(), 1);
    }

    #[test]
    fn a_denial_does_not_erase_a_fresh_record() {
        assert_eq!(Held::better(Some(known(NOW - DAY, "kept")), absent(NOW), NOW), known(NOW - DAY, "kept"));
        assert_eq!(Held::better(Some(known(NOW - 31 * DAY, "old")), absent(NOW), NOW), absent(NOW));
        assert_eq!(Held::better(Some(absent(NOW - 9)), known(NOW, "new"), NOW), known(NOW, "new"));
    }

    #[test]
    fn an_old_denial_is_no_denial() {
        assert_eq!(absent(NOW - DAY).knowledge(NOW), Knowledge::Unchecked(Reason::Stale));
        assert_eq!(absent(NOW - DAY + 1).knowledge(NOW).state(), "absent");
    }

    #[test]
    fn what_settles_nothing_denies_nothing_and_is_soon_asked_again() {
        let open =
            |asked| Held::Undecided { source: Source::DoiOrg, what: "does not know this short DOI".into(), asked };
        assert!(!open(NOW - DAY + 1).is_due(NOW) && open(NOW - DAY).is_due(NOW));
        assert_eq!(open(NOW - DAY).knowledge(NOW), Knowledge::Unchecked(Reason::Stale));
        assert_eq!(Held::of(&open(NOW).knowledge(NOW), NOW), Some(open(NOW)));
        assert_eq!(Held::better(Some(known(NOW - 40 * DAY, "kept")), open(NOW), NOW), known(NOW - 40 * DAY, "kept"));
        assert_eq!(Held::better(Some(absent(NOW - 9)), open(NOW), NOW), open(NOW));
        assert_eq!(Held::better(Some(open(NOW - 9)), absent(NOW), NOW), absent(NOW));
    }

    #[test]
    fn old_notices_make_a_fresh_record_due() {
        assert!(!known(NOW - DAY + 1, "x").is_due(NOW));
        assert!(known(NOW - DAY, "x").is_due(NOW));
        assert_eq!(known(NOW - 400 * DAY, "x").knowledge(NOW).state(), "known");
    }

    #[test]
    fn existing_without_an_agency_is_asked_again_soon() {
        let bare = |agency: Option<&str>| {
            Held::Known(HeldKnown { agency: agency.map(str::to_owned), asked: NOW - DAY, ..HeldKnown::default() })
        };
        assert!(bare(None).is_due(NOW), "it may be Crossref's");
        assert!(bare(Some("Crossref")).is_due(NOW));
        assert!(!bare(Some("DataCite")).is_due(NOW));
    }

    #[test]
    fn what_says_nothing_is_not_held() {
        assert_eq!(Held::of(&Knowledge::Unchecked(Reason::Offline), NOW), None);
        assert_eq!(Held::of(&Knowledge::Unsupported, NOW), None);
    }
}
