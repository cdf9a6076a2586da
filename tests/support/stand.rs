//! Services on loopback that answer from a function.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::disallowed_methods,
    reason = "every test takes what it needs; a test of an edge"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A status and a body.
pub type Answer = (u16, String);

/// A service that answers every request from one table.
pub struct Stand {
    /// Its address.
    pub url: String,
    /// Path and form of each request so far.
    pub asked: Arc<Mutex<Vec<String>>>,
}

/// Path and form of a request.
fn read(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut form = vec![0; length];
    reader.read_exact(&mut form).ok()?;
    let path = first.split(' ').nth(1)?;
    Some(format!("{path}?{}", String::from_utf8_lossy(&form)))
}

/// Starts one.
pub fn stand(answer: impl Fn(&str) -> Answer + Send + 'static) -> Stand {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let Some(request) = read(&stream) else { continue };
            let (status, body) = answer(&request);
            noted.lock().unwrap().push(request);
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    Stand { url, asked }
}

impl Stand {
    /// A configuration in which every source is this one; `resolve` is added to its table of that name.
    pub fn config(&self, resolve: &str) -> String {
        let sources = ["crossref", "datacite", "doi", "pubmed", "idconv", "arxiv", "europepmc"];
        let urls = sources.map(|source| format!("{source}.url = \"{}/{source}\"\n", self.url)).concat();
        format!("[resolve]\nbudget = \"10s\"\n{resolve}\n[sources]\n{urls}")
    }

    /// How many requests had this in them.
    pub fn times(&self, part: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|request| request.contains(part)).count()
    }
}
