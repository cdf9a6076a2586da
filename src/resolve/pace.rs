//! What an answer's headers say about asking again.

use std::time::Duration;

use crate::record::Day;

/// What an answer's headers say about asking again; whatever is missing or strange is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pace {
    /// So many requests in so long (`x-rate-limit-limit`, `x-rate-limit-interval`).
    pub rate: Option<(u32, Duration)>,
    /// So many at once (`x-concurrency-limit`).
    pub at_once: Option<u32>,
    /// Not before so long (`retry-after`).
    pub retry_after: Option<Duration>,
}

impl Pace {
    /// Reads the headers; `now` is the Unix second, for a `retry-after` that names a time.
    pub(super) fn read<'h>(header: impl Fn(&str) -> Option<&'h str>, now: u64) -> Self {
        let starts = header("x-rate-limit-limit").and_then(number);
        let interval = header("x-rate-limit-interval").map_or(Some(Duration::from_secs(1)), interval);
        Self {
            rate: starts.filter(|starts| *starts > 0).zip(interval.filter(|interval| !interval.is_zero())),
            at_once: header("x-concurrency-limit").and_then(number).filter(|at_once| *at_once > 0),
            retry_after: header("retry-after").and_then(|text| retry_after(text.trim(), now)),
        }
    }
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

/// `1s`, as Crossref writes it; also `1m` and a bare number of seconds.
fn interval(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (count, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let count: u64 = count.parse().ok()?;
    match unit {
        "" | "s" => Some(Duration::from_secs(count)),
        "m" => count.checked_mul(60).map(Duration::from_secs),
        "ms" => Some(Duration::from_millis(count)),
        _ => None,
    }
}

/// Seconds, or a date as in `Wed, 21 Oct 2015 07:28:00 GMT` (RFC 9110, §10.2.3).
fn retry_after(text: &str, now: u64) -> Option<Duration> {
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let mut words = text.split_ascii_whitespace().skip(1);
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = u8::try_from(months.iter().position(|name| *name == month)? + 1).ok()?;
    let day = Day::from_ymd(year.parse().ok()?, month, day.parse().ok()?)?;
    let mut clock = words.next()?.split(':').map(str::parse::<u64>);
    let (hour, minute, second) = (clock.next()?.ok()?, clock.next()?.ok()?, clock.next()?.ok()?);
    let midnight = u64::try_from(day.0).ok()?.checked_mul(86_400)?;
    let then = midnight.checked_add(hour.checked_mul(3_600)?.checked_add(minute.checked_mul(60)?)?)?;
    Some(Duration::from_secs(then.checked_add(second)?.saturating_sub(now)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(headers: &[(&str, &'static str)]) -> Pace {
        Pace::read(|name| headers.iter().find(|(known, _)| *known == name).map(|(_, value)| *value), 1_445_412_400)
    }

    #[test]
    fn crossref_s_headers() {
        let pace = read(&[("x-rate-limit-limit", "3"), ("x-rate-limit-interval", "1s"), ("x-concurrency-limit", "3")]);
        assert_eq!(pace.rate, Some((3, Duration::from_secs(1))));
        assert_eq!(pace.at_once, Some(3));
    }

    #[test]
    fn a_pause_in_seconds_or_until_a_time() {
        assert_eq!(read(&[("retry-after", "12")]).retry_after, Some(Duration::from_secs(12)));
        let until = read(&[("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")]);
        assert_eq!(until.retry_after, Some(Duration::from_secs(80)));
        let past = read(&[("retry-after", "Wed, 21 Oct 2015 07:00:00 GMT")]);
        assert_eq!(past.retry_after, Some(Duration::ZERO));
    }

    #[test]
    fn strange_headers_say_nothing() {
        for strange in ["", "soon", "-1", "Wed, 99 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015", "18446744073709551616"] {
            assert_eq!(read(&[("retry-after", strange)]).retry_after, None, "{strange}");
        }
        assert_eq!(read(&[("x-rate-limit-limit", "0"), ("x-concurrency-limit", "none")]), Pace::default());
        assert_eq!(read(&[("x-rate-limit-limit", "5"), ("x-rate-limit-interval", "fortnight")]), Pace::default());
    }
}
