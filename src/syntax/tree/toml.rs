//! TOML 1.1 as a tree with places.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Node, Trouble, Value};
use crate::text::Span;

/// The most troubles that are told of one text; more help nobody.
const MOST: usize = 20;

/// Reads the TOML in the bytes `within` of `text`; what can be read is in the tree, which is always a table.
/// Spans are of `text`. Nesting is limited by the parser (80 levels).
///
/// # Panics
/// When `within` is not of this text.
#[must_use]
pub fn read_toml(text: &str, within: Span) -> (Node, Vec<Trouble>) {
    let reader = Reader { text, base: within.range().start, end: within.range().end };
    let (table, errors) = DeTable::parse_recoverable(within.of(text));
    let mut errors: Vec<(Span, &str)> =
        errors.iter().map(|error| (reader.span(error.span().unwrap_or(0..0)), error.message())).collect();
    errors.sort_by_key(|(span, _)| *span);
    // One slip makes the parser complain at every token that follows on the line.
    let mut troubles: Vec<Trouble> = Vec::new();
    let mut line_end = 0;
    for (span, message) in errors {
        if troubles.is_empty() || span.range().start > line_end {
            let start = span.range().start;
            line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
            troubles.push(Trouble { span, message: format!("This is not TOML: {message}.") });
        }
        if troubles.len() == MOST {
            break;
        }
    }
    (Node { value: reader.table(table.get_ref()), span: within }, troubles)
}

struct Reader<'a> {
    text: &'a str,
    base: usize,
    end: usize,
}

impl Reader<'_> {
    /// A range of the parser as a span of the text; inside a character it is at that character.
    fn span(&self, range: Range<usize>) -> Span {
        let place = |at: usize| {
            let mut at = (self.base + at).min(self.end);
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = place(range.start);
        Span::new(start, place(range.end).max(start))
    }

    fn node(&self, node: &Spanned<DeValue<'_>>) -> Node {
        let value = match node.get_ref() {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(whole) => Value::Integer(whole),
                Err(_) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
            },
            DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(truth) => Value::Bool(*truth),
            DeValue::Datetime(when) => Value::String(when.to_string()),
            DeValue::Array(items) => Value::List(items.iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => self.table(table),
        };
        Node { value, span: self.span(node.span()) }
    }

    /// The parser sorts rows by key; they are put back in the order of the text.
    fn table(&self, table: &DeTable<'_>) -> Value {
        let mut rows: Vec<_> = table
            .iter()
            .map(|(key, value)| (key.get_ref().to_string(), self.span(key.span()), self.node(value)))
            .collect();
        rows.sort_by_key(|(_, place, _)| *place);
        Value::Table(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Node, Vec<Trouble>) {
        read_toml(text, Span::new(0, text.len()))
    }

    #[test]
    fn keeps_order_and_places() {
        let text =
            "profile = \"audit\"\n[rules]\nretracted = \"off\"\nconfig = 'hint' # ä\n[[ignore]]\nuntil = 2027-01-01\n";
        let (tree, troubles) = read(text);
        assert_eq!(troubles, []);
        let rules = tree.get("rules").expect("a table");
        let names: Vec<_> = rules.rows().iter().map(|(name, place, _)| (name.as_str(), place.of(text))).collect();
        assert_eq!(names, [("retracted", "retracted"), ("config", "config")]);
        assert_eq!(rules.get("config").expect("a row").span.of(text), "'hint'");
        let Some(Value::List(ignores)) = tree.get("ignore").map(|node| &node.value) else { panic!("a list") };
        assert_eq!(ignores[0].get("until").and_then(Node::as_str), Some("2027-01-01"));
    }

    #[test]
    fn a_broken_line_spares_the_others() {
        let text = "profile = \nstyle = \"apa\"\n[rules\nretracted = \"off\"\n";
        let (tree, troubles) = read(text);
        assert_eq!(tree.get("style").and_then(Node::as_str), Some("apa"));
        assert!(!troubles.is_empty());
        assert!(troubles.iter().all(|trouble| trouble.message.starts_with("This is not TOML")), "{troubles:?}");
    }

    #[test]
    fn depth_is_bounded() {
        let text = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(!read(&text).1.is_empty());
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "([a-z\\[\\]{}=.\"'#,\n ä0-9-]|\r\n|\\PC){0,80}") {
            let (tree, troubles) = read(&text);
            let spans = tree.rows().iter().map(|(_, place, _)| *place).chain(troubles.iter().map(|t| t.span));
            for span in spans {
                let _ = span.of(&text);
            }
        }
    }
}
