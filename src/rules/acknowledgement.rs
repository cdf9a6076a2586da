//! Whether the text itself tells what a notice says, so that telling the author would be an accusation.
//!
//! A work is acknowledged where its reference says so, where a sentence that cites it and nothing else says so,
//! or where the manuscript cites the notice as well.

mod firmness;
mod numbers;
mod reference;
mod wording;

pub(super) use numbers::Marks;
pub(super) use wording::Topic;

use self::reference::in_entry;
use super::cited::way_to;
use super::told::{self, Told};
use super::{CitedWork, Context};
use crate::record::{Identifier, Record};
use crate::syntax::{BlockKind, Occurrence, Place, ZoneKind};
use crate::text::Span;

/// Whether the text says it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    /// Nowhere.
    No,
    /// As a topic, a wish or a question: "should it be retracted?".
    Vaguely,
    /// In a sentence or a reference that names other works too: which one is meant is a guess.
    Perhaps,
    /// Yes.
    Yes,
}

/// Whether the manuscript says about `work` what `told` does.
pub(super) fn said<'a>(context: &Context<'a>, work: &CitedWork<'a>, told: &Told<'_>, topic: Topic) -> Said {
    if cites_notice(context, work, told) {
        return Said::Yes;
    }
    let at = |place: &&Occurrence| said_at(context, work, place, topic).max(said_by_entry(context, work, place, topic));
    work.occurrences.iter().map(at).max().unwrap_or(Said::No)
}

/// What the entry says of its own work: title and note are printed in the reference list.
fn said_by_entry<'a>(context: &Context<'a>, work: &CitedWork<'a>, place: &Occurrence, topic: Topic) -> Said {
    const PRINTED: [&str; 8] =
        ["title", "subtitle", "titleaddon", "note", "addendum", "howpublished", "pubstate", "ti"];
    let Some((file, entry)) = context.entry_of(place) else { return Said::No };
    let text = file.text();
    let is_printed = |name: &str| PRINTED.iter().any(|printed| printed.eq_ignore_ascii_case(name));
    let fields = entry.fields.iter().filter(|field| is_printed(field.name.of(text)));
    let printed: Vec<&str> = fields.map(|field| field.value.of(text)).collect();
    let titles = work.views().filter_map(|view| view.record.title.as_deref());
    if wording::in_reference(&printed.join(" "), titles, topic) { Said::Yes } else { Said::No }
}

fn cites_notice<'a>(context: &Context<'a>, work: &CitedWork<'a>, told: &Told<'_>) -> bool {
    // Some journals file a notice under the work's own DOI.
    let itself = |id: &Identifier| id == work.id || is_of(context, work, id);
    told.ids().into_iter().any(|notice| !itself(notice) && context.works().cites(notice))
}

fn said_at<'a>(context: &Context<'a>, work: &CitedWork<'a>, place: &Occurrence, topic: Topic) -> Said {
    let definition = match place.place {
        Place::Bibliography => return Said::No,
        Place::FrontMatter => return in_metadata(context, work, place, topic),
        Place::Reference => {
            let whole = entry(context, place);
            let itself = reference::said(context, work, place, whole, topic);
            return itself.max(said_by_number(context, work, place, whole, topic));
        }
        _ => definition(context, place),
    };
    let Some(definition) = definition else {
        let sentence = in_sentence(context, work, context.document.sentence(place.span), 0, topic);
        return sentence.max(in_own_item(context, work, place, topic));
    };
    let sentences = citing_sentences(context, definition).into_iter();
    let said = sentences.map(|sentence| in_sentence(context, work, sentence, 1, topic)).max();
    said.unwrap_or(Said::No).max(in_entry(context, work, definition, topic))
}

/// What the sentence says in a text of the metadata, such as the abstract.
fn in_metadata<'a>(context: &Context<'a>, work: &CitedWork<'a>, place: &Occurrence, topic: Topic) -> Said {
    let Some(front) = &context.document.front_matter else { return Said::No };
    let (_, node) = way_to(&front.tree, place.span);
    let sentence = context.document.sentence(place.span);
    // The metadata are one block, whose sentences know nothing of keys.
    let within = Span { start: sentence.start.max(node.span.start), end: sentence.end.min(node.span.end) };
    if node.as_str().is_some() { in_sentence(context, work, within, 0, topic) } else { Said::No }
}

/// What the sentences say that cite a reference by its number.
fn said_by_number<'a>(
    context: &Context<'a>,
    work: &CitedWork<'a>,
    place: &Occurrence,
    item: Span,
    topic: Topic,
) -> Said {
    let document = context.document;
    let list = place.list.and_then(|list| document.lists.get(list as usize));
    let Some((list, number)) = list.and_then(|list| Some((list, numbers::of_item(document.text(), list, item)?)))
    else {
        return Said::No;
    };
    let marks = context.marks.get_or_init(|| numbers::marks(document.text()));
    let in_text = marks.get(&number).into_iter().flatten().copied();
    let in_text = in_text.filter(|(mark, _)| !list.span.covers(*mark) && is_prose(context, mark.range().start));
    let said = in_text.map(|(mark, alone)| {
        let sentence = document.sentence(mark);
        let others = numbers::others(sentence.of(document.text()), number);
        match in_sentence(context, work, sentence, 0, topic) {
            Said::Yes if !alone || others => Said::Perhaps,
            said => said,
        }
    });
    said.max().unwrap_or(Said::No)
}

/// What a list item or a table row says that is about this work alone, as one of a list of excluded studies is.
fn in_own_item<'a>(context: &Context<'a>, work: &CitedWork<'a>, place: &Occurrence, topic: Topic) -> Said {
    let blocks = &context.document.blocks;
    let mut block = context.document.block_at(place.span.range().start);
    while let Some(at) = block {
        let said = match at.kind {
            BlockKind::Item => in_sentence(context, work, at.span, 0, topic),
            BlockKind::TableRow => in_entry(context, work, at.span, topic),
            _ => Said::No,
        };
        let own = |found: &Occurrence| context.works().get(&found.id).is_some_and(|other| std::ptr::eq(other, work));
        if said == Said::Yes && context.works().within(at.span).all(own) {
            return Said::Yes;
        }
        block = at.within.and_then(|outer| blocks.get(outer as usize));
    }
    Said::No
}

/// Whether byte `at` is read by people: no code, no comment.
fn is_prose(context: &Context<'_>, at: usize) -> bool {
    !context.document.zones.at(at).is_some_and(|zone| matches!(zone.kind, ZoneKind::Code | ZoneKind::Comment))
}

/// The footnote or definition that `place` stands in: it is cited by its mark.
pub(super) fn definition(context: &Context<'_>, place: &Occurrence) -> Option<Span> {
    let blocks = &context.document.blocks;
    let mut block = context.document.block_at(place.span.range().start);
    while let Some(at) = block {
        if matches!(at.kind, BlockKind::Footnote | BlockKind::Definition) {
            return Some(at.span);
        }
        block = at.within.and_then(|outer| blocks.get(outer as usize));
    }
    None
}

/// The item of a reference list that `place` stands in, or its block.
pub(super) fn entry(context: &Context<'_>, place: &Occurrence) -> Span {
    let list = place.list.and_then(|list| context.document.lists.get(list as usize));
    let item = list.and_then(|list| list.items.iter().find(|item| item.covers(place.span)));
    let block = || context.document.block_at(place.span.range().start).map(|block| block.span);
    item.copied().or_else(block).unwrap_or(place.span)
}

/// `elsewhere` is how many marks of the sentence stand for the work itself (a footnote's mark, a tag).
fn in_sentence<'a>(
    context: &Context<'a>,
    work: &CitedWork<'a>,
    sentence: Span,
    elsewhere: usize,
    topic: Topic,
) -> Said {
    let text = prose(context, sentence);
    let said = wording::in_sentence(&text, topic);
    if said != Said::Yes {
        return said;
    }
    // What an entry has besides stands at the same key.
    let own = |found: &Occurrence| work.occurrences.iter().any(|place| place.span == found.span);
    let stranger = |found: &Occurrence| !own(found) && !concerns(context, work, &found.id, topic);
    let alone = !context.works().within(sentence).any(stranger) && wording::citation_marks(&text) <= elsewhere;
    if alone { Said::Yes } else { Said::Perhaps }
}

/// Whether what a sentence says of `work` can be said of `id` as well: it is the work, a notice about it,
/// or another work with a notice of the kind.
fn concerns<'a>(context: &Context<'a>, work: &CitedWork<'a>, id: &Identifier, topic: Topic) -> bool {
    let Some(other) = context.works().get(id) else { return false };
    let about = |record: &Record| record.notice_about.iter().any(|about| is_of(context, work, &about.work));
    std::ptr::eq(other, work)
        || other.views().any(|view| about(&view.record))
        || told::gravest(other).is_some_and(|told| topic.covers(told.kind()))
}

/// Whether `id` names `work`.
fn is_of<'a>(context: &Context<'a>, work: &CitedWork<'a>, id: &Identifier) -> bool {
    context.works().get(id).is_some_and(|other| std::ptr::eq(other, work))
}

/// The sentences that cite a footnote or a definition by its mark.
fn citing_sentences(context: &Context<'_>, definition: Span) -> Vec<Span> {
    let document = context.document;
    let text = document.text();
    let Some((label, _)) = definition.of(text).trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]:"))
    else {
        return Vec::new();
    };
    let mark = if label.starts_with('@') { label.to_owned() } else { format!("[{label}]") };
    let found = memchr::memmem::find_iter(text.as_bytes(), mark.as_bytes());
    found
        .filter(|&at| !definition.contains(at))
        .filter(|&at| is_prose(context, at))
        .map(|at| document.sentence(Span::new(at, at + mark.len())))
        .collect()
}

/// The words of `span` that people read: no comments, code, link targets or identifiers.
pub(super) fn prose(context: &Context<'_>, span: Span) -> String {
    let document = context.document;
    let text = document.text();
    let zones = &document.zones.0[document.zones.0.partition_point(|zone| zone.span.end <= span.start)..];
    let zones = zones.iter().take_while(|zone| zone.span.start < span.end);
    let hidden =
        zones.filter(|zone| !matches!(zone.kind, ZoneKind::Html | ZoneKind::FrontMatter)).map(|zone| zone.span);
    let mut left_out: Vec<Span> =
        hidden.chain(context.works().within(span).map(|found| with_mark(text, found.token))).collect();
    left_out.sort();
    let mut prose = String::with_capacity(span.len());
    let mut from = span.range().start;
    for gap in left_out {
        let gap = gap.range();
        if gap.start > from {
            prose.push_str(&text[from..gap.start.min(span.range().end)]);
            prose.push(' ');
        }
        from = from.max(gap.end);
    }
    if from < span.range().end {
        prose.push_str(&text[from..span.range().end]);
    }
    prose
}

/// A token with the `@` or `@{` before it.
fn with_mark(text: &str, token: Span) -> Span {
    let before = &text[..token.range().start];
    let start = before.trim_end_matches('{').trim_end_matches('@').len();
    Span::new(start, token.range().end)
}
