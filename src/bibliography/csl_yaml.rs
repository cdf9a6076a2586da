//! CSL-YAML: `references:` with a list of items, in a file of its own or in a manuscript's front matter.

mod stretches;

use std::sync::Arc;

use self::stretches::stretches;
use super::csl::Item;
use super::json::MOST_FAULTS;
use super::keys::{Keyed, Keys};
use super::{Bibliography, Entry, EntryFault, Field, Fields, Format};
use crate::record::Record;
use crate::syntax::tree::{Node, Trouble, Value, read_yaml};
use crate::syntax::{FrontMatter, Occurrence};
use crate::text::{SourceFile, Span};

/// A longer text is read item by item from the start.
const LONG: usize = 1 << 18;

/// Reads a file.
#[must_use]
pub fn read(file: Arc<SourceFile>) -> Bibliography {
    let start = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let within = Span::new(start, file.text.len());
    read_within(file, within)
}

/// Reads the YAML in the bytes `within` of a file: the references in it, and nothing else.
///
/// # Panics
/// When `within` is not of this file.
#[must_use]
pub fn read_within(file: Arc<SourceFile>, within: Span) -> Bibliography {
    let text = file.text.clone();
    let whole = (within.len() <= LONG).then(|| read_yaml(&text, within));
    let mut harvest = Harvest::default();
    match whole {
        Some((tree, troubles)) if troubles.is_empty() => harvest.tree(&text, &tree),
        whole => {
            let mut by_items = Harvest::default();
            by_items.items(&text, within);
            // An alias of another item's anchor can be read only in the whole.
            let mut by_tree = Harvest::default();
            if let Some((tree, troubles)) = whole {
                by_tree.tree(&text, &tree);
                by_tree.faults.extend(troubles.into_iter().map(fault));
            }
            harvest =
                if by_tree.entries.len() > by_items.entries.len() || by_items.is_empty() { by_tree } else { by_items };
        }
    }
    harvest.finish(file)
}

/// The references in a manuscript's front matter, which was read before.
#[must_use]
pub fn read_front_matter(file: Arc<SourceFile>, front_matter: &FrontMatter) -> Bibliography {
    let text = file.text.clone();
    let block = front_matter.span;
    // TOML has no references.
    let is_yaml = block.of(&text).starts_with('-');
    let references = front_matter.tree.rows().iter().find(|(name, _, _)| is_yaml && name == "references");
    let Some((_, name, _)) = references else { return Harvest::default().finish(file) };
    let troubled = front_matter.troubles.iter().any(|trouble| trouble.span.start >= name.start);
    if troubled {
        // The closing line stays outside.
        let end = block.of(&text).trim_end_matches(['-', '.']).len() + block.range().start;
        return read_within(file, Span::new(name.range().start, end.max(name.range().start)));
    }
    let mut harvest = Harvest::default();
    harvest.tree(&text, &front_matter.tree);
    harvest.finish(file)
}

/// What an entry says of its work.
#[must_use]
pub fn record(bibliography: &Bibliography, entry: &Entry) -> Record {
    item(bibliography, entry).record(entry)
}

/// The identifiers in an entry, in the order of the text.
#[must_use]
pub fn identifiers(bibliography: &Bibliography, entry: &Entry) -> Vec<Occurrence> {
    item(bibliography, entry).identifiers(entry)
}

fn item<'a>(bibliography: &'a Bibliography, entry: &Entry) -> Item<'a> {
    let text = bibliography.text();
    let rows = match tree(text, entry).map(|node| node.value) {
        Some(Value::Table(rows)) => rows.into_iter().map(|(name, _, node)| (name, node)).collect(),
        _ => Vec::new(),
    };
    Item::new(text, entry.kind.of(text), rows, true)
}

/// An entry's table, read once more.
fn tree(text: &str, entry: &Entry) -> Option<Node> {
    let range = entry.span.range();
    let line = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let lead = text[line..range.start].trim_start_matches('\u{feff}').trim();
    // The first line is read with its indentation, by which the others are part of the same table.
    let is_block = lead.is_empty() || lead == "-";
    let (node, troubles) = read_yaml(text, Span::new(if is_block { line } else { range.start }, range.end));
    if !troubles.is_empty() && text.len() <= LONG {
        // It may repeat what another entry says.
        let (whole, _) = read_yaml(text, Span::new(0, text.len()));
        if let Some(own) = references(&whole).iter().find(|node| node.span.start == entry.span.start) {
            return Some(own.clone());
        }
    }
    match node.value {
        Value::List(items) if lead == "-" => items.into_iter().next(),
        _ => Some(node),
    }
}

/// The items in a tree: under `references`, or the list itself.
fn references(tree: &Node) -> &[Node] {
    match &tree.get("references").unwrap_or(tree).value {
        Value::List(items) => items,
        _ => &[],
    }
}

fn fault(trouble: Trouble) -> EntryFault {
    EntryFault { span: trouble.span, message: trouble.message, lost: None }
}

#[derive(Default)]
struct Harvest {
    entries: Vec<Entry>,
    faults: Vec<EntryFault>,
    other_keys: Vec<Keyed>,
}

impl Harvest {
    fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.faults.is_empty()
    }

    fn tree(&mut self, text: &str, tree: &Node) {
        for node in references(tree) {
            self.node(text, node);
        }
    }

    /// Reads each item alone, so that a mistake costs only the one that it stands in.
    fn items(&mut self, text: &str, within: Span) {
        for stretch in stretches(text, within) {
            let (tree, troubles) = read_yaml(text, stretch);
            let Value::List(items) = &tree.value else { continue };
            if self.faults.len() >= MOST_FAULTS {
                let message = "Too much of this file cannot be read; the rest is left out.".to_owned();
                return self.faults.push(EntryFault { span: Span::empty(stretch.range().start), message, lost: None });
            }
            if troubles.is_empty() {
                items.iter().for_each(|node| self.node(text, node));
                continue;
            }
            let key =
                items.first().and_then(|node| Some(node.get("id")?.span.of(text).trim_matches(['"', '\'']).into()));
            let last = stretch.range().start + stretch.of(text).trim_end().len();
            self.faults.extend(troubles.into_iter().map(|trouble| {
                // What misses something behind its end is told at its end, not at the next item.
                let start = trouble.span.range().start.min(last);
                let span = Span::new(start, trouble.span.range().end.clamp(start, last));
                EntryFault { span, message: trouble.message, lost: None }
            }));
            if let Some(fault) = self.faults.last_mut() {
                fault.lost = key;
            }
        }
    }

    fn node(&mut self, text: &str, node: &Node) {
        let Value::Table(rows) = &node.value else {
            let message = "An item with “id”, “type” and further fields should stand here.".to_owned();
            return self.faults.push(EntryFault { span: node.span, message, lost: None });
        };
        let end = node.span.range().start + node.span.of(text).trim_end().len();
        let span = Span::new(node.span.range().start, end.max(node.span.range().start));
        let is_written = |node: &Node| !matches!(node.value, Value::Null | Value::List(_) | Value::Table(_));
        let written = |name: &str| node.get(name).filter(|node| is_written(node)).map(|node| inner(text, node.span));
        let said = node.get("id").filter(|id| is_written(id));
        let key: Arc<str> = match said.map(|id| (id.as_str(), id.span)) {
            Some((Some(said), _)) => without_backslashes(said.trim()).into(),
            Some((None, span)) => span.of(text).trim().into(),
            None => "".into(),
        };
        if key.is_empty() {
            let message = "This item has no “id”, so that nothing can cite it.".to_owned();
            return self.faults.push(EntryFault { span: first_line(text, span), message, lost: None });
        }
        if let Some(others) = node.get("other-ids") {
            let at = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
            let each: Vec<&str> = match &others.value {
                Value::String(others) => others.split_whitespace().collect(),
                Value::List(others) => others.iter().filter_map(Node::as_str).collect(),
                _ => Vec::new(),
            };
            self.other_keys.extend(each.into_iter().map(|other| (other.into(), at)));
        }
        let own = rows.iter().filter(|(name, _, _)| name != "id" && name != "type");
        self.entries.push(Entry {
            key,
            key_span: written("id").unwrap_or(Span::empty(span.range().start)),
            kind: written("type").unwrap_or(Span::empty(span.range().start)),
            fields: Fields::of(
                span.start,
                own.map(|(_, name, node)| Field { name: inner(text, *name), value: node.span }),
            ),
            span,
        });
    }

    fn finish(mut self, file: Arc<SourceFile>) -> Bibliography {
        self.faults.sort_by_key(|fault| fault.span);
        let keys = Keys::of(&self.entries, self.other_keys);
        Bibliography::with_keys(keys, file, Format::CslYaml, self.entries, self.faults)
    }
}

/// A key as pandoc reads it, which takes it for Markdown (`smith\_2020`).
fn without_backslashes(said: &str) -> String {
    let mut out = String::with_capacity(said.len());
    let mut rest = said.chars().peekable();
    while let Some(ch) = rest.next() {
        match rest.peek() {
            Some(next) if ch == '\\' && next.is_ascii_punctuation() => out.extend(rest.next()),
            _ => out.push(ch),
        }
    }
    out
}

/// A text's span without quotation marks.
fn inner(text: &str, span: Span) -> Span {
    let written = span.of(text);
    let quoted = |mark| written.len() > 1 && written.starts_with(mark) && written.ends_with(mark);
    if quoted('"') || quoted('\'') { Span::new(span.range().start + 1, span.range().end - 1) } else { span }
}

fn first_line(text: &str, span: Span) -> Span {
    let line = span.of(text).lines().next().unwrap_or_default();
    Span::new(span.range().start, span.range().start + line.len())
}

#[cfg(test)]
mod tests;
