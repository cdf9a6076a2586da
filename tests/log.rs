//! What is logged, where, and what never is.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests of processes, files and sockets")]

#[path = "support/client.rs"]
mod client;
#[path = "support/registry.rs"]
mod registry;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;

use client::Client;
use registry::{Article, CROSSREF, DATACITE, Registry};

/// The program at `place`, with nothing of this machine's.
fn ibid(place: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.args(arguments).current_dir(place).env_clear().env("HOME", place).stdin(Stdio::null());
    command.env("IBID_STORE", place.join("store.sqlite")).env("IBID_OFFLINE", "1");
    command
}

fn own_log(place: &Path) -> PathBuf {
    place.join(".local/state/ibid/ibid.log")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with a manuscript, one finding in it.
fn desk() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("a.md"), "See doi:10.5555/soil.1 and [REF].\n").unwrap();
    place
}

/// A service that answers every request alike.
fn stand(status: u16, body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(&stream).lines();
            while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    address.to_string()
}

const SOIL: &str = r#"{"status": "ok", "message-type": "work-list", "message": {"total-results": 1, "items": [
    {"DOI": "10.5555/soil.1", "type": "journal-article", "title": ["Xanthic loams"], "abstract":
     "<jats:p>Vermiculite was weighed.</jats:p>", "author": [{"family": "Quillfeather", "given": "S"}]}]}}"#;

#[test]
fn no_secret_and_no_text_is_logged() {
    let place = desk();
    let registry =
        Registry::start([("10.5555/soil.1", CROSSREF), ("10.5281/zenodo.7", DATACITE), ("10.5555/soil.2", CROSSREF)]);
    registry.publish([("36497410", Article::default())]);
    let manuscript = "Thixotropy matters: doi:10.5555/soil.1, doi:10.5281/zenodo.7, PMID 36497410, \
                      [@url:https://example.org/?token=hunter2].\n";
    fs::write(place.path().join("a.md"), manuscript).unwrap();
    // One source that fails, one with an abstract, one behind a proxy that wants a password.
    registry.fail("/idconv", registry::Fault::Status(503), 9);
    let table = registry.table();
    let other = |source: &str, url: &str| format!("{source}.url = \"{url}\"\n");
    let table = table
        .replace(
            &other("crossref", &registry.url("crossref")),
            &other("crossref", &format!("http://{}", stand(200, SOIL))),
        )
        .replace(&other("datacite", &registry.url("datacite")), &other("datacite", "https://datacite.invalid"));
    fs::write(place.path().join("own.toml"), format!("resolve.mailto = \"zelda@example.org\"\n{table}")).unwrap();
    let proxy = format!("http://someone:sesame@{}", stand(407, ""));
    let mut command = ibid(place.path(), &["check", "-vv", "--refresh", "--config", "own.toml", "a.md"]);
    command.env_remove("IBID_OFFLINE").env("IBID_LOG", "debug").env("NCBI_API_KEY", "0123456789abcdef");
    command.env("HTTPS_PROXY", &proxy).env("https_proxy", &proxy);
    let output = command.output().unwrap();
    let log = fs::read_to_string(own_log(place.path())).unwrap();
    for expected in [
        &format!("info started ibid={} command=check\n", env!("CARGO_PKG_VERSION")),
        "debug read what=configuration file=own.toml\n",
        " store file=store.sqlite notes=0 ms=",
        "info asked source=crossref question=list ids=2 status=200 bytes=",
        "info asked source=pubmed question=records ids=1 status=200 bytes=",
        "debug asking source=crossref id=doi:10.5555/soil.1\n",
        "warn asked source=datacite question=list ids=1 failed=",
        "info checked files=1 findings=",
        "info ended status=0\n",
    ] {
        assert!(log.contains(expected), "{expected:?} is not in\n{log}");
    }
    assert!(log.lines().all(|line| text(&output.stderr).contains(line)), "standard error has what the file has");
    let secrets = [
        "0123456789abcdef",
        "zelda",
        "sesame",
        "someone",
        "hunter2",
        "token",
        "Thixotropy",
        "Vermiculite",
        "Xanthic",
        "Quillfeather",
        "http:",
        "https:",
        "api_key",
        "?",
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret:?} is in\n{log}");
    }
    let form = registry.asked().into_iter().find(|asked| asked.form.contains("api_key")).expect("PubMed had the key");
    assert!(form.form.contains("0123456789abcdef"));
}

#[test]
fn a_request_that_is_sent_again_is_logged() {
    let place = desk();
    let registry = Registry::start([("10.5555/soil.1", CROSSREF)]);
    registry.fail("/crossref", registry::Fault::Status(503), 1);
    fs::write(place.path().join("own.toml"), registry.table()).unwrap();
    let mut command = ibid(place.path(), &["show", "--config", "own.toml", "-v", "10.5555/soil.1"]);
    let said = text(&command.env_remove("IBID_OFFLINE").output().unwrap().stderr);
    let at = |words: &str| said.find(words).unwrap_or_else(|| panic!("{words:?} is not in\n{said}"));
    let refused = at("warn asked source=crossref question=list ids=1 status=503 bytes=");
    let again = at("info again source=crossref tries=1 ms=");
    let answered = at("info asked source=crossref question=list ids=1 status=200 bytes=");
    assert!(refused < again && again < answered, "{said}");
    assert!(!said.contains(" asking "), "that is for -vv: {said}");
    assert!(!own_log(place.path()).exists(), "a command has no file of its own accord");
}

#[test]
fn standard_output_is_as_without() {
    let place = desk();
    let run = |arguments: &[&str]| ibid(place.path(), arguments).output().unwrap();
    let plain = run(&["check", "--output-format", "json", "a.md"]);
    let told = run(&["check", "-vv", "--output-format", "json", "a.md"]);
    assert_eq!((&plain.stdout, plain.status), (&told.stdout, told.status));
    assert!(text(&told.stderr).contains(" info ended status="), "{}", text(&told.stderr));
    assert!(!text(&plain.stderr).contains(" info "), "{}", text(&plain.stderr));
}

#[test]
fn two_processes_write_to_one_log() {
    let place = desk();
    let start = || {
        let mut command = ibid(place.path(), &["check", "a.md"]);
        command.env("IBID_LOG", "debug,both.log").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let children = [start(), start(), start()];
    let pids = children.map(|mut child| {
        child.wait().unwrap();
        child.id().to_string()
    });
    let log = fs::read_to_string(place.path().join("both.log")).unwrap();
    for pid in &pids {
        let of_it: Vec<&str> = log.lines().filter(|line| line.split(' ').nth(1) == Some(pid.as_str())).collect();
        assert!(of_it.first().is_some_and(|line| line.contains(" started ")), "{log}");
        assert!(of_it.last().is_some_and(|line| line.contains(" ended ")), "{log}");
    }
    let of_none = log.lines().filter(|line| !pids.iter().any(|pid| line.split(' ').nth(1) == Some(pid.as_str())));
    assert_eq!(of_none.count(), 0, "no line is torn: {log}");
}

#[test]
fn a_log_that_cannot_be_written_is_told_once_and_all_goes_on() {
    let place = desk();
    fs::create_dir(place.path().join("folder")).unwrap();
    let plain = ibid(place.path(), &["check", "a.md"]).output().unwrap();
    let told = ibid(place.path(), &["check", "a.md"]).env("IBID_LOG", "debug,folder").output().unwrap();
    assert_eq!((&plain.stdout, plain.status), (&told.stdout, told.status));
    let sentence = "The log folder is not written: it is a folder. All else goes on.\n";
    assert_eq!(text(&told.stderr), format!("{sentence}{}", text(&plain.stderr)));
    let misread = ibid(place.path(), &["check", "a.md"]).env("IBID_LOG", "loud").output().unwrap();
    assert!(text(&misread.stderr).starts_with("IBID_LOG is not understood"), "{}", text(&misread.stderr));
    assert_eq!((&plain.stdout, plain.status), (&misread.stdout, misread.status));
}

#[test]
fn no_project_says_what_is_logged() {
    let place = desk();
    fs::write(place.path().join("ibid.toml"), "log = \"debug,theirs.log\"\n").unwrap();
    ibid(place.path(), &["check", "a.md"]).output().unwrap();
    assert!(!place.path().join("theirs.log").exists() && !own_log(place.path()).exists());
}

#[test]
fn status_names_the_log() {
    let place = desk();
    let said = |log: Option<&str>| {
        let mut command = ibid(place.path(), &["status"]);
        log.map(|log| command.env("IBID_LOG", log));
        text(&command.output().unwrap().stdout)
    };
    let own = own_log(place.path());
    assert!(
        said(None).contains(&format!("log: {} (the language server’s, level info)\n", own.display())),
        "{}",
        said(None)
    );
    assert!(said(Some("debug,/tmp/x.log")).contains("log: /tmp/x.log (the language server’s, level debug)\n"));
    assert!(said(Some("off")).contains("log: none (by IBID_LOG)\n"));
}

fn server(place: &Path, errors: &Path) -> Client {
    let mut command = ibid(place, &["lsp"]);
    command.stderr(fs::File::create(errors).unwrap());
    Client::program(&mut command)
}

#[test]
fn the_server_keeps_a_log() {
    let place = desk();
    let errors = place.path().join("errors");
    let mut client = server(place.path(), &errors);
    client.initialize(json!({}));
    client.open("untitled:a.md", 1, "Thixotropy: doi:10.5555/soil.1 [REF]\n");
    client.diagnostics("untitled:a.md", 1);
    assert!(client.leave().unwrap().success());
    let log = fs::read_to_string(own_log(place.path())).unwrap();
    assert!(log.contains(" command=lsp\n") && log.ends_with(" info ended status=0\n"), "{log}");
    assert!(!log.contains("Thixotropy") && !log.contains("soil"), "{log}");
    assert_eq!(fs::read_to_string(errors).unwrap(), "");
}

#[test]
fn the_server_serves_without_its_log() {
    let place = desk();
    let errors = place.path().join("errors");
    fs::create_dir_all(place.path().join(".local/state")).unwrap();
    fs::write(place.path().join(".local/state/ibid"), "in the way").unwrap();
    let mut client = server(place.path(), &errors);
    client.initialize(json!({}));
    client.open("untitled:a.md", 1, "See [REF]\n");
    assert_eq!(client.diagnostics("untitled:a.md", 1).len(), 1);
    assert!(client.leave().unwrap().success());
    let said = fs::read_to_string(errors).unwrap();
    assert_eq!(said.matches("All else goes on.").count(), 1, "{said}");
}
