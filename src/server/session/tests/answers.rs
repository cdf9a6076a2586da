//! What a client asks and is answered.

use serde_json::{Value as Json, json};

use super::*;
use crate::server::message::{Inquiry, Links};
use crate::store::StoreInfo;

impl Stage {
    fn answer_to(&mut self, ticket: Ticket) -> Answer {
        let at = self.seen.iter().position(|effect| matches!(effect, Effect::Answer(to, _) if *to == ticket));
        match self.seen.remove(at.expect("an answer")) {
            Effect::Answer(_, answer) => answer,
            other => panic!("{other:?}"),
        }
    }

    /// The links of the paper: what they stand on, and where they lead.
    fn links(&mut self) -> Option<Vec<(String, String)>> {
        let ticket = self.ask(Question::Links { address: paper() });
        let Answer::Links(links) = self.answer_to(ticket) else { panic!("another answer") };
        links.map(|Links { file, links }| {
            links.into_iter().map(|link| (link.span.of(&file.text).to_owned(), link.target)).collect()
        })
    }
}

fn link(doi: &str) -> (String, String) {
    (doi.to_owned(), format!("https://doi.org/{doi}"))
}

#[test]
fn links_lead_to_what_may_be_there() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI} and https://doi.org/{DOI} and doi:{OTHER}.\n"));
    assert_eq!(stage.links(), Some(vec![link(DOI), link(OTHER)]), "nothing is known of either");
    stage.send(Event::Resolved(known(DOI)));
    stage.send(Event::Resolved(absent(OTHER)));
    assert_eq!(stage.links(), Some(vec![link(DOI)]));
}

#[test]
fn links_are_of_the_newest_text() {
    let mut stage = Stage::new();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.held = Some(VecDeque::new());
    stage.edit(2, at(0, 0), at(0, 0), &format!("doi:{OTHER} "));
    let ticket = stage.ask(Question::Links { address: paper() });
    assert!(!stage.is_answered(ticket), "the text is not analysed yet");
    let job = stage.held();
    stage.send(Event::Analysed(Box::new(job.run())));
    let Answer::Links(Some(links)) = stage.answer_to(ticket) else { panic!("another answer") };
    assert_eq!(links.links.iter().map(|link| link.span.of(&links.file.text)).collect::<Vec<_>>(), [OTHER, DOI]);
    let ticket = stage.ask(Question::Links { address: address("untitled:never opened") });
    assert!(matches!(stage.answer_to(ticket), Answer::Links(None)));
}

#[test]
fn links_can_be_switched_off() {
    let mut stage = giving();
    stage.give(Settings::default());
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    assert_eq!(stage.links(), Some(vec![link(DOI)]));
    let features = table(vec![("links", Value::Bool(false))]);
    stage.send(Event::SettingsChanged(None));
    stage.give([(None, table(vec![("features", features.value)]))].into_iter().collect());
    assert_eq!(stage.links(), None);
}

impl Stage {
    fn inquire(&mut self, inquiry: Inquiry) -> Json {
        let ticket = self.ask(Question::Inquiry(inquiry));
        self.told(ticket)
    }

    fn told(&mut self, ticket: Ticket) -> Json {
        let Answer::Json(told) = self.answer_to(ticket) else { panic!("another answer") };
        told
    }

    /// What is said of a work.
    fn work(&mut self, doi: &str) -> Json {
        let told = self.inquire(Inquiry::Work(id(doi)));
        assert_eq!(told["version"], 1);
        told["works"][0].clone()
    }

    fn status(&mut self, info: StoreInfo) -> Json {
        let ticket = self.ask(Question::Inquiry(Inquiry::Status));
        assert!(!self.is_answered(ticket), "the store was not asked yet");
        self.send(Event::StoreDescribed(Box::new(info)));
        self.told(ticket)
    }
}

#[test]
fn a_record_waits_for_the_store_and_for_nobody_else() {
    let mut stage = Stage::new();
    stage.store = known(DOI);
    let work = stage.work(DOI);
    assert_eq!(
        (&work["id"], &work["state"], &work["agency"]),
        (&json!(format!("doi:{DOI}")), &json!("known"), &json!("Crossref"))
    );
    let work = stage.work(OTHER);
    assert_eq!((&work["state"], &work["unchecked_because"]["key"]), (&json!("unchecked"), &json!("not-asked")));
    assert!(stage.looked_up().is_empty() && stage.asks_consent() == 0, "nobody agreed, and it is no time to ask");
    stage.agree();
    assert_eq!(stage.work(OTHER)["state"], "unchecked");
    assert_eq!(stage.looked_up(), [(Priority::Visible, vec![id(OTHER)])]);
    stage.send(Event::Resolved(absent(OTHER)));
    assert_eq!(stage.work(OTHER)["state"], "absent");
    assert!(stage.looked_up().is_empty());
}

#[test]
fn who_waits_for_a_record_of_the_store_is_answered_when_it_speaks() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), "Nothing.\n");
    stage.session.knowing.recalling(&id(DOI));
    let tickets = [(); 2].map(|()| stage.ask(Question::Inquiry(Inquiry::Work(id(DOI)))));
    assert!(tickets.iter().all(|ticket| !stage.is_answered(*ticket)));
    stage.send(Event::Recalled { asked: vec![id(OTHER)], records: known(OTHER), due: Vec::new() });
    assert!(tickets.iter().all(|ticket| !stage.is_answered(*ticket)), "that was another one");
    stage.send(Event::Recalled { asked: vec![id(DOI)], records: known(DOI), due: Vec::new() });
    assert!(tickets.map(|ticket| stage.told(ticket)["works"][0]["state"] == "known").iter().all(|known| *known));
}

#[test]
fn a_record_is_looked_up_where_a_hover_would_have_it_looked_up() {
    let offline = "---\nibid: {resolve: {online: false}}\n---\n\n";
    let text = format!("See doi:{DOI}.\n");
    let is_asked = |stage: &mut Stage| {
        let key = stage.work(DOI)["unchecked_because"]["key"].clone();
        (key, stage.looked_up().iter().any(|(priority, _)| *priority == Priority::Visible))
    };

    let mut untrusted = Stage::with(Hello { trusted: false, ..Hello::default() });
    untrusted.agree();
    assert_eq!(is_asked(&mut untrusted), (json!("offline"), false));

    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("{offline}{text}"));
    assert_eq!(is_asked(&mut stage), (json!("offline"), false), "its only document is offline");
    stage.open(&address("untitled:second.md"), &text);
    assert_eq!(is_asked(&mut stage), (json!("not-asked"), true), "another one is not");
    stage.send(Event::Closed { address: address("untitled:second.md") });
    assert_eq!(stage.cancelled(), [id(DOI)], "and wants it no more");

    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), "See \n");
    stage.edit(2, at(0, 4), at(0, 4), &format!("doi:{DOI}"));
    assert_eq!(is_asked(&mut stage), (json!("not-asked"), false), "it is being typed");

    let mut stage = Stage::new();
    stage.agree();
    stage.held = Some(VecDeque::new());
    stage.open(&paper(), &format!("{offline}{text}"));
    assert!(!is_asked(&mut stage).1, "nobody has read yet what the document forbids");

    let mut stage = Stage::new();
    stage.agree();
    stage.send(Event::Consent(Consent::Refused));
    assert_eq!(is_asked(&mut stage), (json!("offline"), false));
}

#[test]
fn status_counts_what_is_known_of_each_document() {
    let mut stage = Stage::new();
    stage.store = known(DOI);
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}, doi:{OTHER}, doi:10.5555/third, ISBN 978-3-16-148410-0.\n"));
    stage.send(Event::Resolved(absent(OTHER)));
    let reached = vec![(Source::Crossref, 1_795_478_400)];
    let info = StoreInfo { path: Some("/cache/store.sqlite".into()), known: 7, reached, ..StoreInfo::default() };
    let status = stage.status(info);
    assert_eq!(
        (&status["version"], &status["protocol"], &status["ibid"]),
        (&json!(1), &json!(1), &json!(env!("CARGO_PKG_VERSION")))
    );
    let document = &status["documents"][0];
    assert_eq!((&document["uri"], &document["version"]), (&json!(&*paper().0), &json!(1)));
    let counts = ["identifiers", "known", "absent", "unchecked", "unsupported"].map(|key| document[key].as_u64());
    assert_eq!(counts, [4, 1, 1, 1, 1].map(Some));
    assert_eq!(document["unchecked_because"], json!({"not-asked": 1}));
    assert_eq!((&status["store"]["path"], &status["store"]["known"]), (&json!("/cache/store.sqlite"), &json!(7)));
    let sources = status["sources"].as_array().expect("sources");
    let reached = |name: &str| sources.iter().find(|source| source["source"] == name).map(|source| &source["reached"]);
    assert_eq!((reached("Crossref"), reached("PubMed")), (Some(&json!("2026-11-24")), Some(&Json::Null)));
    assert_eq!(status["look_ups"], json!({"allowed": true}));
}

#[test]
fn status_says_why_nothing_is_looked_up() {
    let because = |stage: &mut Stage| {
        let status = stage.status(StoreInfo::default());
        assert_eq!(status["look_ups"]["allowed"], status["look_ups"]["because"].is_null());
        status["look_ups"]["because"]["key"].as_str().map(str::to_owned)
    };
    let mut stage = giving();
    assert_eq!(because(&mut stage).as_deref(), Some("settings"));
    stage.give(Settings::default());
    assert_eq!(because(&mut stage), None);
    stage.send(Event::SettingsChanged(None));
    stage.give(online(false));
    assert_eq!(because(&mut stage).as_deref(), Some("offline"));
    assert_eq!(because(&mut Stage::new()).as_deref(), Some("undecided"));
    assert_eq!(because(&mut Stage::with(Hello::default())).as_deref(), Some("untrusted"));
}

#[test]
fn who_gave_up_is_not_answered_and_not_remembered() {
    let mut stage = Stage::new();
    stage.held = Some(VecDeque::new());
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    let hover = || Question::Hover { address: paper(), at: at(0, 10) };
    let [gone, kept] = [(); 2].map(|()| stage.ask(hover()));
    stage.session.knowing.recalling(&id(OTHER));
    let record = stage.ask(Question::Inquiry(Inquiry::Work(id(OTHER))));
    stage.send(Event::GivenUp(vec![gone, record]));
    let waiting = stage.session.documents.values().map(|open| open.waiting.len()).sum::<usize>();
    assert_eq!(waiting, 1);
    let job = stage.held();
    stage.send(Event::Analysed(Box::new(job.run())));
    stage.send(Event::Recalled { asked: vec![id(OTHER)], records: known(OTHER), due: Vec::new() });
    assert!(stage.is_answered(kept));
    assert!(!stage.is_answered(gone) && !stage.is_answered(record));
}

#[test]
fn a_hint_of_a_text_that_has_changed_still_says_what_it_is_about() {
    let mut stage = Stage::new();
    stage.store = known(DOI);
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    let tooltip = || Question::Tooltip { address: paper(), id: id(DOI) };
    stage.held = Some(VecDeque::new());
    stage.edit(2, at(0, 0), at(1, 0), "Nothing.\n");
    let ticket = stage.ask(tooltip());
    assert!(!stage.is_answered(ticket), "the text is not analysed yet");
    let job = stage.held();
    stage.send(Event::Analysed(Box::new(job.run())));
    let Answer::Tooltip(Some(said)) = stage.answer_to(ticket) else { panic!("another answer") };
    assert!(said.contains("Registered with Crossref"), "{said}");
    let ticket = stage.ask(tooltip());
    assert!(matches!(stage.answer_to(ticket), Answer::Tooltip(Some(again)) if again == said));
    stage.edit(3, at(0, 0), at(0, 0), "x");
    let ticket = stage.ask(tooltip());
    stage.send(Event::Closed { address: paper() });
    assert!(matches!(stage.answer_to(ticket), Answer::Tooltip(None)), "it is closed meanwhile");
}
