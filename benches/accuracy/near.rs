//! Errors near the truth: one digit, one letter, one word.

use ibid::record::Name;

use super::slip::{Slip, is_telling};

/// Another digit in the suffix, which makes a DOI that nobody has.
pub(crate) fn doi(slip: &mut Slip<'_>) -> Option<()> {
    let (prefix, suffix) = slip.work.doi.split_once('/')?;
    let made = format!("{prefix}/{}", slip.chance.other_digit(suffix)?);
    let is_free = !slip.stock.by_doi.contains_key(&made);
    (slip.named.doi, slip.named.pmid) = (Some(made), None);
    is_free.then_some(())
}

/// The DOI behind or before it, which another work has: most often the next in the same issue.
pub(crate) fn next_doi(slip: &mut Slip<'_>) -> Option<()> {
    let doi = &slip.work.doi;
    let digits = doi.bytes().rev().take_while(u8::is_ascii_digit).take(9).count();
    let (before, number) = doi.split_at(doi.len() - digits);
    let value: usize = number.parse().ok()?;
    let made = [value + 1, value.saturating_sub(1)].map(|next| format!("{before}{next:0digits$}"));
    let taken = made.into_iter().find(|made| made != doi && slip.stock.by_doi.contains_key(made))?;
    (slip.named.doi, slip.named.pmid) = (Some(taken), None);
    Some(())
}

/// Another digit, which makes the PMID of another work.
pub(crate) fn pmid(slip: &mut Slip<'_>) -> Option<()> {
    let mut tried = (0..40).filter_map(|_| slip.chance.other_digit(&slip.work.pmid));
    let taken = tried.find(|made| slip.stock.by_pmid.contains_key(made))?;
    (slip.named.doi, slip.named.pmid) = (None, Some(taken));
    Some(())
}

/// Another letter in the name of the first.
pub(crate) fn first_author(slip: &mut Slip<'_>) -> Option<()> {
    letter(slip, 0)
}

/// Another letter in the name of the second.
pub(crate) fn second_author(slip: &mut Slip<'_>) -> Option<()> {
    letter(slip, 1)
}

fn letter(slip: &mut Slip<'_>, at: usize) -> Option<()> {
    let Name::Person { family, given, suffix } = slip.said.authors.get(at)?.clone() else { return None };
    // A particle is no part by which anybody is told.
    let from = family.find(char::is_uppercase)? + 1;
    let letters = family.char_indices().filter(|(at, ch)| *at >= from && ch.is_ascii_lowercase());
    let letters: Vec<(usize, char)> = letters.collect();
    let (place, own) = *letters.get(slip.chance.below(letters.len()))?;
    let put = slip.chance.of(b"abcdefghijklmnopqrstuvwxyz");
    let family = format!("{}{}{}", &family[..place], char::from(put), &family[place + 1..]);
    (char::from(put) != own).then_some(())?;
    slip.put_author(at, Name::Person { family, given, suffix })
}

/// A word of another title in the place of one.
pub(crate) fn title(slip: &mut Slip<'_>) -> Option<()> {
    let theirs: Vec<&str> = slip.other.record.title.as_deref()?.split(' ').collect();
    let is_plain = |word: &&&str| is_telling(word) && word.chars().all(char::is_lowercase);
    let theirs: Vec<&str> = theirs.iter().filter(is_plain).copied().collect();
    let put = *theirs.get(slip.chance.below(theirs.len()))?;
    let own: Vec<&str> = slip.said.title.split(' ').collect();
    // Else the word would be there twice.
    let is_there = own.iter().any(|word| word.trim_matches([',', ':', ';', '?', '(', ')']).eq_ignore_ascii_case(put));
    let at = slip.chance.below(own.len());
    let mark = own[at].strip_suffix([',', ':', ';', '?']).map_or("", |rest| &own[at][rest.len()..]);
    let put = format!("{put}{mark}");
    if is_there { None } else { slip.put_words(at, &[&put]) }
}

/// Two years before the first or behind the last year that PubMed has.
pub(crate) fn year(slip: &mut Slip<'_>) -> Option<()> {
    let (first, last) = slip.years();
    slip.said.year = if slip.chance.percent(70) { first - 2 } else { last + 2 };
    Some(())
}

/// Another digit in the volume.
pub(crate) fn volume(slip: &mut Slip<'_>) -> Option<()> {
    slip.said.volume = slip.chance.other_digit(&slip.said.volume)?;
    Some(())
}

/// Another digit in the issue.
pub(crate) fn issue(slip: &mut Slip<'_>) -> Option<()> {
    let own = slip.said.issue.as_deref().filter(|issue| issue.bytes().all(|byte| byte.is_ascii_digit()))?;
    slip.said.issue = Some(slip.chance.other_digit(own)?);
    Some(())
}

/// Another digit in the first page, still before the last where one is found.
pub(crate) fn page(slip: &mut Slip<'_>) -> Option<()> {
    let number = |page: &str| page.trim_start_matches(|ch: char| ch.is_ascii_alphabetic()).parse::<u64>().ok();
    let own = slip.said.pages.clone();
    let made: Vec<String> = (0..20).filter_map(|_| slip.chance.other_digit(&own.first)).collect();
    let last = own.last.as_deref().and_then(number);
    let in_order = made.iter().find(|first| last.is_none_or(|last| number(first).is_some_and(|first| first < last)));
    let first = in_order.or(made.first())?.clone();
    if in_order.is_none() {
        slip.said.pages.last = None;
    }
    slip.said.pages.first = first;
    Some(())
}
