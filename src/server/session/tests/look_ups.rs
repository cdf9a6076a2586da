//! What is looked up, when, and when no longer.

use super::*;

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
fn an_unanswered_identifier_is_asked_again_after_a_save() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    stage.looked_up();
    stage.send(Event::Resolved(unanswered(DOI)));
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty());
    stage.send(Event::Saved { address: paper() });
    stage.pass(FLUX);
    assert_eq!(stage.looked_up().len(), 1);
}

#[test]
fn a_store_that_opens_late_is_asked_for_what_is_still_unknown() {
    let mut stage = Stage::with(Hello { trusted: false, ..Hello::default() });
    stage.store = known(OTHER);
    stage.open(&paper(), &format!("See doi:{DOI} and doi:{OTHER}.\n"));
    assert!(stage.rules().is_empty());
    stage.store = absent(DOI);
    stage.send(Event::StoreOpened);
    stage.pass(FLUX);
    assert_eq!(stage.rules(), ["unregistered-doi"]);
    let hover = stage.hover(at(0, 35)).expect("a hover");
    assert!(hover.contains("Registered with Crossref"), "{hover}");
    assert_eq!(stage.session.deadline(), None);
}

#[test]
fn hovers_ask_a_registry_that_failed_at_most_once_a_minute() {
    let minute = Duration::from_secs(60);
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI} and doi:{OTHER}.\n"));
    stage.pass(QUIET);
    stage.looked_up();
    let hover = |stage: &mut Stage| {
        let hover = stage.hover(at(0, 10)).expect("a hover");
        (hover, stage.looked_up().len())
    };
    for _ in 0..2 {
        stage.send(Event::Resolved(unanswered(DOI)));
        let (said, asked) = hover(&mut stage);
        assert!(said.contains("did not answer in time") && said.contains("Save the file"), "{said}");
        assert_eq!(asked, 0);
        stage.pass(minute - Duration::from_secs(1));
        assert_eq!(hover(&mut stage).1, 0);
        stage.pass(Duration::from_secs(1));
        let (said, asked) = hover(&mut stage);
        assert!(said.contains("Asking again"), "{said}");
        assert_eq!(asked, 1);
    }
    stage.send(Event::Resolved(unanswered(DOI)));
    assert!(stage.hover(at(0, 35)).is_some());
    assert_eq!(stage.looked_up(), [(Priority::Visible, vec![id(OTHER)])], "each for itself");
    stage.send(Event::Saved { address: paper() });
    assert_eq!(stage.looked_up(), [(Priority::Open, vec![id(DOI)])], "a save asks at once");
    assert!(hover(&mut stage).0.contains("Asking again"));
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
    stage.send(Event::Resolved(unanswered(DOI)));
    stage.pass(FLUX);
    assert!(!stage.hover(at(0, 10)).expect("a hover").contains("did not answer"));
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
fn look_ups_end_with_the_last_document_that_wanted_them() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI} and doi:{OTHER}.\n"));
    stage.open(&address("untitled:second.md"), &format!("See doi:{DOI}.\n"));
    stage.open(&address("git:/paper.md?ref=HEAD"), &format!("See doi:{OTHER}.\n"));
    stage.pass(QUIET);
    assert!(stage.cancelled().is_empty());
    stage.send(Event::Closed { address: paper() });
    assert_eq!(stage.cancelled(), [id(OTHER)], "the other one is wanted in a second document");
    stage.send(Event::Closed { address: address("untitled:second.md") });
    assert_eq!(stage.cancelled(), [id(DOI)]);
    stage.looked_up();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    assert_eq!(stage.looked_up(), [(Priority::Open, vec![id(DOI)])], "wanted again");
}

#[test]
fn going_offline_ends_the_look_ups_and_going_online_begins_them_anew() {
    let mut stage = giving();
    stage.give(Settings::default());
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    assert_eq!(stage.looked_up().len(), 1);
    stage.send(Event::SettingsChanged(None));
    stage.give(online(false));
    assert_eq!(stage.cancelled(), [id(DOI)]);
    stage.send(Event::Closed { address: paper() });
    assert!(stage.cancelled().is_empty(), "nothing was wanted any more");
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    assert!(stage.looked_up().is_empty());
    stage.send(Event::SettingsChanged(None));
    stage.give(online(true));
    assert_eq!(stage.looked_up(), [(Priority::Open, vec![id(DOI)])]);
}

#[test]
fn one_document_that_goes_offline_takes_nothing_from_another() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI} and doi:{OTHER}.\n"));
    stage.open(&address("untitled:second.md"), &format!("See doi:{OTHER}.\n"));
    stage.pass(QUIET);
    stage.looked_up();
    stage.edit(2, at(0, 0), at(0, 0), "---\nibid: {resolve: {online: false}}\n---\n\n");
    stage.pass(FLUX);
    assert_eq!(stage.cancelled(), [id(DOI)]);
    stage.edit(3, at(0, 0), at(4, 0), "");
    stage.pass(FLUX);
    let ids: Vec<_> = stage.looked_up().into_iter().flat_map(|(_, ids)| ids).collect();
    assert_eq!(ids, [id(DOI), id(OTHER)]);
}

#[test]
fn nothing_is_cancelled_that_was_never_looked_up() {
    let mut stage = Stage::new();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(QUIET);
    assert_eq!(stage.asks_consent(), 1);
    stage.send(Event::Closed { address: paper() });
    assert!(!stage.seen.iter().any(|effect| matches!(effect, Effect::Cancel(_))));
}

/// A text of so many identifiers, each in a paragraph of its own, on every second line.
fn list(many: usize) -> String {
    (0..many).map(|n| format!("doi:10.5555/{n:04}\n\n")).collect()
}

impl Stage {
    /// The client shows these lines.
    fn look_at(&mut self, from: u32, to: u32) {
        self.ask(Question::Hints { address: paper(), from: at(from, 0), to: at(to, 0) });
    }

    /// What was offered since the last time: how many are unknown and how many left out, and of which opening.
    fn offers(&mut self) -> Vec<(usize, usize, u64)> {
        let mut offers = Vec::new();
        self.seen.retain(|effect| match effect {
            Effect::Offer(offer) => {
                offers.push((offer.held_back.unknown, offer.held_back.left, offer.opening));
                false
            }
            _ => true,
        });
        offers
    }
}

#[test]
fn the_rest_of_a_long_document_is_offered_once() {
    let mut stage = Stage::new();
    stage.open(&paper(), &list(400));
    stage.pass(QUIET);
    assert!(stage.offers().is_empty(), "one question at a time");
    stage.agree();
    assert_eq!(stage.looked_up(), [(Priority::Open, (0..300).map(|n| id(&format!("10.5555/{n:04}"))).collect())]);
    let [(400, 100, opening)] = stage.offers()[..] else { panic!("one offer") };
    stage.edit(2, at(0, 0), at(0, 0), "More ");
    stage.pass(FLUX);
    stage.send(Event::Offered { address: paper(), opening, all: false });
    stage.send(Event::Saved { address: paper() });
    assert!(stage.offers().is_empty() && stage.looked_up().is_empty(), "nobody asks again");

    stage.send(Event::Closed { address: paper() });
    stage.open(&paper(), &list(400));
    stage.looked_up();
    let [(400, 100, again)] = stage.offers()[..] else { panic!("it was opened again") };
    stage.send(Event::Offered { address: paper(), opening, all: true });
    assert!(stage.looked_up().is_empty(), "an answer about the opening before");
    stage.send(Event::Offered { address: paper(), opening: again, all: true });
    let rest = (300..400).map(|n| id(&format!("10.5555/{n:04}"))).collect();
    assert_eq!(stage.looked_up(), [(Priority::Background, rest)]);
    stage.hover(at(798, 8));
    assert_eq!(stage.looked_up(), [(Priority::Visible, vec![id("10.5555/0399")])], "what is looked at goes first");
}

#[test]
fn of_thousands_only_what_is_on_the_screen_is_looked_up_unasked() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &list(1_001));
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty(), "nothing is on the screen yet");
    let [(1_001, 1_001, opening)] = stage.offers()[..] else { panic!("an offer") };
    stage.look_at(0, 19);
    assert_eq!(stage.looked_up(), [(Priority::Visible, (0..10).map(|n| id(&format!("10.5555/{n:04}"))).collect())]);
    for n in 0..10 {
        stage.send(Event::Resolved(known(&format!("10.5555/{n:04}"))));
    }
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty(), "what is known by now makes it no shorter");
    stage.look_at(10, 29);
    assert_eq!(stage.looked_up(), [(Priority::Visible, (10..15).map(|n| id(&format!("10.5555/{n:04}"))).collect())]);
    stage.send(Event::Offered { address: paper(), opening, all: true });
    let rest: Vec<_> = (15..1_001).map(|n| id(&format!("10.5555/{n:04}"))).collect();
    assert_eq!(stage.looked_up(), [(Priority::Background, rest)]);
    assert!(stage.offers().is_empty());
}

#[test]
fn what_comes_into_view_is_looked_up_beyond_the_three_hundred() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &list(1_000));
    assert_eq!(stage.looked_up()[0].1.len(), 300);
    stage.look_at(1_900, 1_919);
    assert_eq!(stage.looked_up(), [(Priority::Visible, (950..960).map(|n| id(&format!("10.5555/{n:04}"))).collect())]);
    stage.look_at(1_900, 1_919);
    assert!(stage.looked_up().is_empty());
}

#[test]
fn a_client_that_asks_for_the_hints_of_all_is_not_taken_at_its_word() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &list(1_001));
    for _ in 0..3 {
        stage.look_at(0, 2_002);
    }
    assert!(stage.looked_up().is_empty());
}

#[test]
fn nothing_is_offered_to_whoever_works_offline() {
    let mut stage = Stage::new();
    stage.open(&paper(), &list(1_001));
    assert_eq!(stage.asks_consent(), 1);
    stage.send(Event::Consent(Consent::Refused));
    stage.look_at(0, 19);
    stage.pass(FLUX);
    assert!(stage.offers().is_empty() && stage.looked_up().is_empty());
}
