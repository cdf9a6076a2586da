//! What the language server answers, as a client sees it.
#![allow(clippy::disallowed_methods, reason = "a test of an edge: it writes files")]

#[path = "support/client.rs"]
mod client;
#[path = "support/registry.rs"]
mod registry;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};

use client::Client;
use ibid::record::{Day, Identifier, Knowledge, Known, Record, Source, View};
use ibid::store::{Store, StorePlace, unix_now};
use registry::{CROSSREF, Registry};

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

/// What `ibid show` prints of an identifier that the store knows.
fn shown(store: &str, id: &str) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.args(["show", "--offline", "--format", "json", id]).env("IBID_STORE", store);
    let out = command.output().expect("the program starts").stdout;
    serde_json::from_slice(&out).expect("JSON")
}

#[test]
fn gives_the_record_that_show_prints() {
    let place = folder();
    let registry = Registry::start([("10.5555/12345678", CROSSREF)]);
    let mut client = Client::inside();
    client.choice = json!("OK");
    client.initialize(json!({
        "store": {"url": store(place.path())}, "resolve": {"mailto": "someone@example.org"},
        "sources": registry.settings(),
    }));
    let record = |client: &mut Client, id: &str| client.request("ibid/record", json!({"id": id}));
    let unknown = record(&mut client, "doi:10.5555/12345678");
    assert_eq!((&unknown["version"], &unknown["works"][0]["state"]), (&json!(1), &json!("unchecked")));
    assert!(registry.asked().is_empty(), "nobody agreed to anything yet");
    client.open(PAPER, 1, "See doi:10.5555/12345678.\n");
    client.wait("the question", |message| message["method"] == "window/showMessageRequest");
    let end = Instant::now() + client::PATIENCE;
    loop {
        let record = record(&mut client, "https://doi.org/10.5555/12345678");
        // A second source may have its say between the two.
        if record["works"][0]["state"] == "known" && record == shown(&store(place.path()), "10.5555/12345678") {
            assert!(record["works"][0]["record"]["title"].is_string(), "{record}");
            break;
        }
        assert!(Instant::now() < end, "{record}");
    }
    for (params, said) in [(json!({}), "ibid/record takes"), (json!({"id": "nonsense"}), "“nonsense” is no identifier")]
    {
        let request = client.post("ibid/record", params);
        let error = &client.answer(request)["error"];
        assert_eq!(error["code"], -32602, "{error}");
        assert!(error["message"].as_str().is_some_and(|message| message.contains(said)), "{error}");
    }

    let request = client.post("ibid/status", Value::Null);
    let status = client.answer(request)["result"].clone();
    let document = &status["documents"][0];
    assert_eq!((&document["uri"], &document["known"], &document["look_ups"]), (&json!(PAPER), &json!(1), &json!(true)));
    assert_eq!(status["store"]["path"], json!(place.path().join("store.sqlite")));
    assert_eq!(status["look_ups"]["allowed"], true);
    let crossref = status["sources"].as_array().into_iter().flatten().find(|source| source["source"] == "Crossref");
    assert!(crossref.is_some_and(|source| source["reached"].is_string()), "{status}");
    client.leave();
}

/// Puts a work with a title into the store.
fn remember(folder: &Path, doi: &str, title: &str) {
    let (id, now) = (Identifier::from_doi(doi), unix_now());
    let mut record = Record::new(id.clone());
    record.title = Some(title.into());
    let view = View {
        source: Source::Crossref,
        fetched: Day::from_unix(now),
        record: Arc::new(record),
        notices_fetched: Day::from_unix(now),
        notices: Arc::from([]),
        transcribed: false,
    };
    let known = Known { agency: Some("Crossref".into()), views: vec![view], ..Known::default() };
    let store = Store::open(&StorePlace::from_setting(Some(&store(folder)))).store;
    store.put(vec![(id, Knowledge::Known(Arc::new(known)))], &[], now);
}

#[test]
fn offers_what_the_store_has_behind_a_label() {
    let place = folder();
    remember(place.path(), "10.5555/12345678", "On Swallows");
    let mut client = Client::inside();
    client.initialize(offline(place.path()));
    client.open(PAPER, 1, "\u{e4} [@doi:10.55]\n");
    let position = json!({"line": 0, "character": 14});
    let params = json!({"textDocument": {"uri": PAPER}, "position": position});
    let end = Instant::now() + client::PATIENCE;
    let item = loop {
        let offered = client.request("textDocument/completion", params.clone());
        // A store that takes long to open is left out at first, and that is said.
        if let Some(item) = offered["items"].get(0) {
            assert_eq!(
                (offered["isIncomplete"].as_bool(), item["label"].as_str()),
                (Some(false), Some("10.5555/12345678"))
            );
            break item.clone();
        }
        assert!(offered["isIncomplete"] == true && Instant::now() < end, "{offered}");
    };
    let range = json!({"start": {"line": 0, "character": 9}, "end": position});
    assert_eq!(item["textEdit"], json!({"range": range, "newText": "10.5555/12345678"}));
    let resolved = client.request("completionItem/resolve", item);
    let said = resolved["documentation"]["value"].as_str().expect("what it is");
    assert!(said.contains("On Swallows"), "{said}");
    client.leave();
}

#[test]
fn who_cancels_everything_is_answered_and_finds_the_same() {
    const ROUNDS: i32 = 200;
    let place = folder();
    let mut client = Client::inside();
    client.initialize(offline(place.path()));
    // Long enough that its analysis is under way when the first are cancelled.
    let mut text = "A sentence of prose with [@doi:10.5555/12345678] in it.\n\n".repeat(20_000);
    client.open(PAPER, 0, &text);
    let mut requests = Vec::new();
    for version in 1..=ROUNDS {
        let start = json!({"line": 0, "character": 0});
        let range = json!({"start": start, "end": {"line": 50, "character": 0}});
        let document = json!({"uri": PAPER});
        client.change(PAPER, version, (0, 0), (0, 0), "x");
        text.insert(0, 'x');
        for (method, params) in [
            ("textDocument/hover", json!({"textDocument": document, "position": start})),
            ("textDocument/inlayHint", json!({"textDocument": document, "range": range})),
            ("textDocument/documentLink", json!({"textDocument": document})),
        ] {
            let request = client.post(method, params);
            client.notify("$/cancelRequest", json!({"id": request}));
            requests.push(request);
        }
    }
    let mut cancelled = 0;
    for request in requests {
        let answer = client.answer(request);
        match answer.get("error") {
            Some(error) => {
                assert_eq!(error["code"], -32800, "{answer}");
                cancelled += 1;
            }
            None => assert!(answer.get("result").is_some(), "{answer}"),
        }
    }
    assert!(cancelled > 0, "some waited still");
    let end = "\nSee [REF].\n";
    let last = u32::try_from(text.lines().count()).expect("small");
    client.change(PAPER, ROUNDS + 1, (last, 0), (last, 0), end);
    client.notify("textDocument/didSave", about(PAPER));
    let found = client.diagnostics_where(PAPER, ROUNDS + 1, |found| !found.is_empty());
    assert_eq!(found.iter().map(|finding| &finding["code"]).collect::<Vec<_>>(), ["placeholder"]);
    let links = client.request("textDocument/documentLink", about(PAPER));
    assert_eq!(links.as_array().map(Vec::len), Some(20_000));
    client.leave();
}

#[test]
fn a_hint_from_before_an_edit_has_its_tooltip() {
    let place = folder();
    let mut client = Client::inside();
    client.initialize(offline(place.path()));
    client.open(PAPER, 1, "See doi:10.5555/12345678.\n");
    let hint = |data: Value| json!({"position": {"line": 0, "character": 24}, "label": "A hint", "data": data});
    let of = |id: &str| hint(json!({"uri": PAPER, "id": id}));
    client.change(PAPER, 2, (0, 0), (1, 0), "");
    let resolved = client.request("inlayHint/resolve", of("doi:10.5555/12345678"));
    let tooltip = resolved["tooltip"]["value"].as_str().expect("a tooltip");
    assert!(tooltip.contains("10.5555/12345678"), "{tooltip}");
    assert_eq!(resolved["label"], "A hint");
    for nothing in [of("nonsense"), hint(json!({"uri": "untitled:closed.md", "id": "doi:10.5555/1"})), hint(json!(7))] {
        assert_eq!(client.request("inlayHint/resolve", nothing.clone()), nothing);
    }
    client.leave();
}
