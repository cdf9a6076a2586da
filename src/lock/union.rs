//! What lock, store and network know together (design §2, "Lock file").

use std::cmp::Ordering;
use std::sync::Arc;

use crate::record::{Day, Knowledge, Known, Notice, Reason, View};

/// How new an answer is: by day, below and above which stand answers that cannot be dated.
type Age = i64;
const OLDEST: Age = Age::MIN;
const NEWEST: Age = Age::MAX;

/// What is known of one identifier from the project's lock, the store, and an answer of this run.
///
/// - Whether it exists: the newest answer. One of this run is the newest; where a day is equal, or a record without
///   a day stands against a denial by the lock, it exists.
/// - Bibliographic fields: of each source the lock's, else the newest.
/// - Notices: of each source the newest answer, of two of the same day both; all sources together. A lock hides no
///   notice: an answer of this run always replaces what the lock says, and a lock dated after `today` counts as old.
#[must_use]
pub fn combine(
    lock: Option<&Knowledge>,
    store: Option<&Knowledge>,
    fresh: Option<&Knowledge>,
    today: Day,
) -> Knowledge {
    let lock_age = |day: Option<Day>| match day {
        Some(day) if day <= today => Age::from(day.0),
        _ => OLDEST,
    };
    let store_age = |day: Option<Day>| day.map_or(NEWEST - 1, |day| Age::from(day.0));
    let clamped = lock.map(|knowledge| not_after(knowledge, today));
    let voices = [
        Voice { knowledge: clamped.as_ref(), age: &|day| lock_age(day) },
        Voice { knowledge: store, age: &|day| store_age(day) },
        Voice { knowledge: fresh, age: &|_| NEWEST },
    ];
    // The days of a clamped lock say nothing; its ages come from what it wrote.
    let aged = [lock, store, fresh].map(|knowledge| knowledge.and_then(last_day));
    let answers: Vec<(Age, &Knowledge)> = voices
        .iter()
        .zip(aged)
        .filter_map(|(voice, day)| Some(((voice.age)(day), voice.knowledge?)))
        .filter(|(_, knowledge)| matches!(knowledge, Knowledge::Known(_) | Knowledge::Absent(_)))
        .collect();
    let Some(standing) = standing(&answers) else { return nothing(lock, store, fresh) };
    if let Knowledge::Absent(_) = standing {
        return standing.clone();
    }
    let originals = [lock, store, fresh];
    let parts: Vec<Part<'_>> = voices
        .iter()
        .zip(originals)
        .filter_map(|(voice, original)| {
            let (known, original) = (voice.knowledge?.known()?, original?.known()?);
            let ages = original.views.iter().map(|view| (voice.age)(Some(view.notices_fetched))).collect();
            Some(Part { known, ages })
        })
        .collect();
    Knowledge::Known(Arc::new(joined(&parts, Fields::First)))
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
            Knowledge::Known(Arc::new(joined(&parts, Fields::Newest)))
        }
        Some(other) => other.clone(),
        None => Knowledge::Unchecked(Reason::NotInLock),
    }
}

/// Somebody who says something, and how new what they say on a day is.
struct Voice<'a> {
    knowledge: Option<&'a Knowledge>,
    age: &'a dyn Fn(Option<Day>) -> Age,
}

/// What one voice knows, with the age of each view's notices.
struct Part<'a> {
    known: &'a Known,
    ages: Vec<Age>,
}

/// Whose bibliographic fields stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fields {
    /// Those of the first part that has them.
    First,
    /// Those that were fetched last.
    Newest,
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
        Knowledge::Known(known) => known.views.iter().map(|view| view.notices_fetched.max(view.fetched)).max(),
        Knowledge::Absent(absent) => Some(absent.asked),
        Knowledge::Unchecked(_) | Knowledge::Unsupported => None,
    }
}

/// A lock's word with no day after `today`, so that no finding shows a day that has not come.
fn not_after(knowledge: &Knowledge, today: Day) -> Knowledge {
    match knowledge {
        Knowledge::Known(known) if known.views.iter().any(|view| view.notices_fetched.max(view.fetched) > today) => {
            let mut known = (**known).clone();
            for view in &mut known.views {
                view.fetched = view.fetched.min(today);
                view.notices_fetched = view.notices_fetched.min(today);
            }
            Knowledge::Known(Arc::new(known))
        }
        Knowledge::Absent(absent) if absent.asked > today => {
            Knowledge::Absent(crate::record::Absent { asked: today, ..absent.clone() })
        }
        _ => knowledge.clone(),
    }
}

/// All that the parts know; views in the order in which their sources first appear.
fn joined(parts: &[Part<'_>], fields: Fields) -> Known {
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
        views.extend(one_view(&told, fields));
    }
    Known {
        agency: newest_first().find_map(|part| part.known.agency.clone()),
        alias_of: newest_first().find_map(|part| part.known.alias_of.clone()),
        views,
    }
}

/// One view of what several say in one source's name.
fn one_view(told: &[(Age, &View)], fields: Fields) -> Option<View> {
    let (_, record) = match fields {
        Fields::First => told.first()?,
        Fields::Newest => told.iter().rev().max_by_key(|(_, view)| view.fetched)?,
    };
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
        Knowledge::Unchecked(reason) => !matches!(reason, Reason::NotAsked | Reason::NotInLock),
        _ => true,
    };
    said().find(telling).or_else(|| said().next()).cloned().unwrap_or(Knowledge::Unchecked(Reason::NotAsked))
}
