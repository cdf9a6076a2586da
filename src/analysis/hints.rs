//! Short notes behind identifiers, where the text does not already say it.

use super::Snapshot;
use crate::config::HintMode;
use crate::record::{Identifier, Knowledge, Known, Record};
use crate::render;
use crate::syntax::{BlockKind, Document, Occurrence, Place};
use crate::text::Span;

/// A short note behind an identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The byte it stands at: the end of the identifier's token.
    pub offset: u32,
    /// The note.
    pub label: String,
    /// What it is about.
    pub id: Identifier,
}

/// How much a hint says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// Work and mark.
    Full,
    /// Only what is unusual: retracted, not registered.
    Mark,
    /// Nothing.
    Nothing,
}

/// A bracket with more keys than this has marks only.
const GROUP: usize = 3;
/// How far around an identifier its bracket is looked for, and its author and year, in bytes.
const REACH: usize = 600;
/// How far before an identifier its work may be named, in bytes, beyond the sentence.
const NEAR: usize = 120;

/// The hints of what stands in `range`.
#[must_use]
pub fn hints(snapshot: &Snapshot, range: Span) -> Vec<Hint> {
    if snapshot.config.hints == HintMode::Off {
        return Vec::new();
    }
    let found = snapshot.identifiers();
    let found = found.filter(|found| range.touches(found.token.range().end) && !snapshot.in_flux.contains(&found.id));
    let mut hints: Vec<Hint> = found.filter_map(|found| hint(snapshot, found)).collect();
    // An entry may have several identifiers of its work at one citation.
    hints.dedup_by(|later, earlier| (later.offset, &later.label) == (earlier.offset, &earlier.label));
    hints
}

fn hint(snapshot: &Snapshot, found: &Occurrence) -> Option<Hint> {
    let extent = extent(&snapshot.document, found, snapshot.config.hints);
    if extent == Extent::Nothing {
        return None;
    }
    let config = &snapshot.config;
    let label = match snapshot.records.get(&found.id) {
        Knowledge::Absent(_) => "? not registered".to_owned(),
        Knowledge::Known(known) => {
            let marked = render::is_marked(known);
            let says =
                extent == Extent::Full && (config.hints == HintMode::On || !is_told(&snapshot.document, found, known));
            if !marked && !says {
                return None;
            }
            render::hint(known, config.hint_length)
        }
        Knowledge::Unchecked(_) | Knowledge::Unsupported => return None,
    };
    Some(Hint { offset: found.token.end, label, id: found.id.clone() })
}

/// How much to say at a place.
fn extent(document: &Document, found: &Occurrence, mode: HintMode) -> Extent {
    let text = document.text();
    match found.place {
        Place::FrontMatter => Extent::Nothing,
        // An entry says itself which work it is.
        Place::Bibliography => Extent::Mark,
        Place::Link if !is_autolink(text, found.token) => Extent::Nothing,
        _ if mode == HintMode::On => Extent::Full,
        Place::Reference => Extent::Mark,
        Place::Citation if keys_around(text, found.token) > GROUP => Extent::Mark,
        Place::Citation | Place::Prose | Place::Footnote | Place::Link => Extent::Full,
    }
}

/// Whether a link's destination is all there is to see of it: `<https://…>`, or the bare address.
fn is_autolink(text: &str, token: Span) -> bool {
    let before = text[..token.range().start].trim_end_matches('<');
    !before.ends_with(['(', '"', '\'', '=']) && !before.trim_end().ends_with("]:")
}

/// How many citation keys the bracket around `token` has.
fn keys_around(text: &str, token: Span) -> usize {
    let from = ceil(text, token.range().start.saturating_sub(REACH));
    let to = floor(text, token.range().end.saturating_add(REACH));
    let before = &text[from..token.range().start];
    let Some(open) = before.rfind('[').filter(|open| !before[*open..].contains("\n\n")) else { return 1 };
    let behind = &text[token.range().end..to];
    let close = behind.find(']').map_or(to, |close| token.range().end + close);
    let inside = &text[from + open..close];
    let is_key = |at: usize| inside[..at].ends_with(|ch: char| ch.is_whitespace() || "[;,-".contains(ch));
    inside.match_indices('@').filter(|(at, _)| is_key(*at)).count()
}

/// The first character boundary at or after `at`.
fn ceil(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// The last character boundary at or before `at`, which may lie past the end.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether the text near an identifier already names its work: first author and year.
fn is_told(document: &Document, found: &Occurrence, known: &Known) -> bool {
    known.views.iter().any(|view| is_named(document, found, &view.record))
}

/// Whether the text near an identifier names the work as one source has it.
fn is_named(document: &Document, found: &Occurrence, record: &Record) -> bool {
    let (Some(author), Some(year)) = (record.authors.first(), record.dates.year()) else { return false };
    let (text, token) = (document.text(), found.token.range());
    let block = document.block_at(token.start);
    let around = block.map_or(token.clone(), |block| block.span.range());
    // However long the block is, only so much of it is read for each identifier.
    let from = ceil(text, token.start.saturating_sub(REACH)).max(around.start);
    let to = floor(text, token.end.saturating_add(REACH).min(around.end)).max(token.end);
    let mut near = &text[from..to];
    let year = year.to_string();
    if !near.contains(&year) {
        return false;
    }
    if block.is_some_and(|block| block.kind == BlockKind::Paragraph) {
        let sentence = document.sentence(found.token).range();
        let before = ceil(text, token.start.saturating_sub(NEAR)).max(around.start);
        near = &text[from.max(before.min(sentence.start))..to.min(sentence.end).max(token.start)];
    }
    near.contains(&year) && near.to_lowercase().contains(&author.name.family().to_lowercase())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::Config;
    use crate::record::{Absent, Dates, Day, Name, Notice, NoticeKind, PartialDate, Records, ReportedBy, Source, View};
    use crate::syntax::{Dialect, parse};
    use crate::text::SourceFile;

    const PLAIN: &str = "10.5555/plain";
    const RETRACTED: &str = "10.5555/retracted";
    const ABSENT: &str = "10.5555/absent";

    fn known(doi: &str, notices: Vec<Notice>) -> (Identifier, Knowledge) {
        let id = Identifier::from_doi(doi);
        let record = Record {
            authors: vec![Name::Person { family: "Ghannam".into(), given: None, suffix: None }.into()],
            dates: Dates { issued: PartialDate::parse("2022"), ..Dates::default() },
            container_title: Some("Cancers".into()),
            ..Record::new(id.clone())
        };
        let fetched = Day::from_ymd(2026, 11, 1).expect("a day");
        let view = View {
            source: Source::Crossref,
            fetched,
            record: Arc::new(record),
            notices_fetched: fetched,
            notices: notices.into(),
            transcribed: false,
        };
        (id, Knowledge::Known(Arc::new(Known { views: vec![view], ..Known::default() })))
    }

    fn labels_with(text: &str, mode: HintMode) -> Vec<String> {
        let document = Arc::new(parse(Arc::new(SourceFile::new("paper.md", text)), Dialect::Pandoc));
        let retraction = Notice {
            kind: NoticeKind::Retracted,
            notice: None,
            date: PartialDate::parse("2023"),
            reported_by: vec![ReportedBy::Publisher],
            reason: None,
        };
        let asked = Day::from_ymd(2026, 11, 1).expect("a day");
        let denied = Knowledge::Absent(Absent { authority: "Crossref, doi.org".into(), asked });
        let mut records = Records::default();
        for (id, knowledge) in
            [known(PLAIN, Vec::new()), known(RETRACTED, vec![retraction]), (Identifier::from_doi(ABSENT), denied)]
        {
            records.put(id, knowledge);
        }
        let snapshot = Snapshot {
            document,
            records: Arc::new(records),
            config: Arc::new(Config { hints: mode, ..Config::default() }),
            lock: None,
            locked: false,
            today: None,
            library: Arc::default(),
            is_part: false,
            in_flux: Arc::default(),
            typed: Arc::default(),
            judgements: Arc::default(),
            candidates: Arc::default(),
        };
        hints(&snapshot, Span::new(0, text.len())).into_iter().map(|hint| hint.label).collect()
    }

    fn labels(text: &str) -> Vec<String> {
        labels_with(text, HintMode::Auto)
    }

    const WORK: &str = "Ghannam 2022 · Cancers";
    const MARK: &str = "⚠ retracted 2023";

    #[test]
    fn bare_identifiers_and_keys_are_named() {
        assert_eq!(labels("As seen before, doi:10.5555/plain."), [WORK]);
        assert_eq!(labels("As seen before [@doi:10.5555/plain]."), [WORK]);
        assert_eq!(labels("As seen before, <https://doi.org/10.5555/plain>."), [WORK]);
        assert_eq!(labels("As seen before, doi:10.5555/retracted and doi:10.5555/absent."), [MARK, "? not registered"]);
        assert!(labels("Nobody knows doi:10.5555/unknown.").is_empty());
    }

    #[test]
    fn what_the_text_says_is_not_said_again() {
        assert!(labels("Ghannam et al. (2022) saw it, doi:10.5555/plain.").is_empty());
        assert_eq!(labels("Ghannam saw it, doi:10.5555/plain."), [WORK], "without the year it is not said");
        assert_eq!(labels("Ghannam et al. (2022) saw it, doi:10.5555/retracted."), [MARK], "but a mark is");
    }

    #[test]
    fn only_what_is_near_tells() {
        let far = "wörter ".repeat(200);
        assert_eq!(labels(&format!("Ghannam et al. (2022) saw {far}, doi:10.5555/plain.")), [WORK]);
        assert_eq!(labels(&format!("- Ghannam et al. (2022) saw {far}, doi:10.5555/plain.")), [WORK]);
        assert!(labels(&format!("{far} as Ghannam (2022), doi:10.5555/plain, {far}")).is_empty());
        assert!(labels(&format!("- {far} as Ghannam (2022), doi:10.5555/plain, {far}")).is_empty());
    }

    #[test]
    fn a_link_with_a_label_has_none() {
        assert!(labels("As [others](https://doi.org/10.5555/plain) saw.").is_empty());
        assert!(labels("As [others](https://doi.org/10.5555/retracted) saw.").is_empty());
        assert!(labels("As [others][o] saw.\n\n[o]: https://doi.org/10.5555/plain\n").is_empty());
        assert!(labels("<a href=\"https://doi.org/10.5555/plain\">others</a>\n").is_empty());
    }

    #[test]
    fn long_groups_and_reference_lists_have_marks_only() {
        let group = "As seen [@doi:10.5555/plain; @doi:10.5555/retracted; @a; @b].";
        assert_eq!(labels(group), [MARK]);
        assert_eq!(labels("As seen [@doi:10.5555/plain; @doi:10.5555/retracted; @a]."), [WORK, MARK]);
        let list = "Text.\n\n## References\n\n1. A title. doi:10.5555/plain\n2. Another. doi:10.5555/retracted\n";
        assert_eq!(labels(list), [MARK]);
    }

    #[test]
    fn the_settings_have_the_last_word() {
        let text = "Ghannam et al. (2022) saw it, doi:10.5555/plain.";
        assert_eq!(labels_with(text, HintMode::On), [WORK]);
        assert!(labels_with("See doi:10.5555/retracted.", HintMode::Off).is_empty());
    }
}
