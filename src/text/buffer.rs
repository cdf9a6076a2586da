//! The text of an open document.

use std::sync::OnceLock;

use ropey::Rope;

use super::{Applied, Change, ColumnUnit, Point, Span, Text};

/// The text of an open document, cheap to change and cheap to clone.
///
/// A rope takes the changes; everything else works on the flat text, which is made once a version, by the
/// first who asks. Line ends are those of [`LineIndex`](super::LineIndex).
#[derive(Clone, Debug, Default)]
pub struct Buffer {
    rope: Rope,
    flat: OnceLock<Text>,
}

impl Buffer {
    /// A buffer with `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { rope: Rope::from_str(text), flat: OnceLock::new() }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> Text {
        let flat = self.flat.get_or_init(|| {
            let mut text = String::with_capacity(self.len());
            text.extend(self.rope.chunks());
            text.into()
        });
        flat.clone()
    }

    /// Applies a change. A place that the text does not have is clamped as in [`offset`](Self::offset), and
    /// a range given backwards is taken forwards. Of a whole text given anew, only what differs has changed.
    pub fn apply(&mut self, change: &Change, unit: ColumnUnit) -> Applied {
        let Some((from, to)) = change.range else {
            let applied = Applied::between(&self.text(), &change.text);
            *self = Self::new(&change.text);
            return applied;
        };
        self.flat = OnceLock::new();
        let (from, to) = (self.char_of(from, unit), self.char_of(to, unit));
        let (from, to) = (from.min(to), from.max(to));
        let (start, end) = (self.rope.char_to_byte(from), self.rope.char_to_byte(to));
        self.rope.remove(from..to);
        self.rope.insert(from, &change.text);
        Applied { removed: Span::new(start, end), inserted: Span::new(start, start + change.text.len()) }
    }

    /// The byte of a place. A column past the line's content is its end, one inside a character is before
    /// it, and a line past the end is the text's end.
    #[must_use]
    pub fn offset(&self, point: Point, unit: ColumnUnit) -> usize {
        self.rope.char_to_byte(self.char_of(point, unit))
    }

    fn char_of(&self, point: Point, unit: ColumnUnit) -> usize {
        let (number, column) = (point.line as usize, point.column as usize);
        let Some(line) = self.rope.get_line(number) else { return self.rope.len_chars() };
        let start = self.rope.line_to_char(number);
        let length = line.len_chars();
        let breaks = line.chars_at(length).reversed().take(2).take_while(|ch| matches!(ch, '\n' | '\r')).count();
        let content = line.slice(..length - breaks);
        let within = match unit {
            ColumnUnit::Utf8 => content.byte_to_char(column.min(content.len_bytes())),
            ColumnUnit::Utf16 => content.utf16_cu_to_char(column.min(content.len_utf16_cu())),
        };
        start + within
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same thing said as plainly as possible.
    fn naive_offset(text: &str, point: Point, unit: ColumnUnit) -> usize {
        let mut line_start = 0;
        for _ in 0..point.line {
            let Some(at) = text[line_start..].find(['\n', '\r']) else { return text.len() };
            let at = line_start + at;
            line_start = if text[at..].starts_with("\r\n") { at + 2 } else { at + 1 };
        }
        let mut column = 0;
        for (at, ch) in text[line_start..].char_indices() {
            column += match unit {
                ColumnUnit::Utf8 => ch.len_utf8(),
                ColumnUnit::Utf16 => ch.len_utf16(),
            };
            if matches!(ch, '\n' | '\r') || column > point.column as usize {
                return line_start + at;
            }
        }
        text.len()
    }

    fn naive_apply(text: &mut String, change: &Change, unit: ColumnUnit) -> Applied {
        let (start, end) = match change.range {
            None => {
                let start = text.bytes().zip(change.text.bytes()).take_while(|(a, b)| a == b).count();
                let start = (0..=start).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                let (rest, new) = (&text[start..], &change.text[start..]);
                let same = rest.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
                let same = (0..=same).rev().find(|n| rest.is_char_boundary(rest.len() - n)).unwrap_or(0);
                let removed = Span::new(start, text.len() - same);
                let inserted = Span::new(start, change.text.len() - same);
                text.clone_from(&change.text);
                return Applied { removed, inserted };
            }
            Some((from, to)) => {
                let (from, to) = (naive_offset(text, from, unit), naive_offset(text, to, unit));
                (from.min(to), from.max(to))
            }
        };
        text.replace_range(start..end, &change.text);
        Applied { removed: Span::new(start, end), inserted: Span::new(start, start + change.text.len()) }
    }

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a",
            "10.1000/x",
            " ",
            "\n",
            "\r",
            "\r\n",
            "ä",
            "\u{2028}",
            "\u{85}",
            "😀",
            "e\u{301}",
            "文",
            "\0",
        ]);
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    fn point() -> impl Strategy<Value = Point> {
        (0u32..8, 0u32..14).prop_map(|(line, column)| Point { line, column })
    }

    fn change() -> impl Strategy<Value = Change> {
        let range = prop_oneof![1 => Just(None), 12 => (point(), point()).prop_map(Some)];
        (range, pieces()).prop_map(|(range, text)| Change { range, text })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn agrees_with_a_plain_string(
            start in pieces(),
            changes in prop::collection::vec(change(), 0..20),
            utf8 in any::<bool>(),
        ) {
            let unit = if utf8 { ColumnUnit::Utf8 } else { ColumnUnit::Utf16 };
            let (mut plain, mut buffer) = (start.clone(), Buffer::new(&start));
            for change in &changes {
                let expected = naive_apply(&mut plain, change, unit);
                prop_assert_eq!(buffer.apply(change, unit), expected);
                let text = buffer.text();
                prop_assert_eq!(&*text, plain.as_str());
                prop_assert_eq!(buffer.len(), plain.len());
            }
        }

        #[test]
        fn agrees_with_the_line_index(text in pieces(), at in point()) {
            let buffer = Buffer::new(&text);
            let lines = crate::text::LineIndex::new(&text);
            let (line, column) = (at.line as usize, at.column);
            prop_assert_eq!(buffer.offset(at, ColumnUnit::Utf16), lines.offset_of_utf16(&text, line, column));
            prop_assert_eq!(buffer.offset(at, ColumnUnit::Utf8), lines.offset_of_utf8(&text, line, column));
        }
    }

    #[test]
    fn an_edit_may_split_a_line_end() {
        let mut buffer = Buffer::new("a\r\nb");
        let at = Point { line: 1, column: 0 };
        let end = Point { line: 0, column: 9 };
        buffer.apply(&Change { range: Some((end, at)), text: "\r".into() }, ColumnUnit::Utf16);
        buffer.apply(&Change { range: Some((at, at)), text: "\n".into() }, ColumnUnit::Utf16);
        assert_eq!(&*buffer.text(), "a\r\nb", "the two halves are one line end again");
        assert_eq!(buffer.offset(at, ColumnUnit::Utf16), 3);
    }

    #[test]
    fn a_column_inside_a_surrogate_pair_is_before_it() {
        let buffer = Buffer::new("x😀y");
        assert_eq!(buffer.offset(Point { line: 0, column: 2 }, ColumnUnit::Utf16), 1);
        assert_eq!(buffer.offset(Point { line: 0, column: 3 }, ColumnUnit::Utf16), 5);
        assert_eq!(buffer.offset(Point { line: 0, column: 4 }, ColumnUnit::Utf8), 1);
    }
}
