//! LaTeX in Markdown: what pandoc passes on raw, so that no key is read in it, and the commands that cite.

use super::ground::is_blank;
use super::{Citation, CitationMode, CitationSyntax, CitationUse, Cluster};
use crate::syntax::markdown::Layout;
use crate::syntax::{Place, ZoneKind, boundary};
use crate::text::Span;

/// What LaTeX has.
#[derive(Default)]
pub(super) struct Latex {
    /// Commands with their arguments and environments, in order.
    pub(super) raw: Vec<Span>,
    /// What commands cite, in order.
    pub(super) citations: Vec<Citation>,
}

/// The longest argument of a command, in bytes.
const LONGEST: usize = 1_000;

/// The longest environment, in bytes.
const LONGEST_ENVIRONMENT: usize = 4_000;

/// Finds every command outside code and mathematics.
pub(super) fn find(text: &str, layout: &Layout) -> Latex {
    let bytes = text.as_bytes();
    let mut latex = Latex::default();
    let mut behind = 0;
    for at in memchr::memchr_iter(b'\\', bytes) {
        if at < behind {
            continue;
        }
        let letters = bytes[at + 1..].iter().take(40).take_while(|b| b.is_ascii_alphabetic()).count();
        if letters == 0 {
            // What it escapes begins no command.
            behind = at + 2;
            continue;
        }
        let starred = usize::from(bytes.get(at + 1 + letters) == Some(&b'*'));
        let name = &text[at + 1..at + 1 + letters];
        let zone = layout.zones.at(at).map(|zone| zone.kind);
        if !matches!(zone, None | Some(ZoneKind::Html)) {
            continue;
        }
        let arguments = arguments(text, at + 1 + letters + starred);
        let Some(last) = arguments.last() else { continue };
        let mut end = last.range().end;
        if name == "begin" {
            end = environment(text, arguments[0], end).unwrap_or(end);
        } else if is_citation(name) {
            cite(text, name, Span::new(at, end), &arguments, &mut latex.citations);
        }
        latex.raw.push(Span::new(at, end));
        behind = end;
    }
    latex
}

/// The arguments that follow a command at `at`, with their brackets and braces.
fn arguments(text: &str, mut at: usize) -> Vec<Span> {
    let mut found = Vec::new();
    while found.len() < 16
        && let Some(end) = argument(text.as_bytes(), at)
    {
        found.push(Span::new(at, end));
        at = end;
    }
    found
}

/// The byte behind the argument that begins at `at`. None has a blank line in it.
fn argument(bytes: &[u8], at: usize) -> Option<usize> {
    let (open, close) = match bytes.get(at)? {
        b'{' => (b'{', b'}'),
        b'[' => (b'[', b']'),
        _ => return None,
    };
    let within = &bytes[at..bytes.len().min(at + LONGEST)];
    let mut depth = 0_usize;
    for found in memchr::memchr3_iter(open, close, b'\n', within) {
        if within[found] == b'\n' {
            if is_blank(&within[found + 1..]) {
                return None;
            }
        } else if found > 0 && within[found - 1] == b'\\' {
            // Escaped.
        } else if within[found] == open {
            depth += 1;
        } else if depth == 1 {
            return Some(at + found + 1);
        } else {
            depth -= 1;
        }
    }
    None
}

/// The byte behind the environment whose name is the argument `name`; `None` where a blank line is in it.
fn environment(text: &str, name: Span, from: usize) -> Option<usize> {
    let within = &text[from..boundary::floor(text, from + LONGEST_ENVIRONMENT)];
    let paragraph = memchr::memchr_iter(b'\n', within.as_bytes()).find(|at| is_blank(&within.as_bytes()[at + 1..]));
    let within = &within[..paragraph.unwrap_or(within.len())];
    let closing = format!("\\end{}", name.of(text));
    within.find(&closing).map(|at| from + at + closing.len())
}

/// Whether a command cites: `\cite`, `\citep`, `\Textcite`, `\parencites`, `\footcite` … (natbib, biblatex).
fn is_citation(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let kind = lower.strip_prefix("cite").is_some_and(|kind| {
        matches!(kind, "" | "s" | "p" | "t" | "alp" | "alt" | "author" | "year" | "yearpar" | "num" | "title" | "date")
    });
    let kinds = ["no", "text", "paren", "auto", "foot", "footfull", "full", "smart", "super"];
    let singular = lower.strip_suffix('s').unwrap_or(&lower);
    kind || singular.strip_suffix("cite").is_some_and(|kind| kinds.contains(&kind))
}

fn cite(text: &str, name: &str, command: Span, arguments: &[Span], found: &mut Vec<Citation>) {
    let lower = name.to_ascii_lowercase();
    let mode = match lower.as_str() {
        "citet" | "citealt" | "citeauthor" | "textcite" | "textcites" => CitationMode::InText,
        "citeyear" | "citeyearpar" | "citedate" => CitationMode::AuthorSuppressed,
        _ => CitationMode::Parenthetical,
    };
    let purpose = if lower == "nocite" { CitationUse::Lists } else { CitationUse::Cites };
    // Only the commands for several works take more than one argument of keys.
    let most = if lower.ends_with("cites") { arguments.len() } else { 1 };
    let keys = arguments.iter().filter(|argument| argument.of(text).starts_with('{')).take(most);
    for argument in keys {
        let mut at = argument.range().start + 1;
        for part in text[at..argument.range().end - 1].split(',') {
            let key = part.trim();
            let start = at + (part.len() - part.trim_start().len());
            let part = Span::new(at, at + part.len());
            at = part.range().end + 1;
            if key.is_empty() || key.contains(|ch: char| ch.is_whitespace() || matches!(ch, '{' | '}' | '\\' | '#')) {
                continue;
            }
            let span = Span::new(start, start + key.len());
            found.push(Citation {
                span,
                token: span,
                meant: span,
                mode,
                purpose,
                syntax: CitationSyntax::Latex,
                cluster: Some(Cluster { span: command, part, heads: true }),
                locator: None,
                place: Place::Prose,
            });
        }
    }
}
