//! Where a DOI ends.

use super::units::{Origin, Unit};

/// The end of a serial item identifier whose check character is `#`, the last of 37 (ANSI/NISO Z39.56).
pub(super) const CHECKED: &str = "co;2-#";

/// What stands around a DOI, as far as it decides where the DOI ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// It is a citation key without braces, which pandoc ends before an apostrophe.
    pub(super) key: bool,
    /// It is in a URL, where `?` and `#` begin other parts.
    pub(super) url: bool,
    /// It is the value in a URL's query, where `&` ends it.
    pub(super) query: bool,
    /// It is alone: the whole text is meant as one DOI.
    pub(super) alone: bool,
    /// The emphasis mark directly before it or its label.
    pub(super) emphasis: Option<char>,
}

/// A DOI's prefix: `10.` and the registrant's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    /// `10.nnnn/`, with the number of units up to and with the slash.
    Long(usize),
    /// `10/`, of a short DOI.
    Short,
}

/// Reads the prefix that `units` begin with.
pub(super) fn prefix(units: &[Unit]) -> Option<Prefix> {
    let ch = |at: usize| units.get(at).map(|unit| unit.ch);
    if ch(0)? != '1' || ch(1)? != '0' {
        return None;
    }
    match ch(2)? {
        '/' => return Some(Prefix::Short),
        '.' => {}
        _ => return None,
    }
    let digits = |from: usize| units[from..].iter().take_while(|unit| unit.ch.is_ascii_digit()).count();
    let first = digits(3);
    if !(4..=9).contains(&first) || ch(3)? == '0' {
        return None;
    }
    let mut at = 3 + first;
    while ch(at)? == '.' {
        let more = digits(at + 1);
        if more == 0 {
            return None;
        }
        at += 1 + more;
    }
    (ch(at)? == '/').then_some(Prefix::Long(at + 1))
}

/// How many of `units` belong to the DOI whose suffix begins at `from`.
pub(super) fn end(units: &[Unit], from: usize, around: Around) -> usize {
    let mut open: Vec<char> = Vec::new();
    let mut at = from;
    while let Some(unit) = units.get(at) {
        let goes_on = match unit.ch {
            '(' => closes(&units[at..], '(', ')') && opened(&mut open, ')'),
            '[' => editorial(&units[at..], ']') && opened(&mut open, ']'),
            '<' => editorial(&units[at..], '>') && opened(&mut open, '>'),
            ')' | ']' | '>' => open.pop_if(|close| *close == unit.ch).is_some(),
            _ => part(units, from, at, around),
        };
        if !goes_on {
            break;
        }
        at += 1;
    }
    // Each cut may leave what the others then cut.
    loop {
        let shorter =
            trimmed(units, from, from + closed(units[from..glued(units, from, at)].iter().map(|unit| unit.ch)));
        if shorter == at {
            return at;
        }
        at = shorter;
    }
}

/// How many of `chars` come before the first bracket that none of them closes.
pub(super) fn closed(chars: impl Iterator<Item = char>) -> usize {
    let mut open: Vec<usize> = Vec::new();
    let mut count = 0;
    for ch in chars {
        match ch {
            '(' | '[' | '<' => open.push(count),
            ')' | ']' | '>' => {
                open.pop();
            }
            _ => {}
        }
        count += 1;
    }
    open.first().copied().unwrap_or(count)
}

fn opened(open: &mut Vec<char>, close: char) -> bool {
    open.push(close);
    true
}

/// Whether the bracket that `units` begin with is closed in them, and holds no address.
fn closes(units: &[Unit], open: char, close: char) -> bool {
    let mut depth = 0_usize;
    for (at, unit) in units.iter().enumerate() {
        if unit.ch == open {
            depth += 1;
        } else if unit.ch == close {
            depth -= 1;
            if depth == 0 {
                return at > 1;
            }
        } else if unit.ch == ':' && spelt(&units[at + 1..], "//") {
            return false;
        }
    }
    false
}

/// Whether a `<` or `[` opens the contribution part of a serial item identifier (ANSI/NISO Z39.56), such as
/// `<338::AID-JBM16>` or `[2614:ANHSFC]`.
fn editorial(units: &[Unit], close: char) -> bool {
    let inner = units[1..].iter().take(40).take_while(|unit| unit.ch != close);
    let (mut count, mut colon) = (0, false);
    for unit in inner {
        if !(unit.ch.is_ascii_alphanumeric() || matches!(unit.ch, ':' | '-' | '.' | '(' | ')' | '_' | '+')) {
            return false;
        }
        colon |= unit.ch == ':';
        count += 1;
    }
    colon && units.get(count + 1).is_some_and(|unit| unit.ch == close)
}

/// Whether the character at `at`, which is no bracket, belongs to the DOI.
fn part(units: &[Unit], from: usize, at: usize, around: Around) -> bool {
    let unit = units[at];
    let next = units.get(at + 1);
    let word_next = next.is_some_and(|unit| unit.ch.is_alphanumeric());
    let word_before = at > from && units[at - 1].ch.is_alphanumeric();
    let literal = unit.origin == Origin::Literal && !around.alone;
    match unit.ch {
        '-' if matches!(unit.origin, Origin::Hyphen(_)) => word_next && !identifier_follows(&units[at + 1..]),
        ';' => {
            let serial = at >= from + 3 && spelt(&units[at - 3..], ".co;");
            word_next && (serial || !literal) && !identifier_follows(&units[at + 1..])
        }
        ',' => word_next && word_before && !identifier_follows(&units[at + 1..]),
        '\'' => word_next && word_before && !(literal && (around.key || is_possessive(&units[at + 1..]))),
        '&' => word_next && word_before && !(literal && around.query),
        '#' => {
            // A fragment begins behind it, if at all.
            let check = at >= from + 5 && spelt(&units[at - 5..], CHECKED);
            check || word_next && !(literal && around.url)
        }
        '?' => word_next && !literal,
        '%' => false,
        '*' | '_' | '~' if around.emphasis == Some(unit.ch) && unit.origin == Origin::Literal => {
            word_next && word_before && unit.ch == '_'
        }
        _ => true,
    }
}

/// Whether an apostrophe before `units` makes a genitive: `10.1038/nrd842's`.
fn is_possessive(units: &[Unit]) -> bool {
    units.first().is_some_and(|unit| unit.ch == 's')
        && units.get(1).is_none_or(|unit| !unit.ch.is_alphanumeric() && !matches!(unit.ch, '/' | '-' | '_'))
}

/// Whether `units` begin with another identifier, its label, or an address.
fn identifier_follows(units: &[Unit]) -> bool {
    spelt(units, "doi") || spelt(units, "http") || matches!(prefix(units), Some(Prefix::Long(_)))
}

/// Whether `units` begin with `word`, which is in lower case, in any case.
fn spelt(units: &[Unit], word: &str) -> bool {
    let mut units = units.iter();
    word.chars().all(|ch| units.next().is_some_and(|unit| unit.ch.to_ascii_lowercase() == ch))
}

/// Cuts what is glued to a DOI's end without a blank: another label, an address.
fn glued(units: &[Unit], from: usize, end: usize) -> usize {
    const LABELS: [&str; 7] = ["pmid", "pmcid", "pubmed", "doi:", "http:", "https:", "epub"];
    // All but the last of them need a colon, or stand at the end.
    let colon = units[from..end].iter().any(|unit| unit.ch == ':');
    let last = units[from..end].last().map(|unit| unit.ch);
    if !colon && !matches!(last, Some('d' | 'D' | 'b' | 'B' | '.')) {
        return end;
    }
    for at in from + 1..end {
        if !matches!(units[at].ch, 'p' | 'P' | 'd' | 'D' | 'h' | 'H' | 'e' | 'E') || units[at - 1].ch.is_alphanumeric()
        {
            continue;
        }
        let Some(label) = LABELS.into_iter().find(|label| spelt(&units[at..end], label)) else { continue };
        let behind = units.get(at + label.len()).map(|unit| unit.ch);
        let label_ends = label.ends_with(':') || behind.is_none_or(|ch| !ch.is_alphanumeric() && ch != '/');
        if label_ends && matches!(units[at - 1].ch, '.' | ';' | ',' | ')' | ']') {
            return at;
        }
    }
    end
}

/// Cuts the punctuation of the sentence around.
fn trimmed(units: &[Unit], from: usize, mut end: usize) -> usize {
    while end > from {
        let last = units[end - 1];
        let serial = last.ch == '#' && end >= from + 6 && spelt(&units[end - 6..], CHECKED);
        let punctuation = matches!(last.ch, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '~' | '/' | '&' | '=')
            || matches!(last.ch, '+' | '$' | '_' | '-' | '#' | '%');
        if serial || !punctuation {
            break;
        }
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::units;
    use super::*;

    fn ends(text: &str, around: Around) -> &str {
        let mut units = Vec::new();
        assert!(units::read(text, 0, text.len(), &mut units));
        let Some(Prefix::Long(from)) = prefix(&units) else { panic!("{text} has no prefix") };
        let end = end(&units, from, around);
        &text[..units[end - 1].end]
    }

    #[test]
    fn brackets_belong_when_they_are_balanced() {
        let prose = Around::default();
        assert_eq!(ends("10.1016/S0140-6736(97)11096-0).", prose), "10.1016/S0140-6736(97)11096-0");
        assert_eq!(ends("10.1000/abc(see", prose), "10.1000/abc");
        assert_eq!(ends("10.1000/abc([)", prose), "10.1000/abc");
        let sici = "10.1002/(SICI)1097-4636(199823)43:3<338::AID-JBM16>3.0.CO;2-B";
        assert_eq!(ends(&format!("{sici};10.1000/x"), prose), sici);
        let esa = "10.1890/0012-9658(2006)87[2614:ANHSFC]2.0.CO;2";
        assert_eq!(ends(&format!("{esa}]. "), prose), esa);
        assert_eq!(ends("10.1000/abc[1]", prose), "10.1000/abc");
        assert_eq!(ends("10.1000/abc</a>", prose), "10.1000/abc");
    }

    #[test]
    fn punctuation_of_the_sentence_stays_outside() {
        let prose = Around::default();
        assert_eq!(ends("10.1000/abc.def., and", prose), "10.1000/abc.def");
        assert_eq!(ends("10.1000/abc;10.1000/def", prose), "10.1000/abc");
        assert_eq!(ends("10.1000/abc,10.1000/def", prose), "10.1000/abc");
        assert_eq!(ends("10.1038/nmeth.1923.PMID:22388286", prose), "10.1038/nmeth.1923");
        assert_eq!(ends("10.1000/foo_*baz*_q", prose), "10.1000/foo_*baz*_q");
        assert_eq!(ends("10.1000/foo*bar", Around { emphasis: Some('*'), ..prose }), "10.1000/foo");
        assert_eq!(ends("10.1002/(SICI)1(199911)2:1<135::AID-P135>3.0.CO;2-#", prose).len(), 51);
    }

    #[test]
    fn a_url_ends_a_doi_at_its_query_and_fragment() {
        let url = Around { url: true, ..Around::default() };
        assert_eq!(ends("10.1000/abc?x=1", url), "10.1000/abc");
        assert_eq!(ends("10.1000/abc#sec2", url), "10.1000/abc");
        assert_eq!(ends("10.1000/456#789", Around::default()), "10.1000/456#789");
        assert_eq!(ends("10.1000/a%23b", url), "10.1000/a%23b");
    }
}
