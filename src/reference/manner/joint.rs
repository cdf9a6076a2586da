//! Numbers that are written in one with what is before them.

use super::lexeme::Lexed;

/// How a number is joined to the one before it, without a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// It is not, or as volume, issue and pages are.
    Apart,
    /// It is the issue: “14.1”, or one of two: “12(1/2)”.
    Issue,
    /// It is an additional page: “145–150.e3”.
    Addition,
    /// It is a part of something else: “9,367,592”, “2019-07-13”, “1979.1.15”, “07/10/2025”, “GTR-262”.
    Part,
}

/// How the number at `index` is joined to what is before it; a range was read as one.
pub(super) fn joint(lexed: &Lexed<'_>, index: usize) -> Joint {
    let Some(before) = index.checked_sub(2).filter(|_| lexed.is_glued(index) && lexed.is_glued(index - 1)) else {
        return Joint::Apart;
    };
    let is_short = |index: usize| lexed.figure(index).is_some_and(|figure| figure.len() <= 3);
    let is_chained = before > 1 && lexed.is_glued(before) && lexed.is_any_mark(before - 1, &['.', '/']);
    match (lexed.mark(index - 1), lexed.figure(before)) {
        (Some('.'), Some(_)) if lexed.written(index).starts_with('e') => Joint::Addition,
        (Some('.' | '/'), Some(_)) if is_short(before) && is_short(index) && !is_chained => Joint::Issue,
        (Some('.' | '/'), Some(_)) => Joint::Part,
        (Some(','), Some(_)) if is_short(before) && lexed.written(index).len() == 3 => Joint::Part,
        (Some('-'), _) => Joint::Part,
        _ => Joint::Apart,
    }
}
