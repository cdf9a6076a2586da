//! The input with nothing in it but messages.
//!
//! The protocol's machinery ends the conversation over the first message that it cannot read, and a client's slip would
//! take the author's findings away. So the input is cut into messages here; what is none is replaced by a request whose
//! answer says so, and after a wrong length the next head is looked for.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use memchr::memmem;
use tokio::io::{AsyncRead, ReadBuf};

use super::frames::length_in;
use super::refusal::stand_in;
use super::wellformed::{self, Unfit};

/// How many bytes are read at a time.
const GULP: usize = 1 << 14;
/// How much of a line without end is kept: a head may begin in it.
const LINE: usize = 1024;
/// The longest body that is waited for; a head that announces more is no head.
const LONGEST: usize = 1 << 30;
/// Room that is not given back between messages.
const ROOM: usize = 1 << 20;

/// Input, sifted.
pub(super) struct Sieve<I> {
    inner: I,
    cutter: Cutter,
    sifted: Vec<u8>,
    /// How much of that is handed on.
    taken: usize,
}

impl<I> Sieve<I> {
    pub(super) fn new(inner: I) -> Self {
        Self { inner, cutter: Cutter::default(), sifted: Vec::new(), taken: 0 }
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Sieve<I> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        let this = &mut *self;
        while this.taken == this.sifted.len() {
            empty(&mut this.sifted);
            this.taken = 0;
            let mut gulp = [0; GULP];
            let mut gulp = ReadBuf::new(&mut gulp);
            ready!(Pin::new(&mut this.inner).poll_read(cx, &mut gulp))?;
            if gulp.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            this.cutter.cut(gulp.filled(), &mut this.sifted);
        }
        let rest = &this.sifted[this.taken..];
        let now = rest.len().min(buf.remaining());
        buf.put_slice(&rest[..now]);
        this.taken += now;
        Poll::Ready(Ok(()))
    }
}

/// Tells one message from the next.
#[derive(Debug, Default)]
struct Cutter {
    /// What is read and not cut yet.
    waiting: Vec<u8>,
    /// How long the body is, once a head has said so.
    length: Option<usize>,
    /// Whether the head has ended.
    is_body: bool,
}

impl Cutter {
    /// Goes on with `bytes`, and puts the messages that are whole by now behind the others in `sifted`.
    fn cut(&mut self, bytes: &[u8], sifted: &mut Vec<u8>) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.extend_from_slice(bytes);
        let mut done = 0;
        while let Some(cut) = self.step(&waiting[done..], sifted) {
            done += cut;
        }
        if !self.is_body {
            done = done.max(waiting.len().saturating_sub(LINE));
        }
        if done == waiting.len() {
            empty(&mut waiting);
        } else {
            waiting.drain(..done);
        }
        self.waiting = waiting;
    }

    /// Cuts off a line of a head, or a body; how long it is. `None` where more must be read.
    fn step(&mut self, rest: &[u8], sifted: &mut Vec<u8>) -> Option<usize> {
        if !self.is_body {
            let end = memchr::memchr(b'\n', rest)?;
            let line = rest[..end].trim_ascii();
            if line.is_empty() {
                self.is_body = self.length.is_some();
            } else if let Some(length) = length_in(line) {
                self.length = Some(length).filter(|length| (1..=LONGEST).contains(length));
            }
            return Some(end + 1);
        }
        let body = rest.get(..self.length?)?;
        *self = Self::default();
        match wellformed::message(body) {
            Ok(message) => put(&message, sifted),
            Err(unfit) => {
                put(stand_in(unfit).as_bytes(), sifted);
                let next = if unfit == Unfit::Unreadable { head_in(body) } else { None };
                return Some(next.unwrap_or(body.len()));
            }
        }
        Some(body.len())
    }
}

/// Where the next message's head begins in what is unreadable because it went on too long; perhaps only its first
/// letters are in it.
fn head_in(body: &[u8]) -> Option<usize> {
    const HEAD: &[u8] = b"Content-Length:";
    memmem::find(body, HEAD).or_else(|| {
        let tail = body.len().saturating_sub(HEAD.len() - 1);
        (tail..body.len()).find(|at| HEAD.starts_with(&body[*at..]))
    })
}

fn put(body: &[u8], sifted: &mut Vec<u8>) {
    sifted.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    sifted.extend_from_slice(body);
}

/// Empties it, and gives back what a long message took.
fn empty(bytes: &mut Vec<u8>) {
    if bytes.capacity() > ROOM {
        *bytes = Vec::new();
    }
    bytes.clear();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokio::io::AsyncReadExt;

    use super::*;

    const FINE: &str = r#"{"jsonrpc":"2.0","method":"x","params":"Content-Length: 4\r\n\r\n\u00e4"}"#;

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    fn sifted(said: &[u8], cuts: &[usize]) -> String {
        let (mut cutter, mut sifted, mut rest) = (Cutter::default(), Vec::new(), said);
        for cut in cuts.iter().cycle() {
            let (now, later) = rest.split_at((*cut).min(rest.len()));
            cutter.cut(now, &mut sifted);
            assert!(cutter.is_body || cutter.waiting.len() <= LINE);
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
        String::from_utf8(sifted).expect("messages are UTF-8")
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn messages_pass_and_the_rest_is_refused_however_the_input_is_cut(
            parts in prop::collection::vec(0..8_usize, 0..8),
            cuts in prop::collection::vec(1..60_usize, 1..20),
        ) {
            let unreadable = framed(&stand_in(Unfit::Unreadable));
            let kinds = [
                (framed(FINE), framed(FINE)),
                (format!("Type: x\ncontent-length:{}\n\n{FINE}", FINE.len()), framed(FINE)),
                (framed("[]"), framed(&stand_in(Unfit::NoMessage))),
                (framed("no"), unreadable.clone()),
                ("Content-Length: 3\r\n\r\n{\"a\":1}".to_owned(), unreadable.clone()),
                (format!("Content-Length: 12\r\n\r\nno{}", framed(FINE)), unreadable.clone() + &framed(FINE)),
                ("Content-Length: 0\r\n\r\n".to_owned(), String::new()),
                (format!("Content-Length: {}\r\n\r\n{}\r\n", LONGEST + 1, "z".repeat(3 * LINE)), String::new()),
            ];
            let said: String = parts.iter().map(|part| kinds[*part].0.as_str()).collect();
            let expected: String = parts.iter().map(|part| kinds[*part].1.as_str()).collect();
            prop_assert_eq!(sifted(said.as_bytes(), &cuts), expected);
        }

        #[test]
        fn any_bytes_are_survived(said in prop::collection::vec(any::<u8>(), 0..400)) {
            prop_assert_eq!(sifted(&[&b"Content-Length: 7\r\n\r\n"[..], &said].concat(), &[50]).matches("\r\n\r\n").count(),
                usize::from(said.len() >= 7));
        }
    }

    #[test]
    fn the_input_is_handed_on_to_its_end() {
        let said = framed(FINE).repeat(5_000);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let mut handed = String::new();
        let mut sieve = Sieve::new(said.as_bytes());
        runtime.block_on(sieve.read_to_string(&mut handed)).expect("no error");
        assert!(handed == said);
    }
}
