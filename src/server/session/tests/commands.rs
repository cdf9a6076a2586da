//! What a client has done, and what it is told of it.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use super::*;
use crate::server::message::Command;

type Said = Result<String, String>;

fn second() -> Address {
    address("untitled:second.md")
}

fn file(name: &str) -> Address {
    address(&format!("file:///nowhere/{name}"))
}

impl Stage {
    fn post(&mut self, command: Command) -> Ticket {
        self.ask(Question::Command(command))
    }

    /// What was answered, and whether that was shown as well.
    fn said(&mut self, ticket: Ticket) -> Option<Said> {
        let said = self.seen.iter().find_map(|effect| match effect {
            Effect::Answer(to, Answer::Said(said)) if *to == ticket => Some(said.clone()),
            _ => None,
        })?;
        let shown = |said: &str| self.seen.iter().any(|effect| matches!(effect, Effect::Say(shown) if shown == said));
        assert!(said.as_ref().is_ok_and(|said| shown(said)) || said.is_err(), "{said:?}");
        Some(said)
    }

    fn command(&mut self, command: Command) -> Said {
        let ticket = self.post(command);
        self.said(ticket).expect("an answer")
    }

    /// What registries were asked anew since the last time.
    fn refreshed(&mut self) -> Vec<Vec<Identifier>> {
        let mut refreshed = Vec::new();
        self.seen.retain_mut(|effect| match effect {
            Effect::Refresh { ids, .. } => {
                refreshed.push(std::mem::take(ids));
                false
            }
            _ => true,
        });
        refreshed
    }

    /// Locks that were to be written since the last time: for which files.
    fn locked(&mut self) -> Vec<PathBuf> {
        let mut locked = Vec::new();
        self.seen.retain(|effect| match effect {
            Effect::WriteLock(locking) => {
                locked.push(locking.path.clone());
                false
            }
            _ => true,
        });
        locked
    }

    /// Checks of the workspace that were begun since the last time: without which open files.
    fn surveys(&mut self) -> Vec<Vec<PathBuf>> {
        let mut surveys = Vec::new();
        self.seen.retain(|effect| match effect {
            Effect::Survey(survey) => {
                surveys.push(survey.open.keys().cloned().collect());
                false
            }
            _ => true,
        });
        surveys
    }

    /// What was published since the last time: where, and how much.
    fn placed(&mut self) -> Vec<(Address, usize)> {
        let mut told = Vec::new();
        self.seen.retain(|effect| match effect {
            Effect::Publish { address, findings, .. } => {
                told.push((address.clone(), findings.len()));
                false
            }
            _ => true,
        });
        told
    }

    fn find(&mut self, name: &str) {
        let file_text = Arc::new(crate::text::SourceFile::new(name, "text"));
        let finding =
            Finding::new("placeholder", crate::findings::Severity::Hint, &file_text, Span::empty(0), "A mark.");
        let path = PathBuf::from(format!("/nowhere/{name}"));
        self.send(Event::Surveyed { path, address: file(name), findings: Arc::new(vec![finding]) });
    }
}

#[test]
fn everything_that_is_cited_is_asked_anew_once() {
    let mut stage = Stage::new();
    stage.store = known(DOI);
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI}, ISBN 978-3-16-148410-0.\n"));
    stage.open(&second(), &format!("See doi:{DOI} and doi:{OTHER}.\n"));
    stage.open(&address("git:/paper.md?ref=HEAD"), "See doi:10.5555/old.\n");
    assert_eq!(stage.command(Command::Refresh(None)), Ok("Asking anew about 2 identifiers.".into()));
    assert_eq!(stage.refreshed(), [vec![id(DOI)], vec![id(OTHER)]]);
    stage.send(Event::Closed { address: paper() });
    assert!(stage.cancelled().is_empty(), "the other document wants it too");
    assert_eq!(stage.command(Command::Refresh(Some(second()))), Ok("Asking anew about 2 identifiers.".into()));
    assert_eq!(stage.refreshed(), [vec![id(DOI), id(OTHER)]]);
    let refused = stage.command(Command::Refresh(Some(paper())));
    assert!(refused.is_err_and(|why| why.contains("is not open")));
}

#[test]
fn nothing_is_asked_anew_where_nothing_may_be_asked() {
    let text = format!("See doi:{DOI}.\n");
    let mut stage = Stage::new();
    stage.open(&paper(), &text);
    stage.pass(QUIET);
    let said = stage.command(Command::Refresh(None)).expect("a sentence");
    assert!(said.contains("only once you agree"), "{said}");
    assert!(stage.refreshed().is_empty() && stage.asks_consent() == 1);

    let mut stage = Stage::with(Hello { trusted: false, ..Hello::default() });
    stage.agree();
    stage.open(&paper(), &text);
    let said = stage.command(Command::Refresh(Some(paper()))).expect("a sentence");
    assert!(said.contains("not one that you trust"), "{said}");
    assert!(stage.refreshed().is_empty());
}

#[test]
fn what_was_left_out_is_looked_up_when_somebody_asks() {
    let mut stage = Stage::new();
    stage.agree();
    let text: String = (0..400).map(|n| format!("doi:10.5555/{n:04}\n\n")).collect();
    stage.open(&paper(), &text);
    stage.pass(FLUX);
    assert_eq!(stage.looked_up().iter().map(|(_, ids)| ids.len()).sum::<usize>(), 300);
    let said = stage.command(Command::LookUpAll(paper())).expect("a sentence");
    assert!(said.starts_with("Looking up 100 identifiers"), "{said}");
    let rest: Vec<_> = stage.looked_up().into_iter().flat_map(|(_, ids)| ids).collect();
    assert_eq!((rest.first(), rest.len()), (Some(&id("10.5555/0300")), 100));
    let said = stage.command(Command::LookUpAll(paper())).expect("a sentence");
    assert!(said.contains("nothing left"), "{said}");
    assert!(stage.looked_up().is_empty());
    assert!(stage.command(Command::LookUpAll(second())).is_err());
}

#[test]
fn locks_are_written_one_after_the_other() {
    let mut stage = Stage::new();
    stage.store = known(DOI);
    for name in ["a.md", "b.md"] {
        stage.open(&file(name), &format!("See doi:{DOI}.\n"));
    }
    let [first, next] = ["a.md", "b.md"].map(|name| stage.post(Command::Lock(file(name))));
    assert_eq!(stage.locked(), [PathBuf::from("/nowhere/a.md")]);
    stage.send(Event::Locked(first, Err("ibid-lock.json: cannot be written.".into())));
    assert_eq!(stage.said(first), Some(Err("ibid-lock.json: cannot be written.".into())));
    assert_eq!((stage.locked(), stage.said(next)), (vec![PathBuf::from("/nowhere/b.md")], None));
    stage.send(Event::Locked(next, Ok("ibid-lock.json now has 1 work.".into())));
    assert_eq!(stage.said(next), Some(Ok("ibid-lock.json now has 1 work.".into())));
    assert!(stage.locked().is_empty());
    stage.open(&paper(), "Nothing.\n");
    let refused = stage.command(Command::Lock(paper()));
    assert!(refused.is_err_and(|why| why.contains("no file yet")), "an unsaved document is in no project");
}

#[test]
fn files_of_the_workspace_have_findings_until_they_are_gone_or_open() {
    let mut stage = Stage::with(Hello { trusted: true, folders: vec!["/nowhere".into()], ..Hello::default() });
    stage.open(&file("open.md"), "Nothing.\n");
    stage.placed();
    let [check, beside] = [(); 2].map(|()| stage.post(Command::CheckWorkspace));
    assert_eq!(stage.surveys(), [vec![PathBuf::from("/nowhere/open.md")]], "one for both");
    for name in ["a.md", "b.md", "c.md", "open.md"] {
        stage.find(name);
    }
    assert_eq!(stage.placed(), ["a.md", "b.md", "c.md"].map(|name| (file(name), 1)), "an open one has its own");
    stage.send(Event::SurveyEnded { said: "3 manuscripts checked.".into(), whole: true });
    assert_eq!(
        (stage.said(check), stage.said(beside)),
        (Some(Ok("3 manuscripts checked.".into())), Some(Ok("3 manuscripts checked.".into())))
    );
    assert!(stage.placed().is_empty());

    stage.open(&file("b.md"), "Nothing.\n");
    assert_eq!(stage.placed(), [(file("b.md"), 0)], "its own findings take the place");
    stage.post(Command::CheckWorkspace);
    stage.find("c.md");
    assert_eq!(stage.placed(), [(file("c.md"), 1)]);
    stage.send(Event::SurveyEnded { said: "2 manuscripts checked.".into(), whole: true });
    assert_eq!(stage.placed(), [(file("a.md"), 0)], "what was found there is gone");

    let refused = Stage::new().command(Command::CheckWorkspace);
    assert!(refused.is_err_and(|why| why.contains("No folder is open")));
}

#[test]
fn a_check_of_the_workspace_is_shown_and_can_be_stopped() {
    use crate::server::progress::Run;
    use crate::server::progress::Standing::{At, Over};
    let mut stage = Stage::with(Hello {
        trusted: true,
        shows_progress: true,
        folders: vec!["/nowhere".into()],
        ..Hello::default()
    });
    let shown = |stage: &mut Stage| {
        let mut shown = Vec::new();
        stage.seen.retain(|effect| match effect {
            Effect::Progress { run, standing } => {
                shown.push((*run, *standing));
                false
            }
            _ => true,
        });
        shown
    };
    // The first finds something in three files.
    stage.post(Command::CheckWorkspace);
    for name in ["a.md", "b.md", "clean.md"] {
        stage.find(name);
    }
    stage.send(Event::SurveyEnded { said: "2 manuscripts checked.".into(), whole: true });
    assert!(shown(&mut stage).is_empty(), "it took but a moment");
    stage.placed();

    let check = stage.post(Command::CheckWorkspace);
    let stop = stage.seen.iter().rev().find_map(|effect| match effect {
        Effect::Survey(survey) => Some(Arc::clone(&survey.stop)),
        _ => None,
    });
    let is_stopped = || stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed));
    stage.find("a.md");
    let path = PathBuf::from("/nowhere/clean.md");
    stage.placed();
    stage.send(Event::Surveyed { path, address: file("clean.md"), findings: Arc::default() });
    assert_eq!(stage.placed(), [(file("clean.md"), 0)], "what was found there the last time is gone");
    stage.send(Event::Surveying { done: 1, of: 2 });
    assert_eq!(shown(&mut stage), [(Run::Check(2), At { done: 1, of: 2 })]);
    stage.send(Event::Enough { run: Run::Check(1) });
    assert!(!is_stopped(), "that one is over");
    stage.send(Event::Enough { run: Run::Check(2) });
    assert!(is_stopped());
    stage.placed();
    stage.send(Event::SurveyEnded { said: "Stopped.".into(), whole: false });
    assert_eq!(shown(&mut stage), [(Run::Check(2), Over)]);
    assert_eq!(stage.said(check), Some(Ok("Stopped.".into())));
    assert!(stage.placed().is_empty(), "what was not looked at again stands");

    stage.post(Command::CheckWorkspace);
    stage.send(Event::SurveyEnded { said: "2 manuscripts checked.".into(), whole: true });
    let gone: Vec<_> = ["a.md", "b.md"].map(|name| (file(name), 0)).into();
    assert_eq!(stage.placed(), gone, "now it is known to be gone");
}
