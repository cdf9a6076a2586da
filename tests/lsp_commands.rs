//! What the language server does on command, as a client sees it.
#![allow(clippy::disallowed_methods, reason = "a test of an edge: it writes files")]
#![allow(clippy::needless_pass_by_value, reason = "messages are written where they are sent")]

#[path = "support/client.rs"]
mod client;
#[path = "support/registry.rs"]
mod registry;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};

use client::Client;
use registry::{CROSSREF, Registry};

/// A project with these files.
fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(place.path().join(".git")).expect("a folder");
    for (name, text) in files {
        std::fs::write(place.path().join(name), text).expect("a file");
    }
    place
}

fn store(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("store.sqlite").display())
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// A client in a folder, which may look up at `registry`.
fn client(folder: &Path, registry: &Registry) -> (Client, Value) {
    let mut client = Client::inside();
    client.choice = json!("OK");
    let greeting = client.initialize_with(json!({
        "processId": null,
        "workspaceFolders": [{"uri": uri(folder), "name": "project"}],
        "initializationOptions": {
            "store": {"url": store(folder)}, "resolve": {"mailto": "someone@example.org"},
            "sources": registry.settings(),
        },
        "capabilities": {"general": {"positionEncodings": ["utf-8"]}},
    }));
    (client, greeting)
}

fn command(client: &mut Client, name: &str, arguments: Value) -> Value {
    let request = client.post("workspace/executeCommand", json!({"command": name, "arguments": arguments}));
    client.answer(request)
}

/// What a command says: as its result, and in a message.
fn said(client: &mut Client, name: &str, arguments: Value) -> String {
    let answer = command(client, name, arguments);
    let said = answer["result"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    let shown = client.wait("a message", |message| message["method"] == "window/showMessage");
    assert_eq!(shown["params"]["message"], json!(said));
    said
}

#[test]
fn says_what_its_commands_take() {
    let place = project(&[]);
    let registry = Registry::start([("10.5555/12345678", CROSSREF)]);
    let (mut client, greeting) = client(place.path(), &registry);
    let commands = &greeting["capabilities"]["executeCommandProvider"]["commands"];
    assert_eq!(commands, &json!(["ibid.refresh", "ibid.lookUpAll", "ibid.lock", "ibid.checkWorkspace"]));
    for (name, arguments, says) in [
        ("ibid.refresh", json!([1]), "takes nothing, or one argument"),
        ("ibid.lookUpAll", json!([]), "takes one argument: the URI"),
        ("ibid.lock", json!(["a", "b"]), "takes one argument: the URI"),
        ("ibid.checkWorkspace", json!(["a"]), "takes no arguments"),
        ("ibid.nothing", json!([]), "There is no command “ibid.nothing”"),
    ] {
        let error = command(&mut client, name, arguments)["error"].clone();
        assert_eq!(error["code"], -32602, "{error}");
        assert!(error["message"].as_str().is_some_and(|message| message.contains(says)), "{error}");
    }
    let error = command(&mut client, "ibid.lock", json!(["file:///nowhere/paper.md"]))["error"].clone();
    assert!(error["message"].as_str().is_some_and(|message| message.contains("is not open")), "{error}");
    client.leave();
}

#[test]
fn locks_what_is_known_as_the_command_line_does() {
    let text = "See [@doi:10.5555/12345678].\n";
    let place = project(&[("paper.md", text)]);
    let registry = Registry::start([("10.5555/12345678", CROSSREF)]);
    let (mut client, _) = client(place.path(), &registry);
    let paper = uri(&place.path().join("paper.md"));
    client.open(&paper, 1, text);
    let end = Instant::now() + client::PATIENCE;
    while client.request("ibid/record", json!({"id": "10.5555/12345678"}))["works"][0]["state"] != "known" {
        assert!(Instant::now() < end, "{:?}", registry.asked());
    }
    let said = said(&mut client, "ibid.lock", json!([paper]));
    assert!(said.contains("ibid-lock.json now has 1 work."), "{said}");
    let lock = std::fs::read_to_string(place.path().join("ibid-lock.json")).expect("a lock");
    assert!(lock.contains("10.5555/12345678"), "{lock}");
    let mut check = Command::new(env!("CARGO_BIN_EXE_ibid"));
    let check = check.args(["lock", "--check", "paper.md"]).current_dir(place.path()).output().expect("it starts");
    assert!(check.status.success(), "{check:?}");

    // What is in the way is named, and the lock left as it is.
    std::fs::write(place.path().join("ibid-lock.json"), "{nonsense").expect("a file");
    let error = command(&mut client, "ibid.lock", json!([paper]))["error"].clone();
    assert_eq!(error["code"], -32803, "{error}");
    assert!(error["message"].as_str().is_some_and(|message| message.contains("It is kept as it is")), "{error}");
    assert_eq!(std::fs::read_to_string(place.path().join("ibid-lock.json")).ok().as_deref(), Some("{nonsense"));
    client.leave();
}

#[test]
fn checks_the_workspace_without_the_network() {
    let place = project(&[
        ("a.md", "As [REF] says.\n"),
        ("b.md", "See doi:10.5555/12345678.\n"),
        ("open.md", "As [REF] says.\n"),
        ("excluded.md", "As [REF] says.\n"),
        ("ibid.toml", "[files]\nexclude = [\"excluded.md\"]\n"),
    ]);
    let registry = Registry::start([("10.5555/12345678", CROSSREF)]);
    let (mut client, _) = client(place.path(), &registry);
    let [a, open] = ["a.md", "open.md"].map(|name| uri(&place.path().join(name)));
    client.open(&open, 1, "Nothing.\n");
    assert!(client.diagnostics(&open, 1).is_empty());
    let found = |client: &Client, uri: &str| {
        let newest = client.published.iter().rev().find(|params| params["uri"] == uri);
        newest.map(|params| params["diagnostics"].as_array().map_or(0, Vec::len))
    };
    let said = said(&mut client, "ibid.checkWorkspace", json!([]));
    assert!(said.starts_with("2 manuscripts checked") && said.contains("1 open"), "{said}");
    client.wait("what is found", |message| message["params"]["uri"] == a);
    let places: Vec<_> = client.published.iter().filter_map(|params| params["uri"].as_str()).collect();
    assert_eq!(places, [&*open, &*a], "neither of what is clean nor of what is left out");
    assert_eq!((found(&client, &a), found(&client, &open)), (Some(1), Some(0)));

    std::fs::write(place.path().join("a.md"), "As they say.\n").expect("a file");
    self::said(&mut client, "ibid.checkWorkspace", json!([]));
    client.wait("that it is gone", |message| {
        message["params"]["uri"] == a && message["params"]["diagnostics"] == json!([])
    });
    assert!(registry.asked().is_empty(), "{:?}", registry.asked());
    client.leave();
}

#[test]
fn a_folder_of_thousands_of_manuscripts_sends_nothing() {
    let names: Vec<String> = (0..2_000).map(|number| format!("{number}.md")).collect();
    let texts: Vec<String> = (0..2_000).map(|number| format!("As in doi:10.5555/work.{number}.\n")).collect();
    let files: Vec<(&str, &str)> = names.iter().zip(&texts).map(|(name, text)| (&**name, &**text)).collect();
    let place = project(&files);
    let registry = Registry::start([("10.5555/12345678", CROSSREF)]);
    let (mut client, _) = client(place.path(), &registry);
    let said = said(&mut client, "ibid.checkWorkspace", json!([]));
    assert!(said.contains(" manuscripts checked") && said.contains("2000"), "{said}");
    std::fs::write(place.path().join("late.md"), "See doi:10.5555/12345678.\n").expect("a file");
    // Its one work is looked up, so that whatever the folder would have sent stands before it.
    client.open(&uri(&place.path().join("late.md")), 1, "See doi:10.5555/12345678.\n");
    let end = Instant::now() + client::PATIENCE;
    while client.request("ibid/record", json!({"id": "10.5555/12345678"}))["works"][0]["state"] != "known" {
        assert!(Instant::now() < end, "{:?}", registry.asked());
    }
    let asked = registry.asked();
    assert!(asked.iter().all(|asked| !format!("{}{}", asked.path, asked.form).contains("work.")), "{asked:?}");
    client.leave();
}
