//! The fields of an entry, and what stands between them that is none.

use super::super::fault::{grave, mild, shown};
use super::super::head::{begins_entry, blanks, is_name};
use super::super::piece::{self, Broken};
use super::{Current, End, Reader};
use crate::bibliography::Field;
use crate::text::Span;

impl Reader<'_> {
    /// Reads fields to the end of the entry.
    pub(super) fn inside(&mut self, current: Current<'_>) -> End {
        loop {
            self.blanks();
            let at = self.at;
            match self.peek() {
                None => return self.unclosed(current),
                Some(b'@') if begins_entry(self.bytes, at) => return self.unclosed(current),
                Some(byte) if Some(byte) == current.head.close => {
                    self.at += 1;
                    return End::Known;
                }
                Some(b'}') => {
                    let message = format!("The {} begins with “(” and ends with “}}”.", current.called());
                    self.faults.push(mild(Span::new(at, at + 1), message));
                    self.at += 1;
                    return End::Known;
                }
                Some(b',') => self.at += 1,
                Some(byte) if is_name(byte) => {
                    if !self.field(current) {
                        return End::Lost;
                    }
                }
                Some(_) => {
                    if !self.stray(current) {
                        return End::Lost;
                    }
                }
            }
        }
    }

    /// Reads one field and the comma behind it; tells whether the entry can still be used.
    fn field(&mut self, current: Current<'_>) -> bool {
        let name = self.name(current);
        self.blanks();
        match self.peek() {
            Some(b'=') => self.at += 1,
            Some(b'{' | b'"') => {
                let message =
                    format!("“=” is missing behind “{}” in the {}.", shown(name.of(self.text)), current.called());
                self.faults.push(mild(name, message));
            }
            _ => {
                let message =
                    format!("“{}” in the {} has no “=” and no value.", shown(name.of(self.text)), current.called());
                self.faults.push(mild(name, message));
                return true;
            }
        }
        self.blanks();
        let Some(value) = self.value(current, name) else { return false };
        if !value.is_empty() {
            self.fields.push(Field { name, value });
        }
        self.blanks();
        match self.peek() {
            Some(b',') => self.at += 1,
            Some(byte) if is_name(byte) || matches!(byte, b'{' | b'"') => {
                let message =
                    format!("A comma is missing behind “{}” in the {}.", shown(name.of(self.text)), current.called());
                let end = value.range().end.max(name.range().end);
                let last = self.text[..end].chars().next_back().map_or(0, char::len_utf8);
                self.faults.push(mild(Span::new(end - last, end), message));
            }
            _ => {}
        }
        true
    }

    /// Reads a field's name; one of several words goes to its `=`.
    fn name(&mut self, current: Current<'_>) -> Span {
        let from = self.at;
        let word = |at: usize| at + self.bytes[at..].iter().take_while(|byte| is_name(**byte)).count();
        let first = word(from);
        let mut end = first;
        loop {
            let gap = self.bytes[end..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let next = word(end + gap);
            if next == end + gap {
                break;
            }
            end = next;
        }
        let equals = blanks(self.bytes, end);
        let several = end > first && self.bytes.get(equals) == Some(&b'=');
        let span = Span::new(from, if several { end } else { first });
        if several {
            let message =
                format!("The name “{}” in the {} has a blank inside.", shown(span.of(self.text)), current.called());
            self.faults.push(mild(span, message));
        }
        self.at = span.range().end;
        span
    }

    /// Reads a value. An empty span where there is none, nothing where it is never closed.
    pub(super) fn value(&mut self, current: Current<'_>, name: Span) -> Option<Span> {
        let from = self.at;
        let mut end = from;
        loop {
            match piece::read(self.bytes, self.at) {
                Ok((_, behind)) => {
                    self.at = behind;
                    end = behind;
                }
                Err(Broken::Missing) => {
                    let message = format!("“{}” in the {} has no value.", shown(name.of(self.text)), current.called());
                    let span = Span::new(name.range().start, end.max(name.range().end));
                    self.faults.push(mild(span, message));
                    return Some(Span::new(from, end));
                }
                Err(Broken::Unclosed(at)) => {
                    self.never_closed(current, name, self.at);
                    self.at = at;
                    return None;
                }
            }
            self.blanks();
            if self.peek() != Some(b'#') {
                return Some(Span::new(from, end));
            }
            self.at += 1;
            self.blanks();
        }
    }

    /// Passes over what is no field; tells whether the entry can still be used.
    fn stray(&mut self, current: Current<'_>) -> bool {
        let from = self.at;
        let message = |text: &str| format!("“{}” in the {} is no field.", shown(text), current.called());
        match piece::read(self.bytes, from) {
            Ok((_, end)) => {
                self.faults.push(mild(Span::new(from, end), message(&self.text[from..end])));
                self.at = end;
                true
            }
            Err(Broken::Unclosed(end)) => {
                let span = Span::new(from, from + 1);
                self.faults.push(grave(span, message(span.of(self.text)), current.key));
                self.at = end;
                false
            }
            Err(Broken::Missing) => {
                let stray = |byte: &&u8| {
                    !is_name(**byte) && !byte.is_ascii_whitespace() && !matches!(byte, b'{' | b'}' | b'"' | b',' | b'%')
                };
                let length = self.bytes[from + 1..].iter().take_while(|byte| stray(byte) && **byte != b'@').count();
                let end = from + 1 + length;
                let closes = current.head.close.filter(|_| length > 0);
                let cut = self.bytes[from + 1..end].iter().position(|byte| Some(*byte) == closes);
                self.at = cut.map_or(end, |cut| from + 1 + cut);
                let span = Span::new(from, self.at);
                self.faults.push(mild(span, message(span.of(self.text))));
                true
            }
        }
    }
}
