//! Errors far from the truth: another value altogether.

use super::slip::{Slip, is_telling};

/// The DOI of another work, alone.
pub(crate) fn doi(slip: &mut Slip<'_>) -> Option<()> {
    (slip.named.doi, slip.named.pmid) = (Some(slip.other.doi.clone()), None);
    Some(())
}

/// The PMID of another work, alone.
pub(crate) fn pmid(slip: &mut Slip<'_>) -> Option<()> {
    (slip.named.doi, slip.named.pmid) = (None, Some(slip.other.pmid.clone()));
    Some(())
}

/// Two identifiers, of which the PMID is another work's.
pub(crate) fn pmid_beside_doi(slip: &mut Slip<'_>) -> Option<()> {
    (slip.named.doi, slip.named.pmid) = (Some(slip.work.doi.clone()), Some(slip.other.pmid.clone()));
    Some(())
}

/// Two identifiers, of which the DOI is another work's.
pub(crate) fn doi_beside_pmid(slip: &mut Slip<'_>) -> Option<()> {
    (slip.named.doi, slip.named.pmid) = (Some(slip.other.doi.clone()), Some(slip.work.pmid.clone()));
    Some(())
}

/// The publisher's prefix, and a suffix that looks like one.
pub(crate) fn unregistered_doi(slip: &mut Slip<'_>) -> Option<()> {
    let (prefix, suffix) = slip.work.doi.split_once('/')?;
    let letters: String = suffix.chars().take_while(char::is_ascii_alphabetic).collect();
    let made = format!("{prefix}/{letters}.{}.{}", 2000 + slip.chance.below(26), 10_000 + slip.chance.below(89_999));
    slip.named.doi = Some(made.clone());
    slip.named.pmid = None;
    (!slip.stock.by_doi.contains_key(&made)).then_some(())
}

/// A PMID higher than any that is given.
pub(crate) fn unregistered_pmid(slip: &mut Slip<'_>) -> Option<()> {
    (slip.named.doi, slip.named.pmid) = (None, Some((91_000_000 + slip.chance.below(8_000_000)).to_string()));
    Some(())
}

/// Another journal.
pub(crate) fn journal(slip: &mut Slip<'_>) -> Option<()> {
    let other = &slip.other.record;
    let title = other.container_title.clone()?;
    if Some(&title) == slip.work.record.container_title.as_ref() {
        return None;
    }
    slip.said.short = other.container_short.clone().unwrap_or_else(|| title.clone());
    slip.said.journal = title;
    Some(())
}

/// Another volume, by three at least.
pub(crate) fn volume(slip: &mut Slip<'_>) -> Option<()> {
    let letters = slip.said.volume.trim_end_matches(|ch: char| ch.is_ascii_digit()).to_owned();
    let number: usize = slip.said.volume[letters.len()..].parse().ok()?;
    slip.said.volume = format!("{letters}{}", number + 3 + slip.chance.below(38));
    Some(())
}

/// Pages elsewhere.
pub(crate) fn page(slip: &mut Slip<'_>) -> Option<()> {
    let first = 1 + slip.chance.below(3_000);
    let last = first + 4 + slip.chance.below(12);
    let pages = &mut slip.said.pages;
    (pages.first, pages.last) = (first.to_string(), pages.last.as_ref().map(|_| last.to_string()));
    (*pages != slip.work.pages).then_some(())
}

/// Three to nine years before the first or behind the last year that PubMed has.
pub(crate) fn year(slip: &mut Slip<'_>) -> Option<()> {
    let (first, last) = slip.years();
    let off = 3 + i32::try_from(slip.chance.below(7)).ok()?;
    slip.said.year = if slip.chance.percent(70) { first - off } else { last + off };
    Some(())
}

/// The first author of another work in the place of the first.
pub(crate) fn first_author(slip: &mut Slip<'_>) -> Option<()> {
    slip.put_author(0, slip.other.record.authors[0].name.clone())
}

/// The first author of another work in the place of the second.
pub(crate) fn second_author(slip: &mut Slip<'_>) -> Option<()> {
    slip.put_author(1, slip.other.record.authors[0].name.clone())
}

/// Three words of another title in the place of three, of which one says something.
pub(crate) fn title(slip: &mut Slip<'_>) -> Option<()> {
    let theirs: Vec<&str> = slip.other.record.title.as_deref()?.split(' ').collect();
    let from = slip.chance.below(theirs.len().saturating_sub(2));
    let put = theirs.get(from..from + 3).filter(|put| put.iter().any(|word| is_telling(word)))?;
    let many = slip.said.title.split(' ').count();
    let at = slip.chance.below(many.saturating_sub(2));
    slip.put_words(at, put)
}
