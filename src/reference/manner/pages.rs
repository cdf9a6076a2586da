//! How a range of pages is written.

use super::Way;
use super::lexeme::Lexed;
use super::numbers::Number;

/// Whether the last page has all its digits. Where one style shortens and another does not, nothing is told.
pub(super) fn last(lexed: &Lexed<'_>, range: &Number) -> Option<Way> {
    let (first, last) = (lexed.written(range.first), lexed.written(range.last));
    let are_digits = [first, last].iter().all(|page| page.bytes().all(|byte| byte.is_ascii_digit()));
    if !are_digits || first.len() < 3 {
        return None;
    }
    if last.len() < first.len() {
        return Some(Way::LastPageShort);
    }
    // Chicago has 101–8 and 145–50, but 100–104 and 1496–1504.
    let is_always_short = first.len() == last.len() && first[..first.len() - 2] == last[..first.len() - 2];
    (is_always_short && !first.ends_with("00")).then_some(Way::LastPageInFull)
}

/// What stands between the two.
pub(super) fn dash(lexed: &Lexed<'_>, range: &Number) -> Option<Way> {
    let between = &lexed.text[lexed.at(range.first).end..lexed.at(range.last).start];
    match between.trim() {
        "-" => Some(Way::Hyphen),
        // Pandoc makes a dash of two hyphens.
        "–" | "--" => Some(Way::Dash),
        _ => None,
    }
}
