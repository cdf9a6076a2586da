//! What to show of the identifier at a place.

use super::{Shelved, Snapshot, Target, target};
use crate::record::{Identifier, Knowledge, Reason};
use crate::render::{self, HoverOptions};
use crate::syntax::{FootnoteMark, NumberCitation};
use crate::text::Span;

/// How many items of a range of numbers are shown.
const ITEMS: usize = 8;

/// How many characters of an item or a footnote are shown.
const LONGEST: usize = 600;

/// What is being done about an identifier that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookUp {
    /// It is being looked up, or is about to be.
    Soon,
    /// Nothing: look-ups are switched off.
    Offline,
    /// Nothing until the user says whether identifiers may leave the machine.
    Undecided,
    /// Nothing while it is being typed.
    Typing,
    /// Nothing for a moment: it was looked up just now, and nobody answered.
    Failed,
    /// It was left out, because its file has so many that are not known; it is looked up now.
    HeldBack {
        /// How many are looked up unasked, besides those on the screen.
        unasked: usize,
        /// How many the file has.
        unknown: usize,
    },
}

/// Markdown about the identifier at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The identifier's token.
    pub span: Span,
    /// What is known, as Markdown.
    pub markdown: String,
}

/// What is known of the identifier or key at byte `offset`; where nothing is known, why, and what is done about it.
#[must_use]
pub fn hover(snapshot: &Snapshot, offset: usize, look_up: LookUp) -> Option<Hover> {
    let target = target(snapshot, offset)?;
    let markdown = match target {
        Target::Identifier(occurrence) => about(snapshot, &occurrence.id, options(snapshot), look_up),
        Target::Key(_, Some(shelved)) | Target::Entry(shelved) | Target::OtherKey(shelved, _) => {
            entry(snapshot, shelved)
        }
        Target::Number(number) => items(snapshot, number)?,
        Target::Footnote(mark) => footnote(snapshot, mark)?,
        Target::Key(_, None) => return None,
    };
    Some(Hover { span: target.span(), markdown })
}

/// The items of the reference list that a number, or a range of them, cites.
fn items(snapshot: &Snapshot, number: &NumberCitation) -> Option<String> {
    let list = snapshot.document.lists.get(number.list as usize)?;
    let items = number.numbers().filter_map(|number| list.item(number));
    let shown = items.filter_map(|at| list.items.get(at)).take(ITEMS).map(|item| as_written(snapshot, *item));
    let shown = shown.collect::<Vec<_>>().join("\n\n");
    (!shown.is_empty()).then_some(shown)
}

/// What a footnote says; nothing where it is written.
fn footnote(snapshot: &Snapshot, mark: &FootnoteMark) -> Option<String> {
    let written = snapshot.document.footnote_of(mark).filter(|_| !mark.defines)?;
    let block = snapshot.document.block_at(written.span.range().start)?;
    Some(as_written(snapshot, Span { start: written.span.end + 1, end: block.span.end.max(written.span.end + 1) }))
}

/// A stretch of the text, on one line.
fn as_written(snapshot: &Snapshot, span: Span) -> String {
    let words: Vec<&str> = span.of(snapshot.document.text()).split_whitespace().collect();
    render::escape::markdown(&render::escape::cut(&words.join(" "), LONGEST))
}

fn options(snapshot: &Snapshot) -> HoverOptions {
    HoverOptions { abstract_text: snapshot.config.hover_abstract, details: true, today: snapshot.today }
}

/// An entry: what is known of its work, else what it says itself.
#[must_use]
pub(super) fn entry(snapshot: &Snapshot, shelved: Shelved<'_>) -> String {
    let Shelved { file, entry } = shelved;
    let name = file.name();
    let id = shelved.identifier(snapshot);
    match id.as_ref().map(|id| (id, snapshot.records.get(id))) {
        Some((id, knowledge @ (Knowledge::Known(_) | Knowledge::Absent(_)))) => {
            let shown = render::hover(id, knowledge, options(snapshot));
            format!("{shown}\n{}\n", render::entry_place(&entry.key, name))
        }
        _ => render::entry(&entry.key, name, &file.record(entry)),
    }
}

/// What a hint stands for, as Markdown: which work it is, and what became of it.
#[must_use]
pub fn tooltip(snapshot: &Snapshot, id: &Identifier) -> String {
    let options = HoverOptions { abstract_text: false, details: false, today: snapshot.today };
    about(snapshot, id, options, LookUp::Soon)
}

fn about(snapshot: &Snapshot, id: &Identifier, options: HoverOptions, look_up: LookUp) -> String {
    let knowledge = snapshot.records.get(id);
    let shown = render::hover(id, knowledge, options);
    match knowledge {
        Knowledge::Unchecked(reason) => format!("{shown}\n{}\n", outlook(reason, look_up)),
        _ => shown,
    }
}

/// What is done about an identifier that is not known.
fn outlook(reason: &Reason, look_up: LookUp) -> String {
    match (look_up, reason) {
        (LookUp::Typing, _) => "It is looked up when it is no longer being typed.".into(),
        (LookUp::Soon, Reason::NotAnswered { .. } | Reason::Budget) => "Asking again.".into(),
        (LookUp::Soon | LookUp::Failed, Reason::Undecided { .. }) => "ibid asks again after a day.".into(),
        (LookUp::Soon, _) => "Looking it up.".into(),
        (LookUp::Failed, _) => "That was within the last minute. Save the file to ask again at once.".into(),
        (LookUp::Offline, _) => {
            "ibid works offline here, and neither the lock file nor the store on this machine knows it.".into()
        }
        (LookUp::Undecided, _) => "ibid asks registries only once you agree, in the message that it showed.".into(),
        (LookUp::HeldBack { unasked: 0, unknown }, _) => format!(
            "This file has {unknown} identifiers that are not known on this machine; ibid looks up only those on the \
             screen unasked. Looking up this one."
        ),
        (LookUp::HeldBack { unasked, unknown }, _) => format!(
            "This file has {unknown} identifiers that are not known on this machine; ibid looks up {unasked} of them \
             unasked. Looking up this one."
        ),
    }
}
