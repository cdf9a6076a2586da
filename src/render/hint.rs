//! A work in a few characters, for the end of a line.

use std::cmp::Reverse;

use super::escape::{cut, plain};
use super::whole::events;
use crate::record::{Known, NoticeKind, Record};

/// How many characters of a name or title stand in a label.
const LABEL: usize = 60;

/// "Ghannam 2022 · Cancers", "⚠ retracted 2010" or "registered with ISTIC": at most `max` characters, cut with an
/// ellipsis. Hidden characters are shown.
#[must_use]
pub fn hint(known: &Known, max: usize) -> String {
    let text = mark(known).or_else(|| work(known, max));
    let text = text.unwrap_or_else(|| match (&known.alias_of, &known.agency) {
        (Some(id), _) => format!("stands for {}", id.value()),
        (None, Some(agency)) => format!("registered with {agency}"),
        (None, None) => "registered".into(),
    });
    cut(&plain(&text), max)
}

/// Whether a hint says what became of the work, instead of which it is: it is retracted, or worse than corrected.
#[must_use]
pub fn is_marked(known: &Known) -> bool {
    mark(known).is_some()
}

/// The gravest notice, where it is grave; a correction is not. Of several of one kind the one that most sources tell.
pub(super) fn mark(known: &Known) -> Option<String> {
    let events = events(known);
    let event = events.iter().min_by_key(|event| (event.kind, Reverse(event.told.len())))?;
    if event.kind >= NoticeKind::Corrected {
        return None;
    }
    let when = event.date.map_or_else(String::new, |date| format!(" {}", date.year));
    let mark = if event.is_administrative() { "" } else { "⚠ " };
    Some(format!("{mark}{}{when}", event.kind))
}

/// "Ghannam 2022", or as much of it as is known, or the title; hidden characters are shown.
#[must_use]
pub fn label(known: &Known) -> Option<String> {
    label_of(&records_of(known))
}

/// The same of what a bibliography says of a work.
#[must_use]
pub fn label_of(records: &[&Record]) -> Option<String> {
    let title = || records.iter().find_map(|record| record.title.as_ref());
    match who_and_when(records) {
        (Some(who), Some(year)) => Some(format!("{} {year}", cut(&who, LABEL))),
        (Some(who), None) => Some(cut(&who, LABEL)),
        (None, _) => title().map(|title| format!("“{}”", cut(&plain(title), LABEL))),
    }
}

fn records_of(known: &Known) -> Vec<&Record> {
    known.views.iter().map(|view| &*view.record).collect()
}

fn who_and_when(records: &[&Record]) -> (Option<String>, Option<String>) {
    let who = records.iter().find_map(|record| record.authors.first());
    let who = who.or_else(|| records.iter().find_map(|record| record.editors.first()));
    let who = who.map(|person| plain(person.name.family()).into_owned());
    (who, records.iter().find_map(|record| record.dates.year()).map(|year| year.to_string()))
}

fn work(known: &Known, max: usize) -> Option<String> {
    // The first source that has a thing gives it, as where the whole work is shown.
    let records = records_of(known);
    let (who, year) = who_and_when(&records);
    let named = records.iter().find(|record| record.container_title.is_some());
    let container = named.and_then(|record| record.container_short.as_ref().or(record.container_title.as_ref()));
    let title = records.iter().find_map(|record| record.title.as_ref());
    let head = match (who, year, title) {
        (Some(who), Some(year), _) => {
            let room = max.saturating_sub(year.len() + 1);
            format!("{} {year}", cut(&who, room.max(1)))
        }
        (Some(who), None, _) => who,
        (None, year, Some(title)) => {
            let year = year.map_or_else(String::new, |year| format!(" {year}"));
            return Some(format!("{}{year}", cut(&plain(title), max.saturating_sub(year.len()).max(1))));
        }
        (None, Some(year), None) => year,
        (None, None, None) => return container.cloned(),
    };
    let room = max.saturating_sub(head.chars().count() + 3);
    match container {
        // Of a title cut to fewer characters nobody learns anything.
        Some(container) if room >= 6 || container.chars().count() <= room => {
            Some(format!("{head} · {}", cut(&plain(container.trim_end_matches('.')), room)))
        }
        _ => Some(head),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::record::{Dates, Day, Identifier, Name, Notice, PartialDate, ReportedBy, Source, View};

    fn known(record: Record) -> Known {
        let notices = record.notices.clone().into();
        let day = Day(20_000);
        let view = View {
            source: Source::Crossref,
            fetched: day,
            record: Arc::new(record),
            notices_fetched: day,
            notices,
            transcribed: false,
        };
        Known { views: vec![view], ..Known::default() }
    }

    fn ghannam() -> Record {
        Record {
            authors: vec![Name::Person { family: "Ghannam".into(), given: None, suffix: None }.into()],
            dates: Dates { issued: PartialDate::parse("2022-11-30"), ..Dates::default() },
            container_title: Some("Cancers".into()),
            ..Record::new(Identifier::from_doi("10.3390/cancers14235929"))
        }
    }

    #[test]
    fn a_work() {
        assert_eq!(hint(&known(ghannam()), 28), "Ghannam 2022 · Cancers");
        let long = Record { container_title: Some("Journal of Clinical Oncology".into()), ..ghannam() };
        assert_eq!(hint(&known(long), 28), "Ghannam 2022 · Journal of C…");
        assert_eq!(hint(&known(ghannam()), 16), "Ghannam 2022");
        let titled = Record { authors: vec![], title: Some("A title of some length".into()), ..ghannam() };
        assert_eq!(hint(&known(titled), 20), "A title of som… 2022");
        assert_eq!(hint(&known(Record::new(Identifier::from_doi("10.1/a"))), 28), "registered");
    }

    #[test]
    fn what_is_grave_comes_first() {
        let mut record = ghannam();
        let notice = |kind| Notice {
            kind,
            notice: None,
            date: PartialDate::parse("2010-02-06"),
            reported_by: vec![ReportedBy::Publisher],
            reason: None,
        };
        record.notices = vec![notice(NoticeKind::Corrected)];
        assert_eq!(hint(&known(record.clone()), 28), "Ghannam 2022 · Cancers");
        record.notices.push(notice(NoticeKind::Retracted));
        assert_eq!(hint(&known(record), 28), "⚠ retracted 2010");
    }

    #[test]
    fn without_a_record() {
        let agency = Known { agency: Some("ISTIC".into()), ..Known::default() };
        assert_eq!(hint(&agency, 28), "registered with ISTIC");
        let alias = Known { alias_of: Some(Identifier::from_doi("10.1000/a")), ..Known::default() };
        assert_eq!(hint(&alias, 28), "stands for 10.1000/a");
    }
}
