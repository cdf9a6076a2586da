//! A work as Markdown: the hover, and `ibid show --format markdown`.

use super::escape;
use super::sheet::{Block, Extent, Span, sheet};
use crate::record::{Day, Identifier, Knowledge};

/// What a hover shows.
#[derive(Clone, Copy, Debug)]
pub struct HoverOptions {
    /// Whether the abstract is shown.
    pub abstract_text: bool,
    /// Today, where there is a clock: ages are said then.
    pub today: Option<Day>,
}

/// Authors shown in a hover: as many as references of the biomedical styles print.
const AUTHORS: usize = 6;

/// What is known of an identifier, as Markdown for a hover: status first, then as PubMed's page has it, then where
/// each fact came from and how old it is. No HTML, no image, and no link but those of canonical identifiers.
#[must_use]
pub fn hover(id: &Identifier, knowledge: &Knowledge, options: HoverOptions) -> String {
    let extent = Extent { authors: AUTHORS, abstract_text: options.abstract_text, today: options.today };
    write(&sheet(id, knowledge, extent))
}

/// The same with all authors and the abstract.
#[must_use]
pub fn markdown(id: &Identifier, knowledge: &Knowledge, today: Option<Day>) -> String {
    write(&sheet(id, knowledge, Extent { authors: usize::MAX, abstract_text: true, today }))
}

fn write(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let text = match block {
            Block::Paragraph(spans) => line(spans),
            Block::Item(spans) => format!("- {}", line(spans)),
            Block::Section(_) => "---".into(),
        };
        if !text.trim().is_empty() {
            out.push_str(if out.is_empty() { "" } else { "\n\n" });
            out.push_str(&text);
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
            Span::Link(id) => {
                let text = escape::inline(id.value(), false);
                match id.link() {
                    Some(link) => out.push_str(&format!("[{text}](<{link}>)")),
                    None => out.push_str(&text),
                }
            }
        }
    }
    out
}
