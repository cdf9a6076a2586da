//! Findings with an excerpt of the source and carets.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use rayon::prelude::*;

use super::{Checked, Shown, Visible};
use crate::findings::{Evidence, Finding, Severity};

/// How the terminal is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether colours may be used.
    pub styled: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// More places than this are counted, not shown.
const RELATED_SHOWN: usize = 5;

/// Findings with excerpts; each ends with an empty line.
#[must_use]
pub fn human(checked: &Checked, shown: Shown, look: Look) -> String {
    let renderer = if look.styled { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(look.width);
    let ignored = checked.shown_ignored(shown).map(|ignored| (&ignored.finding, Some(ignored.reason.as_str())));
    let all: Vec<_> = checked.shown(shown).map(|finding| (finding, None)).chain(ignored).collect();
    // An excerpt costs more than finding what it shows.
    let written = all.par_iter().map(|(finding, ignored)| {
        let mut out = String::new();
        write(&mut out, &renderer, look.width, finding, *ignored);
        out
    });
    written.collect::<Vec<_>>().concat()
}

fn write(out: &mut String, renderer: &Renderer, width: usize, finding: &Finding, ignored: Option<&str>) {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let excerpt = Excerpt::of(finding, width);
    let snippet = Snippet::source(excerpt.text.as_str())
        .line_start(excerpt.first_line)
        .path(Visible(&finding.file.path).to_string())
        .annotation(AnnotationKind::Primary.span(excerpt.start..excerpt.end));
    let mut group: Group<'_> =
        level.primary_title(Visible(&finding.message).to_string()).id(finding.rule).element(snippet);
    for evidence in finding.evidence.iter().filter_map(evidence_line) {
        group = group.element(Level::NOTE.message(evidence));
    }
    for place in finding.related.iter().take(RELATED_SHOWN) {
        let at = place.file.lines.place(&place.file.text, place.span.range().start);
        let (path, message) = (Visible(&place.file.path), Visible(&place.message));
        group = group.element(Level::NOTE.message(format!("{path}:{}:{}: {message}", at.line, at.column)));
    }
    if finding.related.len() > RELATED_SHOWN {
        let more = finding.related.len() - RELATED_SHOWN;
        group = group.element(Level::NOTE.message(format!("and {more} more places")));
    }
    for help in finding.help.iter().flat_map(|help| help.lines()) {
        group = group.element(Level::HELP.message(Visible(help).to_string()));
    }
    if let Some(reason) = ignored {
        group = group.element(Level::NOTE.message(format!("ignored: {}", Visible(reason))));
    }
    out.push_str(&renderer.render(&[group]));
    out.push_str("\n\n");
}

fn evidence_line(evidence: &Evidence) -> Option<String> {
    // What is written stands in the excerpt; it is said again only beside what is recorded.
    let recorded = evidence.recorded.as_deref()?;
    let values = match (&evidence.field, &evidence.written) {
        (Some(field), Some(written)) => format!("{field}: written {written}, recorded {recorded}"),
        (None, Some(written)) => format!("written {written}, recorded {recorded}"),
        (_, None) => format!("recorded: {recorded}"),
    };
    let day = evidence.fetched.map(|day| format!(", looked up {day}")).unwrap_or_default();
    Some(Visible(&format!("{values} ({}{day})", evidence.source)).to_string())
}

/// The line that a finding begins on, and its place in it. A finding over several lines is marked to the
/// first one's end.
struct Excerpt {
    text: String,
    first_line: usize,
    start: usize,
    end: usize,
}

impl Excerpt {
    /// What no terminal of `width` columns shows behind it is left out: a paragraph may be one line, and rendering takes
    /// long over it.
    fn of(finding: &Finding, width: usize) -> Self {
        let (text, lines) = (&finding.file.text, &finding.file.lines);
        let line = lines.line_of(finding.span.range().start);
        let content = lines.content(text, line).range();
        let start = finding.span.range().start.clamp(content.start, content.end);
        let end = finding.span.range().end.clamp(start, content.end);
        // Hidden characters become escapes, so the carets are placed by the lengths of the escaped pieces.
        let before = Visible(&text[content.start..start]).to_string();
        let marked = Visible(&text[start..end]).to_string();
        let behind = &text[end..content.end];
        let shown = behind.char_indices().nth(2 * width).map_or(behind, |(cut, _)| &behind[..cut]);
        let after = Visible(shown).to_string();
        let (start, end) = (before.len(), before.len() + marked.len());
        Self { text: before + &marked + &after, first_line: line + 1, start, end }
    }
}
