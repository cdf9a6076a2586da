//! Suppressions.

use ibid::syntax::{Dialect, Directive, Reach, parse};
use ibid::text::SourceFile;

use super::read;

/// What each suppression reaches, as text.
fn reached(text: &str) -> Vec<String> {
    let of = |directive: &Directive| match directive.reach {
        Reach::File => "FILE".to_owned(),
        Reach::Span(span) => span.of(text).to_owned(),
    };
    read(text).directives.iter().map(of).collect()
}

#[test]
fn a_comment_reaches_block_item_row_or_line() {
    assert_eq!(reached("<!-- ibid-ignore retracted: history -->\n\nText one\ntwo.\n\nThree.\n"), ["Text one\ntwo."]);
    assert_eq!(reached("a\n<!-- ibid-ignore retracted: history -->\nb\nc\n\nd\n"), ["b\nc"]);
    assert_eq!(reached("- a\n<!-- ibid-ignore retracted: x -->\n- b\n- c\n"), ["- b"]);
    assert_eq!(reached("- a\n  <!-- ibid-ignore retracted: x -->\n- b\n  more\n- c\n"), ["- b\n  more"]);
    assert_eq!(reached("| a |\n|---|\n| b |\n<!-- ibid-ignore retracted: x -->\n| c |\n| d |\n"), ["| c |"]);
    assert_eq!(
        reached("one\ntwo 10.1000/abc <!-- ibid-ignore retracted: x -->\nthree\n"),
        ["two 10.1000/abc <!-- ibid-ignore retracted: x -->"]
    );
    assert_eq!(reached("a\n<!-- ibid-ignore-file retracted: x -->\n"), ["FILE"]);
    assert_eq!(reached(&format!("{}<!-- ibid-ignore-file retracted: x -->\n", "a\n\n".repeat(30))), [""]);
    assert_eq!(
        reached("---\n# ibid-ignore placeholder: draft\ndoi:\n  a: TODO\nb: c # ibid-ignore config: x\n---\n"),
        ["doi:\n  a: TODO", "b: c # ibid-ignore config: x"]
    );
    assert_eq!(reached("+++\n# ibid-ignore-file all: draft\n+++\n"), ["FILE"]);
    assert_eq!(reached("% ibid-ignore retracted: x\n\nText.\n"), ["Text."]);
    assert_eq!(reached("`<!-- ibid-ignore retracted: x -->`\n\nText.\n"), [""; 0]);
    assert_eq!(reached("<!-- ibid-ignored -->\n\nText.\n"), [""; 0]);
}

#[test]
fn rules_and_reason_are_read() {
    let text = "<!-- ibid-ignore retracted, corrected : discussed: as\n such -->\n\nText.\n";
    let directive = &read(text).directives[0];
    let rules: Vec<_> = directive.rules.iter().map(|(name, span)| (name.as_str(), span.of(text))).collect();
    assert_eq!(rules, [("retracted", "retracted"), ("corrected", "corrected")]);
    assert_eq!(directive.reason.as_deref(), Some("discussed: as such"));
    assert_eq!(read("<!-- ibid-ignore retracted -->\n\nx").directives[0].reason, None);
}

#[test]
fn comments_of_a_dialect_hide_identifiers() {
    let text = "a\n% 10.1000/abc\n%% 10.1000/abd %% b\n";
    let count = |dialect| parse(SourceFile::new("a.md", text).into(), dialect).identifiers.len();
    assert_eq!((count(Dialect::Pandoc), count(Dialect::Myst), count(Dialect::Obsidian)), (2, 0, 1));
}
