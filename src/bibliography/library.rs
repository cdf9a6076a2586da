//! The bibliographies of one manuscript, and which it names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Bibliography, CitedByKey, Entry, csl_yaml};
use crate::syntax::tree::{Node, Value};
use crate::syntax::{Dialect, Document, Occurrence};
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

impl PartialEq for Declared {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.file.path, self.span) == (&other.path, &other.file.path, other.span)
    }
}

/// A bibliography of a manuscript, found.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The file; `None` where what is written is no path: see [`Declared::is_file`].
    pub path: Option<PathBuf>,
    /// Where it is named; `None` where it only lies there.
    pub declared: Option<Declared>,
}

impl Named {
    /// A file that nobody names.
    #[must_use]
    pub fn unasked(path: PathBuf) -> Self {
        Self { path: Some(path), declared: None }
    }
}

/// What became of reading a bibliography; else why it cannot be read, in words.
pub type Outcome = Result<Arc<Bibliography>, String>;

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

/// Words by which metadata may name bibliographies, in this text or another.
const MENTIONS: [&str; 3] = [".bib", "bibliography", "metadata-files"];

/// The bibliographies of one manuscript.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// Those that were read, in the order in which they are named.
    pub files: Vec<Arc<Bibliography>>,
    /// The paths of the files in which each of these is named, so far as that is known.
    pub named_in: Vec<Arc<str>>,
    /// Those that were not.
    pub unread: Vec<Unread>,
    /// What the manuscript's metadata defines itself.
    pub inline: Option<Arc<Bibliography>>,
    /// Whether there may be more, named in a way that is not followed.
    pub is_partial: bool,
    /// Where nobody names any: those that lie beside the manuscript. They are as good as any to write with; nothing is held
    /// against them.
    pub unasked: Vec<Arc<Bibliography>>,
    /// The identifiers of the works that the manuscript cites by key.
    pub cited: CitedByKey,
    /// The file itself, where it is a bibliography instead of a manuscript.
    pub own: Option<Arc<Bibliography>>,
}

impl Library {
    /// The bibliographies of a manuscript: what became of those that are named, and what its metadata defines itself.
    #[must_use]
    pub fn of(
        named: impl IntoIterator<Item = Named>,
        inline: Option<Arc<Bibliography>>,
        is_partial: bool,
        outcome: impl Fn(&Path) -> Option<Outcome>,
    ) -> Self {
        let mut library = Self { inline, is_partial, ..Self::default() };
        let mut seen = Vec::new();
        for Named { path, declared } in named {
            let Some(path) = path else {
                library.unread.extend(declared.map(|declared| Unread { declared, why: None }));
                continue;
            };
            if seen.contains(&path) {
                continue;
            }
            match (outcome(&path), declared) {
                (Some(Ok(file)), declared) => {
                    library
                        .named_in
                        .push(declared.map_or_else(|| Arc::from(""), |declared| Arc::clone(&declared.file.path)));
                    library.files.push(file);
                }
                (Some(Err(why)), Some(declared)) => library.unread.push(Unread { declared, why: Some(why) }),
                // What is not read yet may be anything, and what only lies there proves nothing.
                (None, _) | (Some(Err(_)), None) => library.is_partial = true,
            }
            seen.push(path);
        }
        library
    }

    /// A bibliography as a document, with the identifiers `found` in it: what its entries name is held against the record as
    /// what a manuscript names.
    #[must_use]
    pub fn of_file(own: Bibliography, found: Vec<Occurrence>) -> (Arc<Document>, Arc<Self>) {
        let document = Document::of_identifiers(Arc::clone(&own.file), found);
        let library = Self { own: Some(Arc::new(own)), is_partial: true, ..Self::default() };
        (Arc::new(document), Arc::new(library))
    }

    /// Whether a manuscript may have bibliographies that nobody names: Manubot fetches what it does not find, and
    /// metadata may stand in other files.
    #[must_use]
    pub fn may_have_more(document: &Document) -> bool {
        let Some(front) = &document.front_matter else { return document.dialect == Dialect::Manubot };
        let mentions = |text: &str| MENTIONS.map(|word| memchr::memmem::find_iter(text.as_bytes(), word).count());
        let all: usize = mentions(front.span.of(document.text())).iter().sum();
        let named = declared(document);
        let followed: usize = named.iter().flat_map(|declared| mentions(declared.span.of(document.text()))).sum();
        let key = usize::from(front.tree.get("bibliography").is_some());
        document.dialect == Dialect::Manubot || all > followed + key
    }

    /// The entry that a key cites. Of several pandoc takes the last, of files as of entries.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<(&Arc<Bibliography>, &Entry)> {
        self.all().rev().find_map(|file| Some((file, file.get(key)?)))
    }

    /// The same, also in files that lie there unasked.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<(&Arc<Bibliography>, &Entry)> {
        self.get(key).or_else(|| self.unasked.iter().rev().find_map(|file| Some((file, file.get(key)?))))
    }

    /// Those that were read, what the metadata defines last.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Arc<Bibliography>> {
        self.files.iter().chain(&self.inline)
    }

    /// Whether none was read, so that a key can be held against nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.own.is_none() && self.all().next().is_none()
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
        self.all().any(|file| !file.faults.is_empty() && file.mentions(key))
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
