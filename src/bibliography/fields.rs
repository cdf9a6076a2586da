//! The fields of an entry.

use std::sync::{Arc, OnceLock};

use super::Field;
use super::parts::Parts;
use crate::text::Span;

/// The fields of an entry, in order as written. Copies share their memory, also those of an entry that has moved because
/// something was written before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The byte from which the places of `all` are counted.
    from: u32,
    all: Arc<All>,
}

#[derive(Clone, Debug, Default)]
struct All {
    list: Vec<Field>,
    /// What a reference made of them lacks, once somebody has looked: most entries of a file that is typed in stay as they
    /// are.
    lacking: OnceLock<Parts>,
}

impl PartialEq for All {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl Eq for All {}

impl Fields {
    /// No fields yet of an entry that begins at byte `from`.
    pub(super) fn from(from: u32) -> Self {
        Self { from, all: Arc::default() }
    }

    /// The `fields` of an entry that begins at byte `from`.
    pub(super) fn of(from: u32, fields: impl IntoIterator<Item = Field>) -> Self {
        let list = fields.into_iter().map(|field| since(field, from)).collect();
        Self { from, all: Arc::new(All { list, lacking: OnceLock::new() }) }
    }

    /// Adds one behind the others.
    pub(super) fn push(&mut self, field: Field) {
        let all = Arc::make_mut(&mut self.all);
        all.list.push(since(field, self.from));
        all.lacking = OnceLock::new();
    }

    /// Puts one in place of the last, if there is any.
    pub(super) fn replace_last(&mut self, field: Field) {
        let all = Arc::make_mut(&mut self.all);
        if let Some(last) = all.list.last_mut() {
            *last = since(field, self.from);
        }
        all.lacking = OnceLock::new();
    }

    /// The same, of an entry that begins at byte `from`.
    pub(super) fn moved_to(&self, from: u32) -> Self {
        Self { from, all: Arc::clone(&self.all) }
    }

    /// What a reference made of them lacks; `look` looks.
    pub(super) fn lacking(&self, look: impl FnOnce() -> Parts) -> Parts {
        *self.all.lacking.get_or_init(look)
    }

    /// Each of them.
    pub fn iter(&self) -> Iter<'_> {
        Iter { from: self.from, all: self.all.list.iter() }
    }

    /// The last of them.
    #[must_use]
    pub fn last(&self) -> Option<Field> {
        self.iter().next_back()
    }
}

/// The fields of an entry, one after the other.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    from: u32,
    all: std::slice::Iter<'a, Field>,
}

impl Iterator for Iter<'_> {
    type Item = Field;

    fn next(&mut self) -> Option<Field> {
        self.all.next().map(|field| at(*field, self.from))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.all.size_hint()
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Field> {
        self.all.next_back().map(|field| at(*field, self.from))
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = Field;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

// A value may be written elsewhere, as YAML's aliases are: then it stands before the entry, and its place wraps around.

fn since(field: Field, from: u32) -> Field {
    let place = |span: Span| Span { start: span.start.wrapping_sub(from), end: span.end.wrapping_sub(from) };
    Field { name: place(field.name), value: place(field.value) }
}

fn at(field: Field, from: u32) -> Field {
    let place = |span: Span| Span { start: span.start.wrapping_add(from), end: span.end.wrapping_add(from) };
    Field { name: place(field.name), value: place(field.value) }
}
