//! The boundary of characters nearest to a byte.

/// The last boundary at or before byte `at`; the end of `text` where `at` is beyond it.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first boundary at or after byte `at`; the end of `text` where there is none.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}
