//! YAML 1.2 as a tree with places, from parser events.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{Node, Trouble, Value};
use crate::text::Span;

/// The deepest nesting that is read.
const DEPTH: usize = 64;
/// The greatest weight that is read, with what aliases repeat: an alias bomb stops here.
pub(crate) const HEAVIEST: usize = 50_000;
/// So many bytes of text weigh as much as a value.
const LINE: usize = 64;

/// Reads the YAML in the bytes `within` of `text`; what stands before a mistake is in the tree.
/// Spans are of `text`. Only the first document is read.
///
/// # Panics
/// When `within` is not of this text.
#[must_use]
pub fn read_yaml(text: &str, within: Span) -> (Node, Vec<Trouble>) {
    let places = Places::new(within.of(text), within.range().start);
    let mut builder = Builder {
        places: &places,
        open: Vec::new(),
        root: None,
        anchors: HashMap::new(),
        weight: 0,
        troubles: Vec::new(),
    };
    let mut parser = Parser::new_from_str(within.of(text));
    while let Some(next) = parser.next_event() {
        let go_on = match next {
            Ok((event, span)) => builder.event(event, places.span(span.start.index(), span.end.index())),
            Err(error) => {
                let at = places.span(error.marker().index(), error.marker().index());
                builder.troubles.push(Trouble { span: at, message: format!("This is not YAML: {}.", error.info()) });
                false
            }
        };
        if !go_on {
            break;
        }
    }
    builder.finish(within)
}

/// The parser counts characters; this is the one place that makes bytes of them.
struct Places {
    base: usize,
    len: usize,
    /// The first byte of each character; empty where every character is one byte.
    starts: Vec<u32>,
}

impl Places {
    fn new(yaml: &str, base: usize) -> Self {
        let starts = if yaml.is_ascii() {
            Vec::new()
        } else {
            yaml.char_indices().map(|(at, _)| Span::empty(at).start).collect()
        };
        Self { base, len: yaml.len(), starts }
    }

    fn byte(&self, character: usize) -> usize {
        let byte = if self.starts.is_empty() {
            character.min(self.len)
        } else {
            self.starts.get(character).map_or(self.len, |&at| at as usize)
        };
        self.base + byte
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.byte(start), self.byte(end.max(start)))
    }
}

/// A list or table whose end has not come yet.
struct Open {
    node: Node,
    anchor: usize,
    /// In a table: the key whose value comes next.
    key: Option<(String, Span)>,
}

struct Builder<'a> {
    places: &'a Places,
    open: Vec<Open>,
    root: Option<Node>,
    /// Anchored values, each with its weight.
    anchors: HashMap<usize, (Node, usize)>,
    weight: usize,
    troubles: Vec<Trouble>,
}

impl Builder<'_> {
    /// Takes one event; whether reading goes on.
    fn event(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let value = if plain { plain_value(&text) } else { Value::String(text.into_owned()) };
                let node = Node { value, span };
                let weight = weight(&node);
                self.value(node, anchor, weight)
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some((node, weight)) => self.value(Node { value: node.value, span }, 0, weight),
                None => self.stop(span, "This alias stands inside the value that it repeats."),
            },
            Event::SequenceStart(anchor, _) => self.begin(Value::List(Vec::new()), span, anchor),
            Event::MappingStart(anchor, _) => self.begin(Value::Table(Vec::new()), span, anchor),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::DocumentEnd => false,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => true,
        }
    }

    fn stop(&mut self, span: Span, message: &str) -> bool {
        self.troubles.push(Trouble { span, message: message.into() });
        false
    }

    fn begin(&mut self, value: Value, span: Span, anchor: usize) -> bool {
        if self.open.len() >= DEPTH {
            return self.stop(span, "This is nested too deeply to be read.");
        }
        self.open.push(Open { node: Node { value, span }, anchor, key: None });
        true
    }

    fn end(&mut self, span: Span) -> bool {
        let Some(Open { mut node, anchor, .. }) = self.open.pop() else { return true };
        let last = match &node.value {
            Value::List(items) => items.last().map(|item| item.span),
            Value::Table(rows) => rows.last().map(|(_, _, value)| value.span),
            _ => None,
        };
        // A block's end is told at the token behind it; a flow's end at its bracket.
        let end = if span.is_empty() { last.map_or(node.span.end, |last| last.end) } else { span.end };
        node.span.end = end.max(node.span.start);
        // An anchored value is kept twice.
        let weight = if anchor == 0 { 1 } else { weight(&node) };
        self.value(node, anchor, weight)
    }

    /// Puts a finished value where it belongs; `weight` is what it adds.
    fn value(&mut self, node: Node, anchor: usize, weight: usize) -> bool {
        self.weight = self.weight.saturating_add(weight);
        if self.weight > HEAVIEST {
            return self.stop(node.span, "This holds too much to be read.");
        }
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), weight));
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(open) => match (&mut open.node.value, open.key.take()) {
                (Value::List(items), _) => items.push(node),
                (Value::Table(rows), Some((name, place))) => rows.push((name, place, node)),
                (Value::Table(_), None) => open.key = Some((key_text(&node), node.span)),
                _ => {}
            },
        }
        true
    }

    /// Closes what a mistake left open, so that what was read is kept.
    fn finish(mut self, within: Span) -> (Node, Vec<Trouble>) {
        let at = self.places.span(self.places.len, self.places.len);
        while let Some(open) = self.open.last_mut() {
            if let (Value::Table(rows), Some((name, place))) = (&mut open.node.value, open.key.take()) {
                rows.push((name, place, Node { value: Value::Null, span: Span { start: place.end, end: place.end } }));
            }
            self.weight = 0;
            self.end(Span { start: at.end, end: at.end });
        }
        (self.root.unwrap_or(Node { value: Value::Null, span: within }), self.troubles)
    }
}

/// What a tree weighs: its values, and its text by the line.
pub(crate) fn weight(node: &Node) -> usize {
    let text = |text: &str| text.len() / LINE;
    1 + match &node.value {
        Value::List(items) => items.iter().map(weight).sum(),
        Value::Table(rows) => rows.iter().map(|(key, _, value)| text(key) + weight(value)).sum(),
        Value::String(said) => text(said),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => 0,
    }
}

/// A key as text; a list or table as a key has no name that anyone asks for.
fn key_text(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Null | Value::List(_) | Value::Table(_) => String::new(),
    }
}

/// A plain scalar by the core schema (YAML 1.2.2, §10.3.2); `off` and `no` are text.
fn plain_value(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return Value::String(text.into());
    }
    if let Ok(whole) = text.parse() {
        return Value::Integer(whole);
    }
    let number = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    match text.parse() {
        Ok(float) if number => Value::Float(float),
        _ => Value::String(text.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Node, Vec<Trouble>) {
        read_yaml(text, Span::new(0, text.len()))
    }

    #[test]
    fn places_are_bytes() {
        let text = "título: \"Ärzte 😀\"\r\nauthor:\r\n  - {name: Ghannam, orcid: x}\r\nyear: 2022\r\n";
        let (tree, troubles) = read(text);
        assert_eq!(troubles, []);
        assert_eq!(tree.rows()[0].1.of(text), "título");
        assert_eq!(tree.rows()[0].2.span.of(text), "\"Ärzte 😀\"");
        let Value::List(authors) = &tree.get("author").expect("a row").value else { panic!("a list") };
        assert_eq!(authors[0].span.of(text), "{name: Ghannam, orcid: x}");
        assert_eq!(authors[0].get("name").expect("a row").span.of(text), "Ghannam");
        assert_eq!(tree.get("year").expect("a row").value, Value::Integer(2022));
        assert_eq!(tree.get("year").expect("a row").span.of(text), "2022");
    }

    #[test]
    fn only_the_core_schema_makes_other_than_text() {
        let (tree, _) = read("a: off\nb: '1'\nc: 2027-01-01\nd: 1.5\ne: ~\nf: 0.1.0\ng: True\nh: .e\ni: 1e3\n");
        let values: Vec<_> = tree.rows().iter().map(|(_, _, node)| node.value.clone()).collect();
        let text = |text: &str| Value::String(text.into());
        assert_eq!(
            values,
            [
                text("off"),
                text("1"),
                text("2027-01-01"),
                Value::Float(1.5),
                Value::Null,
                text("0.1.0"),
                Value::Bool(true),
                text(".e"),
                Value::Float(1000.0),
            ]
        );
    }

    #[test]
    fn what_stands_before_a_mistake_is_kept() {
        let (tree, troubles) = read("title: Review\nibid:\n  profile: audit\n  rules: [\n");
        assert_eq!(troubles.len(), 1);
        assert_eq!(tree.get("title").and_then(Node::as_str), Some("Review"));
        assert_eq!(tree.get("ibid").and_then(|ibid| ibid.get("profile")).and_then(Node::as_str), Some("audit"));
    }

    #[test]
    fn aliases_repeat_their_value_at_their_own_place() {
        let text = "a: &x {k: v}\nb: *x\n";
        let (tree, troubles) = read(text);
        assert_eq!(troubles, []);
        let repeated = tree.get("b").expect("a row");
        assert_eq!(repeated.get("k").and_then(Node::as_str), Some("v"));
        assert_eq!(repeated.span.of(text).trim(), "*x");
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for n in 1..12 {
            let again = format!("*a{}, ", n - 1).repeat(10);
            text.push_str(&format!("a{n}: &a{n} [{again}]\n"));
        }
        let (tree, troubles) = read(&text);
        assert_eq!(troubles.len(), 1);
        assert!(weight(&tree) <= 2 * HEAVIEST, "{}", weight(&tree));
        let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(40_000));
        let (tree, troubles) = read(&long);
        assert_eq!(troubles.len(), 1, "few values, but much text");
        assert!(weight(&tree) <= 2 * HEAVIEST);
        assert_eq!(read("a: &a [*a]\n").1.len(), 1, "an alias inside itself");
    }

    #[test]
    fn depth_is_bounded() {
        for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(1_000)] {
            assert_eq!(read(&text).1.len(), 1);
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "([a-z]|[-:?!&*|>%@`\"'#,{}\\[\\]~<=. \t\n\r]|- |: |\n  |\r\n|---|\\.\\.\\.|[\u{0}\u{85}\u{feff}\u{2028}ä😀]){0,60}") {
            let (tree, troubles) = read(&text);
            check(&tree, &text);
            for trouble in troubles {
                let _ = trouble.span.of(&text);
            }
        }
    }

    fn check(node: &Node, text: &str) {
        let _ = node.span.of(text);
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| check(item, text)),
            Value::Table(rows) => rows.iter().for_each(|(_, place, value)| {
                let _ = place.of(text);
                check(value, text);
            }),
            _ => {}
        }
    }
}
