//! What of a document is looked up unasked, and what is held back until somebody asks.

use rustc_hash::FxHashSet;

use crate::record::Identifier;
use crate::syntax::Occurrence;
use crate::text::Span;

/// How many unknown identifiers of one document are looked up unasked, wherever they stand.
const UNASKED: usize = 300;
/// A document with more unknown identifiers is a list rather than a manuscript: of it only what is on the screen is
/// looked up unasked.
const MANY: usize = 1_000;

/// How many of so many unknown identifiers are looked up unasked, wherever they stand.
pub(super) fn unasked(unknown: usize) -> usize {
    if unknown > MANY { 0 } else { UNASKED }
}

/// What of a document is to be looked up.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// On the screen.
    pub(super) in_view: Vec<Identifier>,
    /// Elsewhere.
    pub(super) elsewhere: Vec<Identifier>,
    /// Beyond what is looked up unasked, because somebody asked.
    pub(super) rest: Vec<Identifier>,
    /// What is left out.
    pub(super) held_back: Option<HeldBack>,
}

/// What is left out of a document until somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HeldBack {
    /// How many identifiers of the document are unknown, or were before they were looked up.
    pub(super) unknown: usize,
    /// How many of them are left out.
    pub(super) left: usize,
}

/// What was asked for and what is shown of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'a> {
    /// What was looked up for it before.
    pub(super) asked: &'a FxHashSet<Identifier>,
    /// What is on the screen.
    pub(super) view: Option<Span>,
    /// Whether somebody asked for all of it.
    pub(super) all: bool,
}

/// Chooses what to look up of what was `found` and `may` be and was not asked before: what is on the screen, then in the order of the
/// text no more than is looked up unasked, then the rest if it is wished for.
pub(super) fn wanted<'a>(
    found: &(impl Iterator<Item = &'a Occurrence> + Clone),
    may: impl Fn(&Identifier) -> bool,
    wish: Wish<'_>,
) -> Wanted {
    let Wish { asked, view, all } = wish;
    let view = view.filter(|view| is_a_screen(found.clone(), *view));
    let is_in_view = |token: Span| view.is_some_and(|view| view.meets(token));
    let mut unknown = FxHashSet::default();
    unknown.extend(found.clone().map(|found| &found.id).filter(|id| asked.contains(*id) || may(id)));
    let unknown = unknown.len();
    let mut room = unasked(unknown).saturating_sub(asked.len());
    let (mut wanted, mut seen, mut left) = (Wanted::default(), FxHashSet::default(), 0);
    for viewed in [true, false] {
        for found in found.clone().filter(|found| is_in_view(found.token) == viewed) {
            let id = &found.id;
            if asked.contains(id) || !may(id) || !seen.insert(id) {
                continue;
            }
            let place = match (viewed, room) {
                (true, _) => &mut wanted.in_view,
                (false, 1..) => &mut wanted.elsewhere,
                (false, 0) if all => &mut wanted.rest,
                (false, 0) => {
                    left += 1;
                    continue;
                }
            };
            place.push(id.clone());
            room = room.saturating_sub(1);
        }
    }
    wanted.held_back = (left > 0).then_some(HeldBack { unknown, left });
    wanted
}

/// Whether a stretch is what a screen shows. Some clients ask for the hints of the whole text, and again whenever hints
/// change: to follow them would look up all of it, step by step.
fn is_a_screen<'a>(found: impl Iterator<Item = &'a Occurrence>, view: Span) -> bool {
    let mut shown = FxHashSet::default();
    shown.extend(found.filter(|found| view.meets(found.token)).map(|found| &found.id));
    shown.len() <= UNASKED
}
