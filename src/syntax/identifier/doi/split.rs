//! DOIs with blanks inside: `10.1371 / journal.pmed.1000332`, `10. 1016/…`, a line end behind the slash.

use super::units::Unit;

/// The parts of a DOI that blanks divide.
pub(super) struct Parts {
    /// The prefix as meant, with its slash.
    pub(super) prefix: String,
    /// Where the suffix begins.
    pub(super) suffix: usize,
    /// A line ends inside.
    pub(super) line_end: bool,
    /// A blank stands behind the slash.
    pub(super) blank_behind: bool,
    /// The first character inside that a word processor put in, where there is one.
    pub(super) word_character: Option<(usize, char)>,
}

/// Reads the prefix of a DOI with blanks that begins at `at`; `None` where no blank is in it.
pub(super) fn read(text: &str, at: usize, limit: usize) -> Option<Parts> {
    let mut reader = Reader { text: &text[..limit], at: at + 2, blanks: 0, line_end: false, word_character: None };
    reader.blanks(1);
    reader.mark('.')?;
    reader.blanks(1);
    let digits = reader.text[reader.at..].bytes().take_while(u8::is_ascii_digit).count();
    let number = reader.text[reader.at..reader.at + digits].to_owned();
    if !(4..=9).contains(&digits) || number.starts_with('0') {
        return None;
    }
    reader.at += digits;
    reader.blanks(2);
    reader.mark('/')?;
    let before = reader.blanks;
    reader.blanks(24);
    let Reader { at: suffix, blanks, line_end, word_character, .. } = reader;
    let blank_behind = blanks > before;
    (blanks > 0).then(|| Parts { prefix: format!("10.{number}/"), suffix, line_end, blank_behind, word_character })
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    blanks: usize,
    line_end: bool,
    word_character: Option<(usize, char)>,
}

impl Reader<'_> {
    fn mark(&mut self, mark: char) -> Option<()> {
        self.text[self.at..].starts_with(mark).then(|| self.at += mark.len_utf8())
    }

    /// Passes blanks, at most `most`, with at most one line end among them.
    fn blanks(&mut self, most: usize) {
        for _ in 0..most {
            match self.text[self.at..].chars().next() {
                Some(' ' | '\t' | '\r') => self.at += 1,
                Some('\n') if !self.line_end && most > 2 => {
                    self.line_end = true;
                    self.at += 1;
                }
                Some(ch @ ('\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{200b}' | '\u{ad}' | '\u{2060}' | '\u{feff}')) => {
                    self.word_character.get_or_insert((self.at, ch));
                    self.at += ch.len_utf8();
                }
                _ => return,
            }
            self.blanks += 1;
        }
    }
}

/// Whether what follows the blank is a suffix and no word of the sentence.
pub(super) fn is_suffix(units: &[Unit], labelled: bool, parts: &Parts) -> bool {
    let has = |test: fn(&Unit) -> bool| units.iter().any(test);
    let digit = has(|unit| unit.ch.is_ascii_digit());
    let letter = has(|unit| unit.ch.is_ascii_alphabetic());
    let mark = has(|unit| matches!(unit.ch, '.' | '-' | '_' | '('));
    if labelled {
        // A number alone behind a blank may be a year, a page, or a PMID of eight digits.
        let number = if parts.blank_behind { units.len() >= 9 } else { units.len() >= 4 };
        digit && (mark || letter || number) && units.len() >= 4
    } else {
        digit && letter && mark && !parts.line_end && units.len() >= 6
    }
}

/// Whether the suffix that ends before `behind` may go on after a blank: one that has blanks has more of them.
pub(super) fn goes_on(behind: &str) -> bool {
    let rest = behind.trim_start_matches([' ', '\t', '\u{a0}']);
    if rest.len() == behind.len() {
        return false;
    }
    let word = rest.split(|ch: char| ch.is_whitespace()).next().unwrap_or_default();
    let word = word.trim_end_matches(['.', ',', ';', ':', ')', ']']);
    word.bytes().any(|b| b.is_ascii_digit())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_blanks_inside_the_prefix() {
        let parts = read("10.1371 / Journal.PMed", 0, 22).expect("a blank is inside");
        assert_eq!((parts.prefix.as_str(), parts.suffix), ("10.1371/", 10));
        assert!(read("10. 1016/j.cell", 0, 15).is_some());
        assert!(read("10.1016/\n    j.cell", 0, 19).is_some_and(|parts| parts.line_end));
        assert!(read("10.1016/\n\nj.cell", 0, 16).is_some_and(|parts| parts.suffix == 9), "one line end only");
        assert!(read("10.1016/j.cell", 0, 14).is_none());
        assert!(read("10.1016/\u{a0}j", 0, 11).is_some_and(|parts| parts.word_character.is_some()));
    }
}
