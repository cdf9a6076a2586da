//! Citation keys are those that pandoc finds: every manuscript that lies beside the project is read by both.
//!
//! `IBID_CORPORA` names the folder of manuscripts and `IBID_PANDOC` the program, where they are elsewhere.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test reads manuscripts, runs pandoc and says what it found"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use ibid::syntax::{Citation, CitationMode, CitationSyntax, CitationUse, Dialect, Document, parse};
use ibid::text::SourceFile;
use serde_json::Value;

/// How many programs run at once, at most.
const MOST: usize = 4;

fn corpora() -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora"));
    let folder = std::env::var_os("IBID_CORPORA").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

fn pandoc() -> Option<PathBuf> {
    let program = std::env::var_os("IBID_PANDOC").map_or_else(|| PathBuf::from("pandoc"), PathBuf::from);
    let version = Command::new(&program).arg("--version").output().ok()?;
    version.status.success().then_some(program)
}

/// Every manuscript with an `@` in it: without, there is no citation for pandoc either.
fn manuscripts(corpora: &Path) -> Vec<(PathBuf, String)> {
    let mut folders = vec![corpora.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder can be listed").flatten() {
            let path = entry.path();
            let name = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if path.is_dir() {
                folders.push(path);
            } else if ["md", "rmd", "qmd", "markdown", "mdx"].contains(&&*name)
                && let Ok(text) = std::fs::read_to_string(&path)
                && text.contains('@')
            {
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// The keys that pandoc cites, in its order; of what it has twice (a footnote that is named twice, a figure's caption
/// which is its image's, too) once.
fn cited_by_pandoc(program: &Path, path: &Path, text: &str) -> Vec<String> {
    let mut command = Command::new(program);
    command.args(["-f", "markdown", "-t", "json"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut pandoc = command.spawn().expect("pandoc runs");
    let mut input = pandoc.stdin.take().expect("it is piped");
    let output = std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(without_chunks(text).as_bytes()));
        pandoc.wait_with_output().expect("pandoc ends")
    });
    assert!(output.status.success(), "pandoc cannot read {}", path.display());
    let tree: Value = serde_json::from_slice(&output.stdout).expect("pandoc writes JSON");
    let (mut keys, mut notes) = (Vec::new(), Vec::new());
    walk(&tree, &mut notes, &mut keys);
    keys
}

/// The text with a plain fence for each of a chunk of code, ```` ```{r name, echo=FALSE} ````. knitr and Quarto run the
/// chunks before pandoc reads anything; pandoc alone takes such a fence for code in a line, up to the next backticks.
fn without_chunks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let fence = line.trim_start();
        let marks = fence.len() - fence.trim_start_matches('`').len();
        let info = fence[marks..].trim();
        let language = info.strip_prefix('{').and_then(|info| info.split([' ', ',', '}']).next()).unwrap_or_default();
        let names = !language.is_empty() && language.bytes().all(|b| b.is_ascii_alphanumeric());
        if marks >= 3 && info.ends_with('}') && names {
            plain.push_str(&line[..line.len() - fence.len() + marks]);
            plain.push('\n');
        } else {
            plain.push_str(line);
        }
    }
    plain
}

fn walk(node: &Value, notes: &mut Vec<Value>, keys: &mut Vec<String>) {
    match (node, node.get("t").and_then(Value::as_str), node.get("c")) {
        (_, Some("Cite"), Some(content)) => {
            for citation in content[0].as_array().into_iter().flatten() {
                let id = citation["citationId"].as_str().unwrap_or_default();
                keys.push(format!("{id} {}", citation["citationMode"]["t"].as_str().unwrap_or_default()));
                walk(&citation["citationPrefix"], notes, keys);
                walk(&citation["citationSuffix"], notes, keys);
            }
        }
        (_, Some("Note"), Some(content)) => {
            let mut within = Vec::new();
            walk(content, notes, &mut within);
            if !within.is_empty() && !notes.contains(content) {
                notes.push(content.clone());
                keys.append(&mut within);
            }
        }
        (_, Some("Figure"), Some(content)) => walk(&content[1], notes, keys),
        (Value::Array(nodes), ..) => nodes.iter().for_each(|node| walk(node, notes, keys)),
        (Value::Object(nodes), ..) => nodes.values().for_each(|node| walk(node, notes, keys)),
        _ => {}
    }
}

/// The citations that pandoc's grammar has, as pandoc has them.
fn cited(document: &Document) -> impl Iterator<Item = String> {
    let is_key = |citation: &&Citation| {
        citation.syntax == CitationSyntax::Pandoc
            && !matches!(citation.purpose, CitationUse::ExampleLabel | CitationUse::ExampleReference)
    };
    document.citations.iter().filter(is_key).map(|citation| {
        let mode = match citation.mode {
            CitationMode::InText => "AuthorInText",
            CitationMode::Parenthetical => "NormalCitation",
            CitationMode::AuthorSuppressed => "SuppressAuthor",
        };
        format!("{} {mode}", citation.key(document.text()))
    })
}

/// Where the two differ: the file, how many keys at most, and why.
const DIFFERENCES: &[(&str, isize, &str)] = &[
    ("myst/AllenNeuralDynamics+deepephys_optimized_manuscript/sections/02-methods.md", 1, DIRECTIVE),
    ("myst/jupyter-book+mystmd/docs/citations.md", 8, DIRECTIVE),
    ("myst/jupyter-book+mystmd/docs/embed.md", 1, DIRECTIVE),
    ("myst/jupyter-book+mystmd/docs/frontmatter.md", 1, DIRECTIVE),
    ("rawids/geneontology+geneontology.github.io/_docs/faq.md", 1, DASHES),
    ("joss/NCAS-CMS+cfdm/joss/paper.md", 1, TAB),
];

const DIRECTIVE: &str = "the body of a directive fence is prose here, since MyST reads it so, and code to pandoc";
const DASHES: &str = "two rules of dashes make a table to pandoc, with what is between, and are rules to CommonMark";
const TAB: &str = "pulldown-cmark does not see that a fence with a tab behind it closes the code before";

#[test]
fn keys_are_those_that_pandoc_finds() {
    let (Some(corpora), Some(program)) = (corpora(), pandoc()) else {
        println!("skipped: no manuscripts beside the project, or no pandoc");
        return;
    };
    let files = manuscripts(&corpora);
    let next = AtomicUsize::new(0);
    let differences = Mutex::new(Vec::new());
    let keys = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from).min(MOST) {
            scope.spawn(|| {
                while let Some((path, text)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let theirs = cited_by_pandoc(&program, path, text);
                    keys.fetch_add(theirs.len(), Ordering::Relaxed);
                    let document = parse(Arc::new(SourceFile::new("paper.md", text.as_str())), Dialect::Pandoc);
                    let mut count: BTreeMap<String, isize> = BTreeMap::new();
                    theirs.into_iter().for_each(|key| *count.entry(key).or_default() += 1);
                    for key in cited(&document) {
                        *count.entry(key).or_default() -= 1;
                    }
                    count.retain(|_, count| *count != 0);
                    for (key, count) in count {
                        let name = path.strip_prefix(&corpora).unwrap_or(path).display().to_string();
                        differences.lock().expect("no thread panics with it").push((name, key, count));
                    }
                }
            });
        }
    });
    let mut differences = differences.into_inner().expect("no thread panics with it");
    differences.sort();
    let mut unexplained = Vec::new();
    for (name, key, count) in &differences {
        let known = DIFFERENCES.iter().find(|(file, ..)| file == name);
        let of_file = || differences.iter().filter(|other| other.0 == *name).map(|other| other.2.abs()).sum::<isize>();
        match known.filter(|(_, most, _)| of_file() <= *most) {
            Some((.., why)) => println!("{count:+} {key}: {name}: {why}"),
            None => unexplained.push(format!("{count:+} {key}: {name}")),
        }
    }
    let differing: BTreeSet<&String> = differences.iter().map(|(name, ..)| name).collect();
    println!("{} files, {} keys; {} files differ", files.len(), keys.into_inner(), differing.len());
    assert!(unexplained.is_empty(), "pandoc has (+) and lacks (-):\n{}", unexplained.join("\n"));
}
