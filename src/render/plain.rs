//! A work as plain text, for a terminal.

use super::escape;
use super::sheet::{Block, Extent, Span, sheet};
use crate::record::{Day, Identifier, Knowledge};

/// What is known of an identifier as plain text, with all authors and the abstract: status first, then as PubMed's
/// page has it. Lines are broken at `width` characters where one is given; never inside a word.
#[must_use]
pub fn page(id: &Identifier, knowledge: &Knowledge, width: Option<usize>, today: Option<Day>) -> String {
    write(&sheet(id, knowledge, Extent::page(today)), width)
}

pub(super) fn write(blocks: &[Block], width: Option<usize>) -> String {
    let mut out = String::new();
    let mut in_list = false;
    for block in blocks {
        let text = match block {
            Block::Paragraph(spans) => wrapped(&line(spans), "", "", width),
            Block::Item(spans) => wrapped(&line(spans), "- ", "  ", width),
            Block::Facts(head, facts) => {
                let indent = if head.is_some() { "  " } else { "" };
                let rest = format!("{indent}  ");
                let facts = facts.iter().map(|fact| wrapped(&line(fact), indent, &rest, width));
                head.iter().map(|head| (*head).to_owned()).chain(facts).collect::<Vec<_>>().join("\n")
            }
            Block::Section(name) => (*name).to_owned(),
        };
        if !text.trim().is_empty() {
            let is_item = matches!(block, Block::Item(_));
            let between = if in_list && is_item { "\n" } else { "\n\n" };
            out.push_str(if out.is_empty() { "" } else { between });
            out.push_str(&text);
            in_list = is_item;
        }
    }
    out.push('\n');
    out
}

fn line(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| match span {
            Span::Text(text) | Span::Strong(text) => escape::plain(text).into_owned(),
            Span::Id(id) => escape::plain(&id.to_string()).into_owned(),
            Span::Web { url, .. } => url.clone(),
            Span::Link(id) | Span::Named(id) => id.link().unwrap_or_else(|| escape::plain(id.value()).into_owned()),
        })
        .collect()
}

/// Words filled into lines; the first line begins with `first`, the others with `rest`.
fn wrapped(text: &str, first: &str, rest: &str, width: Option<usize>) -> String {
    let mut out = String::from(first);
    let mut column = first.chars().count();
    let mut start = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if !start {
            if width.is_some_and(|width| column + 1 + length > width) {
                out.push('\n');
                out.push_str(rest);
                column = rest.chars().count();
            } else {
                out.push(' ');
                column += 1;
            }
        }
        start = false;
        out.push_str(word);
        column += length;
    }
    out
}
