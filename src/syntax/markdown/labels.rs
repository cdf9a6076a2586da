//! The labels that a text defines: of links, `[label]: …`, and of footnotes, `[^label]: …`.
//!
//! They are all that Markdown written in one place changes in every other: brackets are a reference only where their
//! label is defined.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use pulldown_cmark::{Event, OffsetIter, Parser, Tag};

use super::OPTIONS;

/// The labels that a text defines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::syntax) struct Labels {
    links: BTreeSet<String>,
    notes: BTreeSet<String>,
    /// The length of the longest destination and title.
    longest: usize,
}

impl Labels {
    /// Those that `source` defines, read alone.
    pub(in crate::syntax) fn of(source: &str) -> Self {
        let mut labels = Self::default();
        // Every definition has this, and most texts have none.
        if memchr::memmem::find(source.as_bytes(), b"]:").is_none() {
            return labels;
        }
        let mut events = Parser::new_ext(source, OPTIONS).into_offset_iter();
        for (event, _) in &mut events {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                labels.note(&label);
            }
        }
        labels.links(&events);
        labels
    }

    /// Adds a footnote's.
    pub(super) fn note(&mut self, label: &str) {
        self.notes.insert(label.to_owned());
    }

    /// Adds those of links.
    pub(super) fn links(&mut self, events: &OffsetIter<'_>) {
        for (label, definition) in events.reference_definitions().iter() {
            let length = definition.dest.len() + definition.title.as_ref().map_or(0, |title| title.len());
            self.longest = self.longest.max(length);
            self.links.insert(label.to_owned());
        }
    }

    /// Whether both have the same labels.
    pub(in crate::syntax) fn same(&self, other: &Self) -> bool {
        self.links == other.links && self.notes == other.notes
    }

    /// Takes note of how long the destinations of `other` are.
    pub(in crate::syntax) fn lengthen(&mut self, other: &Self) {
        self.longest = self.longest.max(other.longest);
    }

    /// Whether a text of `length` bytes that uses labels `uses` times is surely read to its end: the parser stops to
    /// read references once their destinations have added up to the length of the text, and to 100,000 bytes.
    pub(in crate::syntax) fn spare(&self, uses: usize, length: usize) -> bool {
        uses.saturating_mul(self.longest) < length.max(100_000)
    }

    /// A text that defines these labels and after which any other may follow; `None` where it cannot be written.
    pub(in crate::syntax) fn definitions(&self) -> Option<String> {
        let mut text = String::new();
        for label in &self.notes {
            let _ = write!(text, "[^{label}]: x\n\n");
        }
        for label in &self.links {
            let _ = writeln!(text, "[{label}]: x");
        }
        if !text.is_empty() {
            // What closes the last footnote.
            text.push_str("\n***\n\n");
        }
        Self::of(&text).same(self).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_can_be_defined_anew() {
        let labels = Labels::of("[a b]: /x 'y'\n[^1]: note\n\n    [c\\]]: <z>\n\n> [@d]: doi:10.1000/x\n\n[é]:\n/x\n");
        assert_eq!(labels.links.iter().map(String::as_str).collect::<Vec<_>>(), ["@d", "a b", "c\\]", "é"]);
        assert_eq!(labels.notes.iter().map(String::as_str).collect::<Vec<_>>(), ["1"]);
        assert_eq!(labels.longest, "doi:10.1000/x".len());
        assert!(labels.definitions().is_some_and(|text| Labels::of(&text).same(&labels)));
    }
}
