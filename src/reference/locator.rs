//! Year, volume, issue and pages of a reference as written.

use std::ops::Range;

use super::months::{begins_as_month, is_month};
use super::words::Word;

/// A number as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// As written: `12`, `e104`, `S3`.
    pub(super) text: String,
    /// Its bytes in the text.
    pub(super) at: Range<usize>,
    /// Whether it begins “1–12”, which is what a reader counts where there is no page.
    pub(super) is_count: bool,
    /// Whether another number is joined to it by a dash: the last page.
    pub(super) begins_range: bool,
    /// Whether it is labelled as a page: “p. 440”.
    pub(super) is_labelled: bool,
}

/// The numbers of a reference, by what they stand for there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Locator {
    /// Every number that may be the year, with the likeliest first.
    pub(super) years: Vec<(i32, Range<usize>)>,
    /// The volume.
    pub(super) volume: Option<Figure>,
    /// The issue.
    pub(super) issue: Option<Figure>,
    /// The first page, or the number of the article.
    pub(super) page: Option<Figure>,
    /// Every number, whatever it stands for.
    pub(super) all: Vec<Figure>,
}

/// What a word before a number says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Volume,
    Issue,
    Page,
    /// The number of an article, which registries often do not have.
    Article,
    /// A number follows that is none of these.
    Other,
    /// The date of a visit follows, with words of its own: “accessed on 3 May 2020”.
    Visit,
}

const LABELS: [(&str, Label); 32] = [
    ("vol", Label::Volume),
    ("volume", Label::Volume),
    ("v", Label::Volume),
    ("bd", Label::Volume),
    ("band", Label::Volume),
    ("no", Label::Issue),
    ("nr", Label::Issue),
    ("num", Label::Issue),
    ("number", Label::Issue),
    ("issue", Label::Issue),
    ("iss", Label::Issue),
    ("p", Label::Page),
    ("pp", Label::Page),
    ("pg", Label::Page),
    ("page", Label::Page),
    ("pages", Label::Page),
    ("seiten", Label::Page),
    ("s", Label::Page),
    ("art", Label::Article),
    ("article", Label::Article),
    ("accessed", Label::Visit),
    ("retrieved", Label::Visit),
    ("cited", Label::Visit),
    ("available", Label::Visit),
    ("updated", Label::Visit),
    ("suppl", Label::Other),
    ("supplement", Label::Other),
    ("pt", Label::Other),
    ("part", Label::Other),
    ("chapter", Label::Other),
    ("edition", Label::Other),
    ("version", Label::Other),
];

/// Whether a word is said of the numbers of a reference: a label, or a month.
#[must_use]
pub(super) fn is_said_of_numbers(word: &Word) -> bool {
    LABELS.iter().any(|(name, _)| **name == *word.key) || is_month(&word.key)
}

impl Locator {
    /// Whether there is a year, and a volume with a page, with nothing between the two that is not said of numbers.
    #[must_use]
    pub(super) fn is_whole(&self, text: &str) -> bool {
        let (Some(volume), Some(page)) = (&self.volume, &self.page) else { return false };
        let between = volume.at.end.min(page.at.end)..volume.at.start.max(page.at.start);
        let is_said = |word: &Word| word.key.bytes().any(|byte| byte.is_ascii_digit()) || is_said_of_numbers(word);
        !self.years.is_empty() && super::words::words(&text[between]).iter().all(is_said)
    }
}

/// A number with what stands around it.
#[derive(Debug)]
struct Number {
    figure: Figure,
    label: Option<Label>,
    /// Whether the number before is joined to it by a dash.
    ends_range: bool,
    /// Whether it is joined to the next by a dash.
    begins_range: bool,
    /// The last mark before, and the first behind, blanks left out.
    before: Option<char>,
    after: Option<char>,
    year: Option<i32>,
    /// Whether it stands in a bracket that is glued to a number: “281(1779)”, which most often is an issue.
    is_glued: bool,
}

/// Reads the numbers in a text of these words, outside the `title`.
#[must_use]
pub(super) fn read(text: &str, words: &[Word], title: Range<usize>) -> Locator {
    let numbers = numbers(text, words, &title);
    let mut locator = Locator { years: years(&numbers, title.end), ..Locator::default() };
    let tail: Vec<&Number> = numbers.iter().filter(|number| number.figure.at.start >= title.end).collect();
    let is_year = |number: &Number| locator.years.first().is_some_and(|(_, at)| *at == number.figure.at);
    let last_of_text = tail.iter().position(|number| number.label == Some(Label::Visit));
    let tail = &tail[..last_of_text.unwrap_or(tail.len())];
    let (mut volume, mut issue, mut page) = (None, None, None);
    for (index, number) in tail.iter().enumerate() {
        match number.label {
            Some(Label::Volume) => volume = volume.or(Some(index)),
            Some(Label::Issue) => issue = issue.or(Some(index)),
            Some(Label::Page | Label::Article) => page = page.or(Some(index)),
            _ => {}
        }
    }
    for (index, pair) in tail.windows(2).enumerate() {
        let [one, other] = pair else { continue };
        let is_plain = |number: &Number| number.label.is_none() && !is_year(number);
        if volume.is_none()
            && issue.is_none()
            && is_plain(one)
            && is_plain(other)
            && (other.year.is_none() || other.is_glued)
            && one.after == Some('(')
            && other.before == Some('(')
        {
            (volume, issue) = (Some(index), Some(index + 1));
        }
    }
    // “12, no. 3”, “12 (2010), no. 3”: what is before the issue is the volume.
    if volume.is_none()
        && let Some(before) = issue.and_then(|issue| (0..issue).rev().find(|index| !is_year(tail[*index])))
        && tail[before].label.is_none()
    {
        volume = Some(before);
    }
    let may_be_volume = |number: &Number| number.label.is_none() && !number.ends_range && !is_year(number);
    let behind = volume.max(issue).map_or(0, |last| last + 1);
    page = page.or_else(|| {
        let is_plain = |number: &&Number| number.label.is_none() && !is_year(number) && !number.ends_range;
        let rest = || tail.iter().enumerate().skip(behind).filter(|(_, number)| is_plain(number));
        let range = rest().find(|(_, number)| number.begins_range && number.before != Some('('));
        let after_colon = || rest().find(|(index, number)| number.before == Some(':') && *index > 0);
        range.or_else(after_colon).map(|(index, _)| index).or_else(|| {
            // “2010, 12, 104.”: the last of two behind the year, or of a volume and one more.
            let plain: Vec<usize> = rest().map(|(index, _)| index).collect();
            match (volume.is_some(), &*plain) {
                (true, [only]) => Some(*only),
                (false, [_, last]) => Some(*last),
                _ => None,
            }
        })
    });
    if volume.is_none()
        && let Some(before) = page.and_then(|page| (0..page).rev().find(|index| may_be_volume(tail[*index])))
    {
        volume = Some(before);
    }
    let figure = |index: Option<usize>| {
        index.map(|index| Figure { begins_range: tail[index].begins_range, ..tail[index].figure.clone() })
    };
    (locator.volume, locator.issue, locator.page) = (figure(volume), figure(issue), figure(page));
    locator.all = tail.iter().map(|number| number.figure.clone()).collect();
    locator
}

/// Numbers that may be the year: the likeliest is the one in brackets or before a semicolon.
fn years(numbers: &[Number], title_end: usize) -> Vec<(i32, Range<usize>)> {
    let may_be = |number: &&Number| {
        let in_order = number.label.is_none() && !number.ends_range && !number.begins_range;
        in_order && number.year.is_some()
    };
    let rank = |number: &Number| {
        let in_brackets = number.before == Some('(') && matches!(number.after, Some(')' | ','));
        match (in_brackets, number.after, number.figure.at.start < title_end) {
            _ if number.is_glued => 4,
            (true, ..) => 0,
            (_, Some(';'), _) => 1,
            (_, Some('.' | ','), true) => 2,
            _ => 3,
        }
    };
    let mut years: Vec<(u8, i32, Range<usize>)> = numbers
        .iter()
        .filter(may_be)
        .filter_map(|number| Some((rank(number), number.year?, number.figure.at.clone())))
        .collect();
    years.sort_by_key(|(rank, ..)| *rank);
    // Beside another one it is no year at all.
    let has_others = years.iter().any(|(rank, ..)| *rank < 4);
    years.retain(|(rank, ..)| *rank < 4 || !has_others);
    years.into_iter().map(|(_, year, at)| (year, at)).collect()
}

fn numbers(text: &str, words: &[Word], title: &Range<usize>) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut label: Option<Label> = None;
    let mut end_of_last = 0;
    for word in words {
        if title.contains(&word.at.start) {
            (label, end_of_last) = (None, word.at.end);
            continue;
        }
        let written = &text[word.at.clone()];
        if !written.bytes().any(|byte| byte.is_ascii_digit()) {
            // A capital is an initial.
            let is_initial = written.len() == 1 && written.bytes().all(|byte| byte.is_ascii_uppercase());
            let own = LABELS.iter().find(|(name, _)| !is_initial && **name == *word.key).map(|(_, label)| *label);
            let is_month = written.starts_with(char::is_uppercase) && begins_as_month(&word.key);
            if is_month
                && let Some(last) = found.last_mut()
                && last.figure.at.end == end_of_last
                && last.label.is_none()
                && last.year.is_none()
                && text[end_of_last..word.at.start].trim().trim_matches('.').is_empty()
                && last.figure.text.len() <= 2
                && last.before != Some(';')
            {
                last.label = Some(Label::Other);
            }
            let own = match (label, own) {
                (Some(Label::Article), Some(Label::Issue)) => Some(Label::Article),
                (label, None) if is_month && label != Some(Label::Visit) => Some(Label::Other),
                (_, own) => own,
            };
            label = own.or(label.filter(|label| *label == Label::Visit));
            end_of_last = word.at.end;
            continue;
        }
        let between = &text[end_of_last..word.at.start];
        let is_joined = between.trim().chars().all(is_dash) && !between.trim().is_empty();
        let ends_range = is_joined && found.last().is_some_and(|last| last.figure.at.end == end_of_last);
        if ends_range && let Some(last) = found.last_mut() {
            last.begins_range = true;
        }
        let after = text[word.at.end..].chars().find(|ch| !ch.is_whitespace());
        let before = text[..word.at.start].chars().rev().find(|ch| !ch.is_whitespace());
        let year = year(written);
        let is_glued =
            text[..word.at.start].ends_with('(') && text[..word.at.start - 1].ends_with(|ch: char| ch.is_ascii_digit());
        // “p = 0.02” is no page.
        let is_value = between.contains(['=', '<', '>', '≤', '≥']);
        let is_count = written == "1" && text[word.at.end..].trim_start().starts_with(is_dash);
        // “March 2010;12”: only a day has two digits, and no “;” before it.
        let may_be_day = written.len() <= 2 && !between.contains(';');
        let own = label.filter(|label| *label != Label::Other || may_be_day || !is_month_before(text, end_of_last));
        let own = if is_value { Some(Label::Other) } else { own };
        let figure = Figure {
            text: written.to_owned(),
            at: word.at.clone(),
            is_count: is_count || matches!(label, Some(Label::Article)),
            begins_range: false,
            is_labelled: matches!(label, Some(Label::Page)),
        };
        found.push(Number { figure, label: own, ends_range, begins_range: false, before, after, year, is_glued });
        label = label.filter(|label| *label == Label::Visit);
        end_of_last = word.at.end;
    }
    found
}

fn is_month_before(text: &str, end: usize) -> bool {
    super::words::words(&text[text[..end].rfind(char::is_whitespace).unwrap_or(0)..end])
        .last()
        .is_some_and(|word| begins_as_month(&word.key))
}

fn is_dash(ch: char) -> bool {
    matches!(ch, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Four digits of a year in which works were printed, perhaps with the letter that tells two apart.
fn year(word: &str) -> Option<i32> {
    let digits = word.trim_end_matches(|ch: char| ch.is_ascii_lowercase());
    let year = digits.parse().ok()?;
    (digits.len() == 4 && word.len() <= 5 && (1500..=2100).contains(&year)).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> String {
        let locator = read(text, &super::super::words::words(text), 0..0);
        let figure = |figure: &Option<Figure>| figure.as_ref().map_or("-".to_owned(), |figure| figure.text.clone());
        let year = locator.years.first().map_or("-".to_owned(), |(year, _)| year.to_string());
        format!("{year} {} {} {}", figure(&locator.volume), figure(&locator.issue), figure(&locator.page))
    }

    #[test]
    fn every_style_has_its_order() {
        for (text, expected) in [
            ("J Foo. 2010;12(3):45-50.", "2010 12 3 45"),
            ("J Foo. 2010;12:45-50.", "2010 12 - 45"),
            ("J Foo 2010 May 3;12(3 Pt 2):45-50", "2010 12 3 45"),
            ("Smith, J. (2010). J Foo, 12 (3), 45–50.", "2010 12 3 45"),
            ("J Foo   2010  ,  12 , 45-50.", "2010 12 - 45"),
            ("J Foo 2010, 12, 104.", "2010 12 - 104"),
            ("J Foo  12 , 45-50 (2010).", "2010 12 - 45"),
            ("J Foo 12, e104 (2010).", "2010 12 - e104"),
            ("Smith, J 2010, 'T', J Foo, vol. 12, no. 3, pp. 45-50.", "2010 12 3 45"),
            ("Smith, John. 2010. “T.” J Foo 12, no. 3: 45-50.", "2010 12 3 45"),
            ("J Foo 12 (2010): 45–50", "2010 12 - 45"),
            ("J. Foo, vol. 12, no. 3, pp. 45–50, May 2010", "2010 12 3 45"),
            ("J. Foo 2010, 12 (3), 45", "2010 12 3 45"),
            ("J Foo. 2010;12:1999-2005.", "2010 12 - 1999"),
            ("J Foo. 2010; accessed 3 May 2020", "2010 - - -"),
            ("J Foo. 2020 Oct;8(14):939-941.", "2020 8 14 939"),
            ("J. Foo 12 (2010), no. 5, e14827", "2010 12 5 e14827"),
            ("J Foo. 2020 Oct 8;14:939-941.", "2020 14 - 939"),
            ("Smith, J. (2014). Proc R Soc B, 281(1779), 20132418.", "2014 281 1779 20132418"),
            ("Proc R Soc B 2014;281(1779):20132418.", "2014 281 1779 20132418"),
            ("J. Foo 12(2010) 145", "2010 12 - 145"),
            ("J Foo 2010 (n = 312, p < .05)", "2010 - - -"),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }
}
