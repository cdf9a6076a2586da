//! A reference as written, held against what records say of a work.

use std::ops::Range;

use super::locator::{self, Locator};
use super::people::{self, Recorded};
use super::title::{self, Found};
use super::words::{Word, joined, words};
use super::{figures, journal, other_title};
use crate::record::{Name, Record};

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

impl Judgement {
    /// The same, where only these are shared: by a preprint and its article, by editions of a book.
    #[must_use]
    pub fn of_title_and_people(self) -> Self {
        let Self { title, title_is_near, first_author, authors, .. } = self;
        Self { title, title_is_near, first_author, authors, ..Self::default() }
    }

    /// The same of a text that has `before` more bytes at its beginning.
    pub(super) fn behind(mut self, before: usize) -> Self {
        let Self { title, first_author, authors, year, container, volume, issue, page, .. } = &mut self;
        for part in [title, first_author, authors, year, container, volume, issue, page] {
            if let Part::Differs(at) = part {
                *at = at.start + before..at.end + before;
            }
        }
        self
    }
}

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
        judgement.title = other_title::find(text, &all, records);
    }
    judge_people(&mut judgement, text, &all, &title_at, &locator, records);
    judgement.year = year(&locator, records);
    if is_located {
        judgement.container = journal::part(text, &title_at, &locator, records);
        figures::judge(&mut judgement, &locator, records);
    }
    judgement
}

/// The title, and the words that are it.
pub(super) fn title_part(text: &str, all: &[Word], records: &[&Record]) -> (Part, Option<Range<usize>>) {
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
pub(super) fn titles(record: &Record) -> impl Iterator<Item = String> {
    let main = record.title.as_deref().map(|title| crate::record::split_status(title).1.to_owned());
    let whole = main.iter().zip(&record.subtitle).map(|(title, subtitle)| format!("{title} {subtitle}"));
    let whole: Vec<String> = whole.collect();
    whole.into_iter().chain(main).chain(record.other_titles.iter().cloned())
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
        let is_there = |name: &Vec<Word>| {
            name.iter().any(|part| part.key.len() > 3 && all.iter().any(|word| word.key == part.key))
                || name.iter().all(|part| all.iter().any(|word| word.key == part.key))
        };
        // An item may begin with a journal, a group, a remark: only what is written as a person's name is one.
        let begins_with_name =
            || judgement.title.differs() || people::begins_with_person(text) && !journal::begins(all, records);
        judgement.first_author = match all.first() {
            _ if first.iter().any(is_there) || people::begins_with_known(text, &recorded) => Part::Agrees,
            Some(word) if !is_group && !other_title::is_foreign_script(text) && begins_with_name() => {
                Part::Differs(word.at.clone())
            }
            _ => Part::Open,
        };
        return;
    }
    // Names end where the year begins, in styles that have it next.
    let end = locator.years.iter().map(|(_, at)| at.start).filter(|start| *start < title.start).min();
    let region = 0..end.unwrap_or(title.start);
    // Those of a chapter are before the title of its book.
    if ["In:", " In ", " in: "].iter().any(|word| text[..title.start].contains(word)) {
        return;
    }
    let people = people::read(text, region, &recorded);
    if people.known == 0 && people.strangers.is_empty() {
        return;
    }
    if people.first_is_known {
        judgement.first_author = Part::Agrees;
    }
    let is_full = recorded.many >= people.known + people.strangers.len();
    // Before a translated title stands the title itself.
    let is_translated = text[..title.start].trim_end().ends_with('[');
    for stranger in people.strangers.into_iter().filter(|stranger| stranger.is_first || !is_translated) {
        if stranger.is_first && !recorded.has_only_groups {
            judgement.first_author = Part::Differs(stranger.at);
        } else if people.known > 0 && is_full && !recorded.has_groups && judgement.authors == Part::Open {
            judgement.authors = Part::Differs(stranger.at);
        }
    }
}

/// The years that records give, each of which is right, with one year beside it.
pub(super) fn years(record: &Record) -> impl Iterator<Item = i32> {
    let dates = record.dates;
    [dates.issued, dates.print, dates.online, dates.posted].into_iter().flatten().map(|date| date.year)
}

fn year(locator: &Locator, records: &[&Record]) -> Part {
    let recorded: Vec<i32> = records.iter().flat_map(|record| years(record)).collect();
    let Some((_, at)) = locator.years.first().filter(|_| !recorded.is_empty()) else { return Part::Open };
    let (first, last) = (recorded.iter().min(), recorded.iter().max());
    // “Biol. Lett. B, 281(1779)”: a number that is another part of the record is no year.
    let other = |year: &str| {
        let fields = records.iter().flat_map(|record| {
            [&record.volume, &record.issue, &record.pages, &record.article_number].into_iter().flatten()
        });
        fields.flat_map(|field| field.split(|ch: char| !ch.is_ascii_digit())).any(|figure| figure == year)
    };
    let is_right = |year: i32| {
        let near = recorded.iter().any(|recorded| recorded.abs_diff(year) <= 1);
        near || first.is_some_and(|first| *first <= year) && last.is_some_and(|last| year <= *last)
    };
    if locator.years.iter().any(|(year, _)| is_right(*year)) {
        return Part::Agrees;
    }
    if locator.years.iter().any(|(year, _)| other(&year.to_string())) { Part::Open } else { Part::Differs(at.clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::example::article as record;

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

    /// How people write whom no harness writes so.
    #[test]
    fn careful_references_in_other_manners_agree() {
        for text in [
            "J Sleep Res 2010;12:145.",
            // As publishers give references to PubMed: PMID 401846.
            "J Hyg (Lond). 2010 Feb;78(1):69-74.",
            "See also the data behind figure two,",
            "RECOVERY Collaborative Group. Journal of Sleep Research 12 (2010) 145.",
            "Иванов И.И., Петров П.П. Сон и память. J Sleep Res. 2010;12:145.",
            "王小明, 李雷. 睡眠与记忆的关系研究. J Sleep Res. 2010;12:145.",
            "J.A. Doe, R. Roe, Sleep loss and the immune response of ageing mice, J. Sleep Res. 12 (2010) 145.",
            "Doe JA, PhD, Roe R, Jr, et al; STAR Group. Sleep loss and the immune response of ageing mice. J Sleep Res. Published online May 3, 2010:1-6.",
            "Doe JA (on behalf of the STAR Investigators). Sleep loss and the immune response of ageing mice. J Sleep Res 2010;12(3):145.",
            "Doe J. [Schlafentzug und die Antwort der Abwehr bei der alternden Maus]. J Sleep Res. 2010;12:145.",
            "J. Doe, J. Sleep Res. 12 (2010) 145 [Adv. Sleep 2 (1998) 231].",
            "Doe J, Roe R. Sleep loss and the immune response of ageing mice[J]. J Sleep Res, 2010, 12(3): 145-150.",
            "Doe J. Sleep loss and the immune response of ageing mice. In: Editor E, editor. Handbook. 2010.",
            "J. Doe et al., SCHLAFENTZUG IM ALTER [SLEEP LOSS AND THE IMMUNE RESPONSE OF AGEING MICE]. J. Sleep Res. 12, 145 (2010).",
            "Doe, Jane, et al. “Insomnio y edad, parte 2 [Sleep loss and the immune response of ageing mice].” J Sleep Res, vol. 12, 2010, p. 145.",
            "(b) For a recent review on sleep loss in old animals, see: Doe, J. J. Sleep Res. 2010, 12, 145.",
        ] {
            assert_eq!(differing(text), Vec::<&str>::new(), "{text}");
        }
    }

    /// Titles that Crossref has in the journal's language alone: 10.1016/j.arbres.2020.12.003, 10.1016/j.arbres.2020.10.017,
    /// 10.48095/cccg202130.
    #[test]
    fn a_title_in_another_language_is_not_another() {
        for (recorded, written) in [
            (
                "Masa en aurícula derecha y embolismo pulmonar: ¿trombo en tránsito o mixoma?",
                "Doe JA, Roe R. Right Atrial Mass and Pulmonary Embolism: Thrombus-in-Transit or Myxoma? J Sleep Res. 2010;12:145.",
            ),
            (
                "Cambio climático: la responsabilidad de SEPAR",
                "Doe JA, Roe R, [Climate Change: SEPAR's Responsibilities]. J Sleep Res 12, 145 (2010)",
            ),
            (
                "Kombinovaná peripartálna separácia symfýzy a sakroiliakálneho kĺbu",
                "Doe JA, Roe R. Combined peripartal pubic symphysis and sacroiliac joint separation. J Sleep Res. 2010;12:145.",
            ),
        ] {
            let record = Record { title: Some(recorded.into()), ..record() };
            assert!(!judge(written, &[&record]).title.differs(), "{written}");
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
