//! Real BibTeX files as the crate biblatex and pandoc read them, and as ibid does. Where the corpora or pandoc are not
//! at hand, nothing is compared, and that is said.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that reads files, runs a program, and says what it compared"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use biblatex::{Chunk, RawBibliography};
use ibid::bibliography::{Bibliography, Field, bibtex};
use ibid::text::SourceFile;

#[path = "bibtex/pandoc.rs"]
mod pandoc;

/// Differences that are meant: entry and field, and why.
const MEANT: [(&str, &str); 5] = [
    ("SheyEtal09 author", "“\\:” is a space in LaTeX, not a colon"),
    ("gustViscosityDiluteBose2015 title", "the crate takes a word behind an unknown command for a part of its name"),
    ("proukakisFinitetemperatureModelsBose2008 title", "as above"),
    ("popovFunctionalIntegralsQuantum1983 abstract", "“\\-” does not take the blank behind it"),
    ("xdp author", "“\\o” with a group behind it is a letter, not a stroke through the group"),
];

/// The `.bib` files of the corpora; none where they are not at hand.
fn corpora() -> Vec<(String, String)> {
    let near = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let root = std::env::var_os("IBID_CORPORA").map_or_else(near, PathBuf::from);
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    if paths.is_empty() {
        println!("Skipped: set IBID_CORPORA to compare real bibliographies.");
    }
    let read = |path: PathBuf| {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        (path.strip_prefix(&root).unwrap().to_string_lossy().into_owned(), text)
    };
    paths.into_iter().map(read).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "bib") {
            found.push(path);
        }
    }
}

fn read(text: &str) -> Bibliography {
    bibtex::read(Arc::new(SourceFile::new("references.bib", text)))
}

/// What was compared, and what differs.
#[derive(Default)]
struct Tally {
    files: usize,
    entries: usize,
    compared: usize,
    left_out: usize,
    meant: usize,
    strange: Vec<String>,
}

impl Tally {
    fn hold(&self, of: &str) {
        println!(
            "{of}: {} files, {} entries, {} values compared, {} left out, {} differ as meant, {} otherwise",
            self.files,
            self.entries,
            self.compared,
            self.left_out,
            self.meant,
            self.strange.len()
        );
        for difference in self.strange.iter().take(400) {
            println!("  {difference}");
        }
        assert!(self.strange.is_empty());
    }
}

/// What the crate makes of a value; nothing where it keeps LaTeX that ibid reads: formulas, and commands it does not know.
fn said(chunks: &[biblatex::Spanned<Chunk>]) -> Option<String> {
    let mut out = String::new();
    for chunk in chunks {
        match &chunk.v {
            Chunk::Normal(text) | Chunk::Verbatim(text) => out.push_str(text),
            Chunk::Math(_) => return None,
        }
    }
    Some(out).filter(|out| !out.contains('\\'))
}

/// A value without what is only shown otherwise: blanks, quotation marks, ties.
fn shown(value: &str) -> String {
    let value = value.replace("``", "“").replace("''", "”").replace(['`', '‘'], "'").replace(['~', '\u{a0}'], " ");
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn biblatex_reads_the_same_keys_and_values() {
    let mut tally = Tally::default();
    for (path, text) in corpora() {
        let Ok(mut raw) = RawBibliography::parse(&text) else { continue };
        tally.files += 1;
        let ours = read(&text);
        let theirs: Vec<&str> = raw.entries.iter().map(|entry| entry.v.key.v).filter(|key| !key.is_empty()).collect();
        let keys: Vec<&str> = ours.entries.iter().map(|entry| &*entry.key).collect();
        if theirs != keys {
            let first = theirs.iter().zip(&keys).find(|(a, b)| a != b);
            tally.strange.push(format!("{path}: keys {} and {}, first {first:?}", theirs.len(), keys.len()));
            continue;
        }
        tally.entries += keys.len();
        // The crate follows entries that refer to each other until its stack is full.
        for entry in &mut raw.entries {
            entry
                .v
                .fields
                .retain(|field| !["crossref", "xdata"].iter().any(|name| name.eq_ignore_ascii_case(field.key.v)));
        }
        let Ok(whole) = biblatex::Bibliography::from_raw(raw) else { continue };
        for entry in &ours.entries {
            let theirs = whole.get(&entry.key).unwrap();
            let mut fields: BTreeMap<String, Field> = BTreeMap::new();
            for field in &entry.fields {
                fields.insert(field.name.of(&text).to_ascii_lowercase(), field);
            }
            for (name, field) in fields {
                let Some(chunks) = theirs.fields.get(&name) else {
                    tally.left_out += 1;
                    continue;
                };
                let Some(theirs) = said(chunks) else {
                    tally.left_out += 1;
                    continue;
                };
                tally.compared += 1;
                let value = bibtex::value(&ours, field);
                if shown(&theirs) == shown(&value) {
                    continue;
                }
                let place = format!("{} {name}", entry.key);
                if MEANT.iter().any(|(meant, _)| *meant == place) {
                    tally.meant += 1;
                } else {
                    let difference =
                        format!("{path} {} {name}:\n    {}\n    {}", entry.key, shown(&theirs), shown(&value));
                    tally.strange.push(difference);
                }
            }
        }
    }
    tally.hold("biblatex");
}

/// Lines that begin an entry with a key.
fn beginnings(text: &str) -> usize {
    let begins = |line: &str| {
        let Some((word, rest)) = line.strip_prefix('@').and_then(|line| line.split_once('{')) else { return false };
        let word = word.trim();
        let own = ["string", "comment", "preamble"].iter().any(|own| word.eq_ignore_ascii_case(own));
        let key = rest.split(',').next().unwrap_or_default().trim();
        let is_key = !key.is_empty() && !key.contains([' ', '=', '{', '}']) && rest.contains(',');
        !own && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric()) && is_key
    };
    text.lines().filter(|line| begins(line)).count()
}

#[test]
fn a_broken_file_loses_only_its_broken_entries() {
    let (mut files, mut broken, mut entries, mut lost) = (0, 0, 0, 0);
    let mut strange = Vec::new();
    for (path, text) in corpora() {
        let ours = read(&text);
        files += 1;
        entries += ours.entries.len();
        broken += usize::from(!ours.faults.is_empty());
        let gone = ours.faults.iter().filter(|fault| fault.lost.is_some()).count();
        lost += gone;
        let written = beginnings(&text);
        if ours.entries.len() + gone < written {
            strange.push(format!("{path}: {written} begin, {} are read, {gone} are lost", ours.entries.len()));
        }
        if std::env::var_os("IBID_SHOW").is_some() {
            for fault in &ours.faults {
                println!("{path}:{}: {}", ours.file.lines.line_of(fault.span.start as usize) + 1, fault.message);
            }
        }
    }
    println!("{files} files, {broken} with faults, {entries} entries, {lost} lost");
    assert!(strange.is_empty(), "\n{}", strange.join("\n"));
}
