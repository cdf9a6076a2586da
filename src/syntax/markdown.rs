//! The structure of a Markdown source: zones and leaf blocks.
//!
//! pulldown-cmark reads the whole source, but only the places of its events are kept: identifiers are lexed
//! from the source itself, since a parser's text events cut them at emphasis, entities and angle brackets.

mod definition;
mod fence;
mod html;
mod labels;
mod math;

use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

pub(super) use self::labels::Labels;
use super::seam::{self, Seam, Start, Whole};
use super::{Block, BlockKind, Dialect, FrontMatter, Zone, ZoneKind, Zones, note};
use crate::text::Span;

/// What is read beyond CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES);

/// Where everything is.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// What is not prose.
    pub(super) zones: Zones,
    /// Leaf blocks in order of their starts.
    pub(super) blocks: Vec<Block>,
    /// The metadata at the top.
    pub(super) front: Option<Arc<FrontMatter>>,
    /// Headings: index of the block and level from 1.
    pub(super) headings: Vec<(usize, u8)>,
    /// The bodies of MyST's citation roles, `` {cite}`…` ``: citation keys, though they look like code.
    pub(super) roles: Vec<Span>,
    /// Links and images, with brackets and destination: what stands in them is no placeholder.
    pub(super) links: Vec<Span>,
    /// Inline footnotes.
    pub(super) notes: Vec<Span>,
    /// Where the text may be parted.
    pub(super) seams: Vec<Seam>,
    /// The labels that the text defines, unless they were given.
    pub(super) labels: Labels,
    /// How many links and images name a label.
    pub(super) uses: usize,
    /// Whether directive fences were looked for.
    pub(super) fenced: bool,
}

/// A part of a text that is read alone, between two seams.
#[derive(Clone, Copy)]
pub(super) struct Part<'t> {
    /// Definitions of the whole text's labels, which are read before it.
    pub(super) definitions: &'t str,
    /// Whether the whole text has directive fences.
    pub(super) fenced: bool,
}

/// A link whose end has not come yet.
struct OpenLink {
    inline: bool,
    autolink: bool,
    content_end: usize,
}

/// Reads the structure of a whole text.
pub(super) fn layout(text: &str, front: Option<Arc<FrontMatter>>, dialect: Dialect) -> Layout {
    let mut layout = Layout::default();
    let mut found = Vec::new();
    let mut body = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if let Some(front) = front {
        found.push(Zone { kind: ZoneKind::FrontMatter, span: front.span });
        layout.blocks.push(Block { kind: BlockKind::FrontMatter, span: front.span, within: None });
        body = front.span.range().end;
        layout.front = Some(front);
    }
    let source = fence::without_prose_fences(&text[body..], false);
    laid_out(Walk::new(text, body, layout, found), &source, "", dialect)
}

/// Reads the structure of a part of a text; `None` where it cannot be read alone.
pub(super) fn layout_of_part(text: &str, part: Part<'_>, dialect: Dialect) -> Option<Layout> {
    let source = fence::without_prose_fences(text, part.fenced);
    let walk = Walk::new(text, 0, Layout::default(), Vec::new());
    (source.fenced == part.fenced).then(|| laid_out(walk, &source, part.definitions, dialect))
}

/// The labels that a part of a text defines.
pub(super) fn labels_of_part(text: &str, part: Part<'_>) -> Labels {
    Labels::of(&fence::without_prose_fences(text, part.fenced).text)
}

fn laid_out(mut walk: Walk<'_>, source: &fence::Source<'_>, definitions: &str, dialect: Dialect) -> Layout {
    let (text, body) = (walk.text, walk.body);
    walk.found.extend(source.code.iter().map(|code| shifted(ZoneKind::Code, code, body)));
    // Only brackets use definitions.
    if definitions.is_empty() || memchr::memchr(b'[', source.text.as_bytes()).is_none() {
        walk.events(&source.text);
    } else {
        walk.skipped = definitions.len();
        walk.events(&[definitions, &source.text].concat());
    }
    let Walk { mut layout, mut found, starts, .. } = walk;
    definition::find(text, body, &mut layout, &mut found);
    let zones = Zones::from_unsorted(found);
    let mut more = Vec::new();
    math::find(text, body, &zones, &mut more);
    line_comments(text, body, dialect, &zones, &mut more);
    outermost(&mut layout.links);
    layout.zones = if more.is_empty() { zones } else { Zones::from_unsorted([zones.0, more].concat()) };
    layout.fenced = source.fenced;
    layout.notes = note::find(text, &layout.zones);
    let fences: Vec<_> = source.open.iter().map(|open| open.start + body..open.end + body).collect();
    let whole = Whole { fences: &fences, zones: &layout.zones, notes: &layout.notes };
    layout.seams = seam::sound(text, body, &starts, &whole);
    layout
}

/// Keeps of spans that stand in one another the outermost, in order.
fn outermost(spans: &mut Vec<Span>) {
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    spans.retain(|span| {
        let is_outer = span.start >= end;
        end = end.max(span.end);
        is_outer
    });
}

fn shifted(kind: ZoneKind, range: &std::ops::Range<usize>, by: usize) -> Zone {
    Zone { kind, span: Span::new(range.start + by, range.end + by) }
}

/// The walk over the parser's events.
struct Walk<'t> {
    text: &'t str,
    body: usize,
    /// How many bytes before the body were read with it and are none of its.
    skipped: usize,
    /// How many elements are open.
    depth: usize,
    /// Where paragraphs and headings begin that stand in no other block, footnotes, and items of outermost lists.
    starts: Vec<Start>,
    layout: Layout,
    found: Vec<Zone>,
    links: Vec<OpenLink>,
    /// Items and footnotes that are open: index of the block.
    open: Vec<u32>,
    /// Where the text of an inline `<code>` begins.
    html_code: Option<usize>,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str, body: usize, layout: Layout, found: Vec<Zone>) -> Self {
        let (links, open) = (Vec::new(), Vec::new());
        Self { text, body, skipped: 0, depth: 0, starts: Vec::new(), layout, found, links, open, html_code: None }
    }

    fn events(&mut self, source: &str) {
        let mut events = Parser::new_ext(source, OPTIONS).into_offset_iter();
        loop {
            // Read in place: an event is large, and moving it costs more than looking at it.
            let next = events.next();
            let Some((event, range)) = &next else { break };
            let Some(start) = range.start.checked_sub(self.skipped) else { continue };
            let range = start + self.body..range.end - self.skipped + self.body;
            match event {
                Event::Text(_) | Event::FootnoteReference(_) | Event::SoftBreak | Event::HardBreak => {
                    self.content(range.end);
                }
                Event::Start(tag) => {
                    self.start(tag, range);
                    self.depth += 1;
                }
                Event::End(end) => {
                    self.depth -= 1;
                    self.end(*end, range);
                }
                Event::Code(_) => {
                    self.content(range.end);
                    self.code_span(range);
                }
                Event::InlineHtml(_) => {
                    self.content(range.end);
                    self.inline_html(range);
                }
                Event::Rule => self.html_code = None,
                _ => {}
            }
        }
        if self.skipped == 0 {
            self.layout.labels.links(&events);
        }
    }

    fn content(&mut self, end: usize) {
        if let Some(link) = self.links.last_mut() {
            link.content_end = end;
        }
    }

    fn block(&mut self, kind: BlockKind, range: std::ops::Range<usize>) -> u32 {
        let trimmed = self.text[range.clone()].trim_end_matches(['\n', '\r']).len();
        let index = u32::try_from(self.layout.blocks.len()).expect("a text of 4 GiB has fewer blocks");
        self.layout.blocks.push(Block {
            kind,
            span: Span::new(range.start, range.start + trimmed),
            within: self.open.last().copied(),
        });
        index
    }

    fn start(&mut self, tag: &Tag<'_>, range: std::ops::Range<usize>) {
        let at = range.start;
        match (self.depth, tag) {
            (0, Tag::Paragraph | Tag::Heading { .. }) => self.starts.push(Start { at, entry: false }),
            (0, Tag::FootnoteDefinition(_)) | (1, Tag::Item) => self.starts.push(Start { at, entry: true }),
            _ => {}
        }
        if !is_inline(tag) {
            self.html_code = None;
        }
        match tag {
            Tag::Paragraph if self.open.is_empty() => {
                self.block(BlockKind::Paragraph, range);
            }
            Tag::Heading { level, .. } => {
                let index = self.block(BlockKind::Heading, range);
                self.layout.headings.push((index as usize, *level as u8));
            }
            Tag::Item => {
                let index = self.block(BlockKind::Item, range);
                self.open.push(index);
            }
            Tag::FootnoteDefinition(label) => {
                self.layout.labels.note(label);
                let index = self.block(BlockKind::Footnote, range);
                self.open.push(index);
            }
            Tag::TableHead | Tag::TableRow => {
                self.block(BlockKind::TableRow, range);
            }
            Tag::CodeBlock(kind) => {
                if !matches!(kind, CodeBlockKind::Fenced(_)) || !range.is_empty() {
                    self.found.push(Zone { kind: ZoneKind::Code, span: range.clone().into() });
                }
                self.block(BlockKind::Code, range);
            }
            Tag::HtmlBlock => {
                html::block(self.text, range.clone(), &mut self.found);
                self.block(BlockKind::Html, range);
            }
            Tag::Link { link_type, .. } | Tag::Image { link_type, .. } => {
                self.layout.uses +=
                    usize::from(matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut));
                self.links.push(OpenLink {
                    inline: *link_type == LinkType::Inline,
                    autolink: *link_type == LinkType::Autolink,
                    content_end: range.start + 1 + usize::from(matches!(tag, Tag::Image { .. })),
                });
            }
            _ => {}
        }
    }

    fn end(&mut self, end: pulldown_cmark::TagEnd, range: std::ops::Range<usize>) {
        use pulldown_cmark::TagEnd;
        match end {
            TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.open.pop();
                self.html_code = None;
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.html_code = None,
            TagEnd::Link | TagEnd::Image => {
                let Some(link) = self.links.pop() else { return };
                self.content(range.end);
                if link.autolink {
                    self.found.push(Zone { kind: ZoneKind::Destination, span: range.into() });
                    return;
                }
                if link.inline
                    && let Some(span) = destination(self.text, link.content_end.min(range.end), range.end)
                {
                    self.found.push(Zone { kind: ZoneKind::Destination, span });
                }
                self.layout.links.push(range.into());
            }
            _ => self.content(range.end),
        }
    }

    /// A code span, unless it is the body of a citation role.
    fn code_span(&mut self, range: std::ops::Range<usize>) {
        let before = &self.text[self.body..range.start];
        if is_citation_role(before) {
            self.layout.roles.push(range.into());
        } else {
            self.found.push(Zone { kind: ZoneKind::Code, span: range.into() });
        }
    }

    fn inline_html(&mut self, range: std::ops::Range<usize>) {
        let tag = &self.text[range.clone()];
        if tag.starts_with("<!--") {
            self.found.push(Zone { kind: ZoneKind::Comment, span: range.into() });
            return;
        }
        let (start, end) = (range.start, range.end);
        self.found.push(Zone { kind: ZoneKind::Html, span: range.into() });
        if html::opens_code(tag) {
            self.html_code = Some(end);
        } else if html::closes_code(tag)
            && let Some(from) = self.html_code.take()
        {
            self.found.push(Zone { kind: ZoneKind::Code, span: Span::new(from, start) });
        }
    }
}

/// Whether a tag is of a stretch of text and not of a block.
fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

/// Whether `before` ends in the name of a role whose body is citation keys: `{cite}`, `{cite:p}`, `{footcite}` …
fn is_citation_role(before: &str) -> bool {
    let Some(inner) = before.strip_suffix('}') else { return false };
    let tail = &inner.as_bytes()[inner.len().saturating_sub(24)..];
    let Some(open) = memchr::memrchr(b'{', tail) else { return false };
    let name = &tail[open + 1..];
    (name.starts_with(b"cite") || name.starts_with(b"footcite") || name == b"doi")
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_' | b'*'))
}

/// The destination of an inline link whose text ends at or before `from` and whose `)` ends at `end`.
fn destination(text: &str, from: usize, end: usize) -> Option<Span> {
    let bytes = &text.as_bytes()[..end];
    let bracket = memchr::memchr_iter(b']', &bytes[from..]).find(|at| bytes.get(from + at + 1) == Some(&b'('))?;
    let open = from + bracket + 2;
    let close = end.checked_sub(1).filter(|&close| close >= open)?;
    let inner = &text[open..close];
    let start = open + (inner.len() - inner.trim_start().len());
    let rest = &text[start..close];
    if let Some(pointed) = rest.strip_prefix('<') {
        let mut escaped = false;
        let stop = pointed.find(|c: char| {
            let hit = c == '>' && !escaped;
            escaped = c == '\\' && !escaped;
            hit
        })?;
        return Some(Span::new(start + 1, start + 1 + stop));
    }
    let stop = rest.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(rest.len());
    Some(Span::new(start, start + stop))
}

/// Comments that only some dialects have: MyST's lines that begin with `%`, Obsidian's `%%…%%`; and, in every
/// dialect, a line `% ibid-ignore …`.
fn line_comments(text: &str, body: usize, dialect: Dialect, zones: &Zones, found: &mut Vec<Zone>) {
    let bytes = text.as_bytes();
    let mut behind = body;
    for at in memchr::memchr_iter(b'%', &bytes[body..]).map(|at| at + body) {
        if at < behind || zones.at(at).is_some() {
            continue;
        }
        let rest = &text[at..];
        let starts_line = at == body || matches!(bytes[at - 1], b'\n' | b'\r');
        let end = if dialect == Dialect::Obsidian && rest.starts_with("%%") {
            match memchr::memmem::find(&bytes[at + 2..], b"%%") {
                Some(close) => at + close + 4,
                None => continue,
            }
        } else if starts_line && (dialect == Dialect::Myst || rest[1..].trim_start().starts_with("ibid-ignore")) {
            memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(text.len(), |end| at + end)
        } else {
            continue;
        };
        found.push(Zone { kind: ZoneKind::Comment, span: Span::new(at, end) });
        behind = end;
    }
}
