//! What most references of a list do, and which do otherwise.

use crate::reference::{Habit, Shown, Way};
use crate::rules::majority::rules;
use crate::rules::manners::Written;

/// A habit in which a few references differ from most.
pub(super) struct Divergence<'a> {
    /// What most do.
    pub(super) way: Way,
    /// The first of these.
    pub(super) example: (&'a Written, &'a Shown),
    /// How many show what they do.
    pub(super) total: usize,
    /// Those that do otherwise; at least one.
    pub(super) others: Vec<(&'a Written, &'a Shown)>,
}

/// How many do the same at least.
const FEWEST: usize = 5;
/// How many authors some style still names before it cuts them short: who names more cuts none.
const MANY_AUTHORS: u16 = 10;

impl<'a> Divergence<'a> {
    /// How a list differs in one habit, if it does and most agree.
    pub(super) fn of(written: &'a [Written], habit: Habit) -> Option<Self> {
        let shown = written.iter().filter_map(|written| Some((written, written.manner.way(habit)?)));
        let mut shown: Vec<(&Written, &Shown)> = shown.collect();
        if habit == Habit::Authors {
            keep_telling(&mut shown);
        }
        let way = most(&shown)?;
        let all = shown.len();
        if way == Way::GivenInFull {
            // Some authors have published with initials alone.
            shown.retain(|(_, shown)| shown.way != Way::InitialsWithStops);
        }
        let total = shown.len();
        let is_so = |(_, shown): &&(&Written, &Shown)| is_same(shown.way, way);
        let example = *shown.iter().find(is_so)?;
        let others: Vec<_> = shown.iter().filter(|shown| !is_so(shown)).copied().collect();
        let many = total - others.len();
        let is_told = many >= FEWEST && rules(many, all) && !others.is_empty();
        is_told.then_some(Self { way, example, total, others })
    }
}

/// Keeps those references that tell something of a limit: those that are cut, and those that would be if there was one.
fn keep_telling(shown: &mut Vec<(&Written, &Shown)>) {
    let is_cut = |(_, shown): &&(&Written, &Shown)| matches!(shown.way, Way::EtAlBehind(_));
    let cut: Vec<_> = shown.iter().filter(is_cut).copied().collect();
    let limit = match most(&cut) {
        Some(Way::EtAlBehind(limit)) => limit.max(MANY_AUTHORS),
        _ => MANY_AUTHORS,
    };
    shown.retain(|(_, shown)| !matches!(shown.way, Way::AllNames(many) if many <= limit));
}

/// The way that is most frequent.
fn most(shown: &[(&Written, &Shown)]) -> Option<Way> {
    let mut counts: Vec<(Way, usize)> = Vec::new();
    for (_, shown) in shown {
        match counts.iter_mut().find(|(way, _)| is_same(*way, shown.way)) {
            Some((_, count)) => *count += 1,
            None => counts.push((shown.way, 1)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(way, _)| way)
}

/// Whether two do the same. Who names all authors does, however many there are.
fn is_same(one: Way, other: Way) -> bool {
    one == other || matches!((one, other), (Way::AllNames(_), Way::AllNames(_)))
}
