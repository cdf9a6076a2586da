//! Where sources say different things of one work, as far as a reference shows it.

use super::whole::{Whole, title};
use crate::record::{Field, Record, Source, folded};

/// What a source has otherwise than the source whose word is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// Who has it otherwise.
    pub(super) source: Source,
    /// What; the first author stands for the authors.
    pub(super) field: Field,
    /// What it has.
    pub(super) has: String,
}

/// Title, first author, year, volume and pages that a source has otherwise, in the order of the views. Spellings that
/// mean the same (637-41 and 637-641, a title without its subtitle) are no difference.
pub(super) fn differences(whole: &Whole<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    for view in whole.views.iter().skip(1) {
        let mut add = |field, has: Option<String>| {
            found.extend(has.map(|has| Difference { source: view.source, field, has }));
        };
        let (ours, theirs) = (&whole.record, &*view.record);
        add(Field::Title, other_title(ours, theirs));
        add(Field::Authors, other_author(ours, theirs));
        add(Field::Dates, other(&ours.dates.year(), &theirs.dates.year(), i32::eq).map(|year| year.to_string()));
        add(Field::Volume, other(&ours.volume, &theirs.volume, |a, b| folded(a) == folded(b)));
        let pages = |record: &Record| record.pages.clone().or_else(|| record.article_number.clone());
        add(Field::Pages, other(&pages(ours), &pages(theirs), |a, b| same_pages(a, b)));
    }
    found
}

/// What `theirs` is where both are known and not the same.
fn other<T: Clone>(ours: &Option<T>, theirs: &Option<T>, same: impl Fn(&T, &T) -> bool) -> Option<T> {
    let (ours, theirs) = (ours.as_ref()?, theirs.as_ref()?);
    (!same(ours, theirs)).then(|| theirs.clone())
}

fn other_title(ours: &Record, theirs: &Record) -> Option<String> {
    let has = title(theirs)?;
    let their = folded(&has);
    let known = title(ours).into_iter().chain(ours.title.clone()).chain(ours.other_titles.clone());
    let mut known = known.map(|known| folded(&known)).filter(|known| !known.is_empty()).peekable();
    known.peek()?;
    let same = known.any(|known| known == their || begins(&known, &their) || begins(&their, &known));
    (!their.is_empty() && !same).then_some(has)
}

/// Whether `short` is `long` without its last words.
fn begins(short: &str, long: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
}

fn other_author(ours: &Record, theirs: &Record) -> Option<String> {
    let (ours, theirs) = (ours.authors.first()?, theirs.authors.first()?);
    (ours.name.folded_family() != theirs.name.folded_family()).then(|| super::people::full(&theirs.name))
}

/// Whether two sources mean the same pages: the first page is the same, and the last where both have one.
fn same_pages(ours: &str, theirs: &str) -> bool {
    let (ours, theirs) = (ends(ours), ends(theirs));
    ours.0 == theirs.0 && (ours.1.is_empty() || theirs.1.is_empty() || ours.1 == theirs.1)
}

/// First and last page; a last page of fewer digits is completed from the first (637-41).
fn ends(pages: &str) -> (String, String) {
    let (first, last) = pages.split_once(['-', '–', '—']).unwrap_or((pages, ""));
    let bare = |page: &str| page.trim().trim_matches('.').to_lowercase();
    let (first, last) = (bare(first), bare(last.split([',', ';']).next().unwrap_or_default()));
    let missing = first.chars().count().saturating_sub(last.chars().count());
    let completes = missing > 0 && !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    let last = if completes { first.chars().take(missing).collect::<String>() + &last } else { last };
    // One page may be written twice.
    let last = if last == first { String::new() } else { last };
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_compared_by_what_they_mean() {
        for (a, b) in
            [("637-641", "637-41"), ("637–641", "637-641"), ("5929", "5929-5929"), ("S12-S15", "S12-5"), ("E1", "e1")]
        {
            assert!(same_pages(a, b), "{a} {b}");
        }
        for (a, b) in [("637-641", "638-641"), ("637-641", "637-642"), ("e1", "1")] {
            assert!(!same_pages(a, b), "{a} {b}");
        }
    }
}
