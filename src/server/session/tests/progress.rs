//! How far the look-ups are.

use super::*;
use crate::server::progress::Run;
use crate::server::progress::Standing::{self, At, Over};

const SLOW: Duration = Duration::from_secs(1);

/// A client that shows progress and agrees to look-ups, with a paper of two identifiers that are asked about.
fn showing() -> Stage {
    let mut stage = Stage::with(Hello { trusted: true, shows_progress: true, ..Hello::default() });
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI} and doi:{OTHER}.\n"));
    stage
}

impl Stage {
    /// What was shown since the last time, and of which run.
    fn shown(&mut self) -> Vec<(u64, Standing)> {
        let mut shown = Vec::new();
        self.seen.retain(|effect| match effect {
            Effect::Progress { run: Run::LookUps(run), standing } => {
                shown.push((*run, *standing));
                false
            }
            _ => true,
        });
        shown
    }
}

#[test]
fn look_ups_that_take_long_are_shown_until_all_is_answered() {
    let mut stage = showing();
    assert!(stage.shown().is_empty());
    stage.pass(SLOW);
    assert_eq!(stage.shown(), [(1, At { done: 0, of: 2 })]);
    stage.send(Event::Resolved(known(DOI)));
    stage.send(Event::Resolved(known(DOI)));
    assert_eq!(stage.shown(), [(1, At { done: 1, of: 2 })], "a second source adds nothing to it");
    stage.send(Event::Resolved(unanswered(OTHER)));
    assert_eq!(stage.shown(), [(1, Over)]);
    stage.send(Event::Idle);
    stage.pass(SLOW);
    assert!(stage.shown().is_empty(), "it ends once");
}

#[test]
fn look_ups_that_are_quick_are_not_shown() {
    let mut stage = showing();
    stage.pass(SLOW / 2);
    stage.send(Event::Resolved(known(DOI)));
    stage.send(Event::Resolved(known(OTHER)));
    stage.pass(SLOW);
    assert!(stage.shown().is_empty());
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(SLOW);
    assert!(stage.shown().is_empty(), "nor to a client that cannot show them");
}

#[test]
fn no_progress_outlasts_its_look_ups() {
    let ends: [fn(&mut Stage); 4] = [
        |stage| stage.send(Event::Idle),
        |stage| {
            stage.ask(Question::Shutdown);
        },
        |stage| stage.send(Event::Closed { address: paper() }),
        |stage| {
            stage.send(Event::SettingsChanged(online(false).remove(&None)));
            stage.pass(FLUX);
        },
    ];
    for (number, end) in ends.into_iter().enumerate() {
        let mut stage = showing();
        stage.pass(SLOW);
        assert_eq!(stage.shown().len(), 1);
        end(&mut stage);
        assert_eq!(stage.shown(), [(1, Over)], "{number}");
        stage.pass(SLOW);
        assert!(stage.shown().is_empty(), "{number}");
        // Before it is shown, too.
        let mut stage = showing();
        end(&mut stage);
        stage.pass(SLOW);
        assert!(stage.shown().is_empty(), "{number}");
    }
}

#[test]
fn a_run_that_the_user_ends_is_asked_again_after_a_save() {
    let mut stage = showing();
    stage.looked_up();
    stage.pass(SLOW);
    stage.send(Event::Resolved(known(DOI)));
    stage.shown();
    stage.send(Event::Enough { run: Run::LookUps(7) });
    assert!(stage.shown().is_empty() && stage.cancelled().is_empty(), "that is another run");
    stage.send(Event::Enough { run: Run::LookUps(1) });
    assert_eq!(stage.shown(), [(1, Over)]);
    assert_eq!(stage.cancelled(), [id(OTHER)]);
    stage.edit(2, at(0, 0), at(0, 0), "x ");
    stage.pass(FLUX + SLOW);
    assert!(stage.looked_up().is_empty() && stage.shown().is_empty());
    stage.send(Event::Enough { run: Run::LookUps(1) });
    assert!(stage.cancelled().is_empty(), "it is over");
    stage.send(Event::Saved { address: paper() });
    let ids: Vec<_> = stage.looked_up().into_iter().flat_map(|(_, ids)| ids).collect();
    assert_eq!(ids, [id(OTHER)]);
    stage.pass(SLOW);
    assert_eq!(stage.shown(), [(2, At { done: 0, of: 1 })]);
}
