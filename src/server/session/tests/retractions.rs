//! The one notification: retracted since it was cited.

use super::*;
use crate::lock::{Lock, LockItem};
use crate::record::{Dates, Name, Notice, NoticeKind, PartialDate, Record, ReportedBy, View};

/// A work by Surgisphere of 2020, with or without its retraction, known under these names.
fn work(dois: &[&str], retracted: bool) -> Records {
    let notice = Notice {
        kind: NoticeKind::Retracted,
        notice: None,
        date: PartialDate::parse("2020-06-05"),
        reported_by: vec![ReportedBy::Publisher],
        reason: None,
    };
    let fetched = Day::from_ymd(2026, 11, 23).expect("a day");
    let mut records = Records::default();
    for doi in dois {
        let record = Record {
            authors: vec![Name::Group("Surgisphere".into()).into()],
            dates: Dates { issued: PartialDate::parse("2020"), ..Dates::default() },
            same_as: dois.iter().filter(|other| *other != doi).map(|other| id(other)).collect(),
            ..Record::new(id(doi))
        };
        let view = View {
            source: Source::Crossref,
            fetched,
            record: Arc::new(record),
            notices_fetched: fetched,
            notices: if retracted { [notice.clone()].into() } else { [].into() },
            transcribed: false,
        };
        records.put(id(doi), Knowledge::Known(Arc::new(Known { views: vec![view], ..Known::default() })));
    }
    records
}

impl Stage {
    /// What was said since the last time, and by which keys.
    fn warned(&mut self) -> Vec<(Vec<String>, String)> {
        let mut said = Vec::new();
        self.seen.retain(|effect| match effect {
            Effect::SayOnce { keys, message, .. } => {
                said.push((keys.clone(), message.clone()));
                false
            }
            _ => true,
        });
        said
    }
}

fn review() -> Address {
    address("untitled:review.md")
}

#[test]
fn a_retraction_that_is_new_is_said_once() {
    let mut stage = Stage::new();
    stage.agree();
    stage.due = true;
    stage.store = work(&[DOI], false);
    let text = format!("See doi:{DOI} and doi:{DOI}.\n\n1. doi:{DOI}\n2. doi:{DOI}\n");
    stage.open(&review(), &text);
    stage.pass(FLUX);
    assert!(stage.warned().is_empty());
    stage.send(Event::Resolved(work(&[DOI], true)));
    stage.pass(FLUX);
    let said = stage.warned();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].1, "Retracted since you cited it: Surgisphere 2020, cited 4 times in review.md.");
    assert_eq!(said[0].0, [format!("retracted:{}", id(DOI))]);
    stage.open(&address("untitled:second.md"), &format!("See doi:{DOI}.\n"));
    stage.send(Event::Saved { address: review() });
    stage.pass(FLUX);
    assert!(stage.warned().is_empty(), "never twice");
}

#[test]
fn what_was_retracted_when_it_was_first_seen_is_no_news() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&review(), &format!("See doi:{DOI}.\n"));
    // One source tells it at once, another one a moment later.
    stage.send(Event::Resolved(work(&[DOI], false)));
    stage.send(Event::Resolved(work(&[DOI], true)));
    stage.pass(FLUX);
    assert!(stage.rules().contains(&"retracted") && stage.warned().is_empty());

    let mut stage = Stage::new();
    stage.store = work(&[DOI], true);
    stage.open(&review(), &format!("See doi:{DOI}.\n"));
    stage.pass(FLUX);
    assert!(stage.rules().contains(&"retracted") && stage.warned().is_empty());
}

#[test]
fn a_retraction_that_the_text_tells_is_no_news() {
    let mut stage = Stage::new();
    stage.agree();
    stage.due = true;
    stage.store = work(&[DOI], false);
    stage.open(&review(), &format!("# References\n\n1. Surgisphere. A title. 2020. doi:{DOI} [retracted]\n"));
    stage.send(Event::Resolved(work(&[DOI], true)));
    stage.pass(FLUX);
    assert!(stage.warned().is_empty());
}

#[test]
fn a_work_is_one_whatever_it_is_called() {
    let mut stage = Stage::new();
    stage.agree();
    stage.due = true;
    stage.store = work(&[DOI, OTHER], false);
    stage.open(&review(), &format!("See doi:{DOI}.\n"));
    stage.open(&address("untitled:second.md"), &format!("See doi:{OTHER}.\n"));
    stage.pass(FLUX);
    stage.send(Event::Resolved(work(&[DOI, OTHER], true)));
    stage.pass(FLUX);
    let said = stage.warned();
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0].0, [DOI, OTHER].map(|doi| format!("retracted:{}", id(doi))));
}

#[test]
fn what_the_lock_knew_without_a_retraction_is_news() {
    let place = tempfile::tempdir().expect("a folder");
    let name = place.path().join("review.md");
    let Knowledge::Known(locked) = work(&[DOI], false).get(&id(DOI)).clone() else { panic!("a work") };
    let long_ago = Day::from_ymd(2019, 1, 1).expect("a day");
    let views = locked.views.iter().map(|view| View { fetched: long_ago, notices_fetched: long_ago, ..view.clone() });
    let locked = Known { views: views.collect(), ..(*locked).clone() };
    let lock = Lock::new(vec![LockItem::new(id(DOI), locked, Vec::new())], Vec::new());
    std::fs::write(place.path().join("ibid-lock.json"), lock.write()).expect("a file");
    let mut stage = Stage::new();
    stage.store = work(&[DOI], true);
    stage.open(&from::address_of(&name), &format!("See doi:{DOI}.\n"));
    stage.pass(FLUX);
    let said = stage.warned();
    assert_eq!(said.len(), 1, "{said:?} {:?}", stage.published());
    assert!(said[0].1.ends_with("Surgisphere 2020, cited once in review.md."), "{said:?}");
}
