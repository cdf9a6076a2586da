//! What rules about citations by number look at: one numbered list, and the order in which the text first cites its items.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::Context;
use crate::syntax::{NumberCitation, ReferenceList};
use crate::text::Span;

/// The list that the text cites by number, and where.
pub(super) struct Numbered<'a> {
    pub(super) list: &'a ReferenceList,
    /// Each number that is cited, in the order of its first mention, with that place.
    pub(super) first: Vec<(u32, &'a NumberCitation)>,
    /// Where numbers may stand that are not read as citations, once somebody asks.
    standing: OnceCell<FxHashMap<u32, usize>>,
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
        Some(Self { list, first, standing: OnceCell::new() })
    }

    /// Whether a number may be cited before byte `end`, outside the list, in a way that is not read as a citation: in an
    /// image's text, in a column of a table, behind a letter, with a bracket that is mistyped.
    pub(super) fn may_stand(&self, context: &Context<'_>, number: u32, end: u32) -> bool {
        let standing = self.standing.get_or_init(|| self.standing(context.document.text()));
        standing.get(&number).is_some_and(|first| *first < end as usize)
    }

    /// Where each number may first be cited so.
    fn standing(&self, text: &str) -> FxHashMap<u32, usize> {
        let mut standing = FxHashMap::default();
        let mut done = 0;
        while let Some(at) = text.as_bytes()[done..].iter().position(u8::is_ascii_digit).map(|at| done + at) {
            let length = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            done = at + length;
            let (before, digits, behind) = (&text[..at], &text[at..done], &text[done..]);
            if digits.starts_with('0') || before.ends_with('.') || self.list.span.contains(at) {
                continue;
            }
            let opens = before.trim_end_matches(' ').ends_with(['[', '^', '>', '|', '(', ',', ';', '-', '–', '—']);
            let closes = behind.trim_start_matches(' ').starts_with([']', '^', '<', '|', ')', ',', ';', '-', '–', '—']);
            let bracket = before.ends_with('[') || behind.starts_with(']');
            if let Some(number) = digits.parse().ok().filter(|_| bracket || opens && closes) {
                standing.entry(number).or_insert(at);
            }
        }
        standing
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
