//! Directive fences: ```` ```{note} ````, `:::{note}`, `::: {.callout}`.
//!
//! The body of most of them is prose, but to a Markdown parser a fence is code. So the parser is given a copy
//! in which the fence lines of prose directives are blank; every byte keeps its place.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

/// What the Markdown parser is to read.
pub(super) struct Source<'t> {
    /// The text, its prose fences blanked.
    pub(super) text: Cow<'t, str>,
    /// Bodies of `:::` fences that are code.
    pub(super) code: Vec<Range<usize>>,
    /// Whether fences were looked at, since directives are among them.
    pub(super) fenced: bool,
    /// Where a fence is open, from the start of its first line to the end of its last, if fences were looked at.
    pub(super) open: Vec<Range<usize>>,
}

/// Directives whose body is prose (MyST, Sphinx, Quarto and the usual extensions).
const PROSE: [&str; 55] = [
    "abstract",
    "admonition",
    "aside",
    "attention",
    "blockquote",
    "card",
    "caution",
    "compound",
    "container",
    "danger",
    "deprecated",
    "details",
    "div",
    "dropdown",
    "embed",
    "epigraph",
    "error",
    "exercise",
    "figure",
    "figure-md",
    "footnote",
    "glossary",
    "grid",
    "grid-item",
    "grid-item-card",
    "highlights",
    "hint",
    "important",
    "keypoints",
    "list-table",
    "margin",
    "note",
    "objectives",
    "only",
    "panels",
    "pull-quote",
    "questions",
    "quote",
    "sectionauthor",
    "seealso",
    "sidebar",
    "solution",
    "subfigure",
    "tab",
    "tab-item",
    "tab-set",
    "table",
    "tip",
    "toggle",
    "topic",
    "versionadded",
    "versionchanged",
    "warning",
    "example",
    "theorem",
];

/// Directives whose body is code, under a colon fence.
const CODE: [&str; 16] = [
    "bibliography",
    "code",
    "code-block",
    "code-cell",
    "csv-table",
    "eval-rst",
    "image",
    "include",
    "literalinclude",
    "math",
    "mermaid",
    "parsed-literal",
    "raw",
    "sourcecode",
    "toctree",
    "unused",
];

/// The lines of a text, without and with their line ends: content, and the byte behind its end.
struct Lines<'t> {
    rest: &'t str,
    at: usize,
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

/// One open fence.
struct Fence {
    mark: u8,
    length: usize,
    kind: Kind,
    body: usize,
}

#[derive(PartialEq, Eq)]
enum Kind {
    Prose,
    Code,
}

/// Blanks the prose fences of `text`. They are looked for where there are directives among the fences, or where the
/// text is part of one with directives: `fenced`.
pub(super) fn without_prose_fences(text: &str, fenced: bool) -> Source<'_> {
    let fenced = fenced || has_directive_fence(text);
    let mut source = Source { text: line_feeds(text), code: Vec::new(), fenced, open: Vec::new() };
    if !fenced {
        return source;
    }
    let mut blank: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<Fence> = Vec::new();
    let mut line_start = 0;
    let mut outermost = 0;
    for (line, next) in (Lines { rest: text, at: 0 }) {
        let start = std::mem::replace(&mut line_start, next);
        let Some((offset, mark, length)) = fence_run(line) else { continue };
        let rest = line[offset + length..].trim();
        if let Some(last) = open.last()
            && rest.is_empty()
            && last.mark == mark
            && length >= last.length
        {
            if last.mark == b':' {
                blank.push(start + offset..start + offset + length);
                if last.kind == Kind::Code {
                    source.code.push(last.body..start);
                }
            } else if last.kind == Kind::Prose {
                blank.push(start + offset..start + offset + length);
            }
            open.pop();
            if open.is_empty() {
                source.open.push(outermost..next);
            }
            continue;
        }
        if open.last().is_some_and(|last| last.kind == Kind::Code) {
            continue;
        }
        if open.is_empty() {
            outermost = start;
        }
        let after = start + offset + length;
        let (kind, head) = directive(&text[after..start + line.len()]);
        match (mark, kind) {
            (b':', _) if rest.is_empty() => blank.push(start + offset..after),
            (b':', kind) => {
                blank.push(start + offset..after + head);
                let kind = kind.unwrap_or(Kind::Prose);
                open.push(Fence { mark, length, kind, body: next });
            }
            (_, Some(Kind::Prose)) => {
                blank.push(start + offset..after + head);
                open.push(Fence { mark, length, kind: Kind::Prose, body: next });
            }
            _ => open.push(Fence { mark, length, kind: Kind::Code, body: next }),
        }
    }
    if !open.is_empty() {
        source.open.push(outermost..text.len());
    }
    if let Some(fence) = open.last().filter(|fence| fence.mark == b':' && fence.kind == Kind::Code) {
        source.code.push(fence.body..text.len());
    }
    if !blank.is_empty() {
        source.text = Cow::Owned(blanked(&source.text, &blank));
    }
    source
}

/// Whether a directive fence may be in the text: three colons, or a `{` behind a fence's marks.
fn has_directive_fence(text: &str) -> bool {
    let behind_fence = |at: usize| {
        let before = text[..at].trim_end_matches(|ch: char| ch.is_whitespace() && ch != '\n' && ch != '\r');
        before.ends_with("```") || before.ends_with("~~~")
    };
    memchr::memchr_iter(b'{', text.as_bytes()).any(behind_fence) || memmem::find(text.as_bytes(), b":::").is_some()
}

/// The text with a line feed for every carriage return that ends a line alone, which the parser does not
/// take for a line end everywhere.
fn line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let alone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', bytes).any(alone) {
        return Cow::Borrowed(text);
    }
    let mut chars = text.chars().peekable();
    let mut copy = String::with_capacity(text.len());
    while let Some(ch) = chars.next() {
        copy.push(if ch == '\r' && chars.peek() != Some(&'\n') { '\n' } else { ch });
    }
    Cow::Owned(copy)
}

/// A copy with blanks in place of `ranges`, which begin and end at characters' boundaries.
fn blanked(text: &str, ranges: &[Range<usize>]) -> String {
    let mut copy = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        copy.push_str(&text[at..range.start]);
        // What is not ASCII stays, so that the copy's characters begin where the text's do.
        copy.extend(text[range.clone()].chars().map(|ch| if ch.is_ascii() { ' ' } else { ch }));
        at = range.end;
    }
    copy.push_str(&text[at..]);
    copy
}

/// The fence that begins a line, behind blanks, quote marks and a list marker: offset, mark, length.
fn fence_run(line: &str) -> Option<(usize, u8, usize)> {
    let bytes = line.as_bytes();
    let mut at = bytes.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
    let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let marker = match bytes.get(at + digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if digits > 0 => digits + 1,
        _ => 0,
    };
    if marker > 0 {
        let blanks = bytes[at + marker..].iter().take_while(|b| **b == b' ').count();
        at += if blanks > 0 { marker + blanks } else { return None };
    }
    let mark = *bytes.get(at).filter(|b| matches!(b, b'`' | b'~' | b':'))?;
    let length = bytes[at..].iter().take_while(|b| **b == mark).count();
    let backtick_inside = mark == b'`' && memchr::memchr(b'`', &bytes[at + length..]).is_some();
    (length >= 3 && !backtick_inside).then_some((at, mark, length))
}

/// What `info` behind a fence's marks says: the kind of its body if it is a directive, and how many bytes of
/// it are the directive's head and no prose.
fn directive(info: &str) -> (Option<Kind>, usize) {
    let blanks = info.len() - info.trim_start().len();
    let trimmed = info.trim_start();
    let Some(inner) = trimmed.strip_prefix('{') else {
        let word = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        return (None, blanks + word);
    };
    let close = inner.find('}');
    let name = &inner[..close.unwrap_or(inner.len())];
    let head = close.map_or(info.len(), |close| blanks + close + 2);
    let name = name.split([' ', ',']).next().unwrap_or_default();
    let kind = if PROSE.contains(&name) || name.starts_with("prf:") {
        Some(Kind::Prose)
    } else if CODE.contains(&name) {
        Some(Kind::Code)
    } else {
        None
    };
    (kind, head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_prose_fences_and_leaves_code() {
        let text = "```{note} Title\nprose\n```\n\n```{code-cell}\nx\n```\n";
        let source = without_prose_fences(text, false);
        assert_eq!(source.text, "          Title\nprose\n   \n\n```{code-cell}\nx\n```\n");
        let nested = "````{note}\n```{r}\nx\n```\ny\n````\nz";
        assert_eq!(without_prose_fences(nested, false).text, "          \n```{r}\nx\n```\ny\n    \nz");
    }

    #[test]
    fn colon_fences_are_prose_unless_they_name_code() {
        let text = ":::{note}\na\n:::\n:::{code-block} python\nb\n:::\n";
        let source = without_prose_fences(text, false);
        assert_eq!(source.text, "         \na\n   \n                python\nb\n   \n");
        assert_eq!(source.code.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(), ["b\n"]);
        assert!(matches!(without_prose_fences("plain ``` text", false).text, Cow::Borrowed(_)));
    }
}
