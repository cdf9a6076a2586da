//! Going on behind an item that cannot be read.

use super::Cursor;

/// A longer item has no end to look for.
const LONGEST: usize = 1 << 20;

impl Cursor<'_> {
    /// Goes to where reading can go on behind the item that begins at `start` and broke at `broke`: its end, where
    /// its brackets tell it, else the next item; with neither, the end of the text. `depth` is that of the item.
    pub(in crate::bibliography) fn resume(&mut self, start: usize, broke: usize, depth: usize) {
        self.depth = depth;
        let bytes = self.text.as_bytes();
        let end = balanced_end(&bytes[..bytes.len().min(start + LONGEST)], start);
        let next = || next_item(self.text, start, broke.max(start + 1));
        self.at = end.or_else(next).unwrap_or(self.text.len());
        self.is_at_item = end.is_none();
    }

    pub(in crate::bibliography) fn depth(&self) -> usize {
        self.depth
    }
}

/// The end of what begins with the bracket at `start`, if its brackets match. A text ends with its line at the latest.
fn balanced_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut open = Vec::new();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => {
                while let Some(found) = memchr::memchr3(b'"', b'\\', b'\n', &bytes[at.min(bytes.len())..]) {
                    at += found + 1;
                    if bytes[at - 1] != b'\\' {
                        break;
                    }
                    at += 1;
                }
            }
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            b'}' | b']' => {
                if open.pop() != Some(byte) {
                    return None;
                }
                if open.is_empty() {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Where the next item begins: with its `id`, or on a line that is indented as this item's line is.
fn next_item(text: &str, start: usize, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let indentation = indentation(bytes, start);
    memchr::memchr_iter(b'{', &bytes[from..]).map(|found| from + found).find(|&at| {
        let inside = text[at + 1..].trim_start_matches([' ', '\n', '\r', '\t']);
        let is_peer = indentation.is_some() && self::indentation(bytes, at) == indentation;
        inside.starts_with("\"id\"") || is_peer && inside.starts_with('"')
    })
}

/// How far the line is indented whose first visible character stands at `at`; `None` if another one does.
fn indentation(bytes: &[u8], at: usize) -> Option<usize> {
    let blanks = bytes[..at].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    (at == blanks || bytes[at - blanks - 1] == b'\n').then_some(blanks)
}
