//! Chance that repeats itself: of the same seed come the same references.

/// SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, “Fast splittable pseudorandom number generators”, OOPSLA 2014).
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// Chance of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; nought where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let drawn = self.next() % u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(drawn).unwrap_or_default()
    }

    /// Yes, so many times in a hundred.
    pub(crate) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// One of several.
    pub(crate) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// Puts them in another order (R. A. Fisher and F. Yates).
    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }

    /// The same digits with another one in one place, whichever number that makes; nothing where there is no digit.
    pub(crate) fn other_digit(&mut self, number: &str) -> Option<String> {
        let places: Vec<usize> = number.match_indices(|ch: char| ch.is_ascii_digit()).map(|(at, _)| at).collect();
        let at = *places.get(self.below(places.len()))?;
        let own = number.as_bytes()[at] - b'0';
        let digit = (usize::from(own) + 1 + self.below(9)) % 10;
        // No number begins with a nought.
        let digit = if digit == 0 && at == places[0] { (usize::from(own) % 9) + 1 } else { digit };
        let made = format!("{}{digit}{}", &number[..at], &number[at + 1..]);
        (made != number).then_some(made)
    }
}
