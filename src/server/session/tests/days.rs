//! A server that nobody restarts: twelve hours and more, in no time.

use super::*;
use crate::record::{Notice, NoticeKind, Record, ReportedBy, View};

const HOUR: Duration = Duration::from_secs(3_600);

/// A work of which Crossref says, or does not say, that it is retracted.
fn work(doi: &str, retracted: bool) -> Records {
    let mut record = Record::new(id(doi));
    record.title = Some("A study of something".into());
    let notice = Notice {
        kind: NoticeKind::Retracted,
        notice: Some(Identifier::from_doi("10.5555/notice")),
        date: None,
        reported_by: vec![ReportedBy::Publisher],
        reason: None,
    };
    record.notices = if retracted { vec![notice] } else { Vec::new() };
    let today = Day::from_ymd(2026, 11, 24).expect("a day");
    let view = View {
        source: Source::Crossref,
        fetched: today,
        notices_fetched: today,
        notices: record.notices.clone().into(),
        record: Arc::new(record),
        transcribed: false,
    };
    let mut records = Records::default();
    let known = Known { agency: Some("Crossref".into()), views: vec![view], ..Known::default() };
    records.put(id(doi), Knowledge::Known(Arc::new(known)));
    records
}

impl Stage {
    /// Registries answer what they were asked, and the store keeps it.
    fn answered(&mut self, records: &Records) {
        records.iter().for_each(|(id, knowledge)| self.store.put(id.clone(), knowledge.clone()));
        self.send(Event::Resolved(records.clone()));
        self.send(Event::Idle);
        self.pass(FLUX);
    }

    fn next_day(&mut self) {
        self.pass(12 * HOUR);
        self.now.today = Day(self.now.today.0 + 1);
    }
}

#[test]
fn notices_are_asked_for_again_on_a_new_day() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    assert_eq!(stage.looked_up().len(), 1);
    stage.answered(&work(DOI, false));
    stage.pass(11 * HOUR);
    stage.edit(2, at(0, 0), at(0, 0), "x ");
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty(), "what is known today is not asked again");
    assert_eq!(stage.rules(), [""; 0]);

    stage.next_day();
    stage.due = true;
    stage.edit(3, at(0, 0), at(0, 2), "");
    stage.pass(FLUX);
    assert_eq!(stage.looked_up(), [(Priority::Open, vec![id(DOI)])], "the store says that it has aged");
    stage.due = false;
    stage.answered(&work(DOI, true));
    assert_eq!(stage.rules(), ["retracted"]);
    stage.edit(4, at(0, 0), at(0, 0), "y ");
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty(), "once a day is enough");
}

#[test]
fn registries_that_fail_for_a_day_and_return_accuse_nobody() {
    let mut stage = Stage::new();
    stage.agree();
    stage.store = work(OTHER, false);
    stage.open(&paper(), &format!("See doi:{DOI} and doi:{OTHER}.\n"));
    stage.pass(QUIET);
    stage.looked_up();
    for round in 0..24 {
        stage.answered(&unanswered(DOI));
        stage.answered(&unanswered(OTHER));
        stage.pass(HOUR);
        stage.edit(2 + 2 * round, at(0, 0), at(0, 0), "x");
        stage.edit(3 + 2 * round, at(0, 0), at(0, 1), "");
        stage.send(Event::Saved { address: paper() });
        stage.pass(FLUX);
        assert_eq!(stage.rules(), [""; 0], "in round {round}");
        assert!(stage.looked_up().iter().all(|(_, ids)| *ids == [id(DOI)]), "what is known stays known");
    }
    stage.answered(&absent(DOI));
    assert_eq!(stage.rules(), ["unregistered-doi"], "and when they return they are believed");
}

#[test]
fn nothing_grows_with_the_documents_that_come_and_go() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    stage.answered(&work(DOI, false));
    stage.looked_up();
    for round in 0..60 {
        let name = address(&format!("untitled:{round}.md"));
        let text: String = (0..100).map(|n| format!("doi:10.5555/{round}.{n}\n\n")).collect();
        stage.open(&name, &text);
        stage.pass(QUIET);
        let asked: Vec<_> = stage.looked_up().into_iter().flat_map(|(_, ids)| ids).collect();
        assert_eq!(asked.len(), 100, "in round {round}");
        for id in asked {
            stage.send(Event::Resolved(unanswered(id.value())));
        }
        stage.send(Event::Closed { address: name });
        stage.seen.clear();
        assert!(stage.session.knowing.size() <= 1_200, "{} in round {round}", stage.session.knowing.size());
    }
    assert!(stage.session.knowing.records().has(&id(DOI)), "what is cited is kept");
    stage.edit(2, at(0, 0), at(0, 0), "x ");
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty());
}
