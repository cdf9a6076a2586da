//! Calendar days, and dates of which only a part is known. Proleptic Gregorian, no time zones.

use std::fmt;

/// A day, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// The day of a Unix time in seconds (UTC).
    #[must_use]
    pub fn from_unix(seconds: u64) -> Self {
        Self(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX))
    }

    /// The day of a calendar date; `None` where there is no such day.
    #[must_use]
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(-9_999..=9_999).contains(&year) {
            return None;
        }
        // Days from civil, after H. Hinnant's chrono-compatible date algorithms.
        let (m, d) = (i32::from(month), i32::from(day));
        let y = if m <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let doy = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
        let made = Self(era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468);
        (made.ymd() == (year, month, day)).then_some(made)
    }

    /// Reads `2026-11-23`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        Self::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Year, month from 1, day from 1.
    #[must_use]
    pub fn ymd(self) -> (i32, u8, u8) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        let small = |n: i64| u8::try_from(n).expect("months and days are below 32");
        (i32::try_from(year).unwrap_or(i32::MAX), small(month), small(day))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// Whole days from `earlier` to this day; negative when this one is earlier.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// A date of which at least the year is known, as registries have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    /// The year.
    pub year: i32,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The day, from 1; only with a month.
    pub day: Option<u8>,
}

impl PartialDate {
    /// A date from parts; a month or day that cannot be is dropped with what follows it.
    #[must_use]
    pub fn new(year: i32, month: Option<u8>, day: Option<u8>) -> Self {
        let month = month.filter(|m| (1..=12).contains(m));
        let day = day.filter(|d| month.is_some_and(|m| Day::from_ymd(year, m, *d).is_some()));
        Self { year, month, day }
    }

    /// Whether two dates are the same as far as both go.
    #[must_use]
    pub fn agrees(self, other: Self) -> bool {
        let same = |a: Option<u8>, b: Option<u8>| a.zip(b).is_none_or(|(a, b)| a == b);
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }

    /// The earlier of two; of two that agree as far as both go, the fuller.
    #[must_use]
    pub fn earlier(self, other: Self) -> Self {
        if self.agrees(other) { self.max(other) } else { self.min(other) }
    }

    /// Reads `2013`, `2013-05` or `2013-05-01`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        Some(Self::new(year, parts.next().and_then(|m| m.parse().ok()), parts.next().and_then(|d| d.parse().ok())))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_round_trip() {
        for number in [-800_000, -1, 0, 59, 11_016, 20_780, 2_000_000] {
            let (year, month, day) = Day(number).ymd();
            assert_eq!(Day::from_ymd(year, month, day), Some(Day(number)));
        }
        assert_eq!(Day::from_unix(0).to_string(), "1970-01-01");
        assert_eq!(Day::parse("2026-11-23").map(|day| day.to_string()).as_deref(), Some("2026-11-23"));
        assert_eq!(Day::parse("2026-02-30"), None);
    }

    #[test]
    fn an_impossible_part_is_dropped() {
        assert_eq!(PartialDate::new(2013, Some(13), Some(1)).to_string(), "2013");
        assert_eq!(PartialDate::new(2013, Some(2), Some(30)).to_string(), "2013-02");
        assert_eq!(PartialDate::parse("2010-02-06").map(|date| date.to_string()).as_deref(), Some("2010-02-06"));
    }
}
