//! Dates, each with a type (DataCite Metadata Schema 4.6, `dateType`), and the year of publication.

use serde_json::Value;

use crate::record::{Dates, Identifier, IdentifierKind, PartialDate, WorkType};
use crate::sources::field::{iso_date, objects};

/// Later years are not of the common era: Thai registrants give 2549 for 2006.
const LAST_YEAR: i32 = 2_199;

/// The dates of a work.
///
/// The year of publication comes first, since it is what DataCite's own citations give; `Issued` makes it fuller, or
/// stands beside it where it is of another year. Versions of an arXiv paper each have their `Submitted`: the first is
/// when it was posted, the last when this version was.
pub(super) fn dates(work: &Value, id: &Identifier, work_type: &WorkType) -> Dates {
    let year = match work.get("publicationYear") {
        Some(Value::Number(number)) => number.as_i64().and_then(|year| i32::try_from(year).ok()),
        Some(Value::String(digits)) => digits.trim().parse().ok(),
        _ => None,
    };
    let year = year.filter(|year| (1_000..=LAST_YEAR).contains(year));
    let of = |kind: &str| all(work, kind);
    let issued = of("Issued").into_iter().next();
    let same = |date: &PartialDate| year.is_none_or(|year| year == date.year);
    let submitted = of("Submitted");
    let mut dates = Dates {
        issued: issued.filter(same).or_else(|| year.map(|year| PartialDate::new(year, None, None))),
        online: of("Available").into_iter().min().or(issued.filter(|date| !same(date))),
        ..Dates::default()
    };
    if *work_type == WorkType::Preprint {
        dates.posted = submitted.iter().min().copied();
    }
    if id.kind() == IdentifierKind::Arxiv {
        dates.online = submitted.iter().max().copied().or(dates.online);
    }
    // figshare's year is that of the last version, the day of creation that of the first.
    dates.online = dates.online.or_else(|| of("Created").into_iter().min());
    dates
}

fn all(work: &Value, kind: &str) -> Vec<PartialDate> {
    let entries = objects(work.get("dates")).into_iter();
    entries
        .filter(|entry| entry.get("dateType").and_then(Value::as_str) == Some(kind))
        .filter_map(|entry| iso_date(entry.get("date")?.as_str()?))
        .filter(|date| date.year <= LAST_YEAR)
        .collect()
}
