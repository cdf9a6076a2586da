//! Whether a reference may be one to an article in a journal.

use super::lexeme::Lexed;

/// Words of references to other works, sorted. That some titles of articles have them, too, only leaves these alone.
#[rustfmt::skip]
const OF_OTHERS: [&str; 61] = [
    "arxiv", "biorxiv", "blog", "bookdown", "catalogue", "chap", "chapter", "chemrxiv", "conf", "conference",
    "congress", "cran", "dataset", "dissertation", "ed", "edited", "edition", "editor", "editors", "edn", "eds",
    "elsevier", "encyclopedia", "figshare", "github", "handbook", "hrsg", "internet", "isbn", "lecture", "lncs",
    "manual", "medrxiv", "monograph", "newspaper", "osf", "package", "patent", "preprint", "preprints", "publisher",
    "publishers", "publishing", "repository", "retrieved", "rxiv", "software", "springer", "ssrn", "symp", "symposium",
    "tech", "thesis", "univ", "university", "verlag", "website", "wikipedia", "wiley", "workshop", "zenodo",
];
/// Words of references to articles that are still to get their volume and pages, sorted.
#[rustfmt::skip]
const OF_COMING: [&str; 12] = [
    "accepted", "advance", "ahead", "arxiv", "early", "epub", "forthcoming", "online", "press", "proc", "proceedings",
    "submitted",
];
/// How long the longest of these words is.
const LONGEST: usize = 12;

/// Whether the lexemes from `from` on have a word of another kind of work.
pub(super) fn is_other(lexed: &Lexed<'_>, from: usize) -> bool {
    has_any(lexed, from, &OF_OTHERS)
        || (from..lexed.len())
            .any(|index| is_part_of_book(lexed, index) || is_marked(lexed, index) || is_publisher(lexed, index))
}

/// Whether they say that the article is still to appear, or appeared without numbers.
pub(super) fn is_coming(lexed: &Lexed<'_>, from: usize) -> bool {
    has_any(lexed, from, &OF_COMING)
}

fn has_any(lexed: &Lexed<'_>, from: usize, words: &[&str]) -> bool {
    let mut small = [0; LONGEST];
    (from..lexed.len()).filter_map(|index| lexed.word(index)).any(|word| {
        let Some(small) = small.get_mut(..word.len()) else { return false };
        small.copy_from_slice(word.as_bytes());
        small.make_ascii_lowercase();
        words.binary_search_by(|other| other.as_bytes().cmp(small)).is_ok()
    })
}

/// “In: Roe R, editor.”, “. In Handbook of Sleep”, “, in “Optical Bistability””
fn is_part_of_book(lexed: &Lexed<'_>, index: usize) -> bool {
    if !lexed.is_word(index, "in") {
        return false;
    }
    let is_behind = |marks: &[char]| index > 0 && lexed.is_any_mark(index - 1, marks);
    let begins = lexed.word(index + 1).is_some_and(|next| next.starts_with(char::is_uppercase))
        || lexed.is_any_mark(index + 1, &['“', '"', '‘', '«']);
    let sentences = ['.', ',', '”', '"', '’', '\'', ')', '?', '»'];
    lexed.is_mark(index + 1, ':')
        || begins && is_behind(if lexed.word(index) == Some("In") { &sentences } else { &sentences[1..7] })
}

/// “Academic Press”
fn is_publisher(lexed: &Lexed<'_>, index: usize) -> bool {
    let is_named = |before: usize| lexed.word(before).is_some_and(|word| word.starts_with(char::is_uppercase));
    lexed.word(index) == Some("Press") && index > 0 && is_named(index - 1) && !lexed.is_word(index - 1, "in")
}

/// “[M]”, “[C/OL]”, “//”: lists that mark what kind a work is (GB/T 7714) have a J for articles.
fn is_marked(lexed: &Lexed<'_>, index: usize) -> bool {
    let is_kind = |word: &str| word != "J" && word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_marked = lexed.is_mark(index, '[')
        && lexed.word(index + 1).is_some_and(is_kind)
        && lexed.is_any_mark(index + 2, &[']', '/']);
    is_marked || lexed.is_mark(index, '/') && lexed.is_mark(index + 1, '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_none_is_longer() {
        for words in [&OF_OTHERS[..], &OF_COMING] {
            assert!(words.is_sorted());
            assert!(words.iter().all(|word| word.len() <= LONGEST));
        }
    }
}
