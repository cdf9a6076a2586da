//! Where a work appeared, as PubMed's page puts it.

use super::escape::plain;
use super::words;
use crate::record::{Record, WorkType};

/// "Cancers. 2022 Nov 30;14(23):5929." with what is known; empty where nothing is. Hidden characters are shown.
#[must_use]
pub fn citation_line(record: &Record) -> String {
    let journal = record.container_short.as_ref().or(record.container_title.as_ref());
    let venue = match record.work_type {
        WorkType::Article => journal.or(record.publisher.as_ref()).map(|name| sentence(name)),
        WorkType::Preprint => journal.or(record.publisher.as_ref()).map(|name| format!("{name} [Preprint].")),
        WorkType::Chapter | WorkType::ProceedingsPaper => {
            let title = record.container_title.as_ref().map(|title| format!("In: {}", sentence(title)));
            joined([title, record.publisher.as_ref().map(|name| sentence(name))])
        }
        _ => {
            // A data bank that publishes itself is named once.
            let publisher = record.publisher.as_ref().filter(|publisher| Some(*publisher) != journal);
            joined([journal.map(|name| sentence(name)), publisher.map(|name| sentence(name))])
        }
    };
    let mut place = String::new();
    if let Some(volume) = &record.volume {
        place.push_str(volume);
    }
    if let Some(issue) = &record.issue {
        place.push_str(&format!("({issue})"));
    }
    if let Some(pages) = record.pages.as_ref().or(record.article_number.as_ref()) {
        place.push_str(&format!(":{}", one_page(pages)));
    }
    let dates = record.dates;
    let shown = [dates.issued, dates.print, dates.online, dates.posted].into_iter().flatten().next();
    let date = shown.map(words::date);
    // What appeared online before the issue did has both dates. Sources date the same day more or less fully.
    let early = dates.online.zip(shown).filter(|(online, shown)| online < shown && !online.agrees(*shown));
    let when = match (date, place.as_str()) {
        (Some(date), "") => Some(format!("{date}.")),
        (Some(date), place) if place.starts_with(':') => Some(format!("{date}{place}.")),
        (Some(date), place) => Some(format!("{date};{place}.")),
        (None, "") => None,
        (None, place) => Some(format!("{}.", place.trim_start_matches(':'))),
    };
    let epub = early.filter(|_| when.is_some()).map(|(online, _)| format!("Epub {}.", words::date(online)));
    plain(&joined([venue, joined([when, epub])]).unwrap_or_default()).into_owned()
}

/// "21" for "21-21", as publishers register an article of one page.
fn one_page(pages: &str) -> &str {
    match pages.split_once('-') {
        Some((first, last)) if first == last => first,
        _ => pages,
    }
}

/// With a full stop at its end.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '?', '!']) { text.to_owned() } else { format!("{text}.") }
}

fn joined(parts: [Option<String>; 2]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Dates, Identifier, PartialDate};

    fn record(work_type: WorkType) -> Record {
        Record { work_type, ..Record::new(Identifier::from_doi("10.3390/cancers14235929")) }
    }

    fn issued(date: &str) -> Dates {
        Dates { issued: PartialDate::parse(date), ..Dates::default() }
    }

    fn own(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn an_article() {
        let full = Record {
            container_title: own("Cancers"),
            dates: issued("2022-11-30"),
            volume: own("14"),
            issue: own("23"),
            pages: own("5929"),
            ..record(WorkType::Article)
        };
        assert_eq!(citation_line(&full), "Cancers. 2022 Nov 30;14(23):5929.");
        let short = Record { container_short: own("Cancers (Basel)."), issue: None, ..full.clone() };
        assert_eq!(citation_line(&short), "Cancers (Basel). 2022 Nov 30;14:5929.");
        let bare = Record { volume: None, issue: None, dates: issued("2022"), ..full.clone() };
        assert_eq!(citation_line(&bare), "Cancers. 2022:5929.");
        let undated = Record { dates: Dates::default(), ..full };
        assert_eq!(citation_line(&undated), "Cancers. 14(23):5929.");
    }

    #[test]
    fn what_was_online_first_has_both_dates() {
        let dated = |issued: &str, online: &str| Record {
            container_title: own("Cancer"),
            dates: Dates { issued: PartialDate::parse(issued), online: PartialDate::parse(online), ..Dates::default() },
            ..record(WorkType::Article)
        };
        assert_eq!(citation_line(&dated("2013-02", "2012-11-05")), "Cancer. 2013 Feb. Epub 2012 Nov 5.");
        for (issued, online) in [("2013", "2013-02-01"), ("2013-02-01", "2013-02"), ("1889-03-23", "2003-09-24")] {
            assert!(!citation_line(&dated(issued, online)).contains("Epub"), "{issued} {online}");
        }
    }

    #[test]
    fn one_page_and_one_name_are_said_once() {
        let short = Record {
            container_title: own("Reactions Weekly"),
            dates: issued("2013-02"),
            pages: own("21-21"),
            ..record(WorkType::Article)
        };
        assert_eq!(citation_line(&short), "Reactions Weekly. 2013 Feb:21.");
        let bank = own("Worldwide Protein Data Bank");
        let entry = Record { container_title: bank.clone(), publisher: bank, ..record(WorkType::Dataset) };
        assert_eq!(citation_line(&entry), "Worldwide Protein Data Bank.");
    }

    #[test]
    fn other_types_and_nothing() {
        let preprint = Record {
            publisher: own("Cold Spring Harbor Laboratory"),
            dates: issued("2020-03"),
            ..record(WorkType::Preprint)
        };
        assert_eq!(citation_line(&preprint), "Cold Spring Harbor Laboratory [Preprint]. 2020 Mar.");
        let chapter = Record {
            container_title: own("A Handbook"),
            publisher: own("Wiley"),
            dates: issued("1999"),
            pages: own("3-20"),
            ..record(WorkType::Chapter)
        };
        assert_eq!(citation_line(&chapter), "In: A Handbook. Wiley. 1999:3-20.");
        assert_eq!(citation_line(&record(WorkType::Other(String::new()))), "");
    }
}
