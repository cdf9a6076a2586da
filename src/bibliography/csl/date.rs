//! Dates as CSL has them: `{"date-parts": [[2022, 11, 30]]}`, and all that is written in their place.

use super::super::written_date;
use crate::record::PartialDate;
use crate::syntax::tree::{Node, Value};

/// Reads a date; of a range the first. Parts may be texts, as other programs write them.
#[must_use]
pub fn read(node: &Node) -> Option<PartialDate> {
    match &node.value {
        Value::String(said) => written_date::read(said),
        Value::Integer(year) => i32::try_from(*year).ok().map(|year| PartialDate::new(year, None, None)),
        Value::List(ranges) => ranges.first().and_then(parts),
        Value::Table(_) => {
            let by_parts = node.get("date-parts").and_then(|ranges| match &ranges.value {
                Value::List(ranges) => ranges.first().and_then(parts),
                _ => None,
            });
            let in_words = || ["raw", "literal"].iter().find_map(|name| written_date::read(node.get(name)?.as_str()?));
            by_parts.or_else(|| parts(node)).or_else(in_words)
        }
        Value::Null | Value::Bool(_) | Value::Float(_) => None,
    }
}

/// Reads `[2022, 11, 30]` or `{year: 2022, month: 11, day: 30}`.
fn parts(node: &Node) -> Option<PartialDate> {
    let (year, month, day) = match &node.value {
        Value::List(parts) => (parts.first()?, parts.get(1), parts.get(2)),
        Value::Table(_) => (node.get("year")?, node.get("month"), node.get("day")),
        _ => return None,
    };
    let small = |node: Option<&Node>| node.and_then(number).and_then(|part| u8::try_from(part).ok());
    let year = number(year).and_then(|year| i32::try_from(year).ok()).filter(|year| *year != 0)?;
    Some(PartialDate::new(year, small(month), small(day)))
}

fn number(node: &Node) -> Option<i64> {
    match &node.value {
        Value::Integer(whole) => Some(*whole),
        Value::String(said) => said.trim().parse().ok(),
        _ => None,
    }
}
