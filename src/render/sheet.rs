//! What is known of an identifier, in the order of PubMed's page, before it becomes Markdown or plain text.

use super::citation_line::citation_line;
use super::{people, status, words};
use crate::record::{Day, Identifier, Knowledge, Known, Record, RelationKind, View};

/// A paragraph or the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Vec<Span>),
    /// An item of a list.
    Item(Vec<Span>),
    /// What follows is the abstract, or the identifiers and sources.
    Section(&'static str),
}

/// A piece of a paragraph; the texts are untrusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Text(String),
    Strong(String),
    Link(Identifier),
}

impl Span {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn strong(text: impl Into<String>) -> Self {
        Self::Strong(text.into())
    }
}

/// How much is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    /// The most authors.
    pub(super) authors: usize,
    pub(super) abstract_text: bool,
    /// Today, where there is a clock: ages are said then.
    pub(super) today: Option<Day>,
}

/// Related works shown at most.
const MOST_RELATED: usize = 8;

pub(super) fn sheet(id: &Identifier, knowledge: &Knowledge, extent: Extent) -> Vec<Block> {
    match knowledge {
        Knowledge::Known(known) => known_sheet(id, known, extent),
        other => {
            let mut blocks = vec![Block::Paragraph(status::not_known(id, other, extent.today))];
            blocks.push(Block::Paragraph(identifier(id)));
            blocks
        }
    }
}

fn known_sheet(id: &Identifier, known: &Known, extent: Extent) -> Vec<Block> {
    let mut blocks: Vec<Block> = status::grave(known).into_iter().map(Block::Paragraph).collect();
    match known.view() {
        Some(view) => work(&view.record, known, extent, &mut blocks),
        None => blocks.push(Block::Paragraph(status::no_record(known))),
    }
    blocks.push(Block::Section(""));
    let mut line = identifier(id);
    if let Some(agency) = known.agency.as_ref().filter(|_| known.view().is_some()) {
        line.push(Span::text(format!(" · registered with {agency}")));
    }
    blocks.push(Block::Paragraph(line));
    if let Some(long) = &known.alias_of {
        blocks.push(Block::Paragraph(vec![Span::text("Stands for: "), Span::Link(long.clone())]));
    }
    let others = known.record().map(|record| record.same_as.as_slice()).unwrap_or_default();
    for other in others.iter().filter(|other| *other != id).take(MOST_RELATED) {
        blocks.push(Block::Paragraph(vec![Span::text("Also: "), Span::Link(other.clone())]));
    }
    blocks.extend(known.views.iter().map(|view| Block::Paragraph(vec![Span::text(evidence(view, extent.today))])));
    blocks
}

fn identifier(id: &Identifier) -> Vec<Span> {
    vec![Span::text(format!("{}: ", words::label(id))), Span::Link(id.clone())]
}

fn work(record: &Record, known: &Known, extent: Extent, blocks: &mut Vec<Block>) {
    blocks.push(Block::Paragraph(vec![Span::strong(title(record))]));
    for other in record.other_titles.iter().take(2) {
        blocks.push(Block::Paragraph(vec![Span::text(format!("[{other}]"))]));
    }
    if !record.authors.is_empty() {
        blocks.push(Block::Paragraph(vec![Span::text(people::list(&record.authors, extent.authors))]));
    } else if !record.editors.is_empty() {
        let editors = people::list(&record.editors, extent.authors);
        blocks.push(Block::Paragraph(vec![Span::text(format!("Edited by {editors}"))]));
    }
    for line in [citation_line(record), words::work_type(&record.work_type)] {
        if !line.is_empty() {
            blocks.push(Block::Paragraph(vec![Span::text(line)]));
        }
    }
    for about in record.notice_about.iter().take(MOST_RELATED) {
        let words = format!("{} ", words::notice(about.kind));
        blocks.push(Block::Paragraph(vec![Span::text(words), Span::Link(about.work.clone())]));
    }
    blocks.extend(status::mild(known).into_iter().map(Block::Paragraph));
    for relation in record.relations.iter().take(MOST_RELATED) {
        let words = match relation.kind {
            RelationKind::PreprintOf => "Published as ",
            RelationKind::HasPreprint => "Preprint: ",
            RelationKind::VersionOf => "A version of ",
            RelationKind::HasVersion => "Other version: ",
            RelationKind::ReplacedBy => "Replaced by ",
            RelationKind::Translation => "Translation: ",
            RelationKind::ReprintOf => "A reprint of ",
            RelationKind::HasReprint => "Reprinted as ",
        };
        blocks.push(Block::Paragraph(vec![Span::text(words), Span::Link(relation.target.clone())]));
    }
    if let Some(text) = record.abstract_text.as_ref().filter(|_| extent.abstract_text) {
        blocks.push(Block::Section("Abstract"));
        blocks.extend(text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()).map(abstract_block));
    }
}

fn title(record: &Record) -> String {
    match (&record.title, &record.subtitle) {
        (Some(title), Some(subtitle)) if !title.contains(subtitle.as_str()) => {
            let joint = if title.ends_with(['?', '!', '.', ':']) { "" } else { ":" };
            format!("{title}{joint} {subtitle}")
        }
        (Some(title), _) | (None, Some(title)) => title.clone(),
        (None, None) => "(no title in the record)".into(),
    }
}

/// A paragraph of an abstract: `**Head:** text`, `- item`.
fn abstract_block(paragraph: &str) -> Block {
    let (item, rest) = paragraph.strip_prefix("- ").map_or((false, paragraph), |rest| (true, rest));
    let head = rest.strip_prefix("**").and_then(|rest| rest.split_once("**"));
    let spans = match head {
        Some((head, rest)) if !head.is_empty() => vec![Span::strong(head), Span::text(rest)],
        _ => vec![Span::text(rest)],
    };
    if item { Block::Item(spans) } else { Block::Paragraph(spans) }
}

/// Where the facts came from and how old they are.
fn evidence(view: &View, today: Option<Day>) -> String {
    let fetched = words::age(view.fetched, today);
    let record = if view.transcribed {
        format!("Record transcribed by hand, not fetched: {fetched}")
    } else {
        format!("{}: record of {fetched}", view.source)
    };
    if view.notices_fetched == view.fetched {
        record
    } else {
        format!("{record}; notices of {}", words::age(view.notices_fetched, today))
    }
}
