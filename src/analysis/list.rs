//! Everything found, with its state.

use super::Snapshot;
use crate::record::IdentifierKind;
use crate::syntax::{Citation, FootnoteMark, NumberCitation, Occurrence, Place};
use crate::text::Span;

/// One line of `ibid list`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// The contract's `kind`.
    pub kind: &'static str,
    /// The canonical identifier, the key, the number or range, the footnote's label.
    pub value: String,
    /// As written.
    pub text: &'a str,
    /// The identifier or key itself, without label or `@`.
    pub span: Span,
    /// The contract's `state`.
    pub state: &'static str,
    /// Whether there is something to hold it against; where no bibliography was read, a key is `undefined` and may be in any.
    pub is_held: bool,
    /// Where it stands.
    pub place: Place,
}

/// Every identifier, key, number and footnote that is cited, in the order of the text. A key that is an identifier is listed once, as that,
/// unless a bibliography defines it.
#[must_use]
pub fn list(snapshot: &Snapshot) -> Vec<Listed<'_>> {
    let document = &snapshot.document;
    let keys: Vec<Listed<'_>> = document.citations.iter().filter_map(|citation| key(snapshot, citation)).collect();
    let is_key = |found: &Occurrence| {
        let at = keys.partition_point(|key| key.span.start <= found.span.start);
        let defined = at.checked_sub(1).is_some_and(|at| keys[at].span.end > found.span.start);
        found.place == Place::Citation && defined
    };
    let mut listed: Vec<Listed<'_>> = Vec::new();
    for found in &document.identifiers {
        if !is_key(found) {
            listed.push(identifier(snapshot, found));
        }
    }
    listed.extend(document.numbers.iter().map(|number| self::number(snapshot, number)));
    listed.extend(document.footnotes.iter().filter(|mark| !mark.defines).map(|mark| footnote(snapshot, mark)));
    listed.extend(keys);
    listed.sort_by_key(|listed| listed.span);
    listed
}

fn identifier<'a>(snapshot: &'a Snapshot, found: &Occurrence) -> Listed<'a> {
    Listed {
        kind: found.id.kind().prefix(),
        value: found.id.to_string(),
        text: found.span.of(snapshot.document.text()),
        span: found.span,
        state: snapshot.records.get(&found.id).state(),
        is_held: true,
        place: found.place,
    }
}

/// A citation, unless it is that of an identifier which no bibliography defines.
fn key<'a>(snapshot: &'a Snapshot, citation: &Citation) -> Option<Listed<'a>> {
    let text = citation.key(snapshot.document.text());
    let entry = snapshot.library.find(text).is_some();
    let of_identifier =
        snapshot.document.identifier_of(citation).filter(|found| found.id.kind() != IdentifierKind::Key);
    if !citation.is_of_work() || text == "*" || of_identifier.is_some() && !entry {
        return None;
    }
    Some(Listed {
        kind: "key",
        value: text.to_owned(),
        text,
        span: citation.span,
        state: defined(entry),
        is_held: entry || !snapshot.library.is_empty(),
        place: if citation.place == Place::Prose { Place::Citation } else { citation.place },
    })
}

fn number<'a>(snapshot: &'a Snapshot, number: &NumberCitation) -> Listed<'a> {
    let document = &snapshot.document;
    let list = document.lists.get(number.list as usize);
    let value = if number.first == number.last {
        number.first.to_string()
    } else {
        format!("{}-{}", number.first, number.last)
    };
    Listed {
        kind: "number",
        value,
        text: number.span.of(document.text()),
        span: number.span,
        state: defined(list.is_some_and(|list| number.numbers().all(|number| list.item(number).is_some()))),
        is_held: true,
        place: Place::Prose,
    }
}

fn footnote<'a>(snapshot: &'a Snapshot, mark: &FootnoteMark) -> Listed<'a> {
    let text = mark.label.of(snapshot.document.text());
    let state = defined(snapshot.document.footnote_of(mark).is_some());
    let (span, value) = (mark.label, text.to_owned());
    Listed { kind: "footnote", value, text, span, state, is_held: true, place: Place::Prose }
}

fn defined(is: bool) -> &'static str {
    if is { "defined" } else { "undefined" }
}
