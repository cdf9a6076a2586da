//! A recorded title in a reference as written.

use std::ops::Range;

use super::words::{Word, is_near, joined};

/// What became of a title in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It is not there.
    Nowhere,
    /// These words of the text are the title, as far as can be told.
    Same(Range<usize>),
    /// These words of the text are the title with other words in it.
    Other(Range<usize>),
}

/// How many words of a text are looked through: a reference has fewer.
const LONGEST: usize = 300;
/// How many words of a title are looked for.
const TITLE: usize = 60;

/// Looks for a title among the words of a text. What the author left out or put in is not held against them, nor how a word
/// is spelt: only words in the place of others are.
#[must_use]
pub(super) fn find(title: &[Word], words: &[Word], text: &str) -> Found {
    let (title, words) = (&title[..title.len().min(TITLE)], &words[..words.len().min(LONGEST)]);
    if title.is_empty() || words.is_empty() {
        return Found::Nowhere;
    }
    if let Some(at) = verbatim(title, words) {
        return Found::Same(at);
    }
    let Some(blocks) = aligned(title, words) else { return Found::Nowhere };
    let matched: usize = blocks.iter().map(|(title, _)| title.len()).sum();
    if matched * 2 < title.len() || matched < title.len().min(3) {
        return Found::Nowhere;
    }
    let blocks = telling(blocks, title);
    let (first, last) = (&blocks[0], &blocks[blocks.len() - 1]);
    let start = sentence_start(words, text, first.1.start, first.0.start);
    let end = sentence_end(words, text, last.1.end, title.len() - last.0.end);
    let mut differs = is_replaced(&title[..first.0.start], &words[start..first.1.start])
        || is_replaced(&title[last.0.end..], &words[last.1.end..end]);
    for pair in blocks.windows(2) {
        differs |= is_replaced(&title[pair[0].0.end..pair[1].0.start], &words[pair[0].1.end..pair[1].1.start]);
    }
    if differs { Found::Other(start..end) } else { Found::Same(start..end) }
}

/// Whether two titles are of one work, as far as can be told: one may have a subtitle more.
#[must_use]
pub fn is_same_title(one: &str, other: &str) -> bool {
    let (first, second) = (super::words::words(one), super::words::words(other));
    let (joined_first, joined_second) = (joined(&first), joined(&second));
    joined_first.starts_with(&joined_second)
        || joined_second.starts_with(&joined_first)
        || find(&first, &second, other) != Found::Nowhere
        || strsim::normalized_levenshtein(&joined_first, &joined_second) > 0.7
}

/// The words that spell the title, however they are divided.
fn verbatim(title: &[Word], words: &[Word]) -> Option<Range<usize>> {
    let (wanted, all) = (joined(title), joined(words));
    let mut ends = Vec::with_capacity(words.len());
    let mut length = 0;
    for word in words {
        length += word.key.len();
        ends.push(length);
    }
    memchr::memmem::find_iter(all.as_bytes(), wanted.as_bytes()).find_map(|at| {
        let first = ends.partition_point(|end| *end <= at);
        let begins = if first == 0 { at == 0 } else { ends[first - 1] == at };
        let last = ends.partition_point(|end| *end < at + wanted.len());
        begins.then_some(first..last + 1)
    })
}

/// Words of the title, and the words of the text that are these.
type Block = (Range<usize>, Range<usize>);

/// What a step of an alignment takes: so many words of the title, and of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    End,
    Match(u8, u8),
    Instead,
    LeftOut,
    PutIn,
}

/// The blocks of the best alignment of a part of the title with a part of the text (T. F. Smith and M. S. Waterman,
/// “Identification of common molecular subsequences”, J. Mol. Biol. 1981).
fn aligned(title: &[Word], words: &[Word]) -> Option<Vec<Block>> {
    let (rows, columns) = (title.len() + 1, words.len() + 1);
    let mut scores = vec![0_i32; rows * columns];
    let mut steps = vec![Step::End; rows * columns];
    let pairs = |words: &[Word]| words.windows(2).map(joined).collect::<Vec<String>>();
    let (title_pairs, word_pairs) = (pairs(title), pairs(words));
    let (mut best, mut at) = (0, 0);
    for row in 1..rows {
        for column in 1..columns {
            let (one, other) = (&*title[row - 1].key, &*words[column - 1].key);
            let score = |up: usize, left: usize| scores[(row - up) * columns + column - left];
            let mut here = (0, Step::End);
            let mut offer = |score: i32, step: Step| {
                if score > here.0 {
                    here = (score, step);
                }
            };
            let same = one == other;
            if same || one.as_bytes()[0] == other.as_bytes()[0] && is_near(one, other) {
                offer(score(1, 1) + if same { 3 } else { 2 }, Step::Match(1, 1));
            } else {
                offer(score(1, 1) - 1, Step::Instead);
                if row > 1 && title_pairs[row - 2] == other {
                    offer(score(2, 1) + 4, Step::Match(2, 1));
                }
                if column > 1 && word_pairs[column - 2] == one {
                    offer(score(1, 2) + 4, Step::Match(1, 2));
                }
            }
            offer(score(1, 0) - 1, Step::LeftOut);
            offer(score(0, 1) - 1, Step::PutIn);
            let cell = row * columns + column;
            (scores[cell], steps[cell]) = here;
            if here.0 > best {
                (best, at) = (here.0, cell);
            }
        }
    }
    let mut blocks: Vec<Block> = Vec::new();
    let (mut row, mut column) = (at / columns, at % columns);
    loop {
        match steps[row * columns + column] {
            Step::End => break,
            Step::Match(up, left) => {
                let (end, end_of_text) = (row, column);
                row -= usize::from(up);
                column -= usize::from(left);
                match blocks.last_mut().filter(|(title, text)| title.start == end && text.start == end_of_text) {
                    Some((title, text)) => (title.start, text.start) = (row, column),
                    None => blocks.push((row..end, column..end_of_text)),
                }
            }
            Step::Instead => (row, column) = (row - 1, column - 1),
            Step::LeftOut => row -= 1,
            Step::PutIn => column -= 1,
        }
    }
    blocks.reverse();
    (!blocks.is_empty()).then_some(blocks)
}

/// The blocks without those between others that have nothing but articles and the like, which are in every title.
fn telling(blocks: Vec<Block>, title: &[Word]) -> Vec<Block> {
    let last = blocks.len() - 1;
    let tells = |(at, (of_title, _)): &(usize, Block)| {
        *at == 0 || *at == last || title[of_title.clone()].iter().any(Word::is_content)
    };
    blocks.into_iter().enumerate().filter(tells).map(|(_, block)| block).collect()
}

/// Whether words stand in the place of others that say something else.
fn is_replaced(recorded: &[Word], written: &[Word]) -> bool {
    let content = |words: &[Word]| words.iter().filter(|word| word.is_content()).cloned().collect::<Vec<_>>();
    let (one, other) = (content(recorded), content(written));
    if recorded.is_empty() || other.is_empty() || recorded.len().abs_diff(written.len()) > 2 {
        return false;
    }
    if strsim::normalized_levenshtein(&joined(recorded), &joined(written)) >= 0.7 {
        return false;
    }
    if one.is_empty() {
        // A telling word in the place of an article.
        return recorded.len() == written.len() && recorded.iter().all(Word::is_of_letters);
    }
    let initials = |words: &[Word]| words.iter().filter_map(|word| word.key.chars().next()).collect::<String>();
    let is_short_for = |one: &[Word], other: &[Word]| one.len() == 1 && *one[0].key == *initials(other);
    let (one_joined, other_joined) = (joined(&one), joined(&other));
    let is_respelt = strsim::normalized_levenshtein(&one_joined, &other_joined) >= 0.7;
    !is_respelt && !is_short_for(recorded, written) && !is_short_for(written, recorded)
}

/// Where the sentence that `first` is in begins, unless that is more than about `missing` words before.
fn sentence_start(words: &[Word], text: &str, first: usize, missing: usize) -> usize {
    let lowest = first.saturating_sub(missing + 2);
    for start in (lowest..=first).rev() {
        if start == 0
            || ends_sentence(&text[words[start - 1].at.end..words[start].at.start])
            || begins_other(words, text, start, [',', ':'])
        {
            return start;
        }
    }
    first
}

/// Where the sentence ends that goes on behind `last`, unless that is more than about `missing` words behind.
fn sentence_end(words: &[Word], text: &str, last: usize, missing: usize) -> usize {
    let highest = (last + missing + 2).min(words.len());
    for end in last..=highest {
        if end == words.len()
            || ends_sentence(&text[words[end - 1].at.end..words[end].at.start])
            || begins_other(words, text, end, [',', ','])
        {
            return end;
        }
    }
    last
}

/// Whether a capital behind a comma begins another part, as in “K. Jones, Sleep in mice, Nature 12 (2010)”.
fn begins_other(words: &[Word], text: &str, at: usize, marks: [char; 2]) -> bool {
    text[words[at - 1].at.end..words[at].at.start].contains(marks)
        && text[words[at].at.clone()].starts_with(char::is_uppercase)
}

/// Whether what stands between two words ends a sentence, or a quotation.
fn ends_sentence(between: &str) -> bool {
    let stop = between.find(['.', '?', '!']).is_some_and(|at| between[at + 1..].contains(char::is_whitespace));
    stop || between.contains(['"', '“', '”', '‘', '«', '»', '(', ')', '[', ']', ';'])
        || between.contains("'") && between.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    const TITLE: &str = "Effects of chronic sleep loss on the TNF-α response in non-small mice: a randomised trial";

    fn found(text: &str) -> &'static str {
        match find(&words(TITLE), &words(text), text) {
            Found::Nowhere => "nowhere",
            Found::Same(_) => "same",
            Found::Other(_) => "other",
        }
    }

    #[test]
    fn careful_authors_differ_from_registries() {
        for text in [
            "Doe J. Effects of chronic sleep loss on the TNF-α response in non-small mice: a randomised trial. Sleep. 2010",
            "Doe J. EFFECTS OF CHRONIC SLEEP LOSS ON TNF-alpha Response in Nonsmall Mice. A Randomized Trial. Sleep",
            "Doe J, “Effects of chronic sleep loss on the TNFα response in non-small mice,” Sleep 3 (2010)",
            "Doe J. The effect of chronic sleep-loss on the TNF-α response in non small mice. Sleep. 2010;3:4.",
            "Doe J. [Effects of chronic sleep loss on TNF-α responses in mice]. Sleep. 2010;3:4.",
        ] {
            assert_eq!(found(text), "same", "{text}");
        }
    }

    #[test]
    fn other_words_are_other_titles() {
        for text in [
            "Doe J. Effects of murine sleep loss on the TNF-α response in non-small mice: a randomised trial. Sleep. 2010",
            "Doe J. Outcomes after hepatic sleep loss on the TNF-α response in non-small mice: a randomised trial. Sleep",
            "Doe J. Effects of chronic sleep loss on the TNF-α response in non-small mice: a longitudinal trial. Sleep",
        ] {
            assert_eq!(found(text), "other", "{text}");
        }
        for text in
            ["Doe J. Sleep. 2010;3:4-5.", "Roe R. A randomised trial of exercise in frail adults. Sleep. 2010", ""]
        {
            assert_eq!(found(text), "nowhere", "{text}");
        }
    }
}
