//! Where an identifier stands in a field, and how it is written there.

use std::ops::Range;

use super::{Found, SERVICES, after_scheme};
use crate::record::{Identifier, IdentifierKind};
use crate::syntax::{Form, read_doi};

/// Reads a field that holds a DOI.
pub(super) fn doi(text: &str) -> Option<Found> {
    let read = read_doi(text)?;
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    // A DOI whose characters are written otherwise than meant begins with its directory and goes to the end.
    let at = match text.find(&read.meant) {
        Some(at) => at..at + read.meant.len(),
        None => {
            let at = read.meant.get(3..).filter(|_| read.meant.starts_with("10/")).and_then(|code| text.rfind(code));
            at.or_else(|| text.find("10."))?..end
        }
    };
    let token = start..at.end;
    let form = form(text, &at, start);
    Some(Found { id: read.id, meant: read.meant, at, token, form })
}

/// Where an identifier that is told by its number stands in `text`.
pub(super) fn placed(id: Identifier, text: &str) -> Option<Found> {
    let start = text.len() - text.trim_start().len();
    let bytes = text.as_bytes();
    let value = id.value();
    let number = match id.kind() {
        IdentifierKind::Pmcid => value.strip_prefix("PMC").unwrap_or(value),
        // The subject class of the old scheme is dropped in the middle.
        IdentifierKind::Arxiv => value.rsplit('/').next().unwrap_or(value),
        _ => value,
    };
    let mut at = text.rfind(number)?;
    let mut end = at + number.len();
    let digits = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    match id.kind() {
        IdentifierKind::Pmcid => {
            if at >= 3 && bytes[at - 3..at].eq_ignore_ascii_case(b"pmc") {
                at -= 3;
            }
            if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
                end += 1 + digits(end + 1);
            }
        }
        IdentifierKind::Arxiv => {
            let archive = value.split_once('/').map_or("", |(archive, _)| archive);
            if !archive.is_empty() {
                at = text[..at].to_ascii_lowercase().rfind(archive).unwrap_or(at);
            }
            if matches!(bytes.get(end), Some(b'v' | b'V')) {
                end += match digits(end + 1) {
                    0 => 0,
                    digits => 1 + digits,
                };
            }
        }
        _ => {}
    }
    let range = at..end;
    let form = form(text, &range, start);
    Some(Found { meant: text.get(at..end)?.to_owned(), token: start..end, at: range, form, id })
}

fn form(text: &str, at: &Range<usize>, start: usize) -> Form {
    let before = &text[start..at.start];
    if before.is_empty() {
        return Form::Bare;
    }
    let host = after_scheme(before);
    let service = SERVICES.iter().find(|(host_and_path, _)| {
        host.get(..host_and_path.len()).is_some_and(|start| start.eq_ignore_ascii_case(host_and_path))
    });
    match service {
        Some((_, today)) if !today.is_empty() && before.eq_ignore_ascii_case(today) => Form::Url,
        Some(_) => Form::OldUrl,
        None if before.contains("//") => Form::OtherUrl,
        None => Form::Prefix,
    }
}
