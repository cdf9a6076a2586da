//! Any text is read, and an edited file is the one that its text would be read as.

use std::sync::Arc;

use proptest::prelude::*;

use super::file;
use crate::bibliography::bibtex::{edited, identifiers, record, value};
use crate::bibliography::{Bibliography, EntryFault};
use crate::text::SourceFile;

/// Stretches with all that can be opened and left open.
const STRETCHES: &[&str] = &[
    "@article{a, title = {One}, year = 2001}\n",
    "@book{b,\n  title = \"Two\" # s,\n}\n",
    "@misc{c, doi = {10.1000/a\\_b}, crossref = {a}}\n",
    "@misc(d, url = {https://doi.org/10.1000/x})\n",
    "@string{s = {An abbreviation}}\n",
    "\n@article unopened, title = {Three}}\n",
    "\n@article\n title = {Three},\n",
    "@comment{ closed }\n",
    "@comment{ ",
    "@comment no brace\n",
    "@preamble{ \"x\" }\n",
    "\n@misc{open, title = {Never\n",
    "\n@misc{quoted, title = \"Never\n",
    "\n@misc{unended, title = {x}\n",
    "}",
    "}}, year = 2001}\n",
    "{",
    "\"",
    "\\",
    ",",
    "=",
    "#",
    "%",
    "@",
    "(",
    ")",
    "\n",
    "\r\n",
    " ",
    "é",
    "key",
    "$x^{2}$",
    "\\'{e}",
    " and ",
    "title = {",
    "@misc{",
];

fn text() -> impl Strategy<Value = String> {
    let stretch = prop_oneof![9 => prop::sample::select(STRETCHES).prop_map(str::to_owned), 1 => ".{0,3}"];
    prop::collection::vec(stretch, 0..24).prop_map(|parts| parts.concat())
}

fn check(bibliography: &Bibliography) {
    let text = bibliography.text();
    let mut end = 0;
    for entry in &bibliography.entries {
        assert!(entry.span.start >= end && entry.span.range().end <= text.len());
        end = entry.span.end;
        assert!(entry.span.covers(entry.key_span) && entry.span.covers(entry.kind));
        assert_eq!(entry.key_span.of(text), &*entry.key);
        assert!(entry.span.of(text).starts_with('@'));
        let mut at = entry.key_span.end;
        for field in &entry.fields {
            assert!(field.name.start >= at && field.value.start >= field.name.end, "{text:?}");
            at = field.value.end;
            let _ = value(bibliography, field);
        }
        assert!(at <= entry.span.end, "{text:?}");
        let _ = record(bibliography, entry);
        for found in identifiers(bibliography, entry) {
            assert!(entry.span.covers(found.span) && found.token.covers(found.span));
            assert!(!found.span.of(text).is_empty());
        }
    }
    assert!(bibliography.faults.iter().all(|fault| fault.span.range().end <= text.len()));
    assert!(bibliography.faults.is_sorted_by_key(|fault| fault.span));
    bibliography.faults.iter().for_each(|EntryFault { span, .. }| assert!(text.get(span.range()).is_some()));
}

fn same(edited: &Bibliography, fresh: &Bibliography) {
    assert_eq!(edited.entries, fresh.entries);
    assert_eq!(edited.faults, fresh.faults);
    assert_eq!(edited.strings, fresh.strings);
    for entry in &fresh.entries {
        assert_eq!(edited.get(&entry.key).map(|entry| entry.span), fresh.get(&entry.key).map(|entry| entry.span));
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in prop_oneof![text(), ".{0,80}"]) {
        check(&file(&text));
    }

    #[test]
    fn an_edited_file_is_a_fresh_one(
        text in text(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, text()), 1..5),
    ) {
        let mut bibliography = file(&text);
        let mut found = bibliography.all_identifiers();
        for (at, length, put) in edits {
            let mut after = bibliography.text().to_owned();
            let boundary = |text: &str, mut at: usize| {
                while !text.is_char_boundary(at) { at -= 1; }
                at
            };
            let start = boundary(&after, at.index(after.len() + 1));
            let end = boundary(&after, (start + length).min(after.len())).max(start);
            let put = &put[..boundary(&put, put.len().min(length * 6))];
            after.replace_range(start..end, put);
            let (new, applied) = bibliography.file.edited(after);
            let new = Arc::new(new);
            let after = edited(&bibliography, Arc::clone(&new), applied);
            let fresh = file(&new.text);
            same(&after, &fresh);
            found = after.identifiers_after(&bibliography, &found, applied);
            assert_eq!(found, fresh.all_identifiers());
            bibliography = after;
        }
    }
}

#[test]
fn an_edit_is_read_from_the_entry_before_it() {
    let text = "@misc{a, title = {A}}\n@misc{b, title = {B}}\n@misc{c, title = {C}}\n@misc{d, title = {D}}\n";
    let before = file(text);
    for (from, to) in [("{B}", "{B"), ("@misc{c", "misc{c"), ("{C}", "{C}}, x = {"), ("\n@misc{b", "\n@comment{")] {
        let (new, applied) = SourceFile::new("references.bib", text).edited(text.replacen(from, to, 1));
        let new = Arc::new(new);
        same(&edited(&before, Arc::clone(&new), applied), &file(&new.text));
    }
}
