//! Which text is analysed, what is said of it, and who waits for it.

use super::*;

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
    assert_eq!(again.parsed().expect("read before").text(), "See nothing.\n");
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
    assert!(stage.held().parsed().is_none(), "the new one was not read before");
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
