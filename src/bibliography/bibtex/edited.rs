//! A file that was edited.

use std::sync::Arc;

use super::head::{Head, is};
use super::reader::Reader;
use crate::bibliography::{Bibliography, Entry, EntryFault, Field};
use crate::text::{Applied, Shift, SourceFile};

/// The file as it is after an edit: what reading `file` gives. Only what the edit touches is read again.
#[must_use]
pub fn edited(before: &Bibliography, file: Arc<SourceFile>, applied: Applied) -> Bibliography {
    if before.faults.iter().any(|fault| is_open_comment(before.text(), fault)) {
        // Whether it is closed is decided by all that follows.
        return super::read(file);
    }
    let (removed, inserted) = (applied.removed.range(), applied.inserted.range());
    // Where an entry begins may be told by the beginning of the one before it, but by none farther back.
    let touched = before.entries.partition_point(|entry| entry.span.range().start <= removed.start);
    let kept = touched.saturating_sub(2);
    let from = if touched < 2 { 0 } else { before.entries[kept].span.range().start };
    let shift = applied.shift();
    let back = Shift::between(inserted.end, removed.end);

    let mut reader = Reader::new(&file.text, from);
    let keep = |start: u32| (start as usize) < from;
    reader.entries.reserve(before.entries.len() + 1);
    reader.entries.extend_from_slice(&before.entries[..kept]);
    reader.faults.extend(before.faults.iter().filter(|fault| keep(fault.span.start)).cloned());
    reader.strings.extend(before.strings.iter().filter(|string| keep(string.name.start)));
    while let Some(head) = reader.next_head() {
        if head.at >= inserted.end {
            let start = back.of(u32::try_from(head.at).unwrap_or(u32::MAX));
            if let Ok(same) = before.entries.binary_search_by_key(&start, |entry| entry.span.start) {
                let behind = |at: u32| at >= start;
                reader.entries.extend(before.entries[same..].iter().map(|entry| moved(entry, shift)));
                let faults = before.faults.iter().filter(|fault| behind(fault.span.start));
                reader.faults.extend(faults.map(|fault| EntryFault { span: fault.span.moved(shift), ..fault.clone() }));
                let strings = before.strings.iter().filter(|string| behind(string.name.start));
                reader.strings.extend(strings.map(|string| moved_field(*string, shift)));
                break;
            }
        }
        reader.item(head);
    }
    let whole = reader.finish();
    whole.after(before, file)
}

fn is_open_comment(text: &str, fault: &EntryFault) -> bool {
    let at = fault.span.range().start;
    text[at..].starts_with('@') && Head::read(text, at).is_some_and(|head| is(head.kind.of(text), "comment"))
}

fn moved(entry: &Entry, shift: Shift) -> Entry {
    let span = entry.span.moved(shift);
    Entry {
        key: Arc::clone(&entry.key),
        key_span: entry.key_span.moved(shift),
        span,
        kind: entry.kind.moved(shift),
        fields: entry.fields.moved_to(span.start),
    }
}

fn moved_field(field: Field, shift: Shift) -> Field {
    Field { name: field.name.moved(shift), value: field.value.moved(shift) }
}
