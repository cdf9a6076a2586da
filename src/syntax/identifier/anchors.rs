//! Where identifiers may stand that are no DOIs: the words of all lexers are looked for in one pass.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::LEXERS;
use crate::text::Span;

/// The places for each of [`LEXERS`].
pub(in crate::syntax) type Anchors = [Vec<Span>; LEXERS.len()];

/// The words of all lexers, and the lexer of each.
struct Words {
    search: AhoCorasick,
    lexers: Vec<usize>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let all = || LEXERS.iter().enumerate().flat_map(|(at, lexer)| lexer.words.iter().map(move |word| (at, *word)));
    let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(all().map(|(_, word)| word));
    Words { search: search.expect("they are few and short"), lexers: all().map(|(at, _)| at).collect() }
});

/// Finds them all, those of one lexer in no particular order.
pub(in crate::syntax) fn find(bytes: &[u8]) -> Anchors {
    let mut anchors = Anchors::default();
    let mut from = 0;
    while let Some(found) = WORDS.search.find(Input::new(bytes).range(from..)) {
        anchors[WORDS.lexers[found.pattern().as_usize()]].push(Span::new(found.start(), found.end()));
        // A word may begin in another.
        from = found.start() + 1;
    }
    for (lexer, anchors) in LEXERS.iter().zip(&mut anchors) {
        (lexer.others)(bytes, anchors);
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a word begins only one is found, so none may begin as another does.
    #[test]
    fn no_word_begins_with_another() {
        let words: Vec<&str> = LEXERS.iter().flat_map(|lexer| lexer.words).copied().collect();
        for word in &words {
            let begin = words.iter().filter(|other| word.starts_with(**other)).count();
            assert_eq!(begin, 1, "{word}");
        }
    }

    #[test]
    fn a_word_in_another_is_found_too() {
        let [ncbi, pmid, ..] = find(b"see pubmed.gov/1, www.NCBI.nih.gov, PMIDPMID");
        assert_eq!(ncbi, [Span::new(4, 14), Span::new(27, 34)]);
        assert_eq!(pmid, [Span::new(5, 10), Span::new(36, 40), Span::new(40, 44)]);
    }
}
