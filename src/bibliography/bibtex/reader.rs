//! Reads entries, one after the other.

mod ends;
mod fields;
mod key;

use std::sync::Arc;

use super::fault::{called, mild, shown};
use super::head::{Head, is};
use super::piece::{blanks_and_comments, line_end};
use super::skip::Comments;
use crate::bibliography::keys::{Keyed, Keys};
use crate::bibliography::{Bibliography, Entry, EntryFault, Field, Fields, Format};
use crate::text::{SourceFile, Span};

/// What was read of a text so far.
pub(super) struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    pub(super) entries: Vec<Entry>,
    pub(super) faults: Vec<EntryFault>,
    pub(super) strings: Vec<Field>,
    comments: Comments,
    /// The fields of the entry that is being read.
    fields: Vec<Field>,
}

/// All that was read of a text.
pub(super) struct Whole {
    entries: Vec<Entry>,
    faults: Vec<EntryFault>,
    strings: Vec<Field>,
    other_keys: Vec<Keyed>,
}

impl Whole {
    /// As the bibliography that `file`, whose text it is, holds.
    pub(super) fn of(self, file: Arc<SourceFile>) -> Bibliography {
        self.with_keys(file, Keys::of)
    }

    /// The same, after an edit of the file `before`.
    pub(super) fn after(self, before: &Bibliography, file: Arc<SourceFile>) -> Bibliography {
        self.with_keys(file, |entries, others| before.keys.after(&before.entries, entries, others))
    }

    fn with_keys(self, file: Arc<SourceFile>, keys: impl Fn(&[Entry], Vec<Keyed>) -> Arc<Keys>) -> Bibliography {
        let Self { entries, faults, strings, other_keys } = self;
        let keys = keys(&entries, other_keys);
        let read = Bibliography::with_keys(keys, file, Format::Bibtex, entries, faults);
        Bibliography { strings, ..read }
    }
}

/// How the inside of an entry ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// As it should, or so that all its fields are known.
    Known,
    /// Inside a value.
    Lost,
}

/// The entry that is being read, for messages.
#[derive(Clone, Copy)]
struct Current<'a> {
    head: Head,
    key: &'a str,
    kind: &'a str,
    /// Where its fields begin.
    inside: usize,
}

impl Current<'_> {
    fn called(&self) -> String {
        called(self.kind, self.key)
    }
}

impl<'a> Reader<'a> {
    /// Reads `text` from byte `at` on, which stands between entries.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at,
            entries: Vec::new(),
            faults: Vec::new(),
            strings: Vec::new(),
            comments: Comments::default(),
            fields: Vec::new(),
        }
    }

    /// Goes to the next entry; all before it is text that BibTeX ignores.
    pub(super) fn next_head(&mut self) -> Option<Head> {
        loop {
            let at = self.at + memchr::memchr2(b'@', b'%', &self.bytes[self.at..])?;
            if self.bytes[at] == b'%' {
                self.at = line_end(self.bytes, at);
            } else if let Some(head) = Head::read(self.text, at).or_else(|| Head::unopened(self.text, at)) {
                return Some(head);
            } else {
                self.at = at + 1;
            }
        }
    }

    /// Reads the entry of this beginning.
    pub(super) fn item(&mut self, head: Head) {
        self.at = head.inside;
        let kind = head.kind.of(self.text);
        let current = Current { head, key: "", kind, inside: head.inside };
        if !head.is_open {
            self.unopened(current);
        } else if is(kind, "comment") {
            self.comment(current);
        } else if is(kind, "string") {
            self.fields.clear();
            let _ = self.inside(current);
            self.strings.append(&mut self.fields);
        } else if is(kind, "preamble") {
            self.preamble(current);
        } else {
            self.entry(head, kind);
        }
    }

    /// All that was read.
    pub(super) fn finish(mut self) -> Whole {
        self.faults.sort_by_key(|fault| fault.span);
        let other_keys = other_keys(self.text, &self.entries);
        Whole { entries: self.entries, faults: self.faults, strings: self.strings, other_keys }
    }

    fn comment(&mut self, current: Current<'_>) {
        if current.head.close.is_none() {
            return;
        }
        match self.comments.end(self.bytes, self.at) {
            Some(end) => self.at = end,
            None => {
                let span = Span::new(current.head.at, current.head.inside);
                self.faults.push(mild(span, "This @comment is never closed: its “{” has no “}”.".into()));
            }
        }
    }

    fn preamble(&mut self, current: Current<'_>) {
        self.blanks();
        let value = self.value(current, current.head.kind);
        self.blanks();
        if value.is_some() && self.peek() == current.head.close {
            self.at += 1;
        }
    }

    fn entry(&mut self, head: Head, kind: &'a str) {
        let (key, key_span) = self.key(head);
        let current = Current { head, key, kind, inside: self.at };
        self.fields.clear();
        let missing = key.is_empty();
        if missing {
            let span = Span::new(head.at, head.inside);
            let message =
                format!("This @{} has no key behind its “{}”, so it cannot be cited.", shown(kind), self.open(head));
            self.faults.push(mild(span, message));
        }
        if self.inside(current) == End::Known && !missing {
            let span = Span::new(head.at, self.at);
            self.entries.push(Entry {
                key: key.into(),
                key_span,
                span,
                kind: head.kind,
                fields: Fields::of(span.start, self.fields.iter().copied()),
            });
            self.left_over(current);
        }
    }

    fn open(&self, head: Head) -> char {
        if head.close == Some(b')') { '(' } else { '{' }
    }

    fn blanks(&mut self) {
        self.at = blanks_and_comments(self.bytes, self.at);
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

/// The keys of biblatex's `ids`, under which an entry is cited too, each with its entry's number.
fn other_keys(text: &str, entries: &[Entry]) -> Vec<Keyed> {
    let mut keys = Vec::new();
    for (at, entry) in (0..).zip(entries) {
        keys.extend(super::other_keys(text, entry).map(|key| (key.of(text).into(), at)));
    }
    keys
}
