//! Documents of every scheme, in workspace folders that come and go.

use super::*;

/// Settings under which hovers are off.
fn without_hovers() -> Node {
    table(vec![("features", table(vec![("hover", Value::Bool(false))]).value)])
}

impl Stage {
    fn hovers(&mut self, address: &Address) -> bool {
        let ticket = self.ask(Question::Hover { address: address.clone(), at: at(0, 10) });
        self.answer(ticket).is_some()
    }
}

#[test]
fn what_editors_open_by_themselves_is_neither_looked_up_nor_judged() {
    for scheme in ["git:/paper.md?ref=HEAD", "vscode-vfs://github/paper.md", "output:ibid", "review:/paper.md", "x"] {
        let old = address(scheme);
        let mut stage = Stage::new();
        stage.agree();
        stage.store = known(OTHER);
        stage.open(&old, &format!("See doi:{DOI}, doi:{OTHER} and [REF].\n"));
        stage.ask(Question::Hints { address: old.clone(), from: at(0, 0), to: at(1, 0) });
        assert!(stage.hovers(&old), "{scheme}: what is known is shown");
        stage.send(Event::Saved { address: old.clone() });
        stage.pass(FLUX + QUIET);
        assert!(stage.looked_up().is_empty(), "{scheme}");
        stage.send(Event::Resolved(absent(DOI)));
        stage.send(Event::Closed { address: old });
        assert!(stage.published().is_empty(), "{scheme}");
    }
}

#[test]
fn a_document_has_the_settings_of_the_innermost_folder_around_it() {
    let place = tempfile::tempdir().expect("a folder");
    let outer = place.path().to_owned();
    let inner = outer.join("thesis");
    let folders = vec![outer.clone(), inner.clone()];
    let mut stage = Stage::with(Hello { trusted: true, gives_settings: true, folders, ..Hello::default() });
    let [note, chapter] = [outer.join("note.md"), inner.join("chapter.md")].map(|path| from::address_of(&path));
    let new = address("untitled:new.md");
    for address in [&note, &chapter, &new] {
        stage.open(address, &format!("See doi:{DOI}.\n"));
    }
    let hovers = |stage: &mut Stage| [&note, &chapter, &new].map(|address| stage.hovers(address));
    stage.give([(Some(outer.clone()), without_hovers()), (None, table(Vec::new()))].into_iter().collect());
    assert_eq!(hovers(&mut stage), [false, true, false], "what has no file belongs to the first folder");

    stage.send(Event::Folders { added: Vec::new(), removed: vec![inner.clone()] });
    stage.give([(Some(outer.clone()), without_hovers())].into_iter().collect());
    assert_eq!(hovers(&mut stage), [false, false, false], "the outer one is now the innermost");

    stage.send(Event::Folders { added: vec![inner.clone()], removed: vec![outer] });
    stage.give([(Some(inner), without_hovers())].into_iter().collect());
    assert_eq!(hovers(&mut stage), [true, false, false]);
}

#[test]
fn look_ups_follow_the_folders() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().to_owned();
    let paper = from::address_of(&folder.join("paper.md"));
    let mut stage = giving();
    stage.give([(None, online(false).remove(&None).expect("settings"))].into_iter().collect());
    stage.open(&paper, &format!("See doi:{DOI}.\n"));
    stage.pass(FLUX);
    assert!(stage.looked_up().is_empty());
    stage.send(Event::Folders { added: vec![folder.clone()], removed: Vec::new() });
    let offline = online(false).remove(&None).expect("settings");
    stage.give([(None, offline.clone()), (Some(folder.clone()), online(true).remove(&None).expect("settings"))].into());
    assert_eq!(stage.looked_up(), [(Priority::Open, vec![id(DOI)])]);
    stage.send(Event::Folders { added: Vec::new(), removed: vec![folder] });
    stage.give([(None, offline)].into());
    stage.pass(FLUX);
    assert_eq!(stage.cancelled(), [id(DOI)]);
}
