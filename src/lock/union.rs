//! What lock, store and network know together (design §2, "Lock file").

use std::cmp::Ordering;
use std::sync::Arc;

use crate::record::{Absent, Day, Knowledge, Known, Notice, Reason, Record, Source, View};

/// How new an answer is: by day, below which stand answers that cannot be dated.
type Age = i64;
const OLDEST: Age = Age::MIN;

/// For how many days a lock may deny an identifier that nobody else answers for, as long as the store may.
const DENIAL_DAYS: i32 = 1;

/// What is known of one identifier from the project's lock, the store, and an answer of this run. The last two are a
/// registry's own words; a lock is a file that anybody may have written, so it adds to them and takes nothing away.
///
/// - Whether it exists: the registry's newest answer. A lock that knows it stands against an older denial by the store.
///   A lock's denial stands alone only, for a day; then the identifier is unchecked.
/// - Bibliographic fields: of each source the lock's, else the registry's newest. Where the registry has the record
///   under another identifier than the lock, the registry's.
/// - What else the work is called and how it is related (`alias_of`, `same_as`, `relations`, `notice_about`): the
///   registry's alone where it knows the identifier, else the lock's.
/// - Notices: of each source the registry's newest, and the lock's where no later answer of the registry leaves them
///   out; all sources together. An answer of this run is always later than the lock, and a lock dated after `today`
///   counts as old.
#[must_use]
pub fn combine(
    lock: Option<&Knowledge>,
    store: Option<&Knowledge>,
    fresh: Option<&Knowledge>,
    today: Day,
) -> Knowledge {
    let answers = |said: &&Knowledge| matches!(said, Knowledge::Known(_) | Knowledge::Absent(_));
    let stale = Knowledge::Unchecked(Reason::Stale);
    let lock = match lock {
        Some(Knowledge::Absent(denial)) if is_stale(denial, today) => Some(&stale),
        said => said,
    };
    let locked = lock.and_then(Knowledge::known);
    match (fresh.filter(answers), store.filter(answers)) {
        (Some(Knowledge::Absent(denial)), _) => Knowledge::Absent(denial.clone()),
        (None, Some(Knowledge::Absent(denial))) if !locked.is_some_and(|known| is_since(known, denial, today)) => {
            Knowledge::Absent(denial.clone())
        }
        _ => {
            let registry =
                Registry { store: store.and_then(Knowledge::known), fresh: fresh.and_then(Knowledge::known) };
            match (locked, registry.newest(), lock) {
                (None, None, Some(Knowledge::Absent(denial))) => Knowledge::Absent(denial.clone()),
                (None, None, _) => nothing(lock, store, fresh),
                _ => Knowledge::Known(Arc::new(registry.with(locked, today))),
            }
        }
    }
}

/// Whether a lock's denial is too old to stand, or of a day that has not come.
fn is_stale(denial: &Absent, today: Day) -> bool {
    denial.asked > today || today.0.saturating_sub(denial.asked.0) > DENIAL_DAYS
}

/// Whether a lock knew it on the day of the store's denial or later.
fn is_since(known: &Known, denial: &Absent, today: Day) -> bool {
    known.views.iter().map(last_fetched).max().is_some_and(|day| denial.asked <= day && day <= today)
}

fn last_fetched(view: &View) -> Day {
    view.notices_fetched.max(view.fetched)
}

/// What registries said of an identifier.
struct Registry<'a> {
    store: Option<&'a Known>,
    fresh: Option<&'a Known>,
}

impl Registry<'_> {
    fn newest(&self) -> Option<&Known> {
        self.fresh.or(self.store)
    }

    /// All that is known with what a lock says; views in the order of lock, store, answer of this run.
    fn with(&self, lock: Option<&Known>, today: Day) -> Known {
        let mut views: Vec<View> = Vec::new();
        for source in [lock, self.store, self.fresh].into_iter().flatten().flat_map(|known| &known.views) {
            if views.iter().all(|view| view.source != source.source) {
                views.extend(self.view(lock, source.source, today));
            }
        }
        let newest_first = || [self.fresh, self.store, lock].into_iter().flatten();
        Known {
            agency: newest_first().find_map(|known| known.agency.clone()),
            alias_of: newest_first().next().and_then(|known| known.alias_of.clone()),
            views,
            lacking: self.newest().map(|known| known.lacking.clone()).unwrap_or_default(),
        }
    }

    /// What is known in one source's name.
    fn view(&self, lock: Option<&Known>, source: Source, today: Day) -> Option<View> {
        let of = |known: Option<&Known>| known?.views.iter().find(|view| view.source == source).cloned();
        let fresh = of(self.fresh);
        let is_fresh = fresh.is_some();
        match (of(lock), fresh.or_else(|| of(self.store))) {
            (None, said) => said,
            (Some(locked), None) => {
                let mut view = not_after(locked, today);
                if self.newest().is_some() {
                    view.record = called(&view.record, &Record::new(view.record.id.clone()));
                }
                Some(view)
            }
            (Some(locked), Some(said)) => {
                let counts = !is_fresh && (said.notices_fetched..=today).contains(&locked.notices_fetched);
                let locked = not_after(locked, today);
                let mut view = if locked.record.id == said.record.id {
                    View { record: called(&locked.record, &said.record), ..locked.clone() }
                } else {
                    said.clone()
                };
                view.notices_fetched = said.notices_fetched.max(view.fetched);
                view.notices = Arc::clone(&said.notices);
                if counts {
                    view.notices_fetched = view.notices_fetched.max(locked.notices_fetched);
                    view.notices = both(&said.notices, &locked.notices);
                }
                Some(view)
            }
        }
    }
}

/// The fields of `record`; by what other names it goes and how it is related, of `said`.
fn called(record: &Arc<Record>, said: &Record) -> Arc<Record> {
    let names = |record: &Record| (record.same_as.clone(), record.relations.clone(), record.notice_about.clone());
    let (same_as, relations, notice_about) = names(said);
    if (&same_as, &relations, &notice_about) == (&record.same_as, &record.relations, &record.notice_about) {
        return Arc::clone(record);
    }
    Arc::new(Record { same_as, relations, notice_about, ..(**record).clone() })
}

/// The notices of either.
fn both(one: &Arc<[Notice]>, other: &Arc<[Notice]>) -> Arc<[Notice]> {
    if one == other {
        return Arc::clone(one);
    }
    Notice::merged(one.iter().chain(other.iter()).cloned()).into()
}

/// A lock's view with no day after `today`, so that no finding shows a day that has not come.
fn not_after(view: View, today: Day) -> View {
    View { fetched: view.fetched.min(today), notices_fetched: view.notices_fetched.min(today), ..view }
}

/// Of what two locks say, the newer.
pub(super) fn newest(ours: Option<&Knowledge>, theirs: Option<&Knowledge>) -> Knowledge {
    let age = |knowledge: &Knowledge| last_day(knowledge).map_or(OLDEST, |day| Age::from(day.0));
    let answers: Vec<(Age, &Knowledge)> = [ours, theirs].into_iter().flatten().map(|said| (age(said), said)).collect();
    match standing(&answers) {
        Some(Knowledge::Known(_)) => {
            let parts: Vec<Part<'_>> = answers
                .iter()
                .filter_map(|(_, knowledge)| knowledge.known())
                .map(|known| Part { known, ages: known.views.iter().map(|v| Age::from(v.notices_fetched.0)).collect() })
                .collect();
            Knowledge::Known(Arc::new(joined(&parts)))
        }
        Some(other) => other.clone(),
        None => Knowledge::Unchecked(Reason::NotInLock),
    }
}

/// What one lock knows, with the age of each view's notices.
struct Part<'a> {
    known: &'a Known,
    ages: Vec<Age>,
}

/// The newest answer; of equally new ones a known one, for nothing is denied on a tie.
fn standing<'a>(answers: &[(Age, &'a Knowledge)]) -> Option<&'a Knowledge> {
    let order = |a: &&(Age, &Knowledge), b: &&(Age, &Knowledge)| {
        let known = |knowledge: &Knowledge| knowledge.known().is_some();
        a.0.cmp(&b.0).then(known(a.1).cmp(&known(b.1)))
    };
    answers.iter().max_by(order).map(|(_, knowledge)| *knowledge)
}

/// The day of the last answer in it.
fn last_day(knowledge: &Knowledge) -> Option<Day> {
    match knowledge {
        Knowledge::Known(known) => known.views.iter().map(last_fetched).max(),
        Knowledge::Absent(absent) => Some(absent.asked),
        Knowledge::Unchecked(_) | Knowledge::Unsupported => None,
    }
}

/// All that the parts know; views in the order in which their sources first appear.
fn joined(parts: &[Part<'_>]) -> Known {
    let newest_first = || parts.iter().rev();
    let mut views: Vec<View> = Vec::new();
    for source in parts.iter().flat_map(|part| &part.known.views).map(|view| view.source) {
        if views.iter().any(|view| view.source == source) {
            continue;
        }
        let told: Vec<(Age, &View)> = parts
            .iter()
            .flat_map(|part| part.known.views.iter().zip(&part.ages))
            .filter(|(view, _)| view.source == source)
            .map(|(view, age)| (*age, view))
            .collect();
        views.extend(newest_view(&told));
    }
    Known {
        agency: newest_first().find_map(|part| part.known.agency.clone()),
        alias_of: newest_first().find_map(|part| part.known.alias_of.clone()),
        views,
        lacking: Vec::new(),
    }
}

/// One view of what both say in one source's name: the fields fetched last, and the newest notices.
fn newest_view(told: &[(Age, &View)]) -> Option<View> {
    let (_, record) = told.iter().rev().max_by_key(|(_, view)| view.fetched)?;
    let newest = told.iter().map(|(age, _)| *age).max()?;
    let latest: Vec<&View> =
        told.iter().filter(|(age, _)| age.cmp(&newest) == Ordering::Equal).map(|(_, v)| *v).collect();
    let first = latest.first()?;
    let notices = if latest.iter().all(|view| view.notices == first.notices) {
        Arc::clone(&first.notices)
    } else {
        Notice::merged(latest.iter().flat_map(|view| view.notices.iter().cloned())).into()
    };
    let notices_fetched = latest.iter().map(|view| view.notices_fetched).max()?.max(record.fetched);
    Some(View { notices, notices_fetched, ..(*record).clone() })
}

/// Why nothing is known: the most telling reason.
fn nothing(lock: Option<&Knowledge>, store: Option<&Knowledge>, fresh: Option<&Knowledge>) -> Knowledge {
    let said = || [fresh, store, lock].into_iter().flatten();
    let telling = |knowledge: &&Knowledge| match knowledge {
        Knowledge::Unchecked(reason) => !matches!(reason, Reason::NotAsked | Reason::NotInLock | Reason::Offline),
        _ => true,
    };
    said().find(telling).or_else(|| said().next()).cloned().unwrap_or(Knowledge::Unchecked(Reason::NotAsked))
}
