//! The keys of biblatex's `ids`, under which an entry is cited too (its manual, "Special Fields").

use crate::bibliography::{Entry, Field};
use crate::text::Span;

/// Where they are written.
pub(in crate::bibliography) fn other_keys<'a>(text: &'a str, entry: &'a Entry) -> impl Iterator<Item = Span> + 'a {
    // The name's length spares a look at most names.
    let fields = entry.fields.iter().filter(|field| field.name.len() == 3);
    let fields = fields.filter(|field| field.name.of(text).eq_ignore_ascii_case("ids"));
    fields.flat_map(|field| keys(text, field))
}

fn keys(text: &str, field: Field) -> impl Iterator<Item = Span> {
    let said = field.value.of(text).trim_matches(['{', '}', '"']);
    let place = move |key: &str| {
        // Both are parts of `text`.
        let start = key.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + key.len())
    };
    said.split(',').map(str::trim).filter(|key| !key.is_empty()).map(place)
}
