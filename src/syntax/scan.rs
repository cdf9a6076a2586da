//! One pass over the source.

use std::sync::Arc;

use memchr::memmem;

use super::identifier::doi::{DoiLexer, Outcome, short_link};
use super::identifier::{self, Anchors, Candidate, Found, Haul, Setting};
use super::markdown::{self, Layout};
use super::reading::Reading;
use super::{
    Block, BlockKind, Citation, Dialect, Document, FootnoteMark, Form, FrontMatter, Malformed, NumberCitation,
    Occurrence, Place, Placeholder, Zone, ZoneKind, block, citation, directive, footnote, labelled, number,
    placeholder, reference_list,
};
use crate::record::{Identifier, IdentifierKind};
use crate::text::{SourceFile, Span, both};

/// What is found between two seams, or in a whole text. Nothing in it looks across a blank line.
pub(super) struct Stretch {
    /// Its structure.
    pub(super) layout: Layout,
    /// Identifiers; those in reference lists are still in prose.
    pub(super) identifiers: Vec<Occurrence>,
    /// Citations by key; those in reference lists are still in prose.
    pub(super) citations: Vec<Citation>,
    /// What may be citations by number.
    pub(super) marks: Vec<NumberCitation>,
    /// Where footnotes are named and written.
    pub(super) footnotes: Vec<FootnoteMark>,
    /// What is labelled as an identifier and is none.
    pub(super) malformed: Vec<Malformed>,
    /// Marks to be filled in.
    pub(super) placeholders: Vec<Placeholder>,
}

/// Reads a manuscript.
pub(super) fn document(file: Arc<SourceFile>, front: Option<Arc<FrontMatter>>, dialect: Dialect) -> Document {
    let text = &*file.text;
    let layout = || markdown::layout(text, front, dialect);
    let (layout, anchors) = both(text, layout, || identifier::anchors(text.as_bytes()));
    let Stretch { layout, identifiers, citations, marks, footnotes, malformed, placeholders } =
        read(text, layout, &anchors, dialect);
    let Layout { zones, blocks, links, front, headings, seams, labels, uses, fenced, .. } = layout;
    let mut document = Document {
        file,
        dialect,
        zones,
        blocks,
        links,
        identifiers,
        citations,
        numbers: Vec::new(),
        footnotes,
        malformed,
        placeholders,
        lists: Vec::new(),
        directives: Vec::new(),
        front_matter: front,
        reading: Reading::new(seams, headings, labels, uses, fenced, marks),
    };
    find_lists(&mut document);
    document.directives = directive::find(&document);
    document
}

/// Finds the reference lists, which depend on the whole text, and places what stands in them.
pub(super) fn find_lists(document: &mut Document) {
    document.lists = reference_list::find(&document.file.text, &document.blocks, &document.reading.headings);
    let lists = &document.lists;
    let around = |at: usize| {
        let around = lists.partition_point(|list| list.span.range().start <= at).checked_sub(1);
        around.filter(|index| lists[*index].span.contains(at))
    };
    let is_open = |place: Place| matches!(place, Place::Prose | Place::Reference);
    for found in document.identifiers.iter_mut().filter(|found| is_open(found.place)) {
        let around = around(found.span.range().start);
        found.list = around.and_then(|index| u32::try_from(index).ok());
        found.place = if around.is_some() { Place::Reference } else { Place::Prose };
    }
    for found in document.citations.iter_mut().filter(|found| is_open(found.place)) {
        found.place = if around(found.span.range().start).is_some() { Place::Reference } else { Place::Prose };
    }
    citation::settle_examples(&document.file.text, &mut document.citations);
    document.numbers = number::settle(&document.reading.marks, &document.lists, &document.citations);
}

/// Finds what is in a stretch of text by its structure.
pub(super) fn stretch(text: &str, layout: Layout, dialect: Dialect) -> Stretch {
    read(text, layout, &identifier::anchors(text.as_bytes()), dialect)
}

fn read(text: &str, layout: Layout, anchors: &Anchors, dialect: Dialect) -> Stretch {
    let dois = || {
        let mut scan = Scan::new(text, &layout);
        scan.dois();
        scan
    };
    let (mut scan, haul) = both(text, dois, || others(text, &layout, anchors));
    let known = || {
        labelled::find(text, &layout, &scan.identifiers, &mut scan.placeholders, &mut scan.malformed);
        scan.add(haul);
        let citations = scan.citations(dialect);
        (scan, citations)
    };
    let marked = || {
        let mut placeholders = Vec::new();
        placeholder::find(text, &layout, &mut placeholders);
        (placeholders, number::find(text, &layout), footnote::find(text, &layout))
    };
    let ((scan, citations), (marked, marks, footnotes)) = both(text, known, marked);
    let Scan { identifiers, mut placeholders, malformed, .. } = scan;
    placeholders.extend(marked);
    placeholders.sort_by_key(|placeholder| placeholder.span);
    placeholders.dedup_by(|later, earlier| later.span.meets(earlier.span));
    placeholder::without_quoted(text, &layout, &mut placeholders);
    Stretch { layout, identifiers, citations, marks, footnotes, malformed, placeholders }
}

/// The search for identifiers.
struct Scan<'t> {
    text: &'t str,
    layout: &'t Layout,
    has_footnotes: bool,
    identifiers: Vec<Occurrence>,
    placeholders: Vec<Placeholder>,
    malformed: Vec<Malformed>,
}

/// What is known of a place before it is read.
struct Spot {
    candidate: Candidate,
    /// The place, where the zone decides it.
    place: Option<Place>,
}

/// Finds what is no DOI: PMIDs, arXiv identifiers, keys with prefixes …
fn others(text: &str, layout: &Layout, anchors: &Anchors) -> Haul {
    let scan = Scan::new(text, layout);
    let mut haul = Haul::default();
    for (lexer, anchor) in identifier::at(anchors) {
        let at = anchor.range().start;
        let Ok(Spot { mut candidate, .. }) = scan.spot(layout.zones.at(at), at, 0) else { continue };
        if candidate.setting == Setting::Text {
            candidate.limit = scan.unread_from(at).min(candidate.limit);
        }
        if anchor.range().end <= candidate.limit {
            (lexer.read)(text, at, candidate, &mut haul);
        }
    }
    identifier::linked_text(text, &mut haul);
    haul.settle();
    haul
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, layout: &'t Layout) -> Self {
        let is_footnote = |block: &Block| block.kind == BlockKind::Footnote;
        let has_footnotes = !layout.notes.is_empty() || layout.blocks.iter().any(is_footnote);
        let (identifiers, placeholders, malformed) = Default::default();
        Self { text, layout, has_footnotes, identifiers, placeholders, malformed }
    }

    /// Finds every DOI outside code, mathematics and comments.
    fn dois(&mut self) {
        let mut lexer = DoiLexer::default();
        let mut resume = 0;
        // Candidates come in order, so the zone of each is found by walking on.
        let mut zones = self.layout.zones.0.iter().peekable();
        for at in memmem::find_iter(self.text.as_bytes(), b"10") {
            if at < resume {
                continue;
            }
            if !matches!(self.text.as_bytes().get(at + 2), Some(b'.' | b'/' | b'%' | b'\\' | b'&' | b' ')) {
                continue;
            }
            while zones.next_if(|zone| zone.span.range().end <= at).is_some() {}
            let zone = zones.peek().copied().filter(|zone| zone.span.range().start <= at);
            let spot = match self.spot(zone, at, resume) {
                Ok(spot) => spot,
                Err(behind) => {
                    resume = behind;
                    continue;
                }
            };
            match lexer.read(self.text, at, spot.candidate) {
                Outcome::Doi(found) => {
                    resume = found.span.range().end;
                    let occurrence = self.placed(found, spot.place);
                    self.identifiers.push(occurrence);
                }
                Outcome::Placeholder(span) => {
                    resume = span.range().end;
                    self.placeholders.push(Placeholder { span });
                }
                Outcome::Cut(span) => {
                    resume = span.range().end;
                    self.malformed.push(Malformed { kind: IdentifierKind::Doi, span, why: self.cut(span) });
                }
                Outcome::Nothing(behind) => resume = behind,
            }
        }
        self.short_links();
        self.mend_cut_text();
    }

    /// Finds `https://doi.org/ckcj`, which doi.org resolves as `https://doi.org/10/ckcj`.
    fn short_links(&mut self) {
        let known = self.identifiers.len();
        for host in memmem::find_iter(self.text.as_bytes(), b"doi.org/") {
            let Some(link) = short_link::read(self.text, host) else { continue };
            let at = link.code.range().start;
            // A longer DOI may hold what looks like such a link.
            let before = self.identifiers[..known].partition_point(|found| found.span.range().start <= at);
            if self.identifiers[..before].last().is_some_and(|found| found.span.range().end > at) {
                continue;
            }
            let Ok(Spot { candidate, place }) = self.spot(self.layout.zones.at(at), at, 0) else { continue };
            if candidate.floor > link.start || candidate.limit < link.code.range().end {
                continue;
            }
            let token = match candidate.setting {
                Setting::Destination => Span::new(candidate.floor, candidate.limit),
                _ => Span::new(link.start, link.code.range().end),
            };
            if token.range().start != link.start {
                continue;
            }
            let meant = format!("10/{}", link.code.of(self.text));
            let id = Identifier::from_doi(&meant);
            let found = Found { id, meant, span: link.code, token, form: link.form, faults: Vec::new() };
            let occurrence = self.placed(found, place);
            self.identifiers.push(occurrence);
        }
        if self.identifiers.len() > known {
            self.identifiers.sort_by_key(|found| found.span);
        }
    }

    /// Adds what is no DOI.
    fn add(&mut self, mut haul: Haul) {
        let dois = std::mem::take(&mut self.identifiers);
        let mut found: Vec<Occurrence> = Vec::with_capacity(dois.len() + haul.found.len());
        for one in haul.found {
            let after = dois.partition_point(|doi| doi.span.start < one.span.end);
            let near = dois[after.saturating_sub(1)..].iter().take(2);
            let within = |doi: &Occurrence| match one.form {
                Form::Bare => doi.token.meets(one.span),
                _ => doi.span.meets(one.span) || one.id.kind() == IdentifierKind::Url && doi.token.meets(one.token),
            };
            if near.into_iter().any(within) {
                continue;
            }
            let at = one.span.range().start;
            if let Ok(Spot { place, .. }) = self.spot(self.layout.zones.at(at), at, 0) {
                found.push(self.placed(one, place));
            }
        }
        if !found.is_empty() {
            found.extend(dois);
            found.sort_by_key(|found| found.span);
            self.identifiers = found;
        } else {
            self.identifiers = dois;
        }
        self.malformed.append(&mut haul.malformed);
        self.malformed.sort_by_key(|found| found.span);
        self.malformed.dedup_by(|later, earlier| later.span.meets(earlier.span));
        self.placeholders.append(&mut haul.placeholders);
    }

    /// Finds citations by key.
    fn citations(&self, dialect: Dialect) -> Vec<Citation> {
        let mut citations = citation::find(self.text, self.layout, dialect, &self.identifiers);
        for found in citations.iter_mut().filter(|found| found.place == Place::Prose) {
            if self.is_in_footnote(found.span.range().start) {
                found.place = Place::Footnote;
            }
        }
        citations
    }

    /// Where behind `at` code, mathematics, a comment or metadata begins.
    fn unread_from(&self, at: usize) -> usize {
        let zones = &self.layout.zones.0;
        let next = zones.partition_point(|zone| zone.span.range().start <= at);
        let read = |zone: &&Zone| matches!(zone.kind, ZoneKind::Destination | ZoneKind::Html);
        let until = zones[next..].iter().take(40).find(|zone| !read(zone));
        until.map_or(self.text.len(), |zone| zone.span.range().start)
    }

    /// What may be read at `at`; `Err` with the next byte to look at where nothing may.
    fn spot(&self, zone: Option<&Zone>, at: usize, resume: usize) -> Result<Spot, usize> {
        let text = self.text;
        let open = |place, setting, floor, limit| {
            Ok(Spot { candidate: Candidate { floor, limit, setting, alone: false }, place })
        };
        let Some(zone) = zone else {
            if let Some(role) = span_at(&self.layout.roles, at) {
                return open(Some(Place::Citation), Setting::Text, role.range().start.max(resume), role.range().end);
            }
            return open(None, Setting::Text, resume, text.len());
        };
        let range = zone.span.range();
        match zone.kind {
            ZoneKind::Code | ZoneKind::Math | ZoneKind::Comment => Err(range.end),
            ZoneKind::Destination if text[range.clone()].starts_with('<') => {
                open(None, Setting::Destination, range.start + 1, range.end - 1)
            }
            ZoneKind::Destination => open(Some(Place::Link), Setting::Destination, range.start, range.end),
            ZoneKind::FrontMatter => match in_yaml_comment(&text[range.start..at]) {
                true => Err(line_end(text, at)),
                false => open(Some(Place::FrontMatter), Setting::Metadata, resume, range.end),
            },
            ZoneKind::Html => match attribute(text, &range, at) {
                Some(value) => open(Some(Place::Link), Setting::Destination, value.start, value.end),
                None => open(None, Setting::Text, resume, text.len()),
            },
        }
    }

    /// Why what `span` has is no whole DOI.
    fn cut(&self, span: Span) -> String {
        let behind = &self.text[span.range().end..];
        let word = behind.trim_start_matches(['.', ' ', '\t', '\u{a0}', '\r', '\n']);
        let goes_on = word.len() < behind.len() && word.starts_with(|ch: char| ch.is_ascii_alphanumeric());
        if goes_on || span.of(self.text).contains([' ', '\u{a0}']) {
            return "contains blanks, so that its end is not clear".to_owned();
        }
        format!("breaks off behind “{}”", span.of(self.text))
    }

    fn placed(&self, found: Found, place: Option<Place>) -> Occurrence {
        let Found { id, meant, span, token, form, faults } = found;
        let (version, meant) = (id.written_version(&meant), id.spelt(&meant));
        let place = match place {
            Some(place) => place,
            None if form == Form::Key => Place::Citation,
            // In raw HTML, where pandoc reads Markdown and others do not.
            None if self.text[..token.range().start].ends_with("](") => Place::Link,
            None if self.is_in_footnote(span.range().start) => Place::Footnote,
            None => Place::Prose,
        };
        let form = if place == Place::Citation { Form::Key } else { form };
        Occurrence { id, meant, version, span, token, form, place, list: None, faults }
    }

    /// Whether text at `at` stands in a footnote.
    fn is_in_footnote(&self, at: usize) -> bool {
        if !self.has_footnotes {
            return false;
        }
        let blocks = &self.layout.blocks;
        let mut block = block::innermost(blocks, at);
        while let Some(index) = block {
            if blocks[index].kind == BlockKind::Footnote {
                return true;
            }
            block = blocks[index].within.map(|outer| outer as usize);
        }
        span_at(&self.layout.notes, at).is_some()
    }

    /// A DOI that a link cuts in two, `[10.1080/1](https://doi.org/10.1080/1.22).22`, is meant whole: its text
    /// names what its destination does.
    fn mend_cut_text(&mut self) {
        for index in 1..self.identifiers.len() {
            let [shown, target] = &self.identifiers[index - 1..=index] else { continue };
            let between = target.token.start.checked_sub(shown.span.end);
            if target.place != Place::Link || shown.place == Place::Link || between != Some(2) {
                continue;
            }
            let rest = target.meant.get(shown.meant.len()..).filter(|rest| !rest.is_empty());
            let Some(rest) = rest.filter(|_| target.meant.starts_with(&*shown.meant)) else { continue };
            let behind = self.text[target.token.range().end..].strip_prefix(')');
            if behind.is_some_and(|behind| behind.starts_with(rest)) {
                let (id, meant) = (target.id.clone(), target.meant.clone());
                let shown = &mut self.identifiers[index - 1];
                (shown.id, shown.meant) = (id, meant);
            }
        }
    }
}

/// The one of `spans`, sorted and not overlapping, that holds byte `at`.
pub(super) fn span_at(spans: &[Span], at: usize) -> Option<Span> {
    let after = spans.partition_point(|span| span.range().start <= at);
    spans[..after].last().copied().filter(|span| span.contains(at))
}

/// The end of the line that holds `at`.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end)
}

/// Whether metadata that ends in `before` is inside a comment there.
pub(super) fn in_yaml_comment(before: &str) -> bool {
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    line.starts_with('#') || line.contains(" #") || line.contains("\t#")
}

/// The value of the attribute that holds `at`, if `at` is inside a tag of the HTML in `zone`.
fn attribute(text: &str, zone: &std::ops::Range<usize>, at: usize) -> Option<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let open = memchr::memrchr2(b'<', b'>', &bytes[zone.start..at])? + zone.start;
    if bytes[open] == b'>' {
        return None;
    }
    let start =
        bytes[open..at].iter().rposition(|b| matches!(b, b'"' | b'\'' | b'=' | b' ' | b'\n')).map(|s| open + s)?;
    let quote = bytes[start];
    let from = start + 1;
    let ends = |b: &u8| match quote {
        b'"' | b'\'' => *b == quote,
        _ => b.is_ascii_whitespace() || *b == b'>',
    };
    let end = bytes[at..zone.end].iter().position(ends).map_or(zone.end, |end| at + end);
    Some(from..end)
}
