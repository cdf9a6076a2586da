//! BibTeX and BibLaTeX (O. Patashnik, "BibTeXing"; P. Lehman et al., "The biblatex Package").
//!
//! Where the programs that read these files disagree, it is read as pandoc does: `\{` and `\}` do not count as braces,
//! `%` between entries and fields begins a comment, and what `@comment{…}` holds is no entry.

mod date;
mod edited;
mod fault;
mod head;
mod identifiers;
mod inherit;
mod kind;
mod latex;
mod names;
mod other_keys;
mod piece;
mod reader;
mod said;
mod skip;
mod unopened;
mod work;

use std::sync::Arc;

use self::reader::Reader;
use super::Bibliography;
use crate::text::SourceFile;

pub use self::edited::edited;
pub use self::identifiers::identifiers;
pub(super) use self::other_keys::other_keys;
pub use self::said::value;
pub use self::work::record;

/// Reads a file.
#[must_use]
pub fn read(file: Arc<SourceFile>) -> Bibliography {
    let mut reader = Reader::new(&file.text, 0);
    while let Some(head) = reader.next_head() {
        reader.item(head);
    }
    let whole = reader.finish();
    whole.of(file)
}

#[cfg(test)]
mod tests;
