//! Links from identifiers to their pages, where the text itself has none.

use super::Snapshot;
use crate::record::Knowledge;
use crate::render;
use crate::syntax::{Document, Occurrence, Place};
use crate::text::Span;

/// A link behind an identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The identifier itself, without label or `@`.
    pub span: Span,
    /// The address of its page, built from its canonical form.
    pub target: String,
    /// What following it does.
    pub tooltip: &'static str,
}

/// How far before an identifier the address may begin that it stands in, in bytes.
const LONGEST: usize = 2_000;

/// The links of a manuscript. What stands in a link or an address has one already; what is registered nowhere has no
/// page.
#[must_use]
pub fn links(snapshot: &Snapshot) -> Vec<Link> {
    let document = &*snapshot.document;
    let mut linked = document.links.iter().peekable();
    let mut links = Vec::new();
    for found in &document.identifiers {
        while linked.next_if(|link| link.end <= found.span.start).is_some() {}
        let is_linked = linked.peek().is_some_and(|link| link.meets(found.span));
        if is_linked || matches!(snapshot.records.get(&found.id), Knowledge::Absent(_)) || has_address(document, found)
        {
            continue;
        }
        let tooltip = render::link_tooltip(found.id.kind());
        links.extend(found.id.link().map(|target| Link { span: found.span, target, tooltip }));
    }
    links
}

/// Whether an identifier stands in an address: an editor makes a link of `https://…` wherever it is.
fn has_address(document: &Document, found: &Occurrence) -> bool {
    if found.place == Place::Link {
        return true;
    }
    let text = document.text().as_bytes();
    let (start, end) = (found.token.range().start, found.span.range().end);
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b'"' | b'`');
    let before = &text[start.saturating_sub(LONGEST)..start];
    let from = before.iter().rposition(ends).map_or(start - before.len(), |at| start - before.len() + at + 1);
    memchr::memmem::find(&text[from..end], b"://").is_some()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::Config;
    use crate::record::{Absent, Day, Identifier, Records};
    use crate::syntax::{Dialect, parse};
    use crate::text::SourceFile;

    const ABSENT: &str = "10.5555/absent";

    /// The stretches that have a link, with its target.
    fn targets(text: &str) -> Vec<(String, String)> {
        let document = Arc::new(parse(Arc::new(SourceFile::new("paper.md", text)), Dialect::Pandoc));
        let asked = Day::from_ymd(2026, 11, 1).expect("a day");
        let mut records = Records::default();
        let denied = Knowledge::Absent(Absent { authority: "Crossref, doi.org".into(), asked });
        records.put(Identifier::from_doi(ABSENT), denied);
        let snapshot = Snapshot {
            document,
            records: Arc::new(records),
            config: Arc::new(Config::default()),
            lock: None,
            locked: false,
            today: None,
            library: Arc::default(),
            is_part: false,
            in_flux: Arc::default(),
            typed: Arc::default(),
            judgements: Arc::default(),
            candidates: Arc::default(),
        };
        links(&snapshot).into_iter().map(|link| (link.span.of(text).to_owned(), link.target)).collect()
    }

    fn of(text: &str, shown: &str, target: &str) {
        assert_eq!(targets(text), [(shown.to_owned(), target.to_owned())], "{text}");
    }

    #[test]
    fn an_identifier_leads_to_its_page() {
        let page = "https://doi.org/10.5555/abc";
        for text in [
            "See doi:10.5555/ABC.",
            "See 10.5555/ABC.",
            "See [@doi:10.5555/ABC, p. 3].",
            "See (doi:10.5555/ABC).",
            "| a |\n|---|\n| 10.5555/ABC |\n",
            "Text[^1].\n\n[^1]: doi:10.5555/ABC\n",
            "A doi.org/10.5555/ABC without a scheme.",
        ] {
            of(text, "10.5555/ABC", page);
        }
        of("PMID: 36497410", "36497410", "https://pubmed.ncbi.nlm.nih.gov/36497410/");
        of("PMC9739001", "PMC9739001", "https://pmc.ncbi.nlm.nih.gov/articles/PMC9739001/");
        of("arXiv:1706.03762v7", "1706.03762v7", "https://arxiv.org/abs/1706.03762");
        of(
            "doi:10.1002/(SICI)1<2::AID>3.0.CO;2-B",
            "10.1002/(SICI)1<2::AID>3.0.CO;2-B",
            "https://doi.org/10.1002/%28sici%291%3C2::aid%3E3.0.co;2-b",
        );
    }

    #[test]
    fn what_is_a_link_already_gets_none() {
        for text in [
            "See https://doi.org/10.5555/abc.",
            "See <https://doi.org/10.5555/abc>.",
            "See DOI: https://doi.org/10.5555/abc.",
            "See HTTP://DX.DOI.ORG/10.5555/abc.",
            "See https://www.example.org/a?doi=10.5555/abc.",
            "See [others](https://doi.org/10.5555/abc).",
            "See [doi:10.5555/abc](https://www.example.org/).",
            "See [the *work* 10.5555/abc][one].\n\n[one]: https://doi.org/10.5555/abc\n",
            "See [doi:10.5555/abc](paper.md).",
            "[![10.5555/abc](a.png) 10.5555/abc](https://www.example.org/)",
            "![10.5555/abc](a.png)",
            "<a href=\"https://doi.org/10.5555/abc\">them</a>",
        ] {
            assert!(targets(text).is_empty(), "{text}: {:?}", targets(text));
        }
    }

    #[test]
    fn an_address_before_it_is_not_one_around_it() {
        for text in [
            "See https://www.example.org/ and 10.5555/abc.",
            "See <https://www.example.org/>10.5555/abc.",
            "See [a](https://www.example.org/) and 10.5555/abc, [b](https://www.example.org/).",
            "See [@doi:10.5555/abc][@key].",
            // The text is a link, the label of its definition none.
            "See [10.5555/abc].\n\n[10.5555/abc]: https://www.example.org/\n",
        ] {
            of(text, "10.5555/abc", "https://doi.org/10.5555/abc");
        }
    }

    #[test]
    fn a_link_that_leads_nowhere_is_none() {
        assert!(targets(&format!("See doi:{ABSENT}.")).is_empty());
        assert!(targets("`10.5555/abc` and $10.5555/abc$").is_empty());
    }
}
