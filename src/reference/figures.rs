//! Volume, issue and page of a reference as written, held against the recorded ones.

use super::judgement::{Judgement, Part};
use super::locator::{Figure, Locator};
use super::words::words;
use crate::record::Record;

/// Judges volume, issue and first page.
pub(super) fn judge(judgement: &mut Judgement, locator: &Locator, records: &[&Record]) {
    let of = |field: fn(&Record) -> Option<&str>| -> Vec<String> {
        records.iter().filter_map(|record| field(record)).flat_map(figures).collect()
    };
    let volumes = of(|record| record.volume.as_deref());
    let issues = of(|record| record.issue.as_deref());
    let first_pages = records.iter().filter_map(|record| record.pages.as_deref());
    let first_pages =
        first_pages.flat_map(|pages| pages.split([',', ';'])).filter_map(|range| figures(range).into_iter().next());
    let mut pages: Vec<String> = first_pages.collect();
    pages.extend(of(|record| record.article_number.as_deref()));
    let ids: Vec<String> = records.iter().map(|record| record.id.to_string()).collect();
    let part = |written: &Option<Figure>, own: &[String], others: [&[String]; 2]| {
        let (Some(written), false) = (written, own.is_empty()) else { return Part::Open };
        let said = bare(&written.text);
        if written.is_count {
            return Part::Open;
        }
        if own.contains(&said) {
            return Part::Agrees;
        }
        // What is another part of the record was read for the wrong one.
        let is_elsewhere =
            locator.all.iter().any(|figure| figure.at != written.at && own.contains(&bare(&figure.text)));
        let is_other = others.iter().any(|other| other.contains(&said));
        if is_elsewhere || is_other { Part::Open } else { Part::Differs(written.at.clone()) }
    };
    judgement.volume = part(&locator.volume, &volumes, [&issues, &pages]);
    judgement.issue = part(&locator.issue, &issues, [&volumes, &pages]);
    judgement.page = part(&locator.page, &pages, [&volumes, &issues]);
    // The number of an article is often the end of its DOI.
    if let (Part::Differs(_), Some(page)) = (&judgement.page, &locator.page)
        && page.text.len() > 2
        && ids.iter().any(|id| id.contains(&bare(&page.text)))
    {
        judgement.page = Part::Open;
    }
}

/// Whether “p. 440” of 435–450 is written: where something is said. Where the first page alone is recorded, nobody knows where the
/// work ends.
pub(super) fn is_place(locator: &Locator, records: &[&Record]) -> bool {
    let Some(page) = locator.page.as_ref().filter(|page| page.is_labelled && !page.begins_range) else { return false };
    let Ok(page) = bare(&page.text).parse::<u32>() else { return false };
    let range = |pages: &str| range(pages).or_else(|| Some((bare(pages).parse().ok()?, u32::MAX)));
    let mut ranges = records.iter().filter_map(|record| range(record.pages.as_deref()?));
    ranges.any(|(first, last)| first <= page && page <= last)
}

/// The first and the last page: of “187-94” 187 and 194.
fn range(pages: &str) -> Option<(u32, u32)> {
    let (first, last) = pages.split_once(['-', '–'])?;
    let (first, last) = (bare(first), bare(last));
    let kept = first.len().saturating_sub(last.len());
    let whole = format!("{}{last}", &first[..kept]);
    Some((first.parse().ok()?, whole.parse().ok()?))
}

/// The numbers in a field, without the letters at them.
fn figures(field: &str) -> Vec<String> {
    let numbers = words(field).into_iter().filter(|word| word.key.bytes().any(|byte| byte.is_ascii_digit()));
    numbers.map(|word| bare(&word.key)).collect()
}

/// A number without letters and leading noughts: `e00104` as `104`.
fn bare(figure: &str) -> String {
    let digits: String = figure.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}
