//! Words in running text, of which some may be a reference: before an identifier in a sentence, a footnote, a table's cell.

use super::judgement::{Judgement, Part, judge, title_part};
use super::words::words;
use super::{locator, people};
use crate::record::Record;

/// How many words of a title must be written for it to be found in running text.
const TITLE: usize = 4;
/// How many words a reference has at least, and at most.
const WORDS: std::ops::RangeInclusive<usize> = 8..=120;

/// Judges the words before an identifier. Where they are nothing else (`is_alone`) and read as a reference, as [`judge`]
/// does. Else only what follows a recorded title is held against the record, and only where more than the title is as recorded:
/// nobody knows what else is said before an identifier, or why.
#[must_use]
pub fn judge_passage(text: &str, records: &[&Record], is_alone: bool) -> Judgement {
    let all = words(text);
    let is_whole = || people::begins_with_person(text) && locator::read(text, &all, 0..0).is_whole(text);
    if is_alone && WORDS.contains(&all.len()) && is_whole() {
        return judge(text, records);
    }
    let (Part::Agrees, Some(title)) = title_part(text, &all, records) else { return Judgement::default() };
    if title.len() < TITLE {
        return Judgement::default();
    }
    let start = all[title.start].at.start;
    let judgement = judge(&text[start..], records);
    let is_anchored = [&judgement.container, &judgement.volume, &judgement.page].contains(&&Part::Agrees);
    // Without a name or number that is the work's own, what follows may be about anything.
    if is_anchored { judgement.behind(start) } else { Judgement { title: Part::Agrees, ..Judgement::default() } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Dates, Identifier, Name, PartialDate, WorkType};

    fn record() -> Record {
        Record {
            work_type: WorkType::Article,
            title: Some("Sleep loss and the immune response of ageing mice".into()),
            authors: vec![
                Name::Person { family: "Doe".into(), given: Some("Jane A.".into()), suffix: None }.into(),
                Name::Person { family: "Roe".into(), given: Some("Richard".into()), suffix: None }.into(),
            ],
            container_title: Some("Journal of Sleep Research".into()),
            container_short: Some("J Sleep Res".into()),
            dates: Dates { issued: PartialDate::parse("2010-05"), ..Dates::default() },
            volume: Some("12".into()),
            issue: Some("3".into()),
            pages: Some("145-50".into()),
            ..Record::new(Identifier::from_doi("10.1000/sleep.2010.77"))
        }
    }

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
