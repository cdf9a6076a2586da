//! Dates in CSL's JSON: `{"date-parts": [[2022, 11, 30]]}`.

use serde_json::{Value, json};

use crate::bibliography::read_csl_date;
use crate::record::PartialDate;
use crate::syntax::tree::from_json;

/// A date as CSL writes it.
pub(super) fn write(date: PartialDate) -> Value {
    let mut parts = vec![json!(date.year)];
    parts.extend(date.month.map(|month| json!(month)));
    parts.extend(date.day.map(|day| json!(day)));
    json!({ "date-parts": [parts] })
}

/// Reads a date as CSL has it; of a range the first.
pub(super) fn read(value: &Value) -> Option<PartialDate> {
    read_csl_date(&from_json(value))
}
