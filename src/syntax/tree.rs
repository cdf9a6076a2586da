//! Nested values with their places: what YAML, TOML and JSON have in common.

mod json;
mod toml;
mod yaml;

pub use json::from_json;
pub use toml::read_toml;
pub use yaml::read_yaml;
pub(crate) use yaml::{HEAVIEST, weight};

use crate::text::Span;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its bytes.
    pub span: Span,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text; a TOML date is text as written.
    String(String),
    /// A list.
    List(Vec<Node>),
    /// Keys, each with its place, and their values, in order.
    Table(Vec<(String, Span, Node)>),
}

/// Why a text cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Where.
    pub span: Span,
    /// What, as a sentence.
    pub message: String,
}

impl Node {
    /// A table without rows at `span`.
    #[must_use]
    pub fn empty_table(span: Span) -> Self {
        Self { value: Value::Table(Vec::new()), span }
    }

    /// The value under `key`, if this is a table that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.rows().iter().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
    }

    /// The rows, if this is a table; else none.
    #[must_use]
    pub fn rows(&self) -> &[(String, Span, Self)] {
        match &self.value {
            Value::Table(rows) => rows,
            _ => &[],
        }
    }

    /// The text, if it is text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// What it is, for a sentence: "a list".
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::String(_) => "text",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}
