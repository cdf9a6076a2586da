//! Places in a text: byte spans, lines and columns, edits, and the text of one file.

mod file;
mod line_index;
mod span;

pub use file::SourceFile;
pub use line_index::{LineColumn, LineIndex};
pub use span::Span;
