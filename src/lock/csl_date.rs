//! Dates in CSL's JSON: `{"date-parts": [[2022, 11, 30]]}`.

use serde_json::{Value, json};

use crate::record::PartialDate;

/// A date as CSL writes it.
pub(super) fn write(date: PartialDate) -> Value {
    let mut parts = vec![json!(date.year)];
    parts.extend(date.month.map(|month| json!(month)));
    parts.extend(date.day.map(|day| json!(day)));
    json!({ "date-parts": [parts] })
}

/// Reads a date as CSL has it; of a range the first. Parts may be texts, as other programs write them.
pub(super) fn read(value: &Value) -> Option<PartialDate> {
    let number = |part: &Value| part.as_i64().or_else(|| part.as_str()?.trim().parse().ok());
    if let Some(parts) = value.get("date-parts").and_then(|ranges| ranges.get(0)).and_then(Value::as_array) {
        let small = |at: usize| parts.get(at).and_then(number).and_then(|part| u8::try_from(part).ok());
        let year = parts.first().and_then(number).and_then(|year| i32::try_from(year).ok())?;
        return Some(PartialDate::new(year, small(1), small(2)));
    }
    PartialDate::parse(value.get("raw").or_else(|| value.get("literal"))?.as_str()?)
}
