//! The session, event by event: time is a number, the store and the registries are what a test says.

mod analyses;
mod answers;
mod begun;
mod commands;
mod configuration;
mod days;
mod diagnostics;
mod folders;
mod indexing;
mod libraries;
mod look_ups;
mod permission;
mod progress;
mod retractions;
mod seeking;
mod surveys;
mod typing;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Session;
use crate::findings::Finding;
use crate::record::{Absent, Day, Identifier, Knowledge, Known, Reason, Records, Source};
use crate::resolve::Priority;
use crate::server::books::Books;
use crate::server::documents::Address;
use crate::server::message::{Answer, Consent, Effect, Event, Hello, Moment, Question, Ticket};
use crate::server::pool::Job;
use crate::server::proto::from;
use crate::server::surroundings;
use crate::server::tracing::KeyIndex;
use crate::server::workspace::Settings;
use crate::syntax::Dialect;
use crate::syntax::tree::{Node, Value};
use crate::text::{Change, Point, Span};

const QUIET: Duration = Duration::from_millis(700);
const FLUX: Duration = Duration::from_secs(2);

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
    books: Books,
    keys: KeyIndex,
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

fn unanswered(doi: &str) -> Records {
    let mut records = Records::default();
    let reason = Reason::NotAnswered { source: Source::Crossref, what: "did not answer in time".into() };
    records.put(id(doi), Knowledge::Unchecked(reason));
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
            books: Books::default(),
            keys: KeyIndex::default(),
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
                    Effect::Fetch(fetching) => {
                        events.push_back(Event::Fetched(Box::new(self.books.fetch(*fetching))));
                    }
                    Effect::Trace(tracing) => {
                        let trace = self.keys.trace(&tracing);
                        events.push_back(Event::Traced(tracing.ticket, tracing.aim.clone(), trace));
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
        self.send(Event::Opened {
            address: address.clone(),
            language: "markdown".into(),
            version: 1,
            text: text.into(),
        });
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

    /// What need not be looked up any more since the last time, in order.
    fn cancelled(&mut self) -> Vec<Identifier> {
        let mut cancelled = Vec::new();
        self.seen.retain_mut(|effect| match effect {
            Effect::Cancel(ids) => {
                cancelled.append(ids);
                false
            }
            _ => true,
        });
        cancelled
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

fn table(rows: Vec<(&str, Value)>) -> Node {
    let span = Span::default();
    let rows = rows.into_iter().map(|(key, value)| (key.to_owned(), span, Node { value, span })).collect();
    Node { value: Value::Table(rows), span }
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
