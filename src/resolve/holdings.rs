//! About which identifiers this process asks, so that others do not. Pure.

use rustc_hash::FxHashMap;

use crate::record::Identifier;

/// Leases, and the cases that they were taken for.
#[derive(Clone, Debug, Default)]
pub(super) struct Holdings {
    by_case: FxHashMap<Identifier, Vec<Identifier>>,
    /// How many cases each lease is for.
    held: FxHashMap<Identifier, usize>,
    free: Vec<Identifier>,
}

impl Holdings {
    /// `subject` is asked about for these cases. The lease lasts until they have ended, since only then everything that
    /// was said is in the store.
    pub(super) fn hold(&mut self, subject: &Identifier, cases: Vec<Identifier>) {
        for case in cases {
            let subjects = self.by_case.entry(case).or_default();
            if !subjects.contains(subject) {
                subjects.push(subject.clone());
                *self.held.entry(subject.clone()).or_default() += 1;
            }
        }
    }

    /// A case has ended.
    pub(super) fn ended(&mut self, case: &Identifier) {
        for subject in self.by_case.remove(case).unwrap_or_default() {
            let Some(count) = self.held.get_mut(&subject) else { continue };
            *count -= 1;
            if *count == 0 {
                self.held.remove(&subject);
                self.free.push(subject);
            }
        }
    }

    /// What nobody here asks about any longer, once.
    pub(super) fn take_free(&mut self) -> Vec<Identifier> {
        // It may have been taken up again meanwhile.
        std::mem::take(&mut self.free).into_iter().filter(|subject| !self.held.contains_key(subject)).collect()
    }

    /// Whether anything is held.
    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty() && self.free.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> Identifier {
        Identifier::from_doi(&format!("10.1000/{number}"))
    }

    #[test]
    fn a_lease_lasts_as_long_as_the_last_case_that_it_is_for() {
        let mut holdings = Holdings::default();
        holdings.hold(&id(1), vec![id(1), id(2)]);
        holdings.hold(&id(1), vec![id(1)]);
        holdings.hold(&id(3), vec![id(1)]);
        holdings.ended(&id(1));
        assert_eq!(holdings.take_free(), [id(3)]);
        holdings.ended(&id(2));
        holdings.ended(&id(2));
        assert_eq!(holdings.take_free(), [id(1)]);
        assert!(holdings.is_empty());
    }
}
