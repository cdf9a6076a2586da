//! What a value says: its pieces joined, its abbreviations written out.

use std::borrow::Cow;

use super::latex;
use super::piece::{self, Piece};
use crate::bibliography::{Bibliography, Field};
use crate::text::Span;

/// The months that every style defines.
const MONTHS: [(&str, &str); 12] = [
    ("jan", "January"),
    ("feb", "February"),
    ("mar", "March"),
    ("apr", "April"),
    ("may", "May"),
    ("jun", "June"),
    ("jul", "July"),
    ("aug", "August"),
    ("sep", "September"),
    ("oct", "October"),
    ("nov", "November"),
    ("dec", "December"),
];

/// Fields that are taken as written.
const VERBATIM: [&str; 9] = ["doi", "url", "eprint", "file", "pdf", "verba", "verbb", "verbc", "urlraw"];

/// No value that abbreviations make is longer, and none is made of more pieces: abbreviations may hold others.
const LONGEST: usize = 1 << 16;
const MOST: usize = 1000;
const DEEPEST: usize = 16;

/// The value of a field as text: joined, with abbreviations written out and LaTeX read.
#[must_use]
pub fn value(bibliography: &Bibliography, field: Field) -> String {
    let name = field.name.of(bibliography.text());
    let source = source(bibliography, field);
    if VERBATIM.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        latex::verbatim(&source).text.trim().to_owned()
    } else {
        latex::plain(&source)
    }
}

/// The value of a field as LaTeX.
pub(super) fn source<'a>(bibliography: &'a Bibliography, field: Field) -> Cow<'a, str> {
    let text = bibliography.text();
    if let Some(alone) = alone(bibliography, field) {
        return Cow::Borrowed(alone.of(text));
    }
    let mut out = String::new();
    let mut left = MOST;
    write(bibliography, field, &mut out, &mut left, 0);
    Cow::Owned(out)
}

/// Where the value is written, if it is one piece and no abbreviation.
pub(super) fn alone(bibliography: &Bibliography, field: Field) -> Option<Span> {
    let text = bibliography.text();
    let mut pieces = piece::all(text, field.value);
    let span = match pieces.next()? {
        Piece::Text(span) => span,
        Piece::Word(span) if span.of(text).starts_with(|ch: char| ch.is_ascii_digit()) => span,
        Piece::Word(_) => return None,
    };
    pieces.next().is_none().then_some(span)
}

fn write(bibliography: &Bibliography, field: Field, out: &mut String, left: &mut usize, depth: usize) {
    let text = bibliography.text();
    for piece in piece::all(text, field.value) {
        if *left == 0 || out.len() > LONGEST {
            return;
        }
        *left -= 1;
        match piece {
            Piece::Text(span) => out.push_str(span.of(text)),
            Piece::Word(span) => {
                let word = span.of(text);
                let month = || MONTHS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, month)| *month);
                match abbreviation(bibliography, word, field.name) {
                    Some(definition) if depth < DEEPEST => write(bibliography, definition, out, left, depth + 1),
                    Some(_) => {}
                    None => out.push_str(month().unwrap_or(word)),
                }
            }
        }
    }
}

/// The definition of `name` that holds at `place`: the last one before it, or the first behind it.
fn abbreviation(bibliography: &Bibliography, name: &str, place: Span) -> Option<Field> {
    let text = bibliography.text();
    let before = bibliography.strings.partition_point(|string| string.name.start < place.start);
    let (before, behind) = bibliography.strings.split_at(before);
    before.iter().rev().chain(behind).find(|string| string.name.of(text).eq_ignore_ascii_case(name)).copied()
}
