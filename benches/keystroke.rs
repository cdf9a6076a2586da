//! What one keystroke costs, in instructions: the edit, the text laid flat, read anew where it changed, and judged.
//!
//! Instructions, not time: the same on a loaded machine. A keystroke that costs more than its limit fails the run.
//! A longer text than half a megabyte is judged by two threads, of which only the first is counted.
//! The limits are for the `dev` profile, a fourth above what is measured: `cargo bench --bench keystroke --profile dev`.
//! Needs valgrind, and `gungraun-runner` of the version in `Cargo.lock`.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::needless_pass_by_value,
    clippy::disallowed_methods,
    reason = "the macros write a program"
)]

use std::collections::HashSet;
use std::hint::black_box;
use std::sync::Arc;

use gungraun::prelude::*;
use gungraun::{Callgrind, EventKind};
use ibid::analysis::{Linted, Snapshot, lint};
use ibid::bibliography::{Bibliography, Format, Library, bibtex, read};
use ibid::record::{Day, Knowledge, Known, Records};
use ibid::reference::Judgements;
use ibid::syntax::{Dialect, Document, Occurrence, parse};
use ibid::text::{Buffer, Change, ColumnUnit, Point, SourceFile};

/// How many entries the bibliography has that the manuscript cites by key.
const ENTRIES: usize = 15_000;

/// A manuscript of about `bytes` bytes with `identifiers` DOIs, every other one in the list at its end, and `keys`
/// citations by key of a tenth of the bibliography.
fn manuscript(bytes: usize, identifiers: usize, keys: usize) -> String {
    const SENTENCES: [&str; 6] = [
        "The cohort was followed for *five* years, and few were lost.",
        "In the second arm the effect was smaller (95 % CI 2–7), as others have seen.",
        "None of the models that we tried explains the winter months.",
        "We read each report twice; a third reader decided where we differed.",
        "What remains is a question of dose, not of route.",
        "Sensitivity analyses, given in the supplement, changed nothing of note.",
    ];
    let doi = |n: usize| format!("10.5555/review.{n:05}");
    let mut text = String::from("---\ntitle: A review\n---\n\n");
    let (cited, listed) = (identifiers.div_ceil(2), identifiers / 2);
    let body = bytes.saturating_sub(listed * 110);
    let (mut next, mut next_key) = (0, 0);
    for n in 0.. {
        if text.len() >= body && next >= cited {
            break;
        }
        while next_key < keys && text.len() * keys >= next_key * body {
            text.push_str(&format!("So it was before [@writer{}]. ", next_key * 7919 % (ENTRIES / 10) * 10));
            next_key += 1;
        }
        text.push_str(SENTENCES[n % SENTENCES.len()]);
        // The places are spread evenly over the body.
        if next < cited && text.len() * cited >= next * body {
            match next % 3 {
                0 => text.push_str(&format!(" See https://doi.org/{}.", doi(next))),
                1 => text.push_str(&format!(" Others agree [@doi:{}].", doi(next))),
                _ => text.push_str(&format!(" [The register](https://doi.org/{}) has it.", doi(next))),
            }
            next += 1;
        }
        text.push_str(if n % 7 == 6 { "\n\n" } else { "\n" });
    }
    text.push_str("\n\n## References\n\n");
    for n in 0..listed {
        let year = 1990 + n % 35;
        text.push_str(&format!(
            "{}. Author A, Writer B. A report of what was seen. *Some Journal*. {year};{}:1–9. doi:{}\n",
            n + 1,
            n % 50,
            doi(cited + n)
        ));
    }
    text
}

/// A bibliography, about half a kilobyte an entry.
fn refs() -> String {
    let entry = |n: usize| {
        let year = 1990 + n % 35;
        format!(
            "@article{{writer{n},\n  author = {{Writer, Anna and Author, Bert and Third, Cora}},\n  title = {{A report of \
             what was seen in the {n}th year}},\n  journal = {{Some Journal}},\n  year = {{{year}}},\n  volume = {{{}}},\n  \
             pages = {{1--9}},\n  doi = {{10.5555/entry.{n:05}}},\n  pmid = {{{}}},\n  keywords = {{cohort, winter, \
             dose}},\n  abstract = {{None of the models that we tried explains the winter months.}}\n}}\n",
            n % 50,
            1_000_000 + n
        )
    };
    (0..ENTRIES).map(entry).collect()
}

/// That of a manuscript.
fn bibliography() -> Library {
    let file = read(Arc::new(SourceFile::new("refs.bib", refs())), Format::Bibtex);
    Library { files: vec![Arc::new(file)], ..Library::default() }
}

/// What a keystroke is judged by.
fn snapshot(
    document: &Arc<Document>,
    library: &Arc<Library>,
    records: &Arc<Records>,
    judgements: &Arc<Judgements>,
) -> Snapshot {
    Snapshot {
        document: Arc::clone(document),
        library: Arc::clone(library),
        records: Arc::clone(records),
        config: Arc::default(),
        lock: None,
        locked: false,
        today: Day::from_ymd(2026, 11, 23),
        is_part: false,
        in_flux: Arc::default(),
        typed: Arc::default(),
        judgements: Arc::clone(judgements),
        candidates: Arc::default(),
    }
}

/// A document in which somebody types.
struct Open {
    buffer: Buffer,
    document: Arc<Document>,
    library: Arc<Library>,
    change: Change,
    records: Arc<Records>,
    judgements: Arc<Judgements>,
}

/// The document, with every identifier known to be registered, and a letter about to be typed in its middle.
fn open(bytes: usize, identifiers: usize, keys: usize) -> Open {
    let text = manuscript(bytes, identifiers, keys);
    let document = parse(Arc::new(SourceFile::new("review.md", text.as_str())), Dialect::Pandoc);
    assert!(document.identifiers.len() >= identifiers, "{} identifiers", document.identifiers.len());
    assert!(document.citations.len() >= keys, "{} citations", document.citations.len());
    let library = if keys > 0 { bibliography() } else { Library::default() };
    let library = library.cited_by(&document, &HashSet::new());
    assert!(library.cited.iter().count() >= 2 * keys, "{} identifiers by key", library.cited.iter().count());
    let mut records = Records::default();
    for found in library.identifiers(&document) {
        records.put(found.id.clone(), Knowledge::Known(Arc::new(Known::default())));
    }
    let line = u32::try_from(document.file.lines.count() / 2).expect("a line number");
    let at = Point { line, column: 3 };
    let document = Arc::new(document);
    let (records, library) = (Arc::new(records), Arc::new(library));
    // A keystroke came before this one.
    let judgements = Arc::default();
    black_box(lint(&snapshot(&document, &library, &records, &judgements)));
    Open {
        buffer: Buffer::new(&text),
        document,
        library,
        change: Change { range: Some((at, at)), text: "x".into() },
        records,
        judgements,
    }
}

#[library_benchmark]
#[bench::of_300_kilobytes(
    args = (300_000, 1_000, 0),
    setup = open,
    config = LibraryBenchmarkConfig::default()
        .tool(Callgrind::default().hard_limits([(EventKind::Ir, 4_900_000)]))
)]
#[bench::of_a_megabyte(
    args = (1_000_000, 1_000, 0),
    setup = open,
    config = LibraryBenchmarkConfig::default()
        .tool(Callgrind::default().hard_limits([(EventKind::Ir, 5_200_000)]))
)]
#[bench::of_half_a_megabyte_that_cites_by_key(
    args = (500_000, 1_000, 4_000),
    setup = open,
    config = LibraryBenchmarkConfig::default()
        .tool(Callgrind::default().hard_limits([(EventKind::Ir, 22_000_000)]))
)]
fn keystroke(open: Open) -> (Linted, Arc<Library>) {
    let Open { mut buffer, document, library: before, change, records, judgements } = open;
    black_box(buffer.apply(&change, ColumnUnit::Utf16));
    let edited = Arc::new(document.edited(buffer.text()));
    let library = Library { files: before.files.clone(), ..Library::default() };
    let library = Arc::new(library.cited_after(&edited, &HashSet::new(), Some((&document, &before))));
    let document = edited;
    // The bibliography outlives the keystroke.
    black_box((lint(&snapshot(&document, &library, &records, &judgements)), before))
}

/// A bibliography in which somebody types.
struct OpenRefs {
    buffer: Buffer,
    own: Bibliography,
    found: Vec<Occurrence>,
    change: Change,
    judgements: Arc<Judgements>,
}

fn open_refs() -> OpenRefs {
    let text = refs();
    let own = read(Arc::new(SourceFile::new("refs.bib", text.as_str())), Format::Bibtex);
    let found = own.all_identifiers();
    // A keystroke came before this one.
    let (document, library) = Library::of_file(own.clone(), found.clone());
    let judgements = Arc::default();
    black_box(lint(&snapshot(&document, &library, &Arc::default(), &judgements)));
    let line = own.file.lines.line_of(text.len() / 2);
    let at = Point { line: u32::try_from(line).expect("a line number"), column: 4 };
    let change = Change { range: Some((at, at)), text: "x".into() };
    OpenRefs { buffer: Buffer::new(&text), own, found, change, judgements }
}

#[library_benchmark]
#[bench::of_15_000_entries(
    setup = open_refs,
    config = LibraryBenchmarkConfig::default()
        .tool(Callgrind::default().hard_limits([(EventKind::Ir, 34_000_000)]))
)]
fn keystroke_in_bibliography(open: OpenRefs) -> (Linted, OpenRefs) {
    let OpenRefs { mut buffer, own, found, change, judgements } = open;
    black_box(buffer.apply(&change, ColumnUnit::Utf16));
    let (file, applied) = own.file.edited(buffer.text());
    let new = bibtex::edited(&own, Arc::new(file), applied);
    let identifiers = new.identifiers_after(&own, &found, applied);
    let (document, library) = Library::of_file(new, identifiers);
    let linted = lint(&snapshot(&document, &library, &Arc::default(), &judgements));
    black_box((linted, OpenRefs { buffer, own, found, change, judgements }))
}

library_benchmark_group!(name = keystrokes, benchmarks = [keystroke, keystroke_in_bibliography]);
main!(library_benchmark_groups = keystrokes);
