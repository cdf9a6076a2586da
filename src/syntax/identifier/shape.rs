//! What identifiers look like, whatever announces them; and why something announced cannot be one.

mod arxiv;
mod isbn;
mod pubmed;
mod trial;

use crate::record::{Identifier, IdentifierKind};

/// The identifier of `kind` that `rest` begins with, with its length in bytes. `labelled`: something says that one
/// stands here, so that less of a shape suffices.
pub(super) fn read(kind: IdentifierKind, rest: &str, labelled: bool) -> Option<(usize, Identifier)> {
    let length = match kind {
        IdentifierKind::Pmid => pubmed::pmid(rest)?,
        IdentifierKind::Pmcid => return pubmed::pmcid(rest, labelled),
        IdentifierKind::Arxiv => arxiv::length(rest)?,
        IdentifierKind::Isbn => isbn::length(rest)?,
        IdentifierKind::Trial => trial::length(rest, labelled)?,
        IdentifierKind::Doi | IdentifierKind::Url | IdentifierKind::Key => return None,
    };
    let written = &rest[..length];
    let id = match kind {
        IdentifierKind::Pmid => Identifier::from_pmid(written),
        IdentifierKind::Arxiv => Identifier::from_arxiv(written),
        IdentifierKind::Isbn => Identifier::from_isbn(written),
        _ => Identifier::from_trial(written),
    };
    Some((length, id?))
}

/// What stands at the beginning of `rest` in the place of an identifier of `kind`, and why it cannot be one: the end of
/// a sentence that begins "This PMID …". `None` where that is not certain.
pub(super) fn refusal(kind: IdentifierKind, rest: &str) -> Option<(usize, String)> {
    match kind {
        IdentifierKind::Pmid => pubmed::no_pmid(rest),
        IdentifierKind::Pmcid => pubmed::no_pmcid(rest),
        IdentifierKind::Arxiv => arxiv::refusal(rest),
        IdentifierKind::Isbn => isbn::refusal(rest),
        _ => None,
    }
}

/// No identifier has more letters or digits in a row.
const LONGEST: usize = 64;

/// How many ASCII letters and digits `rest` begins with.
fn word(rest: &str) -> usize {
    rest.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count()
}

/// How many ASCII digits `rest` begins with.
fn digits(rest: &str) -> usize {
    rest.bytes().take(LONGEST).take_while(u8::is_ascii_digit).count()
}

/// Whether a word may end before `rest`: neither letter nor digit follows, also not behind what has no width.
fn ends(rest: &str) -> bool {
    let shown = rest.trim_start_matches(['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}']);
    !shown.starts_with(char::is_alphanumeric)
}

/// Whether the number of `written` may go on behind a blank: `12 345 678`. Which number is meant is not clear then.
pub(super) fn may_go_on(written: &str, behind: &str) -> bool {
    let known = written.bytes().filter(u8::is_ascii_digit).count();
    let more = behind.strip_prefix([' ', '\u{a0}', '\u{202f}', '\u{2009}']).map_or(0, digits);
    known < 7 && more > 0 && known + more <= 8
}

/// Whether what stands before `rest` is whole: not a part of a longer number, name or path.
fn is_whole(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        None => true,
        Some('.' | ',' | ':' | '-' | '/') => !chars.next().is_some_and(char::is_alphanumeric),
        Some(ch) => !ch.is_alphanumeric() && ch != '_',
    }
}
