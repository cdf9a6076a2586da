//! Items of CSL, written in JSON or in YAML (CSL 1.0.2, "CSL-JSON schema"; pandoc's manual, "Specifying bibliographic
//! data"): what each says of its work. As in pandoc, capitals do not matter in the names of fields.

mod date;
mod identifiers;
mod markup;
pub(super) mod name;
mod work_type;

pub use date::read as read_csl_date;
pub use work_type::{of_work as csl_type_of, to_work as work_type_of};

pub(super) use markup::{Markup, plain, prose};

use super::Entry;
use super::identify;
use crate::record::{Dates, Identifier, Record, WorkType, split_status};
use crate::syntax::tree::{Node, Value};

/// An item: its type and the fields that were asked for.
pub(super) struct Item<'a> {
    text: &'a str,
    kind: &'a str,
    rows: Vec<(String, Node)>,
    markup: Markup,
}

impl<'a> Item<'a> {
    /// Puts together an item; in YAML texts are Markdown.
    pub(super) fn new(text: &'a str, kind: &'a str, rows: Vec<(String, Node)>, is_yaml: bool) -> Self {
        let markup = if is_yaml { Markup::Markdown } else { Markup::Html };
        Self { text, kind: kind.trim_matches(['"', '\'']), rows, markup }
    }

    fn get(&self, name: &str) -> Option<&Node> {
        self.rows.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, node)| node)
    }

    /// What a field says, as written; of a list the first.
    fn said(&self, node: &Node) -> Option<String> {
        let said = match &node.value {
            Value::String(said) => said.trim().to_owned(),
            // A number is a text whose zeros count.
            Value::Integer(_) | Value::Float(_) | Value::Bool(_) => node.span.of(self.text).trim().to_owned(),
            Value::List(items) => return items.first().and_then(|first| self.said_once(first)),
            Value::Null | Value::Table(_) => return None,
        };
        (!said.is_empty()).then_some(said)
    }

    fn said_once(&self, node: &Node) -> Option<String> {
        if matches!(node.value, Value::List(_)) { None } else { self.said(node) }
    }

    /// What a field says, without its markup.
    fn plain(&self, name: &str) -> Option<String> {
        let said = plain(&self.said(self.get(name)?)?, self.markup);
        (!said.is_empty()).then_some(said)
    }

    /// What the item says of its work.
    pub(super) fn record(&self, entry: &Entry) -> Record {
        let work_type =
            if self.kind.is_empty() { WorkType::Other(String::new()) } else { work_type::to_work(self.kind) };
        let found = self.found(&entry.key);
        let (id, same_as) = identify::of_work(&found, &work_type, || Identifier::from_key(&entry.key));
        let container_title = self.plain("container-title");
        let short = self.plain("container-title-short").or_else(|| self.plain("journalAbbreviation"));
        Record {
            same_as,
            title: self.plain("title").map(|title| split_status(&title).1.to_owned()),
            authors: name::people(self, "author"),
            editors: name::people(self, "editor"),
            container_short: short.filter(|short| Some(short) != container_title.as_ref()),
            container_title,
            publisher: self.plain("publisher"),
            dates: Dates { issued: self.get("issued").and_then(date::read), ..Dates::default() },
            volume: self.plain("volume"),
            issue: self.plain("issue"),
            pages: self.plain("page"),
            language: self.plain("language"),
            version: self.plain("version"),
            abstract_text: self
                .get("abstract")
                .and_then(|node| self.said(node))
                .and_then(|said| prose(&said, self.markup)),
            keywords: self.keywords(),
            work_type,
            ..Record::new(id)
        }
    }

    fn keywords(&self) -> Vec<String> {
        let Some(node) = self.get("keyword") else { return Vec::new() };
        let clean = |said: &str| Some(plain(said, self.markup)).filter(|said| !said.is_empty());
        match &node.value {
            Value::List(items) => items.iter().filter_map(|item| clean(&self.said_once(item)?)).collect(),
            _ => {
                let said = self.said(node).unwrap_or_default();
                // Where there are semicolons, a comma is part of a word.
                let mark = if said.contains(';') { ';' } else { ',' };
                said.split(mark).filter_map(clean).collect()
            }
        }
    }
}
