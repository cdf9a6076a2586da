//! A reference in the text, without what is not its words.

use std::ops::Range;

use crate::text::Span;

/// The words of the reference at `span` of `source`, byte for byte as long as it is there: blanks stand for marks of Markdown
/// and HTML, for addresses and for what is `hidden`, its identifiers.
#[must_use]
pub fn prose(source: &str, span: Span, hidden: impl Iterator<Item = Span>) -> String {
    let range = span.range();
    let mut bytes = source[range.clone()].as_bytes().to_vec();
    for hide in hidden.filter(|hide| span.meets(*hide)) {
        let hide = hide.range();
        blank(&mut bytes, hide.start.max(range.start) - range.start..hide.end.min(range.end) - range.start);
    }
    let text = &source[range];
    addresses(text, &mut bytes);
    marks(text, &mut bytes);
    // Only whole characters were blanked, so this is the same text.
    String::from_utf8(bytes).unwrap_or_default()
}

fn blank(bytes: &mut [u8], at: Range<usize>) {
    bytes[at].fill(b' ');
}

/// Takes out addresses: bare ones, and those behind a link's text.
fn addresses(text: &str, bytes: &mut [u8]) {
    for scheme in ["http://", "https://", "doi.org/", "www."] {
        let mut done = 0;
        for (at, _) in text.match_indices(scheme) {
            if at < done {
                continue;
            }
            let end = text[at..]
                .find(|ch: char| ch.is_whitespace() || matches!(ch, '>' | '<' | '"'))
                .unwrap_or(text.len() - at);
            blank(bytes, at..at + end);
            done = at + end;
        }
    }
    let mut done = 0;
    for (at, _) in text.match_indices("](") {
        if at < done {
            continue;
        }
        let end = text[at..].find([')', '\n']).map_or(text.len(), |end| at + end + 1);
        done = end;
        blank(bytes, at..end);
    }
}

/// Takes out emphasis, escapes, tags, entities and the number that a list gives.
fn marks(text: &str, bytes: &mut [u8]) {
    let raw = text.as_bytes();
    for (at, byte) in raw.iter().enumerate() {
        if matches!(byte, b'*' | b'_' | b'`' | b'\\' | b'~' | b'^' | b'$' | b'{' | b'}' | b'|' | b'\n' | b'\r' | b'\t')
        {
            bytes[at] = b' ';
        }
    }
    // “O\'Brien”: a modifier letter has as many bytes.
    for (at, _) in text
        .match_indices("\\'")
        .filter(|(at, _)| text[..*at].ends_with(char::is_alphabetic) && text[at + 2..].starts_with(char::is_alphabetic))
    {
        bytes[at..at + 2].copy_from_slice("ʼ".as_bytes());
    }
    for (open, close, longest) in [('<', '>', 60), ('&', ';', 10)] {
        for (at, _) in text.match_indices(open) {
            let inner = &text[at + 1..];
            let end = inner.find(|ch: char| ch == close || ch == open || close == ';' && ch.is_whitespace());
            let is_mark = end.is_some_and(|end| end > 0 && end < longest && inner[end..].starts_with(close));
            if let (true, Some(end)) = (is_mark, end) {
                blank(bytes, at..at + end + 2);
            }
        }
    }
    let number =
        raw.iter().position(|byte| !matches!(byte, b' ' | b'-' | b'*' | b'+' | b'>' | b'[' | b'(' | b'\\' | b'^'));
    if let Some(start) = number {
        let digits = raw[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let behind = raw.get(start + digits);
        if (1..=4).contains(&digits) && behind.is_some_and(|byte| matches!(byte, b'.' | b')' | b']' | b':' | b'\\')) {
            blank(bytes, 0..start + digits + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_where_they_are() {
        let source =
            "See:\n\n12. Doe J. *On <i>E. coli</i>* &amp; B\\_c. **2010**. [doi](https://doi.org/10.1/x) PMID: 12.";
        let at = source.find("12.").expect("there");
        let hidden = source.rfind("PMID: 12").expect("there");
        let prose = prose(source, Span::new(at, source.len()), [Span::new(hidden, hidden + 8)].into_iter());
        assert_eq!(prose.len(), source.len() - at);
        let words: Vec<&str> = prose.split_whitespace().collect();
        assert_eq!(words.join(" "), "Doe J. On E. coli B c. 2010 . [doi .");
        assert_eq!(prose.find("coli"), source[at..].find("coli"));
    }
}
