//! Keys and identifiers that go on from what is typed.

use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;

use super::hints::floor;
use super::{Shelved, Snapshot};
use crate::bibliography::{Bibliography, Sought, folded};
use crate::record::{Beginning, Begun, Identifier, IdentifierKind, Knowledge, Known};
use crate::render;
use crate::syntax::{ZoneKind, is_in_address, is_simple_key};
use crate::text::Span;

/// So many items are offered at once; what is typed next chooses among the others.
const MOST: usize = 200;

/// How far back on the line a key's beginning is looked for, in bytes.
const REACH: usize = 300;

/// What may be put at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is replaced: the key as far as it is typed, and what of it stands behind.
    pub replaced: Span,
    /// What is offered, the most likely first.
    pub items: Vec<Candidate>,
    /// Whether there are more, or others for other letters.
    pub is_incomplete: bool,
}

/// One thing that may be put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What is put there.
    pub inserted: String,
    /// What is shown of it: the key.
    pub label: String,
    /// Who wrote it and when, or its title.
    pub name: String,
    /// A few words on the work.
    pub detail: String,
    /// By what it is found, besides what is put there.
    pub filter: String,
    /// Which entry or work it is.
    pub of: Offered,
}

/// Which entry or work a candidate is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offered {
    /// The entry with this key.
    Key(String),
    /// The work of this identifier.
    Work(Identifier),
}

/// What may be put at byte `offset`: keys of the bibliographies behind `@`, in a role, in `\cite{…}` or, without its `@`,
/// in brackets; identifiers that are known behind their label, those of the snapshot before what the store has `begun`
/// so. Where the store has not said, there may be more.
#[must_use]
pub fn completion(snapshot: &Snapshot, offset: usize, begun: Option<&Begun>) -> Option<Completion> {
    let typed = typed_at(snapshot, offset)?;
    match typed.kind {
        Kind::Key(place) => keys(snapshot, &typed, place),
        Kind::Label(kind) => identifiers(snapshot, &typed, kind, begun),
    }
}

/// What the store may be asked for at byte `offset`: the beginning of an identifier behind its label, if it chooses
/// among them.
#[must_use]
pub fn begun(snapshot: &Snapshot, offset: usize) -> Option<Beginning> {
    let typed = typed_at(snapshot, offset)?;
    let Kind::Label(kind) = typed.kind else { return None };
    Beginning::typed(kind, &snapshot.document.text()[typed.before]).filter(Beginning::chooses)
}

fn typed_at(snapshot: &Snapshot, offset: usize) -> Option<Typed> {
    let document = &snapshot.document;
    let zone = document.zones.at(offset.saturating_sub(1)).map(|zone| zone.kind);
    if matches!(zone, Some(ZoneKind::Code | ZoneKind::Math | ZoneKind::Comment | ZoneKind::Destination))
        && !is_role(document.text(), offset)
    {
        return None;
    }
    let mut typed = typed(document.text(), offset)?;
    // A key that is defined is replaced whole.
    let citation = document.citation_at(offset).filter(|citation| citation.span.range().start == typed.before.start);
    if let Some(citation) = citation.filter(|citation| snapshot.library.find(citation.key(document.text())).is_some()) {
        typed.end = citation.span.range().end.max(offset);
    }
    Some(typed)
}

/// What completion shows of a candidate that is chosen: the work, as Markdown.
#[must_use]
pub fn completed(snapshot: &Snapshot, offered: &Offered) -> Option<String> {
    match offered {
        Offered::Key(key) => {
            let (file, entry) = snapshot.library.find(key)?;
            Some(super::hover::entry(snapshot, Shelved { file, entry }))
        }
        Offered::Work(id) => Some(super::tooltip(snapshot, id)),
    }
}

/// What is typed at a place.
#[derive(Debug, PartialEq, Eq)]
struct Typed {
    /// The key or identifier as far as it is typed, up to the place.
    before: Range<usize>,
    /// Where it ends behind the place.
    end: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A key.
    Key(Place),
    /// An identifier behind a label of its kind.
    Label(IdentifierKind),
}

/// Where a key is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Behind its `@`.
    Bare,
    /// In brackets where its `@` is still missing.
    Unmarked,
    /// In braces, a role or a command, where it is put as it is.
    Within,
}

/// Whether a character may stand in a key without braces (pandoc's manual, "Citation syntax").
fn is_of_key(ch: char) -> bool {
    ch.is_alphanumeric() || "_:.#$%&-+?<>~/".contains(ch)
}

fn typed(text: &str, offset: usize) -> Option<Typed> {
    let from = text[..offset].rfind('\n').map_or(0, |at| at + 1).max(floor(text, offset.saturating_sub(REACH)));
    let line = &text[from..offset];
    // What stands behind the cursor is the rest of the word that is typed, if it is letters; marks are the sentence's.
    let key = |start: usize, place: Place| {
        let letters = text[offset..].chars().take_while(|ch| ch.is_alphanumeric()).map(char::len_utf8).sum::<usize>();
        let end = if from + start < offset { offset + letters } else { offset };
        Typed { before: from + start..offset, end, kind: Kind::Key(place) }
    };
    let word = line.rfind(|ch| !is_of_key(ch)).map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
    if let Some(label) = labelled(line, word) {
        let (start, kind) = label;
        return Some(Typed { before: from + start..offset, end: offset, kind: Kind::Label(kind) });
    }
    // `@key`, `@{a key}`.
    if line[..word].ends_with('@') && begins_citation(&line[..word - 1]) {
        return Some(key(word, Place::Bare));
    }
    if let Some(open) = line.rfind("@{").filter(|open| !line[*open..].contains('}') && begins_citation(&line[..*open]))
    {
        return Some(key(open + 2, Place::Within));
    }
    // A key in a role or a command, the last of several.
    if let Some(start) = in_role(line).or_else(|| in_command(line)) {
        return Some(key(start, Place::Within));
    }
    // In brackets the key's own mark may be missing still.
    let open = line.rfind('[').filter(|open| !line[*open..].contains([']', '(']))?;
    let is_cited =
        line[open + 1..word].trim_start_matches(['@', '-']).trim().is_empty() || line[open..word].contains(';');
    let is_note = line[open..].starts_with("[^") || line[..open].ends_with(['!', ']']);
    (is_cited && !is_note && word < line.len() && !line[open..word].contains("](")).then(|| key(word, Place::Unmarked))
}

/// Whether an `@` behind `before` may begin a citation: an address of mail has letters there.
fn begins_citation(before: &str) -> bool {
    !is_in_address(before)
        && !before.chars().next_back().is_some_and(|ch| ch.is_alphanumeric() || ch == '\\' || ch == '@')
}

/// Where the last key in an open `` {cite}`… `` begins.
fn in_role(line: &str) -> Option<usize> {
    let open = line.rfind('`')?;
    let name = line[..open].strip_suffix('}')?;
    let name = &name[name.rfind('{')? + 1..];
    let is_role = name == "cite" || name.starts_with("cite:");
    is_role.then(|| last_of(line, open + 1))
}

/// Where the last key in an open `\cite{…}` begins.
fn in_command(line: &str) -> Option<usize> {
    let open = line.rfind('{').filter(|open| !line[*open..].contains('}'))?;
    let mut head = &line[..open];
    while let Some(notes) = head.strip_suffix(']') {
        head = &notes[..notes.rfind('[')?];
    }
    let command = head.trim_end_matches(|ch: char| ch.is_ascii_alphabetic() || ch == '*');
    let name = &head[command.len()..];
    (command.ends_with('\\') && name.to_ascii_lowercase().contains("cite")).then(|| last_of(line, open + 1))
}

fn last_of(line: &str, from: usize) -> usize {
    let at = line[from..].rfind([',', ';']).map_or(from, |at| from + at + 1);
    at + (line[at..].len() - line[at..].trim_start().len())
}

fn is_role(text: &str, offset: usize) -> bool {
    let from = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    in_role(&text[from..offset]).is_some()
}

/// Where the identifier begins that stands behind a label at the end of `line`, whose last word begins at `word`.
fn labelled(line: &str, word: usize) -> Option<(usize, IdentifierKind)> {
    const LABELS: [(&str, IdentifierKind); 6] = [
        ("doi:", IdentifierKind::Doi),
        ("https://doi.org/", IdentifierKind::Doi),
        ("pmid:", IdentifierKind::Pmid),
        ("pmcid:", IdentifierKind::Pmcid),
        ("arxiv:", IdentifierKind::Arxiv),
        ("isbn:", IdentifierKind::Isbn),
    ];
    let lower = line.to_ascii_lowercase();
    let behind = |(label, kind): &(&str, IdentifierKind)| {
        let at = lower.rfind(label)?;
        let start = at + label.len();
        let blanks = lower[start..].len() - lower[start..].trim_start().len();
        let begins = !lower[..at].ends_with(|ch: char| ch.is_alphanumeric());
        (begins && (at >= word || start + blanks == word) && blanks <= 1).then_some((start + blanks, *kind))
    };
    LABELS.iter().find_map(behind)
}

/// An entry that fits, the better the smaller the rank.
struct Fit<'a> {
    rank: u8,
    sought: &'a Sought,
    file: &'a Arc<Bibliography>,
    entry: usize,
}

fn keys(snapshot: &Snapshot, typed: &Typed, place: Place) -> Option<Completion> {
    let wanted = folded(&snapshot.document.text()[typed.before.clone()]);
    let wanted: Vec<Wanted<'_>> = wanted.split([' ', '_']).filter(|word| !word.is_empty()).map(Wanted::new).collect();
    let mut fits: Vec<Fit<'_>> = Vec::new();
    // The last of several entries with one key is the one that is cited.
    for file in snapshot.library.all().rev().chain(snapshot.library.unasked.iter().rev()) {
        let sought = file.index().iter().enumerate();
        let fit = |(entry, sought)| Some(Fit { rank: rank(sought, &wanted)?, sought, file, entry });
        fits.extend(sought.filter_map(fit));
    }
    if fits.is_empty() {
        return None;
    }
    let order = |a: &Fit<'_>, b: &Fit<'_>| (a.rank, &a.sought.key).cmp(&(b.rank, &b.sought.key));
    let is_incomplete = fits.len() > MOST;
    if is_incomplete {
        // Of many thousand only the first are put in order.
        fits.select_nth_unstable_by(MOST, order);
        fits.truncate(MOST);
    }
    fits.sort_by(order);
    fits.dedup_by(|later, earlier| key_of(later) == key_of(earlier));
    let items = fits.iter().map(|fit| candidate(fit, place)).collect();
    Some(Completion { replaced: Span::new(typed.before.start, typed.end), items, is_incomplete })
}

/// A word that is typed.
struct Wanted<'a> {
    word: &'a str,
    anywhere: memmem::Finder<'a>,
    /// The same at the beginning of a word behind the first.
    begun: memmem::Finder<'static>,
}

impl<'a> Wanted<'a> {
    fn new(word: &'a str) -> Self {
        let begun = memmem::Finder::new(&format!(" {word}")).into_owned();
        Self { word, anywhere: memmem::Finder::new(word), begun }
    }

    fn is_in(&self, key: &str) -> bool {
        self.anywhere.find(key.as_bytes()).is_some()
    }

    fn begins_one_of(&self, words: &str) -> bool {
        words.starts_with(self.word) || self.begun.find(words.as_bytes()).is_some()
    }
}

fn key_of<'a>(fit: &Fit<'a>) -> &'a str {
    &fit.file.entries[fit.entry].key
}

fn candidate(fit: &Fit<'_>, place: Place) -> Candidate {
    let entry = &fit.file.entries[fit.entry];
    let key = entry.key.to_string();
    let written = if place == Place::Within || is_simple_key(&key) { key.clone() } else { format!("{{{key}}}") };
    let record = fit.file.record(entry);
    let words = [render::label_of(&[&record]), record.title.as_deref().map(|title| render::escape::cut(title, 80))];
    Candidate {
        inserted: if place == Place::Unmarked { format!("@{written}") } else { written },
        label: key.clone(),
        name: words[0].clone().unwrap_or_default(),
        detail: words.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        // Editors compare letters as they are: with accents and without.
        filter: format!(
            "{key} {} {} {}",
            fit.sought.key,
            record.title.as_deref().unwrap_or_default(),
            fit.sought.words
        ),
        of: Offered::Key(key),
    }
}

/// How well an entry fits what is typed; `None` where it does not.
fn rank(sought: &Sought, wanted: &[Wanted<'_>]) -> Option<u8> {
    let [first, rest @ ..] = wanted else { return Some(0) };
    if !rest.iter().all(|word| word.is_in(&sought.key) || word.begins_one_of(&sought.words)) {
        return None;
    }
    if sought.key.starts_with(first.word) {
        Some(0)
    } else if first.is_in(&sought.key) {
        Some(1)
    } else if sought.words.starts_with(first.word) {
        Some(2)
    } else if first.begins_one_of(&sought.words) {
        Some(3)
    } else {
        is_within(&sought.key, first.word).then_some(4)
    }
}

/// Whether the letters of `word` stand in `key` in this order.
fn is_within(key: &str, word: &str) -> bool {
    let mut letters = key.chars();
    word.chars().count() > 2 && word.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

fn identifiers(snapshot: &Snapshot, typed: &Typed, kind: IdentifierKind, begun: Option<&Begun>) -> Option<Completion> {
    let before = &snapshot.document.text()[typed.before.clone()];
    let wanted = before.to_lowercase();
    let here = snapshot.document.identifiers.iter().filter(|found| found.token.touches(typed.before.end));
    let here: Vec<&Identifier> = here.map(|found| &found.id).collect();
    let mut ids: Vec<(&Identifier, String)> = Vec::new();
    for (id, knowledge) in snapshot.records.iter() {
        let Knowledge::Known(known) = knowledge else { continue };
        if id.kind() != kind || here.contains(&id) {
            continue;
        }
        let detail = detail(known);
        if id.value().to_lowercase().contains(&*wanted) || folded(&detail).contains(&wanted) {
            ids.push((id, detail));
        }
    }
    ids.sort_unstable_by(|a, b| a.0.value().cmp(b.0.value()));
    let more = match begun {
        Some(begun) => {
            let is_new = |(id, _): &&(Identifier, Arc<Known>)| {
                id.kind() == kind && !here.contains(&id) && snapshot.records.get(id).known().is_none()
            };
            ids.extend(begun.works.iter().filter(is_new).map(|(id, known)| (id, detail(known))));
            begun.more
        }
        None => Beginning::typed(kind, before).is_some(),
    };
    let is_incomplete = more || ids.len() > MOST;
    if ids.is_empty() && !is_incomplete {
        return None;
    }
    let candidate = |(id, detail): (&Identifier, String)| Candidate {
        inserted: id.value().to_owned(),
        label: id.value().to_owned(),
        filter: format!("{} {}", id.value(), folded(&detail)),
        name: String::new(),
        detail,
        of: Offered::Work(id.clone()),
    };
    let items = ids.into_iter().take(MOST).map(candidate).collect();
    Some(Completion { replaced: Span::new(typed.before.start, typed.end), items, is_incomplete })
}

/// A few words on a work: who and when, or what became of it, and its title.
fn detail(known: &Known) -> String {
    let title = known.views.iter().find_map(|view| view.record.title.as_deref()).unwrap_or_default();
    format!("{} · {}", render::hint(known, 80), render::escape::cut(&render::escape::plain(title), 80))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is typed at the mark `|`: the part before it that is replaced, the part behind it, and of which kind it is.
    fn at(marked: &str) -> Option<(String, String, Kind)> {
        let offset = marked.find('|').expect("a mark");
        let text = marked.replacen('|', "", 1);
        let Typed { before, end, kind } = typed(&text, offset)?;
        Some((text[before].to_owned(), text[offset..end].to_owned(), kind))
    }

    #[test]
    fn keys_are_typed_behind_their_marks() {
        use Place::{Bare, Unmarked, Within};
        let key = |before: &str, behind: &str, place| Some((before.to_owned(), behind.to_owned(), Kind::Key(place)));
        for (marked, expected) in [
            ("As @|", key("", "", Bare)),
            ("As @|the others", key("", "", Bare)),
            ("Shown by @jo|. Then", key("jo", "", Bare)),
            ("_@jo|_ and <p>@jo</p>", key("jo", "", Bare)),
            ("@jo|-based", key("jo", "", Bare)),
            ("As @smi|th2020 saw", key("smi", "th2020", Bare)),
            ("[see @a; -@sm|]", key("sm", "", Bare)),
            ("@sm|", key("sm", "", Bare)),
            ("(@sm|)", key("sm", "", Bare)),
            ("@{sm|ith}", key("sm", "ith", Within)),
            ("@{10.1016/S0140-6736(9|7)1} x", key("10.1016/S0140-6736(9", "7", Within)),
            ("{cite:p}`a, sm|ith, b`", key("sm", "ith", Within)),
            ("@{sm| and more words", key("sm", "", Within)),
            ("\\cite{sm| in all cases", key("sm", "", Within)),
            ("\\citep[p. 3]{a,sm|}", key("sm", "", Within)),
            ("[[@sm|]]", key("sm", "", Bare)),
            ("[sm|]", key("sm", "", Unmarked)),
            ("[@a; sm|]", key("sm", "", Unmarked)),
            ("müller @mül|", key("mül", "", Bare)),
        ] {
            assert_eq!(at(marked), expected, "{marked}");
        }
    }

    #[test]
    fn other_places_are_left_alone() {
        for marked in [
            "ann@birds|",
            "a word|",
            "[|",
            "[^no|",
            "![im|",
            "[a](lin|",
            "[a][re|",
            "[text with words|",
            "\\@sm|",
            "`code|",
            "see {key|}",
            "\\emph{sm|}",
            "https://x.org/@jo|",
            "[www.x.org/@jo|",
            "a [b] c|",
        ] {
            assert_eq!(at(marked), None, "{marked}");
        }
    }

    #[test]
    fn identifiers_are_typed_behind_their_labels() {
        for (marked, before, kind) in [
            ("doi:10.10|", "10.10", IdentifierKind::Doi),
            ("DOI: 10.10|", "10.10", IdentifierKind::Doi),
            ("https://doi.org/10.1|", "10.1", IdentifierKind::Doi),
            ("[@pmid:36|]", "36", IdentifierKind::Pmid),
            ("PMID: |", "", IdentifierKind::Pmid),
            ("arXiv:17|", "17", IdentifierKind::Arxiv),
        ] {
            let found = at(marked).map(|(before, _, kind)| (before, kind));
            assert_eq!(found, Some((before.to_owned(), Kind::Label(kind))), "{marked}");
        }
    }
}
