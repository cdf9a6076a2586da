//! The key of an entry.

use super::super::fault::{mild, shown};
use super::super::head::{Head, blanks, is_name};
use super::Reader;
use crate::text::Span;

impl<'a> Reader<'a> {
    /// Reads the key and the comma behind it.
    pub(super) fn key(&mut self, head: Head) -> (&'a str, Span) {
        let from = blanks(self.bytes, self.at);
        let ends = |byte: &u8| matches!(byte, b',' | b'\n' | b'\r' | b'}') || Some(*byte) == head.close;
        let line = self.bytes[from..].iter().position(ends).map_or(self.bytes.len(), |length| from + length);
        let written = &self.text[from..line];
        let word = written.split([' ', '\t']).next().unwrap_or_default();
        let trimmed = written.trim_end();
        let comma = self.bytes.get(line) == Some(&b',');
        let equals = written.find('=').filter(|equals| {
            let value = written[equals + 1..].trim_start();
            word.len() <= *equals || value.is_empty() || value.starts_with(['{', '"'])
        });
        let (key, end) = match equals {
            // Already a field: either there is no key, or there is no comma behind it.
            Some(equals) if written[..equals].trim_end().len() <= word.len() => ("", from),
            Some(_) => (word, from + word.len()),
            None if comma => (trimmed, line),
            None => {
                let next = blanks(self.bytes, from + word.len());
                (word, if self.bytes.get(next) == Some(&b',') { next } else { from + word.len() })
            }
        };
        let span = Span::new(from, from + key.len());
        self.at = end;
        if key.contains([' ', '\t']) {
            let message = format!("The key “{}” has a blank inside, and cannot be cited as it is.", shown(key));
            self.faults.push(mild(span, message));
        }
        self.blanks();
        match self.peek() {
            Some(b',') => self.at += 1,
            Some(byte) if is_name(byte) && !key.is_empty() => {
                let message = format!("A comma is missing behind the key “{}”.", shown(key));
                self.faults.push(mild(span, message));
            }
            _ => {}
        }
        (key, span)
    }
}
