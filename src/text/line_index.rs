//! Lines and columns of a text.
//!
//! Line ends are those of the Language Server Protocol (3.17, "Text Documents"): `\n`, `\r\n` and `\r`,
//! and no others.

use super::Span;

/// A place as people count: both from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// Where the lines of one text begin, and which of them are pure ASCII.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
    ascii: bool,
}

impl LineIndex {
    /// Indexes `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            starts.push(Span::empty(at + 1).start);
        }
        Self { starts, len: Span::empty(bytes.len()).start, ascii: text.is_ascii() }
    }

    /// How many lines there are; at least one, and one more than there are line ends.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 0, that has byte `offset`; an offset past the end is in the last line.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset) - 1
    }

    /// The bytes of a line, from 0, with its line end. A line past the end is the empty span at the end.
    #[must_use]
    pub fn span(&self, line: usize) -> Span {
        match self.starts.get(line) {
            None => Span { start: self.len, end: self.len },
            Some(&start) => Span { start, end: self.starts.get(line + 1).copied().unwrap_or(self.len) },
        }
    }

    /// The bytes of a line, from 0, without its line end.
    #[must_use]
    pub fn content(&self, text: &str, line: usize) -> Span {
        let span = self.span(line);
        let trimmed = span.of(text).trim_end_matches(['\n', '\r']).len();
        Span::new(span.range().start, span.range().start + trimmed)
    }

    /// The place of byte `offset` as people count it. An offset inside a character is at that character.
    #[must_use]
    pub fn place(&self, text: &str, offset: usize) -> LineColumn {
        let line = self.line_of(offset);
        let start = self.span(line).range().start;
        let offset = offset.min(text.len());
        let column = if self.ascii {
            offset - start
        } else {
            text[start..].char_indices().take_while(|(at, ch)| start + at + ch.len_utf8() <= offset).count()
        };
        LineColumn { line: line + 1, column: column + 1 }
    }

    /// The column, from 0, of byte `offset` in UTF-16 code units.
    #[must_use]
    pub fn utf16_column(&self, text: &str, offset: usize) -> u32 {
        let start = self.span(self.line_of(offset)).range().start;
        let offset = offset.min(text.len());
        let units = if self.ascii {
            offset - start
        } else {
            let chars = text[start..].char_indices();
            chars.take_while(|(at, ch)| start + at + ch.len_utf8() <= offset).map(|(_, ch)| ch.len_utf16()).sum()
        };
        u32::try_from(units).unwrap_or(u32::MAX)
    }

    /// The byte of a line, from 0, and a column in UTF-16 code units, from 0. A column past the line's
    /// content is its end; one inside a surrogate pair is before it; a line past the end is the text's end.
    #[must_use]
    pub fn offset_of_utf16(&self, text: &str, line: usize, column: u32) -> usize {
        let content = self.content(text, line);
        let mut left = column as usize;
        for (at, ch) in content.of(text).char_indices() {
            if ch.len_utf16() > left {
                return content.range().start + at;
            }
            left -= ch.len_utf16();
        }
        content.range().end
    }

    /// The byte of a line, from 0, and a column in UTF-8 bytes, from 0. Clamped as
    /// [`offset_of_utf16`](Self::offset_of_utf16); a column inside a character is before it.
    #[must_use]
    pub fn offset_of_utf8(&self, text: &str, line: usize, column: u32) -> usize {
        let content = self.content(text, line).range();
        let mut at = content.end.min(content.start.saturating_add(column as usize));
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_only_the_protocols_line_ends() {
        let text = "a\nb\r\nc\rd\u{85}e\u{2028}f";
        let lines = LineIndex::new(text);
        assert_eq!(lines.count(), 4);
        assert_eq!(lines.content(text, 1).of(text), "b");
        assert_eq!(lines.content(text, 3).of(text), "d\u{85}e\u{2028}f");
    }

    #[test]
    fn columns_are_scalars_for_people_and_units_for_the_protocol() {
        let text = "ä😀x";
        let lines = LineIndex::new(text);
        assert_eq!(lines.place(text, 6), LineColumn { line: 1, column: 3 });
        assert_eq!(lines.utf16_column(text, 6), 3);
        assert_eq!(lines.offset_of_utf16(text, 0, 3), 6);
        assert_eq!(lines.offset_of_utf16(text, 0, 2), 2, "inside the surrogate pair");
        assert_eq!(lines.offset_of_utf16(text, 9, 9), text.len());
        assert_eq!(lines.offset_of_utf8(text, 0, 4), 2);
    }

    #[test]
    fn a_line_end_belongs_to_its_line() {
        let text = "ab\r\ncd";
        let lines = LineIndex::new(text);
        assert_eq!(lines.line_of(3), 0);
        assert_eq!(lines.line_of(4), 1);
        assert_eq!(lines.offset_of_utf16(text, 0, 99), 2);
        assert_eq!(lines.place(text, 99), LineColumn { line: 2, column: 3 });
    }
}
