//! The session, event by event: time is a number, the store and the registries are what a test says.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Session;
use crate::findings::Finding;
use crate::record::{Absent, Day, Identifier, Knowledge, Known, Reason, Records, Source};
use crate::resolve::Priority;
use crate::server::documents::Address;
use crate::server::message::{Answer, Consent, Effect, Event, Hello, Moment, Question, Ticket};
use crate::server::pool::Job;
use crate::server::proto::from;
use crate::server::surroundings;
use crate::server::workspace::Settings;
use crate::syntax::Dialect;
use crate::syntax::tree::{Node, Value};
use crate::text::{Change, Point, Span};

const DOI: &str = "10.5555/12345678";
const OTHER: &str = "10.5555/abcdefgh";

/// A session, and everything around it that it does not own.
struct Stage {
    session: Session,
    now: Moment,
    /// What the store has.
    store: Records,
    /// Whether it is time to ask again for what the store has.
    due: bool,
    /// Effects that a test may ask about.
    seen: Vec<Effect>,
    /// Analyses that are not to end yet.
    held: Option<VecDeque<Job>>,
    tickets: u64,
    /// The last question for settings.
    pull: u64,
}

fn address(name: &str) -> Address {
    Address(name.into())
}

fn paper() -> Address {
    address("untitled:paper.md")
}

fn id(doi: &str) -> Identifier {
    Identifier::from_doi(doi)
}

fn known(doi: &str) -> Records {
    let mut records = Records::default();
    records.put(id(doi), Knowledge::Known(Arc::new(Known { agency: Some("Crossref".into()), ..Known::default() })));
    records
}

fn absent(doi: &str) -> Records {
    let mut records = Records::default();
    let asked = Day::from_ymd(2026, 11, 23).expect("a day");
    records.put(id(doi), Knowledge::Absent(Absent { authority: "Crossref, doi.org".into(), asked }));
    records
}

fn at(line: u32, column: u32) -> Point {
    Point { line, column }
}

impl Stage {
    fn new() -> Self {
        Self::with(Hello { trusted: true, refreshes_hints: true, ..Hello::default() })
    }

    fn with(hello: Hello) -> Self {
        let today = Day::from_ymd(2026, 11, 24).expect("a day");
        let now = Moment { at: Instant::now(), today };
        let mut stage = Self {
            session: Session::default(),
            now,
            store: Records::default(),
            due: false,
            seen: Vec::new(),
            held: None,
            tickets: 0,
            pull: 0,
        };
        stage.ask(Question::Hello(Box::new(hello)));
        stage.send(Event::Initialized);
        stage.seen.clear();
        stage
    }

    /// Sends an event and does everything that follows from it, but for what a test decides.
    fn send(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.session.handle(event, self.now) {
                match effect {
                    Effect::Prepare(preparation) => {
                        events.push_back(Event::Prepared(Box::new(surroundings::prepare(*preparation))));
                    }
                    Effect::Analyse(job) => match &mut self.held {
                        Some(held) => held.push_back(*job),
                        None => events.push_back(Event::Analysed(Box::new(job.run()))),
                    },
                    Effect::Recall { ids, .. } => {
                        let mut records = Records::default();
                        for id in ids.iter().filter(|id| self.store.has(id)) {
                            records.put(id.clone(), self.store.get(id).clone());
                        }
                        let due = if self.due { ids.clone() } else { Vec::new() };
                        events.push_back(Event::Recalled { asked: ids, records, due });
                    }
                    Effect::Forget(_) => {}
                    Effect::PullSettings { pull, .. } => self.pull = pull,
                    other => self.seen.push(other),
                }
            }
        }
    }

    fn ask(&mut self, question: Question) -> Ticket {
        let ticket = Ticket(self.tickets);
        self.tickets += 1;
        self.send(Event::Asked(ticket, question));
        ticket
    }

    /// Lets time pass, with every tick that is due on the way.
    fn pass(&mut self, time: Duration) {
        let end = self.now.at + time;
        while let Some(due) = self.session.deadline().filter(|due| *due <= end) {
            self.now.at = due.max(self.now.at);
            self.send(Event::Tick);
        }
        self.now.at = end;
    }

    fn open(&mut self, address: &Address, text: &str) {
        self.send(Event::Opened { address: address.clone(), version: 1, text: text.into() });
    }

    /// The analysis that was held back first.
    fn held(&mut self) -> Job {
        self.held.as_mut().and_then(VecDeque::pop_front).expect("an analysis")
    }

    fn edit(&mut self, version: i32, from: Point, to: Point, text: &str) {
        let changes = vec![Change { range: Some((from, to)), text: text.into() }];
        self.send(Event::Changed { address: paper(), version, changes });
    }

    /// Answers the last question for settings.
    fn give(&mut self, settings: Settings) {
        self.send(Event::Settings { pull: self.pull, settings: Some(settings) });
    }

    fn agree(&mut self) {
        self.send(Event::Consent(Consent::Given));
    }

    fn hover(&mut self, at: Point) -> Option<String> {
        let ticket = self.ask(Question::Hover { address: paper(), at });
        self.answer(ticket)
    }

    fn answer(&mut self, ticket: Ticket) -> Option<String> {
        self.seen.iter().find_map(|effect| match effect {
            Effect::Answer(answered, Answer::Hover(shown)) if *answered == ticket => {
                shown.as_ref().map(|shown| shown.markdown.clone())
            }
            _ => None,
        })
    }

    fn is_answered(&self, ticket: Ticket) -> bool {
        self.seen.iter().any(|effect| matches!(effect, Effect::Answer(answered, _) if *answered == ticket))
    }

    /// What registries were asked since the last time, in order.
    fn looked_up(&mut self) -> Vec<(Priority, Vec<Identifier>)> {
        let mut asked = Vec::new();
        self.seen.retain_mut(|effect| match effect {
            Effect::LookUp { ids, priority, .. } => {
                asked.push((*priority, std::mem::take(ids)));
                false
            }
            _ => true,
        });
        asked
    }

    /// Versions and findings published since the last time.
    fn published(&mut self) -> Vec<(Option<i32>, Arc<Vec<Finding>>)> {
        let mut published = Vec::new();
        self.seen.retain(|effect| match effect {
            Effect::Publish { version, findings, .. } => {
                published.push((*version, Arc::clone(findings)));
                false
            }
            _ => true,
        });
        published
    }

    fn rules(&mut self) -> Vec<&'static str> {
        self.published().last().map(|(_, found)| found.iter().map(|finding| finding.rule).collect()).unwrap_or_default()
    }

    fn asks_consent(&self) -> usize {
        self.seen.iter().filter(|effect| matches!(effect, Effect::AskConsent(_))).count()
    }
}

const QUIET: Duration = Duration::from_millis(700);
const FLUX: Duration = Duration::from_secs(2);

#[test]
fn the_first_look_up_waits_for_the_users_word() {
    let mut stage = Stage::new();
    stage.open(&paper(), &format!("See doi:{DOI} and doi:{OTHER}.\n"));
    stage.pass(QUIET);
    assert_eq!(stage.asks_consent(), 1);
    assert!(stage.looked_up().is_empty(), "nothing leaves the machine before the answer");
    assert!(stage.hover(at(0, 12)).is_some(), "a hover does not wait for it");
    assert_eq!(stage.asks_consent(), 1, "nor is the question repeated");
    stage.agree();
    let ids: Vec<_> = stage.looked_up().into_iter().flat_map(|(_, ids)| ids).collect();
    assert!(ids.contains(&id(DOI)) && ids.contains(&id(OTHER)));
}

#[test]
fn no_means_offline() {
    for answer in [Consent::Refused, Consent::NoAnswer] {
        let mut stage = Stage::new();
        stage.open(&paper(), &format!("See doi:{DOI}.\n"));
        stage.pass(QUIET);
        stage.send(Event::Consent(answer));
        stage.edit(2, at(0, 0), at(0, 0), &format!("doi:{OTHER} "));
        stage.pass(FLUX + QUIET);
        let hover = stage.hover(at(0, 10)).expect("a hover");
        assert!(hover.contains("offline"), "{hover}");
        assert!(stage.looked_up().is_empty());
    }
}

#[test]
fn the_store_is_asked_first_and_only_what_it_lacks_leaves_the_machine() {
    let mut stage = Stage::new();
    stage.store = known(DOI);
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI} and doi:{OTHER}.\n"));
    stage.pass(QUIET);
    assert_eq!(stage.looked_up(), [(Priority::Open, vec![id(OTHER)])]);
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty(), "nothing is asked twice");
}

#[test]
fn documents_that_nobody_writes_are_not_looked_up() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&address("git:/paper.md?ref=HEAD"), &format!("See doi:{DOI}.\n"));
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty());
    assert!(stage.published().is_empty(), "nor are findings about them shown");
}

#[test]
fn an_untrusted_workspace_is_offline() {
    let mut stage = Stage::with(Hello { trusted: false, ..Hello::default() });
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(FLUX);
    assert!(stage.hover(at(0, 10)).is_some_and(|hover| hover.contains("offline")));
    assert!(stage.looked_up().is_empty());
}

#[test]
fn an_identifier_is_not_looked_up_while_it_is_typed() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), "See doi:10.5555/1\n");
    stage.looked_up();
    for (step, letter) in "2345678".chars().enumerate() {
        let column = 17 + u32::try_from(step).expect("small");
        stage.edit(2 + i32::try_from(step).expect("small"), at(0, column), at(0, column), &letter.to_string());
        stage.pass(Duration::from_millis(300));
    }
    stage.pass(Duration::from_millis(1600));
    assert!(stage.looked_up().is_empty(), "less than two seconds have passed");
    assert!(stage.hover(at(0, 10)).is_some_and(|hover| hover.contains("typed")));
    assert!(stage.looked_up().is_empty(), "a hover does not change that");
    stage.pass(FLUX);
    assert_eq!(stage.looked_up(), [(Priority::Open, vec![id(DOI)])]);
}

#[test]
fn an_edit_elsewhere_or_a_save_ends_the_typing() {
    for save in [false, true] {
        let mut stage = Stage::new();
        stage.agree();
        stage.open(&paper(), "See doi:10.5555/1234567\n\nMore.\n");
        stage.pass(QUIET);
        stage.looked_up();
        stage.edit(2, at(0, 23), at(0, 23), "8");
        if save {
            stage.send(Event::Saved { address: paper() });
        } else {
            stage.edit(3, at(2, 5), at(2, 5), "!");
            stage.pass(QUIET);
        }
        assert_eq!(stage.looked_up(), [(Priority::Open, vec![id(DOI)])], "save: {save}");
    }
}

#[test]
fn nobody_says_that_what_was_just_typed_is_not_registered() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), "See doi:10.5555/1234567\n\nMore.\n");
    stage.edit(2, at(0, 23), at(0, 23), "8");
    stage.pass(FLUX + QUIET);
    stage.send(Event::Resolved(absent(DOI)));
    stage.pass(FLUX);
    assert!(!stage.rules().contains(&"unregistered-doi"));
    stage.edit(3, at(2, 5), at(2, 5), "!");
    assert!(stage.rules().contains(&"unregistered-doi"), "an edit elsewhere");

    stage.edit(4, at(0, 23), at(0, 24), "9");
    stage.edit(5, at(0, 23), at(0, 24), "8");
    stage.pass(FLUX);
    assert!(!stage.rules().contains(&"unregistered-doi"), "typed again");
    stage.send(Event::Saved { address: paper() });
    assert!(stage.rules().contains(&"unregistered-doi"), "a save");
}

#[test]
fn an_identifier_that_stands_elsewhere_too_is_judged_while_it_is_typed() {
    let mut stage = Stage::new();
    stage.store = absent(DOI);
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n\nSee doi:10.5555/1234567\n"));
    stage.edit(2, at(2, 23), at(2, 23), "8");
    assert!(stage.rules().contains(&"unregistered-doi"));
}

#[test]
fn a_hover_raises_the_urgency() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    stage.looked_up();
    assert!(stage.hover(at(0, 10)).is_some_and(|hover| hover.contains("Looking it up")));
    assert_eq!(stage.looked_up(), [(Priority::Visible, vec![id(DOI)])]);
}

#[test]
fn what_is_on_the_screen_comes_first_and_three_hundred_are_enough() {
    let mut stage = Stage::new();
    stage.open(&paper(), "");
    let text: String = (0..400).map(|n| format!("doi:10.5555/{n:04}\n\n")).collect();
    stage.send(Event::Changed { address: paper(), version: 2, changes: vec![Change { range: None, text }] });
    stage.ask(Question::Hints { address: paper(), from: at(700, 0), to: at(719, 0) });
    stage.pass(FLUX + QUIET);
    stage.agree();
    let asked = stage.looked_up();
    assert_eq!(asked[0].0, Priority::Visible);
    assert_eq!(asked[0].1.first(), Some(&id("10.5555/0350")));
    assert_eq!(asked[0].1.len(), 10);
    assert_eq!(asked[1].1.len(), 290);
    stage.send(Event::Saved { address: paper() });
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty(), "the rest is left alone");
    let hover = stage.hover(at(798, 8)).expect("a hover");
    assert!(hover.contains("300") && hover.contains("400"), "{hover}");
    assert_eq!(stage.looked_up(), [(Priority::Visible, vec![id("10.5555/0399")])], "but for what is looked at");
}

#[test]
fn every_version_is_published_once_and_then_only_what_changed() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.edit(2, at(0, 0), at(0, 0), "x");
    stage.edit(3, at(0, 0), at(0, 1), "");
    let versions: Vec<_> = stage.published().iter().map(|(version, _)| *version).collect();
    assert_eq!(versions, [Some(1), Some(2), Some(3)]);
    stage.pass(FLUX);
    stage.send(Event::Resolved(known(OTHER)));
    assert!(stage.published().is_empty(), "nothing changed");
    stage.send(Event::Resolved(absent(DOI)));
    stage.pass(FLUX);
    let published = stage.published();
    assert_eq!(published.len(), 1);
    assert_eq!(published[0].0, Some(3));
    stage.send(Event::Closed { address: paper() });
    let published = stage.published();
    assert_eq!((published[0].0, published[0].1.len()), (None, 0), "a closed document has no findings");
}

#[test]
fn a_slow_analysis_is_overtaken_by_the_newest_text_only() {
    let mut stage = Stage::new();
    stage.open(&paper(), "One.\n");
    stage.published();
    stage.held = Some(VecDeque::new());
    for version in 2..50 {
        stage.edit(version, at(0, 0), at(0, 0), "x");
    }
    let ticket = stage.ask(Question::Hover { address: paper(), at: at(0, 0) });
    assert!(!stage.is_answered(ticket), "the text is not analysed yet");
    let first = stage.held();
    assert_eq!(&*first.buffer.text(), "xOne.\n");
    stage.send(Event::Analysed(Box::new(first.run())));
    assert!(stage.published().is_empty(), "nobody wants the old text");
    let second = stage.held();
    assert_eq!(second.buffer.text().len(), 48 + "One.\n".len(), "one runs, one is wanted");
    stage.send(Event::Analysed(Box::new(second.run())));
    assert_eq!(stage.published().len(), 1);
    assert!(stage.is_answered(ticket));
    assert!(stage.held.as_ref().is_some_and(VecDeque::is_empty));
}

#[test]
fn an_analysis_of_a_text_that_was_closed_says_nothing_of_the_next() {
    let mut stage = Stage::new();
    stage.store = absent(DOI);
    stage.held = Some(VecDeque::new());
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    let old = stage.held();
    stage.send(Event::Closed { address: paper() });
    stage.open(&paper(), "See nothing.\n");
    let new = stage.held();
    stage.send(Event::Analysed(Box::new(old.run())));
    assert!(stage.published().is_empty(), "the version is the same, the text is not");
    stage.send(Event::Saved { address: paper() });
    assert!(stage.held.as_ref().is_some_and(VecDeque::is_empty), "the new text is still being analysed");
    stage.send(Event::Analysed(Box::new(new.run())));
    assert_eq!(stage.published().len(), 1);
    let again = stage.held();
    assert_eq!(again.parsed.expect("read before").text(), "See nothing.\n");
}

#[test]
fn a_client_that_repeats_a_version_means_another_text() {
    let mut stage = Stage::new();
    stage.open(&paper(), "One.\n");
    stage.held = Some(VecDeque::new());
    stage.edit(2, at(0, 0), at(0, 0), "x");
    let old = stage.held();
    stage.edit(2, at(0, 0), at(0, 0), "x");
    stage.published();
    stage.send(Event::Analysed(Box::new(old.run())));
    assert!(stage.published().is_empty(), "nobody wants the old text");
    assert!(stage.held().parsed.is_none(), "the new one was not read before");
}

#[test]
fn an_analysis_that_breaks_off_keeps_nobody_waiting() {
    let mut stage = Stage::new();
    stage.held = Some(VecDeque::new());
    stage.open(&paper(), "One.\n");
    let ticket = stage.ask(Question::Hover { address: paper(), at: at(0, 0) });
    let edition = stage.held().edition;
    stage.held = None;
    stage.send(Event::Failed { address: paper(), edition, what: "a test".into() });
    assert!(stage.is_answered(ticket));
    assert!(stage.seen.iter().any(|effect| matches!(effect, Effect::Log(line) if line.contains("a test"))));
    stage.edit(2, at(0, 0), at(0, 0), "x");
    assert_eq!(stage.published().len(), 1, "the next edit is analysed");
}

#[test]
fn closing_answers_whoever_waits() {
    let mut stage = Stage::new();
    stage.held = Some(VecDeque::new());
    stage.open(&paper(), "One.\n");
    let ticket = stage.ask(Question::Hover { address: paper(), at: at(0, 0) });
    stage.send(Event::Closed { address: paper() });
    assert!(stage.is_answered(ticket));
}

#[test]
fn hints_are_asked_for_again_when_answers_come() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    let refreshes = |stage: &Stage| stage.seen.iter().filter(|e| matches!(e, Effect::RefreshHints)).count();
    assert_eq!(refreshes(&stage), 0);
    stage.send(Event::Resolved(absent(DOI)));
    assert_eq!(refreshes(&stage), 1);
    let ticket = stage.ask(Question::Hints { address: paper(), from: at(0, 0), to: at(9, 0) });
    let hints = stage.seen.iter().find_map(|effect| match effect {
        Effect::Answer(answered, Answer::Hints(Some(hints))) if *answered == ticket => Some(hints.hints.clone()),
        _ => None,
    });
    assert_eq!(hints.expect("hints").len(), 1);
}

fn table(rows: Vec<(&str, Value)>) -> Node {
    let span = Span::default();
    let rows = rows.into_iter().map(|(key, value)| (key.to_owned(), span, Node { value, span })).collect();
    Node { value: Value::Table(rows), span }
}

#[test]
fn settings_are_read_again_when_they_change() {
    let mut stage = Stage::with(Hello { trusted: true, gives_settings: true, ..Hello::default() });
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    let before = stage.pull;
    stage.send(Event::SettingsChanged(None));
    assert_ne!(stage.pull, before, "the client is asked for them");
    let off = table(vec![("features", table(vec![("hover", Value::Bool(false))]).value)]);
    stage.give([(None, off)].into_iter().collect());
    assert_eq!(stage.hover(at(0, 10)), None, "hovers are switched off");
    stage.give(Settings::default());
    assert!(stage.hover(at(0, 10)).is_some());
}

#[test]
fn an_unanswered_identifier_is_asked_again_after_a_save() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    stage.looked_up();
    let mut records = Records::default();
    let reason = Reason::NotAnswered { source: Source::Crossref, what: "did not answer in time".into() };
    records.put(id(DOI), Knowledge::Unchecked(reason));
    stage.send(Event::Resolved(records));
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty());
    stage.send(Event::Saved { address: paper() });
    stage.pass(FLUX);
    assert_eq!(stage.looked_up().len(), 1);
}

#[test]
fn no_answer_takes_nothing_away_from_what_is_known() {
    let mut stage = Stage::new();
    stage.store = absent(DOI);
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(FLUX);
    assert_eq!(stage.rules(), ["unregistered-doi"]);
    stage.store = known(DOI);
    stage.send(Event::Resolved(known(DOI)));
    stage.pass(FLUX);
    assert!(stage.rules().is_empty());
    let mut records = Records::default();
    let reason = Reason::NotAnswered { source: Source::Crossref, what: "did not answer in time".into() };
    records.put(id(DOI), Knowledge::Unchecked(reason));
    stage.send(Event::Resolved(records));
    stage.pass(FLUX);
    assert!(!stage.hover(at(0, 10)).expect("a hover").contains("did not answer"));
}

#[test]
fn a_whole_text_sent_anew_touches_only_what_differs() {
    let mut stage = Stage::new();
    stage.store = absent(DOI);
    stage.open(&paper(), &format!("See doi:{DOI}.\n\nMore.\n"));
    let text = format!("See doi:{DOI}.\n\nMore!\n");
    stage.send(Event::Changed { address: paper(), version: 2, changes: vec![Change { range: None, text }] });
    assert_eq!(stage.rules(), ["unregistered-doi"], "the identifier is not being typed");
}

#[test]
fn the_dialect_is_guessed_anew_when_the_writer_rests() {
    let mut stage = Stage::new();
    stage.open(&paper(), "");
    let dialect = |stage: &Stage| {
        let open = stage.session.documents.get(&paper()).expect("open");
        open.current().expect("analysed").document.dialect
    };
    assert_eq!(dialect(&stage), Dialect::Pandoc);
    stage.edit(2, at(0, 0), at(0, 0), "See {cite:p}`smith2020`.\n");
    assert_eq!(dialect(&stage), Dialect::Pandoc, "not at every keystroke");
    stage.pass(QUIET);
    assert_eq!(dialect(&stage), Dialect::Myst);
}

#[test]
fn what_is_known_but_old_is_asked_again() {
    let mut stage = Stage::new();
    stage.agree();
    stage.due = true;
    stage.store = known(DOI);
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    assert_eq!(stage.looked_up(), [(Priority::Open, vec![id(DOI)])]);
    stage.send(Event::Resolved(known(DOI)));
    stage.send(Event::Saved { address: paper() });
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty(), "once is enough");
}

#[test]
fn shutting_down_stops_the_look_ups() {
    let mut stage = Stage::new();
    let ticket = stage.ask(Question::Shutdown);
    assert!(stage.is_answered(ticket));
    assert!(stage.seen.iter().any(|effect| matches!(effect, Effect::Rest)));
}

fn online(is: bool) -> Settings {
    let resolve = table(vec![("online", Value::Bool(is))]);
    [(None, table(vec![("resolve", resolve.value)]))].into_iter().collect()
}

/// A client that is asked for its settings, and agrees to look-ups.
fn giving() -> Stage {
    let mut stage = Stage::with(Hello { trusted: true, gives_settings: true, ..Hello::default() });
    stage.agree();
    stage
}

#[test]
fn nothing_is_looked_up_before_the_clients_settings_are_known() {
    let mut stage = giving();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(FLUX);
    assert!(stage.hover(at(0, 10)).is_some(), "a hover does not wait for them");
    assert!(stage.looked_up().is_empty(), "nor does it look anything up");
    assert_eq!(stage.session.deadline(), None, "no time changes that");
    // Between the settings and what follows from them.
    let given = Event::Settings { pull: stage.pull, settings: Some(online(false)) };
    let effects = stage.session.handle(given, stage.now);
    assert!(matches!(&effects[..], [Effect::Prepare(_)]), "{effects:?}");
    for effect in effects {
        if let Effect::Prepare(preparation) = effect {
            stage.send(Event::Prepared(Box::new(surroundings::prepare(*preparation))));
        }
    }
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty(), "they forbid it");
    stage.send(Event::SettingsChanged(None));
    stage.give(online(true));
    assert_eq!(stage.looked_up().len(), 1, "switched on again, without an edit");
}

#[test]
fn a_client_that_gives_no_settings_is_not_waited_for() {
    let mut stage = giving();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    stage.send(Event::Settings { pull: stage.pull, settings: None });
    assert_eq!(stage.looked_up().len(), 1);
    stage.send(Event::SettingsChanged(None));
    stage.give(online(false));
    stage.send(Event::SettingsChanged(None));
    stage.send(Event::Settings { pull: stage.pull, settings: None });
    stage.send(Event::Saved { address: paper() });
    assert!(stage.hover(at(0, 10)).is_some_and(|hover| hover.contains("offline")), "what it said before holds");
}

#[test]
fn a_new_folder_has_settings_that_are_not_known_yet() {
    let mut stage = giving();
    stage.give(Settings::default());
    let old = stage.pull;
    stage.send(Event::Folders { added: vec!["/thesis".into()], removed: Vec::new() });
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(FLUX);
    stage.send(Event::Settings { pull: old, settings: Some(Settings::default()) });
    assert!(stage.looked_up().is_empty(), "an answer to an older question says nothing of it");
    stage.give(Settings::default());
    assert_eq!(stage.looked_up().len(), 1);
}

#[test]
fn a_yes_releases_only_what_text_and_settings_still_ask_for() {
    let mut stage = Stage::new();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    assert_eq!(stage.asks_consent(), 1);
    stage.edit(2, at(0, 0), at(1, 0), &format!("See doi:{OTHER}.\n\nMore.\n"));
    stage.edit(3, at(2, 5), at(2, 5), "!");
    stage.pass(FLUX);
    stage.agree();
    assert_eq!(stage.looked_up(), [(Priority::Open, vec![id(OTHER)])]);

    let mut stage = Stage::new();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    stage.send(Event::SettingsChanged(online(false).remove(&None)));
    stage.agree();
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty(), "switched off while the user was being asked");
}

#[test]
fn nothing_is_looked_up_once_the_server_is_about_to_leave() {
    let mut stage = Stage::new();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.ask(Question::Shutdown);
    stage.agree();
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty());
}

#[test]
fn findings_in_a_configuration_go_with_the_last_document_under_it() {
    let place = tempfile::tempdir().expect("a folder");
    std::fs::write(place.path().join("ibid.toml"), "no-such-setting = 1\n").expect("a file");
    let [one, two] = ["one.md", "two.md"].map(|name| from::address_of(&place.path().join(name)));
    let config = from::address_of(&place.path().join("ibid.toml"));
    let mut stage = Stage::new();
    let told = |stage: &mut Stage| {
        let seen = std::mem::take(&mut stage.seen).into_iter();
        let counts = seen.filter_map(|effect| match effect {
            Effect::Publish { address, findings, .. } if address == config => Some(findings.len()),
            _ => None,
        });
        counts.collect::<Vec<_>>()
    };
    stage.open(&one, "One.\n");
    stage.open(&two, "Two.\n");
    assert_eq!(told(&mut stage), [1]);
    stage.send(Event::Closed { address: one.clone() });
    assert!(told(&mut stage).is_empty(), "another document is under it");
    stage.send(Event::Closed { address: two });
    assert_eq!(told(&mut stage), [0]);
    stage.open(&one, "One.\n");
    assert_eq!(told(&mut stage), [1], "told again with the next document");
}

#[test]
fn a_document_whose_configuration_cannot_be_read_is_answered_but_not_looked_up() {
    let mut stage = Stage::new();
    stage.agree();
    let event = Event::Opened { address: paper(), version: 1, text: format!("See doi:{DOI}.\n") };
    let effects = stage.session.handle(event, stage.now);
    let [Effect::Prepare(preparation)] = &effects[..] else { panic!("{effects:?}") };
    let surroundings = Some(surroundings::Surroundings::unread(&paper(), "a test"));
    let (opening, revision) = (preparation.opening, preparation.revision);
    let prepared = surroundings::Prepared { address: paper(), opening, revision, surroundings };
    stage.send(Event::Prepared(Box::new(prepared)));
    stage.pass(FLUX);
    assert!(stage.hover(at(0, 10)).is_some_and(|hover| hover.contains("offline")));
    assert!(stage.looked_up().is_empty());
    assert!(stage.seen.iter().any(|effect| matches!(effect, Effect::Log(line) if line.contains("a test"))));
}
