//! A document that was edited is the one that its text would be read as.

use std::collections::HashSet;
use std::sync::Arc;

use ibid::bibliography::{Format, Library, read};
use ibid::syntax::{CitationMode, Dialect, Document, parse};
use ibid::text::SourceFile;
use proptest::prelude::*;

use super::properties::check;

/// Checks that `edited` is what reading its text gives.
pub(crate) fn check_edited(edited: &Document) {
    let fresh = parse(Arc::new(SourceFile::new("paper.md", edited.text())), edited.dialect);
    assert_eq!(edited.file.lines, fresh.file.lines);
    assert_eq!(edited.zones.0, fresh.zones.0);
    assert_eq!(edited.blocks, fresh.blocks);
    assert_eq!(edited.links, fresh.links);
    assert_eq!(edited.identifiers, fresh.identifiers);
    assert_eq!(edited.citations, fresh.citations);
    assert_eq!(edited.numbers, fresh.numbers);
    assert_eq!(edited.footnotes, fresh.footnotes);
    assert_eq!(edited.malformed, fresh.malformed);
    assert_eq!(edited.placeholders, fresh.placeholders);
    assert_eq!(edited.lists, fresh.lists);
    assert_eq!(edited.directives, fresh.directives);
    let front = |document: &Document| format!("{:?}", document.front_matter);
    assert_eq!(front(edited), front(&fresh));
}

/// Stretches of text with all that Markdown can open and leave open, and all that is looked for.
const STRETCHES: &[&str] = &[
    "A paragraph of words.\n",
    "Two lines\nof one paragraph\n",
    "See doi:10.1000/abc and [@doi:10.1000/def].\n",
    "[a link](https://doi.org/10.1000/ghi), `10.1000/code`, $10.1000/m$\n",
    "10.1016/\nj.cell.2010.01.001\n",
    "doi:\n10.1000/behind-its-label\n",
    "10.1016/S0140-6736(97) and doi: 10.1000/\n",
    "# Heading\n",
    "## References\n",
    "**References**\n",
    "Setext\n======\n",
    "Foo\n---\n",
    "- item 10.1000/item\n- item\n",
    "* other\n\n  more\n",
    "1. Smith A, Jones B. A title that is long enough to be one. J Some 2001;1:1. doi:10.1000/one\n",
    "2. Smith A, Jones B. A title that is long enough to be one. J Some 2002;1:1. doi:10.1000/two\n",
    "3. Smith A, Jones B. A title that is long enough to be one. J Some 2003;1:1. doi:10.1000/three\n",
    "4. Smith A, Jones B. A title that is long enough to be one. J Some 2004;1:1. doi:10.1000/four\n",
    "5. Smith A, Jones B. A title that is long enough to be one. J Some 2005;1:1. doi:10.1000/five\n",
    "    indented 10.1000/indented\n",
    "  lazy 10.1000/lazy\n",
    "> quote 10.1000/quote\n",
    "> - quoted item\n",
    "| a | b |\n|---|---|\n| c | 10.1000/cell |\n",
    "|---|---|\n",
    "```\n",
    "``` r\nx <- '10.1000/x'\n```\n",
    "~~~\n10.1000/tilde\n",
    "```{note} Title 10.1000/title\nbody 10.1000/body\n",
    "```  {tip}\ntip 10.1000/tip\n```\n",
    "````{note}\n```\n",
    ":::{note}\n10.1000/colon\n:::\n",
    "::: {.callout}\n",
    ":::{code-block} python\n10.1000/colon-code\n",
    ":::\n",
    "<div>\n10.1000/div\n</div>\n",
    "<pre>\n10.1000/pre\n",
    "</pre>\n",
    "<script>\n",
    "<!-- open\n",
    "-->\n",
    "<!-- 10.1000/comment -->\n",
    "a <code>10.1000/code\n",
    "</code> b\n",
    "<a href=\"https://doi.org/10.1000/href\">x</a>\n",
    "<?php 10.1000/php\n",
    "?>\n",
    "$$\n10\n",
    "costs $5 and\n",
    "$x$ 10.1000/dollar$y\n",
    "%%\n",
    "a %% 10.1000/percent\n",
    "% 10.1000/line\n",
    "%\n",
    "ibid-ignore retracted: a word\n",
    "<!-- ibid-ignore retracted: known -->\n",
    "<!-- ibid-ignore-file all: known -->\n",
    "% ibid-ignore retracted: known\n",
    "text <!-- ibid-ignore corrected: here --> 10.1000/here\n",
    "[a]: https://doi.org/10.1000/definition\n",
    "[a]: /x\n",
    "[a]:\n",
    "[b c]: <y> 'title'\n",
    "[@tag]: doi:10.1000/tagged\n",
    "> [a]: /quoted\n",
    "see [a], [text [a] in](https://doi.org/10.1000/nested), [b c][], [x][a], ![i][b c]\n",
    "[a](https://doi.org/10.1000/inline) [^1](https://doi.org/10.1000/note)\n",
    "[^1]: a note 10.1000/footnote\n\n    goes on 10.1000/goes-on\n",
    "[^1]:\n",
    "note[^1] and[^2] [outer [^2]](https://doi.org/10.1000/outer)\n",
    "^[inline 10.1000/inline-note\n",
    "^[closed 10.1000/closed] and ]\n",
    "] closes\n",
    "[REF] (Author, year) doi: 10.xxxx/x PMID: TODO doi:O10.1000/x\n",
    "doi:10.100/short, https://doi.org/10.1000\n",
    "PMIDs: 17284678, 8177157 and\n",
    "PMID:\n",
    "7891234\n",
    "- 3456789\n",
    "[1234567](x); 2345678,\n",
    "| PMID | x |\n|---|---|\n| 1234567 | y |\n",
    "| 2345678 | z |\n",
    "PMID | 3456789\n",
    "arXiv preprint\n",
    "arXiv:1706.03762 and hep-th/9901001\n",
    "ISBN (print): 978-3-16-148410-0 NCT04317092\n",
    "[@pmid:123456; @isbn:9783161484100] PMC1234567\n",
    "[17284678](https://pubmed.ncbi.nlm.nih.gov/17284678/) PubMed\n",
    "---\n",
    "+++\n",
    "title: a\n",
    "...\n",
    "---\ntitle: 'x @front'\nnocite: |\n  @a, @*\ndoi: 10.1000/own\nibid:\n  profile: audit # ibid-ignore all: so\n---\n",
    "\u{feff}",
    "***\n",
    "é 的 😀 10.1000/é\u{2011}x\u{ad}y\n",
    "\u{a0}\n",
    " \t\n",
    "\u{c}\n",
    "\u{2028}\n",
    "{cite}`10.1000/role`\n",
    "x{cite}\n",
    "[10.1080/1](https://doi.org/10.1080/1.22).22\n",
    "https://doi.org/ckcj\n",
    "PMID: 12345678, 23456789 and [34567890](https://pubmed.ncbi.nlm.nih.gov/34567890/)\n",
    "PMIDs:\n12345678\n",
    "12345678, 2345678\n",
    "| PMID | n |\n|---|---|\n| 12345678 | 1 |\n",
    "| 23456789 | 2 |\n",
    "| PMID | 12345678 |\n",
    "arXiv preprint\n1706.03762v7\n",
    "arXiv:1713.01234 PMC1234567 PMCID: PMC.\n",
    "ISBN 978-3-16-148410-1, EudraCT number\n2004-000446-20\n",
    "[@pmid:12345678; @url:https://example.org/a; @{tag:b}]\n",
    "As @smith2020 [p. 3] said, [see -@jones; @doi:10.1016/S0140-6736(97)1, p. 2]\n",
    "[open @a; b\n",
    "@b] [@c][@d](x) *@e* \\cite[p. 2]{f, g} (@h\n",
    "(@good) An example of\n",
    "As (@good) shows, @fig-x and [[@note]] @good\n",
    "as said [1], [2, 4–7]^3^ and (5)¹,²\n",
    "[1, \n2] [3]<sup>4</sup> (1) and (2)\n",
    "{cite:p}`a,{see}b`\n",
    "PMID: 123{\n",
    "}, 23456789\n",
    "- ",
    "> ",
    "1. ",
    "    ",
    "[",
    "]",
    "](x)",
    "<",
    "`",
    "*",
    "\r",
    "\\\n",
    "x",
    "10.1000/",
];

/// What stands between two stretches.
const BETWEEN: &[&str] = &["\n", "\n", "\n", "\n", "\n", "\n", "", "\n\n", " \n", "\r\n", "\n    \n"];

/// What may stand in an entry of a list and reach into the next.
const ENTRIES: &[&str] = &[
    "Smith A, Jones B. A title that is long enough to be one. J Some 2001;1:1. doi:10.1000/one",
    "costs $5 and",
    "$x$ and $",
    "$$",
    "a ^[inline",
    "] closed",
    "^[whole 10.1000/inline]",
    "ends in doi:",
    "10.1000/begins",
    "10.1016/",
    "j.cell.2010.01.001",
    "[a]:",
    "[a]: /x",
    "[a] and [b](x) and [b [a] c](https://doi.org/10.1000/nested)",
    "a <code>10.1000/code",
    "b </code>",
    "nested\n  - a <code>\n  - 10.1000/nested </code>",
    "text\n  ***\n  text",
    "``` r\n  10.1000/x\n  ```",
    "<!-- comment\n  10.1000/comment -->",
    "```",
    "lazy\ncontinued 10.1000/lazy",
    "loose\n\n  10.1000/loose",
    "# heading",
    "% line\n% ibid-ignore all: so",
    "[REF] PMID: TODO doi: 10.xxxx/x",
    "PMIDs: 17284678, 8177157",
    "PMIDs:",
    "1234567",
    "[2345678](x),",
    "and 3456789",
    "PMID | x\n|---|---|",
    "[see @a;",
    "@b] (@c) and",
    "as [1, 2] and ^3^",
    "@d",
    "[p. 4]",
    "4567890 | y",
    "5678901 | z",
    "arXiv",
    "arXiv preprint",
    "1706.03762",
    "ISBN",
    "978-3-16-148410-0",
    "",
];

/// A bibliography with some of the keys that the stretches cite.
fn refs() -> Library {
    let entry = |(at, key): (usize, &&str)| {
        format!("@article{{{key},\n doi = {{10.1000/of.{key}}},\n pmid = {{{}}}\n}}\n", 1_000_000 + at)
    };
    let text: String = ["a", "b", "f", "g", "smith2020", "good", "front"].iter().enumerate().map(entry).collect();
    let file = read(Arc::new(SourceFile::new("refs.bib", text)), Format::Bibtex);
    Library { files: vec![Arc::new(file)], ..Library::default() }
}

/// The library of `edited`; checks that what is taken over from the one `before` is what would be found out anew.
fn check_cited(edited: &Document, before: &(Document, Library)) -> Library {
    let typed = HashSet::new();
    let fresh = refs_of(before).cited_by(edited, &typed);
    let library = refs_of(before).cited_after(edited, &typed, Some((&before.0, &before.1)));
    assert!(library.cited.iter().eq(fresh.cited.iter()));
    assert!(library.cited.firsts().eq(fresh.cited.firsts()));
    assert!(library.cited.without_entry().eq(fresh.cited.without_entry()));
    let entries = |library: &Library| -> Vec<_> {
        library.cited_entries().map(|(first, _, entry)| (first, entry.key.clone())).collect()
    };
    assert_eq!(entries(&library), entries(&fresh));
    library
}

/// The same files, with nothing cited yet.
fn refs_of((_, library): &(Document, Library)) -> Library {
    Library { files: library.files.clone(), ..Library::default() }
}

/// How lines end.
fn line_ends() -> impl Strategy<Value = &'static str> {
    prop_oneof![6 => Just("\n"), 2 => Just("\r\n"), 1 => Just("\r")]
}

fn stretches(most: usize) -> impl Strategy<Value = String> {
    let stretch = (prop::sample::select(STRETCHES), prop::sample::select(BETWEEN));
    prop::collection::vec(stretch, 0..most)
        .prop_map(|stretches| stretches.into_iter().flat_map(|(text, between)| [text, between]).collect())
}

/// What is put in by an edit: mostly little, as by a keystroke.
fn inserted() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "a", " ", "\n", "\n\n", "`", "$", "[", "]", ":", "(", ")", "<", ">", "-", "#", "%", "*", "|", "1", ".", "/",
        "~", "^", "@", "\r", "\t", "é", "😀", "=", "+", "\\", "{", "}", "!", "\"",
    ]);
    prop_oneof![
        4 => Just(String::new()),
        8 => key.prop_map(str::to_owned),
        4 => prop::sample::select(STRETCHES).prop_map(str::to_owned),
        1 => stretches(4),
    ]
}

/// A place and how much is taken out there: mostly little.
type Place = (prop::sample::Index, u8, String);

fn edits() -> impl Strategy<Value = Vec<Place>> {
    let taken = prop_oneof![4 => Just(0_u8), 4 => Just(1), 1 => 2_u8..80, 1 => Just(255)];
    prop::collection::vec((any::<prop::sample::Index>(), taken, inserted()), 1..8)
}

/// The text after an edit.
pub(crate) fn apply(text: &str, at: usize, taken: usize, inserted: &str) -> String {
    let boundary = |at: usize| (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let (start, end) = (boundary(at), boundary((at + taken).min(text.len())));
    [&text[..start], inserted, &text[end.max(start)..]].concat()
}

/// Brackets that a later paragraph would close do not make a link of a citation: parts of a text are read alone.
#[test]
fn a_bracket_left_open_reaches_no_other_paragraph() {
    for end in ["\n", "\r\n"] {
        for open in ["[", "{"] {
            let text = "See [@doi:10.1000/def]\n\n% 10.1000/line\n\n[a link](https://doi.org/10.1000/ghi) {.b}\n";
            let text = text.replace('\n', end);
            let document = parse(Arc::new(SourceFile::new("paper.md", text.as_str())), Dialect::Pandoc);
            let edited = document.edited(text.replacen("def]", &format!("def]{open}"), 1));
            check_edited(&edited);
            assert_eq!(edited.citations[0].mode, CitationMode::Parenthetical, "{open}");
        }
    }
}

/// How many cases are tried; more where `PROPTEST_CASES` asks for them.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1_500)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, max_shrink_iters: 40_000, ..ProptestConfig::default() })]

    #[test]
    fn edits_are_read_as_the_text_is(
        text in stretches(24),
        end in line_ends(),
        dialect in 0_usize..6,
        edits in edits(),
    ) {
        let text = text.replace('\n', end);
        let document = parse(Arc::new(SourceFile::new("paper.md", text)), Dialect::ALL[dialect]);
        let library = refs().cited_by(&document, &HashSet::new());
        let mut before = (document, library);
        for (at, taken, inserted) in edits {
            let text = before.0.text();
            let after = apply(text, at.index(text.len() + 1), taken.into(), &inserted.replace('\n', end));
            let document = before.0.edited(after);
            check(&document);
            check_edited(&document);
            let library = check_cited(&document, &before);
            before = (document, library);
        }
    }

    /// Between quiet paragraphs, so that little is read anew and much is kept.
    #[test]
    fn edits_far_from_each_other_are_read_as_the_text_is(
        stretches in prop::collection::vec((stretches(3), 1_usize..6), 1..8),
        dialect in 0_usize..6,
        edits in edits(),
    ) {
        let quiet = |times: &usize| "A quiet paragraph, [a], [b c], [^1], [@a; @g], doi:10.1000/quiet.\n\n".repeat(*times);
        let text: String = stretches.iter().map(|(text, times)| format!("{}{text}\n", quiet(times))).collect();
        let document = parse(Arc::new(SourceFile::new("paper.md", text)), Dialect::ALL[dialect]);
        let library = refs().cited_by(&document, &HashSet::new());
        let mut before = (document, library);
        for (at, taken, inserted) in edits {
            let text = before.0.text();
            let after = apply(text, at.index(text.len() + 1), taken.into(), &inserted);
            let document = before.0.edited(after);
            check_edited(&document);
            let library = check_cited(&document, &before);
            before = (document, library);
        }
    }

    /// In lists and rows of footnotes without a blank line, where only what reaches far has a say.
    #[test]
    fn edits_in_long_lists_are_read_as_the_text_is(
        entries in prop::collection::vec(prop::sample::select(ENTRIES), 8..60),
        marker in prop::sample::select(vec!["- ", "1. ", "[^1]: ", "> - ", "  * "]),
        times in 1_usize..12,
        edits in edits(),
    ) {
        let filler = "A quiet entry of a long list, as there are many, doi:10.1000/quiet, and so on.\n";
        let entry = |entry: &&str| format!("{marker}{entry}\n{marker}{filler}").repeat(times);
        let text: String = entries.iter().map(entry).collect();
        let document = parse(Arc::new(SourceFile::new("paper.md", text)), Dialect::Pandoc);
        let library = refs().cited_by(&document, &HashSet::new());
        let mut before = (document, library);
        for (at, taken, inserted) in edits {
            let text = before.0.text();
            let after = apply(text, at.index(text.len() + 1), taken.into(), &inserted);
            let document = before.0.edited(after);
            check_edited(&document);
            let library = check_cited(&document, &before);
            before = (document, library);
        }
    }
}
