//! Which of a text's numbers in brackets are citations.

use super::{NumberCitation, NumberSyntax};
use crate::syntax::{Citation, CitationSyntax, CitationUse, Place, ReferenceList};

/// The citations among `marks`; none where the text does not cite one numbered list by one notation.
pub(in crate::syntax) fn settle(
    marks: &[NumberCitation],
    lists: &[ReferenceList],
    citations: &[Citation],
) -> Vec<NumberCitation> {
    let mut numbered = lists.iter().enumerate().filter(|(_, list)| list.is_numbered());
    let (Some((index, list)), None) = (numbered.next(), numbered.next()) else { return Vec::new() };
    if marks.is_empty() || citations.iter().any(is_other_system) {
        return Vec::new();
    }
    let system = |syntax| {
        let cites = move |mark: &&NumberCitation| mark.syntax == syntax && !list.span.meets(mark.cluster);
        marks.iter().filter(cites)
    };
    let notations = [NumberSyntax::Brackets, NumberSyntax::Superscript, NumberSyntax::Parentheses];
    let mut used = notations.into_iter().filter(|syntax| Tally::of(list, system(*syntax)).cites(*syntax));
    let (Some(syntax), None) = (used.next(), used.next()) else { return Vec::new() };
    let most = list.numbers.iter().flatten().max().copied().unwrap_or_default().saturating_mul(2);
    let list = u32::try_from(index).expect("a text of 4 GiB has fewer lists");
    system(syntax).filter(|mark| mark.last <= most).map(|mark| NumberCitation { list, ..*mark }).collect()
}

/// Whether a citation by key shows that the text cites by keys.
fn is_other_system(citation: &Citation) -> bool {
    let in_brackets = citation.syntax != CitationSyntax::Pandoc || citation.cluster.is_some();
    citation.purpose == CitationUse::Cites && in_brackets && citation.place != Place::FrontMatter
}

/// What a notation's marks say of a list.
#[derive(Default)]
struct Tally {
    /// Marks whose numbers the list has, and others.
    within: usize,
    beyond: usize,
    /// How many items there are, how many of them are named, and how many of these when all named before them were
    /// smaller.
    items: usize,
    named: usize,
    in_order: usize,
}

impl Tally {
    fn of<'a>(list: &ReferenceList, marks: impl Iterator<Item = &'a NumberCitation>) -> Self {
        let mut tally = Self { items: list.items.len(), ..Self::default() };
        let mut named = vec![false; list.items.len()];
        let mut highest = None;
        for mark in marks {
            let (Some(first), Some(last)) = (list.item(mark.first), list.item(mark.last)) else {
                tally.beyond += 1;
                continue;
            };
            tally.within += 1;
            for (item, is_named) in named.iter_mut().enumerate().take(last + 1).skip(first) {
                if !std::mem::replace(is_named, true) {
                    tally.named += 1;
                    tally.in_order += usize::from(highest < Some(item));
                    highest = highest.max(Some(item));
                }
            }
        }
        tally
    }

    /// Whether the list is cited in this notation: round brackets have to prove it, since they number other things,
    /// too.
    fn cites(&self, syntax: NumberSyntax) -> bool {
        let is_named = match syntax {
            NumberSyntax::Brackets | NumberSyntax::Superscript => self.named * 2 >= self.items,
            NumberSyntax::Parentheses => self.in_order * 5 >= self.items * 4,
        };
        is_named && self.named >= 2 && self.beyond * 9 <= self.within
    }
}
