//! arXiv identifiers: by their label, in the addresses of arXiv and its mirrors, and, of the old scheme, alone.

use super::announced::{self, Label};
use super::label::{ends_word, word_of};
use super::{Candidate, Haul, Setting, address, shape};
use crate::record::IdentifierKind;
use crate::syntax::Form;
use crate::text::Span;

/// Words between the label and the identifier: “arXiv preprint 1706.03762”.
const BETWEEN: [&str; 11] =
    ["preprint", "preprints", "print", "prints", "eprint", "eprints", "id", "ids", "identifier", "number", "paper"];

/// Sites without “arxiv” in their names whose addresses name its papers.
const OTHER_SITES: [&str; 3] = ["alphaxiv.org/", "huggingface.co/papers/", "lanl.gov/"];

/// The first segments of arXiv's own addresses of papers.
const VIEWS: [&str; 6] = ["abs", "pdf", "html", "ps", "format", "e-print"];

/// How many parts of an address are looked at.
const DEEPEST: usize = 20;

pub(super) const WORDS: &[&str] = &["ar5iv", OTHER_SITES[0], OTHER_SITES[1], OTHER_SITES[2]];

pub(super) fn anchors(bytes: &[u8], anchors: &mut Vec<Span>) {
    let of_name =
        |at: &usize| *at >= 2 && bytes.get(at - 2..at + 3).is_some_and(|name| name.eq_ignore_ascii_case(b"arxiv"));
    anchors.extend(memchr::memchr2_iter(b'x', b'X', bytes).filter(of_name).map(|at| Span::new(at - 2, at + 3)));
    let of_old_scheme = |at: &usize| {
        *at > 0
            && bytes[at - 1].is_ascii_alphabetic()
            && bytes.get(at + 1..at + 8).is_some_and(|number| number.iter().all(u8::is_ascii_digit))
    };
    anchors.extend(memchr::memchr_iter(b'/', bytes).filter(of_old_scheme).map(|at| Span::new(at, at + 8)));
}

/// Reads what is announced at `at`, or the identifier whose slash is at `at`.
pub(super) fn read(text: &str, at: usize, candidate: Candidate, haul: &mut Haul) {
    let rest = &text[at..candidate.limit];
    if rest.starts_with('/') {
        old_scheme(text, at, candidate, haul);
        return;
    }
    let host = OTHER_SITES.iter().any(|site| rest.starts_with(site))
        || rest.get(5..10).is_some_and(|end| end.eq_ignore_ascii_case(".org/") || end.starts_with(".labs"));
    let own = if host { address::of_host(text, at, candidate) } else { None };
    if let Some(address) = own {
        let name = text[address.host..address.path].to_ascii_lowercase();
        let of_arxiv = name == "arxiv.org" || name.ends_with(".arxiv.org") && !name.starts_with("ar5iv");
        let view = address.segments(text).first().copied().filter(|first| VIEWS.iter().any(|view| first.is(view)));
        let current = name == "arxiv.org" && view.is_some_and(|view| view.is("abs"));
        let form = if of_arxiv || address.key { address.form(current) } else { Form::OtherUrl };
        let token = address.token(candidate);
        let firm = view.filter(|_| of_arxiv).map(|view| view.span().range().end + 1);
        let before = haul.found.len();
        in_address(text, Span::new(address.path, address.end), firm, token, form, haul);
        if address.broken {
            haul.blame_address(before);
        }
    } else if let Some(address) = address::around(text, at, candidate) {
        let token = match candidate.setting {
            Setting::Destination => Span::new(candidate.floor, candidate.limit),
            _ => address,
        };
        let form = if token.of(text).starts_with('@') { Form::Key } else { Form::OtherUrl };
        in_address(text, Span::new(at, address.range().end.max(at)), None, token, form, haul);
    } else if let Some(label) = label(text, at, candidate) {
        announced::read(text, label, candidate, haul);
    }
}

/// The label that begins at `at`, with the words that belong to it.
fn label(text: &str, at: usize, candidate: Candidate) -> Option<Label> {
    let limited = &text[..candidate.limit];
    let mut end = at + "arxiv".len();
    let next = limited[end..].chars().next();
    if !ends_word(limited, end) && !next.is_some_and(|ch| ch.is_ascii_digit() || ch == '_') {
        return None;
    }
    let (mut firm, mut plural) = (true, false);
    for _ in 0..3 {
        let behind = limited[end..].trim_start_matches([' ', '\u{a0}', '*', '_', ',', '[', '(', '\n']);
        let from = limited.len() - behind.len();
        let hyphen = if behind.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("e-")) { 2 } else { 0 };
        let line_ends = limited[end..from].bytes().filter(|b| *b == b'\n').count();
        let divided = from > end && line_ends < 2;
        let Some(letters) = word_of(&behind[hyphen..], &BETWEEN).filter(|_| divided) else { break };
        end = from + hyphen + letters;
        plural |= limited[..end].ends_with('s');
        firm = false;
    }
    // “arXiv, 1806.09525”, “*arXiv*. 1806.09525”, “arXiv.1806.09525”
    let behind = limited[end..].trim_start_matches(['*', '_', ']', ')']);
    if behind.starts_with([',', '.']) {
        end = limited.len() - behind.trim_start_matches([',', '.']).len();
        firm = false;
    }
    Some(Label { kind: IdentifierKind::Arxiv, start: at, end, plural, firm })
}

/// Reads the first identifier in a part of an address. From `firm` on something is said to be one.
fn in_address(text: &str, part: Span, firm: Option<usize>, token: Span, form: Form, haul: &mut Haul) {
    let rest = part.of(text);
    let escapes = ["%2f", "%2F", "%3a", "%3A", "%3d", "%3D"];
    let starts = rest.bytes().enumerate().filter_map(|(at, byte)| match byte {
        b'/' | b'=' | b':' | b'+' | b',' => Some(at + 1),
        b'%' if escapes.iter().any(|escape| rest[at..].starts_with(escape)) => Some(at + 3),
        _ => None,
    });
    for at in starts.take(DEEPEST) {
        let start = part.range().start + at;
        if let Some((length, id)) = shape::read(IdentifierKind::Arxiv, &rest[at..], true) {
            let span = Span::new(start, start + length);
            haul.add(id, span.of(text), span, token, form);
            return;
        }
        if firm == Some(start)
            && let Some((length, why)) = shape::refusal(IdentifierKind::Arxiv, &rest[at..])
        {
            haul.refuse(IdentifierKind::Arxiv, Span::new(start, start + length), why);
            return;
        }
    }
}

/// Reads an identifier of the old scheme, whose slash is at `slash`, without label. Only archives with a hyphen are
/// like nothing else.
fn old_scheme(text: &str, slash: usize, candidate: Candidate, haul: &mut Haul) {
    let before = &text.as_bytes()[candidate.floor.max(slash.saturating_sub(20)).min(slash)..slash];
    let archive = before.iter().rev().take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'.')).count();
    let start = slash - archive;
    if !text[start..slash].contains('-') || candidate.setting == Setting::Destination {
        return;
    }
    let glued = text[candidate.floor.min(start)..start].chars().next_back();
    if glued.is_some_and(|ch| ch.is_alphanumeric() || matches!(ch, '/' | '_' | ':' | '=' | '@' | '\\')) {
        return;
    }
    if let Some((length, id)) = shape::read(IdentifierKind::Arxiv, &text[start..candidate.limit], true) {
        let span = Span::new(start, start + length);
        haul.add(id, span.of(text), span, span, Form::Bare);
    }
}
