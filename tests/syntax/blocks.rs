//! Blocks, sentences and reference lists.

use ibid::syntax::{BlockKind, ZoneKind};
use ibid::text::Span;

use super::read;

#[test]
fn the_innermost_block_is_found() {
    let text = "para one\n\n- item\n\n  more\n  - nested\n- last\n\n| a | b |\n|---|---|\n| c | d |\n\n[r]: https://x.org\n\n[^1]: note\n";
    let document = read(text);
    let at = |needle: &str| {
        let offset = text.find(needle).expect("the text has it");
        document.block_at(offset).map(|block| (block.kind, block.span.of(text).lines().count()))
    };
    assert_eq!(at("one"), Some((BlockKind::Paragraph, 1)));
    assert_eq!(at("more").map(|found| found.0), Some(BlockKind::Item));
    assert_eq!(at("nested"), Some((BlockKind::Item, 1)));
    assert_eq!(at("| c"), Some((BlockKind::TableRow, 1)));
    assert_eq!(at("[r]"), Some((BlockKind::Definition, 1)));
    assert_eq!(at("note").map(|found| found.0), Some(BlockKind::Footnote));
    assert!(document.blocks.is_sorted_by_key(|block| block.span.start));
}

#[test]
fn sentences_end_where_people_end_them() {
    let text = "Smith et al. (2010) wrote it, see Fig. 2 and e.g. 10.1000/abc. It was retracted by J. Doe. End.\n";
    let document = read(text);
    let sentence = |needle: &str| {
        let start = text.find(needle).expect("the text has it");
        document.sentence(Span::new(start, start + needle.len())).of(text)
    };
    assert_eq!(sentence("10.1000/abc"), "Smith et al. (2010) wrote it, see Fig. 2 and e.g. 10.1000/abc.");
    assert_eq!(sentence("retracted"), "It was retracted by J. Doe.");
    assert_eq!(sentence("End"), "End.");
    let chinese = "它已撤稿。见10.1000/abc。完";
    let document = read(chinese);
    assert_eq!(document.sentence(document.identifiers[0].span).of(chinese), "见10.1000/abc。");
}

#[test]
fn a_mark_behind_the_stop_belongs_to_the_sentence_before() {
    let text = "It was large.[^1][@doi:10.1000/a] It was retracted.[^2]\n";
    let document = read(text);
    let sentence = |needle: &str| {
        let start = text.find(needle).expect("the text has it");
        document.sentence(Span::new(start, start + needle.len())).of(text)
    };
    for needle in ["large", "[^1]", "10.1000/a"] {
        assert_eq!(sentence(needle), "It was large.[^1][@doi:10.1000/a]", "{needle}");
    }
    assert_eq!(sentence("[^2]"), "It was retracted.[^2]");
    for text in ["It was large.^1,2^ Next.", "It was large.\\[3--5\\] Next.", "It was large.<sup>7</sup> Next."] {
        let document = read(text);
        assert_eq!(document.sentence(Span::new(14, 15)).of(text), text.trim_end_matches(" Next."));
    }
}

#[test]
fn prices_hide_no_identifier() {
    let text = "It costs $5 [x](https://doi.org/10.1000/abc) and 6$, but $\\alpha_1$ is code `a`.\n";
    let document = read(text);
    let kinds: Vec<_> = document.zones.0.iter().map(|zone| (zone.kind, zone.span.of(text))).collect();
    assert_eq!(
        kinds,
        [
            (ZoneKind::Destination, "https://doi.org/10.1000/abc"),
            (ZoneKind::Math, "$\\alpha_1$"),
            (ZoneKind::Code, "`a`"),
        ]
    );
}

#[test]
fn lists_of_references() {
    let text = "# A\n\n## References\n\nSmith J. One. 2010.\n\nDoe J. Two. 2011.\n\n# API reference\n\ntext\n\n**Literature**\n\n[1] A.\n[2] B.\n";
    let document = read(text);
    let lists: Vec<Vec<&str>> =
        document.lists.iter().map(|list| list.items.iter().map(|item| item.of(text)).collect()).collect();
    assert_eq!(lists, [vec!["Smith J. One. 2010.", "Doe J. Two. 2011."], vec!["[1] A.", "[2] B."]]);
}

#[test]
fn lists_of_references_without_a_heading() {
    let reference =
        |n: usize| format!("- Doe J, Roe A: On the {n} things of life. J Life. 2011;{n}:1-9. doi: 10.1000/abc{n}\n");
    let row = |count: usize| (0..count).map(reference).collect::<String>();
    let places = |text: &str| {
        let document = read(text);
        let references = document.identifiers.iter().filter(|found| found.list.is_some()).count();
        (document.lists.len(), document.lists.iter().map(|list| list.items.len()).sum::<usize>(), references)
    };
    assert_eq!(places(&format!("# Tools\n\n{}", row(6))), (1, 6, 6));
    assert_eq!(places(&format!("# Tools\n\n{}- A tool\n", row(5))), (1, 6, 5));
    assert_eq!(places(&row(4)), (0, 0, 0), "too few");
    assert_eq!(places(&format!("{}- A\n- B\n- C\n", row(5))), (0, 0, 0), "too many others");
    let tools = "- [Tool](https://x.org) - A tool for RNA, see the [paper](https://doi.org/10.1000/abc.2011.1) of it here and now\n";
    assert_eq!(places(&tools.repeat(9)), (0, 0, 0), "links");
    assert_eq!(places(&format!("# References\n\n{}", row(6))), (1, 6, 6), "once only");
    let nested = (0..5).map(|n| format!("- [T{n}](https://x.org)\n\n  > {}\n", reference(n).trim_start_matches("- ")));
    assert_eq!(places(&nested.collect::<String>()), (1, 5, 5));
}

#[test]
fn definitions_before_a_heading_do_not_hide_its_list() {
    let document = read("[a]: https://example.org\n\nText\n\n# References\n\n1. One. doi:10.1000/one\n");
    assert_eq!(document.lists.len(), 1);
    assert_eq!(document.lists[0].heading.map(|heading| heading.of(document.text())), Some("# References"));
}
