//! A new key that manuscripts have which are not open.

use super::*;

const MORE: &str = "@book{storks, title = {Storks}}\n";

/// A rename of `smith2020` to `storks` where another manuscript is not open and has this text.
fn renamed(other: &str) -> Result<Vec<String>, String> {
    let mut desk = Desk::new(&[("refs.bib", REFS), ("more.bib", MORE), ("paper.md", PAPER), ("other.md", other)]);
    desk.open("paper.md");
    desk.rename("paper.md", at(4, 5), "storks").map(|renaming| shown(&renaming.files))
}

#[test]
fn a_key_that_a_closed_manuscript_has_from_elsewhere_is_taken() {
    let more = "“storks” is the key of another entry in more.bib, which";
    let front = "“storks” is the key of another entry in the metadata of";
    let both = "---\nbibliography: [refs.bib, more.bib]\n---\n\n";
    let inline = "---\nbibliography: refs.bib\nreferences:\n  - id: storks\n    title: Storks\n---\n\n";
    for (text, why) in [
        (format!("{both}As @smith2020.\n"), more),
        (format!("{both}As @storks.\n"), more),
        (format!("{inline}As @smith2020.\n"), front),
        (format!("{inline}As @storks.\n"), front),
        ("Where none is named, as @storks.\n".to_owned(), more),
    ] {
        let refused = renamed(&text).expect_err("a refusal");
        assert!(refused.starts_with(why) && refused.contains("other.md"), "{text}: {refused}");
        assert!(refused.ends_with("Nothing was changed."), "{refused}");
    }
}

#[test]
fn a_manuscript_that_the_rename_does_not_touch_hinders_none() {
    let both = "---\nbibliography: [refs.bib, more.bib]\n---\n\n";
    for text in [
        format!("{both}As @müller1999.\n"),
        "---\nbibliography: more.bib\n---\n\nAs @storks and @smith2020.\n".to_owned(),
        "---\nbibliography: [refs.bib, gone.bib]\n---\n\nAs @storks.\n".to_owned(),
    ] {
        let places = renamed(&text).expect("a renaming");
        assert!(places.iter().all(|place| !place.starts_with("other.md")), "{text}: {places:?}");
    }
}

#[test]
fn a_bibliography_of_a_closed_manuscript_counts_as_it_stands_in_the_editor() {
    let other = "---\nbibliography: [refs.bib, more.bib]\n---\n\nAs @smith2020.\n";
    let mut desk = Desk::new(&[("refs.bib", REFS), ("more.bib", MORE), ("paper.md", PAPER), ("other.md", other)]);
    desk.open("paper.md");
    desk.open("more.bib");
    desk.edit("more.bib", 2, at(0, 6), at(0, 12), "cranes");
    assert!(desk.rename("paper.md", at(4, 5), "storks").is_ok());
    assert!(desk.rename("paper.md", at(4, 5), "cranes").expect_err("a refusal").contains("more.bib"));
}
