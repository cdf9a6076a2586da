//! Citations in two pairs of brackets: pandoc prints the outer pair around what it makes of the inner.

use super::{RULE, SHOWN, is_usual};
use crate::findings::{Edit, Finding, Fix, Related, Severity};
use crate::rules::Context;
use crate::syntax::{CitationSyntax, CitationUse, Dialect};
use crate::text::Span;

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // Others read `[[@key]]` as a link to a note.
    if matches!(context.document.dialect, Dialect::Pandoc | Dialect::Quarto | Dialect::Manubot) {
        findings.extend(judge(context));
    }
}

fn judge(context: &Context<'_>) -> Option<Finding> {
    let (text, file) = (context.document.text(), &context.document.file);
    let (mut single, mut doubled) = (0, Vec::new());
    for citation in &context.document.citations {
        let Some(cluster) = citation.cluster.filter(|cluster| cluster.heads) else { continue };
        let is_first = cluster.part.start == cluster.span.start + 1;
        if !is_first || citation.syntax != CitationSyntax::Pandoc || citation.purpose != CitationUse::Cites {
            continue;
        }
        match outer(text, cluster.span) {
            Some(span) if !context.typed.contains(citation.key(text)) => doubled.push(span),
            Some(_) => {}
            None => single += 1,
        }
    }
    // Who writes many of them, or links to notes, `[[a note]]` or `[[@key|words]]`, has a program that makes links of them.
    let has_words = |span: &Span| span.of(text).contains('|');
    let is_slip = is_usual(single, doubled.len()) && !doubled.iter().any(has_words);
    let (first, others) = doubled.split_first().filter(|_| is_slip && !links_notes(context))?;
    let inner = |span: &Span| Span { start: span.start + 1, end: span.end - 1 };
    let edits =
        doubled.iter().map(|span| Edit { file: file.clone(), span: *span, text: inner(span).of(text).to_owned() });
    let related = others.iter().map(|span| Related { file: file.clone(), span: *span, message: "here, too".into() });
    let quoted = crate::config::shortened(first.of(text), SHOWN);
    Some(Finding {
        subject: Some("brackets".into()),
        help: Some("It comes out as “[(Smith 2020)]” or “[[1]]”. Write one pair of brackets.".into()),
        fixes: vec![Fix { title: "Take the outer brackets away".into(), safe: false, edits: edits.collect() }],
        related: related.collect(),
        ..Finding::new(
            RULE.name,
            Severity::Hint,
            file,
            *first,
            format!("Pandoc prints the outer brackets of “{quoted}” as text."),
        )
    })
}

/// The second pair of brackets directly around one, if it is no part of a link, an image, a footnote or a span.
fn outer(text: &str, span: Span) -> Option<Span> {
    let before = text[..span.range().start].strip_suffix('[')?;
    let behind = text[span.range().end..].strip_prefix(']')?;
    let is_alone = !before.ends_with(['!', '^', '[', ']', '\\']) && !behind.starts_with(['(', '[', '{', ':', ']']);
    is_alone.then_some(Span { start: span.start - 1, end: span.end + 1 })
}

/// Whether the text links to notes: `[[a note]]`.
fn links_notes(context: &Context<'_>) -> bool {
    let text = context.document.text();
    memchr::memmem::find_iter(text.as_bytes(), "[[")
        .any(|at| text[at + 2..].starts_with(char::is_alphanumeric) && context.document.zones.is_prose(at))
}
