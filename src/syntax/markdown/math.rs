//! Mathematics between dollar signs.
//!
//! pandoc's rule (manual, "tex_math_dollars"): the opening `$` has a non-blank to its right, the closing one,
//! which is the next, a non-blank to its left and no digit to its right. Found here and not by the Markdown parser, since prices
//! must not hide an identifier: between two of them stand words, and in a formula none stand before a `10.1000/`.

use memchr::memmem::Finder;

use super::{Zone, ZoneKind, Zones};
use crate::text::Span;

/// The longest formula looked for, in bytes; longer ones are rare, and this keeps the search linear.
const LONGEST: usize = 4_000;

/// Adds the formulas of `text[body..]` that lie outside `zones`.
pub(super) fn find(text: &str, body: usize, zones: &Zones, found: &mut Vec<Zone>) {
    let bytes = text.as_bytes();
    let mut zones = zones.0.iter().peekable();
    let mut dollars: Vec<usize> = Vec::new();
    for at in memchr::memchr_iter(b'$', &bytes[body..]).map(|at| at + body) {
        while zones.next_if(|zone| zone.span.range().end <= at).is_some() {}
        let in_zone = zones.peek().is_some_and(|zone| zone.span.range().start <= at);
        if !in_zone && (at == 0 || bytes[at - 1] != b'\\') {
            dollars.push(at);
        }
    }
    // The pair that closes the next `$$`; pairs are passed once, since it only moves on.
    let doi = Finder::new(b"10.");
    let mut pair = 0;
    let mut i = 0;
    while let Some(&at) = dollars.get(i) {
        let is_pair = |index: usize| dollars.get(index + 1) == dollars.get(index).map(|at| at + 1).as_ref();
        let width = 1 + usize::from(is_pair(i));
        let closer = if width == 2 {
            pair = pair.max(i + 2);
            while pair < dollars.len() && !is_pair(pair) {
                pair += 1;
            }
            pair
        } else {
            i + 1
        };
        let end = dollars.get(closer).copied().filter(|end| *end > at + width && end - at <= LONGEST);
        match end {
            Some(end)
                if (width == 2 || encloses(bytes, at, end)) && is_formula(&text[at + width..end], width == 1, &doi) =>
            {
                found.push(Zone { kind: ZoneKind::Math, span: Span::new(at, end + width) });
                i = closer + width;
            }
            _ => i += width,
        }
    }
}

/// Whether two single dollars are an opening and a closing one.
fn encloses(bytes: &[u8], open: usize, close: usize) -> bool {
    !bytes[open + 1].is_ascii_whitespace()
        && !bytes[close - 1].is_ascii_whitespace()
        && !bytes.get(close + 1).is_some_and(u8::is_ascii_digit)
}

/// Whether this can be mathematics: no blank line, and between single dollars no identifier among words.
fn is_formula(inner: &str, single: bool, doi: &Finder<'_>) -> bool {
    let bytes = inner.as_bytes();
    let blank_line = memchr::memchr2_iter(b'\n', b'\r', bytes).any(|at| {
        let line = &bytes[at + 1..];
        let line = if bytes[at] == b'\r' { line.strip_prefix(b"\n").unwrap_or(line) } else { line };
        line.iter().find(|b| !matches!(b, b' ' | b'\t')).is_some_and(|b| matches!(b, b'\n' | b'\r'))
    });
    let identifier = doi.find_iter(bytes).find(|&at| {
        let digits = bytes[at + 3..].iter().take_while(|b| b.is_ascii_digit()).count();
        digits >= 4 && bytes.get(at + 3 + digits) == Some(&b'/')
    });
    !blank_line && !identifier.is_some_and(|at| single && at > 0 && is_text(inner))
}

/// Whether what holds something like a DOI is text: it has a word, a label or an address, or is in a script
/// that formulas are not written in.
fn is_text(inner: &str) -> bool {
    let mut words = inner.split_whitespace().map(|word| word.trim_matches(|ch: char| ch.is_ascii_punctuation()));
    let is_word = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
    let lower = || inner.to_ascii_lowercase();
    inner.contains(|ch| ch >= '\u{2e80}') || words.any(is_word) || inner.contains("://") || lower().contains("doi")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formulas(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, 0, &Zones::default(), &mut found);
        found.iter().map(|zone| zone.span.of(text)).collect()
    }

    #[test]
    fn follows_pandocs_rule() {
        assert_eq!(formulas("a $x^2$ and $$\ny\n$$."), ["$x^2$", "$$\ny\n$$"]);
        assert_eq!(formulas("$5 and $6, \\$7."), [""; 0]);
        assert_eq!(formulas("$20,000 and $a$"), ["$a$"]);
        assert_eq!(formulas("$a\n\nb$"), [""; 0]);
        assert_eq!(formulas("$$$"), [""; 0]);
        assert_eq!(formulas("$$x$$ $$y$$ $z$"), ["$$x$$", "$$y$$", "$z$"]);
    }

    #[test]
    fn prices_around_an_identifier_are_no_mathematics() {
        assert_eq!(formulas("costs $5 (10.1000/abc) and 6$ today"), [""; 0]);
        assert_eq!(formulas("costs $5 (DOI:10.1000/abc) 6$ today"), [""; 0]);
        assert_eq!(formulas("10.1000/$x$y"), ["$x$"]);
        assert_eq!(formulas("$10.1000/abc$ and $p = 10.1234/y$"), ["$10.1000/abc$", "$p = 10.1234/y$"]);
        assert_eq!(formulas("$$\n10.1000/a \\text{ for all }\n$$"), ["$$\n10.1000/a \\text{ for all }\n$$"]);
    }
}
