//! Many processes on one store: nobody is asked twice, nothing is lost, and who is killed holds nobody up.
#![allow(clippy::disallowed_methods, reason = "a test of an edge: it starts programs and writes files")]

#[path = "support/client.rs"]
mod client;
#[path = "support/registry.rs"]
mod registry;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use client::Client;
use registry::{ARXIV, Article, Asked, CROSSREF, DATACITE, Registry};

/// How many identifiers the manuscript has of each kind.
const CROSSREF_DOIS: usize = 200;
const DATACITE_DOIS: usize = 40;
const PMIDS: usize = 50;
const ARXIV_IDS: usize = 5;
const NOWHERE: usize = 5;

/// A manuscript with 300 identifiers, and who knows them.
fn project(place: &Path) -> Registry {
    let mut works: Vec<(String, registry::Entry)> = Vec::new();
    let mut text = String::from("# A review\n\n");
    let mut cite = |words: &str| text.push_str(&format!("A sentence about something ({words}).\n"));
    for n in 0..CROSSREF_DOIS {
        works.push((format!("10.1000/work.{n:03}"), CROSSREF));
        cite(&format!("doi:10.1000/work.{n:03}"));
    }
    for n in 0..DATACITE_DOIS {
        works.push((format!("10.5281/zenodo.{n:03}"), DATACITE));
        cite(&format!("doi:10.5281/zenodo.{n:03}"));
    }
    for n in 0..ARXIV_IDS {
        works.push((format!("10.48550/arXiv.2401.0000{n}"), ARXIV));
        cite(&format!("arXiv:2401.0000{n}"));
    }
    (0..PMIDS).for_each(|n| cite(&format!("PMID: 10{n:03}")));
    (0..NOWHERE).for_each(|n| cite(&format!("doi:10.1000/nowhere.{n}")));
    let registry = Registry::start(works);
    // The last ten are works that the text also cites by DOI.
    let doi = |n: usize| (n >= PMIDS - 10).then(|| format!("10.1000/work.{n:03}"));
    registry.publish((0..PMIDS).map(|n| (format!("10{n:03}"), Article { doi: doi(n), ..Article::default() })));
    std::fs::create_dir(place.join(".git")).expect("a folder");
    std::fs::write(place.join("paper.md"), text).expect("a file");
    let config = format!("[resolve]\nmailto = \"someone@example.org\"\n{}", registry.table());
    std::fs::write(place.join("own.toml"), config).expect("a file");
    registry
}

fn ibid(place: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.args(words).current_dir(place).env_clear().env("HOME", place);
    command.env("IBID_CONFIG", place.join("own.toml")).env("IBID_STORE", place.join("store.sqlite"));
    command
}

fn check(place: &Path) -> Child {
    let mut command = ibid(place, &["check", "paper.md", "--output-format", "json"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("ibid starts")
}

fn summary(child: Child) -> Value {
    let output = child.wait_with_output().expect("ibid ends");
    let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    said["summary"].clone()
}

/// What each request asked about, by service: `crossref doi:10.1000/work.001`.
fn questions(asked: &[Asked]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for request in asked {
        let whole = format!("{}&{}", request.path, request.form);
        let service = request.path.split(['?', '&']).next().unwrap_or_default();
        // Addresses that name what they ask about are services of their own below its folder.
        let service = service.split("/10.").next().unwrap_or_default();
        let plain = whole.replace("%2F", "/").replace("%2f", "/").replace("%3A", ":").replace("%2C", ",");
        let plain = plain.replace("%22", "\"").replace('+', " ").to_ascii_lowercase();
        let is_part = |ch: char| ch.is_ascii_alphanumeric() || "./".contains(ch);
        let words = plain.split(|ch: char| !is_part(ch)).map(|word| word.trim_start_matches("/doi/doira/"));
        let words =
            words.map(|word| word.rsplit_once("/10.").map_or(word.to_owned(), |(_, rest)| format!("10.{rest}")));
        let told = |word: &String| {
            ["10.1000/", "10.5281/", "10.48550/"].iter().any(|prefix| word.starts_with(prefix))
                || word.len() == 5 && word.starts_with("10") && word.bytes().all(|b| b.is_ascii_digit())
        };
        words.filter(told).for_each(|word| *counts.entry(format!("{service} {word}")).or_default() += 1);
    }
    counts
}

#[test]
fn sixteen_processes_ask_once_and_keep_to_the_pace_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = project(folder.path());
    // Requests overlap, so that there is something to share.
    registry.linger(std::time::Duration::from_millis(150));
    let checks: Vec<_> = (0..12).map(|_| check(folder.path())).collect();
    let text = std::fs::read_to_string(folder.path().join("paper.md")).expect("the manuscript");
    let uri = format!("file://{}/paper.md", folder.path().display());
    let mut servers: Vec<_> = (0..4).map(|_| Client::program(&mut ibid(folder.path(), &["lsp"]))).collect();
    for server in &mut servers {
        server.choice = json!("OK");
        server.initialize(json!({}));
        server.open(&uri, 1, &text);
    }
    for child in checks {
        let summary = summary(child);
        let figure = |name: &str| summary[name].as_u64();
        assert_eq!((figure("unchecked"), figure("absent")), (Some(0), Some(NOWHERE as u64)), "{summary}");
        assert_eq!(figure("identifiers"), Some(300), "{summary}");
    }
    for server in &mut servers {
        let denied = |found: &[Value]| found.iter().filter(|it| it["code"] == "unregistered-doi").count() == NOWHERE;
        server.diagnostics_where(&uri, 1, denied);
    }
    let asked = registry.asked();
    let twice: Vec<_> = questions(&asked).into_iter().filter(|(_, count)| *count > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert!(questions(&asked).len() > 300, "the requests are understood: {:?}", questions(&asked).len());
    assert!(asked.iter().all(|asked| asked.in_flight <= 3), "too many at once");
    // Nobody had to ask: the store has all.
    registry.forget();
    let again = summary(check(folder.path()));
    assert_eq!((again["unchecked"].as_u64(), registry.asked().len()), (Some(0), 0), "{again}");
    servers.into_iter().for_each(|server| assert!(server.leave().is_some()));
}

#[test]
fn who_is_killed_leaves_a_sound_store_and_holds_nobody_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = project(folder.path());
    for round in 1..=4 {
        let mut children: Vec<_> = (0..3).map(|_| check(folder.path())).collect();
        // Some answers are in, some are on the way.
        registry.wait_for(round * 2);
        for child in &mut children {
            child.kill().expect("it runs");
            child.wait().expect("it ends");
        }
    }
    let summary = summary(check(folder.path()));
    let figure = |name: &str| summary[name].as_u64();
    assert_eq!((figure("unchecked"), figure("absent")), (Some(0), Some(NOWHERE as u64)), "{summary}");
    let status = ibid(folder.path(), &["store", "info"]).output().expect("ibid ends");
    let said = String::from_utf8_lossy(&status.stdout).into_owned() + &String::from_utf8_lossy(&status.stderr);
    assert!(status.status.success() && !said.contains("damaged"), "{said}");
}
