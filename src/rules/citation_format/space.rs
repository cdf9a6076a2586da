//! Citations in brackets that touch the word before them, where the manuscript's others stand apart.

use super::{RULE, SHOWN, is_usual};
use crate::findings::{Edit, Finding, Fix, Related, Severity};
use crate::rules::Context;
use crate::syntax::{CitationSyntax, CitationUse, NumberSyntax, Place};
use crate::text::Span;

/// What stands directly before a citation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A blank.
    Blank,
    /// A word.
    Word,
    /// What says nothing: the start of a line, a bracket, a dash, a mark of emphasis, a script without blanks.
    Other,
}

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    findings.extend(judge(context, by_key(context)));
    findings.extend(judge(context, by_number(context)));
}

/// The brackets of citations by key that the text itself has, as pandoc reads them.
fn by_key<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Span> + 'a {
    let text = context.document.text();
    let cites = context.document.citations.iter().filter(|citation| {
        matches!(citation.place, Place::Prose | Place::Footnote)
            && citation.syntax == CitationSyntax::Pandoc
            && citation.purpose == CitationUse::Cites
            && !context.typed.contains(citation.key(text))
    });
    // The first in its brackets stands for all. What belongs to a citation before it, `@a [p. 3; @b]`, is no citation of
    // its own.
    cites.filter_map(|citation| {
        let cluster = citation.cluster.filter(|cluster| cluster.heads)?;
        (cluster.part.start == cluster.span.start + 1).then_some(cluster.span)
    })
}

/// The brackets of citations by number. Those that are raised touch their word.
fn by_number<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Span> + 'a {
    let mut last = None;
    let marks = context.document.numbers.iter().filter(|mark| mark.syntax == NumberSyntax::Brackets);
    marks.map(|mark| mark.cluster).filter(move |cluster| last.replace(*cluster) != Some(*cluster))
}

/// One finding for all that touch, at the first of them.
fn judge(context: &Context<'_>, all: impl Iterator<Item = Span>) -> Option<Finding> {
    let (text, file) = (context.document.text(), &context.document.file);
    let (mut apart, mut touching) = (0, Vec::new());
    for span in all {
        match before(&text[..span.range().start]) {
            Before::Blank => apart += 1,
            Before::Word => touching.push(span),
            Before::Other => {}
        }
    }
    let (first, others) = touching.split_first().filter(|_| is_usual(apart, touching.len()))?;
    let quoted = crate::config::shortened(with_word(text, *first), SHOWN);
    let message = match others.len() + 1 {
        1 => format!("“{quoted}” has no space before its bracket; the other {apart} have one."),
        count => format!("{count} citations have no space before them, as “{quoted}”; the other {apart} have one."),
    };
    let related = others.iter().map(|span| Related { file: file.clone(), span: *span, message: "nor here".into() });
    let edits = touching.iter().map(|span| Edit {
        file: file.clone(),
        span: Span { start: span.start, end: span.start },
        text: " ".into(),
    });
    Some(Finding {
        subject: Some("space".into()),
        help: Some("It is printed as it is written. Put a space between the word and the citation.".into()),
        fixes: vec![Fix { title: "Put a space before it".into(), safe: false, edits: edits.collect() }],
        related: related.collect(),
        ..Finding::new(RULE.name, Severity::Hint, file, *first, message)
    })
}

fn before(text: &str) -> Before {
    let mut back = text.chars().rev();
    match back.next() {
        // Behind nothing but blanks it begins a line or the cell of a table.
        Some(' ') if back.find(|ch| *ch != ' ').is_some_and(|ch| !matches!(ch, '\n' | '\r' | '\t' | '|' | '>')) => {
            Before::Blank
        }
        Some(ch) if ch.is_alphanumeric() && is_parted_by_blanks(ch) => Before::Word,
        _ => Before::Other,
    }
}

/// Whether a letter is of a script that parts words by blanks: those of Europe.
fn is_parted_by_blanks(ch: char) -> bool {
    matches!(ch, '\0'..'\u{590}' | '\u{1e00}'..'\u{2000}')
}

/// A citation with the word before it.
fn with_word(text: &str, span: Span) -> &str {
    let before = &text[..span.range().start];
    let word = before.trim_end_matches(char::is_alphanumeric).len();
    &text[word..span.range().end]
}
