//! A work as Markdown: the hover, and `ibid show --format markdown`.

use super::escape;
use super::sheet::{Block, Extent, Span, sheet};
use super::words;
use crate::record::{Day, Identifier, Knowledge};

/// What a hover shows.
#[derive(Clone, Copy, Debug)]
pub struct HoverOptions {
    /// Whether abstracts are shown.
    pub abstract_text: bool,
    /// Whether more is shown than which work it is: abstracts, keywords, subject headings, affiliations.
    pub details: bool,
    /// Today, where there is a clock: ages are said then.
    pub today: Option<Day>,
}

/// What is known of an identifier, as Markdown for a hover: status first, then as PubMed's page has it, then where
/// each fact came from and how old it is. Long lists are cut, with their number. No HTML, no image, and no link but those of
/// canonical identifiers, of ORCID iDs and of the free full text, which is shown by its host.
#[must_use]
pub fn hover(id: &Identifier, knowledge: &Knowledge, options: HoverOptions) -> String {
    let HoverOptions { abstract_text, details, today } = options;
    let extent = match (details, abstract_text) {
        (false, _) => Extent::identity(today),
        (true, true) => Extent::hover(today),
        (true, false) => Extent { abstract_text: 0, other_abstract: 0, ..Extent::hover(today) },
    };
    write(&sheet(id, knowledge, extent))
}

/// The same with all there is.
#[must_use]
pub fn markdown(id: &Identifier, knowledge: &Knowledge, today: Option<Day>) -> String {
    write(&sheet(id, knowledge, Extent::page(today)))
}

pub(super) fn write(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut in_list = false;
    for block in blocks {
        let text = match block {
            Block::Paragraph(spans) => line(spans),
            Block::Item(spans) => format!("- {}", line(spans)),
            // Each identifier on its own line: clients that hide the addresses of links still count them when they wrap.
            Block::Facts(None, facts) if facts.len() > 1 => {
                facts.iter().map(|fact| format!("- {}", line(fact))).collect::<Vec<_>>().join("\n")
            }
            Block::Facts(head, facts) => {
                let mut spans: Vec<Span> = head.iter().map(|head| Span::strong(format!("{head}:"))).collect();
                for (at, fact) in facts.iter().enumerate() {
                    let joint = if at > 0 {
                        " · "
                    } else if head.is_some() {
                        " "
                    } else {
                        ""
                    };
                    spans.push(Span::text(joint));
                    spans.extend(fact.iter().cloned());
                }
                line(&spans)
            }
            Block::Section(_) => "---".into(),
        };
        if !text.trim().is_empty() {
            let is_item = matches!(block, Block::Item(_));
            let between = if in_list && is_item { "\n" } else { "\n\n" };
            out.push_str(if out.is_empty() { "" } else { between });
            out.push_str(&text);
            in_list = is_item;
        }
    }
    out.push('\n');
    out
}

fn line(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        match span {
            Span::Text(text) => {
                let text = escape::inline(text, out.is_empty());
                out.push_str(&text);
            }
            Span::Strong(text) => {
                let text = escape::inline(text.trim(), false);
                if !text.is_empty() {
                    out.push_str(&format!("**{text}**"));
                }
            }
            Span::Link(id) => linked(&mut out, id.value(), id.link()),
            Span::Named(id) | Span::Id(id) => linked(&mut out, &words::named(id), id.link()),
            // The `&` of an address would begin an entity.
            Span::Web { text, url } => linked(&mut out, text, Some(url.replace('&', "&amp;"))),
        }
    }
    out
}

fn linked(out: &mut String, text: &str, link: Option<String>) {
    let text = escape::inline(text, false);
    match link {
        Some(link) => out.push_str(&format!("[{text}](<{link}>)")),
        None => out.push_str(&text),
    }
}
