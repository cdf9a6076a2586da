//! The lexers held against places read by hand in real manuscripts (`tests/gold`).
//!
//! The manuscripts are not part of the project; where they are absent the test says so and passes.

#![allow(clippy::print_stdout, reason = "the figures and the misses are the test's report")]
#![allow(clippy::disallowed_methods, reason = "a test reads its corpus from files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use ibid::record::{Identifier, IdentifierKind};
use ibid::syntax::{self, Dialect, Occurrence};
use ibid::text::SourceFile;

/// A list of windows, complete for some kinds of identifiers and silent about the others.
struct List {
    file: &'static str,
    text: &'static str,
    kinds: &'static [IdentifierKind],
    /// The least number of places of each kind, and of traps.
    places: usize,
    traps: usize,
}

/// Complete for whatever is written as a DOI: arXiv's DOIs stand in it as the arXiv identifiers that they are.
const DOIS: List =
    List { file: "doi.tsv", text: include_str!("gold/doi.tsv"), kinds: &[IdentifierKind::Doi], places: 450, traps: 60 };

/// Complete for these three, arXiv's DOIs among them.
const OTHERS: List = List {
    file: "pmid-pmcid-arxiv.tsv",
    text: include_str!("gold/pmid-pmcid-arxiv.tsv"),
    kinds: &[IdentifierKind::Pmid, IdentifierKind::Pmcid, IdentifierKind::Arxiv],
    places: 150,
    traps: 60,
};

const CORPORA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora");

/// The least recall and precision of each kind, over all windows.
const RECALL: f64 = 0.99;
const PRECISION: f64 = 0.995;

/// One row: a place where an identifier stands, or (without an identifier) what only looks like one.
struct Row {
    line: usize,
    column: usize,
    identifier: Option<Identifier>,
    /// Readers may differ: finding it is right, not finding it is no miss.
    optional: bool,
    kind: &'static str,
}

/// Consecutive lines of one manuscript, read completely.
struct Window {
    path: &'static str,
    first: usize,
    last: usize,
    rows: Vec<Row>,
}

impl List {
    /// The kind under which an identifier of this list is counted.
    fn kind(&self, id: &Identifier) -> IdentifierKind {
        if self.kinds.contains(&id.kind()) { id.kind() } else { self.kinds[0] }
    }

    /// Whether the list would name this occurrence.
    fn covers(&self, occurrence: &Occurrence) -> bool {
        let written_as_doi = occurrence.id.kind() == IdentifierKind::Arxiv && occurrence.meant.starts_with("10.");
        self.kinds.contains(&occurrence.id.kind()) || written_as_doi
    }
}

fn windows(list: &List) -> Vec<Window> {
    let file = list.file;
    let mut windows: Vec<Window> = Vec::new();
    for (number, line) in list.text.lines().enumerate().skip(1) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let [path, window, line, column, identifier, kind] = fields[..] else {
            panic!("{file}:{}: six fields are needed", number + 1);
        };
        let (first, last) = window.split_once('-').expect("a window is first-last");
        let (first, last) = (first.parse().expect("a line"), last.parse().expect("a line"));
        if !windows.last().is_some_and(|w| w.path == path && w.first == first && w.last == last) {
            assert!(
                !windows.iter().any(|w| w.path == path && w.first <= last && first <= w.last),
                "{file}:{}: windows overlap or a window's rows are apart",
                number + 1
            );
            windows.push(Window { path, first, last, rows: Vec::new() });
        }
        if line == "-" {
            continue;
        }
        let (optional, identifier) = match identifier.strip_prefix('?') {
            Some(rest) => (true, rest),
            None => (false, identifier),
        };
        let identifier = (!identifier.is_empty()).then(|| {
            let read = Identifier::parse(identifier);
            assert!(
                read.as_ref().is_some_and(|read| read.to_string() == identifier),
                "{file}:{}: “{identifier}” is not canonical",
                number + 1
            );
            read.expect("asserted above")
        });
        let row = Row {
            line: line.parse().expect("a line"),
            column: column.parse().expect("a column"),
            identifier,
            optional,
            kind,
        };
        windows.last_mut().expect("pushed above").rows.push(row);
    }
    windows
}

/// One identifier that the lexer found inside a window.
struct Found {
    line: usize,
    column: usize,
    identifier: Identifier,
    place: &'static str,
    taken: bool,
}

#[derive(Default)]
struct Tally {
    wanted: usize,
    hits: usize,
    columns: usize,
    places: usize,
    optional: usize,
    misses: Vec<String>,
    strangers: Vec<String>,
    differences: Vec<String>,
}

/// Counts one kind in one window; `found` holds that kind alone.
fn compare(list: &List, window: &Window, kind: IdentifierKind, mut found: Vec<Found>, tally: &mut Tally) {
    let of_kind = |row: &&Row| row.identifier.as_ref().is_some_and(|id| list.kind(id) == kind);
    let wanted: Vec<&Row> = window.rows.iter().filter(of_kind).collect();
    // Exact columns first, so that two mentions on one line find their own rows.
    let mut matched = vec![false; wanted.len()];
    for exact in [true, false] {
        for (row, matched) in wanted.iter().zip(&mut matched) {
            let hit = found.iter_mut().find(|found| {
                !*matched
                    && !found.taken
                    && found.line == row.line
                    && Some(&found.identifier) == row.identifier.as_ref()
                    && (!exact || found.column == row.column)
            });
            let Some(hit) = hit else { continue };
            hit.taken = true;
            *matched = true;
            if row.optional {
                tally.optional += 1;
                continue;
            }
            tally.hits += 1;
            let place = format!("{}:{}:{}", window.path, row.line, row.column);
            if exact {
                tally.columns += 1;
            } else {
                tally.differences.push(format!("{place}: column {} found", hit.column));
            }
            if hit.place == row.kind {
                tally.places += 1;
            } else {
                tally.differences.push(format!("{place}: read as {}, found as {}", row.kind, hit.place));
            }
        }
    }
    for (row, matched) in wanted.iter().zip(&matched) {
        if row.optional {
            continue;
        }
        tally.wanted += 1;
        if !matched {
            let identifier = row.identifier.as_ref().expect("wanted rows have one");
            tally.misses.push(format!("{}:{}:{}: {identifier}", window.path, row.line, row.column));
        }
    }
    for found in found.iter().filter(|found| !found.taken) {
        tally.strangers.push(format!("{}:{}:{}: {}", window.path, found.line, found.column, found.identifier));
    }
}

#[test]
fn the_lists_are_large_enough_and_well_formed() {
    for list in [DOIS, OTHERS] {
        let windows = windows(&list);
        let rows = || windows.iter().flat_map(|window| &window.rows);
        for kind in list.kinds {
            let of_kind = |row: &&Row| row.identifier.as_ref().is_some_and(|id| list.kind(id) == *kind);
            let places = rows().filter(of_kind).filter(|row| !row.optional).count();
            assert!(places >= list.places, "{}: {places} places of {}", list.file, kind.prefix());
        }
        let traps = rows().filter(|row| row.identifier.is_none()).count();
        assert!(traps >= list.traps, "{}: {traps} traps", list.file);
        for window in &windows {
            assert!(window.rows.iter().all(|row| (window.first..=window.last).contains(&row.line)), "{}", window.path);
        }
    }
}

#[test]
fn finds_the_dois_that_a_reader_finds() {
    count(&DOIS);
}

#[test]
fn finds_the_pmids_pmcids_and_arxiv_ids_that_a_reader_finds() {
    count(&OTHERS);
}

/// Counts a whole list and holds every kind of it to the least recall and precision.
fn count(list: &List) {
    if !Path::new(CORPORA).is_dir() {
        println!("skipped: no manuscripts at {CORPORA}");
        return;
    }
    let mut by_path: BTreeMap<&str, Vec<Window>> = BTreeMap::new();
    for window in windows(list) {
        by_path.entry(window.path).or_default().push(window);
    }
    let mut tallies: Vec<Tally> = list.kinds.iter().map(|_| Tally::default()).collect();
    for (path, windows) in &by_path {
        let text = fs::read_to_string(Path::new(CORPORA).join(path)).expect("a manuscript of the list is readable");
        let file = Arc::new(SourceFile::new(*path, text));
        let document = syntax::parse(Arc::clone(&file), Dialect::detect(path, &file.text));
        for window in windows {
            for (kind, tally) in list.kinds.iter().zip(&mut tallies) {
                let mut found: Vec<Found> = Vec::new();
                for occurrence in &document.identifiers {
                    let place = file.lines.place(&file.text, occurrence.span.start as usize);
                    let inside = (window.first..=window.last).contains(&place.line);
                    if inside && list.covers(occurrence) && list.kind(&occurrence.id) == *kind {
                        found.push(Found {
                            line: place.line,
                            column: place.column,
                            identifier: occurrence.id.clone(),
                            place: occurrence.place.key(),
                            taken: false,
                        });
                    }
                }
                compare(list, window, *kind, found, tally);
            }
        }
    }
    let good: Vec<bool> = list.kinds.iter().zip(&tallies).map(|(kind, tally)| report(*kind, tally)).collect();
    assert!(good.iter().all(|good| *good), "recall at least {RECALL} and precision at least {PRECISION} are asked");
}

/// Prints what was counted of one kind, and says whether it is good enough.
#[allow(clippy::cast_precision_loss, reason = "counts of a few thousand")]
fn report(kind: IdentifierKind, tally: &Tally) -> bool {
    let Tally { wanted, hits, columns, places, optional, misses, strangers, differences } = tally;
    let kind = kind.prefix();
    let recall = *hits as f64 / *wanted as f64;
    let precision = *hits as f64 / (hits + strangers.len()).max(1) as f64;
    println!("{kind}: places {wanted}, found {hits}, strangers {}, optional ones found {optional}", strangers.len());
    println!("{kind}: recall {recall:.4}, precision {precision:.4}; of those found: column {columns}, place {places}");
    for (title, list) in [("missed", misses), ("found, not there", strangers), ("found, but", differences)] {
        for line in list {
            println!("{kind}: {title}: {line}");
        }
    }
    recall >= RECALL && precision >= PRECISION
}
