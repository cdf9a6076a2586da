//! Where citations may stand.

use crate::syntax::markdown::Layout;
use crate::syntax::{Zone, ZoneKind};
use crate::text::Span;

/// The parts of a text in which citations are read. It is asked for places from front to back.
pub(super) struct Ground<'t> {
    text: &'t str,
    zones: &'t [Zone],
    links: &'t [Span],
    raw: &'t [Span],
    /// How many zones end before the place that was asked for last, and how many raw stretches.
    passed: usize,
    passed_raw: usize,
    /// How far the tags of the HTML around that place were followed, and whether one is open there.
    tags: (usize, bool),
}

/// How far back the brace is looked for that attributes begin with, in bytes.
const ATTRIBUTES: usize = 600;

impl<'t> Ground<'t> {
    /// The text that `layout` is of, without the `raw` stretches.
    pub(super) fn new(text: &'t str, layout: &'t Layout, raw: &'t [Span]) -> Self {
        let (zones, links) = (&layout.zones.0, &layout.links);
        Self { text, zones, links, raw, passed: 0, passed_raw: 0, tags: (0, false) }
    }

    /// A text that has nothing but text.
    pub(super) fn plain(text: &'t str) -> Self {
        Self { text, zones: &[], links: &[], raw: &[], passed: 0, passed_raw: 0, tags: (0, false) }
    }

    /// Whether byte `at` is text, or text in HTML.
    pub(super) fn is_text(&mut self, at: usize) -> bool {
        while self.raw.get(self.passed_raw).is_some_and(|raw| raw.range().end <= at) {
            self.passed_raw += 1;
        }
        if self.raw.get(self.passed_raw).is_some_and(|raw| raw.contains(at)) {
            return false;
        }
        while self.zones.get(self.passed).is_some_and(|zone| zone.span.range().end <= at) {
            self.passed += 1;
        }
        match self.zones.get(self.passed).filter(|zone| zone.span.contains(at)) {
            None => !self.is_in_title(at) && !self.is_in_attribute(at),
            Some(zone) => zone.kind == ZoneKind::Html && !self.is_in_tag(zone.span.range().start, at),
        }
    }

    /// Whether a bracket that opens at `at` is a link's.
    pub(super) fn is_link(&self, at: usize) -> bool {
        super::super::scan::span_at(self.links, at).is_some()
    }

    /// Whether a separator at `at`, which is text or not, parts text.
    pub(super) fn parts(&self, at: usize) -> bool {
        let after = self.zones.partition_point(|zone| zone.span.range().start <= at);
        !self.zones[..after].last().is_some_and(|zone| zone.span.contains(at))
    }

    /// Whether `at` stands in the title of a link or definition, which follows its destination in quotes.
    fn is_in_title(&self, at: usize) -> bool {
        let Some(zone) = self.passed.checked_sub(1).map(|passed| &self.zones[passed]) else { return false };
        let end = zone.span.range().end;
        if zone.kind != ZoneKind::Destination || at - end > 1_000 || self.text[zone.span.range()].starts_with('<') {
            return false;
        }
        let between = &self.text[end..at];
        if has_blank_line(between.as_bytes()) {
            return false;
        }
        let title = between.strip_prefix('>').unwrap_or(between).trim_start();
        title.len() < between.len() && title.starts_with(['"', '\'']) && !title[1..].contains(&title[..1])
    }

    /// Whether `at` stands in the value of an attribute: `[text]{style="…"}`, `{#fig-a fig-alt="…"}`.
    fn is_in_attribute(&self, at: usize) -> bool {
        let before = &self.text[super::super::boundary::floor(self.text, at.saturating_sub(ATTRIBUTES))..at];
        // The last brace must be one that opens.
        let brace = memchr::memrchr2(b'{', b'}', before.as_bytes());
        let Some(open) = brace.filter(|at| before.as_bytes()[*at] == b'{') else { return false };
        let inside = &before[open..];
        inside.contains("=\"") && inside.matches('"').count() % 2 == 1 && !has_blank_line(inside.as_bytes())
    }

    /// Whether a tag of the HTML that begins at `start` is open at `at`.
    fn is_in_tag(&mut self, start: usize, at: usize) -> bool {
        let (mut followed, mut is_open) =
            if self.tags.0 > start && self.tags.0 <= at { self.tags } else { (start, false) };
        let bytes = self.text.as_bytes();
        for mark in memchr::memchr2_iter(b'<', b'>', &bytes[followed..at]).map(|mark| mark + followed) {
            let begins =
                || bytes.get(mark + 1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'));
            is_open = if bytes[mark] == b'>' { false } else { is_open || begins() };
        }
        followed = at;
        self.tags = (followed, is_open);
        is_open
    }
}

/// Whether a line of nothing but blanks begins here.
pub(super) fn is_blank(bytes: &[u8]) -> bool {
    matches!(bytes.iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r')), Some(b'\n'))
}

/// Whether a blank line is in the text.
pub(super) fn has_blank_line(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\n', bytes).any(|end| is_blank(&bytes[end + 1..]))
}
