//! What a label announces: one identifier, a list of them, the cells of a table, a part of an address.

use super::label::{Gap, gap, starts_word, token_start};
use super::{Candidate, Haul, Setting, address, list, shape, table};
use crate::record::IdentifierKind;
use crate::syntax::{Form, Placeholder, boundary, labelled};
use crate::text::Span;

/// Numbers with fewer digits are taken for PMIDs only where a label leaves no doubt.
const DOUBTLESS: usize = 5;

/// A label: the words that say what the number behind them is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    /// What it announces.
    pub(super) kind: IdentifierKind,
    /// Where it begins.
    pub(super) start: usize,
    /// Where its last word ends.
    pub(super) end: usize,
    /// It announces several.
    pub(super) plural: bool,
    /// It is an identifier's own name, and not a word that is also said of other things.
    pub(super) firm: bool,
}

/// Reads what `label` announces.
pub(super) fn read(text: &str, label: Label, candidate: Candidate, haul: &mut Haul) {
    if let Some(address) = address::around(text, label.start, candidate) {
        in_address(text, label, address, candidate, haul);
        return;
    }
    if !starts_word(text, label.start, candidate) {
        return;
    }
    let behind = text[label.end..candidate.limit].trim_start_matches([' ', '\t', '*', '_', ':', ']', '"', '.']);
    if behind.is_empty() || behind.starts_with(['|', '\n', '\r']) {
        in_table(text, label, candidate, haul);
    }
    let gap = gap(text, label.end, candidate);
    let rest = &text[gap.value..candidate.limit.max(gap.value)];
    let token = match candidate.setting {
        Setting::Destination => Some(candidate.floor),
        Setting::Text if !gap.broken => Some(token_start(text, label.start, label.end, candidate)),
        _ => None,
    };
    let form = if candidate.setting == Setting::Metadata { Form::Bare } else { Form::Prefix };
    let Some((length, id)) = shape::read(label.kind, rest, true) else {
        let said = gap.mark || label.kind == IdentifierKind::Isbn;
        if label.firm && said && !gap.line_end {
            refuse(text, label.kind, gap.value, gap.broken, candidate, haul);
        }
        return;
    };
    let (written, behind) = rest.split_at(length);
    let of_pubmed = matches!(label.kind, IdentifierKind::Pmid | IdentifierKind::Pmcid);
    let cut = of_pubmed && !label.plural && shape::may_go_on(written, behind);
    if cut || !candidate.alone && is_doubtful(text, label, gap, written) {
        return;
    }
    let span = Span::new(gap.value, gap.value + length);
    let end = if candidate.setting == Setting::Destination { candidate.limit } else { span.range().end };
    let token = Span::new(token.unwrap_or(gap.value), end);
    haul.add(id, span.of(text), span, token, form);
    let least = if label.plural { 1 } else { 7 };
    for span in list::behind(text, span.range().end, label.kind, label.plural, candidate) {
        let short = label.kind == IdentifierKind::Pmid && span.of(text).len() < least;
        let Some((_, id)) = shape::read(label.kind, &text[span.range().start..], label.plural).filter(|_| !short)
        else {
            break;
        };
        haul.add(id, span.of(text), span, span, Form::Bare);
    }
}

/// Whether what stands behind a label may be another number.
fn is_doubtful(text: &str, label: Label, gap: Gap, value: &str) -> bool {
    let digits = value.len();
    match label.kind {
        IdentifierKind::Pmid if !label.firm => {
            digits < 7 || !gap.mark && !gap.broken && !text[..label.start].ends_with('[')
        }
        IdentifierKind::Pmid if gap.mark => false,
        IdentifierKind::Pmid if gap.line_end => digits < 7,
        IdentifierKind::Pmid if gap.glued && text[label.start..].starts_with('P') => false,
        IdentifierKind::Pmid => digits < DOUBTLESS,
        IdentifierKind::Pmcid if value.starts_with(|ch: char| ch.is_ascii_digit()) => {
            let least = if gap.mark { DOUBTLESS } else { 7 };
            !label.firm && digits < least || gap.line_end && !gap.mark
        }
        _ => false,
    }
}

/// Says what stands in an identifier's place and is none.
fn refuse(text: &str, kind: IdentifierKind, at: usize, broken: bool, candidate: Candidate, haul: &mut Haul) {
    let rest = &text[at..candidate.limit];
    let word = labelled::word(rest);
    if labelled::is_placeholder(word) || is_row(word) {
        haul.placeholders.push(Placeholder { span: Span::new(at, at + word.len()) });
    } else if !broken && let Some((length, why)) = shape::refusal(kind, rest) {
        haul.refuse(kind, Span::new(at, at + length), why);
    }
}

/// Whether this is an identifier whose digits are to be filled in: `PMCXXXXXXX`, `1706.xxxxx`.
fn is_row(word: &str) -> bool {
    let row = word.trim_start_matches(|ch: char| ch.is_ascii_digit() || ch == '.');
    let row = row.strip_prefix("PMC").unwrap_or(row);
    let of = |marks: &str| row.len() >= 3 && row.chars().all(|ch| marks.contains(ch));
    (of("xX.") || of("#?.")) && !of(".")
}

/// Reads what stands directly behind a label that is a part of an address: `/pmid/123`, `?pmid=123`, `/PMID:123`.
fn in_address(text: &str, label: Label, address: Span, candidate: Candidate, haul: &mut Haul) {
    let rest = &text[label.end..address.range().end.max(label.end)];
    let escaped = rest.get(..3).is_some_and(|escape| ["%3a", "%2f", "%3d"].contains(&&*escape.to_ascii_lowercase()));
    let width = if escaped { 3 } else { usize::from(rest.starts_with([':', '/', '=', '-', '_'])) };
    if width == 0 && label.kind == IdentifierKind::Pmid {
        return;
    }
    let at = label.end + width;
    let rest = &text[boundary::ceil(text, at)..address.range().end.max(at)];
    let Some((length, id)) = shape::read(label.kind, rest, true) else { return };
    if length < DOUBTLESS {
        return;
    }
    let span = Span::new(at, at + length);
    let token = match candidate.setting {
        Setting::Destination => Span::new(candidate.floor, candidate.limit),
        _ => Span::new(address.range().start, address.range().end.max(span.range().end)),
    };
    let form = if token.of(text).starts_with('@') { Form::Key } else { Form::OtherUrl };
    haul.add(id, span.of(text), span, token, form);
}

/// Reads the cells that a label's cell names.
fn in_table(text: &str, label: Label, candidate: Candidate, haul: &mut Haul) {
    let cells = table::cells(text, label.start, label.end, candidate);
    let least = |cell: usize| match label.kind {
        IdentifierKind::Pmid if cell > 0 || !label.firm => 7,
        IdentifierKind::Pmid => DOUBTLESS,
        _ => 1,
    };
    let mut add = |span: Span| {
        if let Some((_, id)) = shape::read(label.kind, &text[span.range().start..], true) {
            haul.add(id, span.of(text), span, span, Form::Bare);
        }
    };
    for cell in cells.below {
        let values = list::whole(text, cell, label.kind);
        let long = |span: &Span| label.firm || span.of(text).len() >= 7;
        values.into_iter().filter(long).for_each(&mut add);
    }
    for (number, cell) in cells.behind.into_iter().enumerate() {
        let values = list::whole(text, cell, label.kind);
        if values.is_empty() || values.iter().any(|span| span.of(text).len() < least(number)) {
            break;
        }
        values.into_iter().for_each(&mut add);
    }
}
