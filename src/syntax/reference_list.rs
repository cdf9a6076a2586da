//! Reference lists: where they are and where their items begin.

use super::{Block, BlockKind};
use crate::text::Span;

/// A reference list of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceList {
    /// Its heading's text, if it has one.
    pub heading: Option<Span>,
    /// All of it, without the heading.
    pub span: Span,
    /// Its items.
    pub items: Vec<Span>,
    /// The number of each item: as written, or by its place where all are written alike (`1.`, `1.`), as Markdown
    /// counts them.
    pub numbers: Vec<Option<u32>>,
}

impl ReferenceList {
    fn new(text: &str, heading: Option<Span>, items: Vec<Span>) -> Option<Self> {
        let (first, last) = (items.first()?, items.last()?);
        let span = Span { start: first.start, end: last.end };
        let mut numbers: Vec<Option<u32>> = items.iter().map(|item| number(item.of(text))).collect();
        if items.len() > 1
            && let Some(first) = numbers[0]
            && numbers.iter().all(|number| *number == Some(first))
        {
            numbers = (first..).take(items.len()).map(Some).collect();
        }
        Some(Self { heading, span, items, numbers })
    }

    /// Whether every item has a number, each a higher one than the item before.
    #[must_use]
    pub fn is_numbered(&self) -> bool {
        self.items.len() > 1 && self.numbers.iter().all(Option::is_some) && self.numbers.is_sorted_by(|a, b| a < b)
    }

    /// The index of the item of this number, in a list that [is numbered](Self::is_numbered).
    #[must_use]
    pub fn item(&self, number: u32) -> Option<usize> {
        self.numbers.binary_search(&Some(number)).ok()
    }
}

/// The number that an item begins with: `12.`, `12)`, `[12]`, `\[12\]`, `12\.`.
fn number(item: &str) -> Option<u32> {
    let inner = item.trim_start_matches([' ', '>', '\\', '[', '(', '*', '-', '^']);
    let digits = inner.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let behind = inner[digits..].trim_start_matches(['\\', '*']);
    let ends =
        behind.strip_prefix(['.', ')', ']', ':']).is_some_and(|rest| !rest.starts_with(|ch: char| ch.is_ascii_digit()));
    inner[..digits].parse().ok().filter(|_| ends)
}

/// Headings of reference lists, folded as [`folded`] does.
const HEADINGS: &[&str] = &[
    // English
    "references",
    "reference",
    "reference list",
    "list of references",
    "references and notes",
    "notes and references",
    "references cited",
    "cited references",
    "literature cited",
    "literature",
    "cited literature",
    "works cited",
    "bibliography",
    "selected bibliography",
    "annotated bibliography",
    "selected references",
    "key references",
    "additional references",
    "supplementary references",
    "supplemental references",
    "references and further reading",
    "bibliographic references",
    "main references",
    "references & notes",
    "further references",
    "bibliography and references",
    // German, Dutch, Danish, Norwegian, Swedish
    "literatur",
    "literaturverzeichnis",
    "quellen",
    "quellenverzeichnis",
    "referenzen",
    "bibliographie",
    "literaturliste",
    "literatuur",
    "literatuurlijst",
    "referenties",
    "bronnen",
    "bibliografie",
    "litteratur",
    "litteraturliste",
    "referencer",
    "referanser",
    "referenser",
    "källor",
    "litteraturförteckning",
    "kilder",
    // French, Italian, Spanish, Catalan, Portuguese, Romanian
    "références",
    "références bibliographiques",
    "littérature citée",
    "bibliografia",
    "riferimenti",
    "riferimenti bibliografici",
    "letteratura",
    "referencias",
    "referencias bibliográficas",
    "bibliografía",
    "literatura citada",
    "literatura",
    "referències",
    "referências",
    "referências bibliográficas",
    "referințe",
    "bibliografie selectivă",
    "lista de referencias",
    "obras citadas",
    // Polish, Czech, Russian, Ukrainian, Turkish, Finnish, Hungarian
    "piśmiennictwo",
    "referencje",
    "reference a zdroje",
    "použitá literatura",
    "список литературы",
    "литература",
    "библиография",
    "источники",
    "список використаних джерел",
    "література",
    "kaynakça",
    "kaynaklar",
    "lähteet",
    "kirjallisuus",
    "viitteet",
    "irodalom",
    "irodalomjegyzék",
    "hivatkozások",
    // Chinese, Japanese, Korean, Arabic, Vietnamese, Indonesian
    "参考文献",
    "參考文獻",
    "引用文献",
    "文献",
    "参考资料",
    "参考与引用",
    "參考資料",
    "引用",
    "참고문헌",
    "참고 문헌",
    "المراجع",
    "tài liệu tham khảo",
    "daftar pustaka",
    "referensi",
];

/// Finds the reference lists among `blocks` by the `headings`, of each its block and level.
pub(super) fn find(text: &str, blocks: &[Block], headings: &[(usize, u8)]) -> Vec<ReferenceList> {
    let mut lists: Vec<ReferenceList> = Vec::new();
    for (order, &(index, level)) in headings.iter().enumerate() {
        let heading = blocks[index].span;
        let sure = is_heading(heading.of(text));
        if lists.last().is_some_and(|last| last.span.end > heading.start) || !sure && !may_be_heading(heading.of(text))
        {
            continue;
        }
        let next = headings[order + 1..].iter().find(|(_, other)| *other <= level);
        let until = next.map_or(blocks.len(), |(next, _)| *next);
        let found = list(text, &blocks[index + 1..until], Some(heading));
        lists.extend(found.filter(|list| sure || is_of_works(text, list)));
    }
    let set_off = paragraphs_that_are_headings(text, blocks, &lists);
    lists.extend(set_off);
    let unnamed = rows_of_references(text, blocks, &lists);
    lists.extend(unnamed);
    lists.sort_by_key(|list| list.span);
    lists
}

/// How many items a list without such a heading has at least.
const SHORTEST: usize = 5;

/// Rows of list items that are references though no heading says so: at least four of five of them.
fn rows_of_references(text: &str, blocks: &[Block], known: &[ReferenceList]) -> Vec<ReferenceList> {
    let mut lists = Vec::new();
    let outer = blocks.iter().filter(|block| block.within.is_none());
    let outer: Vec<&Block> = outer.collect();
    for row in outer.chunk_by(|a, b| a.kind == BlockKind::Item && b.kind == BlockKind::Item) {
        let [first, .., last] = row else { continue };
        let span = Span { start: first.span.start, end: last.span.end };
        // Reading the items costs most, so it comes last.
        if row.len() < SHORTEST || first.kind != BlockKind::Item || known.iter().any(|list| list.span.meets(span)) {
            continue;
        }
        let references = row.iter().filter(|item| is_reference(item.span.of(text))).count();
        if references * 5 >= row.len() * 4 {
            let items = row.iter().map(|item| item.span).collect();
            lists.extend(ReferenceList::new(text, None, items));
        }
    }
    lists
}

/// Whether an item is a reference beyond doubt: words, an author's initials, a year and an identifier, as no entry
/// of a list of links has them.
fn is_reference(item: &str) -> bool {
    let doi = || {
        memchr::memmem::find_iter(item.as_bytes(), b"10.").any(|at| {
            let number = &item[at + 3..];
            let digits = number.bytes().take_while(u8::is_ascii_digit).count();
            digits >= 4 && number[digits..].starts_with(['/', '%'])
        })
    };
    if !doi() && !item.contains("PMID") {
        return false;
    }
    let (mut words, mut initials, mut year) = (0, item.contains("et al"), false);
    for word in item.split_whitespace().filter(|word| !word.contains('/')) {
        words += 1;
        let letters = word.trim_matches(|ch: char| !ch.is_alphabetic());
        let capitals = letters.chars().filter(|ch| *ch != '.' && *ch != '-');
        initials |= (1..=3).contains(&capitals.clone().count()) && capitals.clone().all(char::is_uppercase);
        year |= has_year(word);
    }
    words >= 8 && initials && year
}

/// Whether a number of four digits that may be a year is in `text`.
fn has_year(text: &str) -> bool {
    let mut numbers = text.split(|ch: char| !ch.is_ascii_digit());
    numbers.any(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")))
}

/// Lists below a paragraph that is nothing but such a heading in bold: `**References**`.
fn paragraphs_that_are_headings(text: &str, blocks: &[Block], known: &[ReferenceList]) -> Vec<ReferenceList> {
    let mut lists = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let words = block.span.of(text);
        let bold = block.kind == BlockKind::Paragraph
            && words.len() < 80
            && words.starts_with("**")
            && words.ends_with(['*', ':']);
        if !bold || !is_heading(words) || known.iter().any(|list| list.span.contains(block.span.range().start)) {
            continue;
        }
        let until = blocks[index + 1..].iter().position(|block| block.kind == BlockKind::Heading);
        let until = until.map_or(blocks.len(), |until| index + 1 + until);
        lists.extend(list(text, &blocks[index + 1..until], Some(block.span)));
    }
    lists
}

/// The list that `blocks`, all those up to the next heading of the same level, make up.
fn list(text: &str, blocks: &[Block], heading: Option<Span>) -> Option<ReferenceList> {
    let items = || blocks.iter().filter(|block| block.kind == BlockKind::Item && block.within.is_none());
    let paragraphs = || blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    let spans: Vec<Span> = if items().count() >= paragraphs().count() {
        items().map(|block| block.span).collect()
    } else {
        let all = blocks.iter().filter(|block| {
            block.kind == BlockKind::Paragraph || block.kind == BlockKind::Item && block.within.is_none()
        });
        all.flat_map(|block| entries(text, block)).collect()
    };
    ReferenceList::new(text, heading, spans)
}

/// The references in one paragraph: one, or as many as there are lines that begin with a number in brackets.
fn entries(text: &str, block: &Block) -> Vec<Span> {
    let range = block.span.range();
    let mut starts = vec![range.start];
    let mut at = range.start;
    for line in text[range.clone()].split_inclusive(['\n', '\r']) {
        let numbered = line.trim_start_matches([' ', '>']).trim_start_matches('\\');
        let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
        let inner = numbered.strip_prefix(['[', '(']);
        let is_start = inner.is_some_and(|inner| {
            let digits = digits(inner);
            (1..4).contains(&digits) && inner[digits..].trim_start_matches('\\').starts_with([']', ')'])
        });
        if at > range.start && is_start && block.kind == BlockKind::Paragraph {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([range.end]);
    let trimmed = |start: usize, end: usize| Span::new(start, start + text[start..end].trim_end().len());
    starts.iter().copied().zip(ends).map(|(start, end)| trimmed(start, end)).collect()
}

/// Whether a heading announces a reference list.
pub(super) fn is_heading(heading: &str) -> bool {
    HEADINGS.contains(&folded(heading).as_str())
}

/// Whether a heading ends as one of a reference list does: “Data References”, “Pipeline X: Citations”.
fn may_be_heading(heading: &str) -> bool {
    let words = folded(heading);
    let last = words.rsplit(|ch: char| ch.is_whitespace()).next().unwrap_or_default();
    words.len() < 100
        && ["references", "citations", "bibliography", "referencias", "literatur", "références"].contains(&last)
}

/// Whether most items name a year, as references to works do.
fn is_of_works(text: &str, list: &ReferenceList) -> bool {
    let year = |item: &&Span| has_year(item.of(text));
    list.items.iter().filter(year).count() * 2 > list.items.len()
}

/// A heading's words in lower case: without marks, number, attributes and colon.
fn folded(heading: &str) -> String {
    let line = heading.split(['\n', '\r']).next().unwrap_or_default();
    let line = line.split("{#").next().unwrap_or_default().split("{.").next().unwrap_or_default();
    let line = line.split("{-").next().unwrap_or_default();
    let marks =
        |ch: char| ch.is_whitespace() || matches!(ch, '#' | '*' | '_' | ':' | '：' | '.' | '=' | '-' | '【' | '】');
    let words = line.trim_matches(marks);
    let numbered = words.trim_start_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, '.' | ')' | ' '));
    let roman = numbered
        .split_once(". ")
        .filter(|(number, _)| !number.is_empty() && number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')));
    roman.map_or(numbered, |(_, words)| words).trim_matches(marks).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_usual_headings_and_no_others() {
        for heading in [
            "# References",
            "## 7. References {.unnumbered}",
            "References\n==========",
            "### **Bibliography:**",
            "# Literaturverzeichnis",
            "## Références bibliographiques",
            "# 参考文献",
            "## VI. Works Cited",
            "# Literature",
            "## Список литературы",
        ] {
            assert!(is_heading(heading), "{heading}");
        }
        assert!(may_be_heading("## Data References") && may_be_heading("# A pipeline: Citations"));
        for heading in ["# API reference", "## Cross-referencing", "# Literature review", "# Reference genome", "##"] {
            assert!(!is_heading(heading), "{heading}");
        }
    }
}
