//! A fragment without paragraphs (a title, a name) as one line of plain text.

use super::fragment::{Element, Node, parse};
use super::math;
use super::scripts::{Script, script};

/// Plain text on one line: markup and entities resolved, blanks collapsed, soft hyphens and the like taken out.
/// Takes any string.
#[must_use]
pub fn inline(raw: &str) -> String {
    let mut line = Line::default();
    line.nodes(&parse(raw));
    line.finish()
}

/// The plain text of nodes already read.
pub(super) fn line(nodes: &[Node]) -> String {
    let mut line = Line::default();
    line.nodes(nodes);
    line.finish()
}

/// A blank that is due before the next character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Blank {
    #[default]
    None,
    /// Part of the text.
    Real,
    /// A line break with its indentation beside an element, as pretty-printing leaves it: it may mean nothing.
    Indent,
}

/// What has just ended without a blank after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Edge {
    #[default]
    None,
    /// A longer italic run.
    Italic,
    /// An italic run of several words.
    ItalicWords,
    Formula,
}

/// Text as it grows, blanks collapsed.
#[derive(Debug, Default)]
struct Line {
    text: String,
    due: Blank,
    edge: Edge,
}

impl Line {
    fn nodes(&mut self, nodes: &[Node]) {
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Text(text) => self.text(text, at > 0, at + 1 < nodes.len()),
                Node::Element(element) => self.element(element),
            }
        }
    }

    /// `before` and `after` tell whether an element stands beside the text.
    fn text(&mut self, text: &str, before: bool, after: bool) {
        let core = text.trim_matches(char::is_whitespace);
        if core.is_empty() {
            self.blank(text, before || after);
            return;
        }
        let lead = text.len() - text.trim_start_matches(char::is_whitespace).len();
        self.blank(&text[..lead], before);
        for c in core.chars() {
            if c.is_whitespace() {
                self.due = Blank::Real;
            } else {
                self.push(c);
            }
        }
        self.blank(&text[lead + core.len()..], after);
    }

    fn blank(&mut self, blank: &str, beside_element: bool) {
        if !blank.is_empty() && self.due != Blank::Real {
            self.due = if beside_element && blank.contains('\n') { Blank::Indent } else { Blank::Real };
        }
    }

    fn push(&mut self, c: char) {
        if matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}') || c.is_control() {
            return;
        }
        let previous = self.text.chars().next_back();
        let wanted = match self.due {
            Blank::None => match self.edge {
                Edge::None => false,
                Edge::Italic => c.is_uppercase() && previous.is_some_and(char::is_lowercase),
                Edge::ItalicWords => c.is_alphabetic() && previous.is_some_and(char::is_lowercase),
                Edge::Formula => c.is_alphabetic() && previous.is_some_and(|c| c.is_alphanumeric() || c == ')'),
            },
            Blank::Real => true,
            Blank::Indent => {
                !matches!(c, ')' | ']' | ',' | '.' | ';' | ':' | '!' | '?' | '/' | '’' | '”')
                    && !matches!(previous, Some('(' | '[' | '/' | '“' | '‘'))
            }
        };
        if wanted && previous.is_some() {
            self.text.push(' ');
        }
        self.due = Blank::None;
        self.edge = Edge::None;
        self.text.push(c);
    }

    fn words(&mut self, words: &str) {
        self.text(words, false, false);
    }

    fn element(&mut self, element: &Element) {
        match element.name.as_str() {
            "sup" | "sub" => {
                let way = if element.name == "sup" { Script::Super } else { Script::Sub };
                if self.due == Blank::Indent {
                    self.due = Blank::None;
                }
                self.words(&script(&line(&element.children), way));
            }
            "math" => self.apart(&math::mathml(element)),
            "tex-math" | "tex" => self.words(&math::tex(&line(&element.children))),
            "alternatives" => self.alternatives(element),
            "br" | "break" | "p" | "title" | "sec" | "list-item" | "tr" | "td" | "th" | "li" | "div" => {
                self.due = Blank::Real;
                self.nodes(&element.children);
                self.due = Blank::Real;
            }
            "i" | "italic" | "em" => self.italic(element),
            "inline-graphic" | "graphic" | "style" | "script" => {}
            _ => self.nodes(&element.children),
        }
    }

    /// One formula in several notations: MathML reads best as text.
    fn alternatives(&mut self, element: &Element) {
        let elements = || {
            element.children.iter().filter_map(|node| match node {
                Node::Element(element) => Some(element),
                Node::Text(_) => None,
            })
        };
        match elements().find(|one| one.name == "math").or_else(|| elements().next()) {
            Some(one) => self.element(one),
            None => self.nodes(&element.children),
        }
    }

    /// A formula between words whose blanks were lost: "for<math>d</math>".
    fn apart(&mut self, formula: &str) {
        let glued = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        if self.due == Blank::None && glued(self.text.chars().next_back()) && !formula.is_empty() {
            self.due = Blank::Real;
        }
        self.words(formula);
        self.edge = Edge::Formula;
    }

    /// Names of species often lost the blanks around them: "of<i>Mycobacterium smegmatis</i>Culture". A blank is put
    /// where a small letter meets a capital at the edge of a longer italic run, or any letter one of several words;
    /// "<i>n</i>Bu" stays.
    fn italic(&mut self, element: &Element) {
        let run = Run::of(&element.children);
        let last = self.text.chars().next_back();
        if self.due == Blank::None
            && run.letters >= 4
            && last.is_some_and(char::is_lowercase)
            && run.first.is_some_and(|c| c.is_uppercase() || run.words && c.is_alphabetic())
        {
            self.due = Blank::Real;
        }
        self.nodes(&element.children);
        self.edge = match (run.letters >= 4, run.words) {
            (true, true) => Edge::ItalicWords,
            (true, false) => Edge::Italic,
            _ => self.edge,
        };
    }

    fn finish(self) -> String {
        self.text
    }
}

/// What an italic run looks like.
#[derive(Debug, Default)]
struct Run {
    first: Option<char>,
    letters: usize,
    /// Whether it has blanks inside.
    words: bool,
}

impl Run {
    fn of(nodes: &[Node]) -> Self {
        let mut run = Self::default();
        for node in nodes {
            let more = match node {
                Node::Text(text) => Self {
                    first: text.chars().next(),
                    letters: text.chars().filter(|c| c.is_alphabetic()).count(),
                    words: text.trim().contains(char::is_whitespace),
                },
                Node::Element(element) => Self::of(&element.children),
            };
            run.first = run.first.or(more.first);
            run.letters += more.letters;
            run.words |= more.words;
        }
        run
    }
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn real_titles() {
        for (raw, plain) in [
            ("Linking devices with <i>ka</i> in Purepecha", "Linking devices with ka in Purepecha"),
            ("δ&amp;lt;sup&amp;gt;13&amp;lt;/sup&amp;gt;C decline", "δ¹³C decline"),
            ("immunity &amp; test", "immunity & test"),
            (
                "Review for \"Hybrid &lt;scp&gt;risk‐averse&lt;/scp&gt; energy\"",
                "Review for \"Hybrid risk‐averse energy\"",
            ),
            ("van Orange &amp;c aen haer", "van Orange &c aen haer"),
            (
                "giant clams (\n       <i>Tridacna maxima</i>\n     ) distractible?",
                "giant clams (Tridacna maxima) distractible?",
            ),
            ("<i>KRAS</i>\n       /\n     <i>NRAS</i>\n    genes", "KRAS/NRAS genes"),
            (
                "Microenvironment of<i>Mycobacterium smegmatis</i>Culture",
                "Microenvironment of Mycobacterium smegmatis Culture",
            ),
            ("<i>Clostridium difficile</i>with resistance", "Clostridium difficile with resistance"),
            ("5,7-Dimethyl-1<i>H</i>-indole and <i>n</i>Bu", "5,7-Dimethyl-1H-indole and nBu"),
            ("PPAR<i>α</i>Agonist", "PPARαAgonist"),
            (
                "theorems for<mml:math xmlns:mml=\"x\" alttext=\"$d$\"><mml:mi>d</mml:mi></mml:math>-complete",
                "theorems for d-complete",
            ),
            (
                "in<mml:math><mml:mrow>\n <mml:msub><mml:mi>T</mml:mi><mml:mn>0</mml:mn></mml:msub></mml:mrow></mml:math>-spaces",
                "in T₀-spaces",
            ),
            (
                "on<mml:math><mml:msup><mml:mi>C</mml:mi><mml:mo>∗</mml:mo></mml:msup></mml:math>algebras",
                "on C∗algebras",
            ),
            (
                "<formula><tex Notation=\"TeX\">$\\hbox{GeO}_{2}$</tex></formula> Passivation",
                "$\\hbox{GeO}_{2}$ Passivation",
            ),
            ("10\n      <jats:sup>−17</jats:sup>\n     kWh", "10⁻¹⁷ kWh"),
            (" Search  for\u{a0}the\tDecay ", "Search for the Decay"),
            ("co\u{ad}operation\u{200b}", "cooperation"),
            ("p < 0.05 & more <3", "p < 0.05 & more <3"),
            ("Line<br/>break", "Line break"),
            ("", ""),
        ] {
            assert_eq!(inline(raw), plain, "{raw}");
        }
    }

    #[test]
    fn nesting_costs_no_more_than_its_length() {
        for name in ["i", "mml:math", "mml:mrow", "mml:msup", "sup", "p"] {
            let deep = format!("{}x{}", format!("<{name}>").repeat(3_000), format!("</{name}>").repeat(3_000));
            assert!(!inline(&deep).is_empty(), "{name}");
            assert!(super::super::abstract_text(&deep).is_some(), "{name}");
        }
    }
}
