//! Labels in tables: a cell that is nothing but a label names what the cells behind or below it hold.

use super::Candidate;
use crate::text::Span;

/// The longest row that is read, in bytes.
const LONGEST: usize = 4_000;

/// How many columns are looked at, so that a row of labels over many rows stays cheap.
const COLUMNS: usize = 32;

/// The cells that a label's cell names.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// The cells of the label's column, from the row below the header on.
    pub(super) below: Vec<Span>,
    /// The cells behind the label in its row.
    pub(super) behind: Vec<Span>,
}

/// The cells that are named by the label from `start` to `end`; none where its cell says more, or is no cell.
pub(super) fn cells(text: &str, start: usize, end: usize, candidate: Candidate) -> Cells {
    let mut cells = Cells::default();
    let Some(line) = line_around(text, start, candidate).filter(|line| line.range().end >= end) else { return cells };
    let row = line.of(text);
    let (before, after) = (&text[line.range().start..start], &text[end..line.range().end]);
    let opens = before.trim_end_matches([' ', '\t', '*', '_', '[', '"']);
    let closes = after.trim_start_matches([' ', '\t', '*', '_', ':', ']', '"', '.']);
    let first = opens.trim_start_matches(['>', ' ', '\t']).is_empty();
    if !(opens.ends_with('|') || first) || !(closes.starts_with('|') || closes.trim().is_empty()) || !row.contains('|')
    {
        return cells;
    }
    let column = row_cells(before).count().saturating_sub(1);
    if column >= COLUMNS {
        return cells;
    }
    let mut next = next_line(text, line, candidate);
    let is_header = next.is_some_and(|line| is_delimiter(line.of(text))) && !has_row_before(text, line, candidate);
    if is_header {
        while let Some(line) = next.and_then(|line| next_line(text, line, candidate)) {
            let row = line.of(text);
            if !row.contains('|') {
                break;
            }
            let cell = row_cells(row).nth(column);
            cells.below.extend(cell.map(|(at, cell)| trimmed(line.range().start + at, cell)));
            next = Some(line);
        }
    }
    // A header's neighbours name other columns, unless they are what the label names.
    let behind = row_cells(row).skip(column + 1).take(COLUMNS);
    cells.behind.extend(behind.map(|(at, cell)| trimmed(line.range().start + at, cell)));
    cells
}

/// The cells of a row, without the bars, with where each begins. An empty one before the first bar is none.
fn row_cells(row: &str) -> impl Iterator<Item = (usize, &str)> {
    let marks = row.len() - row.trim_start_matches(['>', ' ', '\t']).len();
    let from = if row[marks..].starts_with('|') { marks + 1 } else { marks };
    let mut at = from;
    let mut escaped = false;
    let bars = row[from..].split(move |ch: char| {
        let bar = ch == '|' && !escaped;
        escaped = ch == '\\' && !escaped;
        bar
    });
    bars.map(move |cell| {
        let start = at;
        at += cell.len() + 1;
        (start, cell)
    })
}

/// A cell's content.
fn trimmed(at: usize, cell: &str) -> Span {
    let start = at + (cell.len() - cell.trim_start().len());
    Span::new(start, start + cell.trim().len())
}

/// Whether a row is the line below a header: bars, hyphens and colons.
fn is_delimiter(row: &str) -> bool {
    let marks = row.trim_start_matches(['>', ' ', '\t']);
    marks.contains('-')
        && marks.contains('|')
        && marks.chars().all(|ch| matches!(ch, '|' | '-' | ':' | ' ' | '\t' | '\r'))
}

/// The line that has byte `at`, unless it begins or ends too far away.
fn line_around(text: &str, at: usize, candidate: Candidate) -> Option<Span> {
    let bytes = text.as_bytes();
    let floor = candidate.floor.max(at.saturating_sub(LONGEST)).min(at);
    let start = match memchr::memrchr(b'\n', &bytes[floor..at]) {
        Some(end) => floor + end + 1,
        None => floor,
    };
    let limit = candidate.limit.min(at + LONGEST);
    let end = memchr::memchr(b'\n', &bytes[at..limit]).map_or(limit, |end| at + end);
    (at - start < LONGEST && end - at < LONGEST).then(|| Span::new(start, end))
}

/// Whether the line before `line` is a row of the same table.
fn has_row_before(text: &str, line: Span, candidate: Candidate) -> bool {
    let Some(end) = line.range().start.checked_sub(1).filter(|end| *end >= candidate.floor) else { return false };
    line_around(text, end, candidate).is_none_or(|before| before.of(text).contains('|'))
}

/// The line behind `line`, unless it is blank.
fn next_line(text: &str, line: Span, candidate: Candidate) -> Option<Span> {
    let start = line.range().end + 1;
    if start >= candidate.limit {
        return None;
    }
    let next = line_around(text, start, Candidate { floor: start, ..candidate })?;
    (!next.of(text).trim().is_empty()).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::super::Setting;
    use super::*;

    fn named<'t>(text: &'t str, label: &str) -> (Vec<&'t str>, Vec<&'t str>) {
        let at = text.find(label).expect("the label is there");
        let candidate = Candidate { floor: 0, limit: text.len(), setting: Setting::Text, alone: false };
        let cells = cells(text, at, at + label.len(), candidate);
        let of = |spans: Vec<Span>| spans.into_iter().map(|span| span.of(text)).collect();
        (of(cells.below), of(cells.behind))
    }

    #[test]
    fn a_header_names_its_column() {
        let table = "| Title | PMID | Year |\n|---|:-:|---|\n| a \\| b | 123 | 2020 |\n> | c | 456 |\n\n| d | 789 |\n";
        assert_eq!(named(table, "PMID").0, ["123", "456"]);
        assert_eq!(named("PMID | Year\n--- | ---\n1 | 2\n", "PMID").0, ["1"]);
    }

    #[test]
    fn a_label_names_what_is_behind_it() {
        assert_eq!(named("| a | b |\n|-|-|\n| **PMID** | 123 |\n", "PMID").1, ["123", ""]);
        assert_eq!(named("| the PMID | 123 |\n", "PMID").1, Vec::<&str>::new());
        assert_eq!(named("PMID and more\n", "PMID").1, Vec::<&str>::new());
    }
}
