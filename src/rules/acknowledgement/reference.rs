//! What a reference says of itself.

use super::{CitedWork, Context, Said, Topic, concerns, numbers, prose, wording};
use crate::syntax::{BlockKind, Occurrence};
use crate::text::Span;

/// Whether the reference at `place`, in the item or paragraph `whole`, says it.
pub(super) fn said<'a>(
    context: &Context<'a>,
    work: &CitedWork<'a>,
    place: &Occurrence,
    whole: Span,
    topic: Topic,
) -> Said {
    let text = context.document.text();
    let block = context.document.block_at(place.span.range().start);
    let is_item = block.is_some_and(|block| block.kind != BlockKind::Paragraph || block.within.is_some());
    if is_item || numbers::written(whole.of(text)).is_some() {
        return in_entry(context, work, whole, topic);
    }
    match in_entry(context, work, lines(context, place, whole, true), topic) {
        // A line that ends with a full stop may be the end of the reference, or of its authors.
        Said::No => in_entry(context, work, lines(context, place, whole, false), topic).min(Said::Perhaps),
        said => said,
    }
}

/// Whether a reference says it, outside the work's own title; beside another work, which is meant is a guess.
pub(super) fn in_entry<'a>(context: &Context<'a>, work: &CitedWork<'a>, whole: Span, topic: Topic) -> Said {
    let titles = work.views().filter_map(|view| view.record.title.as_deref());
    if !wording::in_reference(&prose(context, whole), titles, topic) {
        return Said::No;
    }
    let alone = context.works().within(whole).all(|found| concerns(context, work, &found.id, topic));
    if alone { Said::Yes } else { Said::Perhaps }
}

/// The lines of the paragraph `whole` around `place` that are one reference: up to a hard break or a line that ends
/// with an identifier, or `at_stops` with a full stop.
fn lines(context: &Context<'_>, place: &Occurrence, whole: Span, at_stops: bool) -> Span {
    let text = context.document.text();
    let index = &context.document.file.lines;
    let ends = |line: usize| {
        let written = index.content(text, line).of(text);
        let hard = written.ends_with("  ") || written.ends_with('\\') || written.trim_end().ends_with("<br>");
        let shown = written.trim_end();
        let inner = shown.trim_end_matches(['.', ')', ']', '>', '*', '_', ';', ',']).len();
        let inner_end = index.span(line).range().start + inner;
        let identifier = context.works().within(index.span(line)).any(|found| found.token.touches(inner_end));
        hard || identifier || at_stops && shown.ends_with('.')
    };
    let (from, until) = (index.line_of(whole.range().start), index.line_of(whole.range().end));
    let (mut first, mut last) = (index.line_of(place.span.range().start), index.line_of(place.span.range().end));
    while first > from && !ends(first - 1) {
        first -= 1;
    }
    while last < until && !ends(last) {
        last += 1;
    }
    Span { start: index.span(first).start.max(whole.start), end: index.content(text, last).end.min(whole.end) }
}
