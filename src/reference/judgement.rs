//! A reference as written, held against what records say of a work.

use std::ops::Range;

use super::container;
use super::locator::{self, Figure, Locator};
use super::people::{self, Recorded};
use super::title::{self, Found};
use super::words::{Word, joined, words};
use crate::record::{Name, Record, WorkType};

/// How a part of a reference stands to the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// It is not written, not recorded, or it cannot be told.
    #[default]
    Open,
    /// It is as a record has it.
    Agrees,
    /// No record has it so. These bytes of the text are what is written.
    Differs(Range<usize>),
}

impl Part {
    /// Whether no record has it so.
    #[must_use]
    pub fn differs(&self) -> bool {
        matches!(self, Self::Differs(_))
    }

    fn of(agrees: bool, at: Range<usize>) -> Self {
        if agrees { Self::Agrees } else { Self::Differs(at) }
    }
}

/// How each part of a reference stands to the records of one work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// The title.
    pub title: Part,
    /// Whether the title is there, with other words in it; else where it differs it is another altogether.
    pub title_is_near: bool,
    /// The first author.
    pub first_author: Part,
    /// Any other author.
    pub authors: Part,
    /// The year.
    pub year: Part,
    /// The journal.
    pub container: Part,
    /// The volume.
    pub volume: Part,
    /// The issue.
    pub issue: Part,
    /// The first page.
    pub page: Part,
}

/// How many words that no record has make up another title.
const OTHER_TITLE: usize = 4;
/// How many words a journal's name has at most, as written.
const LONGEST_NAME: usize = 16;

/// Judges a reference of which `text` is the words.
#[must_use]
pub fn judge(text: &str, records: &[&Record]) -> Judgement {
    let all = words(text);
    let (title, at) = title_part(text, &all, records);
    let title_at = at.map_or(0..0, |at| all[at.start].at.start..all[at.end - 1].at.end);
    let is_located = !title_at.is_empty();
    let mut judgement = Judgement { title_is_near: is_located, title, ..Judgement::default() };
    let locator = locator::read(text, &all, title_at.clone());
    if judgement.title == Part::Open {
        judgement.title = other_title(text, &all, records);
    }
    judge_people(&mut judgement, text, &all, &title_at, &locator, records);
    judgement.year = year(&locator, records);
    if is_located {
        judgement.container = container_part(text, &title_at, &locator, records);
        judge_figures(&mut judgement, &locator, records);
    }
    judgement
}

/// The title, and the words that are it.
fn title_part(text: &str, all: &[Word], records: &[&Record]) -> (Part, Option<Range<usize>>) {
    let mut other = None;
    let mut looked_for: Vec<String> = Vec::new();
    for title in records.iter().flat_map(|record| titles(record)) {
        let title = words(&title);
        let key = joined(&title);
        if looked_for.contains(&key) {
            continue;
        }
        match title::find(&title, all, text) {
            Found::Same(at) => return (Part::Agrees, Some(at)),
            Found::Other(at) => other = other.or(Some(at)),
            Found::Nowhere => {}
        }
        looked_for.push(key);
    }
    match other {
        Some(at) => (Part::Differs(all[at.start].at.start..all[at.end - 1].at.end), Some(at)),
        None => (Part::Open, None),
    }
}

/// Every title that a record has.
fn titles(record: &Record) -> impl Iterator<Item = String> {
    let main = record.title.as_deref().map(|title| crate::record::split_status(title).1.to_owned());
    let whole = main.iter().zip(&record.subtitle).map(|(title, subtitle)| format!("{title} {subtitle}"));
    let whole: Vec<String> = whole.collect();
    whole.into_iter().chain(main).chain(record.other_titles.iter().cloned())
}

/// Whether another title is written than any of the records'.
fn other_title(text: &str, all: &[Word], records: &[&Record]) -> Part {
    let recorded: Vec<Word> =
        records.iter().flat_map(|record| titles(record)).flat_map(|title| words(&title)).collect();
    // A title in another language or script may be the same.
    let is_english = |record: &&&Record| record.language.as_deref().is_none_or(|language| language.starts_with("en"));
    if recorded.len() < 3 || !records.iter().all(|record| is_english(&record)) {
        return Part::Open;
    }
    let names = records.iter().flat_map(|record| {
        let people = record.authors.iter().chain(&record.editors).map(|contributor| contributor.name.family());
        people
            .chain(record.container_title.as_deref())
            .chain(record.container_short.as_deref())
            .chain(record.publisher.as_deref())
    });
    let known: Vec<Word> = names.flat_map(words).chain(recorded.iter().cloned()).collect();
    let is_known = |word: &&Word| known.iter().any(|other| other.key == word.key);
    let lower: Vec<&Word> = all.iter().filter(|word| word.is_content() && is_lower(text, word)).collect();
    // In capitals a title is what has no commas.
    let row = || {
        all.chunk_by(|one, other| {
            text[one.at.end..other.at.start].chars().all(|ch| !matches!(ch, ',' | ';' | '.' | '('))
        })
    };
    let row = row().max_by_key(|row| row.iter().filter(|word| word.is_content()).count()).unwrap_or_default();
    let row: Vec<&Word> = row.iter().filter(|word| word.is_content()).collect();
    let content = if lower.len() >= row.len() { lower } else { row };
    let foreign: Vec<&&Word> = content.iter().filter(|word| !is_known(word)).collect();
    let shared =
        recorded.iter().filter(|word| word.is_content() && all.iter().any(|other| other.key == word.key)).count();
    let told = recorded.iter().filter(|word| word.is_content()).count();
    if foreign.len() < OTHER_TITLE
        || shared * 3 > told
        || !text.is_ascii() && recorded.iter().all(|word| word.key.is_ascii()) && is_foreign_script(text)
    {
        return Part::Open;
    }
    match (content.first(), content.last()) {
        (Some(first), Some(last)) => Part::Differs(first.at.start..last.at.end),
        _ => Part::Open,
    }
}

/// Whether a word is written as words of a title are, not as names: in lower case.
fn is_lower(text: &str, word: &Word) -> bool {
    text[word.at.clone()].chars().next().is_some_and(char::is_lowercase)
}

fn is_foreign_script(text: &str) -> bool {
    let letters = || text.chars().filter(|ch| ch.is_alphabetic());
    letters().filter(|ch| *ch > '\u{36f}').count() * 3 > letters().count()
}

fn judge_people(
    judgement: &mut Judgement,
    text: &str,
    all: &[Word],
    title: &Range<usize>,
    locator: &Locator,
    records: &[&Record],
) {
    let lists = records.iter().filter(|record| !record.authors.is_empty());
    let recorded = Recorded::of(lists.clone().flat_map(|record| [&*record.authors, &*record.editors]));
    if recorded.many == 0 {
        return;
    }
    if title.is_empty() {
        // Where the title is another, so are the authors, unless the first of them is anywhere.
        let first: Vec<Vec<Word>> =
            lists.filter_map(|record| record.authors.first()).map(|author| words(author.name.family())).collect();
        let is_group = records
            .iter()
            .filter_map(|record| record.authors.first())
            .any(|first| matches!(first.name, Name::Group(_)));
        let is_there = |name: &Vec<Word>| name.iter().all(|part| all.iter().any(|word| word.key == part.key));
        judgement.first_author = match all.first() {
            _ if first.iter().any(is_there) => Part::Agrees,
            Some(word) if !is_group => Part::Differs(word.at.clone()),
            _ => Part::Open,
        };
        return;
    }
    // Names end where the year begins, in styles that have it next.
    let end = locator.years.iter().map(|(_, at)| at.start).filter(|start| *start < title.start).min();
    let region = 0..end.unwrap_or(title.start);
    let people = people::read(text, region, &recorded);
    if people.known == 0 && people.strangers.is_empty() {
        return;
    }
    if people.first_is_known {
        judgement.first_author = Part::Agrees;
    }
    let is_full = recorded.many >= people.known + people.strangers.len();
    for stranger in people.strangers {
        if stranger.is_first {
            judgement.first_author = Part::Differs(stranger.at);
        } else if people.known > 0 && is_full && !recorded.has_groups && judgement.authors == Part::Open {
            judgement.authors = Part::Differs(stranger.at);
        }
    }
}

/// The years that records give, each of which is right, with one year beside it.
fn years(record: &Record) -> impl Iterator<Item = i32> {
    let dates = record.dates;
    [dates.issued, dates.print, dates.online, dates.posted].into_iter().flatten().map(|date| date.year)
}

fn year(locator: &Locator, records: &[&Record]) -> Part {
    let recorded: Vec<i32> = records.iter().flat_map(|record| years(record)).collect();
    let Some((_, at)) = locator.years.first().filter(|_| !recorded.is_empty()) else { return Part::Open };
    let (first, last) = (recorded.iter().min(), recorded.iter().max());
    let is_right = |year: i32| {
        let near = recorded.iter().any(|recorded| recorded.abs_diff(year) <= 1);
        near || first.is_some_and(|first| *first <= year) && last.is_some_and(|last| year <= *last)
    };
    Part::of(locator.years.iter().any(|(year, _)| is_right(*year)), at.clone())
}

fn container_part(text: &str, title: &Range<usize>, locator: &Locator, records: &[&Record]) -> Part {
    let names =
        records.iter().flat_map(|record| [record.container_title.as_deref(), record.container_short.as_deref()]);
    let mut recorded: Vec<&str> = names.flatten().collect();
    recorded.dedup();
    let is_article = records.iter().all(|record| record.work_type == WorkType::Article);
    if recorded.is_empty() || !is_article {
        return Part::Open;
    }
    let first = locator.all.iter().map(|figure| figure.at.start).find(|start| *start >= title.end);
    let region = without_labels(&text[title.end..first.unwrap_or(text.len())]);
    let all = words(region);
    if recorded.iter().any(|name| container::Name::of(name).is_in(&all)) {
        return Part::Agrees;
    }
    // What is left of a title may come first: the name is what stands last.
    let written = last_sentence(region);
    let name = words(&region[written.clone()]);
    let at = match (name.first(), name.last()) {
        (Some(first), Some(last)) => written.start + first.at.start..written.start + last.at.end,
        _ => return Part::Open,
    };
    let is_name = region[at.start..].chars().next().is_some_and(char::is_uppercase) && name.len() <= LONGEST_NAME;
    let is_language = |word: &Word| {
        matches!(
            &*word.key,
            "chinese" | "german" | "french" | "spanish" | "japanese" | "russian" | "article" | "abstract"
        )
    };
    if !is_name || name.iter().any(is_language) || first.is_none() {
        return Part::Open;
    }
    Part::Differs(title.end + at.start..title.end + at.end)
}

/// Words before a number that are none of the journal's.
const BEFORE_NUMBERS: [&str; 22] = [
    "vol", "volume", "no", "nr", "issue", "pp", "p", "article", "art", "jan", "feb", "mar", "apr", "may", "jun", "jul",
    "aug", "sep", "sept", "oct", "nov", "dec",
];

fn without_labels(region: &str) -> &str {
    let words = words(region);
    let last = words.iter().rposition(|word| !BEFORE_NUMBERS.contains(&&*word.key));
    let end = last.and_then(|last| words.get(last + 1)).map_or(region.len(), |label| label.at.start);
    &region[..end]
}

/// What stands last in a text of sentences. A name may have full stops: “J. Clin. Oncol.”
fn last_sentence(region: &str) -> Range<usize> {
    let end = region.trim_end_matches(|ch: char| !ch.is_alphanumeric() && ch != ')').len();
    let mut start = 0;
    for (at, mark) in region[..end].match_indices([',', '.', '”', '’', '"', '\'', '?', '!', ';']) {
        let before = words(&region[start..at]);
        let is_short = mark == "." && before.last().is_some_and(|word| word.key.len() <= 6) && before.len() <= 2;
        let is_apostrophe = mark == "’" && region[at + mark.len()..].starts_with(char::is_alphabetic);
        if !is_short && !is_apostrophe || before.is_empty() {
            start = at + mark.len();
        }
    }
    start..end
}

fn judge_figures(judgement: &mut Judgement, locator: &Locator, records: &[&Record]) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Dates, Identifier, Name, PartialDate};

    fn record() -> Record {
        let person = |family: &str, given: &str| {
            Name::Person { family: family.into(), given: Some(given.into()), suffix: None }.into()
        };
        Record {
            work_type: WorkType::Article,
            title: Some("Sleep loss and the immune response of ageing mice: a longitudinal study".into()),
            authors: vec![person("Doe", "Jane A."), person("Roe", "Richard"), person("Poe", "Edgar")],
            container_title: Some("Journal of Sleep Research".into()),
            container_short: Some("J Sleep Res".into()),
            dates: Dates { issued: PartialDate::parse("2010-05"), ..Dates::default() },
            volume: Some("12".into()),
            issue: Some("3".into()),
            pages: Some("145-50".into()),
            ..Record::new(Identifier::from_doi("10.1000/sleep.2010.77"))
        }
    }

    /// The parts that differ.
    fn differing(text: &str) -> Vec<&'static str> {
        let judgement = judge(text, &[&record()]);
        let parts = [
            ("title", &judgement.title),
            ("first", &judgement.first_author),
            ("authors", &judgement.authors),
            ("year", &judgement.year),
            ("journal", &judgement.container),
            ("volume", &judgement.volume),
            ("issue", &judgement.issue),
            ("page", &judgement.page),
        ];
        parts.iter().filter(|(_, part)| part.differs()).map(|(name, _)| *name).collect()
    }

    const GOOD: [&str; 8] = [
        "Doe JA, Roe R, Poe E. Sleep loss and the immune response of ageing mice: a longitudinal study. J Sleep Res. 2010;12(3):145-50.",
        "Doe, J. A., Roe, R., & Poe, E. (2010). Sleep loss and the immune response of ageing mice: a longitudinal study. Journal of Sleep Research, 12(3), 145–150.",
        "Doe, J.A.; Roe, R.; Poe, E. Sleep loss and the immune response of ageing mice: a longitudinal study. J. Sleep Res. 2010, 12, 145-150.",
        "Doe, J. A. et al. Sleep loss and the immune response of ageing mice. J. Sleep Res. 12, 145–150 (2010).",
        "Doe, J. A., Roe, R. and Poe, E. 2010, 'Sleep loss and the immune response of ageing mice: a longitudinal study', Journal of Sleep Research, vol. 12, no. 3, pp. 145-150.",
        "Doe, Jane A., Richard Roe, and Edgar Poe. 2010. “Sleep Loss and the Immune Response of Ageing Mice: A Longitudinal Study.” Journal of Sleep Research 12, no. 3: 145-150.",
        "Doe J. Sleep loss and the immune response of aging mice. J Sleep Res 2009; 12: 145.",
        "Doe J, et al. J Sleep Res 2010;12:145.",
    ];

    #[test]
    fn careful_references_agree() {
        for text in GOOD {
            assert_eq!(differing(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn each_slip_is_found() {
        for text in &GOOD[..6] {
            let with = |from: &str, to: &str| differing(&text.replace(from, to));
            assert_eq!(with("145", "245"), ["page"], "{text}");
            assert_eq!(with("2010", "2003"), ["year"], "{text}");
            assert_eq!(with("12", "19"), ["volume"], "{text}");
            assert_eq!(with("Doe", "Dobe"), ["first"], "{text}");
            let journal = text.replace("J Sleep Res", "Nature").replace("J. Sleep Res.", "Nature");
            assert_eq!(differing(&journal.replace("Journal of Sleep Research", "Nature")), ["journal"], "{text}");
        }
        for text in [GOOD[0], GOOD[1], GOOD[2], GOOD[4], GOOD[5]] {
            assert_eq!(differing(&text.replace("Roe", "Wong")), ["authors"], "{text}");
        }
        assert_eq!(differing(&GOOD[0].replace("immune", "murine")), ["title"]);
        assert_eq!(differing(&GOOD[0].replace("(3)", "(8)")), ["issue"]);
    }

    #[test]
    fn another_work_differs_as_a_whole() {
        let text = "Smith K, Jones L. Outcomes after hip surgery in patients with frailty. Lancet. 2001;7:1-9.";
        assert_eq!(differing(text), ["title", "first", "year"]);
    }
}
