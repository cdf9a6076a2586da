//! Words in running text, of which some may be a reference: before an identifier in a sentence, a footnote, a table's cell.

use std::ops::Range;

use super::judgement::{Judgement, Part, judge, title_part};
use super::words::{Word, words};
use super::{figures, journal, locator, people};
use crate::record::Record;

/// How many words of a title must be written for it to be found in running text.
const TITLE: usize = 4;
/// How many words a reference has at least, and at most.
const WORDS: std::ops::RangeInclusive<usize> = 8..=120;

/// Judges the words before an identifier. Where they are one reference and nothing else (`is_alone`), as [`judge`] does. Else only
/// what follows a recorded title without a break is held against the record: its journal and a row of numbers, up to the
/// identifier. Nobody knows what else is said before an identifier, or why.
#[must_use]
pub fn judge_passage(text: &str, records: &[&Record], is_alone: bool) -> Judgement {
    let all = words(text);
    let (title, at) = title_part(text, &all, records);
    let title_at = at.clone().map(|at| all[at.start].at.start..all[at.end - 1].at.end);
    if is_alone && WORDS.contains(&all.len()) && is_one_reference(text, &all, title_at.as_ref(), records) {
        let locator = locator::read(text, &all, title_at.unwrap_or_default());
        return without_place(judge(text, records), &locator, records);
    }
    let (Part::Agrees, Some(words_at), Some(title_at)) = (title, at, title_at) else { return Judgement::default() };
    if words_at.len() < TITLE {
        return Judgement::default();
    }
    let title_alone = Judgement { title: Part::Agrees, ..Judgement::default() };
    let (before, behind) = (&all[..words_at.start], &all[words_at.end..]);
    let is_about_it = before.iter().rev().take(ABOUT).any(|word| OTHER_WORKS.contains(&&*word.key));
    let judgement = judge(&text[title_at.start..], records);
    if is_about_it || judgement.container != Part::Agrees || !is_row(text, behind, records) {
        return title_alone;
    }
    let mut judgement = judgement.behind(title_at.start);
    let locator = locator::read(text, &all, title_at.clone());
    // The year may stand before the title, where others may too.
    if !locator.years.iter().all(|(_, at)| at.start > title_at.end) {
        judgement.year = Part::Open;
    }
    without_place(judgement, &locator, records)
}

/// Outside lists people also tell where in a work something is said.
fn without_place(judgement: Judgement, locator: &locator::Locator, records: &[&Record]) -> Judgement {
    if figures::is_place(locator, records) { Judgement { page: Part::Open, ..judgement } } else { judgement }
}

/// Whether words are one reference and no more: a person's name first, one row of numbers, and nothing behind it.
fn is_one_reference(text: &str, all: &[Word], title: Option<&Range<usize>>, records: &[&Record]) -> bool {
    let begins = people::begins_with_person(text) && !all.first().is_some_and(|word| REMARKS.contains(&&*word.key));
    let title_at = title.cloned().unwrap_or_default();
    let locator = locator::read(text, all, title_at.clone());
    let is_one = match title {
        // Before the title stand names, and perhaps the year as the last; behind it a journal, and nothing about another one.
        Some(title) => {
            let before: Vec<&Word> = all.iter().filter(|word| word.at.end <= title.start).collect();
            let numbers = before.iter().rposition(|word| has_number(word));
            let is_last = numbers.is_none_or(|last| last + 1 == before.len());
            let many = before.iter().filter(|word| has_number(word)).count();
            let behind: Vec<Word> = all.iter().filter(|word| word.at.start >= title.end).cloned().collect();
            let Some((name, first)) = name_before_numbers(&behind) else { return false };
            many <= 1
                && is_last
                && (journal::is_name(name, records) || !journal::is_in(name, records))
                && is_row_from(all, behind[first].at.start)
        }
        // Two references have two rows, and two years.
        None => {
            let figures = [&locator.volume, &locator.page].into_iter().flatten();
            let start = figures.map(|figure| figure.at.start).min();
            locator.years.len() <= 1 && start.is_some_and(|start| is_row_from(all, start))
        }
    };
    begins && is_one && locator.is_whole(text)
}

/// Whether nothing but numbers and what is said of them stands among the words from byte `start` on.
fn is_row_from(words: &[Word], start: usize) -> bool {
    words.iter().filter(|word| word.at.start >= start).all(is_of_row)
}

fn is_of_row(word: &Word) -> bool {
    has_number(word) || locator::is_said_of_numbers(word) || TAIL.contains(&&*word.key)
}

fn has_number(word: &Word) -> bool {
    word.key.bytes().any(|byte| byte.is_ascii_digit())
}

/// The words before what is said of the first number, and which word that number is.
fn name_before_numbers(behind: &[Word]) -> Option<(&[Word], usize)> {
    let first = behind.iter().position(has_number)?;
    let said = behind[..first].iter().position(locator::is_said_of_numbers);
    Some((&behind[..said.unwrap_or(first)], first))
}

/// Whether nothing but a recorded journal, numbers and what is said of them stands there.
fn is_row(text: &str, behind: &[Word], records: &[&Record]) -> bool {
    let Some((name, first)) = name_before_numbers(behind) else { return false };
    first <= name.len() + 2
        && journal::is_name(name, records)
        && behind[first..].iter().all(is_of_row)
        && !text[behind[0].at.start..].contains(['=', '<'])
}

/// How many words before a title are looked at.
const ABOUT: usize = 5;
/// Words that say that another work is about this one.
const OTHER_WORKS: [&str; 18] = [
    "comment",
    "commentary",
    "comments",
    "reply",
    "response",
    "erratum",
    "corrigendum",
    "correction",
    "retraction",
    "editorial",
    "review",
    "rev",
    "data",
    "supplement",
    "manuscript",
    "reprint",
    "kommentar",
    "translation",
];
/// Words with which a remark begins, not a name.
const REMARKS: [&str; 16] = [
    "see",
    "for",
    "cf",
    "vgl",
    "siehe",
    "voir",
    "vease",
    "ver",
    "compare",
    "in",
    "also",
    "eg",
    "following",
    "after",
    "as",
    "from",
];
/// Words between the numbers of a reference and its identifier.
const TAIL: [&str; 16] = [
    "doi",
    "pmid",
    "pubmed",
    "pmc",
    "pmcid",
    "arxiv",
    "https",
    "http",
    "org",
    "epub",
    "available",
    "at",
    "link",
    "crossref",
    "id",
    "online",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::example::article_without_subtitle as record;

    fn differing(text: &str, is_alone: bool) -> String {
        let judgement = judge_passage(text, &[&record()], is_alone);
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
        let at = |part: &Part| match part {
            Part::Differs(at) => Some(&text[at.clone()]),
            Part::Open | Part::Agrees => None,
        };
        let told = parts.iter().filter_map(|(name, part)| Some(format!("{name} {}", at(part)?)));
        told.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_sentence_is_not_accused_of_what_it_says_of_other_things() {
        for text in [
            "In 1998 Smith and Jones looked at 34 patients and 12 controls, unlike ",
            "Others (Smith K, 2003; 19:77) disagree with Sleep loss and the immune response of ageing mice, ",
            "“Sleep loss and the immune response of ageing mice” was reprinted in 1999 as chapter 7 of a book, see ",
            "The sequel of 2015 to Sleep loss and the immune response of ageing mice (J Sleep Res 2010;12:145) is ",
            "We repeated 19 (3) of the 77 tests of Doe, 1999. Sleep loss and the immune response of ageing mice. J Sleep Res. 2010;12:145. ",
            "Outcomes after hip surgery in patients with frailty. Lancet. 2001;7:1-9. ",
            "The study of Doe (Sleep loss and the immune response of ageing mice, J Sleep Res; n = 312, HR 1.4, p = 0.02) is ",
            "Sleep loss and the immune response of ageing mice (J Sleep Res, 2010; 100 studies, p < .05 in 36%), ",
            "Comment on “Sleep loss and the immune response of ageing mice”, J Sleep Res 51, 1037 (2016), concerns ",
            "Roe R. Reply to: Sleep loss and the immune response of ageing mice. J Sleep Res. 1995;33(4):1100-1102 (a reply to ",
            "Searle, J. R. (1980). Minds and programs. Brain Sci, 3(3), 417-424. Doe, J. A. (2010). Sleep loss and the immune response of ageing mice. J Sleep Res, 12(3), 145-150. ",
            "Lee J, Poe E. A first matter of men and mice. SSRN Journal. 2003. Doe JA. Sleep loss and the immune response of ageing mice. J Sleep Res. 2010;12:145-50. ",
            "Doe JA, Roe R. Sleep loss and the immune response of ageing mice, J Sleep Res, with commentary in Brain 2011;38:816, ",
            "Suzuki, A., Cross coupling of boranes with catalysts. Angew Chem 50, 6722-6737 (2011), builds on ",
            "See Heilman S, Roe R. Other matters of the brain in man and mouse and rat. Brain. 2001;7:1-9. ",
            "Lee J, Roe R. A first matter of men and mice. Brain. 2001;7:1-9. Lee J, Poe E. A second matter of rats. Brain. 2003;8:1-9. ",
            "(Sleep loss and the immune response of ageing mice, J Sleep Res 12, 2010, p. 147) ",
            "Contrast Doe et al., “Sleep loss and the immune response of ageing mice,” J. Sleep Res., with the low of 2012 (3.41 million; Smith 2013, p. 3), ",
            "Doe, J., Schlafentzug. J. Sleep Res. 2010, 12, 145. Engl.: Sleep loss and the immune response of ageing mice, in: The Principle, 1923, S. 37-65. ",
            "See Smith K, who looked at 9 mice and 12 rats after knee surgery in 2001, but cf. ",
        ] {
            assert_eq!(differing(text, false), "", "{text}");
            assert_eq!(differing(text, true), "", "{text}");
        }
    }

    #[test]
    fn what_follows_a_title_is_held_against_the_record() {
        let text = "As Doe showed (Sleep loss and the immune response of ageing mice. J Sleep Res. 2003;19:145. ";
        assert_eq!(differing(text, false), "year 2003, volume 19");
        let text = "[Sleep loss and the immune response of ageing mice, J. Sleep Res. 12 (2010) 245](";
        assert_eq!(differing(text, false), "page 245");
    }

    #[test]
    fn a_reference_that_stands_alone_is_judged_as_in_a_list() {
        let other = "Smith K, Jones L. Outcomes after hip surgery in patients with frailty. Lancet. 2001;7:1-9. ";
        assert_eq!(
            differing(other, true),
            "title Outcomes after hip surgery in patients with frailty, first Smith, year 2001"
        );
        assert_eq!(differing(other, false), "");
    }
}
