//! Citations in the metadata: `nocite`, and every other text in it, which pandoc reads as Markdown, too.

use super::brackets::Brackets;
use super::ground::Ground;
use super::{Citation, CitationUse};
use crate::syntax::tree::{Node, Value};
use crate::syntax::{Dialect, FrontMatter, Place};

/// Adds the citations of `front`.
pub(super) fn find(text: &str, front: &FrontMatter, found: &mut Vec<Citation>) {
    for (key, _, node) in front.tree.rows() {
        // Configuration is no text, and neither is what pandoc leaves to others.
        if key == "ibid" || key.ends_with('_') {
            continue;
        }
        let before = found.len();
        within(text, node, found);
        for citation in &mut found[before..] {
            citation.place = Place::FrontMatter;
            if key == "nocite" {
                citation.purpose = CitationUse::Lists;
            }
        }
    }
    // An alias repeats what stands elsewhere.
    found.sort_by_key(|citation| citation.span);
    found.dedup_by_key(|citation| citation.span);
}

fn within(text: &str, node: &Node, found: &mut Vec<Citation>) {
    match &node.value {
        Value::String(_) => {
            let range = node.span.range();
            if memchr::memchr(b'@', &text.as_bytes()[range.clone()]).is_some() {
                found.extend(Brackets::new(text, Ground::plain(text), Dialect::Pandoc).read(range));
            }
        }
        Value::List(nodes) => nodes.iter().for_each(|node| within(text, node, found)),
        Value::Table(rows) => rows.iter().for_each(|(_, _, node)| within(text, node, found)),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => {}
    }
}
