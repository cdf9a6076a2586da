//! The language server, as a client sees it.
#![allow(clippy::disallowed_methods, reason = "a test of an edge: it starts programs, listens and writes files")]

#[path = "support/client.rs"]
mod client;
#[path = "support/registry.rs"]
mod registry;
#[path = "lsp/unasked.rs"]
mod unasked;

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};

use client::Client;
use registry::{DATACITE, Registry};

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

fn rules(found: &[Value]) -> Vec<&str> {
    found.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

#[test]
fn says_what_it_can_do() {
    let mut client = Client::inside();
    let greeting = client.initialize(json!({}));
    assert_eq!(greeting["serverInfo"]["name"], "ibid");
    let capabilities = &greeting["capabilities"];
    assert_eq!(capabilities["positionEncoding"], "utf-8", "the client offers it");
    assert_eq!(capabilities["textDocumentSync"]["change"], 2, "incremental");
    assert_eq!(capabilities["hoverProvider"], true);
    assert_eq!(capabilities["inlayHintProvider"]["resolveProvider"], true);
    assert_eq!(capabilities["experimental"]["ibid"], json!({"protocol": 1}));
    assert_eq!(capabilities["diagnosticProvider"], Value::Null, "diagnostics are pushed");
    client.leave();
}

#[test]
fn counts_columns_as_the_client_does() {
    let place = folder();
    let text = "\u{1f600}\u{e4} doi:10.5555/12345678 and [REF]\n";
    for (encodings, unit, column) in [
        (json!(["utf-8", "utf-16"]), "utf-8", 6 + 1),
        (json!(null), "utf-16", 2 + 1 + 1),
        (json!(["utf-16"]), "utf-16", 4),
    ] {
        let mut client = Client::inside();
        let greeting = client.initialize_with(json!({
            "processId": null, "rootUri": null, "initializationOptions": offline(place.path()),
            "capabilities": {"general": {"positionEncodings": encodings}},
        }));
        assert_eq!(greeting["capabilities"]["positionEncoding"], unit);
        client.open(PAPER, 1, text);
        let hover = client.hover(PAPER, 0, column + 10);
        assert_eq!(hover["range"]["start"], json!({"line": 0, "character": column}), "{unit}");
        assert_eq!(hover["range"]["end"], json!({"line": 0, "character": column + 20}), "{unit}");
        assert_eq!(client.hover(PAPER, 0, 0), Value::Null);
        let found = client.diagnostics(PAPER, 1);
        let mark = found.iter().find(|finding| finding["code"] == "placeholder").expect("a finding");
        assert_eq!(mark["range"]["start"], json!({"line": 0, "character": column + 25}));
        assert_eq!(mark["source"], "ibid");
    }
}

/// Numbers that look random and are the same in every run (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).expect("below a usize")
    }
}

/// Line and column in UTF-8 of a byte, counted plainly.
fn place_of(text: &str, offset: usize) -> (u32, u32) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let number = |n: usize| u32::try_from(n).expect("small");
    (number(before.matches('\n').count()), number(offset - line_start))
}

#[test]
fn many_edits_leave_what_a_fresh_start_finds() {
    const EDITS: i32 = 20_000;
    let pieces = [
        "[REF]",
        "\n",
        "\n\n",
        " ",
        "doi:10.5555/12345678",
        "10.5555/abc",
        "\u{1f600}",
        "\u{e4}",
        "`",
        "# Notes\n",
        "x",
        "https://doi.org/10.5555/(x)",
        "<!-- ",
        " -->",
        "[@doi:10.5555/k]",
        "- ",
        "PMID: TODO",
        "*",
    ];
    let place = folder();
    let mut client = Client::inside();
    client.initialize(offline(place.path()));
    let mut text = String::from("# Notes\n\nSee doi:10.5555/12345678 and [REF].\n");
    client.open(PAPER, 0, &text);
    let mut numbers = Numbers(7);
    let boundary = |text: &str, mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    for version in 1..=EDITS {
        let from = boundary(&text, numbers.below(text.len() + 1));
        let reach = if text.len() > 6_000 { 300 } else { 12 };
        let to = boundary(&text, (from + numbers.below(reach)).min(text.len()));
        let (from, to) = (from.min(to), from.max(to));
        let piece = if numbers.below(8) == 0 { "" } else { pieces[numbers.below(pieces.len())] };
        client.change(PAPER, version, place_of(&text, from), place_of(&text, to), piece);
        text.replace_range(from..to, piece);
    }
    let last = "\n\nSee doi:10.5555/87654321.\n";
    let end = place_of(&text, text.len());
    client.change(PAPER, EDITS + 1, end, end, last);
    text.push_str(last);
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": PAPER}}));
    let line = place_of(&text, text.len()).0 - 1;
    let hover = client.hover(PAPER, line, 10);
    // After the save nothing is being typed; the hover behind it was answered from the same text.
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": PAPER}}));
    let mut fresh = Client::inside();
    fresh.initialize(offline(place.path()));
    fresh.open(PAPER, EDITS + 1, &text);
    let expected = fresh.diagnostics(PAPER, EDITS + 1);
    assert_eq!(fresh.hover(PAPER, line, 10), hover);
    assert!(hover["contents"]["value"].as_str().is_some_and(|text| text.contains("10.5555/87654321")), "{hover}");
    assert!(expected.len() > 10, "the text has something to find");
    assert_eq!(client.diagnostics_where(PAPER, EDITS + 1, |found| found.len() == expected.len()), expected);
    assert_eq!(client.hints(PAPER, line), fresh.hints(PAPER, line));
    let versions: Vec<_> = client.published.iter().filter_map(|params| params["version"].as_i64()).collect();
    assert!(versions.is_sorted(), "versions never go back");
    client.leave();
}

#[test]
fn answers_while_the_registries_hang() {
    let place = folder();
    // It accepts connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("a port"));
    let mut client = Client::inside();
    let options = json!({
        "store": {"url": store(place.path())},
        "sources": all_at(&url),
    });
    client.choice = json!("OK");
    client.initialize(options.clone());
    client.open(PAPER, 1, "See doi:10.5555/12345678 and doi:10.5555/abcdefgh.\n");
    client.wait("the question whether identifiers may leave the machine", |message| {
        message["method"] == "window/showMessageRequest"
    });
    let _connection = connection(&silent);
    for version in 2..50 {
        client.change(PAPER, version, (0, 0), (0, 0), "x ");
        let column = 2 * u32::try_from(version).expect("small") + 10;
        assert_ne!(client.hover(PAPER, 0, column), Value::Null);
        client.hints(PAPER, 2);
        client.diagnostics(PAPER, version);
    }
    client.leave();

    // Who has agreed is not asked again on this machine.
    let mut client = Client::inside();
    client.initialize(options);
    client.open(PAPER, 1, "See doi:10.5555/12345678.\n");
    if client.asked.iter().all(|(method, _)| method != "workspace/configuration") {
        client.wait("the question for its settings", |message| message["method"] == "workspace/configuration");
    }
    let _connection = connection(&silent);
    assert_ne!(client.hover(PAPER, 0, 10), Value::Null);
    assert!(client.asked.iter().all(|(method, _)| method != "window/showMessageRequest"));
    client.leave();
}

#[test]
fn nothing_more_is_asked_for_a_document_that_was_closed_or_went_offline() {
    const SECOND: &str = "untitled:second.md";
    for closes in [true, false] {
        let place = folder();
        // Crossref lacks both, which leads to a question to doi.org.
        let registry = Registry::start([("10.5281/zenodo.7", DATACITE), ("10.5281/zenodo.8", DATACITE)]);
        registry.hold();
        let mut client = Client::inside();
        client.choice = json!("OK");
        client.initialize(json!({
            "store": {"url": store(place.path())}, "resolve": {"mailto": "someone@example.org"},
            "sources": registry.settings(),
        }));
        client.open(PAPER, 1, "See doi:10.5281/zenodo.7.\n");
        client.wait("the question", |message| message["method"] == "window/showMessageRequest");
        registry.wait_for(1);
        if closes {
            client.notify("textDocument/didClose", json!({"textDocument": {"uri": PAPER}}));
        } else {
            client.change(PAPER, 2, (0, 0), (0, 0), "---\nibid: {resolve: {online: false}}\n---\n\n");
            client.notify("textDocument/didSave", json!({"textDocument": {"uri": PAPER}}));
            let hover = client.hover(PAPER, 4, 12);
            assert!(hover["contents"]["value"].as_str().is_some_and(|said| said.contains("offline")), "{hover}");
        }
        client.open(SECOND, 1, "See doi:10.5281/zenodo.8.\n");
        // When this is asked about, all before it was heard.
        registry.wait_for(2);
        registry.release();
        let unknown = |hover: &Value| hover["contents"]["value"].as_str().is_none_or(|said| !said.contains("DataCite"));
        let end = Instant::now() + client::PATIENCE;
        while unknown(&client.hover(SECOND, 0, 12)) {
            assert!(Instant::now() < end, "{:?}", registry.asked());
        }
        let about = |doi: &str| registry.asked().iter().filter(|asked| asked.path.contains(doi)).count();
        assert_eq!((about("zenodo.7"), about("zenodo.8")), (1, 3), "{:?}", registry.asked());
        client.leave();
    }
}

/// Settings by which all services are at one address.
fn all_at(url: &str) -> Value {
    ibid::record::Source::ALL.iter().map(|source| (source.key().to_owned(), json!({"url": url}))).collect()
}

/// Waits until somebody connects.
fn connection(listener: &TcpListener) -> TcpStream {
    listener.set_nonblocking(true).expect("a socket");
    let end = Instant::now() + client::PATIENCE;
    loop {
        match listener.accept() {
            Ok((stream, _)) => return stream,
            Err(_) => assert!(Instant::now() < end, "no registry is asked"),
        }
        std::thread::yield_now();
    }
}

#[test]
fn says_once_what_leaves_the_machine() {
    let place = folder();
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("a port"));
    let options = json!({
        "store": {"url": store(place.path())},
        "sources": all_at(&url),
    });
    let question = |message: &Value| message["method"] == "window/showMessageRequest";
    let mut client = Client::inside();
    client.choice = json!("Work offline");
    client.initialize(options.clone());
    client.open(PAPER, 1, "See doi:10.5555/12345678.\n");
    let asked = client.wait("the question", question);
    let sentence = asked["params"]["message"].as_str().expect("a sentence");
    assert!(
        sentence.contains("Crossref, DataCite, PubMed") && sentence.contains("Your text is not sent."),
        "{sentence}"
    );
    let titles: Vec<_> = asked["params"]["actions"].as_array().into_iter().flatten().map(|a| &a["title"]).collect();
    assert_eq!(titles, ["OK", "Work offline", "What exactly?"]);
    let hover = loop {
        let hover = client.hover(PAPER, 0, 10);
        let said = hover["contents"]["value"].as_str().expect("a hover").to_owned();
        if !said.contains("agree") {
            break said;
        }
    };
    assert!(hover.contains("offline"), "{hover}");
    silent.set_nonblocking(true).expect("a socket");
    assert!(silent.accept().is_err(), "nothing was asked");
    client.leave();
}

#[test]
fn reads_the_settings_of_each_folder_and_of_the_client() {
    let place = folder();
    for (name, rules) in [("strict", "placeholder = \"error\""), ("lax", "placeholder = \"off\"")] {
        let project = place.path().join(name);
        std::fs::create_dir_all(project.join(".git")).expect("a folder");
        std::fs::write(project.join("ibid.toml"), format!("[rules]\n{rules}\n")).expect("a file");
    }
    let uri = |name: &str| format!("file://{}", place.path().join(name).join("paper.md").display());
    let mut client = Client::inside();
    client.initialize(offline(place.path()));
    for name in ["strict", "lax"] {
        client.open(&uri(name), 1, "As [REF] says.\n");
    }
    let strict = client.diagnostics(&uri("strict"), 1);
    assert_eq!((rules(&strict), strict[0]["severity"].as_i64()), (vec!["placeholder"], Some(1)));
    assert!(client.diagnostics(&uri("lax"), 1).is_empty());

    client.open(PAPER, 1, "As [REF] says.\n");
    assert_eq!(rules(&client.diagnostics(PAPER, 1)), ["placeholder"]);
    client.settings = json!({"rules": {"placeholder": "off"}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    assert!(client.diagnostics_where(PAPER, 1, <[Value]>::is_empty).is_empty());
    client.leave();
}

#[test]
fn each_workspace_folder_has_settings_of_its_own() {
    let place = folder();
    let uri = |name: &str| format!("file://{}", place.path().join(name).display());
    let (one, two) = (uri("one"), uri("two"));
    let mut client = Client::inside();
    let off = json!({"rules": {"placeholder": "off"}});
    client.folder_settings = vec![(two.clone(), off)];
    client.initialize_with(json!({
        "processId": null, "rootUri": null, "initializationOptions": offline(place.path()),
        "capabilities": {"workspace": {"configuration": true, "workspaceFolders": true}},
        "workspaceFolders": [{"uri": one, "name": "one"}],
    }));
    let (first, second) = (format!("{one}/paper.md"), format!("{two}/paper.md"));
    client.open(&first, 1, "As [REF] says.\n");
    client.open(&second, 1, "As [REF] says.\n");
    assert_eq!(rules(&client.diagnostics(&first, 1)), ["placeholder"]);
    assert_eq!(rules(&client.diagnostics(&second, 1)), ["placeholder"], "the folder is not known yet");
    let added = json!([{"uri": two, "name": "two"}]);
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": added, "removed": []}}));
    assert!(client.diagnostics_where(&second, 1, <[Value]>::is_empty).is_empty());
    client.leave();
}

#[test]
fn says_in_the_file_what_is_wrong_with_configuration_and_lock() {
    let place = folder();
    let project = place.path().join("project");
    std::fs::create_dir_all(project.join(".git")).expect("a folder");
    let uri = |name: &str| format!("file://{}", project.join(name).display());
    let (config, lock, paper) = (uri("ibid.toml"), uri("ibid-lock.json"), uri("paper.md"));
    std::fs::write(project.join("ibid.toml"), "[rules]\nplacehoder = \"off\"\n").expect("a file");
    std::fs::write(project.join("ibid-lock.json"), "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n").expect("a file");
    let of = |wanted: &str, empty: bool| {
        let wanted = wanted.to_owned();
        move |message: &Value| {
            let params = &message["params"];
            params["uri"] == *wanted && params["diagnostics"].as_array().is_some_and(|found| found.is_empty() == empty)
        }
    };
    let mut client = Client::inside();
    client.initialize(offline(place.path()));
    client.open(&paper, 1, "As [REF] says.\n");
    let told = client.wait("findings in the configuration", of(&config, false));
    let finding = &told["params"]["diagnostics"][0];
    assert_eq!((&finding["code"], finding["range"]["start"]["line"].as_i64()), (&json!("config"), Some(1)));
    assert!(
        finding["message"].as_str().is_some_and(|said| said.contains("placeholder")),
        "the nearest name: {finding}"
    );
    let told = client.wait("findings in the lock", of(&lock, false));
    let said = told["params"]["diagnostics"][0]["message"].as_str().expect("a message");
    assert!(said.contains("merge") && said.contains("ibid lock"), "{said}");
    assert_eq!(rules(&client.diagnostics(&paper, 1)), ["placeholder"], "all else applies");

    std::fs::write(project.join("ibid.toml"), "[rules]\nplaceholder = \"off\"\n").expect("a file");
    std::fs::remove_file(project.join("ibid-lock.json")).expect("a file");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": config, "type": 2}]}));
    client.wait("the end of the findings in the configuration", of(&config, true));
    client.wait("the end of the findings in the lock", of(&lock, true));
    assert!(client.diagnostics_where(&paper, 1, <[Value]>::is_empty).is_empty());
    client.leave();
}

#[test]
fn a_closed_document_has_no_findings() {
    let place = folder();
    let mut client = Client::inside();
    client.initialize(offline(place.path()));
    client.open(PAPER, 1, "As [REF] says.\n");
    assert_eq!(rules(&client.diagnostics(PAPER, 1)), ["placeholder"]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": PAPER}}));
    let last = client.wait("the end of the findings", |message| {
        let params = &message["params"];
        params["uri"] == PAPER && params["diagnostics"] == json!([])
    });
    assert!(last["params"].get("version").is_none_or(Value::is_null));
    assert_eq!(client.hover(PAPER, 0, 0), Value::Null);
    client.leave();
}

/// The real program, with nothing of the machine's in it.
fn command(place: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.arg("lsp").env_clear().env("HOME", place).env("IBID_STORE", place.join("store.sqlite"));
    command
}

fn program(place: &Path) -> Client {
    Client::program(&mut command(place))
}

#[test]
fn the_file_that_its_flag_names_counts() {
    let place = folder();
    let named = place.path().join("own.toml");
    std::fs::write(&named, "[rules]\nplaceholder = \"off\"\n").expect("a file");
    let mut client = Client::program(command(place.path()).arg("--config").arg(&named));
    client.initialize(offline(place.path()));
    client.open(PAPER, 1, "As [REF] says.\n");
    assert_eq!(rules(&client.diagnostics(PAPER, 1)), [""; 0]);
    client.leave();
}

#[test]
fn leaves_on_exit_with_the_status_that_the_protocol_asks_for() {
    let place = folder();
    let mut client = program(place.path());
    client.initialize(offline(place.path()));
    assert_eq!(client.leave().and_then(|status| status.code()), Some(0), "after `shutdown`");

    let mut client = program(place.path());
    client.initialize(offline(place.path()));
    client.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(client.ended().and_then(|status| status.code()), Some(1), "without it, its input still open");
}

#[test]
fn leaves_when_its_input_ends() {
    let place = folder();
    let mut client = program(place.path());
    client.initialize(offline(place.path()));
    client.open(PAPER, 1, "See doi:10.5555/12345678.\n");
    client.close();
    assert_eq!(client.ended().and_then(|status| status.code()), Some(1));
}

/// The messages that open a document and ask about it, `hovers` times, by numbers from 1001.
fn questions(hovers: i64) -> Vec<Value> {
    let document = json!({"uri": PAPER, "languageId": "markdown", "version": 1, "text": "See doi:10.5555/12345678.\n"});
    let params = json!({"textDocument": document});
    let mut said = vec![json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": params})];
    let params = json!({"textDocument": {"uri": PAPER}, "position": {"line": 0, "character": 10}});
    let hover = |id| json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": params});
    said.extend((1001..=1000 + hovers).map(hover));
    said
}

fn shutdown() -> Value {
    json!({"jsonrpc": "2.0", "id": 9999, "method": "shutdown"})
}

fn exit() -> Value {
    json!({"jsonrpc": "2.0", "method": "exit"})
}

#[test]
fn a_client_that_does_not_read_keeps_no_orphan_alive() {
    let place = folder();
    let unheard = || Client::program_unheard(&mut command(place.path()), offline(place.path()));
    let mut client = unheard();
    drop(client.send_beside(&questions(2_000)));
    assert_eq!(client.ended().and_then(|status| status.code()), Some(1), "its input ended");

    for (last, status) in [(vec![exit()], 1), (vec![shutdown(), exit()], 0)] {
        let mut client = unheard();
        let open = client.send_beside(&[questions(2_000), last].concat());
        assert_eq!(client.ended().and_then(|status| status.code()), Some(status), "its input still open");
        drop(open);
    }
}

#[test]
fn leaves_when_nobody_can_read_it_any_more() {
    let place = folder();
    let mut client = Client::program_unheard(&mut command(place.path()), offline(place.path()));
    client.unread = None;
    let open = client.send_beside(&questions(1));
    assert_eq!(client.ended().and_then(|status| status.code()), Some(1), "its input still open");
    drop(open);
}

#[test]
fn answers_all_that_was_asked_before_its_input_ended() {
    let place = folder();
    let mut client = program(place.path());
    client.initialize(offline(place.path()));
    drop(client.send_beside(&questions(500)));
    for id in 1001..=1500 {
        assert_ne!(client.answer(id)["result"], Value::Null, "request {id}");
    }
    assert_eq!(client.ended().and_then(|status| status.code()), Some(1));

    let mut client = program(place.path());
    client.initialize(offline(place.path()));
    let open = client.send_beside(&[questions(500), vec![shutdown(), exit()]].concat());
    assert_eq!(client.answer(9999)["result"], Value::Null, "the last one too");
    assert_eq!(client.ended().and_then(|status| status.code()), Some(0));
    drop(open);
}

#[cfg(unix)]
#[test]
fn leaves_when_its_client_is_killed() {
    let place = folder();
    // Everything that the client writes goes through `cat`, which is then killed as a client is.
    let mut between = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("cat starts");
    let (near, far) = (between.stdin.take().expect("piped"), between.stdout.take().expect("piped"));
    let mut client = Client::program_behind(command(place.path()).stdin(far), near);
    client.initialize(offline(place.path()));
    client.open(PAPER, 1, "See doi:10.5555/12345678.\n");
    between.kill().expect("cat runs");
    between.wait().expect("cat ends");
    assert_eq!(client.ended().and_then(|status| status.code()), Some(1));
}
