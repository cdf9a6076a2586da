//! What the language server answers, as a client sees it.
#![allow(clippy::disallowed_methods, reason = "a test of an edge: it writes files")]

#[path = "support/client.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod client;

use std::path::Path;

use serde_json::{Value, json};

use client::Client;

const PAPER: &str = "untitled:paper.md";

/// Options under which nothing leaves the test: an own store, and no look-ups.
fn offline(folder: &Path) -> Value {
    json!({"store": {"url": store(folder)}, "resolve": {"online": false}})
}

fn store(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("store.sqlite").display())
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn about(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

#[test]
fn links_identifiers_that_are_no_links() {
    let place = folder();
    let mut client = Client::inside();
    let greeting = client.initialize(offline(place.path()));
    assert_eq!(greeting["capabilities"]["documentLinkProvider"], json!({"resolveProvider": false}));
    client.open(PAPER, 1, "\u{e4} doi:10.5555/ABC and https://doi.org/10.5555/def.\n");
    let links = client.request("textDocument/documentLink", about(PAPER));
    let range = json!({"start": {"line": 0, "character": 7}, "end": {"line": 0, "character": 18}});
    let link = json!({"range": range, "target": "https://doi.org/10.5555/abc", "tooltip": "Open this DOI at doi.org"});
    assert_eq!(links, json!([link]));
    client.leave();
}
