//! Keys in the text and the brackets around them.
//!
//! Brackets with a key in each part between semicolons are a citation; in any others keys are cited in the text. Both
//! hold only in one paragraph, and not farther than [`LONGEST`].

use std::ops::Range;

use super::ground::{Ground, has_blank_line, is_blank};
use super::{Citation, CitationMode, CitationSyntax, CitationUse, Cluster, key};
use crate::syntax::{Dialect, Place, boundary};
use crate::text::Span;

/// The longest citation in brackets, in bytes.
const LONGEST: usize = 4_000;

/// The longest destination or attributes behind brackets, in bytes.
const LONGEST_BEHIND: usize = 1_000;

/// A bracket that is open.
#[derive(Clone, Copy)]
struct Open {
    at: usize,
    /// How many citations, and separators of brackets that are open, were found before it.
    citations: usize,
    separators: usize,
}

/// What semicolons part brackets into.
struct Part {
    span: Span,
    /// The citation that it is of.
    head: Option<usize>,
}

/// The walk over brackets and keys.
pub(super) struct Brackets<'t> {
    text: &'t str,
    ground: Ground<'t>,
    dialect: Dialect,
    floor: usize,
    found: Vec<Citation>,
    /// Of each citation, the innermost bracket that is open before it.
    owners: Vec<Option<usize>>,
    open: Vec<Open>,
    /// Semicolons in the brackets that are open.
    separators: Vec<usize>,
    /// Room for the parts of brackets.
    parts: Vec<Part>,
    /// Where the brackets open that others before them take for a link's label.
    label: Option<usize>,
}

impl<'t> Brackets<'t> {
    pub(super) fn new(text: &'t str, ground: Ground<'t>, dialect: Dialect) -> Self {
        let (found, owners, open, separators) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { text, ground, dialect, floor: 0, found, owners, open, separators, parts: Vec::new(), label: None }
    }

    /// Every citation in `range`, in order.
    pub(super) fn read(mut self, range: Range<usize>) -> Vec<Citation> {
        self.floor = range.start;
        let bytes = &self.text.as_bytes()[..range.end];
        let mut behind = range.start;
        for at in memchr::memchr3_iter(b'[', b']', b'@', &bytes[range.start..]).map(|at| at + range.start) {
            if at < behind || key::is_escaped(bytes, range.start, at) || !self.ground.is_text(at) {
                continue;
            }
            self.pass(behind, at);
            behind = at + 1;
            match bytes[at] {
                b'[' => self.open.push(Open { at, citations: self.found.len(), separators: self.separators.len() }),
                b']' => self.close(at),
                _ => {
                    if let Some(end) = self.key(&self.text[..range.end], at) {
                        behind = end;
                    }
                }
            }
        }
        self.found
    }

    /// Passes what stands between two marks: it may end what is open, or part it.
    fn pass(&mut self, from: usize, to: usize) {
        let far = self.open.iter().take_while(|open| to - open.at > LONGEST).count();
        self.open.drain(..far);
        if self.open.is_empty() {
            return;
        }
        let bytes = self.text.as_bytes();
        let between = &bytes[from..to];
        if has_blank_line(between) {
            self.open.clear();
            return;
        }
        for at in memchr::memchr_iter(b';', between).map(|at| at + from) {
            if self.ground.parts(at) && !key::is_escaped(bytes, self.floor, at) && !ends_entity(&bytes[from..at]) {
                self.separators.push(at);
            }
        }
    }

    /// Reads the key at `at`; the byte behind it.
    fn key(&mut self, text: &str, at: usize) -> Option<usize> {
        let last = self.found.last().map(|last| last.token.range().end);
        let floor = last.unwrap_or(self.floor);
        let key = key::read(text, floor, at, last == Some(at))?;
        let end = key.token.range().end;
        self.owners.push(self.open.last().map(|open| open.at));
        self.found.push(Citation {
            span: key.span,
            token: key.token,
            meant: key.span,
            mode: if key.suppressed { CitationMode::AuthorSuppressed } else { CitationMode::InText },
            purpose: self.purpose(key.token),
            syntax: CitationSyntax::Pandoc,
            cluster: None,
            locator: None,
            place: Place::Prose,
        });
        Some(end)
    }

    /// Whether a key names an example: it begins a paragraph, in round brackets, or stands below one that does.
    fn purpose(&self, token: Span) -> CitationUse {
        let bytes = self.text.as_bytes();
        let Range { start, end } = token.range();
        let opens = bytes[self.floor..start].ends_with(b"(") && begins_line(&bytes[..start - 1]) && {
            let before = bytes[..start - 1].trim_ascii_end();
            let line = &before[memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)..];
            before.is_empty()
                || has_blank_line(&bytes[before.len()..start])
                || line.trim_ascii_start().starts_with(b"(@")
        };
        let closes = matches!(bytes.get(end..end + 2), Some(b") " | b")\t"));
        if opens && closes { CitationUse::ExampleLabel } else { CitationUse::Cites }
    }

    fn close(&mut self, close: usize) {
        let Some(open) = self.open.pop() else { return };
        let is_label = self.label == Some(open.at);
        let bytes = self.text.as_bytes();
        if !is_label && bytes.get(close + 1) == Some(&b'[') {
            self.label = Some(close + 1);
        }
        // Most brackets have nothing to do with citations.
        if self.found.len() > open.citations || self.cited_before(open).is_some() {
            self.evaluate(open, close, is_label);
        }
        self.separators.truncate(open.separators);
    }

    /// Says what brackets are that have a key in them or a citation before them.
    fn evaluate(&mut self, open: Open, close: usize, is_label: bool) {
        let bytes = self.text.as_bytes();
        if open.at > self.floor && bytes[open.at - 1] == b'^' && !key::is_escaped(bytes, self.floor, open.at - 1) {
            return;
        }
        let mut parts = std::mem::take(&mut self.parts);
        let mut start = open.at + 1;
        for at in self.separators[open.separators..].iter().copied().chain([close]) {
            let span = Span::new(start, at);
            parts.push(Part { span, head: self.head(open, span) });
            start = at + 1;
        }
        let span = Span::new(open.at, close + 1);
        if parts.iter().all(|part| part.head.is_some()) && (is_label || !self.goes_on(close)) {
            self.cluster(open, span, &parts);
            if is_definition(self.text, self.floor, span) {
                self.found[open.citations..].iter_mut().for_each(|found| found.purpose = CitationUse::Defines);
            }
        } else if parts[1..].iter().all(|part| part.head.is_some()) {
            self.locate(open, span, &parts);
        }
        parts.clear();
        self.parts = parts;
    }

    /// The first key of a part that stands neither in other brackets nor in emphasis or quotes.
    fn head(&self, open: Open, part: Span) -> Option<usize> {
        let first =
            open.citations + self.found[open.citations..].partition_point(|found| found.token.start < part.start);
        let (mut read, mut stars, mut quotes) = (part.range().start, 0, 0);
        for (index, found) in self.found.iter().enumerate().skip(first) {
            if found.token.start >= part.end {
                return None;
            }
            if self.owners[index] != Some(open.at) {
                continue;
            }
            let before = &self.text.as_bytes()[read..found.token.range().start];
            for b in before {
                stars += usize::from(*b == b'*');
                quotes += usize::from(*b == b'"');
            }
            read = found.token.range().start;
            if stars % 2 == 0 && quotes % 2 == 0 {
                return Some(index);
            }
        }
        None
    }

    /// Makes the citations in brackets one cluster.
    fn cluster(&mut self, open: Open, span: Span, parts: &[Part]) {
        let bytes = self.text.as_bytes();
        let doubled = self.dialect == Dialect::Obsidian
            && bytes.get(span.range().end) == Some(&b']')
            && bytes[self.floor..open.at].ends_with(b"[");
        for Part { span: part, head } in parts {
            let Some(head) = *head else { continue };
            for index in head..self.found.len() {
                let citation = &mut self.found[index];
                if citation.token.start >= part.end {
                    break;
                }
                if self.owners[index] != Some(open.at) {
                    continue;
                }
                citation.cluster = Some(Cluster { span, part: *part, heads: index == head });
                if index == head {
                    citation.locator = None;
                    if citation.mode == CitationMode::InText {
                        citation.mode = CitationMode::Parenthetical;
                    }
                    if doubled {
                        citation.syntax = CitationSyntax::Wikilink;
                    }
                }
            }
        }
    }

    /// Gives brackets to the citation in the text that stands before them.
    fn locate(&mut self, open: Open, span: Span, parts: &[Part]) {
        let bytes = self.text.as_bytes();
        let Some(index) = self.cited_before(open) else { return };
        let goes_on = matches!(bytes.get(span.range().end), Some(b'(' | b'['));
        if goes_on || bytes[open.at + 1] == b'^' || self.ground.is_link(open.at) {
            return;
        }
        self.found[index].locator = parts.first().map(|part| part.span);
        self.cluster(open, span, &parts[1..]);
    }

    /// The citation in the text that stands directly before brackets.
    fn cited_before(&self, open: Open) -> Option<usize> {
        let index = open.citations.checked_sub(1)?;
        let cited = &self.found[index];
        let is_before = is_gap(&self.text.as_bytes()[cited.token.range().end..open.at])
            && cited.cluster.is_none()
            && self.owners[index] == self.open.last().map(|open| open.at);
        is_before.then_some(index)
    }

    /// Whether brackets that end at `close` are a link's text, or have attributes.
    fn goes_on(&self, close: usize) -> bool {
        let bytes = self.text.as_bytes();
        let behind = &self.text[close + 1..boundary::floor(self.text, close + LONGEST_BEHIND)];
        let behind = &behind[..end_of_paragraph(behind.as_bytes())];
        match bytes.get(close + 1) {
            Some(b'[') => bytes.get(close + 2) != Some(&b'^') && behind.contains(']'),
            Some(b'(') => closing(behind.as_bytes()).is_some(),
            Some(b'{') => behind.split_once('}').is_some_and(|(inner, _)| {
                let inner = inner[1..].trim_start();
                inner.is_empty() || inner.starts_with(['.', '#']) || inner.contains('=')
            }),
            _ => false,
        }
    }
}

/// Where the paragraph ends that `bytes` are in: before a blank line. No bracket reaches farther.
fn end_of_paragraph(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).find(|at| is_blank(&bytes[at + 1..])).unwrap_or(bytes.len())
}

/// Where the round bracket that `bytes` begin with is closed, in the same paragraph.
fn closing(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    for at in memchr::memchr3_iter(b'(', b')', b'\n', bytes) {
        match bytes[at] {
            b'\n' if is_blank(&bytes[at + 1..]) => return None,
            b'\n' => {}
            _ if key::is_escaped(bytes, 0, at) => {}
            b'(' => depth += 1,
            _ if depth <= 1 => return Some(at),
            _ => depth -= 1,
        }
    }
    None
}

/// Whether nothing stands here but blanks and at most one line's end.
fn is_gap(bytes: &[u8]) -> bool {
    bytes.iter().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
        && bytes.iter().filter(|b| **b == b'\n').count() <= 1
}

/// Whether the semicolon behind `bytes` ends an entity: `&amp;`.
fn ends_entity(bytes: &[u8]) -> bool {
    let name = bytes.iter().rev().take(10).take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
    name > 1 && bytes[..bytes.len() - name].last() == Some(&b'&')
}

/// Whether only blanks stand in the line that `bytes` end in.
fn begins_line(bytes: &[u8]) -> bool {
    let blanks = bytes.iter().rev().take(3).take_while(|b| **b == b' ').count();
    matches!(bytes[..bytes.len() - blanks].last(), None | Some(b'\n' | b'\r'))
}

/// Whether brackets are the label of a definition: `[@tag]: doi:…`.
fn is_definition(text: &str, floor: usize, span: Span) -> bool {
    let bytes = text.as_bytes();
    let behind = text[span.range().end..].strip_prefix(':').unwrap_or_default().trim_start_matches([' ', '\t']);
    let target = behind.split(char::is_whitespace).next().unwrap_or_default();
    begins_line(&bytes[floor..span.range().start]) && target.trim_start_matches('<').contains(':')
}
