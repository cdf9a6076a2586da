//! Suppressions: `<!-- ibid-ignore RULE[, RULE]: reason -->` and its other spellings.

use memchr::memmem;

use super::scan::line_end;
use super::{Block, BlockKind, Document, ZoneKind};
use crate::text::{SourceFile, Span};

/// What a suppression reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// These bytes: a block, a list item, a table row, or a line.
    Span(Span),
    /// The whole file.
    File,
}

/// A suppression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The comment.
    pub span: Span,
    /// Rules and groups named, with their spans.
    pub rules: Vec<(String, Span)>,
    /// The reason; `None` where the comment gives none, which is a fault.
    pub reason: Option<String>,
    /// What it reaches.
    pub reach: Reach,
}

/// What every suppression begins with.
pub(super) const WORD: &str = "ibid-ignore";

/// How many lines at the top may suppress for the whole file.
const FILE_LINES: usize = 50;

/// Finds every suppression.
pub(super) fn find(document: &Document) -> Vec<Directive> {
    let (file, text) = (&document.file, document.text());
    let mut directives = Vec::new();
    let mut next_blocks = None;
    for at in memmem::find_iter(text.as_bytes(), WORD.as_bytes()) {
        let Some((span, end)) = comment(document, at) else { continue };
        let body = &text[at + WORD.len()..end];
        let (whole, body) = match body.strip_prefix("-file") {
            Some(rest) => (true, rest),
            None => (false, body),
        };
        if body.starts_with(|ch: char| ch.is_alphanumeric() || ch == '-') {
            continue;
        }
        let (rules, reason) = content(body, end - body.len());
        let reach = if whole && file.lines.line_of(at) < FILE_LINES {
            Reach::File
        } else if whole {
            Reach::Span(Span::empty(span.range().start))
        } else {
            Reach::Span(reach(document, span, next_blocks.get_or_insert_with(|| blocks_that_count(document))))
        };
        directives.push(Directive { span, rules, reason, reach });
    }
    directives
}

/// The comment whose first word is at `at`, and where its words end.
fn comment(document: &Document, at: usize) -> Option<(Span, usize)> {
    let text = document.text();
    let zone = document.zones.at(at)?;
    let range = zone.span.range();
    match zone.kind {
        ZoneKind::Comment => {
            let opening = &text[range.start..at];
            let words = text[at..range.end].trim_end();
            let words = words.strip_suffix("-->").or_else(|| words.strip_suffix("%%")).unwrap_or(words).trim_end();
            matches!(opening.trim_end(), "<!--" | "%" | "%%").then(|| (zone.span, at + words.len()))
        }
        ZoneKind::FrontMatter => {
            let start = range.start + text[range.start..at].rfind(['\n', '\r']).map_or(0, |line| line + 1);
            let before = text[start..at].trim_end();
            let mark = before.strip_suffix('#')?;
            (mark.is_empty() || mark.ends_with([' ', '\t'])).then(|| {
                let end = line_end(text, at);
                (Span::new(start + mark.len(), end), at + text[at..end].trim_end().len())
            })
        }
        _ => None,
    }
}

/// Rules and reason of a comment's `body`, which begins at byte `from`.
fn content(body: &str, from: usize) -> (Vec<(String, Span)>, Option<String>) {
    let (names, reason) = match body.split_once(':') {
        Some((names, reason)) => (names, Some(reason.split_whitespace().collect::<Vec<_>>().join(" "))),
        None => (body, None),
    };
    let mut rules = Vec::new();
    let mut at = from;
    for part in names.split(',') {
        let name = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        if !name.is_empty() {
            rules.push((name.to_owned(), Span::new(start, start + name.len())));
        }
        at += part.len() + 1;
    }
    (rules, reason.filter(|reason| !reason.is_empty()))
}

/// What a comment that is not for the whole file reaches.
fn reach(document: &Document, comment: Span, blocks: &[Span]) -> Span {
    let (file, text) = (&document.file, document.text());
    let range = comment.range();
    let line = file.lines.content(text, file.lines.line_of(range.start));
    let before = text[line.range().start..range.start].trim_matches([' ', '\t', '>']);
    let last_line = file.lines.content(text, file.lines.line_of(range.end));
    let after = text[range.end.min(last_line.range().end)..last_line.range().end].trim();
    if !before.is_empty() || !after.is_empty() {
        return line;
    }
    let next_line = file.lines.line_of(range.end) + 1;
    let mut number = next_line;
    while number < file.lines.count()
        && file.lines.content(text, number).of(text).trim_matches([' ', '\t', '>']).is_empty()
    {
        number += 1;
    }
    let next = file.lines.content(text, number);
    let in_front = document.front_matter.as_ref().is_some_and(|front| front.span.contains(range.start));
    if in_front {
        return entry(file, number, next);
    }
    if next.of(text).trim_start_matches([' ', '\t', '>']).starts_with('|') {
        return next;
    }
    let next = blocks.partition_point(|block| block.range().start < range.end);
    blocks.get(next).copied().unwrap_or(Span::empty(range.end))
}

/// The blocks that a suppression may reach: all but comments of one line, which are suppressions themselves.
fn blocks_that_count(document: &Document) -> Vec<Span> {
    let comment = |block: &&Block| {
        let words = block.span.of(document.text());
        block.kind == BlockKind::Html && words.starts_with("<!--") && !words.contains(['\n', '\r'])
    };
    document.blocks.iter().filter(|block| !comment(block)).map(|block| block.span).collect()
}

/// A line of metadata with the lines indented below it.
fn entry(file: &SourceFile, mut number: usize, first: Span) -> Span {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let text = &*file.text;
    let depth = indent(first.of(text));
    let mut end = first.end;
    number += 1;
    while number < file.lines.count() {
        let line = file.lines.content(text, number);
        if line.is_empty() || indent(line.of(text)) <= depth {
            break;
        }
        end = line.end;
        number += 1;
    }
    Span { start: first.start, end }
}
