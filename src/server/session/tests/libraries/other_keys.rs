//! Keys under which an entry is cited besides its own.

use super::*;

const REFS: &str = "@article{smith2020, ids = {smith, old, older}, title = {On Swallows}}\n@incollection{part, crossref = {old}}\n@book{storks, title = {Storks}}\n";
const PAPER: &str = "---\nbibliography: refs.bib\n---\n\nAs @old and @smith2020 and [@older; -@old] and @smith.\n";
const OTHER: &str = "---\nbibliography: refs.bib\n---\n\nSee @old, not @smith2020.\n";

fn desk() -> Desk {
    let mut desk = Desk::new(&[("refs.bib", REFS), ("paper.md", PAPER), ("other.md", OTHER)]);
    desk.open("paper.md");
    desk
}

/// What is renamed, or why nothing is.
fn renamed(outcome: Result<Renaming, String>) -> Vec<String> {
    shown(&outcome.expect("a renaming").files)
}

const PLACES: [&str; 5] =
    ["other.md: old@37", "paper.md: old@36", "paper.md: old@70", "refs.bib: old@102", "refs.bib: old@34"];

#[test]
fn an_alias_is_renamed_where_it_is_written_and_cited() {
    let mut desk = desk();
    assert_eq!(renamed(desk.rename("paper.md", at(4, 5), "swallows")), PLACES);
    let smith = ["paper.md: smith@80", "refs.bib: smith@27"];
    assert_eq!(renamed(desk.rename("paper.md", at(4, 50), "x")), smith, "its entry's key begins with it");
    desk.open("refs.bib");
    assert_eq!(renamed(desk.rename("refs.bib", at(0, 35), "swallows")), PLACES, "from the field");
    let own = ["other.md: smith2020@47", "paper.md: smith2020@45", "refs.bib: smith2020@9"];
    assert_eq!(renamed(desk.rename("paper.md", at(4, 15), "x")), own, "the entry's own key");
    assert_eq!(renamed(desk.rename("refs.bib", at(0, 12), "x")), own);
    let refused = |outcome: Result<Renaming, String>| outcome.expect_err("a refusal");
    assert!(refused(desk.rename("refs.bib", at(0, 22), "x")).contains("no key here"), "the field's name");
}

#[test]
fn the_places_of_an_alias_are_its_own() {
    let mut desk = desk();
    assert_eq!(desk.references("paper.md", at(4, 5), true), PLACES);
    assert_eq!(desk.references("paper.md", at(4, 5), false), &PLACES[..3]);
    desk.open("refs.bib");
    assert_eq!(desk.references("refs.bib", at(0, 35), true), PLACES);
    let defined = desk.definition("refs.bib", at(0, 35)).expect("a definition");
    assert_eq!(defined.definition.places[0].span.of(&defined.file.text), "smith2020");
}

#[test]
fn an_alias_does_not_become_a_key_that_is_taken() {
    let mut desk = desk();
    let mut refused = |to: &str| desk.rename("paper.md", at(4, 5), to).expect_err("a refusal");
    assert_eq!(refused("storks"), "“storks” is the key of another entry in refs.bib. Nothing was changed.");
    assert_eq!(refused("older"), "“older” is a key of the same entry already. Nothing was changed.");
    assert_eq!(refused("smith2020"), "“smith2020” is a key of the same entry already. Nothing was changed.");
    assert!(refused("two words").contains("made of letters, digits"));
    let twice = format!("{REFS}@book{{herons, ids = {{old}}}}\n");
    let mut desk = Desk::new(&[("refs.bib", &twice), ("paper.md", PAPER)]);
    desk.open("paper.md");
    let why = desk.rename("paper.md", at(4, 5), "x").expect_err("a refusal");
    assert!(why.contains("2 entries of refs.bib have the key “old”"), "{why}");
}

#[test]
fn an_alias_that_is_an_entry_of_its_own_is_that() {
    let refs = "@book{a, ids = {b}, title = {A}}\n@book{b, title = {B}}\n";
    let paper = "---\nbibliography: refs.bib\n---\n\nAs @a and @b.\n";
    let mut desk = Desk::new(&[("refs.bib", refs), ("paper.md", paper)]);
    desk.open("paper.md");
    assert_eq!(renamed(desk.rename("paper.md", at(4, 11), "c")), ["paper.md: b@43", "refs.bib: b@39"]);
    desk.open("refs.bib");
    assert!(desk.rename("refs.bib", at(0, 17), "c").expect_err("a refusal").contains("no key here"));
}

#[test]
fn an_alias_of_csl_is_shown_and_left() {
    let items = r#"[{"id": "smith2020", "other-ids": "swallows old", "title": "On Swallows"}]"#;
    let paper = "---\nbibliography: refs.json\n---\n\nAs @old and @smith2020.\n";
    let mut desk = Desk::new(&[("refs.json", items), ("paper.md", paper)]);
    desk.open("paper.md");
    assert_eq!(desk.references("paper.md", at(4, 5), true), ["paper.md: old@37", "refs.json: old@44"]);
    let why = desk.rename("paper.md", at(4, 5), "x").expect_err("a refusal");
    assert!(why.contains("“old” is another name of “smith2020” in refs.json"), "{why}");
}
