//! Identifiers that only the store knows, offered as they are typed.

use super::*;
use crate::analysis::Offered;
use crate::record::{Begun, Record, View};
use crate::server::message::Choice;
use crate::server::session::begun::PATIENCE;

const END: Point = Point { line: 0, column: 15 };

fn titled(doi: &str, title: &str) -> (Identifier, Arc<Known>) {
    let mut record = Record::new(id(doi));
    record.title = Some(title.into());
    let day = Day::from_ymd(2026, 11, 23).expect("a day");
    let view = View::of(Source::Crossref, record, day);
    (id(doi), Arc::new(Known { agency: Some("Crossref".into()), views: vec![view], ..Known::default() }))
}

fn begun(dois: &[&str], more: bool) -> Begun {
    Begun { works: dois.iter().map(|doi| titled(doi, "On Swallows")).collect(), more }
}

impl Stage {
    /// Asks what may be put at the end of `See doi:10.5555`.
    fn complete(&mut self) -> Ticket {
        self.ask(Question::Completion { address: paper(), at: END })
    }

    /// What the store was asked for since the last time.
    fn begun_asked(&mut self) -> Vec<(Ticket, String)> {
        let mut asked = Vec::new();
        self.seen.retain(|effect| match effect {
            Effect::FindBegun { ticket, beginning, .. } => {
                asked.push((*ticket, beginning.as_str().to_owned()));
                false
            }
            _ => true,
        });
        asked
    }

    /// What was answered, if anything was yet.
    fn choice(&mut self, ticket: Ticket) -> Option<Option<Choice>> {
        let is_it = |effect: &Effect| matches!(effect, Effect::Answer(to, Answer::Completion(_)) if *to == ticket);
        let at = self.seen.iter().position(is_it)?;
        match self.seen.remove(at) {
            Effect::Answer(_, Answer::Completion(choice)) => Some(choice),
            _ => unreachable!("a completion was looked for"),
        }
    }

    /// What is offered in the answer, and whether there may be more.
    fn offered(&mut self, ticket: Ticket) -> Option<(Vec<String>, bool)> {
        let completion = self.choice(ticket)??.completion;
        Some((completion.items.into_iter().map(|item| item.inserted).collect(), completion.is_incomplete))
    }
}

fn some(dois: &[&str], more: bool) -> Option<(Vec<String>, bool)> {
    Some((dois.iter().map(|doi| (*doi).to_owned()).collect(), more))
}

#[test]
fn what_the_store_has_comes_behind_what_is_cited() {
    let mut stage = Stage::with(Hello { trusted: false, ..Hello::default() });
    stage.store = known(OTHER);
    stage.open(&paper(), &format!("See doi:10.5555\n\nand doi:{OTHER}.\n"));
    let ticket = stage.complete();
    assert_eq!(stage.begun_asked(), [(ticket, "doi:10.5555".into())]);
    assert!(!stage.is_answered(ticket), "the store has the word");
    stage.send(Event::BegunFound(ticket, begun(&["10.5555/1", "10.5555/2", OTHER], false)));
    let choice = stage.choice(ticket).expect("an answer").expect("a choice").completion;
    let items: Vec<_> = choice.items.iter().map(|item| &*item.inserted).collect();
    assert_eq!((items, choice.is_incomplete), (vec![OTHER, "10.5555/1", "10.5555/2"], false));
    assert!(choice.items[1].detail.ends_with(" · On Swallows"), "{}", choice.items[1].detail);
    assert_eq!(choice.items[1].of, Offered::Work(id("10.5555/1")));

    let offered = Offered::Work(id("10.5555/1"));
    let ticket = stage.ask(Question::Completed { address: paper(), offered });
    let said = stage.seen.iter().find_map(|effect| match effect {
        Effect::Answer(to, Answer::Completed(markdown)) if *to == ticket => markdown.clone(),
        _ => None,
    });
    assert!(said.as_ref().is_some_and(|markdown| markdown.contains("**On Swallows**")), "{said:?}");
    assert!(stage.looked_up().is_empty() && stage.asks_consent() == 0, "nothing leaves the machine");
}

#[test]
fn too_little_to_choose_by_is_not_asked_for() {
    for (typed, answer) in
        [("10.1", some(&[], true)), ("", some(&[], true)), ("smith", None), ("10.5555/12345678", some(&[], true))]
    {
        let mut stage = Stage::new();
        stage.open(&paper(), &format!("See doi:{typed}\n"));
        let column = 8 + u32::try_from(typed.len()).expect("short");
        let ticket = stage.ask(Question::Completion { address: paper(), at: at(0, column) });
        if typed == DOI {
            // The identifier that stands there is not offered in its own place.
            assert_eq!(stage.begun_asked(), [(ticket, format!("doi:{DOI}"))]);
            stage.send(Event::BegunFound(ticket, begun(&[DOI], true)));
        }
        assert!(stage.begun_asked().is_empty(), "{typed}");
        assert_eq!(stage.offered(ticket), answer, "{typed}");
    }
}

#[test]
fn at_most_200_are_offered() {
    let mut stage = Stage::new();
    stage.store = known(OTHER);
    stage.open(&paper(), &format!("See doi:10.5555\n\nand doi:{OTHER}.\n"));
    let dois: Vec<String> = (0..200).map(|n| format!("10.5555/{n:03}")).collect();
    let dois: Vec<&str> = dois.iter().map(|doi| &**doi).collect();
    let ticket = stage.complete();
    stage.send(Event::BegunFound(ticket, begun(&dois, false)));
    let (items, more) = stage.offered(ticket).expect("a choice");
    assert_eq!((items.len(), &*items[0], &*items[199], more), (200, OTHER, "10.5555/198", true));
}

#[test]
fn a_slow_store_is_waited_for_once_and_not_for_long() {
    let mut stage = Stage::new();
    stage.open(&paper(), "See doi:10.5555\n");
    let [first, second] = [(); 2].map(|()| stage.complete());
    assert_eq!(stage.begun_asked(), [(first, "doi:10.5555".into())], "one at a time");
    stage.pass(PATIENCE);
    assert_eq!([first, second].map(|ticket| stage.offered(ticket)), [some(&[], true), some(&[], true)]);
    let third = stage.complete();
    assert_eq!(stage.offered(third), some(&[], true), "a slow store is not waited for again");
    assert!(stage.begun_asked().is_empty());
    stage.send(Event::BegunFound(first, begun(&["10.5555/1"], false)));
    assert!([first, second, third].iter().all(|ticket| !stage.is_answered(*ticket)), "none is answered twice");
    let fourth = stage.complete();
    assert_eq!(stage.begun_asked(), [(fourth, "doi:10.5555".into())]);
    stage.send(Event::BegunFound(fourth, begun(&["10.5555/1"], false)));
    assert_eq!(stage.offered(fourth), some(&["10.5555/1"], false));
}

#[test]
fn the_newest_question_is_the_next() {
    let mut stage = Stage::new();
    stage.open(&paper(), "See doi:10.5555\n");
    let [first, second, third] = [(); 3].map(|()| stage.complete());
    stage.begun_asked();
    for (ticket, next) in [(first, Some(third)), (third, Some(second)), (second, None)] {
        stage.send(Event::BegunFound(ticket, begun(&["10.5555/1"], false)));
        assert_eq!(stage.offered(ticket), some(&["10.5555/1"], false));
        let asked: Vec<_> = stage.begun_asked().into_iter().map(|(ticket, _)| ticket).collect();
        assert_eq!(asked, next.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn who_gave_up_is_not_answered_and_leaves_nothing() {
    let mut stage = Stage::new();
    stage.open(&paper(), "See doi:10.5555\n");
    let [first, second] = [(); 2].map(|()| stage.complete());
    stage.send(Event::GivenUp(vec![first, second]));
    assert_eq!(stage.session.begins.deadline(), None);
    stage.begun_asked();
    stage.send(Event::BegunFound(first, begun(&["10.5555/1"], false)));
    assert!(!stage.is_answered(first) && !stage.is_answered(second));
    assert!(stage.begun_asked().is_empty(), "nobody wants to know");
    let third = stage.complete();
    assert_eq!(stage.begun_asked(), [(third, "doi:10.5555".into())]);
}

#[test]
fn the_answer_is_about_the_text_that_was_asked_about() {
    let mut stage = Stage::new();
    stage.open(&paper(), "See doi:10.5555\n");
    let ticket = stage.complete();
    stage.edit(2, at(0, 0), at(0, 0), "Long before that we wrote: ");
    stage.send(Event::BegunFound(ticket, begun(&["10.5555/1"], false)));
    let choice = stage.choice(ticket).expect("an answer").expect("a choice");
    assert_eq!(&*choice.file.text, "See doi:10.5555\n");
    assert_eq!(choice.completion.replaced.of(&choice.file.text), "10.5555");
}

#[test]
fn nothing_is_offered_in_a_document_that_was_closed() {
    let mut stage = Stage::new();
    stage.open(&paper(), "See doi:10.5555\n");
    let [first, second] = [(); 2].map(|()| stage.complete());
    stage.send(Event::Closed { address: paper() });
    assert!([first, second].into_iter().all(|ticket| stage.choice(ticket).is_some_and(|choice| choice.is_none())));
    stage.send(Event::BegunFound(first, begun(&["10.5555/1"], false)));
    assert!(!stage.is_answered(first) && stage.begun_asked().len() == 1, "it was asked for the first alone");

    stage.open(&paper(), "See doi:10.5555\n");
    let ticket = stage.complete();
    stage.ask(Question::Shutdown);
    assert_eq!(stage.offered(ticket), some(&[], true), "before the last answer");
}
