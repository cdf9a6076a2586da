//! The bibliographies of one manuscript, and which it names.

use std::sync::Arc;

use super::{Bibliography, Entry, csl_yaml};
use crate::syntax::Document;
use crate::syntax::tree::{Node, Value};
use crate::text::{SourceFile, Span};

/// A bibliography that a manuscript or its project names.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The path as written.
    pub path: String,
    /// Where it is written.
    pub file: Arc<SourceFile>,
    /// The path's place there.
    pub span: Span,
}

/// A bibliography that is named and cannot be read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// Where it is named.
    pub declared: Declared,
    /// Why, in words; `None` where nobody is to blame: see [`Declared::is_file`].
    pub why: Option<String>,
}

impl Declared {
    /// Whether it is a file's path as it stands: no address, which is never fetched, and nothing that a program works
    /// out first, as R Markdown does with `` `r …` ``.
    #[must_use]
    pub fn is_file(&self) -> bool {
        !self.path.contains("://") && !self.path.contains(['`', '$', '{', '<'])
    }
}

/// The bibliographies of one manuscript.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// Those that were read, in the order in which they are named.
    pub files: Vec<Arc<Bibliography>>,
    /// Those that were not.
    pub unread: Vec<Unread>,
    /// What the manuscript's metadata defines itself.
    pub inline: Option<Arc<Bibliography>>,
    /// Whether the project may name more, in a file that is not read for that.
    pub is_partial: bool,
}

impl Library {
    /// The entry that a key cites. Of several pandoc takes the last, of files as of entries.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<(&Arc<Bibliography>, &Entry)> {
        self.all().rev().find_map(|file| Some((file, file.get(key)?)))
    }

    /// Those that were read, what the metadata defines last.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Arc<Bibliography>> {
        self.files.iter().chain(&self.inline)
    }

    /// Whether everything that is named was read, and some file is. Who writes a few works into the metadata may give
    /// the rest to the program that builds the document.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.files.is_empty() && self.unread.is_empty() && !self.is_partial
    }

    /// Whether `key` may be that of an entry that could not be read: it stands in a file that has faults.
    #[must_use]
    pub fn may_have(&self, key: &str) -> bool {
        let mut faulty = self.all().filter(|file| !file.faults.is_empty());
        faulty.any(|file| memchr::memmem::find(file.text().as_bytes(), key.as_bytes()).is_some())
    }
}

/// The bibliographies that a manuscript's metadata names under `bibliography:`: one path, a list of paths, or a table of
/// them (pandoc's manual, "Specifying bibliographic data").
#[must_use]
pub fn declared(document: &Document) -> Vec<Declared> {
    let named = document.front_matter.as_ref().and_then(|front| front.tree.get("bibliography"));
    named.map(|node| declared_at(node, &document.file)).unwrap_or_default()
}

/// The bibliographies that a value in `file` names.
#[must_use]
pub fn declared_at(node: &Node, file: &Arc<SourceFile>) -> Vec<Declared> {
    match &node.value {
        Value::String(path) if !path.trim().is_empty() => {
            vec![Declared { path: path.trim().to_owned(), file: Arc::clone(file), span: node.span }]
        }
        Value::List(items) => items.iter().flat_map(|item| declared_at(item, file)).collect(),
        Value::Table(rows) => rows.iter().flat_map(|(_, _, item)| declared_at(item, file)).collect(),
        _ => Vec::new(),
    }
}

/// The works that a manuscript's metadata defines itself, under `references:`.
#[must_use]
pub fn inline(document: &Document) -> Option<Arc<Bibliography>> {
    let front = document.front_matter.as_ref()?;
    front.tree.get("references")?;
    Some(Arc::new(csl_yaml::read_front_matter(Arc::clone(&document.file), front)))
}
