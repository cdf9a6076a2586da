//! Where the items of a list begin and end, told by their dashes alone.

use crate::text::Span;

/// The lines of each item of the list under `references:`, or of the list that the text begins with.
pub(super) fn stretches(text: &str, within: Span) -> Vec<Span> {
    let mut starts = Vec::new();
    let mut end = within.range().end;
    // The column of the list's dashes, once the list has begun.
    let mut column = None;
    let mut is_named = false;
    let mut at = within.range().start;
    for line in within.of(text).split_inclusive('\n') {
        let start = at;
        at += line.len();
        let said = line.trim_end();
        let indentation = said.len() - said.trim_start_matches(' ').len();
        let visible = &said[indentation..];
        if visible.is_empty() || visible.starts_with('#') {
            continue;
        }
        let has_dash = visible == "-" || visible.starts_with("- ");
        match column {
            None if visible.starts_with("references:") && indentation == 0 => is_named = true,
            None if has_dash && (is_named || starts.is_empty()) => {
                column = Some(indentation);
                starts.push(start);
            }
            None => is_named = false,
            Some(own) if has_dash && indentation == own => starts.push(start),
            // Another list before the references.
            Some(own) if indentation <= own && !is_named => {
                starts.clear();
                column = None;
                is_named = visible.starts_with("references:") && indentation == 0;
            }
            Some(own) if indentation <= own => {
                end = start;
                break;
            }
            Some(_) => {}
        }
    }
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts.iter().zip(ends).map(|(&start, end)| Span::new(start, end)).collect()
}
