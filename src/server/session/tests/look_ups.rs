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
