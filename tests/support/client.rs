//! A client of the language server, for tests: over a pipe inside this process, or to the real program.
#![allow(clippy::needless_pass_by_value, reason = "messages are written where they are sent")]
#![allow(dead_code, reason = "every test takes what it needs")]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf};
use tokio::runtime::Runtime;

/// How long a test waits for what must come. Nothing is measured by it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A client with one conversation.
pub(crate) struct Client {
    output: Option<Box<dyn Write + Send>>,
    input: Receiver<Value>,
    /// Where what the program says waits, if nobody reads it.
    pub(crate) unread: Option<Box<dyn Read + Send>>,
    kept: VecDeque<Value>,
    next: i64,
    /// The program, if it is one.
    pub(crate) child: Option<Child>,
    /// What it answers to `workspace/configuration`.
    pub(crate) settings: Value,
    /// What it answers for folders, by their URIs, instead.
    pub(crate) folder_settings: Vec<(String, Value)>,
    /// What it answers to `window/showMessageRequest`: the title of an action, or null.
    pub(crate) choice: Value,
    /// Everything that the server asked for, by method.
    pub(crate) asked: Vec<(String, Value)>,
    /// Publications of diagnostics, in order.
    pub(crate) published: Vec<Value>,
    /// The requests that it sent, by number.
    pub(crate) requests: Vec<(i64, String)>,
    /// Everything that the server said, in order.
    pub(crate) heard: Vec<Value>,
}

impl Client {
    /// A server inside this process.
    pub(crate) fn inside() -> Self {
        let (near, far) = tokio::io::duplex(1 << 20);
        std::thread::spawn(move || {
            let (input, output) = tokio::io::split(far);
            runtime().block_on(ibid::server::serve(input, output));
        });
        let (input, output) = tokio::io::split(near);
        let (input, output) =
            (Blocking { runtime: runtime(), half: input }, Blocking { runtime: runtime(), half: output });
        Self::over(Box::new(input), Box::new(output), None)
    }

    /// The real program.
    pub(crate) fn program(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let (input, output) = (child.stdout.take().expect("piped"), child.stdin.take().expect("piped"));
        Self::over(Box::new(input), Box::new(output), Some(child))
    }

    /// The real program, whose input is set already; what the client sends goes to `output`.
    pub(crate) fn program_behind(command: &mut Command, output: ChildStdin) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let input = child.stdout.take().expect("piped");
        Self::over(Box::new(input), Box::new(output), Some(child))
    }

    /// The real program; the conversation has begun, and what the program says from now on is not read.
    pub(crate) fn program_unheard(command: &mut Command, options: Value) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let (input, output) = (child.stdout.take().expect("piped"), child.stdin.take().expect("piped"));
        let mut input = BufReader::new(input);
        let mut client = Self::over(Box::new(std::io::empty()), Box::new(output), Some(child));
        let utf8 = json!({"general": {"positionEncodings": ["utf-8"]}});
        client.post("initialize", json!({"processId": null, "initializationOptions": options, "capabilities": utf8}));
        read(&mut input).expect("the server answers");
        client.notify("initialized", json!({}));
        client.unread = Some(Box::new(input));
        client
    }

    fn over(input: Box<dyn Read + Send>, output: Box<dyn Write + Send>, child: Option<Child>) -> Self {
        Self {
            output: Some(output),
            input: listen(input),
            unread: None,
            kept: VecDeque::new(),
            next: 1,
            child,
            settings: Value::Null,
            folder_settings: Vec::new(),
            choice: Value::Null,
            asked: Vec::new(),
            published: Vec::new(),
            requests: Vec::new(),
            heard: Vec::new(),
        }
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, message: &Value) {
        let output = self.output.as_mut().expect("the input is open");
        output.write_all(&framed(message)).expect("the server reads");
        output.flush().expect("the server reads");
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let output = self.output.as_mut().expect("the input is open");
        output.write_all(bytes).and_then(|()| output.flush()).expect("the server reads");
    }

    /// Begins to read what waited unread, and goes on with the server's input, which [`Self::send_beside`] took.
    pub(crate) fn listen(&mut self, output: Box<dyn Write + Send>) {
        self.output = Some(output);
        self.input = listen(self.unread.take().expect("nobody reads yet"));
    }

    /// Sends messages, and nothing after them, without waiting for a server that does not read. What the thread
    /// returns is the server's input: it is closed behind the last message, unless the caller holds the handle.
    pub(crate) fn send_beside(&mut self, messages: &[Value]) -> JoinHandle<Box<dyn Write + Send>> {
        let mut output = self.output.take().expect("the input is open");
        let text = messages.iter().flat_map(framed).collect::<Vec<_>>();
        std::thread::spawn(move || {
            // A server that has left reads no more; whether it was to leave is the test's question.
            drop(output.write_all(&text).and_then(|()| output.flush()));
            output
        })
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request; its number.
    pub(crate) fn post(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next;
        self.next += 1;
        self.requests.push((id, method.to_owned()));
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.post(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer(&mut self, id: i64) -> Value {
        self.wait(&format!("the answer to request {id}"), |message| message["id"] == id && message["method"].is_null())
    }

    /// Begins the conversation as an editor does; the server's capabilities.
    pub(crate) fn initialize(&mut self, options: Value) -> Value {
        self.initialize_with(json!({
            "processId": std::process::id(),
            "rootUri": null,
            "initializationOptions": options,
            "capabilities": {
                "general": {"positionEncodings": ["utf-8", "utf-16"]},
                "workspace": {"configuration": true, "inlayHint": {"refreshSupport": true}},
                "textDocument": {"publishDiagnostics": {"relatedInformation": true, "versionSupport": true}},
            },
        }))
    }

    /// Begins the conversation with the parameters given.
    pub(crate) fn initialize_with(&mut self, params: Value) -> Value {
        let answer = self.request("initialize", params);
        self.notify("initialized", json!({}));
        answer
    }

    /// Opens a document.
    pub(crate) fn open(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({"uri": uri, "languageId": "markdown", "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Changes a document: `(line, column)` to `(line, column)` becomes `text`.
    pub(crate) fn change(&mut self, uri: &str, version: i32, from: (u32, u32), to: (u32, u32), text: &str) {
        let place = |(line, character): (u32, u32)| json!({"line": line, "character": character});
        let change = json!({"range": {"start": place(from), "end": place(to)}, "text": text});
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
    }

    /// Asks for the hover at a place.
    pub(crate) fn hover(&mut self, uri: &str, line: u32, column: u32) -> Value {
        let position = json!({"line": line, "character": column});
        self.request("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": position}))
    }

    /// Asks for the hints of the first `lines` lines.
    pub(crate) fn hints(&mut self, uri: &str, lines: u32) -> Value {
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": lines, "character": 0}});
        self.request("textDocument/inlayHint", json!({"textDocument": {"uri": uri}, "range": range}))
    }

    /// Waits for the diagnostics of a version of a document.
    pub(crate) fn diagnostics(&mut self, uri: &str, version: i32) -> Vec<Value> {
        self.diagnostics_where(uri, version, |_| true)
    }

    /// Waits for diagnostics of a version of a document that are as wanted.
    pub(crate) fn diagnostics_where(
        &mut self,
        uri: &str,
        version: i32,
        wanted: impl Fn(&[Value]) -> bool,
    ) -> Vec<Value> {
        let of = |message: &Value| -> Option<Vec<Value>> {
            let params = &message["params"];
            let fits = params["uri"] == uri && params["version"] == version;
            params["diagnostics"].as_array().filter(|found| fits && wanted(found)).cloned()
        };
        if let Some(found) = self.published.iter().rev().find(|params| params["uri"] == uri)
            && let Some(found) = of(&json!({"params": found}))
        {
            return found;
        }
        let message = self.wait(&format!("diagnostics of {uri}, version {version}"), |message| {
            message["method"] == "textDocument/publishDiagnostics" && of(message).is_some()
        });
        of(&message).expect("it was looked for")
    }

    /// Ends the conversation as an editor does.
    pub(crate) fn leave(mut self) -> Option<ExitStatus> {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
        self.ended()
    }

    /// Ends the conversation as an editor does, and listens to the last; everything that was said, in order.
    pub(crate) fn leave_listening(&mut self) -> Vec<Value> {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
        self.output = None;
        let end = Instant::now() + PATIENCE;
        loop {
            match self.input.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(message) => self.note(&message),
                Err(RecvTimeoutError::Timeout) => panic!("the server goes on after `exit`"),
                Err(RecvTimeoutError::Disconnected) => return std::mem::take(&mut self.heard),
            }
        }
    }

    /// Closes the server's input.
    pub(crate) fn close(&mut self) {
        self.output = None;
    }

    /// Waits until the program has ended.
    pub(crate) fn ended(mut self) -> Option<ExitStatus> {
        let mut child = self.child.take()?;
        let end = Instant::now() + PATIENCE;
        loop {
            match child.try_wait().expect("it can be waited for") {
                Some(status) => return Some(status),
                None if Instant::now() > end => {
                    drop(child.kill());
                    panic!("the server has not ended");
                }
                // There is no portable way to wait for a child with a limit.
                None => std::thread::yield_now(),
            }
        }
    }

    /// Waits for a message; what comes before it is kept, and what the server asks is answered.
    pub(crate) fn wait(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&wanted) {
            return self.kept.remove(at).expect("it was found there");
        }
        let end = Instant::now() + PATIENCE;
        loop {
            let message = match self.input.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => panic!("the server did not send {what}"),
                Err(RecvTimeoutError::Disconnected) => panic!("the server left before it sent {what}"),
            };
            self.note(&message);
            if wanted(&message) {
                return message;
            }
            self.kept.push_back(message);
        }
    }

    fn settings_of(&self, folder: Option<&str>) -> Value {
        let own = folder.and_then(|folder| self.folder_settings.iter().find(|(uri, _)| uri == folder));
        own.map_or(&self.settings, |(_, settings)| settings).clone()
    }

    fn note(&mut self, message: &Value) {
        self.heard.push(message.clone());
        let Some(method) = message["method"].as_str() else { return };
        if method == "textDocument/publishDiagnostics" {
            self.published.push(message["params"].clone());
        }
        let Some(id) = message.get("id") else { return };
        let result = match method {
            "workspace/configuration" => {
                let items = message["params"]["items"].as_array().into_iter().flatten();
                items.map(|item| self.settings_of(item["scopeUri"].as_str())).collect()
            }
            "window/showMessageRequest" if self.choice.is_null() => Value::Null,
            "window/showMessageRequest" => json!({"title": self.choice}),
            _ => Value::Null,
        };
        self.asked.push((method.to_owned(), message["params"].clone()));
        // Whoever has said its last word only listens.
        if self.output.is_some() {
            self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}));
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

/// Reads on a thread of its own.
fn listen(input: Box<dyn Read + Send>) -> Receiver<Value> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut input = BufReader::new(input);
        while let Some(message) = read(&mut input) {
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    receiver
}

pub(crate) fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn read(input: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length:") {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let mut body = vec![0; length?];
    input.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Half of a pipe, for a thread that may wait.
struct Blocking<T> {
    runtime: Runtime,
    half: T,
}

impl Read for Blocking<ReadHalf<DuplexStream>> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.runtime.block_on(self.half.read(buffer))
    }
}

impl Write for Blocking<WriteHalf<DuplexStream>> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        self.runtime.block_on(self.half.write(buffer))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.runtime.block_on(self.half.flush())
    }
}
