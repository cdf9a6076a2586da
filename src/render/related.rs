//! The works that stand near a work: similar ones, those that cite it, those that it cites.

use std::collections::HashSet;

use super::citation_line::citation_line;
use super::hint::mark;
use super::sheet::{Block, Span};
use super::whole::{Whole, title};
use super::{markdown, people, plain};
use crate::record::{Identifier, Knowledge, Listed, Listing, Missing, Record, Records, Related};

/// The lists as plain text, each work with a line to cite it by and its identifiers in canonical form; what was not looked
/// up as its list has it.
#[must_use]
pub fn related_page(related: &Related, records: &Records, width: Option<usize>) -> String {
    plain::write(&blocks(related, records), width)
}

/// The same as Markdown.
#[must_use]
pub fn related_markdown(related: &Related, records: &Records) -> String {
    markdown::write(&blocks(related, records))
}

fn blocks(related: &Related, records: &Records) -> Vec<Block> {
    let mut blocks = Vec::new();
    list("Similar articles", std::slice::from_ref(&related.similar), records, &mut blocks);
    list("Cited by", std::slice::from_ref(&related.cited_by), records, &mut blocks);
    list("References", &related.references, records, &mut blocks);
    blocks
}

/// One list, which several services may give: what a later one has too is not shown again.
fn list(name: &str, listings: &[Result<Listing, Missing>], records: &Records, blocks: &mut Vec<Block>) {
    let there: Vec<&Listing> = listings.iter().filter_map(|listing| listing.as_ref().ok()).collect();
    let counts: Vec<String> =
        there.iter().map(|listing| format!("{}: {}", listing.source, listing.works.len())).collect();
    let counts = if counts.is_empty() { String::new() } else { format!(" ({})", counts.join(", ")) };
    blocks.push(Block::Paragraph(vec![Span::strong(name), Span::text(counts)]));
    let mut shown: HashSet<Identifier> = HashSet::new();
    for listing in &there {
        let mut own: HashSet<Identifier> = HashSet::new();
        for work in listing.works.iter().take(Related::MOST) {
            let ids = ids(work, records);
            if ids.is_empty() || !ids.iter().any(|id| shown.contains(id)) {
                blocks.push(Block::Item(item(work, &ids, records)));
            }
            own.extend(ids);
        }
        // What is listed and not looked up is known by its identifier alone.
        own.extend(listing.works.iter().filter_map(|work| work.id.clone()));
        shown.extend(own);
        if let Some(more) = listing.works.len().checked_sub(Related::MOST).filter(|more| *more > 0) {
            blocks.push(Block::Paragraph(vec![Span::text(format!("and {more} more at {}", listing.source))]));
        }
    }
    for reason in listings.iter().filter_map(|listing| listing.as_ref().err()) {
        // Where one service has a list, nobody misses that of one that cannot have it.
        if matches!(reason, Missing::Unlisted(_)) && !there.is_empty() {
            continue;
        }
        blocks.push(Block::Paragraph(vec![Span::text(format!("Not available: {reason}."))]));
    }
}

/// All identifiers of a listed work, its own first.
pub(super) fn ids(work: &Listed, records: &Records) -> Vec<Identifier> {
    let Some(id) = &work.id else { return Vec::new() };
    match records.get(id).known().and_then(Whole::of) {
        Some(whole) => whole.ids(id),
        None => vec![id.clone()],
    }
}

/// "⚠ retracted 2010. Ghannam Y, et al. A title. Cancers. 2022;14:5929. doi:… · pmid:…"
pub(super) fn item(work: &Listed, ids: &[Identifier], records: &Records) -> Vec<Span> {
    let mut spans = Vec::new();
    let knowledge = work.id.as_ref().map(|id| records.get(id));
    if let Some(mark) = knowledge.and_then(Knowledge::known).and_then(mark) {
        spans.extend([Span::strong(mark), Span::text(". ")]);
    }
    let line = line(work, records).or_else(|| work.written.clone());
    spans.push(Span::text(line.unwrap_or_else(|| match knowledge {
        Some(Knowledge::Unchecked(reason)) => format!("(not looked up: {reason})"),
        _ => "(no record)".into(),
    })));
    for (at, id) in ids.iter().enumerate() {
        spans.extend([Span::text(if at == 0 { " " } else { " · " }), Span::Id(id.clone())]);
    }
    spans
}

/// Authors, title, and where it appeared, where a record of a listed work is known.
pub(super) fn line(work: &Listed, records: &Records) -> Option<String> {
    let whole = Whole::of(records.get(work.id.as_ref()?).known()?)?;
    Some(reference(&whole.record)).filter(|line| !line.is_empty())
}

fn reference(record: &Record) -> String {
    let authors = if record.authors.is_empty() { &record.editors } else { &record.authors };
    let sentence = |text: String| if text.ends_with(['.', '?', '!']) { text } else { format!("{text}.") };
    let parts = [people::cited(authors), title(record).unwrap_or_default()];
    let parts = parts.into_iter().filter(|part| !part.is_empty()).map(sentence);
    let line = parts.chain(Some(citation_line(record))).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    line.trim().to_owned()
}
