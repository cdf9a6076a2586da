//! What `ibid lock` writes.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Lock, LockItem};
use crate::record::{Absent, Day, Identifier, Knowledge, Known, Records, View};

/// What becomes of what is in the lock and not cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The whole project was read: what is not cited goes, and spellings are those of the manuscripts.
    Exact,
    /// Only some manuscripts were read: what they cite is added.
    Add,
}

/// Whether abstracts are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Abstracts {
    /// They are left out: most are under copyright, and a lock is published with its manuscript.
    #[default]
    Leave,
    /// They are kept.
    Keep,
}

impl Lock {
    /// The lock for `cited`: identifiers, each with its spellings as citation keys, the first used first.
    ///
    /// What `records` do not know stays as it is here. What they know as it was, but for the day, keeps its day.
    #[must_use]
    pub fn update(
        &self,
        cited: &[(Identifier, Vec<String>)],
        records: &Records,
        extent: Extent,
        abstracts: Abstracts,
    ) -> Self {
        let mut lock = match extent {
            // Whether somebody cites what only a later version knows, this one cannot tell.
            Extent::Exact => Self { foreign: self.foreign.clone(), lost: self.lost.clone(), ..Self::default() },
            Extent::Add => self.clone(),
        };
        // What could not be read is kept until there is something to put in its place.
        let answered = |id: &Identifier| matches!(records.get(id), Knowledge::Known(_) | Knowledge::Absent(_));
        lock.lost.retain(|lost| {
            !lost.id.as_ref().is_some_and(|lost| cited.iter().any(|(id, _)| id == lost) && answered(lost))
        });
        for (id, spellings) in cited {
            let before = self.item(id);
            lock.items.retain(|item| item.id != *id);
            lock.absent.retain(|(absent, _)| absent != id);
            let denied = self.denial(id);
            let known = match records.get(id) {
                Knowledge::Known(known) => settled(known, abstracts),
                Knowledge::Absent(absent) => {
                    lock.absent.push((id.clone(), unchanged_denial(denied, absent)));
                    continue;
                }
                Knowledge::Unchecked(_) | Knowledge::Unsupported => match (before, denied) {
                    (Some(item), _) => item.known.clone(),
                    (None, Some(denied)) => {
                        lock.absent.push((id.clone(), denied.clone()));
                        continue;
                    }
                    (None, None) => continue,
                },
            };
            let mut used = match (extent, before) {
                (Extent::Add, Some(item)) => item.spellings.clone(),
                _ => Vec::new(),
            };
            for spelling in spellings {
                if !used.contains(spelling) {
                    used.push(spelling.clone());
                }
            }
            let same = before.filter(|item| undated(&item.known) == undated(&known));
            let known = same.map_or(known, |item| item.known.clone());
            // Fields of a source that this version does not know are no part of a record that it has now.
            let kept = before.filter(|item| !item.known.views.is_empty() || known.views.is_empty());
            let other = kept.map(|item| item.other.clone()).unwrap_or_default();
            lock.items.push(LockItem { id: id.clone(), known, spellings: used, other });
        }
        lock.sorted()
    }

    /// What `cited` has and the lock lacks, and what the lock has and nobody cites.
    #[must_use]
    pub fn missing_and_strangers(&self, cited: &[(Identifier, Vec<String>)]) -> (Vec<Identifier>, Vec<Identifier>) {
        let cited: BTreeSet<&Identifier> = cited.iter().map(|(id, _)| id).collect();
        let ids = || self.items.iter().map(|item| &item.id).chain(self.absent.iter().map(|(id, _)| id));
        let missing = cited.iter().filter(|id| !self.has(id)).map(|id| (*id).clone()).collect();
        (missing, ids().filter(|id| !cited.contains(id)).cloned().collect())
    }
}

/// A denial that says what the lock says already keeps its day.
fn unchanged_denial(before: Option<&Absent>, now: &Absent) -> Absent {
    before.filter(|before| before.authority == now.authority).unwrap_or(now).clone()
}

/// As it is written: one set of notices a view, abstracts only where they are kept.
fn settled(known: &Known, abstracts: Abstracts) -> Known {
    let view = |view: &View| {
        let mut record = (*view.record).clone();
        record.notices = view.notices.to_vec();
        if abstracts == Abstracts::Leave {
            record.abstract_text = None;
        }
        View { record: Arc::new(record), ..view.clone() }
    };
    Known { views: known.views.iter().map(view).collect(), ..known.clone() }
}

/// What it says, whenever it was said.
fn undated(known: &Known) -> Known {
    let view = |view: &View| View { fetched: Day(0), notices_fetched: Day(0), ..view.clone() };
    Known { views: known.views.iter().map(view).collect(), ..known.clone() }
}
