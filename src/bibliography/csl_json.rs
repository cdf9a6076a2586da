//! CSL-JSON: a list of items, an object that holds one as `items` (Zotero's), or the lock file that ibid writes.

use std::borrow::Cow;
use std::sync::Arc;

use super::csl::Item;
use super::json::{Broken, Cursor, MOST_FAULTS, unquoted};
use super::keys::{Keyed, Keys};
use super::{Bibliography, Entry, EntryFault, Field, Fields, Format};
use crate::record::Record;
use crate::syntax::Occurrence;
use crate::text::{SourceFile, Span};

/// Reads a file.
#[must_use]
pub fn read(file: Arc<SourceFile>) -> Bibliography {
    let mut harvest = Harvest::default();
    let text = file.text.clone();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut cursor = Cursor::new(&text, start);
    cursor.blanks();
    let whole = match cursor.peek() {
        Some(b'[') => items(&mut cursor, &text, &mut harvest),
        Some(b'{') => cursor.object(|cursor, name| match (unquoted(&text, name).as_ref(), cursor.peek()) {
            ("items", Some(b'[')) => items(cursor, &text, &mut harvest).map(drop),
            _ => cursor.skip().map(drop),
        }),
        None => Ok(Span::empty(start)),
        Some(_) => Err(Broken::at(cursor.at(), "This is no CSL-JSON: it begins neither with “[” nor with “{”.")),
    };
    match whole {
        // What broke the last item is all that is to be said of a file that is cut.
        Err(_) if cursor.at() == text.len() && harvest.ends_broken() => {}
        Err(broken) => harvest.fault(broken, None),
        Ok(_) => {
            cursor.blanks();
            if cursor.at() < text.len() {
                let span = Span::new(cursor.at(), text.trim_end().len().max(cursor.at()));
                harvest.fault(Broken { span, message: "Nothing may stand behind the end of the list." }, None);
            }
        }
    }
    for slip in std::mem::take(&mut cursor.slips) {
        harvest.fault(slip, None);
    }
    let mistake = first_mistake(&text, start);
    if let Some(span) = mistake.filter(|_| harvest.faults.is_empty()) {
        harvest.fault(Broken { span, message: "Here it is no valid JSON, and other programs read none of it." }, None);
    }
    harvest.faults.sort_by_key(|fault| fault.span);
    let Harvest { entries, faults, other_keys, .. } = harvest;
    let keys = Keys::of(&entries, other_keys);
    let read = Bibliography::with_keys(keys, file, Format::CslJson, entries, faults);
    Bibliography { is_well_formed: mistake.is_none(), ..read }
}

/// What an entry says of its work.
#[must_use]
pub fn record(bibliography: &Bibliography, entry: &Entry) -> Record {
    item(bibliography, entry, |_| true).record(entry)
}

/// The identifiers in an entry, in the order of the text.
#[must_use]
pub fn identifiers(bibliography: &Bibliography, entry: &Entry) -> Vec<Occurrence> {
    item(bibliography, entry, Item::may_identify).identifiers(entry)
}

/// Where a text stops to be JSON by the letter (RFC 8259): a comma that is missing or too many is read over here.
fn first_mistake(text: &str, start: usize) -> Option<Span> {
    let body = &text[start..];
    let error = serde_json::from_str::<serde::de::IgnoredAny>(body).err().filter(|_| !body.trim().is_empty())?;
    let line = body.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let mut at = (start + line + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    Some(Span::new(at, at + length))
}

/// The fields of an entry whose names are `wanted`, with their values.
fn item<'a>(bibliography: &'a Bibliography, entry: &Entry, wanted: impl Fn(&str) -> bool) -> Item<'a> {
    let text = bibliography.text();
    let rows = entry.fields.iter().filter_map(|field| {
        let name = unescaped_name(text, field.name);
        // It was read before, so that it can be read.
        wanted(&name).then(|| Cursor::new(text, field.value.range().start).tree().ok())?.map(|node| (name.into(), node))
    });
    Item::new(text, entry.kind.of(text), rows.collect(), false)
}

fn unescaped_name(text: &str, inner: Span) -> Cow<'_, str> {
    super::json::unescaped(inner.of(text))
}

#[derive(Default)]
struct Harvest {
    entries: Vec<Entry>,
    faults: Vec<EntryFault>,
    other_keys: Vec<Keyed>,
}

impl Harvest {
    fn fault(&mut self, broken: Broken, lost: Option<Box<str>>) {
        self.faults.push(EntryFault { span: broken.span, message: broken.message.to_owned(), lost });
    }

    /// Whether the last that was read could not be.
    fn ends_broken(&self) -> bool {
        let sound = self.entries.last().map_or(0, |entry| entry.span.end);
        self.faults.last().is_some_and(|fault| fault.span.start >= sound)
    }
}

/// Reads a list of items; one that cannot be read is lost alone, if it can be told where the next one begins.
fn items(cursor: &mut Cursor<'_>, text: &str, harvest: &mut Harvest) -> Result<Span, Broken> {
    cursor.list(|cursor| {
        let (start, depth) = (cursor.at(), cursor.depth());
        if cursor.peek() != Some(b'{') {
            let span = cursor.skip()?;
            harvest.fault(Broken { span, message: "An item, in curly brackets, should stand here." }, None);
            return if harvest.faults.len() < MOST_FAULTS { Ok(()) } else { Err(given_up(start)) };
        }
        let mut draft = Draft::default();
        match draft.read(cursor, text) {
            Ok(span) => draft.finish(span, text, harvest),
            Err(broken) => {
                harvest.fault(broken, draft.key.as_deref().map(Into::into));
                if harvest.faults.len() >= MOST_FAULTS {
                    return Err(given_up(start));
                }
                cursor.resume(start, broken.span.range().start, depth);
            }
        }
        Ok(())
    })
}

fn given_up(at: usize) -> Broken {
    Broken::at(at, "Too much of this file cannot be read; the rest is left out.")
}

/// An item as far as it is read.
#[derive(Default)]
struct Draft {
    key: Option<Arc<str>>,
    key_span: Span,
    kind: Span,
    other_keys: Span,
    fields: Vec<Field>,
}

impl Draft {
    fn read(&mut self, cursor: &mut Cursor<'_>, text: &str) -> Result<Span, Broken> {
        self.fields.reserve(16);
        cursor.object(|cursor, name| {
            let value = cursor.skip()?;
            match (name.of(text), text.as_bytes()[value.range().start]) {
                ("\"id\"", b'"') if self.key.is_none() => {
                    self.key = Some(unquoted(text, value).into());
                    self.key_span = inner(value);
                }
                // A number, which is cited as it is written.
                ("\"id\"", b'0'..=b'9' | b'-') if self.key.is_none() => {
                    self.key = Some(value.of(text).into());
                    self.key_span = value;
                }
                ("\"type\"", b'"') => self.kind = inner(value),
                ("\"other-ids\"", _) => {
                    self.other_keys = value;
                    self.fields.push(Field { name: inner(name), value });
                }
                _ => self.fields.push(Field { name: inner(name), value }),
            }
            Ok(())
        })
    }

    fn finish(self, span: Span, text: &str, harvest: &mut Harvest) {
        let Some(key) = self.key.filter(|key| !key.is_empty()) else {
            let broken = Broken { span, message: "This item has no “id”, so that nothing can cite it." };
            return harvest.fault(broken, None);
        };
        if !self.other_keys.is_empty() {
            let at = u32::try_from(harvest.entries.len()).unwrap_or(u32::MAX);
            let others = unquoted(text, self.other_keys);
            harvest.other_keys.extend(others.split_whitespace().map(|other| (other.into(), at)));
        }
        let kind = if self.kind.is_empty() { Span::empty(span.range().start) } else { self.kind };
        let fields = Fields::of(span.start, self.fields);
        harvest.entries.push(Entry { key, key_span: self.key_span, span, kind, fields });
    }
}

/// A text's span without its quotation marks.
fn inner(quoted: Span) -> Span {
    Span::new(quoted.range().start + 1, quoted.range().end - 1)
}

#[cfg(test)]
pub(super) mod tests;
