//! A value with all that is in it.

use super::{Broken, Cursor, unescaped};
use crate::syntax::tree::{Node, Value};
use crate::text::Span;

impl Cursor<'_> {
    /// Reads a value whole.
    pub(in crate::bibliography) fn tree(&mut self) -> Result<Node, Broken> {
        match self.peek() {
            Some(b'"') => {
                let span = self.string()?;
                Ok(Node { value: Value::String(unquoted(self.text, span).into_owned()), span })
            }
            Some(b'{') => {
                let mut rows = Vec::new();
                let span = self.object(|cursor, name| {
                    let value = cursor.tree()?;
                    rows.push((unquoted(cursor.text, name).into_owned(), name, value));
                    Ok(())
                })?;
                Ok(Node { value: Value::Table(rows), span })
            }
            Some(b'[') => {
                let mut items = Vec::new();
                let span = self.list(|cursor| {
                    items.push(cursor.tree()?);
                    Ok(())
                })?;
                Ok(Node { value: Value::List(items), span })
            }
            _ => {
                let span = self.bare()?;
                Ok(Node { value: bare(span.of(self.text)), span })
            }
        }
    }
}

fn bare(word: &str) -> Value {
    match word {
        "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        number => match number.parse() {
            Ok(whole) => Value::Integer(whole),
            Err(_) => Value::Float(number.parse().unwrap_or(f64::NAN)),
        },
    }
}

/// The text at `span`, whose quotation marks are in the span.
pub(in crate::bibliography) fn unquoted(text: &str, span: Span) -> std::borrow::Cow<'_, str> {
    let written = span.of(text);
    unescaped(written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written))
}
