//! A reference as words, numbers and marks.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// What a lexeme is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with the hyphens and apostrophes in them.
    Word,
    /// What has a digit: `12`, `e104`, `2010a`.
    Figure,
    /// Anything else but blanks.
    Mark(char),
}

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug)]
struct Lexeme {
    kind: Kind,
    start: u32,
    end: u32,
}

/// A text and its lexemes, which are named by their index. What is asked of one that is not there is answered with no.
#[derive(Debug)]
pub(super) struct Lexed<'t> {
    pub(super) text: &'t str,
    /// Whether it has letters of another alphabet than the Latin and Greek.
    pub(super) is_foreign: bool,
    lexemes: Vec<Lexeme>,
}

impl<'t> Lexed<'t> {
    /// Reads a text.
    pub(super) fn of(text: &'t str) -> Self {
        let mut lexemes = Vec::with_capacity(text.len() / 3);
        let mut is_foreign = false;
        let mut at = 0;
        while let Some(ch) = text[at..].chars().next() {
            let start = at;
            at += ch.len_utf8();
            if ch.is_whitespace() {
                continue;
            }
            let mut kind = Kind::Mark(narrow(ch));
            if ch.is_alphanumeric() {
                is_foreign |= ch.is_alphabetic() && !is_latin_or_greek(ch);
                at = start + length_of_word(&text[start..]);
                let has_digit = text.as_bytes()[start..at].iter().any(u8::is_ascii_digit);
                kind = if has_digit { Kind::Figure } else { Kind::Word };
            }
            lexemes.push(Lexeme { kind, start: start as u32, end: at as u32 });
        }
        Self { text, is_foreign, lexemes }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.lexemes.len()
    }

    /// What one is.
    pub(super) fn kind(&self, index: usize) -> Option<Kind> {
        self.lexemes.get(index).map(|lexeme| lexeme.kind)
    }

    /// Its bytes; the end of the text where there is none.
    pub(super) fn at(&self, index: usize) -> Range<usize> {
        let end = self.text.len();
        self.lexemes.get(index).map_or(end..end, |lexeme| lexeme.start as usize..lexeme.end as usize)
    }

    /// The bytes from one to another, both included.
    pub(super) fn span_of(&self, first: usize, last: usize) -> Range<usize> {
        self.at(first).start..self.at(last).end
    }

    /// It, as written.
    pub(super) fn written(&self, index: usize) -> &'t str {
        &self.text[self.at(index)]
    }

    /// It, if it is a word.
    pub(super) fn word(&self, index: usize) -> Option<&'t str> {
        (self.kind(index) == Some(Kind::Word)).then(|| self.written(index))
    }

    /// It, if it is a number.
    pub(super) fn figure(&self, index: usize) -> Option<&'t str> {
        (self.kind(index) == Some(Kind::Figure)).then(|| self.written(index))
    }

    /// It, if it is a mark.
    pub(super) fn mark(&self, index: usize) -> Option<char> {
        match self.kind(index) {
            Some(Kind::Mark(ch)) => Some(ch),
            _ => None,
        }
    }

    /// Whether it is this mark.
    pub(super) fn is_mark(&self, index: usize, mark: char) -> bool {
        self.mark(index) == Some(mark)
    }

    /// Whether it is one of these marks.
    pub(super) fn is_any_mark(&self, index: usize, marks: &[char]) -> bool {
        self.mark(index).is_some_and(|mark| marks.contains(&mark))
    }

    /// Whether it is this word, in small letters or capitals.
    pub(super) fn is_word(&self, index: usize, word: &str) -> bool {
        self.word(index).is_some_and(|written| written.eq_ignore_ascii_case(word))
    }

    /// Whether nothing stands between it and the one before.
    pub(super) fn is_glued(&self, index: usize) -> bool {
        index > 0 && self.at(index - 1).end == self.at(index).start
    }

    /// Whether a full stop ends it, without a blank before.
    pub(super) fn has_stop(&self, index: usize) -> bool {
        self.is_mark(index + 1, '.') && self.is_glued(index + 1)
    }
}

/// Whether a letter is of an alphabet in which references to articles are compared; Greek ones are in titles.
fn is_latin_or_greek(ch: char) -> bool {
    matches!(ch, '\0'..='\u{3ff}' | '\u{1d00}'..='\u{1fff}' | '\u{2070}'..='\u{214f}')
}

/// The mark that one of Chinese width is.
fn narrow(mark: char) -> char {
    match mark {
        '，' => ',',
        '：' => ':',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        '［' => '[',
        '］' => ']',
        '．' | '。' => '.',
        _ => mark,
    }
}

/// How many bytes the word has that a text begins with.
fn length_of_word(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, ch)) = chars.next() {
        let joins = matches!(ch, '\'' | '’' | 'ʼ' | '‘' | '´') || matches!(ch, '-' | '\u{2010}' | '\u{2011}');
        let mut is_inside = || before.is_alphabetic() && chars.peek().is_some_and(|next| next.1.is_alphabetic());
        let goes_on = ch.is_alphanumeric() || is_combining_mark(ch) || ch == '\u{ad}' || joins && is_inside();
        if !goes_on {
            return at;
        }
        before = ch;
    }
    text.len()
}

/// The year that a number may be, perhaps with the letter that tells two apart.
pub(super) fn year(figure: &str) -> Option<i32> {
    let digits = figure.trim_end_matches(|ch: char| ch.is_ascii_lowercase());
    let year = digits.parse().ok()?;
    (digits.len() == 4 && figure.len() <= 5 && (1600..=2100).contains(&year)).then_some(year)
}
