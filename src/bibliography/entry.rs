//! What all formats have in common: a file of entries.

use std::sync::Arc;

use super::Fields;
use super::index::Index;
use super::keys::Keys;
use super::memory::Memory;
use crate::text::{SourceFile, Span};

/// How a bibliography is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// BibTeX and BibLaTeX.
    Bibtex,
    /// CSL-JSON: a list of items (citeproc-js, "CSL-JSON schema").
    CslJson,
    /// CSL-YAML: `references:` with a list of items, in a file or in a manuscript's front matter (pandoc's manual,
    /// "Citations").
    CslYaml,
    /// RIS, as reference managers export it.
    Ris,
    /// PubMed's own export (NLM, "MEDLINE/PubMed Data Element (Field) Descriptions").
    Nbib,
}

/// One entry, as places in its file. All that it says is read from there when it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key by which it is cited.
    pub key: Arc<str>,
    /// Where the key is written; empty, at the start of the entry, where the format writes none.
    pub key_span: Span,
    /// The whole of it: from its `@` to its last brace, from its `{` to its `}`, from its first tag to its last.
    pub span: Span,
    /// What kind of entry it is, in the file's own word: `inproceedings`, `article-journal`, `JOUR`; may be empty.
    pub kind: Span,
    /// Its fields in order, as written; one name may come several times.
    pub fields: Fields,
}

/// One field of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, in the file's own spelling.
    pub name: Span,
    /// Its value with what encloses it: quotes, braces, a list's brackets.
    pub value: Span,
}

/// Something that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFault {
    /// Where.
    pub span: Span,
    /// What is wrong, as a sentence for somebody who does not know the format's grammar.
    pub message: String,
    /// The key of the entry that is lost by it, where one can be told.
    pub lost: Option<Box<str>>,
}

/// One bibliography file, read.
#[derive(Clone, Debug)]
pub struct Bibliography {
    /// The text.
    pub file: Arc<SourceFile>,
    /// How it is written.
    pub format: Format,
    /// The entries in the order of the file. Two may have one key.
    pub entries: Vec<Entry>,
    /// What cannot be read, in order.
    pub faults: Vec<EntryFault>,
    /// The abbreviations that BibTeX's `@string` defines, in order; other formats have none.
    pub(super) strings: Vec<Field>,
    /// Which entry each key cites.
    pub(super) keys: Arc<Keys>,
    /// Whether others can read the file at all; formats in which a mistake costs one entry always can.
    pub is_well_formed: bool,
    /// What entries are found by.
    pub(super) index_of_words: Index,
    /// What was found out of it.
    pub(super) memory: Memory,
}

impl Bibliography {
    /// Puts together what was read of a file.
    pub(super) fn new(file: Arc<SourceFile>, format: Format, entries: Vec<Entry>, faults: Vec<EntryFault>) -> Self {
        let keys = Keys::of(&entries, Vec::new());
        Self::with_keys(keys, file, format, entries, faults)
    }

    /// The same, where `keys` cite the entries.
    pub(super) fn with_keys(
        keys: Arc<Keys>,
        file: Arc<SourceFile>,
        format: Format,
        entries: Vec<Entry>,
        faults: Vec<EntryFault>,
    ) -> Self {
        Self {
            keys,
            file,
            format,
            entries,
            faults,
            strings: Vec::new(),
            is_well_formed: true,
            index_of_words: Index::default(),
            memory: Memory::default(),
        }
    }

    /// The file's name, without its folders.
    #[must_use]
    pub fn name(&self) -> &str {
        self.file.path.rsplit(['/', '\\']).next().unwrap_or_default()
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.file.text
    }

    /// Whether several entries have one key.
    #[must_use]
    pub fn has_shared_keys(&self) -> bool {
        self.keys.are_shared
    }

    /// The last entry with this key, which is the one that pandoc takes.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.position(key).map(|at| &self.entries[at])
    }

    /// Its number in [`entries`](Self::entries).
    pub(super) fn position(&self, key: &str) -> Option<usize> {
        self.keys.get(key).map(|at| at as usize)
    }

    /// The entry that has byte `offset`.
    #[must_use]
    pub fn entry_at(&self, offset: usize) -> Option<&Entry> {
        let after = self.entries.partition_point(|entry| entry.span.start as usize <= offset);
        self.entries[..after].last().filter(|entry| entry.span.touches(offset))
    }
}
