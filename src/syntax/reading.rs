//! Reading anew what an edit changed.
//!
//! The text is parted at the [`seam`](super::seam)s before and behind the change. What lies between is read alone, and
//! what was found before and behind it is kept. Three things are told by the whole text: which labels are defined,
//! where reference lists are, and what suppressions reach. A change of the first has the whole text read anew, and so
//! has everything that is in doubt; the others are found anew each time.

mod splice;

use std::sync::Arc;

use self::splice::Gap;
use super::markdown::{self, Labels, Part};
use super::scan::{self, Stretch};
use super::seam::{REACH, Seam};
use super::{Dialect, Document, NumberCitation, directive};
use crate::text::{Applied, SourceFile};

/// What reading a part of a document anew needs to know of the whole.
#[derive(Debug)]
pub(super) struct Reading {
    /// Where the text may be parted, ascending.
    seams: Vec<Seam>,
    /// Headings: index of the block, and level from 1.
    pub(super) headings: Vec<(usize, u8)>,
    /// What brackets mean.
    labels: Arc<Known>,
    /// How many links and images name a label, at most.
    uses: usize,
    /// Whether directive fences were looked for.
    fenced: bool,
    /// What may be citations by number, which the reference lists decide.
    pub(super) marks: Vec<NumberCitation>,
    /// The same in two readings whose identifiers and keys only moved.
    pub(super) names: Arc<()>,
}

/// The labels that a text defines.
#[derive(Debug)]
struct Known {
    labels: Labels,
    /// A text that defines them.
    definitions: String,
}

/// A part that is longer than this share of the text is not worth its trouble.
const SHARE: usize = 2;

/// How many seams behind the change the part may end at, tried in this order.
const REACHES: [usize; 3] = [1, 3, 12];

impl Reading {
    /// Of a file that is no manuscript.
    pub(super) fn nothing() -> Self {
        Self::new(Vec::new(), Vec::new(), Labels::default(), 0, false, Vec::new())
    }

    pub(super) fn new(
        seams: Vec<Seam>,
        headings: Vec<(usize, u8)>,
        labels: Labels,
        uses: usize,
        fenced: bool,
        marks: Vec<NumberCitation>,
    ) -> Self {
        let definitions = labels.definitions();
        let seams = if definitions.is_some() { seams } else { Vec::new() };
        let labels = Arc::new(Known { labels, definitions: definitions.unwrap_or_default() });
        Self { seams, headings, labels, uses, fenced, marks, names: Arc::default() }
    }

    /// The labels with those of a part that was read anew; `None` where the part changed which there are.
    fn relabelled(&self, old: &str, new: &str, part: Part<'_>) -> Option<Arc<Known>> {
        let (before, after) = (markdown::labels_of_part(old, part), markdown::labels_of_part(new, part));
        if !before.same(&after) {
            return None;
        }
        let mut known = Arc::clone(&self.labels);
        if before != after {
            let mut labels = known.labels.clone();
            labels.lengthen(&after);
            known = Arc::new(Known { labels, definitions: known.definitions.clone() });
        }
        Some(known)
    }
}

/// Reads `file`, which `applied` made of the document before, as [`parse`](super::parse) does.
pub(super) fn anew(before: &Document, file: Arc<SourceFile>, applied: Applied) -> Document {
    for gap in reaches(before, &file.text, applied) {
        match patched(before, &file, &gap) {
            Ok(document) => return document,
            Err(Failure::Reach) => {}
            Err(Failure::Whole) => break,
        }
    }
    let front = super::read_front_matter(&file.text).map(Arc::new);
    scan::document(file, front, before.dialect)
}

/// Why a part could not be read alone.
enum Failure {
    /// What the change opened is not closed where the part ends.
    Reach,
    /// The change has a say in the whole text.
    Whole,
}

/// The parts of the text that may be read alone, the shortest first.
fn reaches<'a>(before: &'a Document, text: &'a str, applied: Applied) -> impl Iterator<Item = Gap> + 'a {
    let (begin, seams) = (begin(before, text, applied), &before.reading.seams);
    let gaps = REACHES.into_iter().filter_map(move |reach| {
        let (start, from) = begin?;
        let until = until(seams, applied.removed.range().end, reach);
        let end = until.and_then(|until| closed_by(&seams[until..])).map_or(before.text().len(), |end| end as usize);
        Some(Gap::new(start..end, from, until.map(|until| seams[until].at), applied))
    });
    gaps.take_while(|gap| gap.part.len() <= before.text().len() / SHARE)
}

/// Where the part begins, and from where on it replaces what was found: at a firm seam whose line ends before the
/// change, or where the text begins behind its metadata; or, where these are far, at seams which the change does not
/// reach.
fn begin(before: &Document, text: &str, applied: Applied) -> Option<(usize, usize)> {
    let old = before.text();
    let change = applied.removed.range().start;
    let is_line_before = |at: usize| memchr::memchr(b'\n', &old.as_bytes()[at..change]).is_some();
    let body = match &before.front_matter {
        Some(front) => Some(front.span.range().end).filter(|body| *body <= change && is_line_before(*body)),
        // The change may make metadata of what begins as they do, wherever it is.
        None => {
            let begins = |text: &str| ["---", "+++", "\u{feff}"].iter().any(|mark| text.starts_with(mark));
            (!begins(old) && !begins(text)).then_some(0)
        }
    }?;
    let seams = &before.reading.seams;
    let back = |limit: usize| seams[..seams.partition_point(|seam| seam.at as usize <= limit)].iter().rev();
    let firm = back(change).filter(|seam| seam.firm).map(|seam| seam.at as usize).find(|seam| is_line_before(*seam));
    let firm = firm.unwrap_or(body);
    let far = |at: usize| back(at.checked_sub(REACH)?).next().map(|seam| seam.at as usize);
    let from = far(change);
    match (from.and_then(far), from) {
        (Some(start), Some(from)) if start > firm => Some((start, from)),
        _ => Some((firm, firm)),
    }
}

/// The seam that ends what is replaced when the change ends at `change`: the firm one that is `reach` firm ones behind
/// it, or a nearer one that the change does not reach.
fn until(seams: &[Seam], change: usize, reach: usize) -> Option<usize> {
    let behind = seams.partition_point(|seam| seam.at as usize <= change);
    let firm = (behind..seams.len()).filter(|seam| seams[*seam].firm).nth(reach - 1);
    let far = seams.partition_point(|seam| seam.at as usize <= change + REACH * reach);
    firm.into_iter().chain((far < seams.len()).then_some(far)).min()
}

/// Where the part ends whose last seam is the first of `seams`: where the next firm one is, or one that nothing before
/// the first reaches; `None` where that is the text's end.
fn closed_by(seams: &[Seam]) -> Option<u32> {
    let (last, behind) = seams.split_first()?;
    let is_far = |seam: &&Seam| seam.firm || (seam.at - last.at) as usize > REACH;
    behind.iter().find(is_far).map(|seam| seam.at)
}

/// The document with the part of `gap` read anew.
fn patched(before: &Document, file: &Arc<SourceFile>, gap: &Gap) -> Result<Document, Failure> {
    let (old, new) = (&before.text()[gap.part.clone()], &file.text[gap.new_part()]);
    // A comment of this dialect reaches to the next such mark, wherever that is.
    let is_open = |text: &str| memchr::memmem::find(text.as_bytes(), b"%%").is_some();
    if before.dialect == Dialect::Obsidian && (is_open(old) || is_open(new)) {
        return Err(Failure::Whole);
    }
    let reading = &before.reading;
    let part = Part { definitions: &reading.labels.definitions, fenced: reading.fenced };
    let layout = markdown::layout_of_part(new, part, before.dialect).ok_or(Failure::Whole)?;
    if !gap.is_closed_by(&layout.seams) {
        return Err(Failure::Reach);
    }
    let labels = reading.relabelled(old, new, part).ok_or(Failure::Whole)?;
    let uses = reading.uses + layout.uses;
    if !labels.labels.spare(uses, file.text.len()) {
        return Err(Failure::Whole);
    }
    let is_word_in = |text: &str| memchr::memmem::find(text.as_bytes(), directive::WORD.as_bytes()).is_some();
    let suppresses = !before.directives.is_empty() || is_word_in(new);
    let Stretch { layout, identifiers, citations, marks, footnotes, malformed, placeholders } =
        scan::stretch(new, layout, before.dialect);
    let spliced = gap.blocks(&before.blocks, &reading.headings, layout.blocks, layout.headings);
    let mut document = Document {
        file: Arc::clone(file),
        dialect: before.dialect,
        zones: super::Zones(gap.splice(&before.zones.0, layout.zones.0)),
        blocks: spliced.0,
        links: gap.splice(&before.links, layout.links),
        identifiers: gap.splice(&before.identifiers, identifiers),
        citations: gap.splice(&before.citations, citations),
        numbers: Vec::new(),
        footnotes: gap.splice(&before.footnotes, footnotes),
        malformed: gap.splice(&before.malformed, malformed),
        placeholders: gap.splice(&before.placeholders, placeholders),
        lists: Vec::new(),
        directives: Vec::new(),
        front_matter: before.front_matter.clone(),
        reading: Reading {
            seams: gap.splice(&reading.seams, layout.seams),
            headings: spliced.1,
            labels,
            uses,
            fenced: reading.fenced,
            marks: gap.splice(&reading.marks, marks),
            names: Arc::default(),
        },
    };
    scan::find_lists(&mut document);
    if names_alike(before, &document, gap) {
        document.reading.names = Arc::clone(&reading.names);
    }
    if suppresses {
        document.directives = directive::find(&document);
    }
    Ok(document)
}

/// Whether what was found in the gap names the same identifiers and keys as what was there before.
fn names_alike(before: &Document, after: &Document, gap: &Gap) -> bool {
    let (old, new) = (before.text(), after.text());
    // What a key is there for may depend on the whole text.
    let mut purposes = before.citations.iter().zip(&after.citations);
    gap.alike(&before.identifiers, &after.identifiers, |one, other| one.id == other.id)
        && gap.alike(&before.citations, &after.citations, |one, other| one.key(old) == other.key(new))
        && purposes.all(|(one, other)| (one.purpose, one.place) == (other.purpose, other.place))
}
