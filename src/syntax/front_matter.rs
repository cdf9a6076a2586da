//! The metadata at the top of a manuscript.

use super::tree::{HEAVIEST, Node, Trouble, Value, read_toml, read_yaml, weight};
use crate::text::Span;

/// The metadata block at the top of a manuscript.
#[derive(Debug)]
pub struct FrontMatter {
    /// The block with its delimiters, from the first byte of the opening one to the last of the closing one,
    /// without a byte order mark before and the line end behind.
    pub span: Span,
    /// What it says; spans are of the manuscript.
    pub tree: Node,
    /// Where it cannot be read.
    pub troubles: Vec<Trouble>,
}

/// A longer block is no metadata, but a text between two rules.
const LONGEST: usize = 1 << 20;

/// Reads the block at the very top of `text`, behind an optional byte order mark: YAML between `---` and
/// `---` or `...`, or TOML between `+++` and `+++`.
///
/// As in pandoc, a rule followed by a blank line opens no block, and neither does one that is never closed
/// or whose content is one plain sentence: that is a heading.
#[must_use]
pub fn read(text: &str) -> Option<FrontMatter> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let opening = line_end(text, start);
    let toml = match text[start..opening].trim_end() {
        "---" => false,
        "+++" => true,
        _ => return None,
    };
    let content = next_line(text, opening)?;
    if !toml && text[content..line_end(text, content)].trim().is_empty() {
        return None;
    }
    let (closing, end) = closing(text, content, toml)?;
    let within = Span::new(content, closing);
    let (tree, troubles) = if toml { read_toml(text, within) } else { read_entries(text, within) };
    match tree.value {
        Value::Table(_) | Value::Null => Some(FrontMatter { span: Span::new(start, end), tree, troubles }),
        _ if !troubles.is_empty() => {
            Some(FrontMatter { span: Span::new(start, end), tree: Node::empty_table(within), troubles })
        }
        _ => None,
    }
}

/// Reads YAML; where it cannot be read whole, each entry of its table alone, so that a mistake in one spares the
/// others: a block that is being typed is often broken, and other readers of YAML forgive more.
fn read_entries(text: &str, within: Span) -> (Node, Vec<Trouble>) {
    let whole = read_yaml(text, within);
    if whole.1.is_empty() || !matches!(whole.0.value, Value::Table(_) | Value::Null) {
        return whole;
    }
    let mut rows = Vec::new();
    let mut troubles = Vec::new();
    let mut total = 0;
    for entry in entries(text, within) {
        let (tree, of_entry) = read_yaml(text, entry);
        // Each entry may be light and all of them too much.
        total += weight(&tree);
        if total > HEAVIEST {
            return whole;
        }
        // What misses something behind its end is told at its end, not at the next entry.
        let last = entry.range().start + entry.of(text).trim_end().len();
        troubles.extend(of_entry.into_iter().map(|trouble| {
            let start = trouble.span.range().start.min(last);
            Trouble { span: Span::new(start, trouble.span.range().end.clamp(start, last)), ..trouble }
        }));
        if let Value::Table(of_entry) = tree.value {
            rows.extend(of_entry);
        }
    }
    // An alias of another entry's anchor can be read only in the whole.
    if rows.len() < whole.0.rows().len() { whole } else { (Node { value: Value::Table(rows), span: within }, troubles) }
}

/// The stretches that begin with a key at a line's start.
fn entries(text: &str, within: Span) -> Vec<Span> {
    let mut starts = Vec::new();
    let mut line = within.range().start;
    while line < within.range().end {
        let end = line_end(text, line);
        let said = &text[line..end];
        let key = said.split_once(": ").map(|(key, _)| key).or_else(|| said.trim_end().strip_suffix(':'));
        let first = said.bytes().next().unwrap_or(b' ');
        if key.is_some() && !first.is_ascii_whitespace() && !b"#-[]{}|>&*!%@`".contains(&first) {
            starts.push(line);
        }
        line = next_line(text, end).unwrap_or(within.range().end);
    }
    let ends = starts.iter().skip(1).copied().chain([within.range().end]);
    starts.iter().zip(ends).map(|(&start, end)| Span::new(start, end)).collect()
}

/// The first byte of the closing delimiter and the one past its last.
fn closing(text: &str, content: usize, toml: bool) -> Option<(usize, usize)> {
    let mut line = content;
    loop {
        let end = line_end(text, line);
        let said = text[line..end].trim_end();
        if if toml { said == "+++" } else { said == "---" || said == "..." } {
            return Some((line, line + said.len()));
        }
        line = next_line(text, end)?;
        if line - content > LONGEST {
            return None;
        }
    }
}

/// Where the line that has byte `from` ends, its line end not included.
fn line_end(text: &str, from: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[from..]).map_or(text.len(), |at| from + at)
}

/// Where the next line begins behind the line end at `end`.
fn next_line(text: &str, end: usize) -> Option<usize> {
    match text.as_bytes().get(end..)? {
        [b'\r', b'\n', ..] => Some(end + 2),
        [_, ..] => Some(end + 1),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_yaml_with_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["\u{feff}---", "title: Äther", "ibid: {profile: audit}", "...", "", "Text"].join(end);
            let block = read(&text).expect("a block");
            assert_eq!(block.troubles, [], "{end:?}");
            assert_eq!(block.span.range().start, 3);
            assert!(block.span.of(&text).ends_with("..."));
            let profile = block.tree.get("ibid").and_then(|ibid| ibid.get("profile")).expect("a value");
            assert_eq!(profile.span.of(&text), "audit");
        }
    }

    #[test]
    fn reads_toml() {
        let text = "+++\ntitle = \"Ä\"\n[ibid]\nprofile = \"audit\"\n+++\nText\n";
        let block = read(text).expect("a block");
        assert_eq!(
            block.tree.get("ibid").and_then(|ibid| ibid.get("profile")).expect("a value").span.of(text),
            "\"audit\""
        );
    }

    #[test]
    fn a_rule_or_heading_is_no_metadata() {
        for text in [
            "---\n\nText\n\n---\n",
            "---\nA heading of the second level\n---\n",
            "---\ntitle: never closed\n",
            "----\ntitle: x\n----\n",
            " ---\ntitle: x\n---\n",
            "---",
            "",
            "Text\n---\na: b\n---\n",
        ] {
            assert!(read(text).is_none(), "{text:?}");
        }
        assert!(read("---\n---\n").is_some(), "an empty block");
    }

    #[test]
    fn a_mistake_is_said_where_it_is() {
        let text = "---\ntitle: ä\nibid: [\n---\n";
        let block = read(text).expect("a block");
        assert_eq!(block.troubles.len(), 1);
        assert!(block.troubles[0].span.range().start >= "---\n".len(), "{:?}", block.troubles);
        assert_eq!(block.tree.get("title").and_then(Node::as_str), Some("ä"));
    }

    #[test]
    fn a_mistake_in_one_entry_spares_the_others() {
        // The continued title is refused here and read by others.
        let text = "---\ntitle: 'A tool to search\nand compare'\ntags:\n  - a: b\nibid:\n  profile: audit\n---\n";
        let block = read(text).expect("a block");
        assert_eq!(block.troubles.len(), 1);
        assert!(block.troubles[0].span.range().end < text.find("tags").expect("it is there"));
        let profile = block.tree.get("ibid").and_then(|ibid| ibid.get("profile")).expect("a value");
        assert_eq!(profile.span.of(text), "audit");
    }

    #[test]
    fn many_small_alias_bombs_are_refused() {
        let bomb = |n: usize| format!("a{n}: [&a{n} [{}], {}]\n", "x, ".repeat(90), format!("*a{n}, ").repeat(90));
        let text = format!("---\n{}---\n", (0..200).map(bomb).collect::<String>());
        let block = read(&text).expect("a block");
        assert!(!block.troubles.is_empty() && weight(&block.tree) <= 2 * HEAVIEST);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "(\u{feff})?(---|\\+\\+\\+)[ \t]?(\n|\r\n|\r)([a-z:\\-\\[\\]{}=\"'.#&* \n\r\tä😀\u{0}]|---|\\+\\+\\+){0,60}") {
            if let Some(block) = read(&text) {
                let _ = block.span.of(&text);
            }
        }
    }
}
