//! Texts without their markup: the tags of CSL (citeproc-js, "HTML-like formatting tags"), those that registries leave
//! in, and in YAML the emphasis of Markdown.

/// How a text is marked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bibliography) enum Markup {
    /// Tags and entities.
    Html,
    /// Markdown, with tags and entities in it.
    Markdown,
}

/// Elements whose tags are taken off. Anything else in angle brackets is text: `p<0.05 and n>3`.
const INLINE: [&str; 20] = [
    "a",
    "b",
    "bold",
    "code",
    "em",
    "i",
    "inf",
    "italic",
    "italics",
    "sc",
    "scp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
    "underline",
    "roman",
];
/// Elements that stand apart from what is around them.
const BLOCK: [&str; 9] = ["br", "div", "li", "list", "list-item", "p", "sec", "title", "ul"];

/// A text in one line without markup.
pub(in crate::bibliography) fn plain(said: &str, markup: Markup) -> String {
    let text = if markup == Markup::Markdown { without_emphasis(said) } else { said.to_owned() };
    one_line(&without_tags(&text, " "))
}

/// A text of paragraphs.
pub(in crate::bibliography) fn prose(said: &str, markup: Markup) -> Option<String> {
    let text = if markup == Markup::Markdown { without_emphasis(said) } else { said.to_owned() };
    let text = without_tags(&text, "\n\n").replace("\r\n", "\n");
    let paragraphs: Vec<String> = text.split("\n\n").map(one_line).filter(|text| !text.is_empty()).collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Takes tags off and entities out; `apart` stands for the tag of a block.
fn without_tags(text: &str, apart: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((is_block, length)) = tag(rest) {
            out.push_str(if is_block { apart } else { "" });
            rest = &rest[length..];
        } else if let Some((character, length)) = entity(rest) {
            out.push(character);
            rest = &rest[length..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out + rest
}

/// The tag at the start of `rest`: whether a block's, and its length.
fn tag(rest: &str) -> Option<(bool, usize)> {
    let inside = rest.strip_prefix('<')?;
    let close = memchr::memchr(b'>', &inside.as_bytes()[..inside.len().min(200)])?;
    let named = inside[..close].trim_start_matches('/').trim_end_matches('/');
    let name = named.split([' ', '\t', '\n']).next()?.to_ascii_lowercase();
    // JATS and MathML, as Crossref gives them.
    let is_foreign = name.starts_with("jats:") || name.starts_with("mml:");
    let local = name.rsplit(':').next().unwrap_or_default();
    let is_block = BLOCK.contains(&local);
    (is_foreign || is_block || INLINE.contains(&name.as_str())).then_some((is_block, close + 2))
}

/// The entity at the start of `rest` and its length.
fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest.as_bytes().iter().take(10).position(|byte| *byte == b';')?;
    let character = match rest.get(1..end)? {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| !character.is_control())?
        }
    };
    Some((character, end + 1))
}

/// Takes Markdown's emphasis, super- and subscripts, brackets with attributes (`[NASA]{.nocase}`) and backslashes off.
fn without_emphasis(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut at = 0;
    while let Some(ch) = text[at..].chars().next() {
        let rest = &text[at..];
        let next = rest[ch.len_utf8()..].chars().next();
        let mut length = ch.len_utf8();
        let is_alone = previous.is_whitespace() && next.is_none_or(char::is_whitespace);
        let is_within_word = previous.is_alphanumeric() && next.is_some_and(char::is_alphanumeric);
        match ch {
            '\\' if next.is_some_and(|next| next.is_ascii_punctuation()) => {
                out.extend(next);
                length += 1;
            }
            '*' if !is_alone => {}
            // Inside a word it is a character.
            '_' if !is_within_word && !is_alone => {}
            '^' | '~' if scripted(rest, ch).is_some() => {
                let inside = scripted(rest, ch).unwrap_or_default();
                out.push_str(inside);
                length = inside.len() + 2;
            }
            '[' => match bracketed(rest) {
                Some((inside, whole)) => {
                    out.push_str(&without_emphasis(inside));
                    length = whole;
                }
                None => out.push(ch),
            },
            _ => out.push(ch),
        }
        previous = ch;
        at += length;
    }
    out
}

/// What stands between two such marks without a blank.
fn scripted(rest: &str, mark: char) -> Option<&str> {
    let inside = rest.strip_prefix(mark)?.split(mark).next()?;
    let closed = rest.len() > inside.len() + 1;
    (closed && !inside.is_empty() && !inside.contains(char::is_whitespace)).then_some(inside)
}

/// What stands in brackets that have attributes behind them, and the length of it all.
fn bracketed(rest: &str) -> Option<(&str, usize)> {
    // No further than a title goes, so that a text of brackets is not read again and again.
    let close = memchr::memmem::find(&rest.as_bytes()[..rest.len().min(400)], b"]{")?;
    let end = close + rest.bytes().skip(close).take(100).position(|byte| byte == b'}')? + 1;
    let inside = &rest[1..close];
    (!inside.contains('[')).then_some((inside, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_entities_are_taken_off() {
        for (said, text) in [
            ("Levels of Ca<sup>2+</sup> in <i>E. coli</i>", "Levels of Ca2+ in E. coli"),
            ("<span class=\"nocase\">NASA</span> and p<0.05, n>3", "NASA and p<0.05, n>3"),
            ("Salt &amp; water &#8211; <scp>DNA</scp>", "Salt & water – DNA"),
            ("a < b & c > d", "a < b & c > d"),
            ("Two\n   lines", "Two lines"),
        ] {
            assert_eq!(plain(said, Markup::Html), text);
        }
        assert_eq!(plain("<em", Markup::Html), "<em");
    }

    #[test]
    fn emphasis_is_taken_off() {
        for (said, text) in [
            ("Levels in *E. coli* and **more**", "Levels in E. coli and more"),
            ("Ca^2+^ and H~2~O", "Ca2+ and H2O"),
            ("the [NASA]{.nocase} and [1] years", "the NASA and [1] years"),
            ("snake_case and _so_ on", "snake_case and so on"),
            ("A 2 * 3 \\* 4", "A 2 * 3 * 4"),
            ("~10 years", "~10 years"),
        ] {
            assert_eq!(plain(said, Markup::Markdown), text);
        }
    }

    #[test]
    fn paragraphs_stay() {
        let said = "<jats:title>Background</jats:title><jats:p>One.</jats:p>\n<jats:p>Two <jats:italic>x</jats:italic>.</jats:p>";
        assert_eq!(prose(said, Markup::Html).as_deref(), Some("Background\n\nOne.\n\nTwo x."));
        assert_eq!(prose(" ", Markup::Html), None);
    }
}
