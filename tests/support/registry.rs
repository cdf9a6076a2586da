//! A stand-in for the seven services on loopback, which can also fail in all the ways they do.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::disallowed_methods,
    reason = "every test takes what it needs; a test of an edge"
)]

#[path = "registry_answers.rs"]
mod registry_answers;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use ibid::config::SourceSettings;
use ibid::record::Source;

use registry_answers::route;

/// No test waits longer for anything; none should come near.
const LIMIT: Duration = Duration::from_secs(30);

/// What the registries hold of one DOI.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The agency that the agency service names; `None`: "DOI does not exist".
    pub agency: Option<&'static str>,
    /// Whether Crossref has it in lists.
    pub listed: bool,
    /// Whether Crossref has it alone.
    pub single: bool,
    /// Whether the handle exists.
    pub handle: bool,
    /// What the handle stands for.
    pub alias: Option<&'static str>,
    /// Whether DataCite has its record.
    pub datacite: bool,
    /// Whether arXiv has the paper of this DOI.
    pub arxiv: bool,
}

/// What PubMed holds under one number.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// The DOI in its record, in lower case.
    pub doi: Option<String>,
    /// The number in PMC.
    pub pmcid: Option<String>,
    /// Whether efetch leaves it out.
    pub only_summary: bool,
    /// Whether every search finds it.
    pub found_by_all: bool,
}

/// All that the registries hold.
#[derive(Default)]
struct Holdings {
    works: BTreeMap<String, Entry>,
    articles: BTreeMap<String, Article>,
}

/// A work of Crossref's.
pub const CROSSREF: Entry = Entry {
    agency: Some("Crossref"),
    listed: true,
    single: true,
    handle: true,
    alias: None,
    datacite: false,
    arxiv: false,
};
/// A work of another agency's.
pub const DATACITE: Entry =
    Entry { agency: Some("DataCite"), listed: false, single: false, datacite: true, ..CROSSREF };
/// A paper that arXiv has.
pub const ARXIV: Entry = Entry { arxiv: true, ..DATACITE };
/// A handle that no agency claims.
pub const HANDLE_ONLY: Entry = Entry { agency: None, listed: false, single: false, ..CROSSREF };

/// How a request may fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This status, with a few words.
    Status(u16),
    /// 429 with a `Retry-After` of so many seconds.
    TooMany(u64),
    /// Nothing, until the other side gives up.
    Hang,
    /// The head and half the body, then nothing.
    Stall,
    /// Half the body, then the end.
    Cut,
    /// The connection is closed at once.
    Drop,
    /// A web page with status 200.
    WebPage,
    /// Bytes that are no JSON.
    Garbage,
    /// No body.
    Empty,
    /// Well-formed JSON of another kind.
    Foreign,
    /// More than anybody wants.
    Huge,
    /// A redirect to itself.
    Circle,
    /// A redirect to another host.
    Elsewhere,
    /// The right body with a wrong content type.
    WrongType,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Status(400),
        Self::Status(403),
        Self::Status(404),
        Self::Status(500),
        Self::Status(503),
        Self::TooMany(0),
        Self::TooMany(7_200),
        Self::Hang,
        Self::Stall,
        Self::Cut,
        Self::Drop,
        Self::WebPage,
        Self::Garbage,
        Self::Empty,
        Self::Foreign,
        Self::Huge,
        Self::Circle,
        Self::Elsewhere,
    ];
}

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Path and query.
    pub path: String,
    /// The body, if it is a form.
    pub form: String,
    /// `User-Agent`.
    pub agent: String,
    /// How many requests to the same service and class were out, this one included.
    pub in_flight: usize,
}

#[derive(Default)]
struct State {
    holdings: Holdings,
    faults: Vec<(&'static str, Fault, usize)>,
    asked: Vec<Asked>,
    in_flight: BTreeMap<String, usize>,
    linger: Duration,
}

/// The stand-in; it serves until the process ends.
pub struct Registry {
    address: SocketAddr,
    state: Arc<(Mutex<State>, Condvar)>,
}

impl Registry {
    /// Starts one that knows these DOIs.
    pub fn start<D: AsRef<str>>(works: impl IntoIterator<Item = (D, Entry)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let address = listener.local_addr().expect("an address");
        let works = works.into_iter().map(|(doi, entry)| (doi.as_ref().to_ascii_lowercase(), entry)).collect();
        let state = Arc::new((
            Mutex::new(State { holdings: Holdings { works, ..Holdings::default() }, ..State::default() }),
            Condvar::new(),
        ));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { address, state }
    }

    /// Puts articles into PubMed, by number.
    pub fn publish<P: Into<String>>(&self, articles: impl IntoIterator<Item = (P, Article)>) {
        self.state().holdings.articles.extend(articles.into_iter().map(|(pmid, article)| (pmid.into(), article)));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.0.lock().expect("no server thread panics")
    }

    /// Makes the next `times` requests whose path contains `part` fail.
    pub fn fail(&self, part: &'static str, fault: Fault, times: usize) {
        self.state().faults.push((part, fault, times));
    }

    /// Makes it answer as it should again.
    pub fn heal(&self) {
        self.state().faults.clear();
    }

    /// Makes each answer wait so long, so that requests overlap.
    pub fn linger(&self, linger: Duration) {
        self.state().linger = linger;
    }

    /// Holds all answers back until [`Registry::release`].
    pub fn hold(&self) {
        self.linger(LIMIT);
    }

    /// Gives the answers that were held back.
    pub fn release(&self) {
        self.linger(Duration::ZERO);
        self.state.1.notify_all();
    }

    /// Waits until so many requests have come.
    pub fn wait_for(&self, requests: usize) {
        let fewer = |state: &mut State| state.asked.len() < requests;
        let waited = self.state.1.wait_timeout_while(self.state(), LIMIT, fewer);
        let (state, waited) = waited.expect("no server thread panics");
        assert!(!waited.timed_out(), "only this was asked: {:?}", state.asked);
    }

    /// What was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.state().asked.clone()
    }

    /// Forgets what was asked.
    pub fn forget(&self) {
        self.state().asked.clear();
    }

    /// The root of a service, by its source's key.
    pub fn url(&self, service: &str) -> String {
        format!("http://{}/{service}", self.address)
    }

    /// The settings of an editor that lead here.
    pub fn settings(&self) -> serde_json::Value {
        let setting = |source: &Source| (source.key().to_owned(), serde_json::json!({"url": self.url(source.key())}));
        Source::ALL.iter().map(setting).collect()
    }

    /// The table of a configuration file that leads here.
    pub fn table(&self) -> String {
        let line = |source: &Source| format!("{0}.url = \"{1}\"\n", source.key(), self.url(source.key()));
        Source::ALL.iter().map(line).fold("[sources]\n".to_owned(), |table, line| table + &line)
    }

    /// The configuration that leads here.
    pub fn sources(&self) -> BTreeMap<Source, SourceSettings> {
        let settings = |source: Source| SourceSettings { url: self.url(source.key()), enabled: true };
        Source::ALL.into_iter().map(|source| (source, settings(source))).collect()
    }
}

/// What is sent back.
struct Answer {
    status: u16,
    kind: &'static str,
    body: String,
}

fn serve(mut stream: TcpStream, shared: &(Mutex<State>, Condvar)) {
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
    loop {
        let (mut path, mut agent, mut line, mut length) = (String::new(), String::new(), String::new(), 0);
        loop {
            line.clear();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            let text = line.trim_end();
            if path.is_empty() {
                path = text.split(' ').nth(1).unwrap_or("/").to_owned();
            } else if let Some((name, value)) = text.split_once(':') {
                if name.eq_ignore_ascii_case("user-agent") {
                    value.trim().clone_into(&mut agent);
                } else if name.eq_ignore_ascii_case("content-length") {
                    length = value.trim().parse().unwrap_or(0);
                }
            } else {
                break;
            }
        }
        let mut form = vec![0; length];
        if reader.read_exact(&mut form).is_err() {
            return;
        }
        let form = String::from_utf8_lossy(&form).into_owned();
        let key = class_of(&path);
        let (answer, fault) = {
            let mut state = shared.0.lock().expect("no server thread panics");
            let in_flight = state.in_flight.entry(key.clone()).or_default();
            *in_flight += 1;
            let in_flight = *in_flight;
            state.asked.push(Asked { path: path.clone(), form: form.clone(), agent, in_flight });
            shared.1.notify_all();
            let hit = state.faults.iter_mut().find(|(part, _, times)| path.contains(part) && *times > 0);
            let fault = hit.map(|(_, fault, times)| {
                *times -= 1;
                *fault
            });
            (route(&state.holdings, &path, &form), fault)
        };
        linger(shared);
        let goes_on = send(&mut stream, &mut reader, &path, &answer, fault);
        *shared.0.lock().expect("no server thread panics").in_flight.entry(key).or_default() -= 1;
        if !goes_on {
            // The other side must see the end at once.
            let _ = stream.shutdown(std::net::Shutdown::Both);
            return;
        }
    }
}

/// Waits as long as an answer is to take, or until it is released.
fn linger(shared: &(Mutex<State>, Condvar)) {
    let state = shared.0.lock().expect("no server thread panics");
    let time = state.linger;
    if !time.is_zero() {
        let held = |state: &mut State| !state.linger.is_zero();
        drop(shared.1.wait_timeout_while(state, time, held).expect("no server thread panics"));
    }
}

fn class_of(path: &str) -> String {
    let place = path.split('?').next().unwrap_or_default();
    let list = place == "/crossref/works" || place.starts_with("/doi/doiRA/");
    format!("{} {list}", place.split('/').nth(1).unwrap_or_default())
}

/// Sends an answer or its failure; whether the connection goes on.
fn send(
    stream: &mut TcpStream,
    reader: &mut BufReader<TcpStream>,
    path: &str,
    answer: &Answer,
    fault: Option<Fault>,
) -> bool {
    let (status, mut kind, mut body, mut extra) = (answer.status, answer.kind, answer.body.clone(), String::new());
    let status = match fault {
        None | Some(Fault::Cut | Fault::Stall) => status,
        Some(Fault::WrongType) => {
            kind = "application/octet-stream";
            status
        }
        Some(Fault::Drop) => return false,
        Some(Fault::Hang) => return wait_for_end(reader),
        Some(Fault::Status(status)) => {
            (kind, body) = ("text/plain", if status == 404 { "Resource not found." } else { "error" }.into());
            status
        }
        Some(Fault::TooMany(seconds)) => {
            body = "<html><body><h1>429 Too Many Requests</h1></body></html>".into();
            let _ = write!(extra, "Retry-After: {seconds}\r\n");
            429
        }
        Some(Fault::WebPage) => {
            (kind, body) = ("text/html", "<!DOCTYPE html><html><body>Please log in</body></html>".into());
            200
        }
        Some(Fault::Garbage) => {
            body = "{\"status\": \"ok\", \u{0}<<<".into();
            200
        }
        Some(Fault::Empty) => {
            body = String::new();
            200
        }
        Some(Fault::Foreign) => {
            body = r#"{"hello": ["world", {"items": []}], "message-type": "greeting"}"#.into();
            200
        }
        Some(Fault::Huge) => return send_without_end(stream),
        Some(Fault::Circle) => {
            let _ = write!(extra, "Location: {path}\r\n");
            302
        }
        Some(Fault::Elsewhere) => {
            // Port 9 discards; nobody is to come there.
            extra.push_str("Location: http://127.0.0.2:9/login\r\n");
            302
        }
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nx-rate-limit-limit: 50\r\n\
         x-rate-limit-interval: 1s\r\nx-concurrency-limit: 3\r\n{extra}\r\n",
        body.len()
    );
    let sent = match fault {
        Some(Fault::Cut | Fault::Stall) => body.as_bytes().split_at(body.len() / 2).0,
        _ => body.as_bytes(),
    };
    let written = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(sent)).is_ok();
    match fault {
        Some(Fault::Cut) => false,
        Some(Fault::Stall) => wait_for_end(reader),
        _ => written,
    }
}

/// Holds the connection until the other side gives it up.
fn wait_for_end(reader: &mut BufReader<TcpStream>) -> bool {
    let _ = reader.read(&mut [0; 64]);
    false
}

/// A body without an end; the other side must put one to it.
fn send_without_end(stream: &mut TcpStream) -> bool {
    let filler = "x".repeat(1 << 16);
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"pad\":\"";
    let mut sent = stream.write_all(head.as_bytes());
    while sent.is_ok() {
        sent = stream.write_all(filler.as_bytes());
    }
    false
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, tail @ ..] = rest {
        let escape = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).to_ascii_lowercase()
}
