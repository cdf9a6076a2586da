//! JSON with its places. Nothing is kept of it but spans until a value is asked for, since most of a large library
//! never is; and a file that is being typed is read as far as it goes.

mod escapes;
mod resume;
mod tree;

pub(super) use escapes::{unescaped, units};
pub(super) use tree::unquoted;

use crate::text::Span;

/// The deepest nesting that is read.
const DEPTH: usize = 64;
/// After so many mistakes a file is something else.
pub(super) const MOST_FAULTS: usize = 50;

/// What cannot be read, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) span: Span,
    pub(super) message: &'static str,
}

impl Broken {
    pub(super) fn at(at: usize, message: &'static str) -> Self {
        Self { span: Span::empty(at), message }
    }
}

/// A place in a JSON text.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// It stands at an item already, behind one that could not be read.
    is_at_item: bool,
    /// Mistakes that lose nothing, as a comma too many.
    pub(super) slips: Vec<Broken>,
}

impl<'a> Cursor<'a> {
    /// Begins at byte `at`.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, depth: 0, is_at_item: false, slips: Vec::new() }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Reads past a value of any kind.
    pub(super) fn skip(&mut self) -> Result<Span, Broken> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'{') => self.object(|cursor, _| cursor.skip().map(drop)),
            Some(b'[') => self.list(|cursor| cursor.skip().map(drop)),
            _ => self.bare(),
        }
    }

    /// Reads past a text, whose quotation marks are in the span.
    pub(super) fn string(&mut self) -> Result<Span, Broken> {
        let (start, bytes) = (self.at, self.text.as_bytes());
        let mut at = start + 1;
        loop {
            match memchr::memchr3(b'"', b'\\', b'\n', &bytes[at.min(bytes.len())..]).map(|found| at + found) {
                Some(found) if bytes[found] == b'"' => {
                    self.at = found + 1;
                    return Ok(Span::new(start, self.at));
                }
                Some(found) if bytes[found] == b'\\' && bytes.get(found + 1).is_some_and(|next| *next != b'\n') => {
                    at = found + 2;
                }
                Some(found) => {
                    let end = if bytes[found] == b'\\' { found + 1 } else { found };
                    return Err(unclosed_text(self.text, start, end));
                }
                None => return Err(unclosed_text(self.text, start, bytes.len())),
            }
        }
    }

    /// Reads past a number, `true`, `false` or `null`.
    fn bare(&mut self) -> Result<Span, Broken> {
        let rest = &self.text.as_bytes()[self.at..];
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        let length = rest.iter().take_while(|byte| is_part(byte)).count();
        let word = &rest[..length];
        let is_number = matches!(word, [b'0'..=b'9', ..] | [b'-', b'0'..=b'9', ..])
            && word.iter().all(|byte| !byte.is_ascii_alphabetic() || matches!(byte, b'e' | b'E'));
        let span = Span::new(self.at, self.at + length);
        if !is_number && !matches!(word, b"true" | b"false" | b"null") {
            return Err(Broken { span, message: "A text here lacks its quotation marks, or a value is missing." });
        }
        self.at += length;
        Ok(span)
    }

    /// Reads an object; `member` is called at each value with the name's span, quotation marks included, and reads it.
    pub(super) fn object<F>(&mut self, mut member: F) -> Result<Span, Broken>
    where
        F: FnMut(&mut Self, Span) -> Result<(), Broken>,
    {
        let start = self.enter()?;
        loop {
            self.blanks();
            match self.peek() {
                Some(b'}') => return Ok(self.leave(start)),
                Some(b'"') => {
                    let name = self.string()?;
                    self.blanks();
                    if self.peek() != Some(b':') {
                        return Err(Broken::at(self.at, "A colon is missing between a field's name and its value."));
                    }
                    self.at += 1;
                    self.blanks();
                    member(self, name)?;
                    self.separator(b'}')?;
                }
                None => {
                    let span = Span::new(start, start + 1);
                    return Err(Broken { span, message: "This bracket is not closed: its “}” is missing." });
                }
                Some(_) => {
                    return Err(Broken::at(self.at, "A field's name in quotation marks should stand here."));
                }
            }
        }
    }

    /// Reads a list; `item` is called at each item and reads it.
    pub(super) fn list<F>(&mut self, mut item: F) -> Result<Span, Broken>
    where
        F: FnMut(&mut Self) -> Result<(), Broken>,
    {
        let start = self.enter()?;
        loop {
            self.blanks();
            match self.peek() {
                Some(b']') => return Ok(self.leave(start)),
                None => {
                    let span = Span::new(start, start + 1);
                    return Err(Broken { span, message: "This list is not closed: its “]” is missing." });
                }
                Some(_) => {
                    item(self)?;
                    self.separator(b']')?;
                }
            }
        }
    }

    fn enter(&mut self) -> Result<usize, Broken> {
        if self.depth >= DEPTH {
            return Err(Broken::at(self.at, "This is nested too deeply to be read."));
        }
        self.depth += 1;
        self.at += 1;
        Ok(self.at - 1)
    }

    fn leave(&mut self, start: usize) -> Span {
        self.depth -= 1;
        self.at += 1;
        Span::new(start, self.at)
    }

    /// Reads what stands between two members, or between the last one and the end.
    fn separator(&mut self, close: u8) -> Result<(), Broken> {
        if std::mem::take(&mut self.is_at_item) {
            return Ok(());
        }
        let end = self.at;
        self.blanks();
        match self.peek() {
            Some(b',') => {
                let comma = Span::new(self.at, self.at + 1);
                self.at += 1;
                self.blanks();
                if self.peek() == Some(close) {
                    self.slip(Broken { span: comma, message: "No comma may stand before a closing bracket." });
                }
                Ok(())
            }
            Some(b'"') => {
                self.slip(Broken::at(end, "A comma is missing here."));
                Ok(())
            }
            Some(b'{') if close == b']' => {
                self.slip(Broken::at(end, "A comma is missing here."));
                Ok(())
            }
            Some(byte) if byte != close => Err(Broken::at(end, "A comma or a closing bracket is missing here.")),
            _ => Ok(()),
        }
    }

    fn slip(&mut self, broken: Broken) {
        if self.slips.len() < MOST_FAULTS {
            self.slips.push(broken);
        }
    }
}

fn unclosed_text(text: &str, start: usize, end: usize) -> Broken {
    let end = start + text[start..end].trim_end().len();
    Broken { span: Span::new(start, end), message: "This text is not closed: a quotation mark is missing." }
}
