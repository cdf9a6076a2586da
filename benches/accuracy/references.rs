//! References of works, half of them correct.

use std::collections::HashSet;

use super::chance::Chance;
use super::kinds::{KINDS, Kind};
use super::manner::Manner;
use super::named::{Named, remark};
use super::said::Said;
use super::slip::Slip;
use super::styles::{STYLES, Style};
use super::works::Stock;

/// How often an error is tried that cannot be seen in what is written.
const TRIES: usize = 12;

/// A reference as written.
#[derive(Debug)]
pub(crate) struct Reference {
    /// Its words.
    pub(crate) text: String,
    /// The style.
    pub(crate) style: &'static Style,
    /// Its identifiers.
    pub(crate) named: Named,
    /// Whether its title is written.
    pub(crate) is_titled: bool,
    /// What is wrong with it.
    pub(crate) kind: Option<&'static Kind>,
}

/// The works that are not used yet, since what is cited twice is told.
struct Unused<'a> {
    stock: &'a Stock,
    order: Vec<usize>,
    used: HashSet<usize>,
}

/// So many correct references, and so many with an error each, of all kinds in turn.
pub(crate) fn references(stock: &Stock, count: usize, chance: &mut Chance) -> Vec<Reference> {
    let mut order: Vec<usize> = (0..stock.works.len()).collect();
    chance.shuffle(&mut order);
    let mut unused = Unused { stock, order, used: HashSet::new() };
    let mut references = Vec::new();
    // Those first that few works can have.
    for kind in KINDS.iter().rev() {
        let many = count / KINDS.len();
        references.extend((0..many).map_while(|_| wrong(&mut unused, kind, chance)));
    }
    let seeded = references.len();
    references.extend((0..seeded).map_while(|_| correct(&mut unused, chance)));
    chance.shuffle(&mut references);
    references
}

fn correct(unused: &mut Unused<'_>, chance: &mut Chance) -> Option<Reference> {
    let work = unused.draw()?;
    let (stock, style) = (unused.stock, chance.of(&STYLES.each_ref()));
    let manner = Manner::any(chance);
    let said = Said::of(&stock.works[work], chance);
    let named = Named::of(&stock.works[work], chance);
    Some(whole(style, &said, &manner, named, chance))
}

/// A reference with an error of a kind that stands in the words or in the identifiers.
fn wrong(unused: &mut Unused<'_>, kind: &'static Kind, chance: &mut Chance) -> Option<Reference> {
    let stock = unused.stock;
    for at in 0..unused.order.len() {
        let work = unused.order[at];
        for _ in 0..TRIES {
            let other = chance.of(&unused.order);
            if work == other || unused.used.contains(&work) || unused.used.contains(&other) {
                continue;
            }
            let (style, manner) = (chance.of(&STYLES.each_ref()), Manner::any(chance));
            let said = Said::of(&stock.works[work], chance);
            let named = Named::of(&stock.works[work], chance);
            let (work, other) = (&stock.works[work], &stock.works[other]);
            let mut slip = Slip { said: said.clone(), named: named.clone(), work, other, stock, chance };
            if (kind.seed)(&mut slip).is_none() {
                continue;
            }
            let (wrong, wrongly) = (slip.said, slip.named);
            let is_seen = (style.write)(&wrong, &manner) != (style.write)(&said, &manner) || named != wrongly;
            if !is_seen || !unused.take(&[&named, &wrongly]) {
                continue;
            }
            return Some(Reference { kind: Some(kind), ..whole(style, &wrong, &manner, wrongly, chance) });
        }
    }
    None
}

/// A correct reference: the words, the identifiers, and what stands behind them.
fn whole(style: &'static Style, said: &Said, manner: &Manner, named: Named, chance: &mut Chance) -> Reference {
    let (words, end) = ((style.write)(said, manner), chance.of(&[".", ".", ".", ","]));
    let end = if words.ends_with(['.', ')']) && end == "." { "" } else { end };
    let text = format!("{words}{end} {}{}", named.written(chance), remark(chance));
    Reference { text, style, is_titled: words.contains(&manner.title(said)), named, kind: None }
}

impl Unused<'_> {
    /// The next.
    fn draw(&mut self) -> Option<usize> {
        while let Some(work) = self.order.pop() {
            if self.used.insert(work) {
                return Some(work);
            }
        }
        None
    }

    /// Takes the works that are named, and not where one of them is named elsewhere.
    fn take(&mut self, named: &[&Named]) -> bool {
        let ids = named.iter().flat_map(|named| {
            let doi = named.doi.as_ref().and_then(|doi| self.stock.by_doi.get(doi));
            [doi, named.pmid.as_ref().and_then(|pmid| self.stock.by_pmid.get(pmid))]
        });
        let works: HashSet<usize> = ids.flatten().copied().collect();
        let is_free = works.is_disjoint(&self.used);
        if is_free {
            self.used.extend(works);
        }
        is_free
    }
}
