//! PMCIDs: `PMCID: PMC1`, `PMC ID 1`, and `PMC1234567` alone; those in addresses are read there.

use super::announced::{self, Label};
use super::label::{ends_word, word_of};
use super::{Candidate, Haul, Setting, address, shape};
use crate::record::IdentifierKind;
use crate::syntax::Form;
use crate::text::Span;

pub(super) const WORDS: &[&str] = &["PMC", "pmcid", "pmc:", "Pmcid"];

/// Reads the identifier or label at `at`.
pub(super) fn read(text: &str, at: usize, candidate: Candidate, haul: &mut Haul) {
    let rest = &text[at..candidate.limit];
    if rest[3..].starts_with(|ch: char| ch.is_ascii_digit()) {
        bare(text, at, candidate, haul);
        return;
    }
    let limited = &text[..candidate.limit];
    let (mut end, mut firm, mut plural) = (at + 3, false, false);
    let behind = rest[3..].trim_start_matches([' ', '\u{a0}', '-']);
    if let Some(letters) = word_of(behind, &["ID", "IDs", "identifier"]) {
        (end, firm, plural) = (limited.len() - behind.len() + letters, true, behind[..letters].ends_with('s'));
    }
    if !ends_word(limited, end) && !limited[end..].starts_with(|ch: char| ch.is_ascii_digit()) {
        return;
    }
    announced::read(text, Label { kind: IdentifierKind::Pmcid, start: at, end, plural, firm }, candidate, haul);
}

/// An identifier that needs no label.
fn bare(text: &str, at: usize, candidate: Candidate, haul: &mut Haul) {
    let before = text[candidate.floor.min(at)..at].chars().next_back();
    if before.is_some_and(|ch| ch.is_alphanumeric() || ch == '@') {
        return;
    }
    let Some((length, id)) = shape::read(IdentifierKind::Pmcid, &text[at..candidate.limit], false) else { return };
    let span = Span::new(at, at + length);
    if shape::may_go_on(span.of(text), &text[at + length..candidate.limit]) {
        return;
    }
    let (token, form) = match (candidate.setting, address::around(text, at, candidate)) {
        (Setting::Destination, Some(_)) => (Span::new(candidate.floor, candidate.limit), Form::OtherUrl),
        (Setting::Destination, None) => (Span::new(candidate.floor, candidate.limit), Form::Bare),
        (_, Some(address)) => {
            (Span::new(address.range().start, address.range().end.max(span.range().end)), Form::OtherUrl)
        }
        (_, None) => (span, Form::Bare),
    };
    haul.add(id, span.of(text), span, token, form);
}
