//! Marks that are quoted: a text that speaks of a form shows it, “PMID:xxxxxxxx”, and leaves nothing out.

use crate::syntax::boundary;
use crate::text::Span;

/// How far before an identifier's form a quotation begins at most, in bytes: its label and a few words.
const LONGEST: usize = 60;
/// The same before a mark in brackets, which is quoted alone: some have whole sentences of others quoted in their draft.
const SHORTEST: usize = 4;

/// Marks that open what a mark closes: languages write them in several ways.
const PAIRS: [(char, &[char]); 11] = [
    ('"', &['"']),
    ('\'', &['\'']),
    ('”', &['“', '”', '„']),
    ('“', &['„']),
    ('’', &['‘', '’', '‚']),
    ('‘', &['‚']),
    ('»', &['«', '»']),
    ('«', &['»']),
    ('›', &['‹', '›']),
    ('‹', &['›']),
    ('」', &['「']),
];

/// Whether a quotation ends where the mark at `span` does.
pub(super) fn is_quoted(text: &str, span: Span) -> bool {
    let range = span.range();
    let behind = text[range.end..].trim_start_matches(['*', '_', '.', ',', ':', '!', '?']);
    // What is not known to end a word may have been taken for a part of the mark.
    let Some(close) =
        [text[range.clone()].chars().next_back(), behind.chars().next()].into_iter().flatten().find(is_close)
    else {
        return false;
    };
    let longest = if text[range.start..].starts_with(['[', '\\', '(']) { SHORTEST } else { LONGEST };
    let before = &text[boundary::ceil(text, range.start.saturating_sub(longest))..range.start];
    let block = before.rfind("\n\n").map_or(before, |end| &before[end + 2..]);
    let opens = |ch: char| PAIRS.iter().any(|(mark, open)| *mark == close && open.contains(&ch));
    // The nearest of the marks decides: what it closes is no quotation that goes on.
    let Some((at, ch)) = block.char_indices().rev().find(|(_, ch)| opens(*ch) || *ch == close) else { return false };
    let (outside, inside) = (block[..at].chars().next_back(), block[at + ch.len_utf8()..].chars().next());
    // One in a word is an apostrophe, and one before a blank closes.
    opens(ch) && outside.is_none_or(|ch| !ch.is_alphanumeric()) && inside.is_none_or(|ch| !ch.is_whitespace())
}

fn is_close(ch: &char) -> bool {
    PAIRS.iter().any(|(mark, _)| mark == ch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_quoted_in(text: &str) -> bool {
        let start = text.find("xxxx").unwrap();
        let end = text.rfind("xxxx").unwrap() + 4;
        is_quoted(text, Span::new(start, end))
    }

    #[test]
    fn a_quotation_ends_with_the_mark() {
        for text in [
            "\"PMID:xxxxxxxx\"",
            "such as \"new gene PMID:xxxxxxxx\" (this will change)",
            "it is “PMID: xxxx”",
            "es ist „PMID: xxxx“",
            "es ist ‚PMID: xxxx‘",
            "la forme «PMID: xxxx»",
            "die Form »PMID: xxxx«",
            "「PMID:xxxx」",
            "in 'PMID: xxxx'",
            "it reads “PMID: xxxx.” There",
            "written \"**PMID: xxxx**\"",
        ] {
            assert!(is_quoted_in(text), "{text}");
        }
    }

    #[test]
    fn marks_beside_it_are_none_around_it() {
        for text in [
            "PMID: xxxx",
            "“As before” (PMID: xxxx)",
            "the authors’ PMID: xxxx’",
            "it is \"new\", PMID: xxxx\"",
            "“quoted”\n\nPMID: xxxx”",
            "“This is shown (PMID: xxxx).”",
        ] {
            assert!(!is_quoted_in(text), "{text}");
        }
        let (alone, sentence) = ("“[REF]”", "“It is shown [REF]”");
        assert!(is_quoted(alone, Span::new(3, 8)));
        assert!(!is_quoted(sentence, Span::new(15, 20)));
    }
}
