//! Whether anything may leave the machine.

use super::*;

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
fn shutting_down_stops_the_look_ups() {
    let mut stage = Stage::new();
    let ticket = stage.ask(Question::Shutdown);
    assert!(stage.is_answered(ticket));
    assert!(stage.seen.iter().any(|effect| matches!(effect, Effect::Rest)));
}
