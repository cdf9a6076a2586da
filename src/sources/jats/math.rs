//! Formulas as text: MathML by its tokens, TeX as it is written.

use super::fragment::{Element, Node};
use super::scripts::{Script, script};

/// A MathML element and all below it, on one line.
pub(super) fn mathml(math: &Element) -> String {
    let tokens = row(&math.children);
    let tokens = tokens.trim();
    match &math.alttext {
        Some(alttext) if tokens.is_empty() => alttext.trim().to_owned(),
        _ => tokens.to_owned(),
    }
}

fn row(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(&squeezed(text)),
            Node::Element(element) => out.push_str(&one(element)),
        }
    }
    out
}

fn one(element: &Element) -> String {
    let children = &element.children;
    match element.name.as_str() {
        "mo" => {
            let sign = row(children);
            if matches!(sign.trim(), "=" | "<" | ">" | "≤" | "≥" | "≈" | "→" | "±" | "×" | "∈" | "≠" | "~" | "∼")
            {
                format!(" {} ", sign.trim())
            } else {
                sign
            }
        }
        "msup" | "msub" | "msubsup" | "mfrac" | "mfenced" => {
            let parts: Vec<String> = children.iter().filter_map(part).collect();
            let part = |at: usize| parts.get(at).map_or("", String::as_str);
            match element.name.as_str() {
                "msup" => format!("{}{}", part(0), script(part(1), Script::Super)),
                "msub" => format!("{}{}", part(0), script(part(1), Script::Sub)),
                "msubsup" => {
                    format!("{}{}{}", part(0), script(part(1), Script::Sub), script(part(2), Script::Super))
                }
                "mfrac" => format!("{}/{}", grouped(part(0)), grouped(part(1))),
                _ => format!("({})", parts.join(",")),
            }
        }
        "msqrt" => format!("√{}", grouped(&row(children))),
        "mspace" => " ".into(),
        "none" | "mprescripts" | "annotation" | "annotation-xml" => String::new(),
        _ => row(children),
    }
}

fn part(node: &Node) -> Option<String> {
    match node {
        Node::Text(text) => Some(squeezed(text)).filter(|text| !text.trim().is_empty()),
        Node::Element(element) => Some(one(element)),
    }
}

fn grouped(text: &str) -> String {
    let text = text.trim();
    if text.chars().all(char::is_alphanumeric) { text.to_owned() } else { format!("({text})") }
}

/// Blanks between MathML's elements mean nothing, and within a token (`mtext`) one is enough.
fn squeezed(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// TeX as it is written, without the document that some publishers wrap around a formula.
pub(super) fn tex(text: &str) -> String {
    let body = text.split_once("\\begin{document}").map_or(text, |(_, body)| body);
    body.split("\\end{document}").next().unwrap_or(body).trim().to_owned()
}
