//! Entries and values that begin or end as they should not.

use super::super::fault::{grave, mild, shown};
use super::super::head::{blanks, is_name};
use super::super::piece::{begins_field, field_follows};
use super::{Current, End, Reader};
use crate::text::Span;

impl Reader<'_> {
    /// Passes over an entry without its opening brace. Others do not read it, and what stands in it begins none.
    pub(super) fn unopened(&mut self, current: Current<'_>) {
        let faults = self.faults.len();
        let (key, _) = self.key(current.head);
        self.fields.clear();
        let _ = self.inside(Current { key, inside: self.at, ..current });
        self.faults.truncate(faults);
        let kind = shown(current.kind);
        let message = if key.is_empty() {
            format!("“{{” and a key are missing behind “@{kind}”, so that this entry cannot be read.")
        } else {
            format!("“{{” is missing behind “@{kind}”, so that the entry “{}” cannot be read.", shown(key))
        };
        let span = Span::new(current.head.at, current.head.inside);
        self.faults.push(grave(span, message, key));
    }

    /// An entry that ends with the text or where the next one begins.
    pub(super) fn unclosed(&mut self, current: Current<'_>) -> End {
        let last = self.fields.last().copied();
        // Blanks and comments before the next entry are none of its own.
        self.at = last.map_or(current.inside, |field| field.value.range().end);
        if let Some(field) = last.filter(|field| self.holds_fields(field.value)) {
            // The entry's last brace closed the value instead.
            self.fields.pop();
            let open = field.value.range().start;
            self.never_closed(current, field.name, open);
            return End::Lost;
        }
        let mut end = (current.head.inside + current.key.len()).min(self.at);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let message =
            format!("The {} is never closed: “{}” is missing at its end.", current.called(), current.head.closer());
        self.faults.push(mild(Span::new(current.head.at, end), message));
        End::Known
    }

    /// Whether lines of a value look like fields.
    fn holds_fields(&self, value: Span) -> bool {
        let range = value.range();
        let lines = memchr::memchr_iter(b'\n', &self.bytes[range.clone()]);
        lines.into_iter().any(|at| {
            let line = range.start + at + 1;
            let indent = self.bytes[line..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            line + indent < range.end && begins_field(self.bytes, line + indent)
        })
    }

    /// The value that `open` opens is never closed.
    pub(super) fn never_closed(&mut self, current: Current<'_>, name: Span, open: usize) {
        let (opening, closing) = if self.bytes[open] == b'"' { ('"', '"') } else { ('{', '}') };
        let message = format!(
            "The value of “{}” in the {} is never closed: its “{opening}” has no “{closing}”.",
            shown(name.of(self.text)),
            current.called()
        );
        self.faults.push(grave(Span::new(name.range().start, open + 1), message, current.key));
    }

    /// Fields behind the end of their entry: a brace too many closed it.
    pub(super) fn left_over(&mut self, current: Current<'_>) {
        if field_follows(self.bytes, self.at) {
            let comma = blanks(self.bytes, self.at);
            let name = blanks(self.bytes, comma + 1);
            let end = name + self.bytes[name..].iter().take_while(|byte| is_name(**byte)).count();
            let message = format!(
                "The {} ends before “{}”: a brace too many closes it, and the fields behind are not read.",
                current.called(),
                shown(&self.text[name..end])
            );
            self.faults.push(mild(Span::new(comma, end), message));
        }
    }
}
