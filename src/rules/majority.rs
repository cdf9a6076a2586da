//! When most items of a list make a rule for the others.

/// A majority is one of at least this many items …
const ENOUGH: usize = 5;
/// … and of at least this share of them, in per cent.
const SHARE: usize = 80;

/// Whether `many` of `all` make a rule.
pub(super) fn rules(many: usize, all: usize) -> bool {
    all >= ENOUGH && many * 100 >= all * SHARE
}
