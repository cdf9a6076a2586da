//! The language server and clients that misbehave: what they say is survived, and what they say afterwards is right.
#![allow(clippy::disallowed_methods, reason = "a test of an edge: it starts programs and reads what they use")]

#[path = "support/client.rs"]
mod client;

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use client::{Client, framed};

const PAPER: &str = "untitled:paper.md";
const EDITS: i32 = 2_000;
/// How much memory a session with one long manuscript may take, generously. Kilobytes.
const MEMORY: u64 = 200 << 10;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn offline(place: &Path) -> Value {
    json!({"store": {"url": format!("sqlite:{}", place.join("store.sqlite").display())}, "resolve": {"online": false}})
}

fn command(place: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.arg("lsp").env_clear().env("HOME", place).env("IBID_STORE", place.join("store.sqlite"));
    command
}

/// A manuscript long enough that 2,000 copies of it would be noticed, with something to find in it.
fn manuscript() -> String {
    let paragraph =
        |number: usize| format!("Paragraph {number} says what doi:10.5555/{number:05} and [REF] say, \u{1f600}.\n\n");
    (0..2_000).map(paragraph).collect()
}

/// The messages that open `text` and put 2,000 characters before it, and what it then is. Every tenth one is followed by
/// questions, by numbers from 1,000 on.
fn edits(text: &str) -> (Vec<Value>, String) {
    let document = json!({"uri": PAPER, "languageId": "markdown", "version": 0, "text": text});
    let mut said =
        vec![json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}})];
    let mut typed = String::new();
    for (version, character) in (1..=EDITS).zip("See [REF] and doi:10.5555/12345678, then ".chars().cycle()) {
        let at = json!({"line": 0, "character": typed.len()});
        let changes = json!([{"range": {"start": at, "end": at}, "text": character.to_string()}]);
        let params = json!({"textDocument": {"uri": PAPER, "version": version}, "contentChanges": changes});
        said.push(json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}));
        typed.push(character);
        if version % 10 == 0 {
            let document = json!({"uri": PAPER});
            let hover = json!({"textDocument": document, "position": {"line": 0, "character": 20}});
            let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 4_000, "character": 0}});
            let hints = json!({"textDocument": document, "range": range});
            let ask =
                |id, method, params: Value| json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
            said.push(ask(1_000 + 2 * version, "textDocument/hover", hover));
            said.push(ask(1_001 + 2 * version, "textDocument/inlayHint", hints));
        }
    }
    let save = json!({"textDocument": {"uri": PAPER}});
    said.push(json!({"jsonrpc": "2.0", "method": "textDocument/didSave", "params": save}));
    (said, typed + text)
}

/// Whether the server says of `text` what a fresh one does.
fn is_right(client: &mut Client, place: &Path, version: i32, text: &str) {
    // Nothing is being typed any more.
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": PAPER}}));
    let mut fresh = Client::program(&mut command(place));
    fresh.initialize(offline(place));
    fresh.open(PAPER, version, text);
    let expected = fresh.diagnostics(PAPER, version);
    assert!(!expected.is_empty(), "the text has something to find");
    let is_expected = |found: &[Value]| {
        let plain = |found: &Value| json!([found["range"], found["code"], found["message"]]);
        found.iter().map(plain).eq(expected.iter().map(plain))
    };
    client.diagnostics_where(PAPER, version, is_expected);
    let (line, column) = (text[..text.find("doi:").expect("one")].matches('\n').count(), 0);
    let line_text = text.split('\n').nth(line).expect("a line");
    let column = column + u32::try_from(line_text.find("doi:").expect("one") + 6).expect("small");
    let line = u32::try_from(line).expect("small");
    let hover = fresh.hover(PAPER, line, column);
    assert_ne!(hover, Value::Null);
    assert_eq!(client.hover(PAPER, line, column), hover);
    assert_eq!(client.hints(PAPER, 4_000), fresh.hints(PAPER, 4_000));
}

/// The most memory that a process ever had, where that can be told. Kilobytes.
fn memory(client: &Client) -> u64 {
    let id = client.child.as_ref().expect("a program").id();
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[test]
fn a_client_that_reads_only_after_2000_edits() {
    let place = folder();
    let (said, text) = edits(&manuscript());
    let mut client = Client::program_unheard(&mut command(place.path()), offline(place.path()));
    let output = client.send_beside(&said).join().expect("the server takes it all");
    let before = memory(&client);
    client.listen(output);
    for version in (10..=EDITS).step_by(10) {
        for id in [1_000 + 2 * version, 1_001 + 2 * version] {
            assert!(client.answer(id.into()).get("result").is_some());
        }
    }
    is_right(&mut client, place.path(), EDITS, &text);
    let after = memory(&client);
    assert!(after < MEMORY, "{before} kB while nobody read, {after} kB in the end");
    assert_eq!(client.leave().and_then(|status| status.code()), Some(0));
}

#[test]
fn a_client_that_sends_2000_edits_at_once() {
    let place = folder();
    let (said, text) = edits(&manuscript());
    let mut client = Client::program(&mut command(place.path()));
    client.initialize(offline(place.path()));
    client.send_raw(&said.iter().flat_map(framed).collect::<Vec<_>>());
    is_right(&mut client, place.path(), EDITS, &text);
    let published: Vec<_> = client.published.iter().filter_map(|params| params["version"].as_i64()).collect();
    assert!(published.is_sorted(), "versions never go back");
    let used = memory(&client);
    assert!(used < MEMORY, "{used} kB");
    assert_eq!(client.leave().and_then(|status| status.code()), Some(0));
}

/// What is said, and the error that is the answer; none to what nobody can answer.
fn nonsense() -> Vec<(&'static str, Vec<u8>, Option<i64>)> {
    const PARSE: Option<i64> = Some(-32700);
    const REQUEST: Option<i64> = Some(-32600);
    const METHOD: Option<i64> = Some(-32601);
    const PARAMS: Option<i64> = Some(-32602);
    let body = |body: &[u8]| [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat();
    let of = |value: Value| framed(&value);
    let ask =
        |method: &str, params: Value| of(json!({"jsonrpc": "2.0", "id": "x", "method": method, "params": params}));
    let tell = |method: &str, params: Value| of(json!({"jsonrpc": "2.0", "method": method, "params": params}));
    let hover = |document: Value, position: Value| {
        ask("textDocument/hover", json!({"textDocument": document, "position": position}))
    };
    let here = || json!({"uri": PAPER});
    let change = |document: Value, changes: Value| {
        tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}))
    };
    let deep = "[".repeat(100_000);
    let long = "x".repeat(3 << 20);
    vec![
        ("no JSON", body(b"{\"jsonrpc\":\"2.0\",\"method\":"), PARSE),
        ("words", body(b"hello, is anybody there?"), PARSE),
        ("bytes that are no UTF-8", body(b"{\"jsonrpc\":\"2.0\",\"method\":\"\xff\xfe\"}"), PARSE),
        ("zeros", body(&[0; 100]), PARSE),
        ("more than one value", body(br#"{"jsonrpc":"2.0","method":"x"} {}"#), PARSE),
        ("a number too large for anybody", body(br#"{"jsonrpc":"2.0","method":"x","params":1e999}"#), PARSE),
        ("an abyss", body(deep.as_bytes()), PARSE),
        ("a number", body(b"42"), REQUEST),
        ("nothing", body(b"null"), REQUEST),
        ("text", body(b"\"initialize\""), REQUEST),
        ("a batch", body(br#"[{"jsonrpc":"2.0","id":"x","method":"shutdown"}]"#), REQUEST),
        ("a batch of none", body(b"[]"), REQUEST),
        ("a request as a list", body(br#"["2.0","exit"]"#), REQUEST),
        ("an empty object", body(b"{}"), REQUEST),
        ("another protocol", body(br#"{"jsonrpc":"1.0","id":"x","method":"shutdown"}"#), REQUEST),
        ("no protocol", body(br#"{"id":"x","method":"shutdown"}"#), REQUEST),
        ("neither method nor result", body(br#"{"jsonrpc":"2.0","id":"x"}"#), REQUEST),
        ("a method that is no text", body(br#"{"jsonrpc":"2.0","id":"x","method":7}"#), REQUEST),
        ("a number that is an object", body(br#"{"jsonrpc":"2.0","id":{},"method":"shutdown"}"#), REQUEST),
        ("a fraction of a number", body(br#"{"jsonrpc":"2.0","id":1.5,"method":"shutdown"}"#), REQUEST),
        ("an answer with a broken error", body(br#"{"jsonrpc":"2.0","id":"x","error":"no"}"#), REQUEST),
        ("an empty body", body(b""), None),
        ("an answer to nothing", of(json!({"jsonrpc": "2.0", "id": 4_000, "result": {}})), None),
        ("an error to nothing", of(json!({"jsonrpc": "2.0", "id": 4_000, "error": {"code": 1, "message": ""}})), None),
        ("an unknown request", ask("textDocument/pray", json!({})), METHOD),
        ("a request without a name", ask("", json!({})), METHOD),
        ("an unknown notification", tell("textDocument/prayed", json!({})), None),
        ("a notification that nobody must know", tell("$/whatever", json!({})), None),
        ("a cancellation of nothing", tell("$/cancelRequest", json!({"id": 4_000})), None),
        ("a cancellation without a number", tell("$/cancelRequest", json!({})), None),
        ("no parameters", of(json!({"jsonrpc": "2.0", "id": "x", "method": "textDocument/hover"})), PARAMS),
        ("parameters that are none", ask("textDocument/hover", json!("there")), PARAMS),
        ("a list of parameters", ask("textDocument/hover", json!([1, 2, 3])), PARAMS),
        ("a place before the text", hover(here(), json!({"line": -1, "character": 0})), PARAMS),
        ("a place beyond all numbers", hover(here(), json!({"line": 1_u64 << 40, "character": 0})), PARAMS),
        ("no address", hover(json!({"uri": "no address at all"}), json!({"line": 0, "character": 0})), PARAMS),
        ("a second greeting", ask("initialize", json!({"capabilities": {}})), REQUEST),
        ("an opening without text", tell("textDocument/didOpen", json!({"textDocument": {"uri": PAPER}})), None),
        ("a change without a document", tell("textDocument/didChange", json!({"contentChanges": []})), None),
        ("a change of no kind", change(json!({"uri": PAPER, "version": 1}), json!([{"text": 7}])), None),
        (
            "a change of what is not open",
            change(json!({"uri": "untitled:x", "version": 1}), json!([{"text": "x"}])),
            None,
        ),
        (
            "the end of what is not open",
            tell("textDocument/didClose", json!({"textDocument": {"uri": "file:///x"}})),
            None,
        ),
        ("settings that are none", tell("workspace/didChangeConfiguration", json!({"settings": [7]})), None),
        ("folders that are none", tell("workspace/didChangeWorkspaceFolders", json!({"event": 7})), None),
        ("files that are none", tell("workspace/didChangeWatchedFiles", json!({"changes": {}})), None),
        ("a hint of nobody's", ask("inlayHint/resolve", json!({"position": 7})), PARAMS),
        ("words without a head", b"hello\r\n\r\n".to_vec(), None),
        ("a head without a number", b"Content-Length: many\r\n\r\n".to_vec(), None),
        ("a head with less than nothing", b"Content-Length: -5\r\n\r\n".to_vec(), None),
        ("a head with more than there is memory", b"Content-Length: 99999999999999\r\n\r\n".to_vec(), None),
        ("a head of another kind", b"Host: example.org\r\nAccept: */*\r\nUser-Agent: x\r\n\r\n".to_vec(), None),
        ("a long line", [long.as_bytes(), b"\r\n"].concat(), None),
        (
            "a body that is shorter than its head says",
            b"Content-Length: 60\r\n\r\n{\"jsonrpc\":\"2.0\"}".to_vec(),
            PARSE,
        ),
        ("a body that is longer than its head says", b"Content-Length: 9\r\n\r\n{\"jsonrpc\":\"2.0\"}".to_vec(), PARSE),
    ]
}

#[test]
fn a_client_that_talks_nonsense_is_told_so_and_then_served() {
    let place = folder();
    let text = "See doi:10.5555/12345678, \u{1f600} and [REF].\n";
    let mut client = Client::program(&mut command(place.path()));
    client.initialize(offline(place.path()));
    client.open(PAPER, 1, text);
    for (what, said, error) in nonsense() {
        let before = client.heard.len();
        client.send_raw(&said);
        // The message behind it shows where it ended.
        assert_ne!(client.hover(PAPER, 0, 10), Value::Null, "{what}");
        let is_error = |message: &Value| message.get("error").is_some();
        if error.is_some() && !client.heard[before..].iter().any(is_error) {
            client.wait(what, is_error);
        }
        let told: Vec<_> = client.heard[before..].iter().filter_map(|message| message.get("error")).collect();
        let told: Vec<_> = told.iter().filter_map(|error| error["code"].as_i64()).collect();
        assert_eq!(told, error.into_iter().collect::<Vec<_>>(), "{what}");
    }
    is_right(&mut client, place.path(), 1, text);
    assert_eq!(client.leave().and_then(|status| status.code()), Some(0));
}

#[test]
fn heads_are_read_as_other_servers_read_them() {
    let place = folder();
    let mut client = Client::program(&mut command(place.path()));
    client.initialize(offline(place.path()));
    for (number, head) in (100..).zip([
        "content-length: LENGTH\r\n\r\n",
        "Content-Length:LENGTH\r\n\r\n",
        "Content-Length: LENGTH\n\n",
        "Content-Type: application/vscode-jsonrpc\r\nContent-Length: LENGTH\r\n\r\n",
        "Content-Length: LENGTH\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n",
        "A: b\r\nC: d\r\nE: f\r\nContent-Length: LENGTH\r\n\r\n",
    ]) {
        let body = json!({"jsonrpc": "2.0", "id": number, "method": "ibid/nothing"}).to_string();
        client.send_raw((head.replace("LENGTH", &body.len().to_string()) + &body).as_bytes());
        assert_eq!(client.answer(number)["error"]["code"], -32601, "{head:?}");
    }
    client.leave();
}

#[test]
fn whoever_has_not_greeted_is_told_to() {
    let place = folder();
    let mut client = Client::program(&mut command(place.path()));
    for method in ["textDocument/hover", "shutdown", "workspace/executeCommand"] {
        let id = client.post(method, json!({}));
        assert_eq!(client.answer(id)["error"]["code"], -32002, "{method}");
    }
    client.open(PAPER, 1, "Too early: [REF].\n");
    let id = client.post("initialize", json!({"capabilities": 7}));
    assert_eq!(client.answer(id)["error"]["code"], -32602);
    client.initialize(offline(place.path()));
    let text = "See doi:10.5555/12345678 and [REF].\n";
    client.open(PAPER, 1, text);
    is_right(&mut client, place.path(), 1, text);
    client.leave();
}

#[test]
fn changes_that_cannot_be_are_made_as_well_as_can_be() {
    let place = folder();
    let mut client = Client::program(&mut command(place.path()));
    let utf16 = json!({"general": {"positionEncodings": ["utf-16"]}});
    client.initialize_with(
        json!({"processId": null, "initializationOptions": offline(place.path()), "capabilities": utf16}),
    );
    client.open(PAPER, 5, "old\n");
    // Opened again without having been closed: the newer text counts.
    client.open(PAPER, 5, "\u{1f600} see\n");
    const FAR: u32 = i32::MAX as u32;
    client.change(PAPER, 6, (0, 1), (0, 1), "a"); // Between the halves of a character: before it.
    client.change(PAPER, 4, (0, FAR), (0, FAR), " doi:10.5555/12345678"); // A version that goes back; the line's end.
    client.change(PAPER, 7, (FAR, FAR), (FAR, FAR), "[REF]\n"); // The text's end.
    client.change(PAPER, 8, (0, 1), (0, 0), "b"); // Backwards.
    client
        .notify("textDocument/didChange", json!({"textDocument": {"uri": PAPER, "version": 9}, "contentChanges": []}));
    let text = "b\u{1f600} see doi:10.5555/12345678\n[REF]\n";
    let mut fresh = Client::program(&mut command(place.path()));
    fresh.initialize_with(
        json!({"processId": null, "initializationOptions": offline(place.path()), "capabilities": utf16}),
    );
    fresh.open(PAPER, 9, text);
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": PAPER}}));
    let expected = fresh.diagnostics(PAPER, 9);
    assert_eq!(expected.len(), 1, "{expected:?}");
    assert_eq!(client.diagnostics_where(PAPER, 9, |found| found == expected), expected);
    let hover = fresh.hover(PAPER, 0, 20);
    assert_ne!(hover, Value::Null);
    assert_eq!(client.hover(PAPER, 0, 20), hover);
    client.leave();
}

#[test]
fn half_a_character_is_one_that_cannot_be_shown() {
    let place = folder();
    let mut client = Client::program(&mut command(place.path()));
    client.initialize(offline(place.path()));
    // JavaScript writes half of a pair in this way, where an author deletes the other half.
    let text = r"\\ud800 \ud83d see\ude00 \ud83d\ude00 doi:10.5555/12345678 and [REF].\n";
    let body = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"{PAPER}","languageId":"markdown","version":1,"text":"{text}"}}}}}}"#
    );
    client.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    let shown = "\\ud800 \u{fffd} see\u{fffd} \u{1f600} doi:10.5555/12345678 and [REF].\n";
    is_right(&mut client, place.path(), 1, shown);
    client.leave();
}
