//! What a check of the workspace tells of files that are open, or are opened then.

use super::*;
use crate::findings::Severity;
use crate::server::message::Command;
use crate::text::SourceFile;

const REFS: &str =
    "@misc{one, author = {A}, title = {A}, year = 2001}\n\n@misc{left, author = {B}, title = {B}, year = 2002}\n";

struct Desk {
    folder: tempfile::TempDir,
    stage: Stage,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let folders = vec![folder.path().to_owned()];
        Self { folder, stage: Stage::with(Hello { trusted: true, folders, ..Hello::default() }) }
    }

    fn at(&self, name: &str) -> (std::path::PathBuf, Address) {
        let path = self.folder.path().join(name);
        let address = from::address_of(&path);
        (path, address)
    }

    /// A check ends that found this in the bibliography, which read so.
    fn check(&mut self, rules: &[&'static str], text: &str) {
        self.stage.ask(Question::Command(Command::CheckWorkspace));
        let (path, address) = self.at("refs.bib");
        let file = Arc::new(SourceFile::new("refs.bib", text));
        let finding = |rule: &&'static str| Finding::new(rule, Severity::Hint, &file, Span::empty(6), "Found.");
        let findings = Arc::new(rules.iter().map(finding).collect());
        self.stage.send(Event::Surveyed { path, address, findings });
        self.stage.send(Event::SurveyEnded { said: "Checked.".into(), whole: true });
    }

    fn open(&mut self) {
        let (_, address) = self.at("refs.bib");
        self.stage.open(&address, REFS);
    }

    /// The rules of the findings that were published last.
    fn rules(&mut self) -> Option<Vec<&'static str>> {
        let (_, last) = self.stage.published().pop()?;
        Some(last.iter().map(|finding| finding.rule).collect())
    }
}

#[test]
fn an_open_file_is_told_what_only_all_files_say() {
    let mut desk = Desk::new();
    desk.open();
    assert_eq!(desk.rules(), Some(Vec::new()));
    desk.check(&["unused-entry", "duplicate-key"], REFS);
    assert_eq!(desk.rules(), Some(vec!["unused-entry"]), "the rest it says itself");
    desk.check(&["unused-entry"], REFS);
    assert_eq!(desk.rules(), None, "nothing has changed");
    let (_, address) = desk.at("refs.bib");
    let changes = vec![Change { range: Some((at(0, 0), at(0, 0))), text: "\n".into() }];
    desk.stage.send(Event::Changed { address, version: 2, changes });
    assert_eq!(desk.rules(), Some(Vec::new()), "of this text it is not known");
    desk.check(&["unused-entry"], REFS);
    assert_eq!(desk.rules(), None, "another text was checked");
}

#[test]
fn a_file_that_is_opened_to_look_at_a_finding_keeps_it() {
    let mut desk = Desk::new();
    desk.check(&["unused-entry", "citation-gap"], REFS);
    assert_eq!(desk.rules().map(|rules| rules.len()), Some(2));
    desk.open();
    assert_eq!(desk.rules(), Some(vec!["unused-entry", "citation-gap"]));
    desk.check(&[], REFS);
    assert_eq!(desk.rules(), Some(Vec::new()), "the next check does not find it");
}
