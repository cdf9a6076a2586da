//! Citations by key.

use std::sync::Arc;

use ibid::syntax::{CitationMode, CitationSyntax, CitationUse, Dialect, Document, parse};
use ibid::text::SourceFile;

fn read_as(text: &str, dialect: Dialect) -> Document {
    parse(Arc::new(SourceFile::new("paper.md", text)), dialect)
}

/// Every citation of a work as its token and a letter for its mode: t in text, p in parentheses, s without author.
fn cited(text: &str) -> Vec<String> {
    cited_as(text, Dialect::Pandoc)
}

fn cited_as(text: &str, dialect: Dialect) -> Vec<String> {
    let document = read_as(text, dialect);
    let works = document.citations.iter().filter(|citation| citation.is_of_work());
    let mode = |mode| match mode {
        CitationMode::InText => 't',
        CitationMode::Parenthetical => 'p',
        CitationMode::AuthorSuppressed => 's',
    };
    works.map(|citation| format!("{} {}", citation.token.of(text), mode(citation.mode))).collect()
}

#[test]
fn brackets_with_a_key_in_each_part_are_one_citation() {
    for (text, expected) in [
        ("As @a said.", &["@a t"][..]),
        ("Seen [see @a, pp. 3-5; also -@b].", &["@a p", "-@b s"]),
        ("Glued [@a;@b] and [@a\nand more].", &["@a p", "@b p", "@a p"]),
        ("[@a, @b]", &["@a p", "@b t"]),
        ("[see this; @a] [@b; see that]", &["@a t", "@b t"]),
        ("[*@a*] [see *x* @b] [\"@c\"]", &["@a t", "@b p", "@c t"]),
        ("[see [p. 3] @a] [[@b]]", &["@a p", "@b p"]),
        ("[@a &amp; x; @b] [@a `;` @c]", &["@a p", "@b p", "@a p", "@c t"]),
        ("[@a](x) [@b][c] [@d]{.e} [@f][^1] ![@g](x) [@h] (x)", &["@a t", "@b t", "@d t", "@f p", "@g t", "@h p"]),
        ("[@a][@b][@c]", &["@a t", "@b p", "@c p"]),
        ("^[see @a] and ^[again [@b]]", &["@a t", "@b p"]),
        ("[@a\n\n@b]", &["@a t", "@b t"]),
        ("[@{a;b}; -@{c]d}]", &["@{a;b} p", "-@{c]d} s"]),
    ] {
        assert_eq!(cited(text), expected, "{text}");
    }
}

#[test]
fn what_pandoc_does_not_read_cites_nothing() {
    for text in [
        "Mail a@b.org or <a@b.org>, \\@a.",
        "`@a` and $@a$ and <!-- @a -->",
        "    @a\n",
        "```\n@a\n```\n",
        "<a href=\"@a\">x</a>\n\n<div title='@a'>\n\n</div>\n",
        "[x](y \"by @a\") [x](https://example.org/@a)",
        "\\emph{@a} and \\begin{tabular}{@{}l@{}}\n@a\n\\end{tabular}",
        "@ a, @-a, @{}, @{a b}",
    ] {
        assert_eq!(cited(text), [""; 0], "{text}");
    }
}

#[test]
fn keys_stand_in_every_kind_of_text() {
    let text = "# Of @a\n\n> @b\n\n- @c\n\n| x |\n|---|\n| @d |\n\nx[^1] [y @e](z)\n\n[^1]: @f\n\n<b>@g</b>\n\n<div>\n@h\n</div>\n";
    let keys: Vec<String> = "abcdefgh".chars().map(|key| format!("@{key} t")).collect();
    assert_eq!(cited(text), keys);
    let document = read_as(text, Dialect::Pandoc);
    assert_eq!(document.citations[5].place.key(), "footnote");
}

#[test]
fn a_citation_knows_what_stands_around_it() {
    let text = "So [see @a, p. 3; @b]. @c [p. 4] and @d\n[chap. 5; @e] @f [x](y)";
    let document = read_as(text, Dialect::Pandoc);
    let around = |index: usize| {
        let citation = &document.citations[index];
        [citation.prefix(), citation.suffix()].map(|span| span.map(|span| span.of(text)))
    };
    assert_eq!(around(0), [Some("see "), Some(", p. 3")]);
    assert_eq!(around(1), [Some(" "), Some("")]);
    assert_eq!(around(2), [None, Some("p. 4")]);
    assert_eq!(around(3), [None, Some("chap. 5")]);
    assert_eq!(around(4), [Some(" "), Some("")]);
    assert_eq!(around(5), [None, None]);
    let cluster = document.citations[0].cluster.expect("it is in brackets");
    assert_eq!(cluster.span.of(text), "[see @a, p. 3; @b]");
    assert_eq!(document.citation_at(9).map(|citation| citation.key(text)), Some("a"));
}

#[test]
fn the_metadata_cites_and_lists() {
    let text = "---\ntitle: About @a\nemail: b@c.org # @d\nnocite: |\n  @e, @*\nibid:\n  note: '@f'\n---\n\n[@g]\n";
    let document = read_as(text, Dialect::Pandoc);
    let found = document.citations.iter().map(|citation| (citation.key(text), citation.purpose, citation.place.key()));
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            ("a", CitationUse::Cites, "front-matter"),
            ("e", CitationUse::Lists, "front-matter"),
            ("*", CitationUse::Lists, "front-matter"),
            ("g", CitationUse::Cites, "prose"),
        ]
    );
}

#[test]
fn a_key_that_is_an_identifier_is_both() {
    let text = "[@doi:10.5555/S0140-6736(97)11096-0; @smith2020; @{doi:10.5555/x(1)}] @pmid:12345678";
    let document = read_as(text, Dialect::Pandoc);
    let keys: Vec<(&str, bool)> =
        document.citations.iter().map(|found| (found.key(text), document.identifier_of(found).is_some())).collect();
    assert_eq!(
        keys,
        [("doi:10.5555/S0140-6736", true), ("smith2020", false), ("doi:10.5555/x(1)", true), ("pmid:12345678", true)]
    );
    let cut = document.citations[0];
    assert!(cut.is_cut() && !document.citations[2].is_cut());
    assert_eq!(cut.meant.of(text), "doi:10.5555/S0140-6736(97)11096-0");
}

#[test]
fn other_keys_point_into_the_text() {
    let text = "See @fig-plot, @eq:sum and [@smith; @Tbl-a].\n\n(@good) An example\n\nAs (@good) shows.\n\n[@tag]: doi:10.5555/x\n";
    let purposes = |dialect| {
        let document = read_as(text, dialect);
        document.citations.iter().map(|found| (found.key(text).to_owned(), found.purpose)).collect::<Vec<_>>()
    };
    let rest = [
        ("good".to_owned(), CitationUse::ExampleLabel),
        ("good".to_owned(), CitationUse::ExampleReference),
        ("tag".to_owned(), CitationUse::Defines),
    ];
    let reference = |key: &str| (key.to_owned(), CitationUse::CrossReference);
    let smith = ("smith".to_owned(), CitationUse::Cites);
    let all = [reference("fig-plot"), reference("eq:sum"), smith.clone(), reference("Tbl-a")];
    assert_eq!(purposes(Dialect::Pandoc), [&all[..], &rest].concat());
    assert_eq!(purposes(Dialect::Quarto), [&[smith][..], &rest].concat());
}

#[test]
fn other_flavours_have_their_own_notations() {
    let text = "So {cite:p}`a,b`, {cite:t}`{see}c{p. 3}` and {doi}`10.5555/x`; [@d].";
    assert_eq!(cited_as(text, Dialect::Myst), ["a p", "b p", "c t", "@d p"]);
    let text = "So \\citep[p. 3]{a, b}, \\Textcite{c}, \\nocite{d} and \\emph{e}.";
    assert_eq!(cited(text), ["a p", "b p", "c t", "d p"]);
    let document = read_as("See [[@a]] and [[@b|them]].", Dialect::Obsidian);
    assert!(document.citations.iter().all(|found| found.syntax == CitationSyntax::Wikilink));
    assert_eq!(document.citations.len(), 2);
    assert_eq!(cited_as("Thanks to @somebody", Dialect::Plain), [""; 0]);
}

#[test]
fn footnotes_are_named_and_written() {
    let text = "One[^a], two[^b] and `[^c]`.\n\n[^a]: Here.\n";
    let document = read_as(text, Dialect::Pandoc);
    let marks: Vec<_> = document.footnotes.iter().map(|mark| (mark.label.of(text), mark.defines)).collect();
    assert_eq!(marks, [("a", false), ("b", false), ("a", true)]);
    assert!(document.footnote_of(&document.footnotes[0]).is_some_and(|mark| mark.defines));
    assert!(document.footnote_of(&document.footnotes[1]).is_none());
}
