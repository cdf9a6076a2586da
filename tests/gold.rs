//! The DOI lexer held against places read by hand in real manuscripts (`tests/gold`).
//!
//! The manuscripts are not part of the project; where they are absent the test says so and passes.

#![allow(clippy::print_stdout, reason = "the figures and the misses are the test's report")]
#![allow(clippy::disallowed_methods, reason = "a test reads its corpus from files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use ibid::record::Identifier;
use ibid::syntax::{self, Dialect};
use ibid::text::SourceFile;

const GOLD: &str = include_str!("gold/doi.tsv");
const CORPORA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora");

/// The least recall and precision over all windows.
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

fn windows() -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for (number, line) in GOLD.lines().enumerate().skip(1) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let [path, window, line, column, identifier, kind] = fields[..] else {
            panic!("doi.tsv:{}: six fields are needed", number + 1);
        };
        let (first, last) = window.split_once('-').expect("a window is first-last");
        let (first, last) = (first.parse().expect("a line"), last.parse().expect("a line"));
        if !windows.last().is_some_and(|w| w.path == path && w.first == first && w.last == last) {
            assert!(
                !windows.iter().any(|w| w.path == path && w.first <= last && first <= w.last),
                "doi.tsv:{}: windows overlap or a window's rows are apart",
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
                "doi.tsv:{}: “{identifier}” is not canonical",
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

fn compare(window: &Window, mut found: Vec<Found>, tally: &mut Tally) {
    // Exact columns first, so that two mentions on one line find their own rows.
    let wanted: Vec<&Row> = window.rows.iter().filter(|row| row.identifier.is_some()).collect();
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
fn the_list_is_large_enough_and_well_formed() {
    let windows = windows();
    let rows = || windows.iter().flat_map(|window| &window.rows);
    let places = rows().filter(|row| row.identifier.is_some() && !row.optional).count();
    let traps = rows().filter(|row| row.identifier.is_none()).count();
    assert!(places >= 450, "{places} places");
    assert!(traps >= 60, "{traps} traps");
    for window in &windows {
        assert!(window.rows.iter().all(|row| (window.first..=window.last).contains(&row.line)), "{}", window.path);
    }
}

#[test]
fn finds_what_a_reader_finds() {
    if !Path::new(CORPORA).is_dir() {
        println!("skipped: no manuscripts at {CORPORA}");
        return;
    }
    let mut by_path: BTreeMap<&str, Vec<Window>> = BTreeMap::new();
    for window in windows() {
        by_path.entry(window.path).or_default().push(window);
    }
    let mut tally = Tally::default();
    for (path, windows) in &by_path {
        let text = fs::read_to_string(Path::new(CORPORA).join(path)).expect("a manuscript of the list is readable");
        let file = Arc::new(SourceFile::new(*path, text));
        let document = syntax::parse(Arc::clone(&file), Dialect::detect(path, &file.text));
        for window in windows {
            let mut found: Vec<Found> = Vec::new();
            for occurrence in &document.identifiers {
                let place = file.lines.place(&file.text, occurrence.span.start as usize);
                if (window.first..=window.last).contains(&place.line) {
                    found.push(Found {
                        line: place.line,
                        column: place.column,
                        identifier: occurrence.id.clone(),
                        place: occurrence.place.key(),
                        taken: false,
                    });
                }
            }
            compare(window, found, &mut tally);
        }
    }
    report(&tally);
}

#[allow(clippy::cast_precision_loss, reason = "counts of a few thousand")]
fn report(tally: &Tally) {
    let Tally { wanted, hits, columns, places, optional, misses, strangers, differences } = tally;
    let recall = *hits as f64 / *wanted as f64;
    let precision = *hits as f64 / (hits + strangers.len()).max(1) as f64;
    println!("places {wanted}, found {hits}, strangers {}, optional ones found {optional}", strangers.len());
    println!("recall {recall:.4}, precision {precision:.4}; of those found: column {columns}, place {places}");
    for (title, list) in [("missed", misses), ("found, not there", strangers), ("found, but", differences)] {
        for line in list {
            println!("{title}: {line}");
        }
    }
    assert!(recall >= RECALL, "recall {recall:.4}, at least {RECALL}");
    assert!(precision >= PRECISION, "precision {precision:.4}, at least {PRECISION}");
}
