//! Where the metadata at the top ends.

use crate::text::Span;

/// The metadata block that begins at `from`, with its delimiters: `---` to `---` or `...` (YAML), `+++` to
/// `+++` (TOML). As in pandoc, the line behind the opening one must not be blank.
pub(super) fn span(text: &str, from: usize) -> Option<Span> {
    let rest = &text[from..];
    let closers: [&str; 2] = match rest.get(..3)? {
        "---" => ["---", "..."],
        "+++" => ["+++", "+++"],
        _ => return None,
    };
    let mut lines = Lines { rest, at: from };
    let (first, _) = lines.next()?;
    if first.trim_end() != &rest[..3] {
        return None;
    }
    let mut second = true;
    for (line, end) in lines {
        if closers.contains(&line.trim_end()) {
            return Some(Span::new(from, end));
        }
        if std::mem::take(&mut second) && line.trim().is_empty() {
            return None;
        }
    }
    None
}

/// The lines of a text, without and with their line ends: content, and the byte behind its end.
pub(super) struct Lines<'t> {
    pub(super) rest: &'t str,
    pub(super) at: usize,
}

impl<'t> Iterator for Lines<'t> {
    type Item = (&'t str, usize);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let bytes = self.rest.as_bytes();
        let end = memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
        let crlf = bytes[end..].starts_with(b"\r\n");
        let next = (end + 1 + usize::from(crlf)).min(bytes.len());
        let line = &self.rest[..end];
        self.rest = &self.rest[next..];
        self.at += next;
        Some((line, self.at))
    }
}
