//! Withdrawn papers: arXiv marks them with nothing but words of the authors or of its administrators, in the comment or
//! in place of the abstract.

use crate::record::{Notice, NoticeKind, PartialDate, ReportedBy};
use crate::sources::body;

/// What else may stand between the paper and "withdrawn".
const BETWEEN: [&str; 8] = ["has", "have", "been", "is", "was", "being", "now", "temporarily"];

const PAPERS: [&str; 9] =
    ["paper", "article", "submission", "manuscript", "preprint", "work", "letter", "note", "report"];

/// Longest sentence kept as the reason, in bytes.
const LONGEST: usize = 300;

/// The notice that the comment or the abstract gives, plain text each; only one that clearly says that this very paper
/// is withdrawn. `date` is that of the version that says so.
pub(in crate::sources) fn withdrawal(
    comment: Option<&str>,
    abstract_text: Option<&str>,
    date: Option<PartialDate>,
) -> Option<Notice> {
    let in_comment = comment.and_then(|comment| said(comment, usize::MAX));
    // An abstract may go on to speak of other papers.
    let sentence = in_comment.or_else(|| abstract_text.and_then(|text| said(text, 1)))?;
    Some(Notice {
        kind: NoticeKind::Withdrawn,
        notice: None,
        date,
        reported_by: vec![ReportedBy::Publisher],
        reason: Some(body::start(sentence, LONGEST).trim().to_owned()),
    })
}

/// The sentence, among the first ones, that says it.
fn said(text: &str, most: usize) -> Option<&str> {
    let lower = text.to_lowercase();
    if ["reinstat", "restored", "by mistake", "withdrawn in error", "not withdrawn"].iter().any(|it| lower.contains(it))
    {
        return None;
    }
    let sentences = text.split_inclusive([';', '\n']).flat_map(|part| part.split_inclusive(". "));
    let sentences = sentences.map(|sentence| sentence.trim().trim_end_matches(';')).filter(|it| !it.is_empty());
    sentences.take(most).enumerate().find(|(at, sentence)| says(sentence, *at == 0)).map(|(_, sentence)| sentence)
}

/// "This paper has been withdrawn by …", "The author has withdrawn this paper"; at the beginning of the text also
/// "Paper withdrawn" and "Withdrawn due to …". What is withdrawn from a journal still stands on arXiv.
fn says(sentence: &str, first: bool) -> bool {
    let lower = sentence.to_lowercase();
    let lower = lower.trim_start_matches("arxiv admin note:");
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let Some(at) = words.iter().position(|word| *word == "withdrawn") else { return false };
    let (before, after) = (&words[..at], &words[at + 1..]);
    let subject: Vec<&str> = before.iter().copied().filter(|word| !BETWEEN.contains(word)).collect();
    let passive = match subject.as_slice() {
        [] => first && before.is_empty(),
        [paper] => first && PAPERS.contains(paper),
        ["this", paper] => PAPERS.contains(paper),
        ["the" | "our", paper] => first && PAPERS.contains(paper),
        _ => false,
    };
    let active =
        matches!(subject.as_slice(), ["the" | "this" | "all", "author" | "authors"] | ["i" | "we" | "authors"])
            && matches!(after, ["this" | "the", paper, ..] if PAPERS.contains(paper));
    active && after.get(2) != Some(&"from") || passive && after.first() != Some(&"from")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(comment: &str) -> Option<String> {
        withdrawal(Some(comment), None, None)?.reason
    }

    #[test]
    fn what_is_withdrawn() {
        for comment in [
            "This paper has been withdrawn by the author due to a crucial sign error in equation 1",
            "This paper has been withdrawn",
            "this article is withdrawn",
            "Withdrawn",
            "Paper withdrawn by the authors.",
            "The paper has been withdrawn because Lemma 3 is wrong",
            "arXiv admin note: This submission has been withdrawn by arXiv administrators",
            "The authors have withdrawn this paper due to an error",
            "This paper has been temporarily withdrawn",
        ] {
            assert_eq!(told(comment).as_deref(), Some(comment));
        }
        assert_eq!(
            told("12 pages; This manuscript has been withdrawn by the authors. A new one follows").as_deref(),
            Some("This manuscript has been withdrawn by the authors.")
        );
    }

    #[test]
    fn what_is_not() {
        for comment in [
            "12 pages, 3 figures",
            "Supersedes arXiv:0704.0001, which has been withdrawn",
            "This paper has not been withdrawn",
            "This paper has been withdrawn from the journal and submitted elsewhere",
            "Withdrawn from JHEP",
            "12 pages. The paper has been withdrawn by its first publisher",
            "This version was withdrawn by mistake",
            "This paper was withdrawn by mistake and is available again",
            "A study of drugs withdrawn after approval",
            "Withdrawal and craving in smokers",
            "We study money withdrawn this paper trail year",
            "",
        ] {
            assert_eq!(told(comment), None, "{comment}");
        }
    }

    #[test]
    fn an_abstract_is_read_to_its_first_sentence() {
        let of = |text: &str| withdrawal(None, Some(text), None).is_some();
        assert!(of("This paper has been withdrawn by the author due to an error."));
        assert!(!of("Drugs are taken off the market. This paper has been withdrawn by nobody."));
    }
}
