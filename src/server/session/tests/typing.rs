//! What is being typed.

use super::*;

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
fn a_whole_text_sent_anew_touches_only_what_differs() {
    let mut stage = Stage::new();
    stage.store = absent(DOI);
    stage.open(&paper(), &format!("See doi:{DOI}.\n\nMore.\n"));
    let text = format!("See doi:{DOI}.\n\nMore!\n");
    stage.send(Event::Changed { address: paper(), version: 2, changes: vec![Change { range: None, text }] });
    assert_eq!(stage.rules(), ["unregistered-doi"], "the identifier is not being typed");
}
