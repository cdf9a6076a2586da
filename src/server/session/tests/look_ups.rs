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
