//! Any string as a tree of text and elements. Total: what is not markup stays as text, unclosed elements end where
//! their parent ends, closing tags without an opening one are dropped.

use std::borrow::Cow;

use quick_xml::escape::{resolve_html5_entity, resolve_predefined_entity};

/// Elements nested deeper than this are flattened into their parent.
const DEEPEST: usize = 48;

/// A piece of a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// Lower case, without a namespace prefix.
    pub(super) name: String,
    /// The text of `alttext`, if any.
    pub(super) alttext: Option<String>,
    pub(super) children: Vec<Node>,
}

/// Reads a fragment. Entities are resolved up to three times over, since markup is found escaped twice.
pub(super) fn parse(raw: &str) -> Vec<Node> {
    let mut text = Cow::Borrowed(raw);
    for _ in 0..3 {
        match unescape(&text) {
            Some(plainer) => text = Cow::Owned(plainer),
            None => break,
        }
    }
    tree(&text)
}

/// The text with its entities resolved once; `None` where there are none.
fn unescape(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut changed = false;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(34).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, entity(&rest[1..end])?))) {
            Some((end, resolved)) => {
                out.push_str(&resolved);
                rest = &rest[end + 1..];
                changed = true;
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    changed.then(|| out + rest)
}

fn entity(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_predefined_entity(name).or_else(|| resolve_html5_entity(name)).map(Cow::Borrowed);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32).map(|c| Cow::Owned(c.to_string()))
}

/// A tag at the beginning of a text.
struct Tag<'a> {
    /// As written, with prefix.
    name: &'a str,
    attributes: &'a str,
    closing: bool,
    empty: bool,
    /// Its length in bytes.
    length: usize,
}

/// Reads `<name a="b">`, `</name>` or `<name/>`; anything looser ("a<b and c>d") is no tag.
fn tag(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix('<')?;
    let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let end_of_name = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.')))?;
    let name = &inner[..end_of_name];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.len() > 60 {
        return None;
    }
    let mut rest = &inner[end_of_name..];
    let attributes = rest;
    loop {
        let trimmed = rest.trim_start();
        let empty = trimmed.starts_with("/>");
        if empty || trimmed.starts_with('>') {
            let after = &trimmed[if empty { 2 } else { 1 }..];
            let attributes = &attributes[..attributes.len() - trimmed.len()];
            return Some(Tag { name, attributes, closing, empty, length: text.len() - after.len() });
        }
        if trimmed.len() == rest.len() {
            return None;
        }
        rest = attribute(trimmed)?.2;
    }
}

/// Reads `name="value"`; gives name, value and what follows.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once('=')?;
    let name = name.trim_end();
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'')) {
        return None;
    }
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, rest) = rest[1..].split_once(quote)?;
    Some((name, value, rest))
}

/// Elements that need no partner to be told from text in angle brackets ("The <cyber> future").
const ALONE: [&str; 14] =
    ["p", "br", "hr", "sec", "title", "list", "list-item", "abstract", "break", "ul", "ol", "li", "div", "math"];

fn tree(text: &str) -> Vec<Node> {
    let mut stack: Vec<Element> = Vec::new();
    let mut top: Vec<Node> = Vec::new();
    let mut plain = String::new();
    let mut flattened: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            continue;
        }
        if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            let (data, after) = inner.split_once("]]>").unwrap_or((inner, ""));
            plain.push_str(data);
            rest = after;
            continue;
        }
        let Some(tag) = tag(rest) else {
            plain.push('<');
            rest = &rest[1..];
            continue;
        };
        let written = &rest[..tag.length];
        rest = &rest[tag.length..];
        let name = local(tag.name);
        if tag.closing {
            if flattened.last() == Some(&tag.name) {
                flattened.pop();
            } else if let Some(depth) = stack.iter().rposition(|open| open.name == name) {
                flush(&mut plain, &mut stack, &mut top);
                while stack.len() > depth {
                    close(&mut stack, &mut top);
                }
            }
            continue;
        }
        let markup =
            tag.empty || tag.name.contains(':') || ALONE.contains(&name.as_str()) || has_partner(rest, tag.name);
        if !markup {
            plain.push_str(written);
            continue;
        }
        if stack.len() >= DEEPEST {
            if !tag.empty {
                flattened.push(tag.name);
            }
            continue;
        }
        flush(&mut plain, &mut stack, &mut top);
        stack.push(Element { name, alttext: alttext(tag.attributes), children: Vec::new() });
        if tag.empty {
            close(&mut stack, &mut top);
        }
    }
    plain.push_str(rest);
    flush(&mut plain, &mut stack, &mut top);
    while !stack.is_empty() {
        close(&mut stack, &mut top);
    }
    top
}

fn flush(plain: &mut String, stack: &mut [Element], top: &mut Vec<Node>) {
    if !plain.is_empty() {
        stack.last_mut().map_or(top, |open| &mut open.children).push(Node::Text(std::mem::take(plain)));
    }
}

fn close(stack: &mut Vec<Element>, top: &mut Vec<Node>) {
    if let Some(done) = stack.pop() {
        stack.last_mut().map_or(top, |open| &mut open.children).push(Node::Element(done));
    }
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

/// Whether a closing tag of that name follows within the next few thousand bytes.
fn has_partner(rest: &str, name: &str) -> bool {
    let near = &rest.as_bytes()[..rest.len().min(8_192)];
    memchr::memmem::find_iter(near, b"</").any(|at| {
        let after = &near[at + 2..];
        after.len() > name.len()
            && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && matches!(after[name.len()], b'>' | b' ' | b'\n' | b'\t' | b'\r')
    })
}

fn alttext(mut attributes: &str) -> Option<String> {
    while let Some((name, value, rest)) = attribute(attributes.trim_start()) {
        if name == "alttext" {
            return Some(value.to_owned());
        }
        attributes = rest;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(nodes: &[Node]) -> String {
        nodes
            .iter()
            .map(|node| match node {
                Node::Text(text) => text.clone(),
                Node::Element(element) => format!("({} {})", element.name, shown(&element.children)),
            })
            .collect()
    }

    #[test]
    fn markup_is_told_from_text() {
        for (raw, tree) in [
            ("a <i>b</i> c", "a (i b) c"),
            ("<jats:p>a<jats:sup>2</jats:sup></jats:p>", "(p a(sup 2))"),
            ("p<0.05 and a<b and c>d", "p<0.05 and a<b and c>d"),
            ("The <cyber> future", "The <cyber> future"),
            ("x &amp;lt;sup&amp;gt;13&amp;lt;/sup&amp;gt;C", "x (sup 13)C"),
            ("AT&amp;T &c &eacute; &#945; &#x3b2; &bogus;", "AT&T &c é α β &bogus;"),
            ("<p>one<p>two", "(p one(p two))"),
            ("</i>a<i>b", "a<i>b"),
            ("<!-- x -->a<![CDATA[<b]]>", "a<b"),
            ("a<br/>b", "a(br )b"),
        ] {
            assert_eq!(shown(&parse(raw)), tree, "{raw}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{}x{}", "<i>".repeat(5_000), "</i>".repeat(5_000));
        assert!(shown(&parse(&deep)).contains('x'));
    }
}
