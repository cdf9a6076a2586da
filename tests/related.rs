//! `ibid show --related` against a stand-in of PubMed and Crossref on loopback.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests of processes and sockets")]

#[path = "support/stand.rs"]
mod stand;

use std::fs;
use std::process::{Command, Stdio};

use stand::{Stand, stand};

const CITED: &str = r#"{"status": "ok", "message-type": "work", "message": {"DOI": "10.5555/soil.1", "title": ["Soil"],
    "reference": [{"key": "1", "unstructured": "Paget S. Growths. Lancet 1889."},
                  {"key": "2", "DOI": "10.5555/seed", "article-title": "Seed"}]}}"#;

fn links(request: &str) -> String {
    let name = request.split("linkname=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default();
    format!(
        r#"{{"linksets": [{{"dbfrom": "pubmed", "ids": ["36999999"], "linksetdbs": [
            {{"dbto": "pubmed", "linkname": "{name}", "links": ["36999999", "101", "102"]}}]}}]}}"#
    )
}

fn good(request: &str) -> (u16, String) {
    match request {
        _ if request.contains("/elink.fcgi") => (200, links(request)),
        _ if request.starts_with("/crossref/works/10.5555/soil.1") => (200, CITED.into()),
        _ => (400, String::new()),
    }
}

/// Exit status, standard output, standard error.
fn show(stand: &Stand, arguments: &[&str], online: bool) -> (i32, String, String) {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("own.toml"), stand.config("")).unwrap();
    fs::create_dir(place.path().join(".git")).unwrap();
    let lock = r#"{"version": 1, "items": [{"id": "doi:10.5555/soil.1", "type": "article-journal", "title": "Soil",
        "DOI": "10.5555/soil.1", "custom": {"ibid": {"id": "doi:10.5555/soil.1", "same-as": ["pmid:36999999"],
        "source": "crossref", "fetched": "2026-11-20"}}}]}"#;
    fs::write(place.path().join("ibid-lock.json"), lock).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.arg("show").args(arguments).args(["--config", "own.toml"]).current_dir(place.path()).env_clear();
    command.env("HOME", place.path()).env("IBID_STORE", place.path().join("store.sqlite")).stdin(Stdio::null());
    if !online {
        command.env("IBID_OFFLINE", "1");
    }
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn each_list_is_asked_for_once_and_shown() {
    let stand = stand(good);
    let (_, out, err) = show(&stand, &["10.5555/soil.1", "--related"], true);
    for words in [
        "Similar articles (PubMed: 2)",
        "Cited by (PubMed: 2)",
        "References (Crossref: 2, PubMed: 2)",
        "- Paget S. Growths. Lancet 1889.\n",
        "pmid:101\n",
        "doi:10.5555/seed",
    ] {
        assert!(out.contains(words), "{words} in {out}{err}");
    }
    let asked = stand.asked.lock().unwrap();
    for name in ["=pubmed_pubmed&", "=pubmed_pubmed_citedin&", "=pubmed_pubmed_refs&"] {
        let times = asked.iter().filter(|request| request.contains(&format!("linkname{name}"))).count();
        assert_eq!(times, 1, "{name} in {asked:?}");
    }
}

#[test]
fn its_json_keeps_to_the_schema() {
    let stand = stand(good);
    let (_, out, _) = show(&stand, &["10.5555/soil.1", "--related", "--format", "json"], true);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    let schema = serde_json::from_str(include_str!("../docs/show.schema.json")).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&value), "{out}");
    let related = &value["works"][0]["related"];
    assert_eq!(related["cited_by"]["works"][0]["id"], "pmid:101");
    assert_eq!(related["references"][0]["works"][0]["written"], "Paget S. Growths. Lancet 1889.");
}

#[test]
fn a_list_that_is_not_to_be_had_says_why() {
    let stand = stand(|request| match request {
        _ if request.contains("pubmed_pubmed_citedin") => (200, "<html>Log in</html>".into()),
        _ => good(request),
    });
    let (code, out, _) = show(&stand, &["10.5555/soil.1", "--related"], true);
    let cited_by = out.split_once("Cited by\n\nNot available: PubMed ").map(|(_, rest)| rest.lines().next());
    assert!(cited_by.flatten().is_some_and(|why| why.contains("page")), "{out}");
    assert!(out.contains("Similar articles (PubMed: 2)"), "{out}");
    assert_eq!(code, 3);
}

#[test]
fn nothing_is_asked_offline_and_exports_have_no_lists() {
    let stand = stand(good);
    let (code, out, err) = show(&stand, &["10.5555/soil.1", "--related"], false);
    assert!(code == 3 && out.starts_with("Soil\n") && err.contains("works offline here"), "{code} {out} {err}");
    let (code, _, err) = show(&stand, &["10.5555/soil.1", "--related", "--format", "ris"], true);
    assert!(code == 2 && err.contains("text, markdown or json"), "{code} {err}");
    assert!(stand.asked.lock().unwrap().is_empty());
}
