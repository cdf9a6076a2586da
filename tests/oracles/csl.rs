//! Real bibliographies as pandoc reads them, and as ibid does. Where the corpora or pandoc are not at hand, nothing is
//! compared, and that is said.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that reads files, runs a program, and says what it compared"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use ibid::bibliography::{self, Bibliography, Entry, Format};
use ibid::record::{Name, PartialDate, Record, folded};
use ibid::syntax::{read_doi, read_front_matter};
use ibid::text::SourceFile;
use serde_json::Value;

/// Differences that are meant, by what differs: how the case is told, and why.
const MEANT: [(&str, &str, &str); 2] = [
    ("issued", "biblatex-edtf-date.md item5-14: pandoc \"-123456790\"", "no work is so old"),
    (
        "issued",
        "stotz:1996handbuch: pandoc \"\", ibid \"1996\"",
        "pandoc keeps the words “1996–2004”, of which ibid knows a year",
    ),
];

/// Where the corpora and pandoc are.
fn at_hand() -> Option<(PathBuf, PathBuf)> {
    let near = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let corpora = std::env::var_os("IBID_CORPORA").map_or_else(near, PathBuf::from);
    let pandoc = std::env::var_os("IBID_PANDOC").map_or_else(|| PathBuf::from("pandoc"), PathBuf::from);
    let runs = Command::new(&pandoc).arg("--version").output().is_ok_and(|output| output.status.success());
    if corpora.is_dir() && runs {
        return Some((corpora, pandoc));
    }
    println!("Skipped: set IBID_CORPORA and IBID_PANDOC to compare with pandoc.");
    None
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// What pandoc makes of a bibliography, if it reads it.
fn pandoc(program: &Path, format: &str, text: &str) -> Option<Vec<Value>> {
    let mut child = Command::new(program)
        .args(["-f", format, "-t", "csljson"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    output.status.success().then(|| serde_json::from_slice(&output.stdout).ok())?
}

fn without_tags(text: &str) -> String {
    let mut out = text.to_owned();
    for name in ["i", "b", "sup", "sub", "em", "strong", "span", "scp", "p"] {
        out = out.replace(&format!("</{name}>"), "").replace(&format!("<{name}>"), "");
    }
    while let Some(start) = out.find("<span ") {
        let end = out[start..].find('>').unwrap() + start + 1;
        out.replace_range(start..end, "");
    }
    out.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ")
}

fn said(item: &Value, field: &str) -> String {
    let value = match &item[field] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    folded(&without_tags(&value))
}

fn ours(value: Option<&str>) -> String {
    folded(value.unwrap_or_default())
}

/// The words of a name in alphabetical order, since the two part them differently.
fn words(name: &str) -> String {
    let name = folded(name);
    let mut words: Vec<&str> = name.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

fn people_of_pandoc(item: &Value) -> String {
    let part = |person: &Value, name: &str| person[name].as_str().unwrap_or_default().to_owned();
    let person = |person: &Value| {
        let names = ["dropping-particle", "non-dropping-particle", "family", "given", "suffix", "literal"];
        words(&names.map(|name| part(person, name)).join(" "))
    };
    let all = item["author"].as_array().into_iter().flatten().map(person);
    // Pandoc keeps a person without a name.
    all.filter(|person| !person.is_empty()).collect::<Vec<_>>().join("; ")
}

fn people_of_ibid(record: &Record) -> String {
    let person = |name: &Name| match name {
        Name::Group(name) => words(name),
        Name::Person { family, given, suffix } => words(
            &[Some(family), given.as_ref(), suffix.as_ref()]
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join(" "),
        ),
    };
    record.authors.iter().map(|author| person(&author.name)).collect::<Vec<_>>().join("; ")
}

fn date_of_pandoc(item: &Value) -> String {
    let parts: Vec<i64> = item["issued"]["date-parts"][0]
        .as_array()
        .map(|parts| parts.iter().filter_map(|part| part.as_i64().or_else(|| part.as_str()?.parse().ok())).collect())
        .unwrap_or_default();
    // Pandoc makes the year 0 of what says nothing.
    let year = parts.first().and_then(|year| i32::try_from(*year).ok()).filter(|year| *year != 0);
    let Some(year) = year else { return String::new() };
    let small = |at: usize| parts.get(at).and_then(|part| u8::try_from(*part).ok());
    PartialDate::new(year, small(1), small(2)).to_string()
}

#[derive(Default)]
struct Tally {
    files: usize,
    items: usize,
    compared: usize,
    meant: usize,
    strange: BTreeMap<&'static str, Vec<String>>,
}

impl Tally {
    fn compare(&mut self, what: &'static str, place: &str, theirs: &str, ours: &str) {
        self.compared += 1;
        if theirs == ours {
            return;
        }
        let line = format!("{place}: pandoc {theirs:?}, ibid {ours:?}");
        if MEANT.iter().any(|(own, told, _)| *own == what && line.contains(told)) {
            self.meant += 1;
        } else {
            self.strange.entry(what).or_default().push(line);
        }
    }

    fn bibliography(&mut self, path: &str, bibliography: &Bibliography, items: &[Value]) {
        self.files += 1;
        let key = |item: &Value| item["id"].as_str().unwrap_or_default().to_owned();
        let theirs: Vec<String> = items.iter().map(key).filter(|key| !key.is_empty()).collect();
        let own: Vec<String> = bibliography.entries.iter().map(|entry| entry.key.to_string()).collect();
        self.compare("keys", path, &theirs.join(" "), &own.join(" "));
        let by_place = theirs.len() == own.len();
        for (at, item) in items.iter().filter(|item| !key(item).is_empty()).enumerate() {
            let entry = if by_place { bibliography.entries.get(at) } else { bibliography.get(&key(item)) };
            let Some(entry) = entry else { continue };
            self.items += 1;
            self.item(&format!("{path} {}", entry.key), item, bibliography, entry);
        }
    }

    fn item(&mut self, place: &str, item: &Value, bibliography: &Bibliography, entry: &Entry) {
        let (record, found) = match bibliography.format {
            Format::CslJson => (
                bibliography::csl_json::record(bibliography, entry),
                bibliography::csl_json::identifiers(bibliography, entry),
            ),
            Format::CslYaml => (
                bibliography::csl_yaml::record(bibliography, entry),
                bibliography::csl_yaml::identifiers(bibliography, entry),
            ),
            Format::Ris => {
                (bibliography::ris::record(bibliography, entry), bibliography::ris::identifiers(bibliography, entry))
            }
            Format::Nbib | Format::Bibtex => return,
        };
        self.compare("title", place, &said(item, "title"), &ours(record.title.as_deref()));
        self.compare("author", place, &people_of_pandoc(item), &people_of_ibid(&record));
        let date = record.dates.issued.map(|date| date.to_string()).unwrap_or_default();
        let theirs = date_of_pandoc(item);
        // Of RIS pandoc reads only a year that stands alone, and keeps the rest as words.
        let theirs =
            if bibliography.format == Format::Ris && date.starts_with(&theirs) { date.clone() } else { theirs };
        self.compare("issued", place, &theirs, &date);
        self.compare(
            "container-title",
            place,
            &said(item, "container-title"),
            &ours(record.container_title.as_deref()),
        );
        self.compare("volume", place, &said(item, "volume"), &ours(record.volume.as_deref()));
        self.compare("page", place, &said(item, "page"), &ours(record.pages.as_deref()));
        let doi = item["DOI"].as_str().and_then(read_doi).map(|read| read.id);
        if let Some(doi) = doi {
            let same = found.iter().any(|one| one.id == doi);
            self.compare("DOI", place, &doi.to_string(), &if same { doi.to_string() } else { record.id.to_string() });
        }
        for one in &found {
            assert!(entry.span.covers(one.span), "{place}: {one:?}");
        }
    }

    fn hold(self) {
        println!(
            "{} files, {} items, {} fields compared, {} differ as meant",
            self.files, self.items, self.compared, self.meant
        );
        for (what, lines) in &self.strange {
            println!("{what}: {} differ", lines.len());
            lines.iter().for_each(|line| println!("  {line}"));
        }
        assert!(self.strange.is_empty(), "differences that nobody has looked at are printed above");
    }
}

#[test]
fn files_are_read_as_pandoc_reads_them() {
    let Some((corpora, program)) = at_hand() else { return };
    let mut paths = Vec::new();
    ["bib", "manubot", "quarto", "refdata"].iter().for_each(|group| files(&corpora.join(group), &mut paths));
    paths.sort();
    let mut tally = Tally::default();
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.strip_prefix(&corpora).unwrap().to_string_lossy().into_owned();
        let format = bibliography::format_of(&name, &text);
        let file = Arc::new(SourceFile::new(name.as_str(), text.as_str()));
        let (read, theirs) = match format {
            Some(Format::CslJson) => (bibliography::csl_json::read(file), pandoc(&program, "csljson", &text)),
            Some(Format::CslYaml) => {
                let list = text.trim().trim_start_matches("---").trim_end_matches("...");
                // Pandoc takes a list alone only in a file.
                let name = if list.contains("\nreferences:") { "" } else { "references:\n" };
                let metadata = format!("---\n{name}{list}\n---\n");
                (bibliography::csl_yaml::read(file), pandoc(&program, "markdown", &metadata))
            }
            Some(Format::Ris) => (bibliography::ris::read(file), pandoc(&program, "ris", &text)),
            _ => continue,
        };
        match theirs {
            Some(items) => tally.bibliography(&name, &read, &items),
            None => println!(
                "pandoc does not read {name}; ibid: {} entries, {} faults",
                read.entries.len(),
                read.faults.len()
            ),
        }
    }
    tally.hold();
}

#[test]
fn references_of_manuscripts_are_read_as_pandoc_reads_them() {
    let Some((corpora, program)) = at_hand() else { return };
    let mut paths = Vec::new();
    files(&corpora, &mut paths);
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md" || extension == "qmd"));
    paths.sort();
    let mut tally = Tally::default();
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.strip_prefix(&corpora).unwrap().to_string_lossy().into_owned();
        for block in blocks(&text) {
            let file = Arc::new(SourceFile::new(name.as_str(), block.as_str()));
            let Some(front_matter) = read_front_matter(&block) else { continue };
            let read = bibliography::csl_yaml::read_front_matter(file, &front_matter);
            let Some(items) = pandoc(&program, "markdown", &block) else { continue };
            tally.bibliography(&name, &read, &items);
        }
    }
    tally.hold();
}

/// Blocks of metadata with references, also those that a document on pandoc shows.
fn blocks(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        let is_end = matches!(line.trim_end(), "---" | "...");
        match &mut open {
            Some(block) if is_end => {
                block.push_str("---\n");
                found.extend(open.take().filter(|block| block.contains("\nreferences:")));
            }
            Some(block) => {
                block.push_str(line);
                block.push('\n');
            }
            None if line.trim_end() == "---" => open = Some("---\n".to_owned()),
            None => {}
        }
    }
    found
}
