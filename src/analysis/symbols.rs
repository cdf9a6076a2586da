//! What a bibliography holds, for an outline and a search by name.

use super::{Shelved, Snapshot};
use crate::render;
use crate::text::Span;

/// One entry, as an outline shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its key.
    pub name: String,
    /// A few words on the work.
    pub detail: String,
    /// All of it.
    pub whole: Span,
    /// Where to stand: the key, if it is written.
    pub span: Span,
}

/// The entries of a bibliography, in order; nothing of a manuscript, whose outline others show.
#[must_use]
pub fn symbols(snapshot: &Snapshot) -> Vec<Symbol> {
    let Some(file) = &snapshot.library.own else { return Vec::new() };
    let symbol = |entry| {
        let shelved = Shelved { file, entry };
        let record = file.record(entry);
        let words = [render::label_of(&[&record]), record.title.map(|title| render::escape::cut(&title, 80))];
        let detail = words.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        Symbol { name: entry.key.to_string(), detail, whole: entry.span, span: shelved.place() }
    };
    file.entries.iter().filter(|entry| !entry.key.is_empty()).map(symbol).collect()
}
