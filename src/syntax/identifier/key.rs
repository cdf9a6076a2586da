//! Citation keys that are identifiers: `@pmid:…`, `@{isbn:…}`, `@url:https://…`, with the prefixes that Manubot reads
//! (Manubot, "Citations"). The key of a DOI is read with the DOI.

use super::{Candidate, FARTHEST, Haul, Setting, shape};
use crate::record::{Identifier, IdentifierKind};
use crate::syntax::{Form, boundary};
use crate::text::Span;

/// The longest prefix with its colon.
const LONGEST: usize = 16;

pub(super) fn anchors(bytes: &[u8], anchors: &mut Vec<Span>) {
    anchors.extend(memchr::memchr_iter(b'@', bytes).filter_map(|at| {
        let braces = usize::from(bytes.get(at + 1) == Some(&b'{'));
        let from = at + 1 + braces;
        let letters = bytes[from..].iter().take(LONGEST).take_while(|b| b.is_ascii_alphabetic()).count();
        let colon = from + letters;
        (letters > 2 && bytes.get(colon) == Some(&b':')).then(|| Span::new(at, colon + 1))
    }));
}

/// What a prefix announces.
enum Prefix {
    /// An identifier of this kind.
    Known(IdentifierKind),
    /// An address.
    Address,
    /// An address of which the prefix is the scheme.
    Scheme,
    /// Something that no source knows.
    Other,
}

fn prefix(word: &str) -> Option<Prefix> {
    Some(match word {
        "pmid" | "pubmed" => Prefix::Known(IdentifierKind::Pmid),
        "pmcid" | "pmc" => Prefix::Known(IdentifierKind::Pmcid),
        "arxiv" => Prefix::Known(IdentifierKind::Arxiv),
        "isbn" => Prefix::Known(IdentifierKind::Isbn),
        "clinicaltrials" | "isrctn" => Prefix::Known(IdentifierKind::Trial),
        "url" => Prefix::Address,
        "http" | "https" => Prefix::Scheme,
        "tag" | "raw" | "wikidata" => Prefix::Other,
        _ => return None,
    })
}

/// Reads the key whose `@` is at `at`.
pub(super) fn read(text: &str, at: usize, candidate: Candidate, haul: &mut Haul) {
    let braced = text[at..].starts_with("@{");
    let from = at + if braced { 2 } else { 1 };
    if candidate.setting == Setting::Destination || mark_before(text, candidate.floor, from) != Some(at) {
        return;
    }
    let colon = from + text.as_bytes()[from..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let Some(prefix) = prefix(&text[from..colon].to_ascii_lowercase()) else { return };
    let value = colon + 1;
    let end = end(text, value, candidate.limit, braced, matches!(prefix, Prefix::Address | Prefix::Scheme));
    if end <= value || text[end..].starts_with("]:") {
        return;
    }
    let token = |end: usize| Span::new(at, end + usize::from(braced && text[end..].starts_with('}')));
    let (id, span) = match prefix {
        Prefix::Known(kind) => match shape::read(kind, &text[value..end], true) {
            Some((length, id)) => (id, Span::new(value, value + length)),
            None => {
                if let Some((length, why)) = shape::refusal(kind, &text[value..end]) {
                    haul.refuse(kind, Span::new(value, value + length), why);
                } else if kind == IdentifierKind::Trial {
                    let span = Span::new(from, end);
                    haul.add(Identifier::from_key(span.of(text)), span.of(text), span, token(end), Form::Key);
                }
                return;
            }
        },
        Prefix::Address => (Identifier::from_url(&text[value..end]), Span::new(value, end)),
        Prefix::Scheme => (Identifier::from_url(&text[from..end]), Span::new(from, end)),
        Prefix::Other => (Identifier::from_key(&text[from..end]), Span::new(from, end)),
    };
    haul.add(id, span.of(text), span, token(span.range().end), Form::Key);
}

/// Where the value of a key ends: at the closing brace, or where pandoc ends a key (pandoc manual, "Citation syntax").
/// Of an address the characters that pandoc does not take are meant, too.
fn end(text: &str, from: usize, limit: usize, braced: bool, address: bool) -> usize {
    let rest = &text[from..boundary::floor(text, limit.min(from + FARTHEST))];
    if braced && let Some(close) = rest.find(['}', '\n']).filter(|close| rest[*close..].starts_with('}')) {
        return from + close;
    }
    let part = |ch: char| ch.is_alphanumeric() || "_:.#$%&-+?<>~/".contains(ch) || address && "=@!',;*".contains(ch);
    let run = rest.find(|ch: char| !part(ch)).unwrap_or(rest.len());
    // Keys that nothing but a separator divides: `;@`, `,@`.
    let run = [";@", ",@"].iter().filter_map(|glued| rest[..run].find(glued)).min().unwrap_or(run);
    let last = |ch: char| ch.is_alphanumeric() || ch == '_' || address && ch == '/';
    from + rest[..run].trim_end_matches(|ch: char| !last(ch)).len()
}

/// The `@` that ends directly before `at`, if it begins a citation key and no part of an address or name.
pub(super) fn mark_before(text: &str, floor: usize, at: usize) -> Option<usize> {
    let before = &text[floor.min(at)..at];
    let before = before.strip_suffix("url:").filter(|rest| rest.ends_with(['@', '{'])).unwrap_or(before);
    let before = before.strip_suffix('{').unwrap_or(before).strip_suffix('@')?;
    let name =
        before.chars().next_back().is_some_and(|ch| ch.is_alphanumeric() || matches!(ch, '/' | '_' | '.' | '\\'));
    (!name).then_some(floor.min(at) + before.len())
}
