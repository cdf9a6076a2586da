//! Findings for a client that asks for them.

use super::*;
use crate::server::message::Report;

/// A client that asks for diagnostics, and agrees to look-ups.
fn pulling() -> Stage {
    let hello = Hello { trusted: true, refreshes_hints: true, pulls_diagnostics: true, ..Hello::default() };
    let mut stage = Stage::with(hello);
    stage.agree();
    stage
}

impl Stage {
    fn pull(&mut self, before: Option<&str>) -> Ticket {
        self.ask(Question::Diagnostics { address: paper(), before: before.map(str::to_owned) })
    }

    /// The report that answers a question, once it does.
    fn report(&mut self, ticket: Ticket) -> Option<Report> {
        let is_it =
            |effect: &Effect| matches!(effect, Effect::Answer(answered, Answer::Diagnostics(_)) if *answered == ticket);
        let at = self.seen.iter().position(is_it)?;
        match self.seen.swap_remove(at) {
            Effect::Answer(_, Answer::Diagnostics(report)) => Some(report),
            _ => None,
        }
    }

    /// Number and rules of a full report.
    fn full(&mut self, ticket: Ticket) -> (Option<String>, Vec<&'static str>) {
        match self.report(ticket) {
            Some(Report::Full { number, findings, .. }) => {
                (number, findings.iter().map(|finding| finding.rule).collect())
            }
            other => panic!("a full report: {other:?}"),
        }
    }

    fn refreshes(&mut self) -> usize {
        let before = self.seen.len();
        self.seen.retain(|effect| !matches!(effect, Effect::RefreshDiagnostics));
        before - self.seen.len()
    }
}

#[test]
fn findings_are_asked_for_and_never_pushed() {
    let mut stage = pulling();
    stage.open(&paper(), "As [REF] says.\n");
    let ticket = stage.pull(None);
    let (number, rules) = stage.full(ticket);
    assert_eq!(rules, ["placeholder"]);
    let number = number.expect("a number");
    let ticket = stage.pull(Some(&number));
    assert!(matches!(stage.report(ticket), Some(Report::Unchanged(same)) if same == number));
    stage.edit(2, at(0, 0), at(0, 0), "\n");
    let ticket = stage.pull(Some(&number));
    let (next, rules) = stage.full(ticket);
    assert_eq!(rules, ["placeholder"], "elsewhere by now");
    assert_ne!(next, Some(number));
    stage.send(Event::Closed { address: paper() });
    assert!(stage.published().is_empty() && stage.refreshes() == 0);
    stage.open(&paper(), "As [REF] says.\n");
    let ticket = stage.pull(next.as_deref());
    assert_eq!(stage.full(ticket).1, ["placeholder"], "another opening is another report");
}

#[test]
fn a_question_waits_for_the_newest_text() {
    let mut stage = pulling();
    stage.open(&paper(), "As [REF] says.\n\nOne.\n");
    let ticket = stage.pull(None);
    let (number, _) = stage.full(ticket);
    stage.held = Some(VecDeque::new());
    stage.edit(2, at(2, 0), at(2, 0), "x");
    let ticket = stage.pull(number.as_deref());
    assert!(!stage.is_answered(ticket));
    let job = stage.held();
    stage.send(Event::Analysed(Box::new(job.run())));
    assert_eq!(stage.full(ticket).1, ["placeholder"]);
    assert_eq!(stage.refreshes(), 0, "it has just asked");
    stage.edit(3, at(0, 0), at(0, 0), "x");
    let ticket = stage.pull(None);
    stage.send(Event::Closed { address: paper() });
    assert_eq!(stage.full(ticket), (None, Vec::new()), "whoever waits for a closed document is answered");
}

#[test]
fn whoever_has_a_report_is_told_when_it_holds_no_more() {
    let mut stage = pulling();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.pass(FLUX);
    assert_eq!(stage.refreshes(), 0, "it has not asked yet");
    let ticket = stage.pull(None);
    let (number, rules) = stage.full(ticket);
    assert!(rules.is_empty());
    stage.send(Event::Resolved(known(OTHER)));
    stage.pass(FLUX);
    assert_eq!(stage.refreshes(), 0, "nothing changed");
    stage.send(Event::Resolved(absent(DOI)));
    stage.pass(FLUX);
    assert_eq!(stage.refreshes(), 1);
    let ticket = stage.pull(number.as_deref());
    assert_eq!(stage.full(ticket).1, ["unregistered-doi"]);
    assert!(stage.published().is_empty());
}

#[test]
fn a_text_without_findings_that_changes_keeps_its_report() {
    let mut stage = pulling();
    stage.open(&paper(), "One.\n");
    let ticket = stage.pull(None);
    let (number, rules) = stage.full(ticket);
    assert!(rules.is_empty());
    stage.edit(2, at(0, 0), at(0, 0), "x");
    let ticket = stage.pull(number.as_deref());
    assert!(matches!(stage.report(ticket), Some(Report::Unchanged(_))));
}

#[test]
fn what_nobody_writes_has_no_findings_and_what_is_not_open_is_still_pushed() {
    let mut stage = pulling();
    let old = address("git:/paper.md?ref=HEAD");
    stage.open(&old, "As [REF] says.\n");
    let ticket = stage.ask(Question::Diagnostics { address: old, before: None });
    assert_eq!(stage.full(ticket), (None, Vec::new()));
    let ticket = stage.pull(None);
    assert_eq!(stage.full(ticket), (None, Vec::new()), "it is not open");
    let place = tempfile::tempdir().expect("a folder");
    std::fs::write(place.path().join("ibid.toml"), "no-such-setting = 1\n").expect("a file");
    stage.open(&from::address_of(&place.path().join("one.md")), "As [REF] says.\n");
    let pushed: Vec<_> = stage.published().iter().map(|(_, found)| found[0].rule).collect();
    assert_eq!(pushed, ["config"]);
}
