//! MyST's citation roles: `` {cite:p}`a,b` ``, with `{see}` before a key and `{p. 3}` behind it.

use super::{Citation, CitationMode, CitationSyntax, CitationUse, Cluster};
use crate::syntax::Place;
use crate::syntax::markdown::Layout;
use crate::text::Span;

/// Adds the keys of every role.
pub(super) fn find(text: &str, layout: &Layout, found: &mut Vec<Citation>) {
    for role in &layout.roles {
        let before = &text[..role.range().start];
        let Some((open, name)) = before.rfind('{').map(|open| (open, before[open + 1..].trim_end_matches('}'))) else {
            continue;
        };
        // The role of a DOI makes a link of it.
        if name == "doi" {
            continue;
        }
        let body = role.of(text).trim_matches('`');
        let start = role.range().start + role.of(text).find(body).unwrap_or(0);
        let cluster = Span::new(open, role.range().end);
        let mut at = start;
        for part in body.split_inclusive([',', ';']) {
            let part_span = Span::new(at, at + part.trim_end_matches([',', ';']).len());
            at += part.len();
            let Some(span) = key(text, part_span) else { continue };
            found.push(Citation {
                span,
                token: span,
                meant: span,
                mode: mode(name),
                purpose: CitationUse::Cites,
                syntax: CitationSyntax::Role,
                cluster: Some(Cluster { span: cluster, part: part_span, heads: true }),
                locator: None,
                place: Place::Prose,
            });
        }
    }
}

/// The key in one part of a role.
fn key(text: &str, part: Span) -> Option<Span> {
    let mut range = part.range();
    let trim = |range: &mut std::ops::Range<usize>| {
        let words = &text[range.clone()];
        range.start += words.len() - words.trim_start().len();
        range.end = range.start + words.trim().len();
    };
    trim(&mut range);
    if text[range.clone()].starts_with('{') {
        range.start += text[range.clone()].find('}')? + 1;
    }
    if text[range.clone()].ends_with('}') {
        range.end = range.start + text[range.clone()].rfind('{')?;
    }
    trim(&mut range);
    let key = text[range.clone()].trim_start_matches('@');
    range.start = range.end - key.len();
    (!key.is_empty() && !key.contains(char::is_whitespace)).then(|| range.into())
}

fn mode(name: &str) -> CitationMode {
    let kind = name.rsplit(':').next().unwrap_or_default();
    match kind {
        "t" | "text" | "citet" | "ct" | "cts" | "author" | "authors" => CitationMode::InText,
        "year" | "yearpar" => CitationMode::AuthorSuppressed,
        _ => CitationMode::Parenthetical,
    }
}
