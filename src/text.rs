//! Places in a text: byte spans, lines and columns, edits, and the text of one file.

mod buffer;
mod edit;
mod file;
mod line_index;
mod long;
mod shared;
mod span;

pub use buffer::Buffer;
pub use edit::{Applied, Change, ColumnUnit, Point};
pub use file::SourceFile;
pub use line_index::{LineColumn, LineIndex};
pub use long::{beside, both, each, is_long};
pub use shared::Text;
pub use span::{Shift, Span};
