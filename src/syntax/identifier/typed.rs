//! Identifiers that a person types, alone: on the command line, in the configuration.

use super::{Candidate, Haul, Setting, anchors, at, doi, shape};
use crate::record::{Identifier, IdentifierKind};

/// How an identifier typed by a person was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// The canonical identifier.
    pub id: Identifier,
    /// It is a number and nothing else, which is taken for a PMID; whoever shows the answer should say so.
    pub is_number: bool,
}

/// Kinds whose identifiers are told by their shape alone, in the order in which they are tried.
const TOLD_BY_SHAPE: [IdentifierKind; 5] =
    [IdentifierKind::Pmid, IdentifierKind::Pmcid, IdentifierKind::Arxiv, IdentifierKind::Trial, IdentifierKind::Isbn];

/// Reads one identifier in any of its spellings, alone in `text`: canonical (`pmid:1`), bare (`10.1000/abc`, `PMC1234567`,
/// `1706.03762`), labelled, as a citation key, or as the address of a service. `None` for anything else.
#[must_use]
pub fn read_identifier(text: &str) -> Option<Spelling> {
    let text = text.trim().trim_start_matches('\u{feff}');
    let spelling = |id| Spelling { id, is_number: false };
    if let Some(read) = doi::read_doi(text) {
        return Some(spelling(read.id));
    }
    // An address that a key in braces held may end with any mark.
    if let Some(url) = Identifier::parse(text).filter(|id| id.kind() == IdentifierKind::Url) {
        return Some(spelling(url));
    }
    let bare = text.trim_matches(['<', '>', '(', ')', '[', ']', '"', '\'', ' ']).trim_end_matches(['.', ',', ';']);
    for kind in TOLD_BY_SHAPE {
        let labelled = kind != IdentifierKind::Pmcid;
        if let Some((length, id)) = shape::read(kind, bare, labelled)
            && length == bare.len()
        {
            return Some(Spelling { id, is_number: kind == IdentifierKind::Pmid });
        }
    }
    let canonical = || Identifier::parse(bare).filter(|id| !id.value().contains(char::is_whitespace));
    announced(bare).or_else(canonical).map(spelling)
}

/// The one identifier that a label, key or address announces, if `text` is nothing else.
fn announced(text: &str) -> Option<Identifier> {
    let candidate = Candidate { floor: 0, limit: text.len(), setting: Setting::Text, alone: true };
    let mut haul = Haul::default();
    for (lexer, anchor) in at(&anchors(text.as_bytes())) {
        (lexer.read)(text, anchor.range().start, candidate, &mut haul);
    }
    haul.settle();
    let [found] = &haul.found[..] else { return None };
    let token = found.token.range();
    let marks = |text: &str| text.chars().all(|ch| ch.is_ascii_punctuation() && !matches!(ch, '%' | '@' | '/'));
    (marks(&text[..token.start]) && marks(&text[token.end..])).then(|| found.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        read_identifier(text).map(|spelling| spelling.id.to_string())
    }

    #[test]
    fn every_spelling_is_taken() {
        for (text, id) in [
            ("10.1000/ABC", "doi:10.1000/abc"),
            ("https://doi.org/10.1000/abc", "doi:10.1000/abc"),
            ("pmid:1", "pmid:1"),
            ("PMID: 17284678", "pmid:17284678"),
            ("PMID 12", "pmid:12"),
            ("pubmed:123", "pmid:123"),
            ("@pmid:17284678", "pmid:17284678"),
            ("https://pubmed.ncbi.nlm.nih.gov/17284678/", "pmid:17284678"),
            ("<http://www.ncbi.nlm.nih.gov/pubmed?term=17284678>", "pmid:17284678"),
            ("PMC1803018", "pmcid:PMC1803018"),
            ("pmcid:PMC1803018", "pmcid:PMC1803018"),
            ("PMCID: 1803018", "pmcid:PMC1803018"),
            ("https://pmc.ncbi.nlm.nih.gov/articles/PMC1803018/", "pmcid:PMC1803018"),
            ("1706.03762v7", "arxiv:1706.03762"),
            ("arXiv:1706.03762", "arxiv:1706.03762"),
            ("hep-th/9901001", "arxiv:hep-th/9901001"),
            ("math/0309136", "arxiv:math/0309136"),
            ("https://arxiv.org/pdf/1706.03762v7.pdf", "arxiv:1706.03762"),
            ("10.48550/arXiv.1706.03762", "arxiv:1706.03762"),
            ("978-3-16-148410-0", "isbn:9783161484100"),
            ("0306406152", "isbn:9780306406157"),
            ("isbn:0-306-40615-2", "isbn:9780306406157"),
            ("NCT04317092", "trial:NCT04317092"),
            ("2004-000446-20", "trial:2004-000446-20"),
            ("https://clinicaltrials.gov/study/NCT04692532", "trial:NCT04692532"),
            ("url:https://example.org/a", "url:https://example.org/a"),
            ("url:https://example.org/[a]", "url:https://example.org/[a]"),
            ("(url:https://example.org/a)", "url:https://example.org/a"),
        ] {
            assert_eq!(read(text).as_deref(), Some(id), "{text}");
        }
    }

    #[test]
    fn a_number_alone_is_a_pmid_and_says_so() {
        assert!(read_identifier("17284678").is_some_and(|spelling| spelling.is_number));
        assert!(read_identifier("pmid:17284678").is_some_and(|spelling| !spelling.is_number));
    }

    #[test]
    fn anything_else_is_none() {
        for text in [
            "",
            "paper.md",
            "retracted",
            "123456789",
            "doi:10.xxxx/x\n.y",
            "pmid:abc",
            "https://example.org/",
            "PMID: 1 and PMID: 2",
            "é",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
