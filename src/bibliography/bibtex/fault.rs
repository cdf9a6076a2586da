//! What can be wrong with an entry, in words.

use super::super::EntryFault;
use crate::text::Span;

/// A fault that leaves its entry usable.
pub(super) fn mild(span: Span, message: String) -> EntryFault {
    EntryFault { span, message, lost: None }
}

/// A fault by which the entry `key` is lost.
pub(super) fn grave(span: Span, message: String, key: &str) -> EntryFault {
    EntryFault { span, message, lost: Some(key).filter(|key| !key.is_empty()).map(Into::into) }
}

/// So many characters of what is written are shown.
const SHOWN: usize = 40;

/// How an entry is called in a message.
pub(super) fn called(kind: &str, key: &str) -> String {
    match kind.to_ascii_lowercase().as_str() {
        kind @ ("string" | "preamble" | "comment") => format!("@{kind}"),
        _ if key.is_empty() => format!("entry without a key (@{})", shown(kind)),
        _ => format!("entry “{}”", shown(key)),
    }
}

/// The beginning of what is written.
pub(super) fn shown(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_none() { start } else { format!("{start}…") }
}
