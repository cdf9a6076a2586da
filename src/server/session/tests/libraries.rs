//! Keys: what bibliographies define, on disk and in the editor.

use super::*;
use crate::analysis::Offered;
use crate::server::message::{Choice, Defined, Renaming};
use crate::server::tracing::Traced;

mod other_keys;
mod taken;

const REFS: &str = "@article{smith2020, author = {Smith, Jane}, title = {On Swallows}, journal = {Birds}, year = {2020}, doi = {10.5555/12345678}}\n\n@book{müller1999, author = {M{\\\"u}ller, Karl}, title = {Storks}, year = 1999, crossref = {smith2020}}\n";
const PAPER: &str = "---\nbibliography: refs.bib\n---\n\nAs @smith2020 saw [@müller1999; @smith2020].\n";

/// A project on disk, and a session with one of its manuscripts open.
struct Desk {
    folder: tempfile::TempDir,
    stage: Stage,
}

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(".git")).expect("a folder");
        let folders = vec![folder.path().to_owned()];
        let stage = Stage::with(Hello { trusted: true, folders, ..Hello::default() });
        let desk = Self { folder, stage };
        files.iter().for_each(|(name, text)| desk.write(name, text));
        desk
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).expect("writes");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).expect("reads")
    }

    fn at(&self, name: &str) -> Address {
        from::address_of(&self.folder.path().join(name))
    }

    /// Lets so much time pass that no file is being written any more.
    fn rest(&mut self) {
        self.stage.pass(Duration::from_secs(5));
    }

    fn open(&mut self, name: &str) {
        let (address, text) = (self.at(name), self.read(name));
        self.stage.open(&address, &text);
    }

    fn edit(&mut self, name: &str, version: i32, from: Point, to: Point, text: &str) {
        let changes = vec![Change { range: Some((from, to)), text: text.into() }];
        self.stage.send(Event::Changed { address: self.at(name), version, changes });
    }

    /// The findings of a document that were published last.
    fn found(&self, name: &str) -> Vec<String> {
        let address = self.at(name);
        let last = self.stage.seen.iter().rev().find_map(|effect| match effect {
            Effect::Publish { address: of, findings, .. } if *of == address => Some(findings),
            _ => None,
        });
        last.map(|found| found.iter().map(|finding| finding.message.clone()).collect()).unwrap_or_default()
    }

    fn ask(&mut self, question: impl FnOnce(Address) -> Question, name: &str) -> Answer {
        let ticket = self.stage.ask(question(self.at(name)));
        let at = self.stage.seen.iter().position(|effect| matches!(effect, Effect::Answer(of, _) if *of == ticket));
        match self.stage.seen.remove(at.expect("an answer")) {
            Effect::Answer(_, answer) => answer,
            _ => unreachable!("an answer was looked for"),
        }
    }

    fn choice(&mut self, name: &str, at: Point) -> Option<Choice> {
        match self.ask(|address| Question::Completion { address, at }, name) {
            Answer::Completion(choice) => choice,
            other => panic!("{other:?}"),
        }
    }

    fn definition(&mut self, name: &str, at: Point) -> Option<Defined> {
        match self.ask(|address| Question::Definition { address, at }, name) {
            Answer::Definition(defined) => defined,
            other => panic!("{other:?}"),
        }
    }

    fn references(&mut self, name: &str, at: Point, definition: bool) -> Vec<String> {
        match self.ask(|address| Question::References { address, at, definition }, name) {
            Answer::References(places) => shown(&places.unwrap_or_default()),
            other => panic!("{other:?}"),
        }
    }

    fn rename(&mut self, name: &str, at: Point, to: &str) -> Result<Renaming, String> {
        match self.ask(|address| Question::Rename { address, at, to: to.into() }, name) {
            Answer::Renamed(outcome) => outcome,
            other => panic!("{other:?}"),
        }
    }
}

/// `file: text@byte`, in order.
fn shown(places: &[Traced]) -> Vec<String> {
    let name = |traced: &Traced| traced.address.0.rsplit('/').next().unwrap_or_default().to_owned();
    let of_file = |traced: &Traced| {
        let of = |span: &Span| format!("{}: {}@{}", name(traced), span.of(&traced.file.text), span.start);
        traced.spans.iter().map(of).collect::<Vec<_>>()
    };
    let mut shown: Vec<String> = places.iter().flat_map(of_file).collect();
    shown.sort();
    shown
}

#[test]
fn a_key_that_no_bibliography_has_is_found_and_forgiven_when_the_file_has_it() {
    let mut desk = Desk::new(&[("refs.bib", REFS), ("paper.md", &PAPER.replace("@müller1999", "@muller1999"))]);
    desk.open("paper.md");
    assert_eq!(desk.found("paper.md"), ["No entry of the bibliography has the key “muller1999”."]);
    desk.write("refs.bib", &REFS.replace("müller1999", "muller1999"));
    desk.stage.send(Event::FilesChanged);
    assert_eq!(desk.found("paper.md").len(), 1, "it may still be being written");
    desk.rest();
    assert_eq!(desk.found("paper.md"), Vec::<String>::new());
}

#[test]
fn a_bibliography_that_is_gone_for_a_moment_is_not_missed() {
    let mut desk = Desk::new(&[("refs.bib", REFS), ("paper.md", PAPER)]);
    desk.open("paper.md");
    std::fs::remove_file(desk.folder.path().join("refs.bib")).expect("removes");
    desk.stage.send(Event::FilesChanged);
    assert_eq!(desk.found("paper.md"), Vec::<String>::new());
    desk.write("refs.bib", "");
    desk.stage.pass(Duration::from_millis(300));
    assert_eq!(desk.found("paper.md"), Vec::<String>::new(), "half of an export is none");
    desk.write("refs.bib", REFS);
    desk.rest();
    assert_eq!(desk.found("paper.md"), Vec::<String>::new());
    std::fs::remove_file(desk.folder.path().join("refs.bib")).expect("removes");
    desk.stage.send(Event::FilesChanged);
    desk.rest();
    assert_eq!(desk.found("paper.md"), ["The bibliography “refs.bib” cannot be read."], "it is gone for good");
}

#[test]
fn what_the_metadata_defines_itself_counts() {
    let text = "---\nbibliography: refs.bib\nreferences:\n  - id: own\n    title: Mine\n---\n\nAs @own and @smith2020 and @nobody.\n";
    let mut desk = Desk::new(&[("refs.bib", REFS), ("paper.md", text)]);
    desk.open("paper.md");
    let found = ["No entry of the bibliography has the key “nobody”."];
    assert_eq!(desk.found("paper.md"), found);
    desk.edit("paper.md", 2, at(7, 0), at(7, 0), "x ");
    desk.stage.pass(FLUX);
    assert_eq!(desk.found("paper.md"), found);
    let defined = desk.definition("paper.md", at(7, 7)).expect("a definition");
    assert_eq!(defined.definition.places[0].span.of(&defined.file.text), "own");
}

#[test]
fn what_only_lies_there_is_offered_and_accuses_nobody() {
    let twice = format!("{REFS}@book{{smith2020, title = {{Another}}}}\n");
    let mut desk = Desk::new(&[("library.bib", &twice), ("paper.md", "As @smith2020 and @nobody and @ saw.\n")]);
    desk.stage.agree();
    desk.open("paper.md");
    desk.stage.pass(QUIET);
    assert_eq!(desk.found("paper.md"), Vec::<String>::new());
    assert_eq!(desk.stage.looked_up(), []);
    assert_eq!(desk.choice("paper.md", at(0, 31)).expect("a choice").completion.items.len(), 2);
    assert!(desk.definition("paper.md", at(0, 6)).is_some());
}

#[test]
fn an_identifier_is_not_looked_up_while_it_is_typed_in_the_bibliography() {
    let bare = "@article{smith2020, title = {On Swallows}, doi = {10.5555/1}}\n";
    let mut desk =
        Desk::new(&[("refs.bib", bare), ("paper.md", "---\nbibliography: refs.bib\n---\n\nAs @smith2020.\n")]);
    desk.stage.agree();
    desk.open("paper.md");
    desk.open("refs.bib");
    desk.stage.pass(QUIET);
    desk.stage.looked_up();
    for (version, letter) in (2..).zip(["2", "3", "4"]) {
        let column = 57 + u32::try_from(version).expect("small");
        desk.edit("refs.bib", version, at(0, column), at(0, column), letter);
        desk.stage.pass(QUIET);
        assert_eq!(desk.stage.looked_up(), []);
    }
    desk.stage.pass(FLUX + QUIET);
    let asked: Vec<Identifier> = desk.stage.looked_up().into_iter().flat_map(|(_, ids)| ids).collect();
    assert!(!asked.is_empty() && asked.iter().all(|asked| *asked == id("10.5555/1234")), "{asked:?}");
}

#[test]
fn a_bibliography_that_the_project_names_and_lacks_is_told_of_its_file() {
    let mut desk = Desk::new(&[("_quarto.yml", "bibliography: gone.bib\n"), ("paper.md", "As @smith2020.\n")]);
    desk.open("paper.md");
    assert_eq!(desk.found("_quarto.yml"), ["The bibliography “gone.bib” cannot be read."]);
    assert_eq!(desk.found("paper.md"), Vec::<String>::new());
    desk.write("gone.bib", REFS);
    desk.stage.send(Event::FilesChanged);
    desk.rest();
    assert_eq!(desk.found("_quarto.yml"), Vec::<String>::new());
}

#[test]
fn what_cannot_be_renamed_is_not() {
    let bib = "@article{doi:10.1016/S0140-6736(97)11096-0, title = {Cut}}\n";
    let nbib = "PMID- 123\nTI  - A title\n\n";
    let text = "---\nbibliography: [refs.bib, export.nbib]\n---\n\n@doi:10.1016/S0140-6736(97)11096-0 and @pmid:123.\n";
    let mut desk = Desk::new(&[("refs.bib", bib), ("export.nbib", nbib), ("paper.md", text)]);
    desk.open("paper.md");
    let refused = |outcome: Result<Renaming, String>| outcome.expect_err("a refusal");
    let cut = refused(desk.rename("paper.md", at(4, 4), "lancet"));
    assert!(cut.contains("braces first, @{doi:10.1016/S0140-6736(97)11096-0}"), "{cut}");
    let number = refused(desk.rename("paper.md", at(4, 42), "smith2020"));
    assert!(number.contains("export.nbib does not write this key as a word"), "{number}");

    let managed = "bibliography = [{ path = \"refs.bib\", managed-by = \"Zotero\" }]\n";
    let mut desk = Desk::new(&[("refs.bib", REFS), ("ibid.toml", managed), ("paper.md", "As @smith2020.\n")]);
    desk.open("paper.md");
    let owned = refused(desk.rename("paper.md", at(0, 5), "x"));
    assert!(owned.contains("refs.bib is written by Zotero"), "{owned}");
    assert_eq!(desk.references("paper.md", at(0, 5), false), ["paper.md: smith2020@4"]);
    for (key, fine) in
        [("smith:2020", true), ("fig:swallows", false), ("smith.-2020", false), ("_a/b", true), ("a}", false)]
    {
        assert_eq!(crate::analysis::rename::is_key(key).is_ok(), fine, "{key}");
    }
}

#[test]
fn nothing_is_said_of_a_key_that_is_being_typed() {
    let mut desk = Desk::new(&[("refs.bib", REFS), ("paper.md", PAPER)]);
    desk.open("paper.md");
    desk.edit("paper.md", 2, at(4, 3), at(4, 13), "@smi");
    assert_eq!(desk.found("paper.md"), Vec::<String>::new());
    desk.stage.pass(FLUX);
    assert_eq!(desk.found("paper.md"), ["No entry of the bibliography has the key “smi”."]);
}

#[test]
fn a_bibliography_counts_as_it_stands_in_the_editor() {
    let mut desk = Desk::new(&[("refs.bib", REFS), ("paper.md", PAPER)]);
    desk.open("paper.md");
    desk.open("refs.bib");
    assert_eq!(desk.found("paper.md"), Vec::<String>::new());
    desk.edit("refs.bib", 2, at(0, 9), at(0, 18), "smith2021");
    assert_eq!(desk.found("paper.md"), ["No entry of the bibliography has the key “smith2020”."]);
    desk.stage.send(Event::Closed { address: desk.at("refs.bib") });
    assert_eq!(desk.found("paper.md"), Vec::<String>::new(), "it was not saved");
}

#[test]
fn what_the_metadata_names_is_read_when_it_is_typed() {
    let mut desk =
        Desk::new(&[("refs.bib", REFS), ("paper.md", "---\ntitle: x\n---\n\nAs @smith2020 and @nobody saw.\n")]);
    desk.open("paper.md");
    assert_eq!(desk.found("paper.md"), Vec::<String>::new(), "no bibliography is named");
    desk.edit("paper.md", 2, at(1, 8), at(1, 8), "\nbibliography: refs.bib");
    assert_eq!(desk.found("paper.md"), ["No entry of the bibliography has the key “nobody”."]);
    desk.edit("paper.md", 3, at(2, 14), at(2, 22), "other.bib");
    desk.stage.pass(FLUX);
    assert_eq!(desk.found("paper.md"), ["The bibliography “other.bib” cannot be read."]);
}

#[test]
fn a_key_is_hovered_and_its_identifier_looked_up() {
    let mut desk = Desk::new(&[("refs.bib", REFS), ("paper.md", PAPER)]);
    desk.stage.agree();
    desk.open("paper.md");
    desk.stage.pass(QUIET);
    assert_eq!(desk.stage.looked_up(), [(Priority::Open, vec![id("10.5555/12345678")])]);
    let at = at(4, 5);
    let Answer::Hover(Some(shown)) = desk.ask(|address| Question::Hover { address, at }, "paper.md") else {
        panic!("a hover")
    };
    assert_eq!(shown.span.of(&shown.file.text), "@smith2020");
    for said in ["**On Swallows**", "Jane Smith", "Birds. 2020.", "Cited as smith2020 in refs.bib"] {
        assert!(shown.markdown.contains(said), "{said}: {}", shown.markdown);
    }
}

#[test]
fn keys_are_offered_by_key_name_title_and_year() {
    let mut desk = Desk::new(&[("refs.bib", REFS), ("paper.md", "---\nbibliography: refs.bib\n---\n\nAs @ saw.\n")]);
    desk.open("paper.md");
    let keys = |choice: Option<Choice>| -> Vec<String> {
        choice.map(|choice| choice.completion.items.into_iter().map(|item| item.inserted).collect()).unwrap_or_default()
    };
    assert_eq!(keys(desk.choice("paper.md", at(4, 4))), ["müller1999", "smith2020"]);
    let typed = ["smi", "swal", "2020", "muller", "stork", "mlr99", "zebra"];
    let offered =
        [&["smith2020"][..], &["smith2020"], &["smith2020"], &["müller1999"], &["müller1999"], &["müller1999"], &[]];
    let mut length = 0;
    for (version, (typed, offered)) in (2..).zip(typed.iter().zip(offered)) {
        desk.edit("paper.md", version, at(4, 4), at(4, 4 + length), typed);
        length = u32::try_from(typed.len()).expect("short");
        assert_eq!(keys(desk.choice("paper.md", at(4, 4 + length))), offered, "{typed}");
    }
    desk.edit("paper.md", 20, at(4, 4), at(4, 4 + length), "smi");
    let choice = desk.choice("paper.md", at(4, 5)).expect("a choice");
    assert_eq!(choice.completion.replaced.of(&choice.file.text), "smi", "what is typed is replaced, also behind");
    let item = &choice.completion.items[0];
    assert_eq!((&*item.label, &*item.detail), ("smith2020", "Smith 2020 · On Swallows"));
    let offered = item.of.clone();
    assert_eq!(offered, Offered::Key("smith2020".into()));
    let Answer::Completed(Some(markdown)) = desk.ask(|address| Question::Completed { address, offered }, "paper.md")
    else {
        panic!("what it stands for")
    };
    assert!(markdown.contains("**On Swallows**"), "{markdown}");
}

#[test]
fn a_definition_is_in_the_bibliography() {
    let mut desk = Desk::new(&[("refs.bib", REFS), ("paper.md", PAPER)]);
    desk.open("paper.md");
    let defined = desk.definition("paper.md", at(4, 22)).expect("a definition");
    let place = &defined.definition.places[0];
    assert_eq!(place.span.of(&place.file.text), "müller1999");
    assert!(place.whole.of(&place.file.text).starts_with("@book{müller1999,"));
    assert_eq!(defined.definition.origin.of(&defined.file.text), "@müller1999");
}

#[test]
fn a_key_is_found_in_the_whole_workspace() {
    let other = "---\nbibliography: [refs.bib, more.bib]\n---\n\nSee @smith2020.\n";
    let stranger = "---\nbibliography: theirs.bib\n---\n\nSee @smith2020.\n";
    let files =
        [("refs.bib", REFS), ("theirs.bib", REFS), ("paper.md", PAPER), ("other.md", other), ("stranger.md", stranger)];
    let mut desk = Desk::new(&files);
    desk.open("paper.md");
    let cited = ["other.md: smith2020@49", "paper.md: smith2020@36", "paper.md: smith2020@66"];
    assert_eq!(desk.references("paper.md", at(4, 5), false), cited);
    let all = [&cited[..], &["refs.bib: smith2020@219", "refs.bib: smith2020@9"]].concat();
    assert_eq!(desk.references("paper.md", at(4, 5), true), all);
    desk.open("refs.bib");
    assert_eq!(desk.references("refs.bib", at(0, 12), true), all, "from its entry");
    desk.write("other.md", &other.replace("@smith2020", "nobody"));
    assert_eq!(desk.references("paper.md", at(4, 5), false), &cited[1..], "as it is on disk now");
}

#[test]
fn a_key_is_renamed_everywhere_or_nowhere() {
    let other = "---\nbibliography: refs.bib\n---\n\nSee [-@smith2020, p. 3] but not @smith2020b.\n";
    let mut desk = Desk::new(&[("refs.bib", REFS), ("paper.md", PAPER), ("other.md", other)]);
    desk.open("paper.md");
    let renaming = desk.rename("paper.md", at(4, 5), "smith:swallows").expect("a renaming");
    let cited = [
        "other.md: smith2020@39",
        "paper.md: smith2020@36",
        "paper.md: smith2020@66",
        "refs.bib: smith2020@219",
        "refs.bib: smith2020@9",
    ];
    assert_eq!((shown(&renaming.files), &*renaming.to), (cited.map(String::from).to_vec(), "smith:swallows"));
    let versions: Vec<_> = renaming.files.iter().map(|traced| traced.version).collect();
    assert_eq!(versions.iter().filter(|version| **version == Some(1)).count(), 1, "of what is open");
    let refused = |outcome: Result<Renaming, String>| outcome.expect_err("a refusal");
    assert!(refused(desk.rename("paper.md", at(4, 5), "müller1999")).contains("another entry"));
    assert!(refused(desk.rename("paper.md", at(4, 5), "two words")).contains("made of letters, digits"));
    assert!(refused(desk.rename("paper.md", at(4, 0), "x")).contains("no key here"));
    desk.write("refs.bib", &REFS.replace("Jane", "Janet"));
    assert!(
        refused(desk.rename("paper.md", at(4, 5), "x")).contains("changed meanwhile"),
        "nothing is written blindly"
    );
}

#[test]
fn a_key_is_renamed_in_two_hundred_files_and_nothing_else_is_touched() {
    let mut desk = Desk::new(&[("refs.bib", REFS)]);
    let text = |n: usize| {
        let own = if n.is_multiple_of(3) { "theirs.bib" } else { "refs.bib" };
        format!(
            "---\nbibliography: {own}\n---\n\nA mail to ann@smith2020, `@smith2020`, \\@smith2020 and @smith2020b are none.\n\n\
             As @smith2020 [see -@smith2020, p. {n}; @{{smith2020}}] and smith2020 show.[^1]\n\n[^1]: So does @smith2020.\n"
        )
    };
    let name = |n: usize| format!("paper{n}.md");
    desk.write("theirs.bib", REFS);
    (0..200).for_each(|n| desk.write(&name(n), &text(n)));
    desk.open("paper1.md");
    let renaming = desk.rename("paper1.md", at(6, 5), "swallows").expect("a renaming");
    let renamed = |text: &str| {
        let mut text = text.to_owned();
        for (old, new) in [
            ("As @smith2020 [see -@smith2020,", "As @swallows [see -@swallows,"),
            ("@{smith2020}", "@{swallows}"),
            ("does @smith2020.", "does @swallows."),
        ] {
            text = text.replace(old, new);
        }
        text
    };
    let mut changed = 0;
    for traced in &renaming.files {
        let path = from::path(&traced.address).expect("a file");
        let before = std::fs::read_to_string(&path).expect("reads");
        let mut after = before.clone();
        for span in traced.spans.iter().rev() {
            after.replace_range(span.range(), &renaming.to);
        }
        let is_bibliography = path.extension().is_some_and(|extension| extension == "bib");
        let expected = if is_bibliography { before.replace("smith2020", "swallows") } else { renamed(&before) };
        assert_eq!(after, expected, "{}", path.display());
        changed += 1;
    }
    let theirs = (0..200).filter(|n| usize::is_multiple_of(*n, 3)).count();
    assert_eq!(changed, 200 - theirs + 1, "all that use the bibliography, and that itself");
}

#[test]
fn a_bibliography_without_a_file_is_told_by_its_language() {
    let mut stage = Stage::new();
    let address = address("untitled:Untitled-1");
    let book = |title: &str| format!("@book{{u, author = {{Lee, Bo}}, title = {{{title}}}, year = 2020}}\n");
    let text = book("One") + &book("Two");
    stage.send(Event::Opened { address, language: "bibtex".into(), version: 1, text });
    assert_eq!(stage.rules(), ["duplicate-key"]);
}

/// A desk on which a rename of `smith2020` waits, because the bibliography is being read; and the work on that.
fn waiting_rename() -> (Desk, Ticket, Job) {
    let mut desk = Desk::new(&[("refs.bib", REFS), ("paper.md", PAPER)]);
    desk.open("paper.md");
    desk.stage.held = Some(VecDeque::new());
    desk.open("refs.bib");
    let address = desk.at("paper.md");
    let ticket = desk.stage.ask(Question::Rename { address, at: at(4, 4), to: "swallows".into() });
    assert!(!desk.stage.is_answered(ticket), "the bibliography may have changed in the editor");
    let job = desk.stage.held();
    desk.stage.held = None;
    (desk, ticket, job)
}

/// What a rename came to: how many files it changes, or why none.
fn outcome(desk: &Desk, ticket: Ticket) -> Result<usize, String> {
    let answer = desk.stage.seen.iter().find_map(|effect| match effect {
        Effect::Answer(to, Answer::Renamed(outcome)) if *to == ticket => Some(outcome),
        _ => None,
    });
    answer.expect("an answer").as_ref().map(|renaming| renaming.files.len()).map_err(Clone::clone)
}

#[test]
fn a_rename_waits_for_a_document_that_is_being_read() {
    let (mut desk, ticket, job) = waiting_rename();
    desk.stage.send(Event::Analysed(Box::new(job.run())));
    assert_eq!(outcome(&desk, ticket), Ok(2));

    let (mut desk, ticket, job) = waiting_rename();
    desk.stage.send(Event::Failed { address: job.address.clone(), edition: job.edition, what: "a fault".into() });
    assert!(outcome(&desk, ticket).is_err_and(|why| why.contains("refs.bib could not be read")));

    let (mut desk, ticket, _) = waiting_rename();
    let address = desk.at("refs.bib");
    desk.stage.send(Event::Closed { address });
    assert_eq!(outcome(&desk, ticket), Ok(2), "what is on disk counts again");
}

#[test]
fn a_rename_that_waited_touches_no_other_key() {
    let (mut desk, ticket, job) = waiting_rename();
    desk.edit("paper.md", 2, at(4, 0), at(4, 0), "As @müller1999 saw.\n\n");
    assert!(!desk.stage.is_answered(ticket));
    desk.stage.send(Event::Analysed(Box::new(job.run())));
    assert!(outcome(&desk, ticket).is_err_and(|why| why.contains("changed or closed meanwhile")));

    let (mut desk, ticket, job) = waiting_rename();
    let address = desk.at("paper.md");
    desk.stage.send(Event::Closed { address });
    desk.stage.send(Event::Analysed(Box::new(job.run())));
    assert!(outcome(&desk, ticket).is_err_and(|why| why.contains("changed or closed meanwhile")));
}
