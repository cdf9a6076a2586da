//! JSON as a tree. Settings that an editor sends have no text, so every place is the start.

use super::{Node, Value};
use crate::text::Span;

/// The tree of a JSON value; every span is empty and at 0.
///
/// `serde_json` reads at most 128 levels, which bounds the recursion.
#[must_use]
pub fn from_json(json: &serde_json::Value) -> Node {
    let span = Span::empty(0);
    let value = match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(truth) => Value::Bool(*truth),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(whole) => Value::Integer(whole),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Value::String(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(from_json).collect()),
        serde_json::Value::Object(rows) => {
            Value::Table(rows.iter().map(|(key, value)| (key.clone(), span, from_json(value))).collect())
        }
    };
    Node { value, span }
}
