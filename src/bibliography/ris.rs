//! RIS, as reference managers and publishers export it (Research Information Systems, "RIS format specification").

mod identifiers;
mod key;
mod record;

pub use identifiers::identifiers;
pub use record::record;

use std::sync::Arc;

use super::tagged::{Line, Tagged, lines};
use super::{Bibliography, Entry, EntryFault, Field, Fields, Format};
use crate::text::{SourceFile, Span};

/// Reads a file.
#[must_use]
pub fn read(file: Arc<SourceFile>) -> Bibliography {
    let text = file.text.clone();
    let mut reader = Reader { text: &text, entries: Vec::new(), faults: Vec::new(), open: None, is_strange: false };
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for line in lines(&text, start) {
        match line {
            Line::Tagged(tagged) => reader.tagged(tagged),
            Line::More(more) => reader.more(more),
            Line::Blank => {}
        }
    }
    reader.close_unfinished();
    let Reader { mut entries, mut faults, .. } = reader;
    key::give(&text, &mut entries);
    faults.sort_by_key(|fault| fault.span);
    Bibliography::new(file, Format::Ris, entries, faults)
}

struct Reader<'a> {
    text: &'a str,
    entries: Vec<Entry>,
    faults: Vec<EntryFault>,
    /// The entry whose end has not come.
    open: Option<Entry>,
    /// Something outside of entries was told of; once is enough.
    is_strange: bool,
}

impl Reader<'_> {
    fn tagged(&mut self, line: Tagged) {
        let end = line.value.range().end.max(line.tag.range().end);
        match (line.tag.of(self.text), &mut self.open) {
            ("TY", open) => {
                if open.is_some() {
                    self.close_unfinished();
                }
                let start = line.tag.range().start;
                self.open = Some(Entry {
                    key: "".into(),
                    key_span: Span::empty(start),
                    span: Span::new(start, end),
                    kind: line.value,
                    fields: Fields::from(Span::empty(start).start),
                });
            }
            ("ER", Some(_)) => {
                self.entries.extend(self.open.take().map(|entry| {
                    let end = end_of_line(self.text, line.tag.range().end);
                    Entry { span: Span::new(entry.span.range().start, end), ..entry }
                }));
            }
            (_, Some(entry)) => {
                entry.span = Span::new(entry.span.range().start, end);
                entry.fields.push(Field { name: line.tag, value: line.value });
            }
            (_, None) => self.stray(line.tag),
        }
    }

    fn more(&mut self, more: Span) {
        let Some(entry) = &mut self.open else { return self.stray(more) };
        let Some(last) = entry.fields.last() else { return };
        let start = if last.value.is_empty() { more.range().start } else { last.value.range().start };
        entry.fields.replace_last(Field { value: Span::new(start, more.range().end), ..last });
        entry.span = Span::new(entry.span.range().start, more.range().end);
    }

    fn stray(&mut self, span: Span) {
        if !std::mem::replace(&mut self.is_strange, true) {
            let message = "This line belongs to no entry: an entry begins with a line “TY  - …”. Pandoc does not read \
                           a file with such a line."
                .to_owned();
            self.faults.push(EntryFault { span, message, lost: None });
        }
    }

    fn close_unfinished(&mut self) {
        let Some(entry) = self.open.take() else { return };
        let start = entry.span.range().start;
        let span = Span::new(start, end_of_line(self.text, start));
        let message = "This entry has no end: the line “ER  - ” is missing.".to_owned();
        self.faults.push(EntryFault { span, message, lost: None });
        self.entries.push(entry);
    }
}

/// The end of the line that has byte `from`, without its line end and the blanks before.
fn end_of_line(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
    from + rest[..length].trim_end().len()
}

#[cfg(test)]
mod tests;
