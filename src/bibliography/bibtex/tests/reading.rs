//! Entries, and what is wrong with them.

use super::{file, keys, said};
use crate::bibliography::bibtex::{identifiers, record};

#[test]
fn all_that_bibtex_allows_is_read() {
    let bibliography = file(
        "\u{feff}junk me@example.org\r\n% @article{no, title = {A comment}}\r\n@comment{ @article{no, title = {x}} }\r\n\
        @Article { key:1/a+b ,\r\n  title = \"G{\\\"o}del \\\"x\" # { and } # 12,\r\n  % a comment\r\n  year=2001\r\n}\r\n\
        @book(paren, title = {In (parentheses)})\r\n@preamble{ \"\\newcommand{\\x}{y}\" }\r\n@misc{bare}\r\n@misc{last,}",
    );
    assert_eq!(keys(&bibliography), ["key:1/a+b", "paren", "bare", "last"]);
    assert!(bibliography.faults.is_empty(), "{:?}", bibliography.faults);
    let entry = &bibliography.entries[0];
    assert_eq!(entry.key_span.of(bibliography.text()), "key:1/a+b");
    assert_eq!(entry.kind.of(bibliography.text()), "Article");
    assert!(entry.span.of(bibliography.text()).starts_with("@Article {"));
    assert!(entry.span.of(bibliography.text()).ends_with("2001\r\n}"));
    assert_eq!(said(&bibliography, entry, "title"), "Gödel ¨x and 12".replace("¨x", "ẍ"));
    assert_eq!(said(&bibliography, &bibliography.entries[1], "title"), "In (parentheses)");
}

/// What is wrong with the entries of a text, with the key that is lost by it, and the keys that are read.
fn faults(text: &str) -> (Vec<(String, Option<String>)>, Vec<String>) {
    let bibliography = file(text);
    let faults = bibliography.faults.iter();
    let faults = faults.map(|fault| (fault.message.clone(), fault.lost.as_deref().map(str::to_owned))).collect();
    (faults, keys(&bibliography).into_iter().map(str::to_owned).collect())
}

#[test]
fn a_broken_entry_loses_only_itself() {
    let next = "\n@misc{next, title = {Next}}\n";
    for (text, message, lost, read) in [
        (
            "@misc{a, title = {Never closed,\n year = 2001\n}",
            "The value of “title” in the entry “a” is never closed: its “{” has no “}”.",
            Some("a"),
            false,
        ),
        (
            "@misc{a, title = \"Never closed}",
            "The value of “title” in the entry “a” is never closed: its “\"” has no “\"”.",
            Some("a"),
            false,
        ),
        ("@misc{a, title = {A}, year = 2001", "The entry “a” is never closed: “}” is missing at its end.", None, true),
        ("@misc{a, title = {A} year = 2001}", "A comma is missing behind “title” in the entry “a”.", None, true),
        ("@misc{a title = {A}}", "A comma is missing behind the key “a”.", None, true),
        ("@misc{a, title {A}}", "“=” is missing behind “title” in the entry “a”.", None, true),
        ("@misc{a, title, year = 2001}", "“title” in the entry “a” has no “=” and no value.", None, true),
        ("@misc{a, year = , title = {A}}", "“year” in the entry “a” has no value.", None, true),
        ("@misc{a, key words = {A}}", "The name “key words” in the entry “a” has a blank inside.", None, true),
        (
            "@misc{a, title = {A}}, year = 2001}",
            "The entry “a” ends before “year”: a brace too many closes it, and the fields behind are not read.",
            None,
            true,
        ),
        ("@misc{, title = {A}}", "This @misc has no key behind its “{”, so it cannot be cited.", None, false),
        ("@misc{title = {A}}", "This @misc has no key behind its “{”, so it cannot be cited.", None, false),
        ("@misc(a, title = {A}}", "The entry “a” begins with “(” and ends with “}”.", None, true),
        ("@misc{a, = title = {A}}", "“=” in the entry “a” is no field.", None, true),
    ] {
        let (found, keys) = faults(&format!("{text}{next}"));
        assert_eq!(found, [(message.to_owned(), lost.map(str::to_owned))], "{text}");
        assert_eq!(keys, if read { vec!["a", "next"] } else { vec!["next"] }, "{text}");
    }
}

#[test]
fn an_entry_without_its_brace_is_told_and_loses_only_itself() {
    let around = |text: &str| format!("@misc{{before, title = {{Before}}}}\n{text}\n@misc{{next, title = {{Next}}}}\n");
    let named = |key| (format!("“{{” is missing behind “@article”, so that the entry “{key}” cannot be read."), key);
    let nameless =
        || ("“{” and a key are missing behind “@article”, so that this entry cannot be read.".to_owned(), "");
    for (text, (message, lost)) in [
        ("@article a, title = {On @misc{x, y = {z}}}}", named("a")),
        ("@article a,\n  title = {A},\n  year = 2001\n}\n", named("a")),
        ("  @article\n  a,\n  month = jan,\n  title = \"A\"\n}\n", named("a")),
        ("@article a\n  title = {A}\n}\n", named("a")),
        ("@article a, % the first\n  title = {A}\n}", named("a")),
        ("@article a,\n  title = {A},\n  year = 2001\n", named("a")),
        ("@article a, title = {Never closed\n", named("a")),
        ("@article\n  title = {A},\n  year = 2001\n}", nameless()),
        ("@article title = {A}}", nameless()),
    ] {
        let text = around(text);
        let (found, keys) = faults(&text);
        let lost = (!lost.is_empty()).then(|| lost.to_owned());
        assert_eq!(found, [(message, lost)], "{text}");
        assert_eq!(keys, ["before", "next"], "{text}");
        let bibliography = file(&text);
        assert_eq!(bibliography.faults[0].span.of(&text), "@article", "{text}");
    }
    let (found, _) = faults("\u{feff}@article a, title = {A}}");
    assert_eq!(found.len(), 1, "at the beginning of the file");
}

#[test]
fn what_stands_between_entries_is_accused_of_nothing() {
    for junk in [
        "Contact @someone, year = {2001}",
        "contact: a@b.org, name = {A}",
        "@someone wrote this, and x = 3",
        "@someone\nThis file: a = 1",
        "@ann, bob = {x}",
        "@string",
        "@string jan = {January}",
        "@comment jabref-meta: databaseType:bibtex;",
        "@comment a, title = {A}",
        "@preamble x, y = {z}",
        "% @article a, title = {A}}",
        "@article",
        "@article and others",
        "@article, title = {A}",
        "@article a, b, and c",
        "@article a == b",
        "#@article a, title = {A}}",
        "The type @article a, title = {A}",
        "@",
        "@@article",
    ] {
        let (found, keys) = faults(&format!("@misc{{before}}\n{junk}\n@misc{{next, title = {{Next}}}}\n"));
        assert!(found.is_empty(), "{junk}: {found:?}");
        assert_eq!(keys, ["before", "next"], "{junk}");
    }
}

#[test]
fn two_words_as_a_key_are_one_and_a_fault() {
    let (found, keys) = faults("@misc{two words, title = {A}}");
    assert_eq!(found[0].0, "The key “two words” has a blank inside, and cannot be cited as it is.");
    assert_eq!(keys, ["two words"]);
}

#[test]
fn an_open_comment_hides_nothing() {
    let (found, keys) = faults("@comment{ not closed\n@misc{a, title = {A}}\n@comment{ {closed} }\n@misc{b}\n");
    assert_eq!(found[0].0, "This @comment is never closed: its “{” has no “}”.");
    assert_eq!(keys, ["a", "b"]);
}

#[test]
fn a_path_may_end_in_a_backslash() {
    let (found, keys) = faults("@misc{a, file = {C:\\papers\\}, title = {Half \\{ open}}\n@misc{b}");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(keys, ["a", "b"]);
}

#[test]
fn other_keys_lead_to_the_entry() {
    let bibliography = file("@misc{a, ids = {old, older}}\n@misc{b, ids = {a}}");
    assert_eq!(bibliography.get("older").map(|entry| &*entry.key), Some("a"));
    assert_eq!(bibliography.get("a").map(|entry| &*entry.key), Some("a"));
}

/// Texts that would make a careless reader look at their rest again and again.
#[test]
fn reading_takes_time_in_proportion() {
    for stretch in [
        "@comment{",
        "@misc{a,",
        "\n@misc{a, b = {",
        "{",
        "\\",
        "@a{b,c=\"{",
        "@",
        " @ ",
        "@misc{a,b=c#",
        "%@",
        "@misc(",
        "\n \t",
        "\n@article a, b = {",
        "\n@article a, b = {c},",
        "\n@article",
        "\n@a b,",
    ] {
        let text = stretch.repeat(400_000 / stretch.len());
        assert!(file(&text).entries.len() <= text.len());
        let _ = file(&format!("@misc{{a, b = {{{text}"));
    }
    for (opening, closing) in
        [("{\\'", "}"), ("\\'{", "}"), ("$_{", "}$"), ("\\href{", "}"), (" and ", ""), ("\\'", ""), ("$", "")]
    {
        let times = 20_000;
        let said = format!("{}{}", opening.repeat(times), closing.repeat(times));
        let bibliography = file(&format!("@misc{{a, author = {{{said}}}, title = {{{said}}}, doi = {{{said}}}\n}}"));
        let entry = bibliography.entries.first().expect("the entry is read");
        let _ = (record(&bibliography, entry), identifiers(&bibliography, entry));
    }
}
