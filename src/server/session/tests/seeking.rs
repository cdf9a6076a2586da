//! Works for references without an identifier.

use super::*;
use crate::record::{Dates, Name, PartialDate, Record, View, WorkType};
use crate::reference::{Candidate, Candidates};
use crate::rules::missing_identifier;
use crate::server::message::Seek;

const REVIEW: &str =
    "# References\n\n1. Doe JA. Sleep loss and the immune response of ageing mice. J Sleep Res. 2010;12:145-50.\n";

/// A client whose user lets works be looked for; whether they trust the workspace.
fn searching(trusted: bool) -> Stage {
    let resolve = table(vec![("search", Value::Bool(true))]);
    let settings = Some(table(vec![("resolve", resolve.value)]));
    Stage::with(Hello { trusted, settings, ..Hello::default() })
}

/// What a search finds for the reference that is written so.
fn found(written: &str) -> Candidates {
    let day = Day::from_ymd(2026, 11, 23).expect("a day");
    let record = Record {
        work_type: WorkType::Article,
        title: Some("Sleep loss and the immune response of ageing mice".into()),
        authors: vec![Name::Person { family: "Doe".into(), given: Some("Jane A.".into()), suffix: None }.into()],
        container_title: Some("Journal of Sleep Research".into()),
        dates: Dates { issued: PartialDate::parse("2010"), ..Dates::default() },
        volume: Some("12".into()),
        pages: Some("145-50".into()),
        ..Record::new(id(DOI))
    };
    let known = Known { views: vec![View::of(Source::Crossref, record, day)], ..Known::default() };
    let mut found = Candidates::default();
    found.put(written.to_owned(), Candidate { id: id(DOI), known: Arc::new(known) });
    found
}

impl Stage {
    /// The searches since the last time.
    fn searches(&mut self) -> Vec<Seek> {
        let (searches, others) =
            std::mem::take(&mut self.seen).into_iter().partition(|effect| matches!(effect, Effect::Seek(_)));
        self.seen = others;
        let searches: Vec<Effect> = searches;
        let search = |effect| match effect {
            Effect::Seek(search) => Some(*search),
            _ => None,
        };
        searches.into_iter().filter_map(search).collect()
    }
}

#[test]
fn a_reference_is_looked_for_at_opening_and_saving_and_never_while_it_is_typed() {
    let mut stage = searching(true);
    stage.agree();
    stage.open(&paper(), REVIEW);
    stage.pass(QUIET);
    let searches = stage.searches();
    assert_eq!((searches.len(), searches[0].may_ask), (1, true));
    let sought = missing_identifier::sought(&searches[0].document, &searches[0].library);
    let opening = searches[0].opening;
    stage.send(Event::Sought { address: paper(), opening, found: found(&sought[0].0), unanswered: None });
    assert_eq!(stage.rules(), ["missing-identifier"]);

    stage.edit(2, at(1, 0), at(1, 0), "\n");
    stage.pass(FLUX);
    assert!(stage.searches().is_empty());
    assert!(stage.published().iter().all(|(_, findings)| findings.len() == 1), "what was found stays");
    for _ in 0..2 {
        stage.send(Event::Saved { address: paper() });
        stage.pass(FLUX);
    }
    assert_eq!(stage.searches().len(), 1, "one at a time");
    stage.send(Event::Sought { address: paper(), opening, found: found(&sought[0].0), unanswered: None });
    stage.pass(FLUX);
    assert_eq!(stage.searches().len(), 1, "what was saved meanwhile is looked for then");
}

#[test]
fn without_the_setting_nothing_is_looked_for() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), REVIEW);
    stage.pass(FLUX);
    assert!(stage.searches().is_empty());
}

#[test]
fn nothing_leaves_before_the_user_agrees() {
    let mut stage = searching(true);
    stage.open(&paper(), REVIEW);
    stage.pass(FLUX);
    assert!(stage.searches().is_empty());
    assert_eq!(stage.asks_consent(), 1);
    stage.agree();
    stage.pass(FLUX);
    assert_eq!(stage.searches().len(), 1);
}

#[test]
fn an_untrusted_workspace_asks_only_the_store() {
    let mut stage = searching(false);
    stage.open(&paper(), REVIEW);
    stage.pass(FLUX);
    let searches = stage.searches();
    assert!(matches!(&*searches, [search] if !search.may_ask), "{searches:?}");
    assert_eq!(stage.asks_consent(), 0);
}
