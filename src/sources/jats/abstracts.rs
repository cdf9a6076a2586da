//! Abstracts, as paragraphs.

use super::fragment::{Element, Node, parse};
use super::inline::line;
use crate::sources::body;

/// Longest abstract read, in bytes, markup included; real ones stay far below.
const LONGEST: usize = 200_000;

/// An abstract as Markdown paragraphs, separated by empty lines: a section's head stands in bold before its first
/// paragraph (`**Methods:** We …`), an item of a list begins with `- `. Nothing else is Markdown, nothing is escaped.
/// `None` where there is no text. Takes any string.
#[must_use]
pub fn abstract_text(raw: &str) -> Option<String> {
    let mut whole = Abstract::default();
    whole.block(&parse(body::start(raw, LONGEST)));
    whole.finish()
}

/// As [`abstract_text`], of an abstract that comes in sections, each with its head, if it has one, and its text.
#[must_use]
pub fn abstract_of_sections<'a>(sections: impl IntoIterator<Item = (Option<String>, &'a str)>) -> Option<String> {
    let mut whole = Abstract::default();
    let mut left = LONGEST;
    for (head, raw) in sections {
        whole.end_paragraph();
        whole.begin(head.map(|head| line(&parse(body::start(&head, LONGEST)))).unwrap_or_default());
        let raw = body::start(raw, left);
        left -= raw.len();
        whole.block(&parse(raw));
    }
    whole.finish()
}

#[derive(Debug, Default)]
struct Abstract {
    paragraphs: Vec<String>,
    /// Inline nodes that make the next paragraph.
    open: Vec<Node>,
    /// The head that waits for its paragraph.
    head: Option<String>,
    item: bool,
}

impl Abstract {
    fn block(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Element(element) => self.element(element),
                Node::Text(_) => self.open.push(node.clone()),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        match element.name.as_str() {
            "abstract" | "sec" | "div" | "p" | "list" | "ul" | "ol" | "table-wrap" | "table" | "thead" | "tbody"
            | "tr" | "disp-quote" | "boxed-text" => {
                self.end_paragraph();
                self.block(&element.children);
                self.end_paragraph();
            }
            "list-item" | "li" => {
                self.end_paragraph();
                self.item = true;
                self.block(&element.children);
                self.end_paragraph();
                self.item = false;
            }
            "title" | "h1" | "h2" | "h3" | "h4" | "h5" => {
                self.end_paragraph();
                self.begin(line(&element.children));
            }
            _ => self.open.push(Node::Element(element.clone())),
        }
    }

    /// A section with this head begins. "Abstract" over the first says nothing.
    fn begin(&mut self, head: String) {
        self.end_head();
        let own = ["abstract", "abstract:"].contains(&head.to_lowercase().as_str()) && self.paragraphs.is_empty();
        self.head = Some(head).filter(|head| !head.is_empty() && !own);
    }

    fn finish(mut self) -> Option<String> {
        self.end_paragraph();
        self.end_head();
        let text = self.paragraphs.join("\n\n");
        (!text.is_empty()).then_some(text)
    }

    fn end_paragraph(&mut self) {
        let text = line(&std::mem::take(&mut self.open));
        if text.is_empty() {
            return;
        }
        let mut paragraph = String::new();
        if std::mem::take(&mut self.item) {
            paragraph.push_str("- ");
        }
        if let Some(head) = self.head.take() {
            paragraph.push_str(&bold(&head));
            paragraph.push(' ');
        }
        paragraph.push_str(&text);
        self.paragraphs.push(paragraph);
    }

    /// A head without text under it still says something.
    fn end_head(&mut self) {
        if let Some(head) = self.head.take() {
            self.paragraphs.push(bold(&head));
        }
    }
}

/// A head in bold, with a colon unless it ends with a sign of its own.
fn bold(head: &str) -> String {
    let head = head.trim_matches('*').trim();
    let colon = if head.ends_with([':', '.', '?', '!']) { "" } else { ":" };
    format!("**{head}{colon}**")
}

#[cfg(test)]
mod tests {
    use super::abstract_text;

    fn check(raw: &str, expect: &str) {
        assert_eq!(abstract_text(raw).unwrap_or_default(), expect);
    }

    #[test]
    fn sections_have_their_heads_in_bold() {
        check(
            "\n   <jats:title>Abstract</jats:title>\n  <jats:sec>\n <jats:title>Background</jats:title>\n  <jats:p>We asked\n  \
             <jats:italic>E. coli</jats:italic>.</jats:p></jats:sec><jats:sec><jats:title>Results:</jats:title>\
             <jats:p>CO<jats:sub>2</jats:sub>.</jats:p><jats:p>More.</jats:p></jats:sec>",
            "**Background:** We asked E. coli.\n\n**Results:** CO₂.\n\nMore.",
        );
    }

    #[test]
    fn lists_and_bare_text() {
        check(
            "<jats:p>\n <jats:list><jats:list-item><jats:p>One.</jats:p></jats:list-item>\n\
             <jats:list-item><jats:p>Two.</jats:p></jats:list-item></jats:list></jats:p>",
            "- One.\n\n- Two.",
        );
        check("Just text &amp; more.", "Just text & more.");
        check("<p>One</p><p>Two", "One\n\nTwo");
        assert_eq!(abstract_text("<jats:p> </jats:p>"), None);
        assert_eq!(abstract_text("<jats:title>Abstract</jats:title>"), None);
        check("<jats:title>Graphical Abstract</jats:title>", "**Graphical Abstract:**");
    }

    #[test]
    fn formulas() {
        check(
            "<jats:p>If <jats:inline-formula><jats:alternatives><jats:tex-math>$$x^2$$</jats:tex-math><mml:math>\
             <mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math></jats:alternatives>\
             </jats:inline-formula>, then <jats:tex-math>\\documentclass{a}\\begin{document}$$y$$\\end{document}\
             </jats:tex-math>; <mml:math><mml:mfrac><mml:mn>1</mml:mn><mml:mrow><mml:mi>a</mml:mi><mml:mo>+</mml:mo>\
             <mml:mi>b</mml:mi></mml:mrow></mml:mfrac><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math>.</jats:p>",
            "If x², then $$y$$; 1/(a+b) = 2.",
        );
    }
}
