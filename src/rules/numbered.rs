//! What rules about citations by number look at: one numbered list, and the order in which the text first cites its items.

use std::collections::BTreeSet;

use super::Context;
use crate::syntax::{NumberCitation, ReferenceList};
use crate::text::Span;

/// The list that the text cites by number, and where.
pub(super) struct Numbered<'a> {
    pub(super) list: &'a ReferenceList,
    /// Each number that is cited, in the order of its first mention, with that place.
    pub(super) first: Vec<(u32, &'a NumberCitation)>,
}

impl<'a> Numbered<'a> {
    /// Of a text that cites so; the document tells that only of one that does it throughout.
    pub(super) fn of(context: &Context<'a>) -> Option<Self> {
        let document = context.document;
        let list = document.lists.get(document.numbers.first()?.list as usize)?;
        let mut seen = BTreeSet::new();
        let mut first = Vec::new();
        for mark in &document.numbers {
            for number in mark.numbers() {
                if seen.insert(number) {
                    first.push((number, mark));
                }
            }
        }
        Some(Self { list, first })
    }

    /// Whether a number may be cited before byte `end`, outside the list, in a way that is not read as a citation: in an
    /// image's text, in a column of a table, behind a letter, with a bracket that is mistyped.
    pub(super) fn may_stand(&self, context: &Context<'_>, number: u32, end: u32) -> bool {
        let text = context.document.text();
        let number = number.to_string();
        memchr::memmem::find_iter(text.as_bytes(), number.as_bytes()).take_while(|at| *at < end as usize).any(|at| {
            let (before, behind) = (&text[..at], &text[at + number.len()..]);
            let opens = before.trim_end_matches(' ').ends_with(['[', '^', '>', '|', '(', ',', ';', '-', '–', '—']);
            let closes = behind.trim_start_matches(' ').starts_with([']', '^', '<', '|', ')', ',', ';', '-', '–', '—']);
            let bracket = before.ends_with('[') || behind.starts_with(']');
            let whole = !before.ends_with(|ch: char| ch.is_ascii_digit() || ch == '.')
                && !behind.starts_with(|ch: char| ch.is_ascii_digit());
            whole && !self.list.span.contains(at) && (bracket || opens && closes)
        })
    }

    /// The numbers that the list has, each with its item.
    pub(super) fn items(&self) -> impl Iterator<Item = (u32, Span)> + '_ {
        let numbered = self.list.numbers.iter().zip(&self.list.items);
        numbered.filter_map(|(number, item)| Some(((*number)?, *item)))
    }
}

/// "3", "3 and 7", "3, 7 and 9", "3, 7, 9 and 4 more".
pub(super) fn listed<T: ToString>(all: &[T]) -> String {
    const NAMED: usize = 5;
    let shown: Vec<String> = all.iter().take(NAMED).map(T::to_string).collect();
    match (shown.split_last(), all.len().checked_sub(NAMED).filter(|more| *more > 0)) {
        (_, Some(more)) => format!("{} and {more} more", shown.join(", ")),
        (Some((last, [])), None) => last.clone(),
        (Some((last, others)), None) => format!("{} and {last}", others.join(", ")),
        (None, None) => String::new(),
    }
}
